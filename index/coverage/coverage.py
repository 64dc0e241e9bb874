"""Coverage: what an archive holds of each source and time, where it holds nothing, and what it
does not show. All is counted by searches, so it agrees with what these find, in every engine.

A gap is a run of days on which a row has nothing, between two on which it has something, of
LEAST_GAP days or more and more than TIMES times as long as the row's usual pause: that which nine
tenths of the pauses between its days do not exceed. A row of fewer than FEWEST days is not judged;
nor is a run in which nothing else was found either, which is a gap of the whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, groupby, pairwise
from math import ceil, sqrt
from typing import Any

from archive.article import JSON_VERSION
from archive.errors import RequestError
from index.answers.asked import Asked, request_of
from index.answers.results import Mentions
from index.answers.results_json import expansions_json
from index.answers.search import Search
from index.answers.tally import found_by
from index.answers.visibility import kept_back
from index.engines.common.request import Found, Request
from index.fields import FACETS
from index.query.days import day_of, number
from index.query.tree import And, Key, KeyPrefix, Not, Query
from index.query.variants import Expansion

LEAST_GAP = 7  # days
TIMES = 3
FEWEST = 20  # days
SHADES = 5
COVERED = tuple(facet.name for facet in FACETS)  # what rows can be
MOST_ROWS = 20  # unless other many are asked for
MOST_GAPS = 20
MANY_EMPTY = 4  # columns beside each other that are shown as one
RULE = (
    f"a run of {LEAST_GAP} days or more without anything, between two days with something, that is"
    f" more than {TIMES} times as long as nine tenths of the pauses between the days of that row;"
    f" rows of fewer than {FEWEST} days are not judged"
)

_SIZES = (10, 7, 4, 3, 2)  # characters of an ISO date that name a day, month, year, decade, century
_UNITS = {10: 1, 7: 100, 4: 10_000, 3: 100_000, 2: 1_000_000}  # of a day as a number: 20171103

Days = Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A time: its key ("2017-11"; "199" are the nineties), and its first and last day."""

    key: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Row:
    """What is held of one value: its key (None for the whole, "" for no value), how it is written,
    articles in all, undated ones, the first and last day, and articles by column.
    """

    key: str | None
    label: str
    total: int
    undated: int
    first: date | None
    last: date | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """The days from `first` to `last`, on which a row has nothing; others have `others` then."""

    key: str | None
    label: str
    first: date
    last: date
    others: int

    @property
    def days(self) -> int:
        """How many days it is long."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """Values of the facet `by` in rows, the most frequent first, times in columns. An article of
    several values counts in the row of each, once in `whole`. `most` is the largest number of a
    cell of `rows`; `more`: there are other values. `without_text` counts articles; `kept_back` what
    no search shows, of the whole archive, whatever was asked. `gaps` are the longest of
    `gaps_found`; `unjudged` rows have too few days for that.
    """

    by: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: Row
    most: int
    more: bool
    without_text: int
    kept_back: tuple[tuple[str, int], ...]
    gaps: tuple[Gap, ...]
    gaps_found: int
    unjudged: int
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]

    def shade(self, count: int) -> int:
        """How dark a cell is, from 0 (nothing) to SHADES, by the square root of its share of the
        largest: one large source does not flatten the rest.
        """
        return min(ceil(SHADES * sqrt(count / self.most)), SHADES) if count else 0

    def spans(self) -> list[tuple[int, int]]:
        """The first and last place of the columns that stand as one: each by itself, but of many
        beside each other in which nothing is, as between two stray dates, all.
        """
        found: list[tuple[int, int]] = []
        for empty, run in groupby(range(len(self.columns)), lambda at: not self.whole.counts[at]):
            places = list(run)
            if empty and len(places) >= MANY_EMPTY:
                found.append((places[0], places[-1]))
            else:
                found += [(at, at) for at in places]
        return found

    def limits(self) -> list[tuple[int, int]]:
        """The least and largest number of each shade that some number has."""
        ends = [int(self.most * (shade / SHADES) ** 2) for shade in range(SHADES + 1)]
        return [(low + 1, high) for low, high in pairwise(ends) if low < high]


def coverage(
    search: Search,
    asked: Asked,
    by: str = "agency",
    most_columns: int = 36,
    most_rows: int = MOST_ROWS,
) -> Coverage:
    """What is held of what is asked. Columns are as fine as fits. RequestError as of `check_rows`,
    or as for the search itself.
    """
    check_rows(by)
    parsed, query = found_by(search, asked)

    def ask(narrower: Query, **wanted: Any) -> Found:
        return search.mended(
            lambda: search.engine.search(Request(And((query, narrower)), limit=0, **wanted))
        )

    found = ask(And(()), facets=(by,), facet_limit=most_rows + 1, timeline=True)
    columns = _columns(found.days, request_of(asked, search.today()).days, most_columns)
    column_of = _placing(found.days, columns)
    keys = [key for key, _ in found.facets[by][:most_rows]]
    labels = search.store.labels(by, keys)
    parts = [(key, labels.get(key, key), Key(by, key)) for key in keys]
    held = [(key, label, ask(part, timeline=True)) for key, label, part in parts]
    if found.missing[by]:
        held.append(("", "none given", ask(Not(KeyPrefix(by, "")), timeline=True)))
    rows = [_row(key, label, each, column_of, len(columns)) for key, label, each in held]
    gaps, unjudged = _gaps(found.days, [(key, label, each.days) for key, label, each in held])
    return Coverage(
        by, columns, tuple(rows), _row(None, "all", found, column_of, len(columns)),
        max((count for row in rows for count in row.counts), default=0),
        len(found.facets[by]) > most_rows, ask(Not(Key("has", "body"))).total,
        tuple(kept_back(search.engine, search.now())),
        tuple(gaps[:MOST_GAPS]), len(gaps), unjudged, parsed.notices, parsed.expansions,
    )  # fmt: skip


def check_rows(by: str) -> None:
    """RequestError for what rows cannot be of: another facet than COVERED."""
    if by not in COVERED:
        raise RequestError(f"Coverage is not shown by {by!r}", f"one of: {', '.join(COVERED)}")


# Columns and rows ---------------------------------------------------------------------------------


def _columns(days: Days, asked: tuple[int | None, int | None], most: int) -> tuple[Column, ...]:
    """Times from the first to the last day, or over the range that was asked for, cut at its ends;
    the finest of which there are not too many.
    """
    dated = [day for day in days if day is not None]
    low, high = (asked[0] or min(dated, default=None)), (asked[1] or max(dated, default=None))
    if low is None or high is None or low > high:
        return ()
    first, last = day_of(low), day_of(high)
    for size in _SIZES:
        found = list(_periods(first, last, size, most + 1))
        if len(found) <= most:
            break
    return tuple(
        replace(each, first=max(first, each.first), last=min(last, each.last)) for each in found
    )


def _periods(first: date, last: date, size: int, most: int) -> Iterator[Column]:
    at, given = first, 0
    while at <= last and given < most:
        key = at.isoformat()[:size]
        start, end = _ends(key)
        yield Column(key, start, end)
        given += 1
        if end == date.max:
            return
        at = end + timedelta(1)


def _ends(key: str) -> tuple[date, date]:
    low, high = key + "0001-01-01"[len(key) :], key + "9999-12-31"[len(key) :]
    if len(key) < 4:
        low = max(key.ljust(4, "0"), "0001") + "-01-01"
        high = key.ljust(4, "9") + "-12-31"
    if len(key) == 7:
        month = date.fromisoformat(f"{key}-28") + timedelta(4)
        high = (month - timedelta(month.day)).isoformat()
    return date.fromisoformat(low), date.fromisoformat(high)


def _placing(days: Days, columns: Sequence[Column]) -> dict[int, int]:
    """The number of the column that each day stands in."""
    if not columns:
        return {}
    unit = _UNITS[len(columns[0].key)]
    place = {number(column.first) // unit: at for at, column in enumerate(columns)}
    return {day: place[day // unit] for day in days if day is not None}


def _row(
    key: str | None, label: str, found: Found, column_of: Mapping[int, int], width: int
) -> Row:
    counts = [0] * width
    for day, count in found.days.items():
        if day is not None:
            counts[column_of[day]] += count
    dated = Mentions.of(found.days)
    return Row(
        key, label, found.total, found.days.get(None, 0),
        dated.first if dated else None, dated.last if dated else None, tuple(counts),
    )  # fmt: skip


# Gaps ---------------------------------------------------------------------------------------------


def _gaps(whole: Days, rows: Sequence[tuple[str, str, Days]]) -> tuple[list[Gap], int]:
    """The gaps of the whole and of each row, the longest first, and how many rows have too few
    days to be judged.
    """
    ordinal = {day: day_of(day).toordinal() for day in whole if day is not None}
    dated = sorted(ordinal.items(), key=lambda pair: pair[1])
    every = [at for _, at in dated]
    before = [0, *accumulate(whole[day] for day, _ in dated)]

    def others(first: int, last: int) -> int:
        return before[bisect_left(every, last + 1)] - before[bisect_left(every, first)]

    gaps = list(_gaps_of(None, "all", every, others))
    unjudged = 0
    for key, label, days in rows:
        held = sorted(ordinal[day] for day in days if day is not None)
        unjudged += len(held) < FEWEST
        gaps += [gap for gap in _gaps_of(key, label, held, others) if gap.others]
    return sorted(gaps, key=lambda gap: (-gap.days, gap.first, gap.key or "")), unjudged


def _gaps_of(
    key: str | None, label: str, held: Sequence[int], others: Callable[[int, int], int]
) -> Iterator[Gap]:
    if len(held) < FEWEST:
        return
    steps = sorted(later - earlier for earlier, later in pairwise(held))
    longest = max(TIMES * steps[ceil(len(steps) * 0.9) - 1], LEAST_GAP)
    for earlier, later in pairwise(held):
        if later - earlier > longest:
            first, last = earlier + 1, later - 1
            yield Gap(
                key, label, date.fromordinal(first), date.fromordinal(last), others(first, last)
            )


# As JSON ------------------------------------------------------------------------------------------


def coverage_json(found: Coverage, batches: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is held, and batches as JSON, as a JSON object (docs/coverage.md)."""
    return {
        "version": JSON_VERSION,
        "by": found.by,
        "columns": [
            {"key": each.key, "first": str(each.first), "last": str(each.last)}
            for each in found.columns
        ],
        "rows": [_row_json(row) for row in found.rows],
        "all": _row_json(found.whole),
        "more": found.more,
        "without_text": found.without_text,
        "kept_back": dict(found.kept_back),
        "gap": RULE,
        "gaps": [
            {"value": each.key, "label": each.label, "first": str(each.first),
             "last": str(each.last), "days": each.days, "others": each.others}
            for each in found.gaps
        ],
        "gaps_of": found.gaps_found,
        "unjudged": found.unjudged,
        "batches": list(batches),
        "notices": list(found.notices),
        "expansions": expansions_json(found.expansions),
    }  # fmt: skip


def coverage_table(found: Coverage) -> Iterator[list[object]]:
    """A heading, then a row for each value and time: what a spreadsheet takes."""
    yield [found.by, "period", "first day", "last day", "articles"]
    for row in (*found.rows, found.whole):
        for column, count in zip(found.columns, row.counts, strict=True):
            yield [row.label, column.key, column.first, column.last, count]
        yield [row.label, "undated", None, None, row.undated]


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "value": row.key, "label": row.label, "total": row.total, "undated": row.undated,
        "first": row.first and str(row.first), "last": row.last and str(row.last),
        "counts": list(row.counts),
    }  # fmt: skip
