"""A search and all that can be asked of it, as plain rows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from archive.errors import RequestError
from index.door.asking import FACETS, Question, at_most, one_of, second_query
from index.door.columns import ARTICLE, LINE, PERIOD, TEXT, VALUE, Row
from index.door.rows import Rows, article_row, dated_row
from index.door.source import FACET_VALUES, Json, Source

if TYPE_CHECKING:
    from index.answers.asked import Order
    from index.company.asked import Measure, Shown

By = Literal["year", "month", "day"]
_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of the key of a period


class Notice(UserWarning):
    """How a search was understood where that is not plain, or what of the archive is not yet in
    the index. The command line prints these; here they are warnings.
    """


class Found:
    """What a search finds: counted now, and read when it is asked for.

    `total` counts what `counted` says ("articles", or "stories" with `fold`), `articles` the
    articles; with `about` there are so many stories that `total` and facets are estimates; `also`
    are other spellings that were searched too; `link` is the same search on the web, None where it
    is not known where that is.

    The next call that is about a search belongs here.
    """

    def __init__(self, source: Source, question: Question) -> None:
        self._source = source
        self._question = question
        self._first = source.results(question, counts=False)
        self.query: str = question.text
        self.total: int = self._first["total"]
        self.about: bool = self._first.get("about", False)  # an older server tells none
        self.counted: str = self._first["counted"]
        self.articles: int = self._first["articles"]
        self.notices: tuple[str, ...] = tuple(self._first["notices"])
        self.also: tuple[str, ...] = tuple(
            dict.fromkeys(name for each in self._first["expansions"] for name in each["names"])
        )
        self.link = question.link(source.base)
        for notice in self.notices:
            warnings.warn(notice, Notice, stacklevel=3)  # where the user called `search`

    def __repr__(self) -> str:
        said = [f"{'about ' * self.about}{self.total:,} {self.counted} for {self.query!r}"]
        said += [f"also searched: {', '.join(self.also)}"] if self.also else []
        return f"<{'; '.join([*said, *self.notices])}>"

    def rows(self, *, limit: int | None = None, text: bool = False) -> Rows:
        """Every article, in the order of the search; with `text`, its summary and text too."""
        most = at_most(limit)

        def rows() -> Iterator[Row]:
            for found in self._source.articles(self._question, most):
                yield article_row(found, self._source.base, text=text)

        return Rows({**ARTICLE, **TEXT} if text else ARTICLE, rows)

    @cached_property
    def facets(self) -> dict[str, Rows]:
        """The 20 most frequent values of each facet: `facets["tag"]`, tags of all kinds."""
        counted = self._source.results(self._question, counts=True)["facets"]
        return {name: self._values(name, found[:FACET_VALUES]) for name, found in counted.items()}

    def facet(
        self, name: str, *, find: str = "", az: bool = False, limit: int | None = None
    ) -> Rows:
        """All values of a facet, most frequent first or A to Z; `find`: those with these letters.

        A count is what a choice of the value would find. Of a facet of which any value will do
        (agency, language ...), the values beside the chosen ones are counted too.
        """
        one_of("facet", name, FACETS)
        listed = self._source.values(self._question, name, find.strip(), az, at_most(limit))
        return self._values(name, listed["values"])

    def timeline(
        self,
        *,
        by: By | None = None,
        split: str | None = None,
        versus: str | None = None,
    ) -> Rows:
        """Articles by day, month or year, whichever first keeps it readable, or by a larger `by`.

        `of` counts all that the archive holds of the period, found or not. `split` names a facet:
        a row for each period and each of its main values, named in `series`. `versus` is a second
        query that is counted beside. The undated come last, under the period None.
        """
        if split and versus is not None:
            raise RequestError(
                "The timeline is either split or compared with a second query",
                "leave one of them out",
            )
        if by is not None:
            one_of("by", by, _LENGTHS)
        versus = second_query(versus)
        found = self._source.results(self._question, counts=True, split=split, versus=versus)
        series = [each["label"] for each in found["series"]]
        periods = _gathered(found["timeline"], by) if by else found["timeline"]
        listed = [row for period in periods for row in self._period(period, series)]
        return Rows(PERIOD, lambda: listed)

    def context(self, *, sort_kwic: Order = "date", limit: int | None = None) -> Rows:
        """Every occurrence of the words, with the text left and right of it: by date, the newest
        first or what `sort` says, or by the words on one side. RequestError for a query without
        words.
        """
        from index.answers.asked import ORDERS

        one_of("sort_kwic", sort_kwic, ORDERS)
        most = at_most(limit)
        first = self._source.lines(self._question, sort_kwic, 0)  # tells what is wrong, now
        for _ in first:
            pass

        def rows() -> Iterator[Row]:
            for line in self._source.lines(self._question, sort_kwic, most):
                yield dated_row(LINE, line, self._source.base)

        return Rows(LINE, rows)

    def words(
        self,
        *,
        show: Shown = "company",
        by: str = "",
        against: str | None = None,
        measure: Measure = "log-likelihood",
        window: int = 5,
        left: int | None = None,
        right: int | None = None,
        limit: int = 25,
        least: int = 2,
        small: bool = False,
        seed: int = 1,
    ) -> Rows:
        """What stands around the words more often than by chance, the furthest from it first; the
        words side by side, or counts alone: `archive words` (docs/words.md).

        With `by` ("year", "agency" ...) a row for each value of it. With `against` the words that
        are typical of this search beside that one, and the reverse. Of more than a million
        occurrences a sample is looked at, and a Notice says how large, and how far it can be
        trusted. RequestError for a query without words.
        """
        from index.door.words import around_of, compared_rows, said_of, word_rows

        around = around_of(
            show, by or "", measure, window if left is None else left,
            window if right is None else right, limit, least, small, seed,
        )  # fmt: skip
        found = self._source.words(self._question, around, second_query(against))
        for notice in said_of(found):
            if notice not in self.notices:
                warnings.warn(notice, Notice, stacklevel=2)
        made = word_rows if against is None else compared_rows
        return made(found, self._question, around, self._source.base)

    def _values(self, name: str, values: list[Json]) -> Rows:
        listed = [
            {
                "value": each["value"],
                "count": each["count"],
                "link": self._question.narrowed(name, each["value"]).link(self._source.base),
            }
            for each in values
        ]
        return Rows(VALUE, lambda: listed)

    def _period(self, period: Json, series: list[str]) -> Iterator[Row]:
        link = _within(self._question, period).link(self._source.base)
        row: Row = {
            "period": period["key"],
            "first": date.fromisoformat(period["from"]) if period["from"] else None,
            "last": date.fromisoformat(period["to"]) if period["to"] else None,
            "series": None,
            "count": period["count"],
            "of": period["of"],
            "link": link,
        }
        if not series:
            yield row
        for label, count in zip(series, period["parts"], strict=True):
            yield {**row, "series": label, "count": count}


def _gathered(periods: list[Json], by: By) -> list[Json]:
    """Periods put together into larger ones. RequestError where they are larger already."""
    length = _LENGTHS[by]
    gathered: dict[str | None, Json] = {}
    for period in periods:
        key = period["key"]
        if key is not None and len(key) < length:
            size = {length: name for name, length in _LENGTHS.items()}[len(key)]
            raise RequestError(
                f"So long a timeline is counted by {size}, not by {by}",
                "ask for less of it, with from_ and to",
            )
        key = key[:length] if key is not None else None
        into = gathered.get(key)
        if into is None:
            gathered[key] = {**period, "key": key}
            continue
        into["to"] = period["to"]
        into["count"] += period["count"]
        into["of"] += period["of"]
        into["parts"] = [a + b for a, b in zip(into["parts"], period["parts"], strict=True)]
    return list(gathered.values())


def _within(question: Question, period: Json) -> Question:
    """The search within a period, which is never wider than the search."""
    if period["key"] is None:
        return question.within("", "")
    return replace(question, start=period["from"], end=period["to"])
