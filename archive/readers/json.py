"""JSON and JSON Lines of the project's own schema (docs/formats.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.fields import raw_from_mapping
from archive.readers.source import Source, decode, reading

NAME = "json"
EXAMPLE = '{"title": "...", "date": "2017-11-03", "agency": ["AFP"], "body": "..."}'
NAME_LINES = "jsonl"
EXAMPLE_LINES = "one such object a line"
MEDIA_TYPE = "application/json"
LONGEST_LINE = 64 * 1024 * 1024  # bytes

_SPACE = " \t\r\n"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """An object, an array of objects, or {"articles": [...]}; each record's bytes are its own."""
    text = decode(source.bytes())
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if at == len(text):
        yield Skipped(source.origin(), "the file is empty")
        return
    if text[at] != "[":
        try:
            data, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Skipped(source.origin(), _why(error))
            return
        rest = _skip(text, end)
        if rest < len(text):
            yield Skipped(source.origin(), "there is more text after the end of the JSON value")
            return
        if isinstance(data, dict) and isinstance(data.get("articles"), list):
            for number, item in enumerate(data["articles"], 1):
                record = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
                yield _article(item, source, f"item {number}", record)
            return
        yield _article(data, source, None, text[at:end].encode("utf-8", "surrogatepass"))
        return
    at = _skip(text, at + 1)
    number = 0
    while at < len(text) and text[at] != "]":
        number += 1
        try:
            data, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Skipped(source.origin(f"item {number}"), _why(error) + "; the rest is not read")
            return
        yield _article(
            data, source, f"item {number}", text[at:end].encode("utf-8", "surrogatepass")
        )
        at = _skip(text, end)
        if at < len(text) and text[at] == ",":
            at = _skip(text, at + 1)
    if at >= len(text):
        yield Skipped(source.origin(f"item {number + 1}"), "the file ends inside the list")


def read_lines(source: Source) -> Iterator[RawArticle | Skipped]:
    """One object a line; blank lines are passed over. A bad line does not stop the next."""
    number = 0
    with reading(source.name), source.open() as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            where = f"line {number}"
            if len(line) > LONGEST_LINE:
                yield Skipped(source.origin(where), f"longer than {LONGEST_LINE >> 20} MiB")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LONGEST_LINE)
                continue
            record = line.strip()
            if not record:
                continue
            try:
                data = json.loads(decode(record))
            except (json.JSONDecodeError, RecursionError) as error:
                yield Skipped(source.origin(where), _why(error))
                continue
            yield _article(data, source, where, record)
    if not number:
        yield Skipped(source.origin(), "the file is empty")


def looks_like_lines(head: str) -> bool:
    """Whether the first line is a JSON object by itself, and another follows."""
    first, newline, rest = head.strip().partition("\n")
    if not (newline and rest.lstrip().startswith("{")):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (json.JSONDecodeError, RecursionError):
        return False


def _article(
    data: Any, source: Source, record: str | None, original: bytes
) -> RawArticle | Skipped:
    origin = source.origin(record)
    if isinstance(data, Mapping) and isinstance(data.get("article"), Mapping):
        data = data["article"]  # as `archive show --format json` writes it
    if not isinstance(data, Mapping):
        return Skipped(origin, "not a JSON object")
    return raw_from_mapping(data, origin, original, MEDIA_TYPE)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _why(error: json.JSONDecodeError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
