"""Kept originals, read again by the rules of today; what they say now is kept as our own revision.

What is read is done in worker processes, as when it is taken in; only this process writes.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from archive.article import Article, Origin, RawArticle, Skipped, to_json
from archive.errors import IdentityClashError, StoreDamagedError
from archive.intake.again import Kept, Nothing
from archive.intake.prepare import Item, Part
from archive.intake.workers import Workers
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.store.renewal import Held, Renewals, Selection
from archive.store.store import Store
from archive.store.succession import completed, is_bare_kill

Fate = Literal["unchanged", "changed", "split", "moved", "gone", "unreadable", "left"]

_MOST_BYTES = 32 * 1024 * 1024  # of articles in one transaction
_MOST_REASONS = 200  # that are counted apart
_NOT_COMPARED = ("id", "identifier", "revision", "origin", "collections")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of one article: `others` are the ids of what else, or what instead, its original
    gives today; `saved` are the saved searches that name the article, where it is replaced.
    """

    article_id: str
    origin: Origin
    fate: Fate
    changed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    reason: str | None = None
    saved: tuple[str, ...] = ()
    hides: bool | None = None  # whether it is withheld now and was not (True), or the reverse


@dataclass(slots=True)
class RenewReport:
    """What became of all of them. `removed` are articles that a person took out of search, which
    are not read; `overtaken` are those that changed while they were read.
    """

    fates: Counter[Fate] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    withheld: int = 0
    shown: int = 0
    overtaken: int = 0
    removed: int = 0
    stopped: bool = False

    @property
    def read(self) -> int:
        """How many articles have been read again."""
        return self.fates.total()

    def count(self, one: Renewal) -> None:
        """Adds one article."""
        self.fates[one.fate] += 1
        self.fields.update(one.changed)
        self.withheld += one.hides is True
        self.shown += one.hides is False
        if one.reason:
            known = one.reason in self.reasons or len(self.reasons) < _MOST_REASONS
            self.reasons[one.reason if known else "other reasons"] += 1


