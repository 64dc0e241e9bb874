"""What `archive ingest` and its dry run share: what is taken in, and how it is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.article import Skipped
from archive.intake.ingest import IngestReport
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.source import Source, sources
from archive.text.wording import counted
from cli.output import printable
from cli.report_file import SkippedReport

if TYPE_CHECKING:
    from archive.intake.fetch import Fetcher, ValidatorStore


@dataclass(frozen=True, slots=True)
class Pile:
    """What is to be taken in, and how it is to be read."""

    paths: tuple[str, ...]
    options: ReadOptions
    input_format: str | None
    allow_private: bool

    def fetcher(self, store: ValidatorStore) -> Fetcher:
        """What brings the addresses among the paths."""
        from archive.intake.fetch import Fetcher

        return Fetcher(store, allow_private=self.allow_private)

    def sources(self, fetcher: Fetcher) -> Iterator[Source]:
        """The files that the paths name, and what is at the addresses."""
        return sources(self.paths, self.options, fetcher.sources)


def told(
    tell: Callable[[Skipped], None], listed: SkippedReport | None
) -> Callable[[Skipped], None]:
    """Tells of what is skipped, and lists it where a report was asked for."""

    def tell_and_list(skipped: Skipped) -> None:
        tell(skipped)
        if listed:
            listed.add(skipped)

    return tell_and_list


def summary(
    report: IngestReport, listed: SkippedReport | None, dry_run: bool = False
) -> Iterator[str]:
    """What became of a pile, or would have, in a few lines."""
    if report.stopped and dry_run:
        yield f"Stopped in file {report.files:,}."
        yield "The rest was not read."
    elif report.stopped:
        yield f"Stopped in file {report.files:,}. What is counted here is kept."
        yield "Run the same command again for the rest."
    counts = [(report.added, "added"), (report.revised, "revised"), (report.unchanged, "unchanged")]
    yield (
        f"{counted(report.items, 'item')} in {counted(report.files, 'file')}: "
        + ", ".join(f"{number:,} {word}" for number, word in counts if number or word == "added")
        + (f", {len(report.skipped):,} skipped" if report.skipped else "")
        + "."
    )
    if report.left_out:
        yield f"{counted(report.left_out, 'item')} removed earlier stayed out (archive restore ID)."
    if report.without.total():
        lacking = [
            f"{report.without[name]:,} without a {name}"
            for name in ("title", "body", "date")
            if report.without[name]
        ]
        yield f"Kept as they came: {', '.join(lacking)}."
    if listed:
        yield f"What was skipped is listed in {printable(str(listed.path))}."
