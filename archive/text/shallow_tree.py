"""The tree of a page that nests deeper than a parser builds, as one that is not so deep."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# Elements inside one another. Parsers stop at 256 and lose all that follows, in the libraries that
# are given a page too; a page whose <font> is never closed gets there. Browsers stop at 512.
DEEPEST = 240


class ShallowTree:
    """What a parser tells of a page, built into a tree: what lies deeper than DEEPEST keeps its
    text, its blocks beside one another and elements of the names `opened`.
    """

    def __init__(self, opened: Collection[str], blocks: Collection[str]) -> None:
        from lxml import etree

        self._builder = etree.TreeBuilder()
        self._opened = opened
        self._blocks = blocks
        self._depth = 0
        self._block: str | None = None  # that is open at the deepest
        self._inside = 0  # the depth of the element of those names that is open; 0 for none

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth <= DEEPEST:
            self._builder.start(tag, dict(attributes))
        elif self._inside:
            return
        elif tag in self._opened or tag == "br":
            self._builder.start(tag, dict(attributes))
            self._inside = self._depth
        elif tag in self._blocks:
            self._end_block()
            self._builder.start(tag, dict(attributes))
            self._block = tag

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._depth <= DEEPEST:
            self._builder.end(tag)
        elif self._inside == self._depth:
            self._builder.end(tag)
            self._inside = 0
        elif not self._inside and tag in self._blocks:
            self._end_block()
        self._depth -= 1

    def data(self, text: str) -> None:
        """Text."""
        self._builder.data(text)

    def close(self) -> Any:
        """The root."""
        return self._builder.close()

    def _end_block(self) -> None:
        if self._block:
            self._builder.end(self._block)
            self._block = None
