"""JSON files as a run of values: one, a list, several one after the other, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Origin, Skipped
from archive.errors import UnreadableError
from archive.readers.sources.source import Source
from archive.text.charset import decode

MOST_JSON = 64 * 1024 * 1024  # bytes; parsed, it takes several times as much memory

# What interfaces call the list that they wrap items in.
_WRAPPERS = ("items", "item", "_items", "results", "newsitems", "articles", "data")
_SPACE = " \t\r\n\ufeff"


def load(source: Source) -> Iterator[tuple[Any, Origin, bytes]]:
    """Every value of a file with where it stands and its bytes; what ends the file is a Skipped.

    A file of one value keeps its bytes as they arrived.
    """
    data = source.bytes()
    if len(data) > MOST_JSON:
        raise UnreadableError(f"JSON larger than {MOST_JSON >> 20} MiB")
    text = decode(data, source.fallback())
    decoder = json.JSONDecoder()
    at, number = _skip(text, 0), 0
    if at == len(text):
        raise UnreadableError("the file is empty")
    while at < len(text):
        number += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            reason = f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
            yield _ended(source, reason, number)
            return
        except RecursionError:
            yield _ended(source, "nested too deeply", number)
            return
        after = _skip(text, end)
        if number == 1 and after == len(text):
            yield value, source.origin(), data
            return
        yield value, source.origin(f"value {number}"), text[at:end].encode("utf-8", "replace")
        at = after


def is_json(head: str) -> bool:
    """Whether a text begins like an object or a list of them."""
    return head.lstrip(_SPACE).startswith(("{", "["))


def items_of(value: Any) -> list[Any]:
    """The items that a value is or wraps: a list, or an object around a list of objects."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        for key in _WRAPPERS:
            inner = value.get(key)
            if isinstance(inner, list) and any(isinstance(each, Mapping) for each in inner):
                return inner
    return [value]


def record(value: Any) -> bytes:
    """The bytes of one item of several."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _ended(source: Source, reason: str, number: int) -> tuple[Skipped, Origin, bytes]:
    origin = source.origin(f"value {number}" if number > 1 else None)
    return Skipped(origin, reason), origin, b""


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
