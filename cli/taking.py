"""What `archive ingest` and its dry run share: what is taken in, and how it is reported."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.article import Skipped
from archive.intake.following import listed_in_file, page
from archive.intake.ingest import IngestReport
from archive.readers.sources.folders import Walk
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.source import Source, is_address, shown_path, sources
from archive.text.charset import written_charset
from archive.text.plain import distinct, fold_line, one_line
from archive.text.wording import counted
from cli.output import first_of, printable, safe
from cli.report_file import SkippedReport

if TYPE_CHECKING:
    from archive.intake.fetch import Fetcher, ValidatorStore

_SHOWN = 3  # dates that could not be read, or lie ahead, as examples
_LONGEST_NAME = 200  # characters of a collection
_LONGEST = 40  # characters of one


def _names(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names of collections on one line each. BadParameter for one that names nothing."""
    names = tuple(map(one_line, given))
    if not all(fold_line(name or "") and len(name or "") <= _LONGEST_NAME for name in names):
        raise click.BadParameter(
            f"a collection needs a name of 1 to {_LONGEST_NAME} characters.", ctx, param
        )
    return tuple(distinct(names))


collection_option = click.option(
    "--collection", "collections", multiple=True, callback=_names, metavar="NAME",
    help="The name of the pile or feed, which its articles keep; may be given again.",
)  # fmt: skip


links_option = click.option(
    "--follow-links", is_flag=True, help="Read what links in a folder lead to outside of it, too."
)


@dataclass(frozen=True, slots=True)
class Pile:
    """What is to be taken in, and how it is to be read."""

    paths: tuple[str, ...]
    options: ReadOptions
    input_format: str | None
    allow_private: bool
    collections: tuple[str, ...] = ()
    follow_links: bool = False
    home: Path | None = None

    def size(self) -> int:
        """Bytes of the files that the paths name, by the walk that reads them."""
        tops = [Path(path) for path in self.paths if not is_address(path)]
        return sum(size_on_disk(path) for top in tops for path in self._files(top))

    def _files(self, top: Path) -> Iterator[Path]:
        if not os.path.isdir(top):  # noqa: PTH112 - Path.is_dir may raise
            yield top
            return
        for found in self._walk(top).files():
            if isinstance(found, Path):
                yield found

    def _walk(self, top: Path) -> Walk:
        return Walk(top, self.follow_links, self.home)

    def fetcher(
        self, store: ValidatorStore, should_stop: Callable[[], bool] = lambda: False
    ) -> Fetcher:
        """What brings the addresses among the paths: what has changed since it was read in the same
        way, for these collections.
        """
        from archive.intake.fetch import Fetcher

        columns = sorted(self.options.columns.items())
        way = (columns, self.options.encoding, self.input_format, sorted(self.collections))
        return Fetcher(
            store,
            allow_private=self.allow_private,
            read_as=repr(way) if any(way) else "",
            should_stop=should_stop,
        )

    def sources(self, fetcher: Fetcher) -> Iterator[Source]:
        """The files that the paths name, and what is at the addresses, those in a list too."""
        given = {shown_path(Path(path)) for path in self.paths}
        for source in sources(self.paths, self.options, fetcher.sources, walk=self._walk):
            named = source.name in given and not source.url
            listed = listed_in_file(source) if named else []
            for each in listed:
                for found in page(each, fetcher):
                    yield replace(found, options=self.options)
            if not listed:
                yield source


def size_on_disk(path: Path) -> int:
    """Bytes of a file; of what cannot be looked at none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


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
    if report.unread_dates:
        yield f"{_named(report.unread_dates)} could not be read (--explain tells why)."
    if report.dates_ahead:
        yield f"{_named(report.dates_ahead)} more than a year ahead."
    if report.held:
        yield f"{counted(report.held, 'item')} kept but not shown: withheld, or under an embargo."
    for charset, files in sorted(report.guessed.items()):
        name = written_charset(charset)
        yield f"{counted(len(files), 'file')} read as {name} by guess (--encoding NAME if not so)."
    if listed:
        yield f"What was skipped is listed in {printable(str(listed.path))}."


def nothing_there(pile: Pile, report: IngestReport) -> Iterator[str]:
    """Where files were looked for, and what to do, if no folder of a pile has one."""
    if report.files or report.stopped or not all(map(os.path.isdir, pile.paths)):
        return
    places = ", ".join(printable(path) for path in pile.paths)
    yield f"No file was found in {places}, nor in any folder there."
    yield "Files and folders whose name begins with a dot are passed over."
    yield "  Try: archive ingest and the folder that has the files, or a file's own name"


def not_again(unchanged: Sequence[str]) -> Iterator[str]:
    """What was not fetched again, since its server says that it has not changed."""
    if len(unchanged) == 1:
        yield f"{safe(unchanged[0])} has not changed since it was last taken in."
    elif unchanged:
        yield f"{len(unchanged):,} addresses have not changed since they were last taken in."


def put_right(mended: Sequence[str]) -> Iterator[str]:
    """What was damaged in the archive and has come in again as it was."""
    if mended:
        yield f"{counted(len(mended), 'damaged record')} put right:"
        yield from first_of([f"  {each}" for each in mended], lambda more: f"  and {more:,} more")


def _named(dates: Counter[str]) -> str:
    """How many dates, and some of them: "3 dates (03/04/2017, 05/06/2017)"."""
    shown = [printable(text[:_LONGEST]) for text, _ in dates.most_common(_SHOWN)]
    others = len(dates) - len(shown)
    more = f" and {counted(others, 'other')}" if others else ""
    return f"{counted(dates.total(), 'date')} ({', '.join(shown)}{more})"
