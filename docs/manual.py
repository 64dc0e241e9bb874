"""The manual page docs/archive.1, made of the commands, the query language, settings and errors.

It is written in the macros of man(7), with nothing that groff or mandoc warns of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from archive.settings import HOME_VARIABLE, SETTINGS, Setting
from cli.main import COMMANDS, main
from index.query.language import SECTIONS, fields

_ENDINGS = (
    ("0", "All went well, or something was found."),
    ("1", "Nothing was found, or something is not as it should be."),
    ("2", "An error; what went wrong and what to try is said on standard error."),
    ("3", "Something was skipped, though the rest was taken in."),
    ("130", "Ctrl-C stopped it."),
)
_FILES = (
    ("archive.db", "All articles, revisions and originals, and people's work. Back this up."),
    ("index/", "What makes it searchable. It can be deleted at any time."),
    ("archive.toml", "Settings, where others than the usual ones are wanted."),
    ("variants.txt", "The archive's own spellings of names."),
)
_EXAMPLE = re.compile(r"\s*Example: (.*)$", re.S)


def manual() -> str:
    """The whole page."""
    group = click.Context(main, info_name="archive", **main.context_settings)
    parts: list[str] = [
        '.\\" Made by docs/manual.py. Changes go there.',
        '.TH ARCHIVE 1 "" "News archive" "User Commands"',
        ".SH NAME",
        "archive \\- a searchable archive of news",
        ".SH SYNOPSIS",
        ".B archive",
        "[\\fB\\-\\-home\\fR \\fIDIR\\fR]",
        "\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION",
        *_text("Keep news safely and find it again. An archive is a folder: that of --home, else of"
               f" the variable {HOME_VARIABLE}, else one in your data folder. Nothing needs to be"
               " configured."),
        ".SH COMMANDS",
        *(line for name in COMMANDS for line in _command(group, name)),
        ".SH QUERIES",
        *_text("Several words must all occur; what else a query can say, by example. Put the whole"
               " of it between single quotes, for a shell takes many of the signs for its own."),
        *(line for section in SECTIONS for line in _entries(
            section.title, section.text, ((e.example, e.meaning) for e in section.entries))),
        *_entries("Fields", "", ((f"{each.name}:", each.help) for each in fields() if each.name)),
        ".SH ENVIRONMENT",
        *_text("Each setting is also a line in archive.toml, under its name in small letters"
               " without ARCHIVE_."),
        *_list([(HOME_VARIABLE, "The archive's folder."),
                *((setting.variable, _setting(setting)) for setting in SETTINGS)]),
        ".SH FILES",
        *_list(_FILES),
        ".SH EXIT STATUS",
        *_list(_ENDINGS),
        ".SH SEE ALSO",
        "The same at greater length is in the folder docs/ of the program's source:",
        "command-line.md, query-language.md, settings.md.",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _command(group: click.Context, name: str) -> Iterator[str]:
    command = main.get_command(group, name)
    assert command is not None, name
    yield from _one(command, group, name)
    if isinstance(command, click.Group):
        within = click.Context(command, group, name, **command.context_settings)
        for inner, each in command.commands.items():
            yield from _one(each, within, f"{inner}")


def _one(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, parent, name, **command.context_settings)
    yield f".SS {_escaped(context.command_path)}"
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f".B {_escaped(context.command_path)}"
    yield f"\\fI{_escaped(pieces)}\\fR"
    for paragraph in (command.help or "").split("\n\n"):
        yield ".PP"
        yield from _text(paragraph)
    records = [
        record
        for param in command.get_params(context)
        if isinstance(param, click.Option) and (record := param.get_help_record(context))
    ]
    yield from _list(records)
    if example := _EXAMPLE.match(command.epilog or ""):
        yield ".PP"
        yield "Example:"
        yield ".RS"
        yield ".nf"
        yield _escaped(example[1])
        yield ".fi"
        yield ".RE"


def _entries(title: str, text: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f".SS {_escaped(title)}"
    if text:
        yield from _text(text)
    yield from _list(pairs)


def _list(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Terms in bold, each with its meaning below."""
    for term, meaning in pairs:
        yield ".TP"
        yield f"\\fB{_escaped(term)}\\fR"
        yield from _text(meaning)


def _text(text: str) -> Iterator[str]:
    """A paragraph, a sentence a line, so that the page's differences are small."""
    for sentence in re.split(r"(?<=[.;:])\s+", " ".join(text.split())):
        if sentence:
            yield _escaped(sentence)


def _setting(setting: Setting) -> str:
    meaning = setting.meaning[:1].upper() + setting.meaning[1:]
    choices = f" ({', '.join(setting.choices)})" if setting.choices else ""
    usual = f"; else {setting.default}" if setting.default != "" else ""
    return f"{meaning}{choices}{usual}."


def _escaped(text: str) -> str:
    """Text as it is: no sign of it means anything to roff."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("^", "\\(ha")
    text = text.replace("~", "\\(ti").replace("'", "\\(aq").replace('"', "\\(dq")
    text = "".join(char if ord(char) < 128 else f"\\[u{ord(char):04X}]" for char in text)
    return f"\\&{text}" if text[:1] in (".", "'") else text
