"""What an engine is asked and what it answers: Request and Found, with counts ByDay in it."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from index.query.tree import All, Query

if TYPE_CHECKING:
    import numpy.typing as npt

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: a query, filters that do not score, an order and a page.

    `filters` maps the name of a filter (`index/query/filters.py`) to folded values; a facet's own
    name is one. `days` is an inclusive range as (20171101, 20171130). `facets` are the names of
    facets to count, each at most `facet_limit` values besides those that `filters` choose. With
    `fold`, of each story found the best article alone is a hit, its lead, and facets count stories;
    the timeline counts articles either way.

    What a count says is what a click on it gives. So a facet is counted within the query, the
    dates, the filters on other facets, and its own filters but those of which any value will do:
    a click on another value puts that beside them. `dates` counts by year, month and day, without
    `days`: a click on one takes the place of the range. Those without a value are counted as a
    value is. `b` is how much the length of a text counts in an order by relevance, from 0 to 1.
    """

    query: Query = field(default_factory=All)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: tuple[int | None, int | None] = (None, None)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    facet_limit: int = 20
    timeline: bool = False
    fold: bool = False
    dates: bool = False
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: ids with scores, and counts by folded value.

    `total` counts stories when they were folded, else articles; `articles` counts articles.
    `days` counts by day (20171103), None for the undated, when a timeline was asked for. `folded`
    has, for each hit that others were folded under, their ids in the order asked. `missing` counts
    what has no value of each facet asked for. `dates` counts years, months and days ("2017",
    "2017-11", "2017-11-03"), and the undated under "". Where stories are too many to be counted one
    by one, `about` says that `total`, `facets`, `missing` and `dates` are estimates; all else never
    is.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: Mapping[int | None, int]
    articles: int
    folded: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    about: bool = False


class ByDay(Mapping[int | None, int]):
    """Counts by day (20171103), those of the undated under None. `days` ascend, and each has one
    of `counts`. They are a dict only for who asks for single days.
    """

    def __init__(self, days: npt.NDArray[Any], counts: npt.NDArray[Any], undated: int = 0) -> None:
        self._days = days
        self._counts = counts
        self.undated = undated
        self._by_period: dict[int, dict[int, int]] = {}

    @classmethod
    def of(cls, counts: Mapping[int | None, int]) -> ByDay:
        """The same counts, however they are kept."""
        if isinstance(counts, ByDay):
            return counts
        import numpy as np  # who only asks needs it not

        dated = sorted((day, count) for day, count in counts.items() if day is not None)
        days, numbers = np.array(dated, np.int64).reshape(-1, 2).T
        return cls(days, numbers, counts.get(None, 0))

    @property
    def ends(self) -> tuple[int, ...]:
        """The first and the last day; nothing, where none is known."""
        return (int(self._days[0]), int(self._days[-1])) if len(self._days) else ()

    @property
    def peak(self) -> tuple[int, int]:
        """The day with the highest count, of several the first, and that count. ValueError where
        no day is known.
        """
        at = self._counts.argmax()
        return int(self._days[at]), int(self._counts[at])

    def by_period(self, unit: int) -> dict[int, int]:
        """The counts by day (unit 1: 20171103), by month (100: 201711) or by year (10,000); not to
        be changed.
        """
        found = self._by_period.get(unit)
        if found is None:
            import numpy as np

            periods = self._days // unit
            begins = np.ones(len(periods), bool)
            begins[1:] = periods[1:] != periods[:-1]
            first = begins.nonzero()[0]
            sums = np.add.reduceat(self._counts, first)
            found = dict(zip(periods[first].tolist(), sums.tolist(), strict=True))
            self._by_period[unit] = found
        return found

    @cached_property
    def _each(self) -> dict[int | None, int]:
        undated: dict[int | None, int] = {None: self.undated} if self.undated else {}
        return undated | dict(zip(self._days.tolist(), self._counts.tolist(), strict=True))

    def __getitem__(self, day: int | None) -> int:
        return self._each[day]

    def __iter__(self) -> Iterator[int | None]:
        return iter(self._each)

    def __len__(self) -> int:
        return len(self._days) + bool(self.undated)

    def items(self) -> ItemsView[int | None, int]:
        """Days and counts: those of a dict, which are faster than a Mapping's."""
        return self._each.items()

    def __repr__(self) -> str:
        return repr(self._each)
