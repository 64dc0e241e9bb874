"""JSON files as a run of values: one, a list, several one after the other, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Origin, Skipped
from archive.errors import UnreadableError
from archive.readers.common.json_runs import SPACE, Fault, Run, salvaged
from archive.readers.sources.source import Source
from archive.text.charset import decode

MOST_JSON = 64 * 1024 * 1024  # bytes; parsed, it takes several times as much memory

# What interfaces call the list that they wrap items in.
_WRAPPERS = ("items", "item", "_items", "results", "newsitems", "articles", "data")


def load(source: Source) -> Iterator[tuple[Any, Origin, bytes]]:
    """Every value of a file with where it stands and its bytes; for one that cannot be read a
    Skipped, and a Fault for an item of its list.

    A file of one value keeps its bytes as they arrived.
    """
    data = source.bytes()
    if len(data) > MOST_JSON:
        raise UnreadableError(f"JSON larger than {MOST_JSON >> 20} MiB")
    text = decode(data, source.fallback())
    decoder = json.JSONDecoder()
    run = Run(text, 0, decoder)
    if run.at == len(text):
        raise UnreadableError("the file is empty")
    for number, (value, start, end) in enumerate(run, 1):
        alone = number == 1 and run.at == len(text)
        origin = source.origin(None if alone else f"value {number}")
        if isinstance(value, Fault):
            whole = salvaged(text, start, decoder) if number == 1 else None
            if whole:
                yield whole.value, source.origin(), data
                if whole.behind:
                    yield Skipped(source.origin(), whole.behind), source.origin(), b""
                return
            yield Skipped(origin, value.reason if alone else value.told), origin, b""
        else:
            piece = data if alone else text[start:end].encode("utf-8", "replace")
            yield value, origin, piece


def is_json(head: str) -> bool:
    """Whether a text begins like an object or a list of them."""
    return head.lstrip(SPACE).startswith(("{", "["))


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
