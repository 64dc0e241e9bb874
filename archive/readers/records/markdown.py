"""Markdown with front matter above it, in YAML, TOML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.article import RawArticle, Skipped
from archive.readers.common.fields import raw_from_mapping
from archive.readers.records import front_matter
from archive.readers.sources.source import MOST_TEXT, Source

NAME = "markdown"
EXAMPLE = "--- / title: ... / date: ... / --- / the body (TOML and JSON too)"
_HEADING = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article. Without front matter, a first heading of level one is the title."""
    data = source.bytes(MOST_TEXT)
    text = source.text().replace("\r\n", "\n")
    if not text.strip():
        yield Skipped(source.origin(), "the file is empty")
        return
    try:
        front, body, above = front_matter.split(text)
    except ValueError as error:
        yield Skipped(source.origin(), str(error))
        return
    if not isinstance(front, dict):
        yield Skipped(source.origin(), "the front matter is not a list of `key: value` lines")
        return
    body = body.strip("\n")
    raw = raw_from_mapping(
        front, source.origin(), data, "text/markdown", body, "the front matter's"
    )
    if isinstance(raw, RawArticle):
        raw = replace(raw, found={**raw.found, "body": "the text"})
        if not above and (heading := _HEADING.match(raw.body)):
            raw = replace(
                raw,
                title=heading["title"],
                body=raw.body[heading.end() :].strip("\n"),
                found={**raw.found, "title": "the first heading"},
            )
    yield raw


def has_front_matter(head: str) -> bool:
    """Whether a text begins with front matter (its end need not be in sight)."""
    return front_matter.begins(head)
