"""Stopping what runs for long: Ctrl-C and SIGTERM ask for it, and it ends where nothing is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

_STEP = 0.2  # seconds after which a sleeper sees that a stop was asked for


class Stopping:
    """Whether a stop was asked for, and a sleep that ends with it."""

    def __init__(self) -> None:
        self._asked = False

    def ask(self, number: int, frame: object) -> None:
        """The handler of a signal. A second one stops at once: KeyboardInterrupt."""
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        click.echo("Stopping ...", err=True)

    def asked(self) -> bool:
        """Whether a stop was asked for."""
        return self._asked

    def sleep(self, seconds: float) -> None:
        """Waits, but no longer than until a stop is asked for."""
        end = time.monotonic() + seconds
        while not self._asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _STEP))


@contextmanager
def stopping() -> Iterator[Stopping]:
    """Lets Ctrl-C and SIGTERM ask for a stop while the context lasts."""
    stop = Stopping()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop.ask) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
