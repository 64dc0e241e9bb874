"""The sentence or two between a page's headline and its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.readers.saved_pages.blocks import is_sentence, letters
from archive.readers.saved_pages.noise import name_words
from archive.text.markup import name_of, short_text

LEAST = 25  # characters of a description that is looked for on the page
SHORTEST, LONGEST = 60, 600  # characters of a standfirst that only its place tells
_MOST = 1_500  # characters of one that repeats a description
_PLACES = {"p", "div", "h2", "h3", "h4", "span", "strong", "li", "section"}
_NAMED = {
    "standfirst", "excerpt", "intro", "introduction", "lead", "lede", "leadtext", "subhead",
    "subheadline", "subtitle", "summary", "dek", "deck", "abstract", "chapo", "entradilla",
    "bajada", "sommario", "sumario", "ingress", "vorspann", "perex", "teasertext", "teaser",
}  # fmt: skip
_NOT_IN_ONE = ("a", "figure", "img", "button", "time", "p", "div", "h2", "h3", "h4", "ul", "li")


def standfirst(
    root: Any, container: Any, descriptions: list[str], in_furniture: Callable[[Any], bool]
) -> str | None:
    """What introduces the text above it: a description that the page repeats there, else what
    stands alone between the headline and the container of the text.
    """
    wanted = [letters(text.rstrip(" .…")) for text in descriptions if len(text) >= LEAST]
    most = min(_MOST, max(LONGEST, *(2 * len(text) for text in wanted), 0))
    below = False
    between: str | None = None
    for element in root.iter("h1", *_PLACES, *(() if container is None else (container.tag,))):
        if element is container:
            break
        if element.tag == "h1":
            below, between = True, None
        if element.tag not in _PLACES:
            continue
        text = short_text(element, most) or ""
        if len(text) < LEAST:
            continue
        same = letters(text)
        if any(given in same and len(given) > 0.7 * len(same) for given in wanted):
            return text
        if below and not between and _introduces(element, text) and not in_furniture(element):
            between = text
    return between


def _introduces(element: Any, text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST:
        return False
    if next(element.iterdescendants(*_NOT_IN_ONE), None) is not None:
        return False
    if name_words(element) & _NAMED:
        return True
    return name_of(element) in ("p", "h2", "div") and is_sentence(text)


def is_called_standfirst(element: Any) -> bool:
    """Whether a paragraph of the text bears the name of a standfirst."""
    size = len(short_text(element, LONGEST) or "")
    return size >= SHORTEST and bool(name_words(element) & _NAMED)
