"""The calendar of a search: the days of a year, each a link, the darker the more it holds."""

from __future__ import annotations

import re

from tests.helpers.pages import query_of, total


def test_every_day_and_month_leads_to_as_many_as_it_says(get) -> None:
    page = get("/calendar?q=Syria&year=2017")
    links = re.findall(r'<a href="([^"]+)" rel="nofollow" title="([^"]+)">', page.html)
    assert len(links) > 5
    for href, title in links:
        count = int(re.search(r": (\d+) (?:story|stories)$", title)[1])
        assert total(get(href.replace("&amp;", "&"))) == count, title
    october = page.link("October")
    assert total(get(october.href)) == int(october.text.split()[1])
    assert dict(query_of(october.href)) == {"q": "Syria", "from": "2017-10", "to": "2017-10"}


def test_the_darkest_day_is_the_one_with_most(get) -> None:
    html = get("/calendar?year=2017&fold=0").html
    cells = re.findall(r'class="shade(\d)"><a [^>]*title="[^"]*: (\d+) articles?"', html)
    most = max(int(count) for _, count in cells)
    assert {int(shade) for shade, count in cells if int(count) == most} == {5}
    assert all(int(shade) >= 1 for shade, _ in cells)


def test_the_other_years_are_a_click_away_and_the_range_is_looked_beyond(get) -> None:
    page = get("/calendar?from=2017&to=2017")
    assert page.html.count("<caption>") == 12
    assert "2017: " in page.text
    older = next(link for link in page.links if link.text.startswith("1987"))
    assert "1987: " in get(older.href).text
    assert page.link("No date")
    assert page.link("← Back to the results").href == "/?from=2017&to=2017"


def test_what_is_no_year_is_a_sentence_and_one_without_articles_shows_another(get) -> None:
    assert get("/calendar?year=abc").status == 400
    assert "is no year" in get("/calendar?year=abc").text
    assert get("/calendar?year=1804").status == 200
    assert "No dates" in get("/calendar?q=zzyzx").text
