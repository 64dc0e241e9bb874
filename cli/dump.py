"""`archive dump` and `load`: people's work as plain text, out and in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.durable import persist
from archive.errors import InputError, OutputError
from archive.exports.whole import whole_file
from archive.store.by_hand import nameless
from archive.text.wording import counted
from cli.given import PathText
from cli.home import Archive, refuse_own, searchable
from cli.output import first_of, printable
from index.people.parts import MARK, PARTS, Part
from index.people.parts import dump as dumped
from index.people.parts import load as loaded
from index.people.work import Loaded, Work

_STANDARD = Path("-")
_ENDING = ".toml"


@click.command(epilog="Example: archive dump people && git -C people diff")
@click.argument("target", type=PathText(path_type=Path))
@click.pass_obj
def dump(home: str | None, /, target: Path) -> int:
    """Write out people's work as plain text: tags, collections, searches, withdrawals ...

    TARGET is a folder, which gets a file for each part, or a file whose name ends in .toml; - is
    standard output. The same work gives the same text, one fact a line, so that git can keep it;
    what an earlier dump wrote is replaced. Articles are named by id and identifier; what is said of
    one whose identifier was lost with a damaged archive is left out and told, and it ends with 1.
    """
    with searchable(home) as archive:
        work = _work(archive)
        code = _tell_nameless(archive)
        if target == _STANDARD:
            click.echo(dumped(work), nl=False)
            return code
        refuse_own(archive.settings.home, target)
        if target.suffix == _ENDING and not target.is_dir():
            texts = {target: dumped(work)}
        else:
            texts = {target / f"{part.name}{_ENDING}": dumped(work, part) for part in PARTS}
            _make_folder(target)
        for path in texts:
            _refuse_strange(path)
        for path, text in texts.items():
            if not path.exists() or path.read_bytes() != text.encode():
                with whole_file(path) as file:
                    file.write(text.encode())
    click.echo(
        printable(f"People's work is in {target}. Put it into an archive: archive load {target}")
    )
    return code


@click.command(epilog="Example: archive --home ~/other load people")
@click.argument("source", type=PathText(path_type=Path))
@click.pass_obj
def load(home: str | None, /, source: Path) -> int:
    """Add people's work that `archive dump` wrote to the archive's: all of it or nothing.

    SOURCE is a folder or a file; - is standard input. What is there already stays, and is changed
    only where the text says otherwise. What is said of an article that is not here waits until it
    comes. Loading twice changes nothing. What it did to tags is undone by: archive tag --undo
    """
    texts = _texts(source)
    with searchable(home) as archive:
        done = loaded(_work(archive), texts)
        _tell(done)
        archive.follow()
    return 0


def _tell(done: list[tuple[Part, Loaded]]) -> None:
    waiting: dict[str, None] = {}
    for part, what in done:
        click.echo(f"{part.name:>12}  {_line(what)}")
        waiting |= dict.fromkeys(what.waiting)
    lines = [f"Not here yet, so that what is said of it waits: {each}" for each in waiting]
    for line in first_of(lines, lambda more: f"and {counted(more, 'more article')}"):
        click.echo(line, err=True)


def _tell_nameless(archive: Archive) -> int:
    """Says what a dump leaves out; the exit code."""
    lines = [
        f"Left out: what is said of {each}, whose identifier is lost until the article is taken in"
        " again"
        for each in nameless(archive.store.database)
    ]
    for line in first_of(lines, lambda more: f"and {counted(more, 'more article')}"):
        click.echo(line, err=True)
    return 1 if lines else 0


def _work(archive: Archive) -> Work:
    return Work(archive.store, archive.settings.home, archive.search)


def _line(what: Loaded) -> str:
    line = f"{what.changed:,} loaded, {what.same:,} there already"
    return line + (f", for {counted(len(what.waiting), 'article')} to come" if what.waiting else "")


def _make_folder(target: Path) -> None:
    try:
        if not target.is_dir():
            target.mkdir()
            persist(target.parent)
    except OSError as error:
        raise OutputError(
            f"{target} cannot be made: {error.strerror}", "name another folder, or a file.toml"
        ) from error


def _refuse_strange(path: Path) -> None:
    """OutputError for a file that no dump wrote."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OutputError(f"{path} exists and is not a plain file", "name another place")
    if path.exists() and not path.read_bytes().startswith(MARK.encode()):
        raise OutputError(f"{path} is there, and no dump wrote it", "name another place")


def _texts(source: Path) -> dict[str, str]:
    """What is to be loaded, by where it stands. InputError where there is nothing to read."""
    if source == _STANDARD:
        stream = getattr(sys.stdin, "buffer", None)  # None where it is closed
        return {"standard input": _decoded("standard input", stream.read() if stream else b"")}
    paths = [source]
    if source.is_dir():
        paths = [path for part in PARTS if (path := source / f"{part.name}{_ENDING}").is_file()]
        if not paths:
            raise InputError(f"{source} holds no dump", "write one: archive dump FOLDER")
    return {str(path): _decoded(str(path), path.read_bytes()) for path in paths}


def _decoded(where: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{where} is no UTF-8 text", "save it as UTF-8") from error
