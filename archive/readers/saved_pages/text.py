"""The text of an article on a page: the element that holds most of its paragraphs, pruned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from itertools import islice
from typing import Any

from archive.readers.saved_pages.blocks import clean_blocks, is_sentence, letters, plain
from archive.readers.saved_pages.container import Choice
from archive.readers.saved_pages.doubt import (
    LITTLE,
    SHORT,
    Place,
    differ,
    is_dump,
    made,
    ours_is_better,
)
from archive.readers.saved_pages.figures import is_captioned
from archive.readers.saved_pages.noise import Furniture, is_link_line
from archive.readers.saved_pages.offers import Offers, offers_in
from archive.readers.saved_pages.paragraphs import (
    INLINE,
    Paragraph,
    goes_on,
    paragraphs,
    summed,
)  # fmt: skip
from archive.readers.saved_pages.standfirst import is_called_standfirst, standfirst
from archive.readers.saved_pages.teasers import teasers
from archive.readers.saved_pages.title import heading_of
from archive.text.html import html_to_markdown
from archive.text.markdown import escape
from archive.text.markup import name_of, text_of

_ELSEWHERE = 0.25  # of a page's text outside the chosen element, that puts it in doubt
_FURNITURE = 0.4  # of it in what was taken for furniture
LEAST_STATED = 400  # characters of a stated text, below which it may be just the beginning
_UNSTATED = 20  # how much less a paragraph weighs that the stated text does not hold
_FLOWING = {"p", "li", "blockquote", "h2", "h3", "h4", "h5", "td", *INLINE}
_QUOTING = {"blockquote", "figure"}
_LEAST_QUOTE = 20  # letters of a quotation that is looked for in the text
_MOST_QUOTES = 100  # that are looked for
_ENDS = re.compile(r"[.!?…。][\"”“»’']*\s")  # of its sentences
_LINKED = {"p", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"}


class PageText:
    """The paragraphs of a page, weighed: how many characters of good ones each element holds.

    `stated` is the text that metadata give, if any: paragraphs that are not in it hardly count.
    """

    def __init__(self, root: Any, stated: str = "", url: str | None = None) -> None:
        self.root = root
        self._stated = stated
        self.stated = letters(stated) if len(stated) >= LEAST_STATED else ""
        self.standfirst: str | None = None
        self.scraps: list[str] = []  # short lines that stood above and below the text
        self._placed: dict[Any, bool] = {}
        self._all = paragraphs(root)
        self.teaser = goes_on(self._all, self.stated)
        if self.teaser:
            self.stated = ""
        sized = [(each.element, self._weight(each)) for each in self._all]
        weights = summed(sized)
        self.furniture = Furniture(root, weights, teasers(root, weights, url))
        good = [(paragraph, size) for paragraph, size in sized if not self.in_furniture(paragraph)]
        self._weights = summed(good)
        self._good = [paragraph for paragraph, size in good if size > 0]
        self._choice = Choice(root, self._weights, self.furniture)
        self.container = self._choice.element

    def doubts(self, found: str) -> list[str]:
        """What speaks for looking for the text in another way: signs that cost nothing. None where
        it is what metadata state.
        """
        if self.stated and not differ(found, self._stated):
            return []
        whole = sum(each.size for each in self._all)
        good, held = (self._weights.get(part, 0) for part in (self.root, self.container))
        signs = {
            "the text is short": len(found) < SHORT,
            "nothing holds most of the text": self._choice.near,
            "nothing is called the text": not self._choice.called,
            "the stated text is only its beginning": self.teaser,
            "the stated text is another": bool(self.stated),
            "text stands elsewhere": held < (1 - _ELSEWHERE) * good,
            "much was taken for furniture": good < (1 - _FURNITURE) * whole,
        }
        return [sign for sign, shown in signs.items() if shown]

    def is_worse(self, found: str, other: str, title: str | None) -> bool:
        """Whether trafilatura's text is to be taken instead of ours."""
        if not other or not differ(found, other) or is_dump(other, title, found):
            return False
        return not ours_is_better(found, other, self.places(), self._stated if self.stated else "")

    def cleaned(self, text: str, title: str | None) -> str:
        """A text that trafilatura found, without the title and offers to subscribe."""
        blocks, _ = clean_blocks(Offers(text).without(text.split("\n\n")), title, "")
        return "\n\n".join(blocks)

    def places(self) -> Iterator[Place]:
        """The paragraphs of the page, as two texts of it are compared by them."""
        for each in self._all:
            if each.letters:
                yield Place(each.letters, made(each.element), self.in_chrome(each.element))

    def in_chrome(self, element: Any) -> bool:
        """Whether an element stands in what surely is no part of the text."""
        while element is not None:
            if self.furniture.surely(element):
                return True
            element = element.getparent()
        return False

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
        """The text as Markdown; "" where the page has none.

        It begins with the standfirst, where the page shows one above the text.
        """
        if self.container is None:
            return self._brief("", title, base)
        own = self._good[0] if self._good else None
        within = next(
            (one for one in self._good if self.container in (one, *one.iterancestors())),
            self.container,
        )
        first = standfirst(self.root, self.container, within, descriptions, self.in_furniture)
        called = own is not None and is_called_standfirst(own)
        self.standfirst = first or (text_of(own) if called else None)
        blocks, self.scraps = self._blocks(self.container, title, base)
        if first and letters(first) not in letters(plain("".join(blocks))):
            blocks.insert(0, escape(first))
        elif first and blocks and blocks[0].startswith("#") and _is(blocks[1:2], first):
            del blocks[0]  # another headline: what stands above an introduction is no subheading
        text = "\n\n".join(blocks)
        return text if len(text) >= LITTLE else self._brief(text, title, base)

    def _brief(self, found: str, title: str | None, base: str | None) -> str:
        """The little text below the headline, where what was found is no more and stands apart."""
        heading = heading_of(self.root, title, self.in_furniture)
        if heading is None:
            return found
        for above in heading.iterancestors():
            text = "\n\n".join(self._blocks(above, title, base, heading)[0])
            if text:
                related = self.container in (above, *above.iterancestors())
                return found if found and related else text
            if above is self.container or above is self.root:
                break
        return found

    def _blocks(
        self, element: Any, title: str | None, base: str | None, below: Any = None
    ) -> tuple[list[str], list[str]]:
        """The Markdown blocks in an element (below a heading), and the short lines around them."""
        written = html_to_markdown(self._pruned(element, below), base).split("\n\n")
        return clean_blocks(written, title, self.stated)

    def _pruned(self, container: Any, below: Any = None) -> Any:
        """A copy of an element without furniture and offers, and what stands above a heading."""
        copied = deepcopy(container)
        copied.tail = None
        offers = offers_in(container)
        most = self._weights.get(container, 0) / 2
        framed = [element for element in container.iter() if is_captioned(element)]
        captions = set(framed) if sum(map(self._held, framed)) < most else set()
        over = set() if below is None else {*below.iterancestors()}
        for element, copy in list(zip(container.iter(), copied.iter(), strict=True))[1:]:
            above = below is not None and element not in over
            if element is below:
                below = None
            if (
                above
                or self._is_no_text(element)
                or element in captions
                or (self._held(element) <= most and element in offers)
            ):
                _drop(copy)
        return copied

    def _held(self, element: Any) -> int:
        return self._weights.get(element, 0)

    def _is_no_text(self, element: Any) -> bool:
        name = name_of(element)
        if name in INLINE and name_of(element.getparent()) in _FLOWING:
            return False
        return (
            name == "h1"
            or element in self.furniture
            or (name in _LINKED and is_link_line(element))
            or (name in _QUOTING and self._repeats(element))
        )

    def _repeats(self, element: Any) -> bool:
        """Whether a quotation is of sentences of the text, set apart to be seen. Who said it may
        stand behind them.
        """
        quote = element if name_of(element) == "blockquote" else element.find(".//blockquote")
        if quote not in self._quotations:
            return False
        said = [text for text in _ENDS.split(" ".join(quote.itertext()).strip()) if text]
        if len(said) > 1 and not is_sentence(said[-1]):
            said.pop()
        sentences = [*filter(None, map(letters, said))]
        if max(map(len, sentences), default=0) < _LEAST_QUOTE:
            return False
        return all(sentence in self._unquoted for sentence in sentences)

    @cached_property
    def _quotations(self) -> set[Any]:
        return set(islice(self.root.iter("blockquote"), _MOST_QUOTES))

    @cached_property
    def _unquoted(self) -> str:
        """The good paragraphs outside quotations that are set apart, as `letters`."""
        return "\n".join(
            each.letters
            for each in self._all
            if each.letters
            and not self.in_furniture(each.element)
            and name_of(each.element) != "blockquote"
            and next(each.element.iterancestors("blockquote"), None) is None
        )

    def _weight(self, paragraph: Paragraph) -> int:
        if self.stated and paragraph.size and paragraph.letters not in self.stated:
            return paragraph.size // _UNSTATED
        return paragraph.size


def _is(blocks: list[str], text: str) -> bool:
    return letters(plain("".join(blocks))) == letters(text)


def _drop(element: Any) -> None:
    """Takes an element out of its tree; the text behind it stays."""
    above, before, tail = element.getparent(), element.getprevious(), element.tail
    if above is None:
        return
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        above.text = (above.text or "") + tail
    above.remove(element)
