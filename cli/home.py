"""Opening the archive that a command works on."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import (
    IndexBehindError,
    IndexBusyError,
    IndexFollowedError,
    InputError,
    NoArchiveError,
    SearchIndexError,
    StoreDamagedError,
    StoreError,
    no_memory,
)
from archive.settings import Settings, load, without_password
from archive.store.store import Store
from cli.output import first_of, printable
from index.answers.search import Search
from index.engines.common.interface import FOLDER, Engine
from index.names.groups import Names, load_names
from index.names.own import FILE
from index.upkeep.sync import IndexState, Progress, open_index, state, sync

if TYPE_CHECKING:
    from index.upkeep.apart import Alongside

OWN = (FOLDER, FILE)  # in an archive's folder, besides all whose names begin with "archive."


@dataclass(frozen=True)
class Archive:
    """An open archive: its settings, store and engine."""

    settings: Settings
    store: Store
    engine: Engine

    @property
    def search(self) -> Search:
        """The door to searching it."""
        most = self.settings.number("looked_up")
        return Search(self.store, self.engine, self.names, most_looked_up=most)

    @cached_property
    def names(self) -> Names:
        """Names spelt in several ways; faults in the archive's own file are reported."""
        names = load_names(self.settings.home)
        for problem in names.own.problems:
            click.secho(printable(f"Note: {FILE}, {problem}."), fg="yellow", err=True)
        return names

    def place_missing(self) -> None:
        """Finds the stories of articles of an older version, with a progress bar on a terminal."""
        with progress("Finding stories") as show:
            self.store.place_missing(on_progress=show)

    def follow(self) -> None:
        """Has the index follow what was just kept; where workers see to that, it is told.
        IndexBehindError where it cannot do so now.
        """
        try:
            with following():
                self.update_index("Indexing")
        except IndexFollowedError as error:
            click.echo(f"{error.message}.", err=True)

    def followed(self, several: bool) -> Alongside:
        """Has the index follow beside what is being kept, where `several` processes may be used."""
        from index.upkeep.apart import Alongside  # for those that take a pile in

        home = self.store.path.parent if self.store.path and several else None
        return Alongside(home, self.engine.name, self.settings.number("index_batch"))

    def update_index(self, label: str) -> IndexState:
        """Brings the index up to date as `catch_up` does, with a progress bar on a terminal."""
        with progress(label) as show:
            return self.catch_up(show)

    def catch_up(self, on_progress: Progress = lambda done, of: None) -> IndexState:
        """Brings the index up to date; how it stood before. Waits for others who do the same, as
        servers may, for as long as they get on. IndexFollowedError where workers do.
        """
        while True:
            before = self._generation()
            try:
                return sync(
                    self.store, self.engine,
                    batch=self.settings.number("index_batch"), on_progress=on_progress,
                )  # fmt: skip
            except IndexFollowedError:
                raise
            except IndexBusyError:
                if self._generation() == before:
                    raise

    def _generation(self) -> object:
        """Which state the index has; None where that cannot be told."""
        try:
            return self.engine.generation()
        except SearchIndexError:
            return None


@contextmanager
def following() -> Iterator[None]:
    """IndexBehindError for whatever keeps the index from following what was kept;
    IndexFollowedError where workers have it follow.
    """
    try:
        yield
    except IndexFollowedError:
        raise
    except Exception as error:
        why = _refused(error)
        if why is None:
            raise
        raise IndexBehindError(
            f"All was kept, but the index could not follow yet: {why}",
            "do nothing again: once that is mended, any search brings the index up to date",
        ) from error


def _refused(error: Exception) -> str | None:
    """What an index, a store or the system refused; None for any other error."""
    if isinstance(error, SearchIndexError | StoreError):
        return error.message
    if no_memory(error):
        return os.strerror(errno.ENOMEM)
    return str(error.strerror) if isinstance(error, OSError) else None


