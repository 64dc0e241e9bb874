"""Coverage: sources by time as a table of shaded cells, gaps, batches, and what is withheld."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from archive.errors import RequestError
from archive.store.batches import Batch, batch_json, public_places, public_skipped
from index.answers.asked import request_of
from index.answers.method import said
from index.coverage.coverage import (
    COVERED,
    RULE,
    SHADES,
    Column,
    Coverage,
    Gap,
    Row,
    coverage,
    coverage_json,
    coverage_table,
)
from index.coverage.method import coverage_method
from index.fields import LABELS
from webui.charts.files import table_of
from webui.charts.methods import cited_of, method_page
from webui.common.address import Address
from webui.common.links import coverage_url, facet_url, printed, search_url, search_urls
from webui.common.live import live
from webui.common.parameters import whole_number, year_of
from webui.common.wording import human_date, language_name

MOST_COLUMNS = 60
BATCHES = 20  # on a page
_FACETS = ("agency", "publisher", "section", "language", "tag", "author")  # the usual ones first


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, how dark it is, and where it leads ("" if it is 0)."""

    count: int
    shade: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown."""

    label: str
    total: int
    url: str
    span: str
    cells: tuple[Cell, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name, and where it is shown in more detail ("" where it cannot be)."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """A gap as a sentence: of what, when and how long, and the link to what others have then."""

    label: str
    when: str
    long: str
    others: int
    url: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch as it is shown."""

    batch: Batch
    places: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


def register(app: Flask) -> None:
    """The addresses of coverage."""
    app.add_url_rule("/coverage", "coverage", page)
    app.add_url_rule("/coverage.json", "coverage_json", twin)
    app.add_url_rule("/coverage.csv", "coverage_csv", numbers)
    app.add_url_rule("/coverage/method", "coverage_method", how)


def page() -> str:
    """What the archive holds, and what it does not."""
    address, by = _asked()
    found, batches = _found(address, by), _batches()
    return render_template(
        "coverage.html",
        address=address,
        feeds=(),
        found=found,
        by=by,
        label=LABELS[by],
        rule=RULE,
        ways=[(LABELS[name], coverage_url(address, name), name == by) for name in _FACETS],
        wider=coverage_url(address.between("", ""), by) if address.start or address.end else "",
        headings=[_heading(found, span, address, by) for span in found.spans()],
        lines=_lines(found, address, by),
        gaps=[_told(gap, address, by) for gap in found.gaps],
        undated_url=search_url(_as_counted(address).undated()),
        textless_url=search_url(_as_counted(address).textless()),
        arrivals=[_arrival(batch) for batch in batches],
        back=search_url(address) if address.text or address.narrowed else "",
        earlier=_earlier(address, by, batches),
        every=facet_url(by, _as_counted(address)),
        files=[(kind.upper(), coverage_url(address, by, kind)) for kind in ("csv", "json")],
        method=coverage_url(address, by, "method"),
        cited=_cited(address, by),
        twin=coverage_url(address, by, "json"),
        permalink=printed(coverage_url(address, by)),
    )


def twin() -> Response:
    """The same as JSON, version 1."""
    found = _found(*_asked())
    return jsonify(coverage_json(found, [batch_json(batch, public=True) for batch in _batches()]))


def numbers() -> Response:
    """The table as CSV: a row for each value and time."""
    address, by = _asked()
    return table_of(coverage_table(_found(address, by)), "coverage.csv")


def how() -> str:
    """How the numbers of that address were computed."""
    address, by = _asked()
    request_of(address.asked(1))  # refuses what coverage has no numbers of
    told = said((*coverage_method(by, MOST_COLUMNS), ("How it is drawn", _DRAWN)))
    return method_page("coverage", told, _cited(address, by), coverage_url(address, by))


def _cited(address: Address, by: str) -> str:
    return cited_of("Coverage", address, coverage_url(address, by), f", by {by}")


_DRAWN = f"""A cell has one of {SHADES} shades, by the square root of its part of the largest
number of a row and time; what is 0 has none. The row of all has no shades."""


def _asked() -> tuple[Address, str]:
    """The search that coverage is of, and by what. A `year` is its range of dates."""
    _before()  # what cannot be is refused by every address of coverage
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "by"]
    address = Address.read(MultiDict(rest))  # elsewhere `by` is another name of the author
    if year := year_of(request.args.get("year", "")):
        address = address.between(year, year)
    address = replace(address, page="", split="", versus="", per="", view="", lines="", sort="")
    return address, request.args.get("by", "").strip() or COVERED[1]


