"""The <meta> and <link> elements of a page, whatever vocabulary they use.

OpenGraph and article:*, Twitter, Dublin Core, Highwire (citation_*), Parse.ly and Sailthru, and the
names that search engines read (author, keywords, news_keywords).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

MOST_METAS = 3_000  # on one page
MOST_VALUES = 200  # of one name
LONGEST = 20_000  # characters of a value


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
        self.links: dict[str, str] = {}
        for link in tree.iterfind(".//link[@rel]"):
            for relation in link.get("rel").lower().split():
                self.links.setdefault(relation, (link.get("href") or "").strip())

    def first(self, *names: str) -> str | None:
        """The first filled value of the first name that has one."""
        for name in names:
            for value in self._values.get(name, ()):
                if value:
                    return value
        return None

    def all(self, *names: str) -> list[str]:
        """Every filled value of the names, in order."""
        return [value for name in names for value in self._values.get(name, ()) if value]

    def url(self) -> str | None:
        """The page's own address: the canonical link, og:url and the like; None if not absolute."""
        base = self.first("og:url", "twitter:url", "parsely-link") or ""
        for given in (self.links.get("canonical"), base):
            try:
                address = urljoin(base, given or "")
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return address
        return None

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
