"""From a hit to the next one, and back to it."""

from __future__ import annotations

import pytest

from tests.helpers.pages import total


def test_a_reader_goes_through_all_hits_one_after_the_other(get) -> None:
    results = get("/?q=Syria&sort=oldest")
    page = get(results.link(results.titles()[0]).href)
    seen = []
    while True:
        seen.append(page.html.split("<h1>")[1].split("</h1>")[0])
        assert f"{len(seen)} of {total(results)}" in page.text
        if not any(link.text == "Next" for link in page.links):
            break
        page = get(page.link("Next").href)
    assert len(seen) == len(set(seen)) == total(results) > 5
    before = get(page.link("Previous").href)
    assert f"{len(seen) - 1} of" in before.text


def test_the_way_back_leads_to_the_very_hit_on_its_page(open_home, visit, samples) -> None:
    client = open_home(samples.home, ARCHIVE_PAGE_SIZE="4")
    results = visit(client, "/?q=Syria&page=2")
    hit = next(link for link in results.links if link.href.endswith("n=6"))
    back = visit(client, hit.href).link("← Back to the results").href
    assert back == "/?q=Syria&page=2#h6"
    assert f'id="{back.partition("#")[2]}"' in visit(client, back.partition("#")[0]).html


@pytest.mark.parametrize("number", ["0", "x", "-1", "99999999999", "3", "1000000"])
def test_a_place_that_is_not_the_articles_says_nothing_of_it(get, number: str) -> None:
    first = get("/?q=Syria").links
    href = next(x.href for x in first if "n=1" in x.href).replace("n=1", f"n={number}")
    page = get(href)
    assert page.status == 200
    assert " of 7" not in page.text.split("News archive")[1][:200]
    assert page.link("← Back to the results").href == "/?q=Syria"


def test_readers_choose_how_many_hits_a_page_has(get) -> None:
    page = get("/?q=the+OR+a")
    more = get(page.link("20").href)
    assert len(more.titles()) == 20
    assert ("size", "20") in more.inputs
    assert get("/?q=the&size=11").status == 400
    assert get("/?q=the&size=x").status == 400
