"""What is asked about words and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from archive.errors import RequestError
from index.engines.common.counting import MOST, MOST_REACH
from index.fields import FACETS

Measure = Literal["log-likelihood", "dice"]
MEASURES: tuple[Measure, ...] = ("log-likelihood", "dice")
PERIODS: tuple[str, ...] = ("day", "month", "year", "decade")
AXES: tuple[str, ...] = (*PERIODS, *(facet.name for facet in FACETS))
# The words around, the words side by side, or the numbers of articles and occurrences alone.
Shown = Literal["company", "neighbours", "counts"]
SHOWN: tuple[Shown, ...] = ("company", "neighbours", "counts")
MOST_PERIODS = 31  # that are told apart: the days of a month
MOST_ASKED = 999  # words, places or seeds, for an address and in Python: each word is read for
MOST_VALUES = 12  # of a facet, the most frequent


@dataclass(frozen=True, slots=True)
class Around:
    """What is asked: which of the tables, by which axis ("" for all in one), and how.

    A word counts as near up to `left` places before an occurrence and `right` after it. At most
    `limit` words are listed, each `least` times near; `small` keeps the small words too. Of more
    than `most` occurrences a sample is looked at, drawn by `seed`.
    """

    shown: Shown = "company"
    by: str = ""
    measure: Measure = "log-likelihood"
    left: int = 5
    right: int = 5
    limit: int = 25
    least: int = 2
    small: bool = False
    most: int = MOST
    seed: int = 1

    def of_two(self) -> Around:
        """The same without what belongs to the company of one search alone."""
        usual = Around()
        return replace(
            self, shown=usual.shown, measure=usual.measure, left=usual.left, right=usual.right
        )

    def checked(self) -> Around:
        """Itself. RequestError for what cannot be."""
        if self.by and self.by not in AXES:
            raise RequestError(
                f"Words are not counted by {self.by!r}", f"one of: {', '.join(AXES)}"
            )
        if self.measure not in MEASURES:
            raise RequestError(f"There is no measure {self.measure!r}", " or ".join(MEASURES))
        if self.shown not in SHOWN:
            raise RequestError(f"There is no table {self.shown!r}", f"one of: {', '.join(SHOWN)}")
        if not (0 <= self.left <= MOST_REACH and 0 <= self.right <= MOST_REACH):
            raise RequestError(
                f"A window reaches from 0 to {MOST_REACH} words on either side",
                f"a number up to {MOST_REACH}",
            )
        if self.left + self.right == 0:
            raise RequestError("A window of no words holds nothing", "5 words on either side")
        if self.limit < 1 or self.least < 1 or self.most < 1:
            raise RequestError("A number of words is at least 1", "a larger number")
        return self
