"""The values of an axis: periods or the values of a facet, each with what matches its articles."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import RequestError
from index.answers.search import Search
from index.company.asked import MOST_PERIODS, MOST_VALUES, PERIODS
from index.engines.common.request import Request
from index.fields import label_field
from index.query.tree import All, Days, Key, KeyPrefix, Not, Query, Undated

_UNITS = {"day": 1, "month": 100, "year": 10_000, "decade": 100_000}  # of a day: 20171103
NO_VALUE = "(none given)"
NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its key, the label it is shown by, and what matches its articles."""

    key: str
    label: str
    query: Query


def axis(search: Search, found: Query, by: str) -> tuple[tuple[Value, ...], int]:
    """The values of an axis among what is found, and how many more there are. Periods come in
    order, the undated last; of a facet the most frequent values.
    """
    if not by:
        return (Value("", "all", All()),), 0
    if by in PERIODS:
        return _periods(search, found, by), 0
    return _values(search, found, by)


def _periods(search: Search, found: Query, by: str) -> tuple[Value, ...]:
    asked = Request(found, limit=0, timeline=True)
    days = search.mended(lambda: search.engine.search(asked)).days
    unit = _UNITS[by]
    numbers = sorted({day // unit for day in days if day is not None})
    if len(numbers) > MOST_PERIODS:
        coarser = PERIODS[PERIODS.index(by) + 1 :]
        hint = f"less time, or by {coarser[0]}" if coarser else "less time"
        raise RequestError(
            f"What is found is of {len(numbers)} {by}s, and at most {MOST_PERIODS} are told apart",
            hint,
        )
    made = [_period(each, unit) for each in numbers]
    return (*made, *([Value("", NO_DATE, Undated())] if None in days else []))


def _period(number: int, unit: int) -> Value:
    first = f"{number * unit:08}"
    key = f"{first[:4]}-{first[4:6]}-{first[6:]}"[: {1: 10, 100: 7}.get(unit, 4)]
    if unit > _UNITS["year"]:
        key += "s"
    return Value(key, key, Days(number * unit, (number + 1) * unit - 1))


def _values(search: Search, found: Query, by: str) -> tuple[tuple[Value, ...], int]:
    asked = Request(found, limit=0, facets=(by,), facet_limit=10**9)
    counted = search.mended(lambda: search.engine.search(asked))
    every = counted.facets[by]
    keys = [key for key, _ in every[:MOST_VALUES]]
    labels = search.store.labels(label_field(by), keys)
    made = [Value(key, labels.get(key, key), Key(by, key)) for key in keys]
    if counted.missing.get(by):
        made.append(Value("", NO_VALUE, Not(KeyPrefix(by, ""))))
    return tuple(made), len(every) - len(keys)
