"""Coverage: its numbers are those of searches, in every engine, and its gaps keep to their rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.coverage.coverage import (
    COVERED,
    Coverage,
    Row,
    coverage,
    coverage_json,
    coverage_table,
)
from index.engines.common.interface import Engine
from index.query.filters import all_of
from index.upkeep.sync import sync

Make = Callable[..., Article]
BEFORE, AFTER = datetime(2998, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
DAILY = date(2017, 1, 1)


@pytest.fixture(scope="module")
def search(shared: tuple[Store, Engine], make_article: Make) -> Search:
    """AFP on each day of 90 but for ten in February; Reuters on every fifth; some without a day,
    a text or an agency, and some that readers may not see.
    """
    articles = []
    for n in range(90):
        if not 40 <= n < 50:
            day = str(DAILY + timedelta(n))
            agency = ("AFP", "Reuters") if n % 5 == 0 else ("AFP",)
            articles.append(make_article(f"a{n}", date=day, agency=agency, title=f"Daily {n}"))
    articles += [make_article(f"r{n}", date=str(DAILY + timedelta(n)), agency=("Reuters",))
                 for n in range(40, 50, 5)]  # fmt: skip
    articles += [
        make_article("undated", date=None, precision=None, agency=("AFP",)),
        make_article("bare", body="", agency=("DPA",), date="2017-03-01"),
        make_article("none", date="2017-03-01"),
        make_article("month", date="2017-03", precision="month", agency=("DPA",)),
        make_article("killed", status="withdrawn", agency=("Secret",)),
        make_article("held", status="withheld", agency=("Secret",)),
        make_article("later", agency=("Secret",), extra={"embargo": "2999-01-02T09:00:00Z"}),
    ]
    store, engine = shared
    with store.transaction():
        for article in articles:
            store.put(article, article.id.encode(), "text/plain")
    sync(store, engine)
    return Search(store, engine, now=lambda: BEFORE)


@pytest.mark.parametrize("by", COVERED)
@pytest.mark.parametrize(
    "asked",
    [Asked(), Asked("Daily"), Asked(start="2017-01-10", end="2017-02-15"),
     Asked(filters={"agency": ("AFP",)}), Asked(filters={"-agency": ("AFP",)})],
    ids=["all", "words", "range", "agency", "without"],
)  # fmt: skip
def test_every_number_is_that_of_a_search(search: Search, by: str, asked: Asked) -> None:
    found = coverage(search, asked, by)

    def total(row: Row, start: date | None = None, end: date | None = None) -> int:
        narrower = replace(asked, limit=0)
        if row.key:
            values = (*asked.filters.get(all_of(by), ()), row.label)
            narrower = replace(narrower, filters={**asked.filters, all_of(by): values})
        elif row.key is not None:
            narrower = replace(narrower, filters={**asked.filters, "missing": (by,)})
        if start and end:
            narrower = replace(narrower, start=str(start), end=str(end))
        return search.search(narrower).total

    textless = replace(asked, text=f"-has:body {asked.text}", limit=0)
    assert found.without_text == search.search(textless).total
    for row in (*found.rows, found.whole):
        assert row.total == total(row) == sum(row.counts) + row.undated, row
        for column, count in zip(found.columns, row.counts, strict=True):
            assert count == total(row, column.first, column.last), (row, column)
    assert found.most == max((n for row in found.rows for n in row.counts), default=0)


def test_gaps_are_told_of_those_that_paused_much_longer_than_they_use_to(search: Search) -> None:
    found = coverage(search, Asked())
    (gap,) = found.gaps
    assert (gap.label, gap.first, gap.last) == ("AFP", date(2017, 2, 10), date(2017, 2, 19))
    assert (gap.days, gap.others) == (10, 2)
    assert found.unjudged == 3  # DPA, none given, and Reuters, whose days are few
    assert coverage(search, Asked(filters={"agency": ("AFP",)})).gaps[0].key is None
    assert coverage(search, Asked(start="2017-02-10", end="2017-02-19")).gaps == ()


def test_what_ends_is_no_gap_and_a_weekly_has_none(
    store: Store, engine: Engine, make_article: Make
) -> None:
    days = {f"w{n}": DAILY + timedelta(7 * n) for n in range(60) if n not in (30, 31)}
    days |= {f"x{n}": DAILY + timedelta(7 * n) for n in range(100, 125) if n not in (110, 111, 112)}
    with store.transaction():
        for name, day in days.items():
            article = make_article(name, date=str(day), publisher=name[0])
            store.put(article, name.encode(), "text/plain")
    sync(store, engine)
    found = coverage(Search(store, engine), Asked(), "publisher")
    assert [(gap.key, gap.days) for gap in found.gaps] == [(None, 286), (None, 27)]
    assert all(row.last and row.first for row in found.rows)


def test_what_is_not_shown_is_a_number_whatever_is_asked(search: Search) -> None:
    for asked in (Asked(), Asked("Secret"), Asked("zzyzx")):
        found = coverage(search, asked)
        assert dict(found.kept_back) == {"withheld": 1, "withdrawn": 1, "under an embargo": 1}
        for name in ("killed", "held", "later", "Secret", "secret"):
            assert name not in repr((found.rows, found.gaps, list(coverage_table(found))))
    afterwards = Search(search.store, search.engine, now=lambda: AFTER)
    found = coverage(afterwards, Asked())
    assert dict(found.kept_back) == {"withheld": 1, "withdrawn": 1}
    assert "Secret" in [row.label for row in found.rows]


@pytest.mark.parametrize(
    ("asked", "most", "keys"),
    [
        (Asked(), 120, (90, "2017-01-01", "2017-03-31")),
        (Asked(), 60, (3, "2017-01", "2017-03")),
        (Asked(), 2, (1, "2017", "2017")),
        (Asked(start="1995", end="2017"), 12, (3, "199", "201")),
        (Asked(start="1800", end="2017"), 12, (3, "18", "20")),
        (Asked(start="0001", end="9999"), 200, (100, "00", "99")),
        (Asked(start="9999-12"), 60, (0, None, None)),
        (Asked("zzyzx"), 60, (0, None, None)),
        (Asked("zzyzx", start="2016", end="2016"), 60, (12, "2016-01", "2016-12")),
    ],
)
def test_columns_are_as_fine_as_fits(
    search: Search, asked: Asked, most: int, keys: tuple[int, str, str]
) -> None:
    columns = coverage(search, asked, most_columns=most).columns
    found = [column.key for column in columns]
    assert (len(found), *([found[0], found[-1]] if found else [None, None])) == keys
    for earlier, later in pairwise(columns):
        assert later.first - earlier.last == timedelta(1)


def test_shades_grow_with_the_number_and_tell_their_limits(search: Search) -> None:
    found: Coverage = replace(coverage(search, Asked()), most=500)
    shades = [found.shade(count) for count in range(501)]
    assert shades == sorted(shades)
    assert (shades[0], shades[1], shades[500]) == (0, 1, 5)
    for shade, (low, high) in enumerate(found.limits(), 1):
        assert {found.shade(low), found.shade(high)} == {shade}


def test_rows_are_few_and_say_so_and_by_something_else_is_a_sentence(search: Search) -> None:
    found = coverage(search, Asked(), most_rows=1)
    assert [row.label for row in found.rows] == ["AFP", "none given"]
    assert found.more
    with pytest.raises(RequestError, match="mood"):
        coverage(search, Asked(), "mood")
    assert coverage_json(found, [])["rows"][0]["value"] == "afp"
