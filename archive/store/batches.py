"""Batches: what came in together, when, from where and how much of it, and what was skipped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.article import Origin
from archive.store.common.database import Database, Row

BatchKind = Literal["ingest", "watch", "before"]
BatchState = Literal["complete", "interrupted"]

_COLUMNS = (
    "kind, began, last, state, places, asked, files, added, revised, unchanged, left_out, skipped,"
    " reasons, named"
)
_ENDLESS = 1 << 62
_SEEN = ("added", "revised", "unchanged", "left_out", "skipped")


@dataclass(frozen=True, slots=True)
class SkippedItem:
    """An item that was not taken: the file, its place in that ("" for all of it), a short reason
    without anything of the item itself, and the reason in full.
    """

    file: str
    inside: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One run of `archive ingest`, one round of `archive watch`, or ("before") all that came in
    before such records began.

    `began` and `last` are instants (ISO 8601, UTC): the start, and when something was last written.
    `state` is None while it is under way, and for good where it was killed. `asked` are the first
    of `places` paths (absolute; a folder ends with "/"), addresses, and "-" for standard input.
    The counts are items: new articles, changed ones, those that were the same, those that had been
    removed and stay so, and what was skipped, also by short `reasons`; `named` are the first few.
    """

    kind: BatchKind
    began: str
    last: str
    state: BatchState | None
    places: int
    asked: tuple[str, ...]
    files: int
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    left_out: int = 0
    skipped: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    named: tuple[SkippedItem, ...] = ()
    number: int = 0

    @property
    def items(self) -> int:
        """All that was seen, what was skipped too."""
        return self.added + self.revised + self.unchanged + self.left_out + self.skipped


class Batches:
    """The batches of one store."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._folders: tuple[list[Row], tuple[str, ...]] = ([], ())  # with what was written then

    def write(self, token: str, batch: Batch) -> None:
        """Keeps a batch, in place of what was written of it before, inside a `transaction`. The
        token is its own, whether or not an earlier transaction was undone.
        """
        values = (
            batch.kind, batch.began, batch.last, batch.state, batch.places, _json(batch.asked),
            batch.files, *(getattr(batch, name) for name in _SEEN), _json(batch.reasons),
            _json([[each.file, each.inside, each.kind, each.reason] for each in batch.named]),
        )  # fmt: skip
        kept = dict(zip(_COLUMNS.split(", "), values, strict=True))
        self._db.put("batches", {"token": token}, kept)

    def newest(self, limit: int, before: int | None = None) -> list[Batch]:
        """So many batches, the newest first, of those with a lower number than `before`."""
        if not self._db.is_up_to_date:
            return []
        rows = self._db.run(
            f"SELECT number, {_COLUMNS} FROM batches WHERE number < ? ORDER BY number DESC LIMIT ?",
            (before if before is not None else _ENDLESS, min(limit, _ENDLESS)),
        )
        return [_batch(row) for row in rows]

    def folders(self) -> tuple[str, ...]:
        """All folders that were asked to be taken in, the longest first. Every page asks, and there
        may be a batch every few seconds: the answer is kept until one is written.
        """
        written = self.last_written()
        if written != self._folders[0]:
            rows = self._db.run("SELECT DISTINCT asked FROM batches")
            places = {place for (asked,) in rows for place in _places(asked)}
            folders = sorted((place for place in places if place.endswith("/")), key=len)
            self._folders = written, tuple(reversed(folders))
        return self._folders[1]

    def last_written(self) -> list[Row]:
        """Another answer whenever something has been written of any batch: of the newest, and of
        the one that was written last by the clock, which may have been set back since.
        """
        if not self._db.is_up_to_date:
            return []
        return [
            row
            for order in ("number", "last")
            for row in self._db.run(
                f"SELECT last, number, state FROM batches ORDER BY {order} DESC LIMIT 1"
            )
        ]


def batch_json(batch: Batch, *, public: bool) -> dict[str, Any]:
    """A batch as JSON (docs/coverage.md); `public` without paths of this machine, and without names
    that may be titles.
    """
    return {
        "number": batch.number,
        "kind": batch.kind,
        "began": batch.began,
        "last": batch.last,
        "state": batch.state,
        "from": list(public_places(batch)) if public else list(batch.asked),
        "places": batch.places,
        "files": batch.files,
        **{name: getattr(batch, name) for name in _SEEN},
        "reasons": dict(batch.reasons),
        "named": [
            {"where": where, "reason": each.kind if public else each.reason}
            for where, each in zip(
                public_skipped(batch) if public else map(_where, batch.named),
                batch.named,
                strict=True,
            )
        ],
    }


def public_places(batch: Batch) -> Iterator[str]:
    """What a batch was asked to take, for readers of pages: of a path the last part, of an address
    the host. The name of a file, or the rest of an address, may be the title of an article that
    readers may not see: a file is named only if it held more than one.
    """
    for place in batch.asked:
        yield _public(place, named=batch.files == 1 and batch.items > 1)
    if batch.places > len(batch.asked):
        yield f"{batch.places - len(batch.asked):,} more"


def public_skipped(batch: Batch) -> Iterator[str]:
    """Where the named of the skipped items stood, relative to the pile."""
    folders = [place for place in batch.asked if place.endswith("/")]
    for each in batch.named:
        name = _in_pile(each.file, folders)
        if name is None:
            name = _public(each.file, named=batch.files == 1 and batch.items > 1)
        yield " · ".join(filter(None, (name, each.inside)))


def public_origin(origin: Origin, folders: Iterable[str]) -> Origin:
    """Where an article came from, for readers of pages: a path relative to the pile that it was in,
    or of a file by itself the name, never where that lies on this machine.
    """
    if not (PurePosixPath(origin.file).is_absolute() or PureWindowsPath(origin.file).drive):
        return origin
    return replace(origin, file=_in_pile(origin.file, folders) or PureWindowsPath(origin.file).name)


def _in_pile(file: str, folders: Iterable[str]) -> str | None:
    """A path relative to the pile that it lies in; None where it is in none of these folders."""
    pile = next((folder for folder in folders if file.startswith(folder)), None)
    return f"{PurePath(pile).name}/{file.removeprefix(pile)}" if pile else None


def _public(place: str, *, named: bool) -> str:
    if place == "-":
        return "standard input"
    if "://" in place:
        try:
            return urlsplit(place).hostname or "an address"
        except ValueError:
            return "an address"
    path = PurePath(place)
    if place.endswith("/") or named:
        return path.name + ("/" if place.endswith("/") else "")
    return f"a file ({path.suffix.lower()})" if path.suffix else "a file"


def _where(item: SkippedItem) -> str:
    return " · ".join(filter(None, (item.file, item.inside)))


def _places(asked: str) -> list[str]:
    """The places of a batch; none where they cannot be read, for others are asked for too."""
    try:
        return [place for place in json.loads(asked) if isinstance(place, str)]
    except (ValueError, TypeError):
        return []


def _batch(row: Row) -> Batch:
    number, kind, began, last, state, places, asked, files, *counts, reasons, named = row
    return Batch(
        kind, began, last, state, places, tuple(json.loads(asked)), files,
        **dict(zip(_SEEN, counts, strict=True)), reasons=json.loads(reasons),
        named=tuple(SkippedItem(*each) for each in json.loads(named)), number=number,
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
