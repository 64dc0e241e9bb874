"""`archive ingest`: taking articles in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from archive.article import Origin, Skipped
from archive.errors import RequestError
from archive.intake.ingest import IngestReport
from archive.intake.ingest import ingest as take_in
from archive.intake.recording import Recording, recorded
from archive.intake.workers import Workers
from archive.readers.formats import FORMATS, format_named
from archive.readers.sources.options import ReadOptions, column_map, encoding_named
from archive.readers.sources.source import Source, is_address
from archive.settings import load
from cli.given import PLACE
from cli.home import Archive, opened, refuse_own
from cli.output import format_option, print_json, printable
from cli.preview import PreviewPrinter, rehearse
from cli.report_file import SkippedReport, skipped_report
from cli.stopping import Stopping, stopping
from cli.taking import (
    Pile,
    collection_option,
    links_option,
    not_again,
    nothing_there,
    put_right,
    size_on_disk,
    summary,
    told,
)

if TYPE_CHECKING:
    from archive.intake.fetch import Fetcher
    from index.upkeep.apart import Alongside

_SHOWN = 20  # reasons on a terminal; a pipe gets all (2> skipped.txt)


@click.command(epilog="Example: archive ingest samples news.jsonl")
@click.argument("paths", nargs=-1, required=True, type=PLACE, metavar="PATH...")
@click.option(
    "--input-format", metavar="NAME",
    help=f"Read everything as this format: {', '.join(known.name for known in FORMATS)}.",
)  # fmt: skip
@click.option(
    "--map", "pairs", multiple=True, metavar="FIELD=COLUMN",
    help="Of a table, the column that is a field: title=headline.",
)  # fmt: skip
@click.option(
    "--encoding", metavar="NAME",
    help="The charset of files that declare none and are not UTF-8: windows-1250, gbk.",
)  # fmt: skip
@collection_option
@links_option
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of private networks too.")
@click.option("--dry-run", is_flag=True, help="Keep nothing; print what each item would become.")
@click.option("--explain", is_flag=True, help="A dry run that tells which rule gave each field.")
@click.option(
    "--format", "style", type=click.Choice(("text", "jsonl")),
    help="How a dry run is printed: as text (the default), or an object a line.",
)  # fmt: skip
@click.option(
    "--report", "report_file", type=PLACE, metavar="FILE",
    help="Write all that is skipped to a file: CSV, or JSON Lines where it ends with .jsonl.",
)  # fmt: skip
@click.pass_obj
def ingest(
    home: str | None,
    /,
    paths: tuple[str, ...],
    input_format: str | None,
    pairs: tuple[str, ...],
    encoding: str | None,
    collections: tuple[str, ...],
    follow_links: bool,
    allow_private: bool,
    dry_run: bool,
    explain: bool,
    style: str | None,
    report_file: str | None,
) -> int:
    """Take in articles from files, folders and web addresses.

    A folder is read with all that is in it, an archive file (zip, tar, WARC) too; - is standard
    input; https://... is fetched, and only if it has changed since it was last read in the same
    way. The format of each file is recognised from its content. What has been taken in before
    adds nothing; a changed article becomes a new revision. A dry run reads everything and
    writes nothing. Ends with 0 if all went in, 3 if something was skipped, 2 if nothing could
    be used.
    """
    if input_format:
        format_named(input_format)
    dry_run = dry_run or explain
    if style and not dry_run:
        raise RequestError("--format says how a dry run is printed", "add --dry-run")
    pile = Pile(
        paths,
        ReadOptions(column_map(pairs), encoding_named(encoding)),
        input_format,
        allow_private,
        collections,
        follow_links,
        folder := load(home).home,
    )
    for path in paths:
        if not is_address(path):
            refuse_own(folder, Path(path))
    report = IngestReport()
    if report_file:
        refuse_own(folder, Path(report_file))
    with skipped_report(report_file, paths) as listed:
        if dry_run:
            printer = PreviewPrinter(style or "text", explain)
            with stopping() as stop:
                rehearse(home, pile, report, listed, printer, stop.asked)
            return _exit_code(report)
        return _exit_code(report, _keep(home, pile, report, listed))


def _keep(home: str | None, pile: Pile, report: IngestReport, listed: SkippedReport | None) -> int:
    """Takes in what was asked for, and brings the index up to date. How many addresses answered
    that they have not changed.
    """
    with opened(home, create=True) as archive:
        with stopping() as stop:
            fetcher = pile.fetcher(archive.store, stop.asked)
            try:
                _take(archive, pile, report, listed, fetcher, stop)
            finally:  # what is kept is told, whatever ended the run
                mended = put_right(archive.store.mended)
                ends = (*nothing_there(pile, report), *not_again(fetcher.unchanged), *mended)
                for line in (*summary(report, listed), *ends):
                    click.echo(line)
        if not report.stopped:
            fetcher.remember()
            archive.place_missing()
        archive.follow()
        return len(fetcher.unchanged)


def _take(
    archive: Archive, pile: Pile, report: IngestReport, listed: SkippedReport | None,
    fetcher: Fetcher, stop: Stopping,
) -> None:  # fmt: skip
    with (
        _Display(pile) as display,
        Workers(archive.settings.number("workers")) as workers,
        archive.followed(workers.several) as index,
        recorded(Recording(archive.store, "ingest", pile.paths)) as recording,
    ):
        take_in(
            archive.store,
            display.watched(pile.sources(fetcher)),
            format_name=pile.input_format,
            batch=archive.settings.number("ingest_batch"),
            workers=workers,
            report=report,
            recording=recording,
            collections=pile.collections,
            on_progress=partial(_progress, display, index),
            on_skipped=partial(_skipped, told(display.skipped, listed), fetcher),
            should_stop=stop.asked,
        )
        if fetcher.stopped:  # amid a list of which nothing came any more
            report.stopped = recording.stopped = True


def _skipped(tell: Callable[[Skipped], None], fetcher: Fetcher, skipped: Skipped) -> None:
    """What was skipped may come in next time, read in another way or when a fault has passed."""
    fetcher.forget(skipped.origin.file)
    tell(skipped)


def _progress(display: _Display, index: Alongside, report: IngestReport, at: Origin) -> None:
    index.kept(report.kept)
    display.progress(report, at)


def _exit_code(report: IngestReport, unchanged: int = 0) -> int:
    if report.stopped:
        return 130
    if not report.kept and not report.left_out and not unchanged:
        return 2
    return 3 if report.skipped else 0


@click.command(epilog="Example: archive formats")
@format_option()
def formats(style: str) -> int:
    """List the formats that are read, with an example of each."""
    if style == "json":
        told = ({"name": f.name, "endings": f.endings, "example": f.example} for f in FORMATS)
        print_json(formats=list(told))
        return 0
    for known in FORMATS:
        click.echo(f"{known.name:<14} {' '.join(known.endings)}")
        click.echo(click.wrap_text(known.example, 96, " " * 15, " " * 15))
    return 0


class _Display:
    """Progress while it runs: a bar on a terminal, plain lines in a pipe."""

    def __init__(self, pile: Pile) -> None:
        self.terminal = sys.stderr.isatty()
        self.last = time.monotonic()
        self.shown = 0
        self.items = 0
        self.finished = 0  # bytes of the files before the one at hand
        self.file = ""
        self.stream: BinaryIO | None = None
        self.bar: Any = click.progressbar(
            length=pile.size() if self.terminal else 0,
            label="Taking in",
            file=sys.stderr,
            hidden=not self.terminal,
            item_show_func=lambda _: f"{self.items:,} items",
        )

    def __enter__(self) -> _Display:
        self.bar.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self.terminal:
            self._clear()
            if self.shown > _SHOWN:
                more = f"{self.shown - _SHOWN:,} more were skipped"
                click.echo(f"  ... and {more} (--report FILE lists them all)", err=True)

    def watched(self, found: Iterable[Source]) -> Iterator[Source]:
        """The same sources, so that how far each has been read can be seen."""
        for source in found:
            self.finished += size_on_disk(Path(self.file)) if self.file else 0
            self.file, self.stream = source.name, None
            yield replace(source, opener=partial(self._open, source.opener))

    def _open(self, opener: Callable[[], BinaryIO]) -> BinaryIO:
        self.stream = opener()
        return self.stream

    def progress(self, report: IngestReport, at: Origin) -> None:
        """Shows how far it is, now and then."""
        now = time.monotonic()
        self.items = report.items
        if self.terminal and now - self.last > 0.1:
            read = self.stream.tell() if self.stream and not self.stream.closed else 0
            self.bar.update(max(self.finished + read - self.bar.pos, 0))
            self.last = now
        elif not self.terminal and now - self.last > 10:
            name = printable(at.file)
            click.echo(f"{report.items} items, {report.files} files, at {name}", err=True)
            self.last = now

    def skipped(self, skipped: Skipped) -> None:
        """Tells of an item that was not taken."""
        self.shown += 1
        if self.terminal:
            self._clear()
            if self.shown > _SHOWN:
                return
        click.echo(f"skipped {printable(str(skipped))}", err=True)

    def _clear(self) -> None:
        click.echo("\r\x1b[K", nl=False, err=True)