def renew(
    store: Store,
    selection: Selection | None = None,
    *,
    dry_run: bool = False,
    batch: int = 500,
    workers: Workers | None = None,
    report: RenewReport | None = None,
    on_article: Callable[[Renewal], None] = lambda one: None,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> RenewReport:
    """Reads the originals of all articles selected (else: all that older rules have read) again.

    At most `batch` articles are written in a transaction, and counted when it has committed; what
    was read is remembered with it, so that a run that was ended goes on where it was. In a dry run
    each transaction is undone. Memory does not grow with the archive.
    """
    report = report or RenewReport()
    renewals = Renewals(store)
    selection = selection or Selection()
    report.removed = 0 if selection.ids else store.summary().removed
    total = renewals.count(selection)
    waiting: deque[Held] = deque()
    damaged: list[Renewal] = []
    pending: list[_Reading] = []
    size = 0

    def keep() -> None:
        told = _kept(store, renewals, pending, dry_run)
        report.overtaken += len(pending) - len(told)
        for one in (*told, *damaged):
            report.count(one)
            on_article(one)
        pending.clear()
        damaged.clear()
        on_progress(report.read, total)

    parts = _parts(renewals, selection, waiting, damaged)
    with closing(_readings((workers or Workers(1)).prepare(parts), waiting)) as readings:
        for reading in readings:
            pending.append(reading)
            size += reading.size
            if len(pending) >= batch or size >= _MOST_BYTES:
                keep()
                size = 0
            if should_stop():
                report.stopped = True
                break
    keep()
    return report


@dataclass(slots=True)
class _Reading:
    """What the original of an article says today."""

    held: Held
    items: list[tuple[RawArticle, Article]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        read = sum(len(raw.original) + 2 * len(article.body) for raw, article in self.items)
        return read + 2 * len(self.held.article.body)


def _parts(
    renewals: Renewals, selection: Selection, waiting: deque[Held], damaged: list[Renewal]
) -> Iterator[Part]:
    """For each article its origin, which says that it begins, and its original. One that is damaged
    has neither: it is unreadable.
    """
    for ids in renewals.pages(selection):
        for article_id in ids:
            try:
                held = renewals.held(article_id)
            except StoreDamagedError as error:
                lost = Renewal(article_id, Origin(""), "unreadable", reason=error.message)
                damaged.append(lost)
                continue
            if held:
                waiting.append(replace(held, packed=b""))
                yield held.article.origin
                yield Kept(held)


def _readings(items: Generator[Item], waiting: deque[Held]) -> Generator[_Reading]:
    """The items of each article together. `items` are closed with it."""
    reading: _Reading | None = None
    try:
        for item in items:
            if isinstance(item, Origin):
                if reading:
                    yield reading
                reading = _Reading(waiting.popleft())
                continue
            assert reading
            if isinstance(item, Skipped):
                reading.skipped.append(item)
            else:
                reading.items.append((item.raw, item.article))
        if reading:
            yield reading
    finally:
        items.close()


class _UndoneError(Exception):
    """Ends the transaction of a dry run."""


def _kept(
    store: Store, renewals: Renewals, pending: list[_Reading], dry_run: bool
) -> list[Renewal]:
    """Writes what has been read in one transaction, unless it is a dry run, and tells of it."""
    told: list[Renewal] = []
    if pending:
        with suppress(_UndoneError), store.transaction():
            told += (_settled(renewals, one) for one in pending if renewals.is_current(one.held))
            if dry_run:
                raise _UndoneError
    return told


def _settled(renewals: Renewals, reading: _Reading) -> Renewal:
    """Writes what has become of one article."""
    held = reading.held
    old, failed = held.article, [one for one in reading.skipped if not isinstance(one, Nothing)]
    if failed:
        return Renewal(old.id, old.origin, "unreadable", reason=failed[0].reason)
    articles = {article.id: (raw, article) for raw, article in reading.items}
    own = articles.pop(old.id, None)
    if own is None and renewals.was_brought_back(old.id):
        renewals.mark(old.id)
        return Renewal(old.id, old.origin, "left", others=tuple(articles))
    try:
        new = [article.id for raw, article in articles.values() if renewals.put(held, article, raw)]
    except (
        IdentityClashError, StoreDamagedError, ValueError, OverflowError, RecursionError
    ) as error:  # fmt: skip
        return Renewal(old.id, old.origin, "unreadable", reason=f"it cannot be kept: {error}")
    if own:
        return _revised(renewals, held, *own, others=tuple(new))
    return _replaced(renewals, reading, [article for _, article in articles.values()])


def _revised(
    renewals: Renewals, held: Held, raw: RawArticle, new: Article, others: tuple[str, ...]
) -> Renewal:
    old = held.article
    if is_bare_kill(new):
        new = completed(new, old)
    changed: tuple[str, ...] = ()
    if new.content_hash() == old.content_hash():
        renewals.mark(old.id)
    else:
        before, after = to_json(old), to_json(new)
        changed = tuple(
            name for name in after if name not in _NOT_COMPARED and before[name] != after[name]
        )
        renewals.revise(held, new, raw)
    fate: Fate = "split" if others else "changed" if changed else "unchanged"
    return Renewal(old.id, old.origin, fate, changed, others, hides=_hides(old, [new]))


def _replaced(renewals: Renewals, reading: _Reading, new: list[Article]) -> Renewal:
    held = reading.held
    old, others = held.article, tuple(article.id for article in new)
    reason = reading.skipped[0].reason if reading.skipped else "nothing is in it"
    saved = renewals.replace(held, others, None if new else reason)
    fate: Fate = "split" if len(others) > 1 else "moved" if others else "gone"
    hides = _hides(old, new) if new else None
    return Renewal(
        old.id, old.origin, fate, (), others, None if new else reason, tuple(saved), hides
    )


def _hides(old: Article, new: list[Article]) -> bool | None:
    """Whether what could be read cannot be any more; False for the reverse, None for neither."""
    now = datetime.now(UTC)
    before, after = _is_hidden(old, now), all(_is_hidden(article, now) for article in new)
    return None if before == after else after


def _is_hidden(article: Article, now: datetime) -> bool:
    return article.status in HIDDEN or embargoed_until(article, now) is not None
