"""What is answered about words and what stands around them: Company and Comparison."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from index.company.asked import Around
from index.query.variants import Expansion

EVERY = "all articles"  # what a search without a query finds
_CERTAIN = 1.96  # standard deviations on either side hold 95 of 100 samples


def margin_of(drawn: int) -> float | None:
    """Half the width of the interval that holds any share of so many occurrences drawn in 95 of 100
    samples, as if each were drawn by itself; None of none.
    """
    return _CERTAIN * 0.5 / sqrt(drawn) if drawn else None


@dataclass(frozen=True, slots=True)
class Group:
    """One value of the axis: `key` ("1987", "reuters"; "" for what has no value), its label.

    `documents` were found, of `held` there are; `occurrences` stand in them, among `size` words of
    all that are held; `drawn` of the occurrences were looked at: all, or a sample, of whose shares
    `margin` tells how far they may be off. `near` words stood around them.
    """

    key: str
    label: str
    documents: int
    occurrences: int
    held: int
    size: int
    drawn: int
    near: int = 0
    margin: float | None = None

    @property
    def share(self) -> float | None:
        """The part of the articles held that was found; None where none is held."""
        return self.documents / self.held if self.held else None

    @property
    def per_words(self) -> float | None:
        """Occurrences in 10,000 words; None where there are no words."""
        return self.occurrences * 10_000 / self.size if self.size else None


@dataclass(frozen=True, slots=True)
class Word:
    """A word near what was asked for, with a number for each group: how often it stands `near`, how
    often in `total`, how often near if chance alone put it there, and its score; None where it
    stands near no more often than that.

    `written` is the form in which it stands most often in the texts looked at; None unless it was
    seen there. `change` tells of periods whether it stands near more (above 0) or less often in the
    last than in the first, as log-likelihood.
    """

    word: str
    written: str | None
    near: tuple[int, ...]
    total: tuple[int, ...]
    expected: tuple[float, ...]
    score: tuple[float | None, ...]
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Two or three words side by side of which one is what was asked for: how often, by group."""

    words: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """The whole answer about what stands around what was asked for.

    `others` says how many values of the axis are not told of. Where it was `sampled`, `margin` is
    half the width of the interval that holds any share of the occurrences in 95 of 100 samples.
    """

    query: str
    around: Around
    documents: int
    occurrences: int
    drawn: int
    sampled: bool
    margin: float | None
    groups: tuple[Group, ...]
    others: int
    words: tuple[Word, ...]
    neighbours: tuple[Neighbour, ...]
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A word or a value of the axis in two searches: how often in each, in what share of each (of
    its words, or of its articles), and how far that is from chance as log-likelihood: above 0 where
    it is typical of the first. For values of an axis also the occurrences in each.
    """

    key: str
    label: str | None
    counts: tuple[int, int]
    shares: tuple[float | None, float | None]
    score: float
    occurrences: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two searches beside each other: what each finds, how many words that has, how many articles
    both find; the `words` typical of each, the most typical first, and the values of the axis.
    """

    queries: tuple[str, str]
    around: Around
    documents: tuple[int, int]
    sizes: tuple[int, int]
    both: int
    words: tuple[Pair, ...]
    values: tuple[Pair, ...]
    others: int
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]
