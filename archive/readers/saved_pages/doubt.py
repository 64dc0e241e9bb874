"""Whether two texts of a page differ, and which is then to be taken: ours or trafilatura's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.readers.saved_pages.blocks import letters, plain
from archive.text.markup import name_of

LITTLE = 250  # characters of text, below which a page hardly shows one
SHORT = 800  # characters of a text that is soon outweighed by something else
_ALIKE = 0.8  # F1 of two texts' words, above which they are the same
_LENGTHS = 1 / 3  # by which the lengths of the same text may differ
_INSIDE = 0.9  # of a text's letters that stand in the other one

# A word, or a letter of the scripts that set no spaces between words.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|"
    r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a page: its letters, what made it, and whether it surely is no text."""

    letters: str
    made: tuple[str, str, str | None]
    chrome: bool


def made(element: Any) -> tuple[str, str, str | None]:
    """What paragraphs of one text have in common: their names, and the element around them."""
    above = element.getparent()
    return name_of(element), name_of(above), above.get("class")


def differ(ours: str, theirs: str) -> bool:
    """Whether two Markdown texts are not the same but for details."""
    one, other = _words(ours), _words(theirs)
    both, size = (one & other).total(), (one.total(), other.total())
    if 2 * both < _ALIKE * sum(size):
        return True
    return min(size) < (1 - _LENGTHS) * max(size)


def is_dump(text: str, title: str | None, ours: str) -> bool:
    """Whether a text is all of a page's words in one block: with its headline in them, or with our
    text and more.
    """
    blocks = [letters(plain(block)) for block in text.split("\n\n")]
    headline = letters(title or "")
    if len(headline) > 3 and headline in blocks[0] != headline:
        return True
    return len(blocks) == 1 and bool(ours) and letters(plain(ours)) in blocks[0]


def ours_is_better(ours: str, theirs: str, places: Iterable[Place], stated: str) -> bool:
    """Whether a reason speaks against trafilatura's text where it differs from ours.

    Theirs has next to nothing; or the text that metadata state is ours; or theirs lacks paragraphs
    made like those that it has; or what it has more stands in comments, menus or other stories.
    """
    one, other = letters(plain(ours)), letters(plain(theirs))
    if len(other) < min(LITTLE, len(one)) / 2:
        return True
    if stated:
        return _likeness(ours, stated) >= _likeness(theirs, stated)
    only_ours, only_theirs, shared = _apart(one, other, places)
    if sum(len(place.letters) for place in shared) >= _INSIDE * len(other):
        kinds = {place.made for place in shared}
        return _most(only_ours, [place for place in only_ours if place.made in kinds])
    return _most(only_theirs, [place for place in only_theirs if place.chrome])


def _apart(
    one: str, other: str, places: Iterable[Place]
) -> tuple[list[Place], list[Place], list[Place]]:
    """The paragraphs that only the one, only the other, and both have."""
    found: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
    for place in places:
        if place.letters:
            mine, its = place.letters in one, place.letters in other
            if mine or its:
                found[2 if mine and its else 0 if mine else 1].append(place)
    return found


def _most(places: list[Place], some: list[Place]) -> bool:
    return 2 * sum(len(p.letters) for p in some) > sum(len(p.letters) for p in places)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(plain(text).casefold()))


def _likeness(text: str, stated: str) -> float:
    """F1 of words."""
    one, other = _words(text), _words(stated)
    return 2 * (one & other).total() / max(1, one.total() + other.total())
