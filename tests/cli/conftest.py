"""Running commands as the shell does, in this process, with what they print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.commands import Archive, Run


@pytest.fixture
def archive(run: Callable[..., Run], tmp_path: Path) -> Archive:
    """Runs `archive ARGS...` on an archive of one's own, empty at first."""
    return lambda *args: run("--home", tmp_path / "own", *args)


@pytest.fixture
def sampled(run: Callable[..., Run], samples_copy: Path) -> Archive:
    """Runs `archive ARGS...` on an archive of one's own that holds the samples."""
    return lambda *args: run("--home", samples_copy, *args)
