"""How long a search may go on: what asks for it says when it has to stop.

A search asks at every step (`go_on`) whether it may go on: whoever waits for it may have left, or
the time for it may be over. Then it ends with an error, never with a part of an answer. It goes
with everything that one question calls, in its thread; where nobody has said anything it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What raises an error where a search is to stop.
Stop = Callable[[], None]
_stop: ContextVar[Stop | None] = ContextVar("stop", default=None)


@contextmanager
def heeding(stop: Stop) -> Iterator[None]:
    """Whatever is searched in here asks `stop`, which raises StoppedError, whether to go on."""
    before = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(before)


def go_on() -> None:
    """Returns where a search may go on. StoppedError where it may not."""
    if stop := _stop.get():
        stop()
