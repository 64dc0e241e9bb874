"""read -> normalise -> put, giving an IngestReport."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from archive.article import Article, RawArticle, Skipped
from archive.errors import ArchiveError, IdentityClashError
from archive.normalise import normalise
from archive.readers import Source, read
from archive.store import Outcome


@dataclass(slots=True)
class IngestReport:
    """What became of a pile. `left_out` are items removed earlier, which stay removed."""

    files: int = 0
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    left_out: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    without: Counter[str] = field(default_factory=Counter)
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

    def put(self, article: Article, original: bytes, media_type: str) -> Outcome:
        """Keeps an article, and says what it was to those that are there."""


def ingest(
    store: Keeper,
    sources: Iterable[Source],
    *,
    format_name: str | None = None,
    batch: int = 500,
    report: IngestReport | None = None,
    on_progress: Callable[[IngestReport, Source], None] = lambda report, source: None,
    on_skipped: Callable[[Skipped], None] = lambda skipped: None,
    on_item: Callable[[RawArticle, Article, Outcome], None] = lambda raw, article, outcome: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> IngestReport:
    """Takes in every item of every source, `batch` articles a transaction.

    An item is counted only after its transaction has committed. When `should_stop` says so, the
    batch at hand is kept and the rest left. A bad item is reported and never stops the rest; every
    other is told to `on_item` with what it came from. A `report` that is handed in says what has
    been kept even when StoreError ends the run.
    """
    report = report or IngestReport()
    pending: list[tuple[RawArticle, Article]] = []

    def skip(skipped: Skipped) -> None:
        report.skipped.append(skipped)
        on_skipped(skipped)

    def flush(source: Source) -> None:
        _keep(store, pending, report, skip, on_item)
        pending.clear()
        on_progress(report, source)

    source: Source | None = None
    for source in sources:
        report.files += 1
        for item in _items(source, format_name):
            if isinstance(item, Skipped):
                skip(item)
            else:
                pending.append(item)
            if len(pending) >= batch:
                flush(source)
            if should_stop():
                report.stopped = True
                break
        if report.stopped:
            break
        on_progress(report, source)
    if source is not None:
        flush(source)
    return report


def _items(
    source: Source, format_name: str | None
) -> Iterator[tuple[RawArticle, Article] | Skipped]:
    """Each item of a source with the article that it becomes."""
    try:
        for raw in read(source, format_name):
            if isinstance(raw, Skipped):
                yield raw
                continue
            article = normalise(raw)
            yield article if isinstance(article, Skipped) else (raw, article)
    except ArchiveError:
        raise
    except Exception as error:  # a fault of ours in one file must not keep the others out
        yield Skipped(
            source.origin(), f"it could not be read, by a fault of the program: {error!r}"
        )


def _keep(
    store: Keeper,
    pending: list[tuple[RawArticle, Article]],
    report: IngestReport,
    skip: Callable[[Skipped], None],
    on_item: Callable[[RawArticle, Article, Outcome], None],
) -> None:
    if not pending:
        return
    kept: list[tuple[RawArticle, Article, Outcome]] = []
    refused: list[Skipped] = []
    with store.transaction():
        for raw, article in pending:
            try:
                outcome = store.put(article, raw.original, raw.media_type)
                kept.append((raw, article, outcome))
            except IdentityClashError as error:
                refused.append(Skipped(article.origin, error.message))
            except (
                ValueError,
                OverflowError,
                RecursionError,
            ) as error:  # before anything is written
                refused.append(Skipped(article.origin, f"it cannot be kept: {error}"))
    outcomes = Counter(outcome for _, _, outcome in kept)
    report.added += outcomes["added"]
    report.revised += outcomes["revised"]
    report.unchanged += outcomes["unchanged"]
    report.left_out += outcomes["removed"]
    for _, article in pending:
        for name in ("title", "body", "date"):
            if not getattr(article, name):
                report.without[name] += 1
    for raw, article, outcome in kept:
        on_item(raw, article, outcome)
    for skipped in refused:
        skip(skipped)
