"""A bound for a whole delivery: a server that sends a letter now and then is never silent for long,
so the timeouts of its connection alone would let it hold up all other news.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")

_SILENCES = 3  # a whole try may last as long as so many times of silence


def within(timeout: float, deliver: Callable[[], T]) -> T:
    """What `deliver` gives, or raises. TimeoutError if it takes longer than three times `timeout`
    seconds; its thread is then left to itself, and ends with the process.
    """
    answers: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((deliver(), None))
        except BaseException as error:  # whoever waits is told
            answers.put((None, error))

    threading.Thread(target=run, name="delivery", daemon=True).start()
    try:
        answer, error = answers.get(timeout=_SILENCES * timeout)
    except Empty:
        raise TimeoutError("it took too long") from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value]
