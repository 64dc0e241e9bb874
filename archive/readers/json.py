"""JSON and JSON Lines of the project's own schema (docs/formats.md)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from archive.article import RawArticle, Skipped
from archive.readers.fields import raw_from_mapping
from archive.readers.source import Source, decode, is_wide, reading

NAME = "json"
EXAMPLE = '{"title": "...", "date": "2017-11-03", "agency": ["AFP"], "body": "..."}'
NAME_LINES = "jsonl"
EXAMPLE_LINES = "one such object a line"
MEDIA_TYPE = "application/json"
LONGEST_LINE = 64 * 1024 * 1024  # bytes

_SPACE = " \t\r\n\x1e\ufeff"  # some put a record separator before each object
_SPACE_BYTES = b" \t\r\n\x1e"
# NaN and the infinities are no JSON, though many programs write them; nobody can store them.
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """An object, objects one after another, an array of them, or {"articles": [...]}.

    Each record's bytes are its own. What cannot be read ends the file, for nobody knows where the
    next record would begin.
    """
    text = decode(source.bytes())
    at = _skip(text, 0)
    if at == len(text):
        yield Skipped(source.origin(), "the file is empty")
    elif text[at] == "[":
        yield from _array(text, at + 1, source)
    else:
        yield from _values(text, at, source)


def read_lines(source: Source) -> Iterator[RawArticle | Skipped]:
    """One object a line; blank lines are passed over. A bad line does not stop the next."""
    number = 0
    with reading(), _lines(source) as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            where = f"line {number}"
            if len(line) > LONGEST_LINE:
                yield Skipped(source.origin(where), f"longer than {LONGEST_LINE >> 20} MiB")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LONGEST_LINE)
                continue
            record = line.strip(_SPACE_BYTES)
            if record:
                yield _record(record, source, where)
    if not number:
        yield Skipped(source.origin(), "the file is empty")


def looks_like_lines(head: str) -> bool:
    """Whether the first line is a JSON object by itself, and another follows."""
    first, newline, rest = head.strip(_SPACE).partition("\n")
    if not (newline and rest.lstrip(_SPACE).startswith("{")):
        return False
    try:
        return isinstance(_DECODER.decode(first), dict)
    except (ValueError, RecursionError):
        return False


def _values(text: str, at: int, source: Source) -> Iterator[RawArticle | Skipped]:
    number = 0
    while at < len(text):
        number += 1
        try:
            data, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            where = f"item {number}" if number > 1 else None
            yield Skipped(source.origin(where), _why(error))
            return
        after = _skip(text, end)
        where = f"item {number}" if number > 1 or after < len(text) else None
        if where is None and isinstance(data, dict) and isinstance(data.get("articles"), list):
            yield from _members(data["articles"], source)
        else:
            yield _article(data, source, where, _bytes(text[at:end]))
        at = after


def _members(items: list[Any], source: Source) -> Iterator[RawArticle | Skipped]:
    if not items:
        yield Skipped(source.origin(), "the list of articles is empty")
    for number, item in enumerate(items, 1):
        record = _bytes(json.dumps(item, ensure_ascii=False))
        yield _article(item, source, f"item {number}", record)


def _array(text: str, at: int, source: Source) -> Iterator[RawArticle | Skipped]:
    at = _skip(text, at)
    number = 0
    while at < len(text) and text[at] != "]":
        number += 1
        where = f"item {number}"
        try:
            data, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Skipped(source.origin(where), _why(error) + "; the rest is not read")
            return
        yield _article(data, source, where, _bytes(text[at:end]))
        at = _skip(text, end)
        if at < len(text) and text[at] == ",":
            at = _skip(text, at + 1)
    if at >= len(text):
        yield Skipped(source.origin(f"item {number + 1}"), "the file ends inside the list")
    elif _skip(text, at + 1) < len(text):
        yield Skipped(source.origin(), "there is more text after the end of the list")
    elif not number:
        yield Skipped(source.origin(), "the list is empty")


def _record(record: bytes, source: Source, where: str) -> RawArticle | Skipped:
    try:
        data = _DECODER.decode(decode(record))
    except (ValueError, RecursionError) as error:
        return Skipped(source.origin(where), _why(error))
    return _article(data, source, where, record)


def _article(
    data: Any, source: Source, record: str | None, original: bytes
) -> RawArticle | Skipped:
    origin = source.origin(record)
    if isinstance(data, Mapping) and isinstance(data.get("article"), Mapping):
        data = data["article"]  # as `archive show --format json` writes it
    if not isinstance(data, Mapping):
        return Skipped(origin, "not a JSON object")
    return raw_from_mapping(data, origin, original, MEDIA_TYPE)


def _lines(source: Source) -> BinaryIO:
    """A stream in which a line ends with one byte: UTF-16 is written anew as UTF-8."""
    if is_wide(source.head()):
        return io.BytesIO(_bytes(decode(source.bytes())))
    return source.open()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    return "not valid JSON: a number is too long"
