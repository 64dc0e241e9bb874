"""The query tree that engines compile. Its leaves are made of tokens, never of what was typed.

    All                      every article
    Word(streams, word, stems)   one of these stems, with their languages, stands in one of the
                             streams
    Phrase(streams, words)   these tokens stand side by side in one of the streams, unstemmed; one
                             in capitals is an acronym, and stands so in the text; with a "!", in
                             a text that is not all capitals
    Near(streams, words, apart)  these tokens stand in one of the streams, in any order, with at
                             most `apart` others between them
    Prefix(streams, start)   a token that begins so stands in one of the streams
    Variants(leaves)         any of these leaves; they count and score as one term
    Key(field, key)          the keyword field has this folded value
    KeyPrefix(field, start)  the keyword field has a value that begins so
    Keys(field, keys)        the keyword field has one of these folded values
    Days(first, last)        the article's day lies between, both included; None is open
    Undated()                the article has no date
    And, Or, Not             as expected; And() of nothing is All, Or() of nothing matches nothing
    AtLeast(least, items)    at least this many of them
    Prefer(query, better)    matches what `query` matches; ranks higher what also matches `better`
    Boost(query, weight)     matches what `query` matches; its terms score `weight` times as much

A day is a number, 20171103. An article dated to a month or year counts as of its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.frozen import frozen


@frozen
class All:
    """Every article."""


@frozen
class Word:
    """One of `stems` (index/analysis/stems.py) in one of `streams`; `word` is the token as typed.

    It counts as often as the one of its stems that stands most often: a token may have two.
    """

    streams: tuple[str, ...]
    word: str
    stems: tuple[str, ...]


@frozen
class Phrase:
    """These tokens side by side in one of `streams`; at least one token."""

    streams: tuple[str, ...]
    words: tuple[str, ...]


@frozen
class Near:
    """These tokens within len(words) + apart places of one of `streams`, each as often as here."""

    streams: tuple[str, ...]
    words: tuple[str, ...]
    apart: int


@frozen
class Prefix:
    """A token beginning with `start` (never empty) in one of `streams`."""

    streams: tuple[str, ...]
    start: str


@frozen
class Variants:
    """Any of `leaves`: an occurrence of each is one of the same term.

    Where they are spellings of a name, `typed` is the one that was typed; its leaf comes first.
    """

    leaves: tuple[Word | Phrase | Near | Prefix, ...]
    typed: str = ""

    @property
    def streams(self) -> tuple[str, ...]:
        """All streams that a leaf looks in."""
        return tuple(dict.fromkeys(name for leaf in self.leaves for name in leaf.streams))


@frozen
class Key:
    """The keyword `field` has this folded value."""

    field: str
    key: str


@frozen
class KeyPrefix:
    """The keyword `field` has a value beginning with `start`; "" is any value at all."""

    field: str
    start: str


@frozen
class Keys:
    """The keyword `field` has one of these folded values: those that the pattern `typed` means."""

    field: str
    keys: tuple[str, ...]
    typed: str


@frozen
class Days:
    """first <= day <= last, as 20171103; an open end is None. Undated articles never match."""

    first: int | None
    last: int | None


@frozen
class Undated:
    """The article has no date."""


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    items: tuple[Query, ...]


@frozen
class Or:
    """Any of them."""

    items: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`least` of them or more."""

    least: int
    items: tuple[Query, ...]


@frozen
class Not:
    """What `item` does not match."""

    item: Query


@frozen
class Prefer:
    """What `query` matches; each (query, weight) of `better` that matches adds to the score."""

    query: Query
    better: tuple[tuple[Query, float], ...]


@frozen
class Boost:
    """What `query` matches, its terms weighing `weight` times as much."""

    query: Query
    weight: float


SingleTerms = Word | Phrase | Near | Prefix
Terms = SingleTerms | Variants  # leaves that stand in a text, and score
Leaf = Terms | Key | KeyPrefix | Keys | Days | Undated
Query = All | Leaf | And | Or | AtLeast | Not | Prefer | Boost


def wanted_leaves(query: Query) -> Iterator[Leaf]:
    """The leaves that can be why an article matches: not those under a Not, nor preferences."""
    return leaves(query, denied=False)


def leaves(query: Query, *, denied: bool = True) -> Iterator[Leaf]:
    """All leaves that decide what matches, those `denied` by a Not too unless they are left out."""
    match query:
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from leaves(item, denied=denied)
        case Prefer(inner, _) | Boost(inner, _):
            yield from leaves(inner, denied=denied)
        case Not(inner):
            if denied:
                yield from leaves(inner)
        case All():
            return
        case _:
            yield query
