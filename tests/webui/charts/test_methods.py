"""How the numbers of each chart are computed: a page made from the code, and a line to cite."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html import unescape

import pytest

from index.answers.method import version
from index.coverage import coverage
from index.mapping import mapped
from tests.helpers.pages import total

PAGES = {
    "/chart?q=Syria": "Articles over time for “Syria”.",
    "/chart?q=Syria&per=share&split=agency":
        "Articles over time for “Syria”, by agency, as shares of all articles.",
    "/chart?q=Syria&versus=Iraq": "Articles over time for “Syria” beside “Iraq”.",
    "/map?q=%22Deir+Ezzor%22":
        'Places that articles were filed from for "Deir Ezzor".',
    "/calendar?q=Syria&year=2017": "Stories by day for “Syria”, 2017.",
    "/calendar?fold=0&year=2017": "Articles by day, 2017.",
    "/coverage?by=tag&q=Syria": "Coverage for “Syria”, by tag.",
}  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_chart_and_the_page_of_its_method_have_the_same_line_to_cite(get, path: str) -> None:
    page = get(path)
    link = page.link("How this is computed").href
    method = get(link)
    (line,) = re.findall(r"To cite: (.*?)</p>", page.html)
    assert re.findall(r"To cite: (.*?)</p>", method.html) == [line]
    line = unescape(line)
    assert line.startswith(f"{PAGES[path]} Computed by {version()}; /")
    where = re.search(r"; (/.*), \d{4}-\d\d-\d\d\.$", line)[1]
    assert re.findall(r"To cite: (.*?)</p>", get(where).html)
    assert method.link("← Back to the numbers").href == where
    told = re.findall(r"<dt>(.*?)</dt><dd>(.+?)</dd>", method.html)
    assert len(told) == len(dict(told)) > 5
    assert {"What is counted", "How it is drawn", "Exact or estimated", "Version"} <= {*dict(told)}


def test_a_method_is_that_of_the_numbers_asked_for(get) -> None:
    shares = "whatever words, filters and dates"
    assert shares in get("/chart/method?per=share").text
    assert shares not in get("/chart/method").text
    assert "The 4 most frequent values" in get("/chart/method?split=agency").text
    assert "most frequent values" not in get("/chart/method?split=agency&versus=Iraq").text
    assert "each of their days is shown" in get("/chart/method?from=2017-11-01&to=2017-11-09").text
    assert "Stories: articles that" in get("/calendar/method?fold=1").text
    assert "Articles, never stories" in get("/calendar/method?fold=0").text
    assert "values of agency" in get("/coverage/method").text
    for refused in ("/chart/method?split=colour", "/coverage/method?by=colour",
                    "/calendar/method?year=x"):  # fmt: skip
        assert get(refused).status == 400


@pytest.mark.parametrize("asked", ["from=zz", "sort=bogus", "q=oil&from=zz", "q=oil&sort=bogus"])
@pytest.mark.parametrize("page", ["chart", "map", "calendar", "coverage", "words"])
def test_where_a_chart_is_refused_so_is_the_page_of_its_method(get, page: str, asked: str) -> None:
    if page == "words" and "q=" not in asked:
        return  # which asks for a word
    assert get(f"/{page}/method?{asked}").status == get(f"/{page}?{asked}").status


@pytest.mark.parametrize("path", ["/chart?q=oil", "/map?q=oil", "/calendar?q=oil&year=2017",
                                  "/coverage?q=oil&by=tag", "/words?q=oil"])  # fmt: skip
def test_a_line_to_cite_names_no_host_that_a_client_made_up(
    open_home, samples, visit, path: str
) -> None:
    said = "https://news.example/archive"
    for settings, start in ({}, "/"), ({"ARCHIVE_BASE_ADDRESS": said}, f"{said}/"):
        client = open_home(samples.home, **settings)
        host = {"Host": "127.0.0.1:4999"}
        page = visit(client, path, headers=host)
        method = visit(client, page.link("How this is computed").href, headers=host)
        for html in (page.html, method.html):
            (line,) = re.findall(r"To cite: (.*?)</p>", html)
            assert f"; {start}{path[1:4]}" in line
            assert "127.0.0.1" not in line


def test_limits_and_rules_are_those_of_the_code(get, monkeypatch: pytest.MonkeyPatch) -> None:
    told = get("/coverage/method").text
    assert coverage.RULE in told
    assert f"{coverage.MOST_ROWS} values" in told
    assert f"{mapped.TIMES} times as many people" in get("/map/method").text
    monkeypatch.setattr("webui.charts.coverage.MOST_COLUMNS", 37)
    assert "of which there are at most 37," in get("/coverage/method?by=tag").text


def test_the_calendar_is_a_table_too(get) -> None:
    answer = get("/calendar.csv?fold=0")
    heads, *rows = csv.reader(io.StringIO(answer.html.removeprefix("\ufeff")))
    assert heads == ["period", "kind", "first day", "last day", "articles"]
    sums = Counter[str]()
    for period, kind, first, last, count in rows:
        sums[kind] += int(count)
        assert (first[: len(period)], last[: len(period)]) == (
            (period, period) if kind else ("", "")
        )
    assert sums["year"] == sums["month"] == sums["day"] > 0
    assert sums["year"] + sums[""] == total(get("/?q=*&fold=0"))
    periods = [row[0] for row in rows if row[1]]
    assert periods == sorted(periods)
    page = get("/calendar?fold=0&year=2017")
    one = csv.reader(io.StringIO(get(page.link("CSV").href).html.removeprefix("\ufeff")))
    assert list(one)[1:] == [row for row in rows if row[0].startswith("2017")]
    assert get(page.link("CSV of all years").href).html == answer.html
    folded = get("/calendar.csv?q=Syria&fold=1").html
    assert folded.splitlines()[0].endswith(",stories")
