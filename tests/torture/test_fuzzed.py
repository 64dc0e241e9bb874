"""Inputs that fuzzing found, kept: `tests/fixtures/fuzzed/TARGET/NAME`; and each target's seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.archives import ROOT
from tests.torture.fuzzing.targets import names, seeds, target

KEPT = sorted(path for path in (ROOT / "tests/fixtures/fuzzed").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_fuzzing_found_is_mended(path: Path) -> None:
    assert path.parent.name in names()
    target(path.parent.name)(path.read_bytes())


@pytest.mark.parametrize("name", ["query", "address", "form"])
def test_what_fuzzing_begins_with_is_answered(name: str) -> None:
    feed, begun = target(name), list(seeds(name))
    assert begun
    for data in begun:
        feed(data)
