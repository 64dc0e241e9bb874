"""What is kept is bounded in bytes and entries, and given back in the order it was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.engines.arrays.kept import Arrays, Kept


def _of(size: int, number: int = 0) -> Callable[[], Arrays]:
    return lambda: (np.full(size, number, np.uint8),)


def _is_kept(kept: Kept, of: Hashable) -> bool:
    return of in kept._made


def test_what_was_asked_for_last_stays() -> None:
    kept = Kept(100, 10)
    for name in "abc":
        kept.get(name, _of(30))
    kept.get("a", _of(0))
    kept.get("d", _of(30))
    assert [name for name in "abcd" if _is_kept(kept, name)] == ["a", "c", "d"]
    assert kept.size == 90


def test_what_is_larger_than_all_room_is_made_and_puts_nothing_out() -> None:
    kept = Kept(100, 10)
    kept.get("small", _of(30))
    assert len(kept.get("large", _of(101))[0]) == 101
    assert (len(kept), kept.size, _is_kept(kept, "small")) == (1, 30, True)


def test_so_many_are_kept_however_small_they_are() -> None:
    kept = Kept(100, 3)
    for number in range(10):
        kept.get(number, _of(0))
    assert len(kept) == 3


def test_it_is_made_once_and_nobody_changes_it() -> None:
    kept = Kept(100, 10)
    (first,) = kept.get("a", _of(3, 1))
    (second,) = kept.get("a", _of(3, 2))
    assert first is second
    with pytest.raises(ValueError, match="read-only"):
        second[0] = 5


@pytest.fixture
def quick_turns() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("quick_turns")
def test_threads_share_it() -> None:
    kept = Kept(90, 10)

    def ask(start: int) -> bool:
        numbers = [(start + step) % 7 for step in range(2_000)]
        return all(kept.get(n, _of(30, n))[0].tolist() == [n] * 30 for n in numbers)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert kept.size == 90 == sum(made[0].nbytes for made in kept._made.values())
