"""What two texts share, passage by passage, verbatim or lightly edited and in whatever order.

Runs of three words that both have are seeds; those that lie on one line through both texts, with
little between them, are a passage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.store.boilerplate import is_boilerplate
from index.analysis.scripts import is_paired
from index.analysis.tokens import Token, tokens

LEAST = 16  # words of a passage that are the same in both; fewer may be chance or a formula
LEAST_PAIRED = 24  # of Chinese, Japanese and others: letters
_SEED = 3  # words
_ROUGHLY = 4  # runs between blanks that are the same: with fewer no passage can be
_GAP = 8  # words between two seeds of a passage
_DRIFT = 4  # words that one text may have more than the other between two seeds
_SAME = 0.7  # of the longer side of a passage: less is a patchwork
_FIGURES = 3  # in a passage: if it has so many, half of them are the same, or it is a form that
# was filled in anew, as the report of every week is
_MOST_PLACES = 8  # of one seed in a text


@dataclass(frozen=True)
class Words:
    """The words of a plain text with their places, but for those of boilerplate."""

    text: str
    language: str | None = None

    @cached_property
    def tokens(self) -> list[Token]:
        """In order; `start` and `end` are code points of the text."""
        found: list[Token] = []
        at = 0
        for paragraph in self.text.split("\n\n"):
            if not is_boilerplate(paragraph.strip()):
                found += (
                    Token(token.text, token.start + at, token.end + at)
                    for token in tokens(paragraph, self.language)
                )
            at += len(paragraph) + 2
        return found

    @cached_property
    def seeds(self) -> dict[tuple[str, ...], list[int]]:
        """Where every run of three words begins."""
        found: dict[tuple[str, ...], list[int]] = {}
        for at, seed in self.runs():
            places = found.setdefault(seed, [])
            if len(places) < _MOST_PLACES:
                places.append(at)
        return found

    def runs(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every run of three words, with where it begins."""
        words = [token.text for token in self.tokens]
        return enumerate(zip(*(words[n:] for n in range(_SEED)), strict=False))

    @cached_property
    def rough(self) -> frozenset[tuple[str, ...]]:
        """Three at a time, what stands between blanks: found in a tenth of the time that words
        take.
        """
        parts = self.text.lower().split()
        return frozenset(zip(*(parts[n:] for n in range(_SEED)), strict=False))

    @cached_property
    def least(self) -> int:
        """How many words of it make a passage."""
        paired = sum(is_paired(token.text[:1]) for token in self.tokens[:200])
        return LEAST_PAIRED if 2 * paired > len(self.tokens[:200]) else LEAST


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage of two texts: code points [start, end) of the one, [other_start, other_end) of the
    other; `words` of it are the same, beginning with the word `first` of the one, up to `last`.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    words: int
    first: int
    last: int


@dataclass(slots=True)
class _Chain:
    """Seeds on one line: places of words in both texts, the last ones behind the seed."""

    begin: int
    other_begin: int
    end: int
    other_end: int
    same: int

    def takes(self, at: int, other_at: int) -> bool:
        ahead, other_ahead = at - self.end, other_at - self.other_end
        near = -_SEED < ahead <= _GAP and -_SEED < other_ahead <= _GAP
        drift = _DRIFT if min(ahead, other_ahead) >= 0 else 0
        return near and abs(ahead - other_ahead) <= drift

    def take(self, at: int, other_at: int) -> None:
        self.same += min(at + _SEED - max(at, self.end), _SEED)
        self.end, self.other_end = at + _SEED, other_at + _SEED


def shared(one: Words, other: Words) -> tuple[Shared, ...]:
    """The passages that two texts share, in the order of the first; none overlaps another."""
    if one.least == LEAST and len(one.rough & other.rough) < _ROUGHLY:
        return ()
    chains = [chain for chain in _chains(one, other) if _is_passage(chain, one, other)]
    for chain in chains:
        _stretched(chain, one.tokens, other.tokens)
    chains.sort(key=lambda chain: (-chain.same, chain.begin, chain.other_begin))
    kept: list[_Chain] = []
    for chain in chains:
        if not any(_overlap(chain, each) for each in kept):
            kept.append(chain)
    kept.sort(key=lambda chain: chain.begin)
    return tuple(_shared(chain, one.tokens, other.tokens) for chain in kept)


def _chains(one: Words, other: Words) -> Iterable[_Chain]:
    """All runs of seeds that lie on one line."""
    done: list[_Chain] = []
    growing: list[_Chain] = []
    seeds = one.seeds
    for other_at, seed in other.runs():
        places = seeds.get(seed)
        if not places:
            continue
        done += (chain for chain in growing if other_at - chain.other_end > _GAP)
        growing = [chain for chain in growing if other_at - chain.other_end <= _GAP]
        for at in places:
            fitting = [chain for chain in growing if chain.takes(at, other_at)]
            if fitting:
                max(fitting, key=lambda chain: chain.same).take(at, other_at)
            else:
                growing.append(_Chain(at, other_at, at + _SEED, other_at + _SEED, _SEED))
    return done + growing


def _is_passage(chain: _Chain, one: Words, other: Words) -> bool:
    longer = max(chain.end - chain.begin, chain.other_end - chain.other_begin)
    if chain.same < one.least or chain.same < _SAME * longer:
        return False
    figures = _figures(one.tokens[chain.begin : chain.end])
    others = _figures(other.tokens[chain.other_begin : chain.other_end])
    fewer = min(figures.total(), others.total())
    return fewer < _FIGURES or 2 * (figures & others).total() >= fewer


def _figures(words: list[Token]) -> Counter[str]:
    return Counter(word.text for word in words if word.text[0].isdigit())


def _overlap(chain: _Chain, other: _Chain) -> bool:
    return (chain.begin < other.end and other.begin < chain.end) or (
        chain.other_begin < other.other_end and other.other_begin < chain.other_end
    )


def _stretched(chain: _Chain, one: list[Token], other: list[Token]) -> None:
    """Takes in two equal words behind or before a passage that one changed word parts from it:
    with an end of so few words they are no seed.
    """

    def equal(at: int, other_at: int) -> bool:
        inside = 0 <= at < len(one) and 0 <= other_at < len(other)
        return inside and one[at].text == other[other_at].text

    end, other_end = chain.end, chain.other_end
    if equal(end + 1, other_end + 1) and equal(end + 2, other_end + 2):
        chain.end, chain.other_end, chain.same = end + 3, other_end + 3, chain.same + 2
    begin, other_begin = chain.begin, chain.other_begin
    if equal(begin - 2, other_begin - 2) and equal(begin - 3, other_begin - 3):
        chain.begin, chain.other_begin = begin - 3, other_begin - 3
        chain.same += 2


def _shared(chain: _Chain, one: list[Token], other: list[Token]) -> Shared:
    return Shared(
        one[chain.begin].start,
        one[chain.end - 1].end,
        other[chain.other_begin].start,
        other[chain.other_end - 1].end,
        chain.same,
        chain.begin,
        chain.end,
    )
