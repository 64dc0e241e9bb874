"""A limit of time for what this process reads itself, and no other process can be ended for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from types import FrameType
from typing import TypeVar

MOST_SECONDS = 600  # of processor time for a part: to go through a large archive file takes long
_AGAIN = 10  # seconds, after which the signal comes again where something caught it, as warcio may

_T = TypeVar("_T")


class _LateError(BaseException):
    """Too late: no Exception, for readers go on after these."""


def within(items: Generator[_T], seconds: float, late: Callable[[], _T]) -> Iterator[_T]:
    """The items, each within so many seconds of processor time; in place of one that takes longer,
    and of all behind it, what `late` gives. On Windows, and in other threads than the main one,
    there is no limit.
    """
    if not (hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()):
        yield from items
        return
    with closing(items):
        while True:
            try:
                item = _next(items, seconds)
            except StopIteration:
                return
            except _LateError:
                break
            yield item
    yield late()


def _next(items: Iterator[_T], seconds: float) -> _T:
    waits = True

    def ring(_signal: int, _frame: FrameType | None) -> None:
        if waits:
            raise _LateError

    before = signal.signal(signal.SIGPROF, ring)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, min(seconds, _AGAIN))
        try:
            return next(items)
        finally:
            waits = False
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)
