"""The <meta> and <link> elements of a page, whatever vocabulary they use.

OpenGraph and article:*, Twitter, Dublin Core, Highwire (citation_*), Parse.ly and Sailthru, and the
names that search engines read (author, keywords, news_keywords).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from archive.normalise.addresses import joined

MOST_METAS = 3_000  # on one page
MOST_VALUES = 200  # of one name
LONGEST = 20_000  # characters of a value
Placed = tuple[str, str | None]  # where on a page a text stands, in words; and the text, if any
NOWHERE: Placed = ("", None)


class PageMeta:
    """What the head of a page states, by lower-case name. Each name keeps all its values."""

    def __init__(self, tree: Any) -> None:
        self._values: dict[str, list[str]] = {}
        for count, meta in enumerate(tree.iterfind(".//meta[@content]")):
            if count >= MOST_METAS:
                break
            content = meta.get("content")[:LONGEST].strip()
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                for name in (meta.get(attribute) or "").lower().split():
                    self._add(name, content)
        self._read_parsely()
        base = tree.find(".//base[@href]")
        self.base = None if base is None else base.get("href").strip()
        self.links: dict[str, str] = {}
        for link in tree.iterfind(".//link[@rel]"):
            for relation in link.get("rel").lower().split():
                self.links.setdefault(relation, (link.get("href") or "").strip())

    def first(self, *names: str) -> str | None:
        """The first filled value of the first name that has one."""
        return next((value for _, value in self.placed(*names)), None)

    def all(self, *names: str) -> list[str]:
        """Every filled value of the names, in order."""
        return [value for _, value in self.placed(*names)]

    def placed(self, *names: str) -> Iterator[tuple[str, str]]:
        """(place, value) of every filled value of the names, in order."""
        for name in names:
            for value in self._values.get(name, ()):
                if value:
                    yield place_of(name), value

    def url(self, *known: str | None) -> Placed:
        """The page's own address: the canonical link, og:url and the like, joined with what is
        `known` of it where they are relative; None if that does not make them absolute.
        """
        shared = next(self.placed("og:url", "twitter:url", "parsely-link"), ("", ""))
        canonical = ("link rel=canonical", self.links.get("canonical") or "")
        for place, given in (canonical, shared):
            try:
                address = urljoin(shared[1], given) if given else ""
            except ValueError:
                continue
            address = joined(address, *known, self.base) or ""
            if address.startswith(("http://", "https://")):
                return place, address
        return NOWHERE

    def _add(self, name: str, value: str) -> None:
        values = self._values.setdefault(name, [])
        if value and len(values) < MOST_VALUES:
            values.append(value)

    def _read_parsely(self) -> None:
        """Parse.ly's older form: one meta element that holds all as JSON."""
        for block in self._values.get("parsely-page", [])[:1]:
            try:
                stated = json.loads(block)
            except (ValueError, RecursionError):
                continue
            for key, value in stated.items() if isinstance(stated, dict) else ():
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, str):
                        self._add(f"parsely-{key.lower()}", item)


def place_of(name: str) -> str:
    """What a <meta> is called where it is told of: "og:title", but "meta author"."""
    return f"meta {name}" if name.isalnum() else name