def _found(address: Address, by: str) -> Coverage:
    asked = replace(address.asked(1), offset=0, limit=0, facets=False, snippets=False, fold=False)
    return live().answer(lambda search: coverage(search, asked, by, MOST_COLUMNS))


def _batches() -> list[Batch]:
    return live().store.batches.newest(BATCHES, _before())


def _before() -> int | None:
    given = request.args.get("before", "").strip()
    before = whole_number(given)
    if given and before is None:
        raise RequestError(f"{given!r} is not the number of a batch", "leave it out")
    return before


# The table ----------------------------------------------------------------------------------------


def _as_counted(address: Address) -> Address:
    """The search with every copy shown, since coverage counts articles."""
    return replace(address, fold=False)


def _heading(found: Coverage, span: tuple[int, int], address: Address, by: str) -> Heading:
    first, last = (found.columns[at] for at in span)
    if first != last:
        return Heading(f"{_time(first)} to {_time(last)}", "")
    url = coverage_url(address.between(*_ends(first)), by) if len(first.key) < 10 else ""
    return Heading(_time(first), url)


def _time(column: Column) -> str:
    size = len(column.key)
    label = {3: f"{column.key}0s", 2: f"{column.key}00s"}.get(size) or human_date(column.key)
    return f"{label[:3]} {column.key[:4]}" if size == 7 else label


def _ends(column: Column) -> tuple[str, str]:
    """A range of dates as an address has it: the key alone where it is a whole year or month."""
    first, last = column.first.isoformat(), column.last.isoformat()
    starts = column.first.day == 1 and (len(column.key) == 7 or column.first.month == 1)
    ends = last.endswith("-12-31") or (
        len(column.key) == 7 and (column.last + timedelta(1)).month != column.last.month
    )
    whole = len(column.key) in (4, 7) and starts and ends
    return (column.key, column.key) if whole else (first, last)


def _lines(found: Coverage, address: Address, by: str) -> list[Line]:
    ends = [_ends(column) for column in found.columns]
    return [_line(row, found, ends, address, by) for row in (*found.rows, found.whole)]


def _line(
    row: Row, found: Coverage, ends: list[tuple[str, str]], address: Address, by: str
) -> Line:
    narrowed = _narrowed(_as_counted(address), by, row)
    of_time = search_urls(narrowed, lambda key: narrowed.between(key, key))
    cells = tuple(
        Cell(
            count,
            found.shade(count) if row.key is not None else 0,
            (of_time(start) if start == end else search_url(narrowed.between(start, end)))
            if count
            else "",
        )
        for count, (start, end) in ((row.counts[at], ends[at]) for at, _ in found.spans())
    )
    days = dict.fromkeys(human_date(str(day)) for day in (row.first, row.last) if day)
    return Line(_named(row.label, by, row.key), row.total, search_url(narrowed),
                " to ".join(days), cells, row.undated)  # fmt: skip


def _narrowed(address: Address, by: str, row: Row) -> Address:
    """The search for the articles of a row."""
    if row.key is None:
        return address
    return address.having(by, row.label) if row.key else address.bare(by)


def _named(label: str, by: str, key: str | None) -> str:
    return language_name(label) if by == "language" and key else label


# Gaps and batches ---------------------------------------------------------------------------------


def _told(gap: Gap, address: Address, by: str) -> Told:
    first, last = gap.first, gap.last
    if gap.key is None:  # nothing is found there: the days before and after it are shown
        first, last = first - timedelta(1), last + timedelta(1)
    url = search_url(_as_counted(address).between(first.isoformat(), last.isoformat()))
    when = f"{human_date(str(gap.first))} to {human_date(str(gap.last))}"
    return Told(
        _named(gap.label, by, gap.key), when, f"{gap.days:,} days",
        gap.others, url, is_whole=gap.key is None,
    )  # fmt: skip


def _arrival(batch: Batch) -> Arrival:
    named = zip(public_skipped(batch), (each.kind for each in batch.named), strict=True)
    return Arrival(batch, tuple(public_places(batch)), tuple(named))


def _earlier(address: Address, by: str, batches: list[Batch]) -> str:
    """Where the batches before these are; "" where there are none."""
    if len(batches) < BATCHES or batches[-1].number <= 1:
        return ""
    url = coverage_url(address, by)
    return f"{url}&before={batches[-1].number}#batches"
