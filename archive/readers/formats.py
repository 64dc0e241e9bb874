"""The table of formats: recognising one from its content, and reading a file with it."""

from __future__ import annotations

import re
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
_BY_NAME = {one.name: one for one in FORMATS}
_HEAD = 1 << 20  # bytes a format is recognised by: tag lines and captions stand far down
# How files begin that are not read. A ticker ("<DIA> SETS PAYOUT") looks like a tag, so one that
# is not known needs an attribute or an end somewhere below.
_MARKUP = re.compile(
    r"<[!?]|%PDF|\{\\rtf|"
    r"<(?:html|head|body|div|table|article|section|rss|feed|rdf|rdf:rdf|nitf|newsml|newsitem|"
    r"newsmessage|packageitem|urlset)(?:\s[^<>]*)?/?>|"
    r"<[a-z][\w:.-]*(?:\s[^<>]*)?\s[\w:.-]+\s*=\s*[\"']|<[a-z][\w:.-]*\s*/>",
    re.I,
)
_TAG = re.compile(r"<([a-z][\w:.-]*)(?:\s[^<>]*)?>", re.I)


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
    start = decode(head, cut=True).lstrip("\ufeff\x1e \t\r\n")
    ending = name.lower().removesuffix(".gz")
    if "<REUTERS" in start and start.startswith("<"):
        return _BY_NAME[reuters21578.NAME]
    if _is_markup(start):
        return None
    if _looks_like_json(start) or ending.endswith((".json", ".jsonl", ".ndjson")):
        lines = json.looks_like_lines(start) or ending.endswith((".jsonl", ".ndjson"))
        return _BY_NAME[json.NAME_LINES if lines else json.NAME]
    if markdown.has_front_matter(start) or ending.endswith((".md", ".markdown")):
        return _BY_NAME[markdown.NAME]
    return _BY_NAME[page.NAME if page.looks_like_page(start) else text.NAME]


def read(source: Source, format_name: str | None = None) -> Iterator[RawArticle | Skipped]:
    """The items of one file. Whatever is wrong with the file is a Skipped; only an unknown
    `format_name` is raised, as InputError.
    """
    try:
        chosen = format_named(format_name) if format_name else None
        head = source.head(_HEAD)
        if not head.strip():
            yield Skipped(source.origin(), "the file is empty")
            return
        chosen = chosen or recognise(head, source.name)
        if chosen is None:
            yield Skipped(
                source.origin(), f"not a format that is read yet; those are: {', '.join(_BY_NAME)}"
            )
            return
        yield from chosen.read(source)
    except UnreadableError as error:
        yield Skipped(source.origin(), error.message)


def _is_markup(start: str) -> bool:
    tag = _TAG.match(start)
    return bool(_MARKUP.match(start) or (tag and f"</{tag[1]}".lower() in start.lower()))


def _looks_like_json(start: str) -> bool:
    """An object, or a list of objects: "[Editor's note: ...]" and "{Note} ..." begin a text."""
    return bool(re.match(r"\[\s*\]|(?:\[\s*)?\{\s*(?:[\"}]|\Z)", start))
