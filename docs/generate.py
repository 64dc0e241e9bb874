"""Writes the generated parts of README.md and docs/, and the manual page (`make docs`); a test
fails if they differ.

A generated part stands between two comments, `<!-- generated: NAME -->` and `<!-- end -->`; the
rest of each file is written by hand. In a `console` block, every line that begins with "$ archive"
is run on an archive of samples/, and what it prints is written below it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import manual
import rooms

from archive.errors import ArchiveError
from archive.readers.formats import FORMATS
from archive.settings import HOME_VARIABLE, SETTINGS, load
from archive.store.store import Store
from cli.main import COMMANDS, main
from index.company.asked import Around
from index.company.method import method
from index.fields import FIELDS, Field
from index.query.language import GRAMMAR, SECTIONS, TERMINALS, Section
from webui.app import create_app
from webui.collecting.guard import TOKEN
from webui.visitors import COSTS, rules

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "rooms.svg"
MANUAL = ROOT / "docs" / "archive.1"
_WIDTH = 88  # of a help text
_HOW = {
    "text": "word by word",
    "keyword": "whole value",
    "size": "range",
    "date": "range",
    "saved": "whole name",
}

_PART = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.S)
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=^```$)", re.S | re.M)
_TOOK = re.compile(r"\(\d+ ms\)")


def documents() -> list[Path]:
    """The files that may have generated parts: README.md and what lies in docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def generated(text: str, home: Path) -> str:
    """A document with its generated parts made anew; `home` holds an archive of samples/."""
    text = _PART.sub(lambda match: f"{match[1]}\n{PARTS[match['name']]()}\n\n{match[3]}", text)
    return _CONSOLE.sub(lambda match: _replayed(match[0], home), text)


def fields() -> str:
    """The field table of the query language."""
    return _table(
        ("field", "also", "what it searches", "how", "facet", "example"),
        (
            (
                f"`{field.name}:`",
                ", ".join(f"`{alias}:`" for alias in field.aliases),
                field.help,
                _HOW[field.kind],
                _facet(field),
                f"`{field.example}`",
            )
            for field in FIELDS
        ),
    )


def words() -> str:
    """How the numbers about words are computed, with what is usual."""
    return "\n\n".join(f"**{said.name}.** {said.text}" for said in method(Around()))


def language() -> str:
    """What can be typed, by example: a table for each section."""
    return "\n\n".join(
        f"### {section.title}\n\n{section.text}\n\n{_examples(section)}" for section in SECTIONS
    )


def _examples(section: Section) -> str:
    return _table(
        ("query", "what it means", "it finds"),
        (
            (f"`{entry.example}`", entry.meaning, f"{entry.relation} `{entry.other}`")
            for entry in section.entries
        ),
    )


def grammar() -> str:
    """The grammar, and what its words in capitals stand for."""
    terminals = ((f"`{name}`", meaning) for name, meaning in TERMINALS.items())
    return f"```\n{GRAMMAR}\n```\n\n{_table(('word', 'stands for'), terminals)}"


def commands() -> str:
    """The help text of `archive` and of every command."""
    group = _context(main, None, "archive")
    parts = [_help(group)]
    for name, (_, sentence) in COMMANDS.items():
        command = main.get_command(group, name)
        assert command is not None, name
        context = _context(command, group, name)
        parts.append(f"## {name}\n\n{sentence}\n\n{_help(context)}")
        if isinstance(command, click.Group):
            for inner, each in command.commands.items():
                parts.append(f"### {name} {inner}\n\n{_help(_context(each, context, inner))}")
    return "\n\n".join(parts)


def settings() -> str:
    """The table of settings."""
    return _table(
        ("setting", "variable", "default", "meaning"),
        (
            (
                f"`{setting.name}`",
                f"`{setting.variable}`",
                f"`{setting.default}`" if setting.default != "" else "",
                setting.meaning + (f" ({' or '.join(setting.choices)})" if setting.choices else ""),
            )
            for setting in SETTINGS
        ),
    )


