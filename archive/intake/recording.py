"""What is recorded of a run while it takes articles in, in the same transactions as these."""

from __future__ import annotations

import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive.article import Skipped
from archive.errors import StoreError
from archive.readers.sources.source import is_address, shown_path
from archive.store.batches import Batch, BatchKind, SkippedItem
from archive.store.store import Outcome, Store
from archive.text.plain import without_login

_MOST_PLACES = 20  # that are named of what was asked for
_MOST_REASONS = 20
_MOST_NAMED = 5  # items
_LONGEST = 200  # characters of a reason, or of a name
_OTHERS = "other reasons"
# What a reason says of the item itself: what is quoted, paths, and whatever follows a sign.
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\S*[/\\]\S+")


@dataclass(slots=True)
class _Skips:
    """What was skipped so far."""

    count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    named: tuple[SkippedItem, ...] = ()

    def copy(self) -> _Skips:
        return _Skips(self.count, Counter(self.reasons), self.named)


class Recording:
    """The record of one run, or of one round. A round that took in nothing leaves none."""

    def __init__(self, store: Store, kind: BatchKind, places: Sequence[str]) -> None:
        self.files = 0
        self.stopped = False
        self._store = store
        self._kind = kind
        self._token = secrets.token_hex(8)
        self._began = _now()
        self._places = len(places)
        self._asked = tuple(without_login(_place(each)) for each in places[:_MOST_PLACES])
        self._counts: Counter[Outcome] = Counter()
        self._skips = _Skips()
        self._before = self.files, self._skips.copy(), self._counts.copy()
        self._again: Counter[Outcome] = Counter()  # of what is read again, and counted already

    def skip(self, skipped: Skipped, kind: str | None = None) -> None:
        """Counts an item that is not taken. Its reason in short is `kind`, where the reason tells
        of another article.
        """
        skips, kind = self._skips, kind or kind_of(skipped.reason)
        skips.count += 1
        known = kind in skips.reasons or len(skips.reasons) < _MOST_REASONS
        skips.reasons[kind if known else _OTHERS] += 1
        if len(skips.named) < _MOST_NAMED:
            origin = skipped.origin
            file = origin.file if is_address(origin.file) else _absolute(origin.file)
            inside = " · ".join(filter(None, (origin.member, origin.record)))
            skips.named += (SkippedItem(file, inside[:_LONGEST], kind, skipped.reason[:_LONGEST]),)

    def attempt(self) -> None:
        """The sources are read from here, perhaps a second time: what is in them counts once."""
        self.files, skips, counts = self._before
        self._skips = skips.copy()
        kept = self._counts - counts
        self._again.clear()
        self._again["removed"] = kept["removed"]
        self._again["unchanged"] = kept.total() - kept["removed"]

    def attempted(self) -> None:
        """They have been read: what was counted stays."""
        self._again.clear()
        self._before = self.files, self._skips.copy(), self._counts.copy()

    def write(self, outcomes: Counter[Outcome]) -> None:
        """Writes how far it is, with these in the transaction at hand, which is not ended yet."""
        counts = self._counts + (outcomes - self._again)
        if self._is_worth_it(counts):
            self._write(counts, None)

    def count(self, outcomes: Counter[Outcome]) -> None:
        """Counts what has been committed."""
        self._counts += outcomes - self._again
        self._again -= outcomes

    def end(self) -> None:
        """Writes how it ended. StoreError where that cannot be written."""
        seen = self.files or self._skips.count or self._counts
        if self._is_worth_it(self._counts) and (seen or not self.stopped):
            with self._store.transaction():
                self._write(self._counts, "interrupted" if self.stopped else "complete")

    def _is_worth_it(self, counts: Counter[Outcome]) -> bool:
        return self._kind != "watch" or bool(counts["added"] or counts["revised"])

    def _write(self, counts: Counter[Outcome], state: str | None) -> None:
        self._store.batches.write(
            self._token,
            Batch(
                self._kind, self._began, _now(), state, self._places, self._asked,  # type: ignore[arg-type]
                self.files, counts["added"], counts["revised"], counts["unchanged"],
                counts["removed"], self._skips.count, dict(self._skips.reasons), self._skips.named,
            ),
        )  # fmt: skip


@contextmanager
def recorded(
    recording: Recording, write: Callable[[Callable[[], None]], object] = lambda end: end()
) -> Iterator[Recording]:
    """A run that is recorded inside; `write` calls what writes its end, perhaps when it can.

    Where the store fails, what was written of it stands, as it does of a run that was killed.
    """
    try:
        yield recording
    except StoreError:
        raise
    except BaseException:
        recording.stopped = True
        write(recording.end)
        raise
    write(recording.end)


def kind_of(reason: str) -> str:
    """A reason in short, without what it says of one item alone, so that equal ones can be counted:
    "the date ‘x’ is none: ..." is "the date … is none".
    """
    general = re.split(r"[:;(]", _PARTICULAR.sub("…", reason))[0].strip()
    return general[:80] or "it could not be read"


def _place(place: str) -> str:
    if place == "-" or is_address(place):
        return place[:_LONGEST]
    return _absolute(place) + ("/" if Path(place).is_dir() else "")


def _absolute(path: str) -> str:
    if path == "-":
        return path
    try:
        return shown_path(Path(os.path.abspath(path)))  # noqa: PTH100 - links stay as they are
    except ValueError:
        return path


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
