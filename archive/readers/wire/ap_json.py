"""AP media JSON: what the content and search methods of the Associated Press's Media API answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.json_runs import Fault
from archive.readers.common.json_values import is_json, load, record
from archive.readers.sources.source import Source
from archive.readers.wire.ninjs import read_item
from archive.text.plain import one_line

NAME = "ap-json"
EXAMPLE = '{"api_version": "1.1", "data": {"item": {"type": "text", "headline": "..."}}}'

_TELLING = re.compile(r'"api_version"\s*:')


def looks_like(head: str) -> bool:
    """Whether JSON states the version of the interface."""
    return is_json(head) and bool(_TELLING.search(head[:4000]))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """The item of an answer, or every item of a search or feed. Their keys are those of ninjs 1."""
    for value, origin, data in load(source):
        if isinstance(value, Skipped):
            yield value
            continue
        items = list(_items(value))
        if not items:
            yield Skipped(origin, "no item in the answer")
        for number, item in enumerate(items, 1):
            alone = len(items) == 1
            where = origin if alone else source.origin(f"item {number}")
            if isinstance(item, Fault):
                yield Skipped(where, item.told)
            else:
                yield read_item(item, where, data if alone else record(item), _identifier(item))


def _items(value: Any) -> Iterator[Mapping[str, Any] | Fault]:
    data = value.get("data") if isinstance(value, Mapping) else None
    if not isinstance(data, Mapping):
        return
    listed = data.get("items")
    for entry in listed if isinstance(listed, list) else [data]:
        item = entry.get("item", entry) if isinstance(entry, Mapping) else entry
        if isinstance(item, Mapping | Fault) and item:
            yield item


def _identifier(item: Mapping[str, Any]) -> str | None:
    """The item's id, the same in every version; the address in `uri` changes with the request."""
    ids = item.get("altids")
    text = ids.get("itemid") if isinstance(ids, Mapping) else None
    line = one_line(text) if isinstance(text, str) else None
    return f"ap-media:{line}" if line else None
