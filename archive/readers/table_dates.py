"""What the other rows of a table tell of a date in it: which of two numbers is the day, and whether
a number is a day as spreadsheets count them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.article import RawArticle
from archive.dates.day_numbers import are_day_numbers, date_of_number
from archive.dates.day_order import is_open, order_of


class TableDates:
    """Asks all items of a table, which `items` reads once more, when one has such a date: hardly
    any table needs it.
    """

    def __init__(self, items: Callable[[], Iterator[RawArticle]], *, counts_days: bool) -> None:
        self._items = items
        self._counts_days = counts_days  # whether spreadsheets write such tables
        self._told: dict[str, bool | None] = {}

    def read(self, item: RawArticle) -> RawArticle:
        """The item as the others tell."""
        if is_open(item.date):
            if "day_first" not in self._told:
                self._told["day_first"] = order_of(self._texts())
            return as_told(item, {"day_first": self._told["day_first"]})
        if self._counts_days and date_of_number(item.date):
            if "day_numbers" not in self._told:
                self._told["day_numbers"] = are_day_numbers(one.date for one in self._items())
            return as_told(item, {"day_numbers": self._told["day_numbers"]})
        return item

    def _texts(self) -> Iterator[str | None]:
        for item in self._items():
            yield item.date
            yield from (text for text in item.extra.values() if isinstance(text, str))


def as_told(item: RawArticle, told: Mapping[str, Any]) -> RawArticle:
    """The item of a table of which it is known whether its dates have the day first, or are numbers
    of days. It is read so again.
    """
    first = told.get("day_first")
    if first is not None:
        item = replace(item, day_first=first, read_as={**item.read_as, "day_first": first})
    if told.get("day_numbers") and (day := date_of_number(item.date)):
        item = replace(item, date=day, read_as={**item.read_as, "day_numbers": True})
    return item
