"""What stands on the same line as a template, before it and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.readers.wikis.site import CATEGORY, FILE, MEDIA, Site
from archive.readers.wikis.words import INLINE
from archive.text.plain import fold_line

_MOST = 30  # nodes looked at on either side
_BREAKS = {
    "div", "center", "blockquote", "p", "section", "table", "hr", "pre", "gallery", "references",
}  # fmt: skip
_ELSEWHERE = {CATEGORY, FILE, MEDIA}
_SOMETHING = "x"


@dataclass(frozen=True, slots=True)
class Place:
    """What stands closest to a node on its line, before and behind, as it is written; templates,
    categories and pictures are nothing there, and whatever else is no text stands as a letter.
    """

    before: str
    behind: str

    @property
    def begins(self) -> bool:
        """Whether nothing is before it."""
        return not self.before.strip()

    @property
    def ends(self) -> bool:
        """Whether nothing is behind it."""
        return not self.behind.strip()


def place_of(nodes: Sequence[Any], at: int, site: Site) -> Place:
    """Where a node stands on its line."""
    before = behind = ""
    for node in reversed(nodes[max(at - _MOST, 0) : at]):
        written = _written(node, site)
        before = written.rpartition("\n")[2] + before
        if "\n" in written or before.strip():
            break
    for node in nodes[at + 1 : at + _MOST]:
        written = _written(node, site)
        behind += written.partition("\n")[0]
        if "\n" in written or behind.strip():
            break
    return Place(before, behind)


def _written(node: Any, site: Site) -> str:
    kind = type(node).__name__
    if kind == "Text":
        return str(node.value)
    if kind == "Heading" or (kind == "Tag" and str(node.tag).strip().lower() in _BREAKS):
        return "\n"
    if kind == "Wikilink":
        number, _ = site.split(str(node.title).strip())
        return "" if number in _ELSEWHERE else _SOMETHING
    if kind == "Template":
        return _SOMETHING if fold_line(str(node.name)) in INLINE else ""
    return _SOMETHING
