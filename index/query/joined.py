"""Words that are written together, apart or with a hyphen: F-16, F16, F 16; e-mail, email.

All are told by their shape when a query is read, so that the index holds each as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

# A designation: letters and figures, written together or with a hyphen, and its plural.
_DESIGNATION = re.compile(r"(?<![\w-])([^\W\d_]{1,6})-?(\d{1,4})s?(?![\w-])")
# Two words are one only where capitals say so: "F 16", "MiG 29", "COVID 19"; not "May 12".
_APART = re.compile(
    r"(?<![\w-])([A-Z]|[A-Z]{2,6}(?= \d{1,2}s?\b)|[A-Z][a-z]{0,3}[A-Z]) (\d{1,4})s?(?![\w-])"
)
# A letter that is a word of its own: "a 4" is no A4.
_WORDS_OF_A_LETTER = frozenset("aeioyuwzàáéíóú")
# Beginnings that are written with a hyphen or without: co-operation, re-election, anti-war.
_BEGINNINGS = (
    "anti", "co", "counter", "cyber", "ex", "extra", "inter", "intra", "mid", "mini", "multi",
    "neo", "non", "over", "post", "pre", "pro", "pseudo", "re", "self", "semi", "sub", "super",
    "trans", "ultra", "under",
)  # fmt: skip
# "E" is one before these alone.
_ELECTRONIC = frozenset(
    """
    mail mails mailed mailing book books reader readers commerce government learning voting
    banking cigarette cigarettes bike bikes scooter scooters sport sports ticket tickets wallet
    visa
    """.split()  # noqa: SIM905 - a list of so many words is read by nobody
)
_LEAST = 3  # letters behind a beginning; one more behind one of two letters
_MOST = 16  # ways of writing a phrase

Words = tuple[str, ...]


def designations(text: str) -> list[tuple[str, str]]:
    """The letters and figures, folded, of each designation in a text as typed."""
    found = [*_DESIGNATION.finditer(text), *_APART.finditer(text)]
    return [(match[1].casefold(), match[2]) for match in found]


def apart(first: str, second: str) -> bool:
    """Whether two words as typed are one designation."""
    return _APART.fullmatch(f"{first} {second}") is not None


def other_ways(words: Words, text: str) -> Iterator[Words]:
    """The other ways to write some words: those of the designations typed in `text`, and of each
    pair of words, or word, that may have a hyphen.
    """
    named = designations(text)
    slots: list[list[Words]] = []
    at = 0
    while at < len(words):
        length, ways = _ways(words[at : at + 2], named)
        slots.append(ways)
        at += length
    found = (tuple(word for part in parts for word in part) for parts in product(*slots))
    yield from (way for way in islice(dict.fromkeys(found), _MOST) if way != words)


def _ways(words: Sequence[str], named: list[tuple[str, str]]) -> tuple[int, list[Words]]:
    """How many of the words are taken, and the ways to write them, that in which they are first."""
    for letters, figures in named:
        together = [(f"{letters}{figures}",), (f"{letters}{figures}s",)]
        parted: list[Words] = [(letters, figures), (letters, f"{figures}s")]
        if tuple(words) in parted:
            return 2, [tuple(words), *parted, *together]
        if tuple(words[:1]) in together:
            parted = [] if letters in _WORDS_OF_A_LETTER else parted
            return 1, [tuple(words[:1]), *together, *parted]
    if len(words) == 2 and _is_beginning(*words):
        return 2, [tuple(words), (f"{words[0]}{words[1]}",)]
    word = words[0]
    return 1, [(word,), *((word[:cut], word[cut:]) for cut in _cuts(word))]


def _is_beginning(first: str, rest: str) -> bool:
    if first == "e":
        return rest in _ELECTRONIC
    least = _LEAST + (len(first) < _LEAST)
    return first in _BEGINNINGS and len(rest) >= least and rest.isalpha()


def _cuts(word: str) -> Iterator[int]:
    """Where a word may be cut in two: behind what is a beginning."""
    if word.isalpha():
        ends = (len(beginning) for beginning in ("e", *_BEGINNINGS) if word.startswith(beginning))
        yield from (end for end in ends if _is_beginning(word[:end], word[end:]))
