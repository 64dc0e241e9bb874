"""The sentence or two between a page's headline and its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from archive.readers.saved_pages.blocks import is_sentence, letters
from archive.readers.saved_pages.figures import LONGEST_CAPTION, is_captioned, names_a_picture
from archive.readers.saved_pages.noise import name_words
from archive.readers.saved_pages.teasers import HEADINGS, is_linked
from archive.text.markup import name_of, short_text

LEAST = 25  # characters of a description that is looked for on the page
SHORTEST, LONGEST = 60, 600  # characters of a standfirst that only its place tells
_MOST = 1_500  # characters of one that repeats a description
_MUCH = 0.7  # of a standfirst that a description holds, or of the description that it holds
_FRAMED = 4  # elements around a line that may frame a picture with it
_PLACES = {"p", "div", "h2", "h3", "h4", "span", "strong", "li", "section"}
_NAMED = {
    "standfirst", "excerpt", "intro", "introduction", "lead", "lede", "leadtext", "subhead",
    "subheadline", "subtitle", "summary", "dek", "deck", "abstract", "chapo", "entradilla",
    "bajada", "sommario", "sumario", "ingress", "vorspann", "perex", "teasertext", "teaser",
}  # fmt: skip
_NOT_IN_ONE = ("a", "figure", "img", "button", "time", "p", "div", "h2", "h3", "h4", "ul", "li")
_NAME = re.compile(r"[\w:.-]+")


def standfirst(
    root: Any,
    container: Any,
    first: Any,
    descriptions: list[str],
    in_furniture: Callable[[Any], bool],
) -> str | None:
    """What introduces the text above it: a description that the page repeats there, be it inside
    the container of the text before its `first` paragraph, else what stands alone between the
    headline and the container. The captions of pictures are none, though pages describe
    themselves by them.
    """
    wanted = [letters(text.rstrip(" .…")) for text in descriptions if len(text) >= LEAST]
    most = min(_MOST, max(LONGEST, *(2 * len(text) for text in wanted), 0))
    below = inside = False
    between: str | None = None
    # Of a damaged page lxml gives elements names that it does not take as a question.
    named = [one.tag for one in (container, first) if one is not None]
    ends = [name if _NAME.fullmatch(name) else "*" for name in named]
    for element in root.iter("h1", *_PLACES, *ends):
        inside = inside or element is container
        if element.tag == "h1" and not inside:
            below, between = True, None
        text = (short_text(element, most) or "") if element.tag in _PLACES else ""
        if len(text) >= LEAST:
            same = letters(text)
            described = any(_is_same(given, same) for given in wanted)
            alone = below and not inside and not between and _introduces(element, text)
            if (described or (alone and not in_furniture(element))) and _stands_alone(element):
                if described:  # a text may begin as the page is described, below its introduction
                    return (between if element is first else None) or text
                between = text
        if element is first:
            break
    return between


def _is_same(given: str, shown: str) -> bool:
    """Whether a description is what is shown, but for a place before it or a site's name behind."""
    short, long = sorted((given, shown), key=len)
    return short in long and len(short) > _MUCH * len(long)


def _stands_alone(element: Any) -> bool:
    """Whether a line stands without a headline, and neither in a figure nor with a picture and its
    credit in a frame.
    """
    if next(element.iter("h1", "figure", "figcaption"), None) is not None:
        return False
    return not any(
        name_of(one) == "figure" or _is_framed_picture(one)
        for one in (element, *islice(element.iterancestors(), _FRAMED))
    )


def _is_framed_picture(element: Any) -> bool:
    """Whether a frame is for a picture and its credit, and not for a headline too."""
    if next(element.iter("h1"), None) is not None or not is_captioned(element):
        return False
    return names_a_picture(short_text(element, LONGEST_CAPTION) or "")


def _introduces(element: Any, text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST:
        return False
    if next(element.iterdescendants(*_NOT_IN_ONE), None) is not None:
        return False
    above = element.getprevious()
    if above is not None and name_of(above) in HEADINGS and is_linked(above):
        return False
    if name_words(element) & _NAMED:
        return True
    return name_of(element) in ("p", "h2", "div") and is_sentence(text)


def is_called_standfirst(element: Any) -> bool:
    """Whether a paragraph of the text bears the name of a standfirst."""
    size = len(short_text(element, LONGEST) or "")
    return size >= SHORTEST and bool(name_words(element) & _NAMED)
