"""`archive ingest`: taking articles in."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from archive.article import Skipped
from archive.ingest import IngestReport
from archive.ingest import ingest as take_in
from archive.readers import FORMATS, Source, format_named, sources
from cli.home import opened
from cli.output import printable

_SHOWN = 20  # reasons on a terminal; --report and a pipe hold all


@click.command(epilog="Example: archive ingest samples news.jsonl")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--input-format", metavar="NAME",
    help=f"Read everything as this format: {', '.join(known.name for known in FORMATS)}.",
)  # fmt: skip
@click.pass_obj
def ingest(home: str | None, /, paths: tuple[str, ...], input_format: str | None) -> int:
    """Take in articles from files and folders.

    A folder is read with all that is in it; - is standard input. The format of each file is
    recognised from its content. What has been taken in before adds nothing; a changed article
    becomes a new revision. Ends with 0 if all went in, 3 if something was skipped, 2 if nothing
    could be used.
    """
    if input_format:
        format_named(input_format)
    report = IngestReport()
    with opened(home, create=True) as archive:
        try:
            with _stopping() as should_stop, _Display() as display:
                take_in(
                    archive.store,
                    sources(list(paths)),
                    format_name=input_format,
                    batch=archive.settings.number("ingest_batch"),
                    report=report,
                    on_progress=display.progress,
                    on_skipped=display.skipped,
                    should_stop=should_stop,
                )
        finally:  # what is kept is told, whatever ended the run
            for line in _summary(report):
                click.echo(line)
        archive.update_index("Indexing")
    if report.stopped:
        return 130
    if not report.kept and not report.left_out:
        return 2
    return 3 if report.skipped else 0


def _summary(report: IngestReport) -> Iterator[str]:
    files = _count(report.files, "file")
    if report.stopped:
        yield f"Stopped in file {report.files:,}. What is counted here is kept."
        yield "Run the same command again for the rest."
    counts = [(report.added, "added"), (report.revised, "revised"), (report.unchanged, "unchanged")]
    yield (
        f"{_count(report.items, 'item')} in {files}: "
        + ", ".join(f"{number:,} {word}" for number, word in counts if number or word == "added")
        + (f", {len(report.skipped):,} skipped" if report.skipped else "")
        + "."
    )
    if report.left_out:
        yield f"{_count(report.left_out, 'item')} removed earlier stayed out (archive restore ID)."
    lacking = [f"{number:,} without a {name}" for name, number in sorted(report.without.items())]
    if lacking:
        yield f"Kept as they came: {', '.join(lacking)}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class _Display:
    """Progress while it runs: one line that changes on a terminal, plain lines in a pipe."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.last = time.monotonic()
        self.shown = 0

    def __enter__(self) -> _Display:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()
        if self.shown > _SHOWN and self.terminal:
            click.echo(f"  ... and {self.shown - _SHOWN:,} more were skipped", err=True)

    def progress(self, report: IngestReport, source: Source) -> None:
        now = time.monotonic()
        if self.terminal and now - self.last > 0.1:
            name = printable(source.name if len(source.name) <= 50 else "..." + source.name[-47:])
            click.echo(f"\r\x1b[K{report.items:>9,} items  {name}", nl=False, err=True)
            self.last = now
        elif not self.terminal and now - self.last > 10:
            click.echo(
                f"{report.items} items, {report.files} files, at {printable(source.name)}", err=True
            )
            self.last = now

    def skipped(self, skipped: Skipped) -> None:
        self.shown += 1
        if self.terminal and self.shown > _SHOWN:
            return
        self._clear()
        click.echo(f"skipped {printable(str(skipped))}", err=True)

    def _clear(self) -> None:
        if self.terminal:
            click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks for a stop after the batch at hand; a second one stops at once."""
    asked = threading.Event()

    def stop(number: int, frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        click.echo("\nStopping after this batch ...", err=True)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
