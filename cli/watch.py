"""`archive watch`: taking in what is new, again and again."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click

from archive.errors import IndexBehindError, IndexFollowedError
from archive.intake.following import listed_in_file
from archive.intake.workers import Workers
from archive.readers.sources.source import Source, is_address, sources
from archive.watching.address import WatchedAddress
from archive.watching.folder import WatchedFolder
from archive.watching.rounds import Intake, Taken, Target, watch_once
from archive.watching.rounds import watch as watch_all
from cli.given import PLACE
from cli.home import Archive, following, opened
from cli.output import safe
from cli.stopping import Stopping, stopping
from cli.taking import collection_option, links_option, put_right

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FOLDER = 10.0  # seconds between two looks
_ADDRESS = 900.0


def _seconds(ctx: click.Context, param: click.Parameter, text: str | None) -> float | None:
    """A time as people write it: "15m" is 900."""
    if text is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,5})\s*([smhd])", text.strip().lower())
    if not found:
        raise click.BadParameter(f"{text!r} is no time: write 30s, 15m, 2h or 1d.", ctx, param)
    return float(int(found[1]) * _UNITS[found[2]])


@click.command(epilog="Example: archive watch ~/wire https://example.org/feed.xml --every 15m")
@click.argument("places", nargs=-1, required=True, type=PLACE, metavar="PLACE...")
@click.option(
    "--every", callback=_seconds, metavar="TIME",
    help="How often to look: 30s, 15m, 2h, 1d. Else folders every 10s, addresses every 15m.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="Look once, then end; for cron.")
@collection_option
@links_option
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of private networks too.")
@click.pass_obj
def watch(
    home: str | None, /, places: tuple[str, ...], every: float | None, once: bool,
    allow_private: bool, collections: tuple[str, ...], follow_links: bool,
) -> int:  # fmt: skip
    """Take in what is new or has changed in folders, files and feeds, again and again.

    Of a sitemap or a list of addresses (on the web, or a file of them) the pages are fetched. It
    goes on until Ctrl-C, and when started again, where it stopped: what has been taken in is
    not read again unless it changes, so a collection is of what comes from now on. What disappears
    stays in the archive. Prints a line whenever something came. Ends with 0; with --once 3 if
    something was skipped or could not be looked at.
    """
    with (
        opened(home, create=True) as archive,
        stopping() as stop,
        # It runs for months: no file may keep it for ever.
        Workers(archive.settings.number("workers"), apart=True) as workers,
    ):
        watcher = _Watcher(archive, stop, workers, collections, lasting=not once)
        targets: list[Target] = []
        for place in places:
            listed = [each.address for file in _file(place) for each in listed_in_file(file)]
            for address in [place] if is_address(place) else listed:
                interval = every or _ADDRESS
                targets.append(WatchedAddress(address, interval, watcher.intake, allow_private))
            if not is_address(place) and not listed:
                folder = WatchedFolder(
                    place, every or _FOLDER, watcher.intake, follow_links=follow_links
                )
                targets.append(folder)
        if once:
            watch_once(targets, on_round=watcher.index, should_stop=stop.asked, sleep=stop.sleep)
            return 3 if watcher.skipped or any(target.failing for target in targets) else 0
        shown = ", ".join(map(safe, places))
        click.echo(f"Watching {shown}. Ctrl-C stops.", err=True)
        watch_all(
            targets, on_round=watcher.index, should_stop=stop.asked, sleep=stop.sleep,
            patiently=watcher.intake.patiently,
        )  # fmt: skip
        click.echo(f"Stopped; {_counts(watcher.added, watcher.revised, 0)} in all.")
    return 0


def _file(place: str) -> list[Source]:
    """The file of that name, if there is one: it may be a list of addresses to watch."""
    return list(sources([place])) if Path(place).is_file() else []


class _Watcher:
    """What is told while it runs, and the index, which follows."""

    def __init__(
        self,
        archive: Archive,
        stop: Stopping,
        workers: Workers,
        collections: tuple[str, ...],
        *,
        lasting: bool,
    ) -> None:
        self.added = self.revised = self.skipped = 0
        self._archive = archive
        self._behind = True  # perhaps, since whatever ended before
        self._lasting = lasting
        self._told = ""  # why the index cannot follow
        self.intake = Intake(
            archive.store,
            batch=archive.settings.number("ingest_batch"),
            on_taken=self._taken,
            on_trouble=self._trouble,
            should_stop=stop.asked,
            sleep=stop.sleep,
            workers=workers,
            collections=collections,
            lasting=lasting,
        )

    def _taken(self, taken: Taken) -> None:
        for skipped in taken.skipped:
            click.echo(f"skipped {safe(str(skipped))}", err=True)
        counts = _counts(taken.added, taken.revised, len(taken.skipped))
        click.echo(f"{datetime.now():%H:%M:%S}  {counts} from {safe(taken.target)}")
        for line in put_right(taken.mended):
            click.echo(f"{datetime.now():%H:%M:%S}  {line}")
        self.added += taken.added
        self.revised += taken.revised
        self.skipped += len(taken.skipped)
        self._behind |= bool(taken.added or taken.revised or taken.mended)

    def _trouble(self, sentence: str) -> None:
        click.echo(f"{datetime.now():%H:%M:%S}  {safe(sentence)}", err=True)

    def index(self) -> None:
        """Brings the index up to date if it may be behind; where that cannot be, later."""
        if not self._behind:
            return
        try:
            with following():
                self._archive.store.place_missing()
                self._archive.catch_up()
        except IndexFollowedError:  # by workers
            self._behind = False
        except IndexBehindError as error:
            if not self._lasting:
                raise
            if error.message != self._told:
                self._trouble(f"{error.message}. It is tried again.")
            self._told = error.message
        else:
            self._behind, self._told = False, ""


def _counts(added: int, revised: int, skipped: int) -> str:
    counts = ((added, "added"), (revised, "revised"), (skipped, "skipped"))
    return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "0 added"
