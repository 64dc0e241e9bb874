"""What is read in this process ends too, where a limit is set."""

from __future__ import annotations

import io
import itertools
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from archive.article import Origin, Skipped
from archive.intake.limit import within
from archive.intake.prepare import parts
from archive.intake.workers import Workers
from archive.readers.formats import Leaf
from archive.readers.sources.source import Source

MAIL = b"From a@example.org Fri Nov  3 14:05:00 2017\nFrom: a@example.org\nSubject: S\n\nText\n"


class Endless(io.RawIOBase):
    """A mailbox that has no end."""

    def __init__(self) -> None:
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        said = (MAIL * 2 if not self._begun else b"x\n" * len(buffer))[: len(buffer)]
        self._begun = True
        buffer[: len(said)] = said
        return len(said)


def test_a_source_that_never_ends_is_left_and_the_next_is_read(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGPROF)
    sources = [
        Source("endless.mbox", lambda: io.BufferedReader(Endless())),
        Source("story.txt", lambda: io.BytesIO(b"A title\n\nA text of some words.\n")),
    ]
    found = list(parts(sources, seconds=0.5))
    assert [part.file for part in found if isinstance(part, Origin)] == [
        "endless.mbox",
        "story.txt",
    ]
    (told,) = [part for part in found if isinstance(part, Skipped)]
    assert told.reason == "reading a part of it takes more than 0.5 seconds"
    assert isinstance(found[-1], Leaf)
    assert signal.getsignal(signal.SIGPROF) == before


def test_a_reader_that_goes_on_after_errors_is_ended_too() -> None:
    def stubborn() -> Iterator[str]:
        yield "one"
        while True:
            try:
                for _ in itertools.count():
                    pass
            except Exception:
                continue

    assert list(within(stubborn(), 0.2, lambda: "late")) == ["one", "late"]  # type: ignore[arg-type]


def test_a_reader_that_catches_even_the_end_is_ended_when_it_comes_again() -> None:
    def deaf() -> Iterator[str]:
        yield "one"
        with suppress(BaseException):
            spend(60)
        spend(2)
        yield "two"

    assert list(within(deaf(), 0.2, lambda: "late")) == ["one", "late"]  # type: ignore[arg-type]


def spend(seconds: float) -> None:
    """So much processor time."""
    until = process_time() + seconds
    while process_time() < until:
        pass


@pytest.mark.parametrize("apart", [True, False])
def test_where_nobody_waits_what_is_read_here_has_a_limit(apart: bool) -> None:
    assert (Workers(1, apart=apart).limit is not None) == apart
