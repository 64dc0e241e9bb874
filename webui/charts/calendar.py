"""The days of a search: a year as months of shaded days, each a link; and the other years."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from math import ceil

from flask import Flask, Response, render_template, request

from index.answers.asked import Asked, request_of
from index.answers.method import calendar_method, said
from index.answers.results import Branch
from index.answers.tally import calendar_of, calendar_table
from webui.charts.files import table_of
from webui.charts.methods import cited_of, method_page
from webui.common.address import Address
from webui.common.links import calendar_url, folds, printed, search_url, search_urls
from webui.common.live import live
from webui.common.parameters import year_of
from webui.common.wording import human_date

SHADES = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the grid: its number, what it holds, how dark (0 to SHADES), where it leads."""

    number: int
    count: int
    shade: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its name and count, its link, and its weeks from Monday; None where a cell is of
    another month.
    """

    name: str
    count: int
    url: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year that has articles: its link, and whether it is the one shown."""

    number: str
    count: int
    url: str
    shown: bool


def register(app: Flask) -> None:
    """The addresses of the calendar."""
    app.add_url_rule("/calendar", "calendar", calendar_page)
    app.add_url_rule("/calendar.csv", "calendar_csv", numbers)
    app.add_url_rule("/calendar/method", "calendar_method", how)


def calendar_page() -> str:
    """The days of what a search finds, whatever range of dates the search has."""
    address = Address.read(request.args)
    found = live().answer(lambda search: calendar_of(search, _asked(address)))
    years = [branch for branch in found.branches if branch.key]
    shown = _shown(years, address)
    return render_template(
        "calendar.html",
        unit="story" if folds(address) else "article",
        found=found,
        years=[Year(y.key, y.count, calendar_url(address, y.key), y is shown) for y in years],
        year=shown,
        year_url=search_url(address.between(shown.key, shown.key)) if shown else "",
        months=_months(shown, address) if shown else (),
        undated=sum(branch.count for branch in found.branches if not branch.key),
        undated_url=search_url(address.undated()),
        files=_files(address, shown.key if shown else "", len(found.branches) > 1),
        method=calendar_url(address, shown.key if shown else "", "method"),
        cited=_cited(address, shown.key if shown else ""),
        back=search_url(address.on_page(1)),
        permalink=printed(calendar_url(address, shown.key if shown else "")),
        weekdays=[name[:2] for name in calendar.day_name],
    )


def numbers() -> Response:
    """The same as CSV: all years, or one."""
    address = Address.read(request.args)
    found = live().answer(lambda search: calendar_of(search, _asked(address)))
    unit = "stories" if folds(address) else "articles"
    year = year_of(request.args.get("year", ""))
    return table_of(calendar_table(found, unit, year), "calendar.csv")


def _files(address: Address, year: str, several: bool) -> list[tuple[str, str]]:
    """The files there are: of the year shown, and of all."""
    every = [("CSV of all years", calendar_url(address, "", "csv"))] if several else []
    return [("CSV", calendar_url(address, year, "csv")), *every]


def how() -> str:
    """How the numbers of that address were computed."""
    address, year = Address.read(request.args), year_of(request.args.get("year", ""))
    request_of(_asked(address))  # refuses what has no calendar
    told = said((*calendar_method(folded=folds(address)), ("How it is drawn", _DRAWN)))
    return method_page("the calendar", told, _cited(address, year), calendar_url(address, year))


def _cited(address: Address, year: str) -> str:
    counted = "Stories" if folds(address) else "Articles"
    of_year = f", {year}" if year else ""
    return cited_of(f"{counted} by day", address, calendar_url(address, year), of_year)


_DRAWN = f"""A day has one of {SHADES} shades, by its part of the number of the day that has most
in that year; a day without anything has none."""


def _asked(address: Address) -> Asked:
    whole = replace(address, start="", end="", page="", fold=folds(address))
    return whole.asked(1)


def _shown(years: list[Branch], address: Address) -> Branch | None:
    """The year asked for, else the one that the range begins in, else the newest."""
    wanted = year_of(request.args.get("year", "")) or address.start[:4]
    return next((y for y in years if y.key == wanted), years[0] if years else None)


def _months(year: Branch, address: Address) -> tuple[Month, ...]:
    """All twelve months of a year. The darkest day is the one that has most."""
    counts = {day.key: day.count for month in year.within for day in month.within}
    counts |= {month.key: month.count for month in year.within}
    most = max((day.count for month in year.within for day in month.within), default=1)
    of_day = search_urls(address, lambda key: address.between(key, key))

    def cell(key: str) -> Day:
        count = counts.get(key, 0)
        shade = ceil(SHADES * count / most)
        return Day(int(key[-2:]), count, shade, human_date(key), of_day(key) if count else "")

    return tuple(
        Month(
            calendar.month_name[number],
            counts.get(key, 0),
            of_day(key) if counts.get(key) else "",
            tuple(
                tuple(cell(f"{key}-{day:02}") if day else None for day in week)
                for week in calendar.Calendar().monthdayscalendar(int(year.key), number)
            ),
        )
        for number in range(1, 13)
        for key in (f"{year.key}-{number:02}",)
    )
