"""ninjs, the JSON of the IPTC for news (1.x, 2.x and 3.x), and what news systems make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Origin, RawArticle, Skipped, TagKind
from archive.readers.common.items import (
    Terms,
    alert,
    extra_of,
    is_kill,
    kind_of,
    moment,
    people,
    slug_signal,
    status_of,
    supplier,
    without_text,
    without_typists,
)
from archive.readers.common.json_runs import Fault
from archive.readers.common.json_values import is_json, items_of, load, record
from archive.readers.sources.source import Source
from archive.readers.wire.ninjs_item import Item
from archive.text.plain import distinct

NAME = "ninjs"
EXAMPLE = '{"uri": "urn:newsml:...", "type": "text", "versioncreated": "...", "body_text": "..."}'
MEDIA_TYPE = "application/vnd.iptc.ninjs+json"

# Keys that only ninjs has, in the spelling of any of its versions.
_TELLING = re.compile(
    r'"(?:versioncreated|pubstatus|body_xhtml|eventdetails|representationtype)"\s*:'
    r"|/ninjs-schema_",
    re.I,
)
_SCHEMA = re.compile(r'\A\s*\{\s*"\$schema"\s*:\s*"[^"]*json-schema\.org')
# What IPTC's schema says of the lists of an item. A `subject` may be anything, in practice.
_KINDS: dict[str, TagKind] = {
    "person": "person", "people": "person", "organisation": "organisation",
    "place": "place",
}  # fmt: skip
_TOPICS = ("subject", "person", "people", "organisation", "place", "object", "event")


def looks_like(head: str) -> bool:
    """Whether JSON has a key that only ninjs uses, or is a JSON Schema (which is no news)."""
    return is_json(head) and bool(_TELLING.search(head) or _SCHEMA.match(head))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """An item, a list of items, an object that wraps them, or one a line."""
    for value, origin, data in load(source):
        if isinstance(value, Skipped):
            yield value
        elif isinstance(value, Mapping) and "json-schema.org" in str(value.get("$schema")):
            yield Skipped(origin, "a JSON Schema, not a news item")
        else:
            items = items_of(value)
            if not items:
                yield Skipped(origin, "an empty list")
            for number, item in enumerate(items, 1):
                where = origin if len(items) == 1 else source.origin(f"item {number}")
                if isinstance(item, Fault):
                    yield Skipped(where, item.told)
                    continue
                yield read_item(item, where, data if len(items) == 1 else record(item))


def read_item(
    data: Any, origin: Origin, original: bytes, identifier: str | None = None
) -> RawArticle | Skipped:
    """One item. `identifier` stands before the item's own where an envelope gives a better one."""
    if not isinstance(data, Mapping):
        return Skipped(origin, "not a JSON object")
    item = Item(data)
    title = item.title()
    body, story = item.body(title)
    reason = without_text(item.kind())
    if reason and (not body or (item.kind() != "event" and item.only_a_caption())):
        return Skipped(origin, reason)
    identifier = item.exported_identity() or identifier or item.text("guid") or item.text("uri")
    killed = is_kill(identifier, status_of(item.said("pubstatus", "signal")))
    if not (title or body or killed):
        return Skipped(origin, "neither a headline nor a text")
    bylines = item.bylines() or distinct([story.byline])
    terms = Terms(
        [topic for key in _TOPICS for topic in item.topics(key)],
        distinct(item.names("keyword")),
        list(_kinds(item)),
    )
    extra = _extra(item)
    title, text = alert(title, without_typists(body.text))
    signals = [*item.said("pubstatus", "signal"), slug_signal(extra.get("slugline"))]
    return RawArticle(
        origin=origin,
        original=original,
        media_type=MEDIA_TYPE,
        body=text,
        body_format=body.format,
        identifier=identifier,
        title=title,
        date=item.text("firstpublished", "versioncreated", "contentcreated", "firstcreated"),
        credit=item.text("creditline") or "; ".join(bylines) or None,
        agencies=supplier([*item.parties(bylines), story.distributor], identifier),
        authors=people(bylines or item.writers()),
        section=next(item.names("service"), None),
        tags=terms.tags,
        tag_kinds=terms.tag_kinds,
        dateline=item.text("located"),
        language=item.text("language"),
        summary=item.summary(),
        images=tuple(item.images()),
        status=status_of(signals, extra.get("embargo")),
        extra=extra | terms.extra,
    )


def _kinds(item: Item) -> Iterator[tuple[TagKind, str | None]]:
    """(kind, name) of what stands in a list of one kind, and of subjects by IPTC's codes."""
    for key, kind in _KINDS.items():
        yield from ((kind, name) for _, name in item.topics(key))
    for code, name in item.topics("subject"):
        if of_code := kind_of(None, code):
            yield of_code, name


def _extra(item: Item) -> dict[str, Any]:
    return extra_of(
        slugline=item.text("slugline"),
        priority=item.text("urgency", "priority"),
        version=item.text("version"),
        created=moment(item.text("firstcreated")),
        embargo=item.text("embargoed"),
        editorial_note=item.text("ednote"),
        genre=distinct(item.names("genre")),
    )
