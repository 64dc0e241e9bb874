"""read -> normalise -> put, giving an IngestReport. Only this process puts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from archive.article import Article, Origin, RawArticle, Skipped
from archive.errors import IdentityClashError
from archive.intake.prepare import Prepared, parts
from archive.intake.workers import Workers
from archive.normalise.embargo import embargoed_until
from archive.readers.sources.source import Source
from archive.store.ready import Ready
from archive.store.store import Outcome
from archive.text.plain import distinct

if TYPE_CHECKING:
    from archive.intake.recording import Recording

_MOST_BYTES = 32 * 1024 * 1024  # of originals in one transaction


@dataclass(slots=True)
class IngestReport:
    """What became of a pile. `left_out` are items removed earlier, which stay so; `held` are kept
    but not to be shown, or not yet; `guessed` are the files, or members of one, by the charset that
    they were read in by guess.
    """

    files: int = 0
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    left_out: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    held: int = 0
    without: Counter[str] = field(default_factory=Counter)
    unread_dates: Counter[str] = field(default_factory=Counter)  # as they are written
    dates_ahead: Counter[str] = field(default_factory=Counter)
    guessed: dict[str, set[tuple[str, str | None]]] = field(default_factory=dict)
    stopped: bool = False

    @property
    def kept(self) -> int:
        """Items that the archive holds now because of, or already before, this run."""
        return self.added + self.revised + self.unchanged

    @property
    def items(self) -> int:
        """All items seen, skipped ones too."""
        return self.kept + self.left_out + len(self.skipped)


class Keeper(Protocol):
    """What articles are put into: a Store, or a Rehearsal of it."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is put inside is kept together, or not at all."""

    def put(
        self,
        article: Article,
        original: bytes,
        media_type: str,
        read_as: Mapping[str, Any] | None = None,
        ready: Ready | None = None,
        under: Iterable[str] | None = None,
    ) -> Outcome:
        """Keeps an article, and says what it was to those that are there."""


def ingest(
    store: Keeper,
    sources: Iterable[Source],
    *,
    format_name: str | None = None,
    batch: int = 500,
    workers: Workers | None = None,
    report: IngestReport | None = None,
    recording: Recording | None = None,
    collections: tuple[str, ...] = (),
    on_progress: Callable[[IngestReport, Origin], None] = lambda report, at: None,
    on_skipped: Callable[[Skipped], None] = lambda skipped: None,
    on_item: Callable[[RawArticle, Article, Outcome], None] = lambda raw, article, outcome: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> IngestReport:
    """Takes in every item of every source, `batch` articles a transaction; fewer of large ones.

    An item is counted only after its transaction has committed. When `should_stop` says so, the
    batch at hand is kept and the rest left. A bad item is reported and never stops the rest; every
    other is told to `on_item` with what it came from. A `report` that is handed in says what has
    been kept even when StoreError ends the run; a `recording` of the same store is written with
    the articles. They join the `collections`, and stay in those that they are in. Without
    `workers` all is done in this process; what comes of it, and in which order, is the same.
    """
    report = report or IngestReport()
    waiting = _Batch(store, report, batch, on_skipped, on_item, recording, collections)
    at: Origin | None = None
    workers = workers or Workers(1)
    found = parts(sources, format_name, workers.limit)
    with closing(workers.prepare(found)) as items:
        for item in items:
            if isinstance(item, Origin):  # of the next source
                if at is not None:
                    on_progress(report, at)
                at = item
                report.files += 1
                if recording:
                    recording.files += 1
                continue
            waiting.add(item)
            if waiting.is_full() and at is not None:
                waiting.keep()
                on_progress(report, at)
            if should_stop():
                report.stopped = True
                if recording:
                    recording.stopped = True
                break
    if at is not None:
        waiting.keep()
        on_progress(report, at)
    return report


@dataclass(slots=True)
class _Batch:
    """Articles that wait to be kept together, `most` of them, or fewer that are large."""

    store: Keeper
    report: IngestReport
    most: int
    on_skipped: Callable[[Skipped], None]
    on_item: Callable[[RawArticle, Article, Outcome], None]
    recording: Recording | None = None
    collections: tuple[str, ...] = ()
    pending: list[Prepared] = field(default_factory=list)
    bytes: int = 0

    def add(self, item: Prepared | Skipped, kind: str | None = None) -> None:
        """Takes one more. What is skipped is told at once, and recorded as of that kind."""
        if isinstance(item, Skipped):
            self.report.skipped.append(item)
            self.on_skipped(item)
            if self.recording:
                self.recording.skip(item, kind)
        else:
            if self.collections:
                whole = distinct((*item.article.collections, *self.collections))
                item = item._replace(article=replace(item.article, collections=tuple(whole)))
            self.pending.append(item)
            self.bytes += len(item.raw.original)

    def is_full(self) -> bool:
        """Whether no more should wait."""
        return len(self.pending) >= self.most or self.bytes >= _MOST_BYTES

    def keep(self) -> None:
        """Puts all that waits in one transaction, and counts it when that has been committed."""
        if not self.pending:
            return
        kept: list[tuple[RawArticle, Article, Outcome]] = []
        refused: list[tuple[Skipped, str]] = []
        with self.store.transaction():
            for raw, article, ready in self.pending:
                try:
                    outcome = self.store.put(
                        article, raw.original, raw.media_type, raw.read_as, ready, self.collections
                    )
                    kept.append((raw, article, outcome))
                except IdentityClashError as error:
                    # Its message names another article, which may not be one to be seen.
                    skipped = Skipped(article.origin, error.message)
                    refused.append((skipped, "another article has its id"))
                except (ValueError, OverflowError, RecursionError) as error:
                    # Raised before anything of the article is written.
                    skipped = Skipped(article.origin, f"it cannot be kept: {error}")
                    refused.append((skipped, "it cannot be kept"))
            outcomes = Counter(outcome for _, _, outcome in kept)
            if self.recording:
                self.recording.write(outcomes)
        self._count(outcomes)
        if self.recording:
            self.recording.count(outcomes)
        self.pending.clear()
        self.bytes = 0
        for raw, article, outcome in kept:
            self.on_item(raw, article, outcome)
        for each, kind in refused:
            self.add(each, kind)

    def _count(self, outcomes: Counter[Outcome]) -> None:
        report = self.report
        report.added += outcomes["added"]
        report.revised += outcomes["revised"]
        report.unchanged += outcomes["unchanged"]
        report.left_out += outcomes["removed"]
        now = datetime.now(UTC)
        for raw, article, _ in self.pending:
            report.held += article.status == "withheld" or embargoed_until(article, now) is not None
            if charset := raw.found.get("charset"):
                place = (raw.origin.file, raw.origin.member)
                report.guessed.setdefault(charset, set()).add(place)
            for name in ("title", "body", "date"):
                if not getattr(article, name):
                    report.without[name] += 1
            if unread := article.extra.get("unread_date"):
                report.unread_dates[str(unread)] += 1
            if article.date and article.date[:4] > _next_year():
                report.dates_ahead[article.date] += 1


def _next_year() -> str:
    return str(datetime.now(UTC).year + 1)
