"""The text of an article on a page: the element that holds most of its paragraphs, pruned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.readers.saved_pages.blocks import clean_blocks, letters, plain
from archive.readers.saved_pages.noise import Furniture, is_link_line
from archive.readers.saved_pages.standfirst import standfirst
from archive.text.html import html_to_markdown
from archive.text.markdown import escape
from archive.text.markup import DROPPED, name_of, text_of

LEAST_PARAGRAPH = 25  # characters that a paragraph has at least to count
LEAST_STATED = 400  # characters of a stated text, below which it may be just the beginning
LEAST_OWN = 80  # characters directly in a division that make it a paragraph
MOST_ELEMENTS = 150_000  # of a page that are looked at
_SHARE = 0.72  # of an element's text that one child must hold to be looked at instead
_ALSO = 0.15  # of it that each of several articles on a page holds at least
_BESIDE = 100  # characters of a paragraph beside a child, that keep the text from ending with it
_UNSTATED = 20  # how much less a paragraph weighs that the stated text does not hold
_PARAGRAPHS = {"p", "blockquote", "li", "td", "pre", "dd"}
_DIVISIONS = {"div", "section", "article", "span"}
_INLINE = {"a", "b", "strong", "i", "em", "span", "u", "mark", "sup", "sub", "abbr", "time"}
_FLOWING = {"p", "li", "blockquote", "h2", "h3", "h4", "h5", "td", *_INLINE}
_LINKED = {"p", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"}
_IN_TEASERS = ("p", "div", "h2", "h3", "h4", "ul")  # a link around these is no part of a sentence


class PageText:
    """The paragraphs of a page, weighed: how many characters of good ones each element holds.

    `stated` is the text that metadata give, if any: paragraphs that are not in it hardly count.
    """

    def __init__(self, root: Any, stated: str = "") -> None:
        self.root = root
        self.stated = letters(stated) if len(stated) >= LEAST_STATED else ""
        self.standfirst: str | None = None
        self.scraps: list[str] = []  # short lines that stood above and below the text
        self._placed: dict[Any, bool] = {}
        sized = [(paragraph, self._size(paragraph)) for paragraph in _paragraphs(root)]
        self.furniture = Furniture(root, _summed(sized))
        good = [(paragraph, size) for paragraph, size in sized if not self.in_furniture(paragraph)]
        self._weights = _summed(good)
        self._good = [paragraph for paragraph, size in good if size > 0]
        self.container = self._container()

    def in_furniture(self, element: Any) -> bool:
        """Whether an element is, or stands in, a part of the page that is not the article."""
        path: list[Any] = []
        inside = False
        while element is not None and not inside:
            if element in self._placed:
                inside = self._placed[element]
                break
            path.append(element)
            inside = element in self.furniture
            element = element.getparent()
        self._placed.update(dict.fromkeys(path, inside))
        return inside

    def words(self, most: int) -> str:
        """The text of the good paragraphs, up to about so many characters."""
        parts: list[str] = []
        size = 0
        for paragraph in self._good:
            parts.append(text_of(paragraph))
            size += len(parts[-1])
            if size > most:
                break
        return " ".join(parts)

    def near(self) -> Any:
        """The part of the page that holds the text and its headline."""
        element = self.container
        while element is not None and element is not self.root:
            if self.furniture.holds_headline(element):
                return element
            element = element.getparent()
        return self.root

    def markdown(self, descriptions: list[str], title: str | None, base: str | None) -> str:
        """The text as Markdown; "" where the page has none. Changes the tree.

        It begins with the standfirst, where the page shows one above the text.
        """
        if self.container is None:
            return ""
        first = self.standfirst = standfirst(
            self.root, self.container, descriptions, self.in_furniture
        )
        _prune(self.container, self.furniture)
        written = html_to_markdown(self.container, base).split("\n\n")
        blocks, self.scraps = clean_blocks(written, title, self.stated)
        if first and letters(first) not in letters(plain("".join(blocks))):
            blocks.insert(0, escape(first))
        return "\n\n".join(blocks)

    def _size(self, paragraph: Any) -> int:
        text = "".join(paragraph.itertext())
        size = len(text.strip())
        if size < LEAST_PARAGRAPH:
            return 0
        size -= sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        if self.stated and letters(text) not in self.stated:
            size //= _UNSTATED
        return max(size, 0)

    def _container(self) -> Any | None:
        """The smallest element that holds most of the text; None where there is next to none."""
        element = self.root
        if not self._weights.get(element):  # old pages write straight into <body>
            return element if _own_text(element) >= LEAST_OWN else None
        while True:
            enough = _SHARE * self._weights[element]
            heavy = [child for child in element if self._weights.get(child, 0) >= enough]
            heavy = heavy or self._first_article(element)
            if not heavy or name_of(heavy[0]) in _PARAGRAPHS or self._goes_on_beside(heavy[0]):
                return element
            element = heavy[0]

    def _first_article(self, element: Any) -> list[Any]:
        """Of several articles with headlines side by side, the first."""
        articles = [
            child
            for child in element
            if self._weights.get(child, 0) >= _ALSO * self._weights[element]
            and self.furniture.holds_headline(child)
        ]
        return articles[:1] if len(articles) > 1 else []

    def _goes_on_beside(self, child: Any) -> bool:
        """Whether paragraphs stand directly beside an element: then the text does not end there."""
        return any(
            name_of(sibling) == "p" and self._weights.get(sibling, 0) >= _BESIDE
            for sibling in child.getparent()
            if sibling is not child
        )


def _prune(container: Any, furniture: Furniture) -> None:
    """Takes the furniture out of a container."""
    for element in list(container.iter()):
        name = name_of(element)
        above = element.getparent()
        if element is container or above is None:
            continue
        if name in _INLINE and name_of(above) in _FLOWING:
            continue
        if (
            name == "h1"
            or element in furniture
            or (name in _LINKED and is_link_line(element))
            or (name == "a" and next(element.iter(*_IN_TEASERS), None) is not None)
        ):
            _drop(element)


def _summed(sized: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """The sizes of paragraphs, added up for every element around them."""
    weights: dict[Any, int] = {}
    around: dict[Any, int] = {}
    for paragraph, size in sized:
        if size > 0:
            weights[paragraph] = size
            above = paragraph.getparent()
            around[above] = around.get(above, 0) + size
    for element, size in around.items():
        while element is not None:
            weights[element] = weights.get(element, 0) + size
            element = element.getparent()
    return weights


def _paragraphs(root: Any) -> list[Any]:
    """Paragraphs in order; divisions with much text of their own where a page has no better."""
    found: list[Any] = []
    waiting = [root]
    for _ in range(MOST_ELEMENTS):
        if not waiting:
            break
        element = waiting.pop()
        name = name_of(element)
        if not name or name in DROPPED:
            continue
        if (name in _PARAGRAPHS and next(element.iterdescendants(*_PARAGRAPHS), None) is None) or (
            name in _DIVISIONS and _own_text(element) >= LEAST_OWN
        ):
            found.append(element)
        else:
            waiting.extend(reversed(element))
    return found


def _own_text(element: Any) -> int:
    """Characters that stand directly in an element, and not in a block or <span> inside it."""
    size = len((element.text or "").strip())
    for child in element:
        size += len((child.tail or "").strip())
        if name_of(child) in _INLINE and name_of(child) != "span":
            size += len("".join(child.itertext()).strip())
    return size


def _drop(element: Any) -> None:
    """Takes an element out of its tree; the text behind it stays."""
    above, before, tail = element.getparent(), element.getprevious(), element.tail
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        above.text = (above.text or "") + tail
    above.remove(element)
