"""The map of a search: its circles and its table lead to as many articles as they say."""

from __future__ import annotations

import csv
import html
import io
import json
import re

from tests.helpers.archives import ROOT
from tests.helpers.pages import total


def test_every_circle_and_row_leads_to_as_many_as_it_says(get) -> None:
    page = get("/map")
    circles = re.findall(
        r'<a href="([^"]+)" aria-label="([^"]+): ([\d,]+) articles?"><circle',
        page.html,
    )
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)"[^>]*><bdi>([^<]+)</bdi></a></th>'
        r'<td>[^<]*</td><td class="number">(\d+)</td>',
        page.html,
    )
    assert len(circles) > 10
    assert {html.unescape(href) for href, _, _ in circles} == {html.unescape(r[0]) for r in rows}
    for href, where, count in circles:
        assert total(get(html.unescape(href))) == int(count), where


def test_what_is_not_on_the_map_is_listed_with_why_and_leads_to_its_articles(get) -> None:
    page = get("/map")
    link = page.link("Abu Fas")
    assert total(get(link.href)) == 1
    assert "no known place has this name" in page.text
    without = next(link for link in page.links if link.text.endswith("without a place"))
    assert total(get(without.href)) == int(without.text.split()[0])


def test_a_search_narrows_the_map_and_says_so(get) -> None:
    page = get("/map?q=Syria&tag=Conflict")
    assert "for Syria" in page.text
    assert page.link("← Back to the results").href == "/?q=Syria&tag=Conflict"
    assert get("/?q=Syria").link("Map").href == "/map?q=Syria"
    nothing = get("/map?q=zzyzx")
    assert "No place of what was found is on the map" in nothing.text
    assert '<svg class="world"' not in nothing.html


def test_the_files_say_what_the_page_says_and_whose_places_these_are(get) -> None:
    page = get("/map?q=Syria")
    assert "GeoNames" in page.text
    assert "CC BY 4.0" in page.text
    answer = json.loads(get("/map.json?q=Syria").html)
    table = list(csv.DictReader(io.StringIO(get("/map.csv?q=Syria").html.lstrip("\ufeff"))))
    assert {row["place"] for row in table if row["latitude"]} == {
        each["place"] for each in answer["places"]
    }
    assert page.html.count("<circle") == len(answer["places"])


def test_circles_lie_where_the_outline_has_land(get) -> None:
    """Longitude 44 east and latitude 33 north is x 224 and y 52."""
    found = re.search(
        r'aria-label="Baghdad, Iraq[^>]*><circle cx="([\d.]+)" cy="([\d.]+)"', get("/map").html
    )
    assert found
    assert (round(float(found[1])), round(float(found[2]))) == (224, 52)
    outline = (ROOT / "webui" / "static" / "world.svg").read_text("utf-8")
    assert 'id="land"' in outline
    assert "Natural Earth" in outline