@contextmanager
def opened(
    home: str | None, *, create: bool = False, wait: bool = True, engine_name: str | None = None
) -> Iterator[Archive]:
    """The archive in `home`. `create` makes a missing one; `wait` lets it wait for a writer;
    `engine_name` takes another engine than the settings say.
    """
    settings = load(home)
    store = (Store.create if create else Store.open)(settings.home, settings.text("store"))
    if store.may_write and (sharing := settings.text("sharing")) != "private":
        from archive.store.sharing import share

        share(settings.home, sharing)
    timeout = settings.number("lock_timeout") if wait else 0
    engine = open_index(store, engine_name or settings.text("engine"), timeout, settings.values)
    try:
        yield Archive(settings, store, engine)
    finally:
        _tell_damaged(store.damaged)
        engine.close()
        store.close()


def _tell_damaged(damaged: Mapping[str, str]) -> None:
    """Names the articles that were left out because they cannot be read."""
    lines = [f"Left out: {reason}." for reason in damaged.values()]
    for line in first_of(lines, lambda more: f"Left out: {more:,} more that are damaged."):
        click.echo(line, err=True)
    if damaged:
        click.echo(f"  Try: {StoreDamagedError('').hint}", err=True)


@contextmanager
def existing(home: str | None) -> Iterator[Store | None]:
    """The store in `home`, to be looked at and not written to; None where there is no archive."""
    try:
        settings = load(home)
        store = Store.open(settings.home, settings.text("store"), read_only=True)
    except NoArchiveError:
        yield None
        return
    with store:
        yield store


def home_of_file(home: str | None) -> Path:
    """The folder of an archive whose database is a file. StoreError where it is on a server."""
    settings = load(home)
    if server := settings.text("store"):
        raise StoreError(
            f"{without_password(server)} is on a server, and this command is for files",
            "use the server's own tools: pg_dump, pg_restore (docs/scale.md)",
        )
    return settings.home


def refuse_own(home: Path, path: Path) -> None:
    """InputError for what is a part of the archive in `home`, or would be taken for one."""
    path, home = Path(os.path.realpath(path)), Path(os.path.realpath(home))
    own = path.relative_to(home).parts[:1] if path.is_relative_to(home) else ()
    if path == home or any(name in OWN or name.startswith("archive.") for name in own):
        raise InputError(f"{path} belongs to the archive itself", "name another file or folder")


@contextmanager
def searchable(home: str | None) -> Iterator[Archive]:
    """The archive with its index up to date. A reader never waits: if another process is writing
    to the index, what is there is searched and a line says what is missing.
    """
    with opened(home, wait=False) as archive:
        try:
            before = archive.update_index("Indexing")
        except IndexBusyError as busy:
            before = state(archive.store, archive.engine)
            if before.verdict == "rebuild":
                raise IndexBusyError(
                    "The index is being built by another process", "try again in a moment"
                ) from None
            why = "The index is being updated"
            if not archive.store.may_write and not isinstance(busy, IndexFollowedError):
                why = "You may only read this archive, so its index cannot follow"
            if before.behind:
                click.echo(f"{why}: the last {before.behind} changes are not in it yet.", err=True)
        else:
            if before.verdict == "rebuild" and before.behind:
                click.echo(f"The index was rebuilt: {before.why}.", err=True)
        _tell_own(archive)
        yield archive


def _tell_own(archive: Archive) -> None:
    """Says so where an index of one's own is searched, as that of the archive cannot follow."""
    folder = getattr(archive.engine, "folder", archive.settings.home)
    if not folder.is_relative_to(archive.settings.home):
        told = "You may not write to this archive, so its index cannot follow"
        click.echo(printable(f"{told}: one of your own is searched, in {folder}."), err=True)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    with ExitStack() as stack:
        bar: Any = None

        def show(done: int, of: int) -> None:
            nonlocal bar
            if bar is None and done < of:
                bar = stack.enter_context(
                    click.progressbar(length=of, label=label, file=sys.stderr)
                )
            if bar is not None:
                bar.update(done - bar.pos)

        yield show
