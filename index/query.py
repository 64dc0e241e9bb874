"""The query tree that engines compile. Its leaves are made of tokens, never of what was typed.

    All                      every article
    Word(streams, word, stems)   a stem of `stems` stands in one of the streams
    Phrase(streams, words)   these tokens stand side by side in one of the streams, unstemmed
    Prefix(streams, start)   a token that begins so stands in one of the streams
    Key(field, key)          the keyword field has this folded value
    KeyPrefix(field, start)  the keyword field has a value that begins so
    Days(first, last)        the article's day lies between, both included; None is open
    Undated()                the article has no date
    And, Or, Not             as expected; And() of nothing is All, Or() of nothing matches nothing
    Prefer(query, better)    matches what `query` matches; ranks higher what also matches `better`

A day is a number, 20171103. An article dated to a month or year counts as of its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class All:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Word:
    """One of `stems` in one of `streams`; `word` is the token as typed, and one of the stems."""

    streams: tuple[str, ...]
    word: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """These tokens side by side in one of `streams`; at least one token."""

    streams: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A token beginning with `start` (never empty) in one of `streams`."""

    streams: tuple[str, ...]
    start: str


@dataclass(frozen=True, slots=True)
class Key:
    """The keyword `field` has this folded value."""

    field: str
    key: str


@dataclass(frozen=True, slots=True)
class KeyPrefix:
    """The keyword `field` has a value beginning with `start`; "" is any value at all."""

    field: str
    start: str


@dataclass(frozen=True, slots=True)
class Days:
    """first <= day <= last, as 20171103; an open end is None. Undated articles never match."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Undated:
    """The article has no date."""


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    items: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    items: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What `item` does not match."""

    item: Query


@dataclass(frozen=True, slots=True)
class Prefer:
    """What `query` matches; each (query, weight) of `better` that matches adds to the score."""

    query: Query
    better: tuple[tuple[Query, float], ...]


Query = All | Word | Phrase | Prefix | Key | KeyPrefix | Days | Undated | And | Or | Not | Prefer
Leaf = Word | Phrase | Prefix | Key | KeyPrefix | Days | Undated


def wanted_leaves(query: Query) -> Iterator[Leaf]:
    """The leaves that can be why an article matches: not those under a Not, nor preferences."""
    match query:
        case And(items) | Or(items):
            for item in items:
                yield from wanted_leaves(item)
        case Prefer(inner, _):
            yield from wanted_leaves(inner)
        case Not() | All():
            return
        case _:
            yield query
