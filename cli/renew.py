"""`archive renew`: what is in the archive, read again by today's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from archive.errors import RequestError
from archive.intake.again import media_types_of
from archive.intake.renew import Fate, Renewal, RenewReport
from archive.intake.renew import renew as read_again
from archive.intake.workers import Workers
from archive.normalise.version import RULES
from archive.readers.formats import format_named
from archive.settings import load
from archive.store.renewal import Selection
from archive.text.wording import counted
from cli.given import PLACE
from cli.home import Archive, opened, progress, refuse_own
from cli.output import print_object, printable
from cli.report_file import ReportFile, report_file
from cli.stopping import stopping

JSON_VERSION = 1
_COLUMNS = (
    "id", "outcome", "changed", "others", "withheld", "reason", "saved_searches",
    "file", "member", "record",
)  # fmt: skip
_WORDS: dict[Fate, str] = {
    "unchanged": "unchanged",
    "changed": "changed",
    "split": "now several articles",
    "moved": "now another article",
    "gone": "no article any more",
    "unreadable": "could not be read",
    "left": "left as a person wants it",
}
_MOST_REASONS = 10


@click.command(epilog="Example: archive renew --dry-run --report renewed.csv")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--source", metavar="FILE", help="Only what came from this file, folder or address.")
@click.option("--reader", metavar="NAME", help="Only what was read as this format (see `formats`).")
@click.option(
    "--since-rules", type=click.IntRange(0, RULES), metavar="N",
    help=f"Only what rules N or older have read; {RULES}, today's, reads everything again.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Change nothing; tell what would become of it.")
@click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How the outcome is printed.",
)  # fmt: skip
@click.option(
    "--report", "report_name", type=PLACE, metavar="FILE",
    help="Write a line for each article that is not unchanged: CSV, or JSON Lines for .jsonl.",
)  # fmt: skip
@click.pass_obj
def renew(
    home: str | None,
    /,
    ids: tuple[str, ...],
    source: str | None,
    reader: str | None,
    since_rules: int | None,
    dry_run: bool,
    style: str,
    report_name: str | None,
) -> int:
    """Read the kept originals again by today's rules, and keep what that changes.

    Without anything else, what older rules have read. A change becomes a revision that is marked
    as this archive's own and is not news to saved searches; an article that its original no longer
    gives leaves the search, and its id names what took its place. What a person removed or brought
    back stays so. A run that was stopped or killed goes on where it was. Ends with 0, or with 3 if
    something could not be read, which stays as it was.
    """
    if reader:
        format_named(reader)
    if report_name:
        refuse_own(load(home).home, Path(report_name))
    report = RenewReport()
    with opened(home) as archive, report_file(report_name, _COLUMNS) as listed:
        chosen = Selection(
            RULES - 1 if since_rules is None else since_rules,
            _live(archive, ids),
            source,
            reader,
            media_types_of(reader) if reader else (),
        )
        try:
            _run(archive, chosen, report, dry_run, listed)
        finally:  # what is kept is told, whatever ended the run
            _print(report, listed, dry_run, style)
        if not dry_run:
            archive.follow()
    if report.stopped:
        return 130
    return 3 if report.fates["unreadable"] else 0


def _run(
    archive: Archive,
    chosen: Selection,
    report: RenewReport,
    dry_run: bool,
    listed: ReportFile | None,
) -> None:
    with (
        stopping() as stop,
        progress("Reading again") as show,
        Workers(archive.settings.number("workers")) as workers,
    ):
        read_again(
            archive.store,
            chosen,
            dry_run=dry_run,
            batch=archive.settings.number("ingest_batch"),
            workers=workers,
            report=report,
            on_article=_told(listed),
            on_progress=show,
            should_stop=stop.asked,
        )


def _live(archive: Archive, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The full ids. RequestError for an article that is out of search, which is not read."""
    full = tuple(map(archive.store.resolve, ids))
    for article_id in full:
        if archive.store.is_removed(article_id):
            raise RequestError(
                f"{article_id} is out of search, and not read again",
                f"archive history {article_id}",
            )
    return full


def _told(listed: ReportFile | None) -> Callable[[Renewal], None]:
    """Lists each article that is not unchanged; on standard error what could not be read."""

    def tell(one: Renewal) -> None:
        if one.fate == "unreadable":
            origin = f" ({one.origin})" if one.origin.file else ""
            where = printable(f"{one.article_id}{origin}: {one.reason}")
            click.echo(f"could not be read {where}", err=True)
        if listed and one.fate != "unchanged":
            listed.write(_row(one, listed.is_lines))

    return tell


def _row(one: Renewal, lines: bool) -> tuple[Any, ...]:
    def several(values: tuple[str, ...]) -> Any:
        return list(values) if lines else "; ".join(values)

    hides = {True: "now withheld", False: "no longer withheld", None: None}[one.hides]
    return (
        one.article_id, one.fate, several(one.changed), several(one.others), hides, one.reason,
        several(one.saved), one.origin.file, one.origin.member, one.origin.record,
    )  # fmt: skip


def _print(report: RenewReport, listed: ReportFile | None, dry_run: bool, style: str) -> None:
    if style == "json":
        print_object(_json(report, dry_run))
    else:
        if dry_run:
            click.echo("A dry run: nothing was changed. It would be:")
        for line in _summary(report, dry_run):
            click.echo(line)
    if listed:
        shown = printable(str(listed.path))
        click.echo(f"Every article that is not unchanged is in {shown}.", err=style == "json")


def _summary(report: RenewReport, dry_run: bool) -> Iterator[str]:
    """What became of all of them, in a few lines."""
    if report.stopped:
        yield "Stopped." if dry_run else "Stopped. What is counted here is kept."
        yield "Run the same command again for the rest."
    fates = [
        f"{report.fates[fate]:,} {word}" for fate, word in _WORDS.items() if report.fates[fate]
    ]
    yield f"{counted(report.read, 'article')} read again by rules {RULES}" + (
        f": {', '.join(fates)}." if fates else "."
    )
    if report.fields:
        fields = (f"{name} {count:,}" for name, count in report.fields.most_common())
        yield f"Fields that changed: {', '.join(fields)}."
    if report.withheld:
        yield f"{counted(report.withheld, 'article')} can no longer be read: withheld."
    if report.shown:
        yield f"{counted(report.shown, 'article')} can be read that could not."
    for reason, count in report.reasons.most_common(_MOST_REASONS):
        yield printable(f"  {count:,}: {reason}")
    if report.overtaken:
        yield f"{counted(report.overtaken, 'article')} changed meanwhile; run it again for these."
    if report.removed:
        yield f"Not read, for it was removed: {counted(report.removed, 'article')}."


def _json(report: RenewReport, dry_run: bool) -> dict[str, Any]:
    return {
        "version": JSON_VERSION,
        "rules": RULES,
        "dry_run": dry_run,
        "stopped": report.stopped,
        "read": report.read,
        **{fate: report.fates[fate] for fate in _WORDS},
        "fields": dict(report.fields.most_common()),
        "withheld": report.withheld,
        "no_longer_withheld": report.shown,
        "reasons": dict(report.reasons.most_common()),
        "overtaken": report.overtaken,
        "removed": report.removed,
    }
