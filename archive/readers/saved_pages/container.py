"""The element of a page that holds the article's text: by where most of it stands, and by what
publishers call it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.readers.saved_pages.noise import MOST_NAMES, Furniture
from archive.readers.saved_pages.paragraphs import LEAST_OWN, PARAGRAPHS, own_text
from archive.readers.saved_pages.teasers import HEADINGS, is_linked
from archive.text.markup import name_of, text_of

_SHARE = 0.72  # of an element's text that one child must hold to be looked at instead
_ALSO = 0.15  # of it that each of several articles on a page, or what is called one, holds at least
_BESIDE = 100  # characters of a paragraph beside a child, that keep the text from ending with it
_INTRODUCTION = 250  # characters of paragraphs above the child, that introduce what it holds
_LEAST_SAID = 3  # paragraphs there that differ
_ALIKE = 40  # characters of a block made like the child
_MOST = 0.5  # of it that the child with the headline holds to be looked at instead
# What templates call the text: "entry-content", "StoryBody", "article__text__3fGa2".
_CALLED = re.compile(
    r"(?:article|entry|post|story|news|blog|single|artikel|articulo|articolo|noticia)[-_]*"
    r"(?:main[-_]*)?(?:body|content|text|copy|inhalt|texto|contenido|corps|corpo)"
    r"(?:__?\w{4,7})?(?:\s|$)",
    re.I,
)


class Choice:
    """The smallest element that holds most of the text, and whether that was a near thing.

    `element` is None where there is next to no text.
    """

    def __init__(self, root: Any, weights: Mapping[Any, int], furniture: Furniture) -> None:
        self._weights = weights
        self._furniture = furniture
        self.near = False  # whether what publishers call the text decided, or nothing did
        self.element = self._choose(root)

    @property
    def called(self) -> bool:
        """Whether markup or a name says of it, or of what it stands in, that it is the text."""
        if self.element is None:
            return False
        around = (self.element, *self.element.iterancestors())
        return any(name_of(one) == "article" or is_called_text(one) for one in around)

    def _choose(self, element: Any) -> Any | None:
        if not self._weights.get(element):  # old pages write straight into <body>
            return element if own_text(element) >= LEAST_OWN else None
        while True:
            child = self._next(element)
            if child is None or name_of(child) in PARAGRAPHS or self._goes_on_beside(child):
                return element
            element = child

    def _next(self, element: Any) -> Any | None:
        weight = self._weights[element]
        for child in element:
            if self._weights.get(child, 0) >= _SHARE * weight:
                return child
        if self._is_text(element):
            return None
        self.near = True
        for choose in (self._first_article, self._with_headline, self._called_text):
            child = choose(element)
            if child is not None:
                return child
        return None

    def _is_text(self, element: Any) -> bool:
        """Whether most of it stands in paragraphs directly in an element."""
        own = sum(self._weights.get(child, 0) for child in element if name_of(child) in PARAGRAPHS)
        return own >= 0.5 * self._weights[element]

    def _first_article(self, element: Any) -> Any | None:
        """Of several articles with headlines side by side, the first."""
        articles = [
            child
            for child in element
            if self._weights.get(child, 0) >= _ALSO * self._weights[element]
            and self._furniture.holds_headline(child)
        ]
        return articles[0] if len(articles) > 1 else None

    def _with_headline(self, element: Any) -> Any | None:
        """The child that holds the headline and most of the text."""
        for child in element:
            if self._furniture.holds_headline(child):
                enough = self._weights.get(child, 0) >= _MOST * self._weights[element]
                return child if enough else None
        return None

    def _called_text(self, element: Any) -> Any | None:
        """The one element inside that is called the article or its text; None where several are."""
        enough = _ALSO * self._weights[element]
        outermost: list[Any] = []
        waiting = list(element)
        while waiting:
            part = waiting.pop()
            if self._weights.get(part, 0) < enough:
                continue
            if name_of(part) == "article" or is_called_text(part):
                outermost.append(part)
            else:
                waiting.extend(part)
        if len(outermost) > 1:
            outermost = [one for one in outermost if self._furniture.holds_headline(one)]
        return outermost[0] if len(outermost) == 1 else None

    def _goes_on_beside(self, child: Any) -> bool:
        """Whether paragraphs, a block made like it or an introduction above it stand beside an
        element: then the text does not end there.
        """
        headed = self._furniture.holds_headline(child)
        made = (name_of(child), child.get("class"))
        if not headed and any(map(self._introduces, child.itersiblings(preceding=True))):
            return True
        for sibling in child.getparent():
            weight = self._weights.get(sibling, 0)
            if sibling is child or weight < _ALIKE:
                continue
            alike = not headed and (name_of(sibling), sibling.get("class")) == made
            if alike or (name_of(sibling) == "p" and weight >= _BESIDE):
                return True
        return False

    def _introduces(self, element: Any) -> bool:
        """Whether a block holds some paragraphs of an <article>: not one, which may be a caption,
        and none below headlines that are links, which are of other stories.
        """
        if self._weights.get(element, 0) < _INTRODUCTION:
            return False
        above_text = (one for one in element.iter(*HEADINGS) if one.getparent() in self._weights)
        if any(map(is_linked, above_text)):
            return False
        said = {text_of(part) for part in element.iter(*PARAGRAPHS) if part in self._weights}
        return len(said) >= _LEAST_SAID and next(element.iterancestors("article"), None) is not None


def is_called_text(element: Any) -> bool:
    """Whether markup or a name says that an element is the article's text."""
    if "articleBody" in (element.get("itemprop") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and _CALLED.search(names[:MOST_NAMES]) is not None
