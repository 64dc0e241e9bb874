"""Memory that ends is told as that, however a library says it, and never as a fault of ours."""

from __future__ import annotations

from typing import NoReturn

import pytest

from .conftest import Archive

each_way = pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        ImportError("libarrays.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        SystemError("error return without exception set"),
        SystemError("<function _find_and_load> returned NULL without setting an exception"),
    ],
    ids=repr,
)


def fail(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    def fails(*given: object, **named: object) -> NoReturn:
        raise error

    monkeypatch.setattr(name, fails)


@each_way
def test_it_is_told_with_what_to_do(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    fail(monkeypatch, "cli.status.state", error)
    run = sampled("status")
    assert run.code == 2
    assert run.err.startswith("archive: There is not enough memory for this")


@each_way
def test_what_is_kept_by_then_is_told_as_kept(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    fail(monkeypatch, "cli.home.sync", error)
    run = archive("init")
    assert run.code == 4
    assert "All was kept, but the index could not follow yet: Cannot allocate memory" in run.err