def errors() -> str:
    """The table of errors: a class, what it says went wrong, what the command line ends with."""

    def walk(kind: type[ArchiveError], depth: int) -> Iterator[tuple[str, str, str]]:
        meaning = (kind.__doc__ or "").split("\n\n")[0]
        indent = "&emsp;" * depth
        yield f"{indent}`{kind.__name__}`", " ".join(meaning.split()), str(kind.exit_code)
        for child in kind.__subclasses__():
            if child.__module__ == ArchiveError.__module__:
                yield from walk(child, depth + 1)

    return _table(("error", "what went wrong", "exit code"), walk(ArchiveError, 0))


def formats() -> str:
    """The table of formats."""
    return _table(
        ("format", "usual endings", "what it looks like"),
        (
            (f"`{form.name}`", ", ".join(f"`{end}`" for end in form.endings), _code(form.example))
            for form in FORMATS
        ),
    )


def visitors() -> str:
    """The table of every address that a server may have, of the routes of one on an empty archive,
    and what the costs are.
    """
    with tempfile.TemporaryDirectory() as folder:
        Store.create(Path(folder) / "home").close()
        settings = load(str(Path(folder) / "home"), {"ARCHIVE_METRICS": "on"})
        app = create_app(replace(settings, values={**settings.values, TOKEN: "any"}))
        rows = [(f"`{address}`", *rest) for address, *rest in rules(app)]
        app.extensions["archive"].close()
    table = _table(("address", "may cost", "writes", "another site gets"), rows)
    return "\n\n".join((table, _table(("cost", "what that is"), COSTS.items())))


PARTS: dict[str, Callable[[], str]] = {
    make.__name__: make
    for make in (
        *(fields, language, grammar, commands, settings, formats, errors, words),
        *(rooms.overview, rooms.directory, visitors),
    )
}


def _facet(field: Field) -> str:
    if not field.facet:
        return ""
    return "several: all of them" if field.many else "several: any of them"


def _code(text: str) -> str:
    """As code where it has characters that Markdown or HTML would take for their own."""
    return f"`{text}`" if set(text) & set("<{") or "---" in text else text


def _context(command: click.Command, parent: click.Context | None, name: str) -> click.Context:
    """The context in which click would call a command, of a fixed width."""
    given: dict[str, Any] = {**command.context_settings, "terminal_width": _WIDTH}
    return click.Context(command, parent, name, **given)


def _help(context: click.Context) -> str:
    return f"```\n{context.command.get_help(context)}\n```"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _replayed(text: str, home: Path) -> str:
    """A console block with each command's output as it is now, but for how long it took.

    RuntimeError where a command fails or finds nothing: that is not worth showing.
    """
    lines = [line for line in text.split("\n") if line.startswith("$ ")]
    parts = []
    for line in lines:
        done = archive(line.removeprefix("$ archive"), home)
        if done.returncode:
            raise RuntimeError(f"{line} ended with {done.returncode}: {done.stderr}")
        output = _TOOK.sub("(5 ms)", done.stdout + done.stderr).strip("\n")
        parts.append(f"{line}\n{output}\n")
    return "\n".join(parts)


def archive(arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs `archive` as a shell would, on the archive in `home`, from the project's folder."""
    program = Path(sys.executable).with_name("archive")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ARCHIVE_")}
    return subprocess.run(
        f'"{program}" {arguments}', shell=True, cwd=ROOT, text=True, capture_output=True,
        encoding="utf-8", stdin=subprocess.DEVNULL,
        env=environment | {HOME_VARIABLE: str(home), "PYTHONUTF8": "1", "COLUMNS": "100"},
    )  # fmt: skip


def write() -> None:
    """Writes every document whose generated parts have changed, and names it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        done = archive("ingest samples", home)
        if done.returncode:
            sys.exit(f"The samples cannot be taken in: {done.stderr}")
        for path in documents():
            before = path.read_text("utf-8")
            after = generated(before, home)
            if after != before:
                path.write_text(after, "utf-8")
                print(f"{path.relative_to(ROOT)} written")
    PICTURE.write_text(rooms.picture(), "utf-8")
    MANUAL.write_text(manual.manual(), "utf-8")


if __name__ == "__main__":
    write()
