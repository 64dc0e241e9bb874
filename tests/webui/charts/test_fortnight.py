"""The page of a single day: the chart of the days around it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from index.answers.search import Search
from tests.helpers.pages import query_of, total

BAR = r'<a href="([^"]+)" tabindex="-1"( aria-current="date")?><title>([^<]+): (\d+) articles?<'
DAY = "from=2017-10-17&to=2017-10-17"


@pytest.mark.parametrize("asked", ["", "tag=Syria&", "agency=AFP&", "q=Syria&"])
def test_a_day_is_shown_among_the_days_around_it_and_each_bar_leads_there(get, asked: str) -> None:
    page = get(f"/?{asked}{DAY}&fold=0")
    bars = re.findall(BAR, page.html)
    assert len(bars) > 1
    assert [said for _, here, said, _ in bars if here] == ["17 October 2017"]
    for href, _, _, count in bars:
        assert total(get(unescape(href))) == int(count)
    whole = get(f"/search.json?{asked}from=2017-10-10&to=2017-10-24").html
    assert f'"total":{sum(int(count) for *_, count in bars)},' in whole.replace(" ", "")


def test_the_days_around_reach_a_week_either_way_and_lead_to_the_same_larger(get) -> None:
    page = get(f"/?{DAY}")
    svg = page.html[page.html.index("<svg") : page.html.index("</svg>")]
    width = float(re.findall(r'class="marked" x="[\d.]+" y="16" width="([\d.]+)"', svg)[0])
    assert width == pytest.approx(352 / 15, abs=0.01)
    assert re.findall(r">(\d+ \w+(?: \d{4})?)</text>", svg) == ["10 Oct 2017", "17 Oct"]
    larger = page.link("Chart, numbers, compare").href
    assert query_of(larger) == [("from", "2017-10-10"), ("to", "2017-10-24")]
    drawn = get(larger).html
    assert "<svg" in drawn
    assert "10 Oct 2017</text>" in drawn


def test_a_day_with_nothing_else_around_it_is_shown_amid_that(get) -> None:
    page = get("/?from=2017-11-03&to=2017-11-03")
    assert len(re.findall(BAR, page.html)) == 1
    assert "27 October 2017 to 2 November 2017: the archive holds nothing" in page.html
    assert "27 Oct 2017</text>" in get(page.link("Chart, numbers, compare").href).html


def test_a_day_without_articles_shows_where_there_are_some(get) -> None:
    page = get("/?from=2017-10-16&to=2017-10-16&fold=0")
    assert total(page) == 0
    assert re.findall(BAR, page.html)
    assert 'class="marked"' in page.html


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1900-01-01"])
def test_a_day_with_nothing_around_it_has_no_chart(get, day: str) -> None:
    page = get(f"/?from={day}&to={day}")
    assert page.status == 200
    assert "<svg" not in page.html


def test_only_the_page_of_a_day_costs_another_search(get, monkeypatch) -> None:
    asked = []
    search = Search.search

    def counted(self, each):
        asked.append(each)
        return search(self, each)

    monkeypatch.setattr(Search, "search", counted)
    get("/?tag=Syria&from=2017-11-03&to=2017-11-04")
    assert len(asked) == 1
    asked.clear()
    get("/?tag=Syria&from=2017-11-03&to=2017-11-03")
    assert [each.limit for each in asked[1:]] == [0]
    assert not asked[1].facets


def test_a_day_by_name_is_that_of_the_archives_clock(get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "today", lambda _: date(2017, 10, 17))
    bars = re.findall(BAR, get("/?from=today&to=today&fold=0").html)
    assert [said for _, here, said, _ in bars if here] == ["17 October 2017"]
