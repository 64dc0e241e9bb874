"""What a worker process does: it takes parts from standard input and gives items on its output."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from archive.article import Origin, Skipped
from archive.intake.prepare import Item, Part, prepare

MOST_SECONDS = 60  # of processor time for one item; a page takes a twentieth of one
_ANSWER_BYTES = 1024 * 1024
_ANSWER_ITEMS = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """Items, in order; with them all of the first `finished` parts and `given` of the next part's
    items have been answered.
    """

    finished: int
    given: int
    items: list[Item]


def answers(
    parts: list[Part], before_item: Callable[[], object] = lambda: None
) -> Iterator[Answer]:
    """The items of parts, about a megabyte at a time. The last answer alone has all finished."""
    items: list[Item] = []
    size = 0
    for finished, part in enumerate(parts):
        before_item()
        for given, item in enumerate(prepare(part), 1):
            items.append(item)
            size += size_of(item)
            if size >= _ANSWER_BYTES or len(items) >= _ANSWER_ITEMS:
                yield Answer(finished, given, items)
                items, size = [], 0
            before_item()
    yield Answer(len(parts), 0, items)


def size_of(item: Item) -> int:
    """About how many bytes an item takes."""
    if isinstance(item, Origin | Skipped):
        return 0
    return 2 * len(item.article.body) + len(item.raw.original)


def send(value: object, stream: IO[bytes]) -> None:
    """Writes a value for the process at the other end."""
    stream.write(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))  # all of it, or nothing
    stream.flush()


def work() -> None:
    """Says True, then answers every list of parts, until standard input ends."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    tasks: queue.SimpleQueue[list[Part]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(tasks,), daemon=True).start()
    send(True, output)
    while True:
        for answer in answers(tasks.get(), _allow_time):
            send(answer, output)


def _receive(tasks: queue.SimpleQueue[list[Part]]) -> None:
    """Takes in what comes. Its end is that of the other process: ours is at once, amid any item."""
    try:
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - of the process that began this one
    finally:
        os._exit(0)


def _allow_time() -> None:
    """Processor time for the next item; when it is used up, the system ends the process."""
    if hasattr(signal, "setitimer"):  # which Windows has not
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
