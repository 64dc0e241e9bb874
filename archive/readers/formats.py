"""The table of formats: recognising one from its content, and reading a file with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.article import RawArticle, Skipped
from archive.errors import InputError, UnreadableError
from archive.readers import json, markdown, page, reuters21578, text
from archive.readers.source import Source, decode, looks_binary

Read = Callable[[Source], Iterator[RawArticle | Skipped]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: its name, the endings that hint at it, an example, and its reader."""

    name: str
    endings: tuple[str, ...]
    example: str
    read: Read


FORMATS: tuple[Format, ...] = (
    Format(page.NAME, (".txt",), page.EXAMPLE, page.read),
    Format(text.NAME, (".txt", ".text"), text.EXAMPLE, text.read),
    Format(markdown.NAME, (".md", ".markdown"), markdown.EXAMPLE, markdown.read),
    Format(json.NAME, (".json",), json.EXAMPLE, json.read),
    Format(json.NAME_LINES, (".jsonl", ".ndjson"), json.EXAMPLE_LINES, json.read_lines),
    Format(reuters21578.NAME, (".sgm", ".sgml"), reuters21578.EXAMPLE, reuters21578.read),
)
_BY_NAME = {format.name: format for format in FORMATS}


def format_named(name: str) -> Format:
    """The format of that name. InputError, with the names there are, for another."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise InputError(
            f"No format is called {name!r}", f"one of: {', '.join(_BY_NAME)}"
        ) from None


def recognise(head: bytes, name: str) -> Format | None:
    """The format of a file, from its first bytes; its name decides only between likely ones.

    None where it is nothing that is read.
    """
    if looks_binary(head):
        return None
    start = decode(head).lstrip("\ufeff \t\r\n")
    plain_name = name.lower().removesuffix(".gz")
    if start.startswith("{"):
        lines = json.looks_like_lines(start) or plain_name.endswith((".jsonl", ".ndjson"))
        return _BY_NAME[json.NAME_LINES if lines else json.NAME]
    if start.startswith("["):
        rest = start[1:].lstrip()
        if rest[:1] in ("{", "]") or plain_name.endswith(".json"):
            return _BY_NAME[json.NAME]
    if "<REUTERS" in start and start.startswith("<"):
        return _BY_NAME[reuters21578.NAME]
    if markdown.has_front_matter(start) or plain_name.endswith((".md", ".markdown")):
        return _BY_NAME[markdown.NAME]
    if start.startswith("<") or start.startswith("%PDF"):
        return None
    return _BY_NAME[page.NAME if page.looks_like_page(start) else text.NAME]


def read(source: Source, format_name: str | None = None) -> Iterator[RawArticle | Skipped]:
    """The items of one file. Whatever is wrong with the file is a Skipped; nothing is raised."""
    try:
        if format_name:
            format: Format | None = format_named(format_name)
        else:
            head = source.head()
            if not head.strip():
                yield Skipped(source.origin(), "the file is empty")
                return
            whole = head if len(head) < 8192 else source.bytes()[: 1 << 20]
            format = recognise(whole, source.name)
        if format is None:
            yield Skipped(source.origin(), "not a format that is read (see `archive formats`)")
            return
        yield from format.read(source)
    except UnreadableError as error:
        yield Skipped(source.origin(), error.message)
