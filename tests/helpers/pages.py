"""A browser's view of a page: its links and form fields, read from HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

SCRIPTS = tuple(f"/static/{name}.js?v=" for name in ("own", "suggest", "reader"))


@dataclass
class Link:
    """An <a>: where it leads, what it says, and its attributes."""

    href: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """An answer, with what a reader can follow and fill in. Our own scripts are no elements of it,
    nor is its block of data for machines, in which a browser runs nothing.
    """

    status: int
    html: str
    headers: dict[str, str]
    links: list[Link] = field(default_factory=list)
    inputs: list[tuple[str, str]] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: Link | None = None
        self._in_data = False
        self.feed(self.html)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._in_data = tag == "script" and found == {"type": "application/ld+json"}
        if tag == "script" and found.get("src", "").startswith(SCRIPTS):
            return
        if self._in_data:
            return
        self.elements.append((tag, found))
        if tag == "a":
            self._open = Link(found.get("href", ""), found)
            self.links.append(self._open)
        if tag == "input" and "name" in found:
            self.inputs.append((found["name"], found.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False
        if tag == "a" and self._open:
            self._open.text = " ".join(self._open.text.split())
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._in_data:
            return
        self.text += data
        if self._open:
            self._open.text += data

    def link(self, text: str) -> Link:
        """The first link whose text begins so."""
        for link in self.links:
            if link.text.startswith(text):
                return link
        raise AssertionError(f"no link {text!r} among {[link.text for link in self.links]}")

    def titles(self) -> list[str]:
        """The titles of the hits, in order."""
        return [link.text for link in self.links if link.href.startswith("/article/")]


def total(page: Page) -> int:
    """What a page says that it found: stories where copies are folded, else articles."""
    if "Nothing found" in page.text:
        return 0
    found = re.search(r"([\d,]+) (?:articles?|story|stories)", page.text)
    assert found
    return int(found[1].replace(",", ""))


def query_of(href: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(href).query)
