"""The page of the words around a word: the command's numbers, links that find, and the method."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.helpers.pages import total

PATHS = (
    "q=Syrian&least=1", "q=Syrian&least=1&axis=year",
    "q=%22Deir+Ezzor%22&show=neighbours&axis=agency",
    "q=army&show=counts&axis=tag", "q=Syrian&versus=oil", "q=Syrian&versus=oil&axis=year",
    "q=Syrian&measure=dice&left=2&right=2&small=1", "q=unheardof", "",
)  # fmt: skip
_LINK = re.compile(r'<th scope="row"><a href="([^"]+)" rel="nofollow">')


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_its_numbers_as_files_and_says_how_they_came(get, path: str) -> None:
    page = get(f"/words?{path}")
    assert page.status == 200
    if not path:
        return
    for address in re.findall(r'href="(/words[^"]*)"', page.html):
        assert get(html.unescape(address)).status == 200, address
    assert "How this is computed" in page.html
    assert "news-archive" in page.html


def test_all_articles_beside_a_search_have_a_name(get) -> None:
    page = get("/words?versus=Syria")
    assert "The words around all articles beside Syria" in page.text
    assert "Words typical of all articles" in page.html
    assert "Words typical of <" not in page.html
    links = _LINK.findall(page.html)
    assert links
    assert all(total(get(html.unescape(link))) for link in links)


def test_a_window_is_both_sides_that_are_not_named(get) -> None:
    asked = "/words.csv?q=Syrian&least=1&"
    assert get(f"{asked}window=2").html == get(f"{asked}left=2&right=2").html
    assert get(f"{asked}window=2&right=5").html == get(f"{asked}left=2").html
    assert get(f"{asked}window=2").html != get(f"{asked}window=5").html
    for wrong in ("999", "x"):
        assert get(f"/words?q=Syrian&window={wrong}").status == 400


def test_each_word_leads_to_articles_with_both(get) -> None:
    page = get("/words?q=Syrian&least=1&limit=8")
    links = _LINK.findall(page.html)
    assert len(links) == 8
    assert all(total(get(html.unescape(link))) for link in links)


@pytest.mark.parametrize(("asked", "axes"), [
    ("q=Syrian", ("year", "agency", "tag", "section", "language", "decade")),
    ("q=army&from=2017-10-15&to=2017-11-05", ("year", "month", "decade")),
    ("q=army+OR+oil&agency=AFP&agency=Reuters", ("agency", "year")),
    ("q=army+OR+oil&any.tag=Syria&any.tag=Iraq&missing=publisher", ("tag", "publisher")),
])  # fmt: skip
def test_values_of_the_axis_lead_to_as_many_articles_as_they_say(
    get, client: FlaskClient, asked: str, axes: tuple[str, ...]
) -> None:
    """Where the search has dates of its own, and names values of the axis, too."""
    for axis in axes:
        found = client.get(f"/words.json?{asked}&show=counts&axis={axis}").get_json()
        links = _LINK.findall(get(f"/words?{asked}&show=counts&axis={axis}").html)
        assert len(links) == len(found["groups"]) > 0
        for group, link in zip(found["groups"], links, strict=True):
            assert total(get(html.unescape(link))) == group["documents"], link


@pytest.mark.parametrize("path", ["q=oil&axis=colour", "q=oil&left=51", "q=oil&left=x", "q=tag:x",
                                  "q=oil&measure=x", "q=oil&show=x", "q=oil&limit=0"])  # fmt: skip
def test_what_cannot_be_asked_is_said(get, path: str) -> None:
    assert get(f"/words?{path}").status == 400
    assert get(f"/words.json?{path}").status == 400


def test_what_was_chosen_for_one_search_is_not_said_of_two(get) -> None:
    page = get("/words?q=Syrian&versus=oil&measure=dice&left=2&right=2")
    assert page.status == 200
    assert "measure=dice" not in page.html
    assert get("/words.csv?q=Syrian&versus=oil&measure=dice").status == 400
    told = get("/words/method?q=Syrian&versus=oil&measure=dice")
    assert "Two searches" in told.html
    assert "Dice" not in told.html


def test_what_has_quotation_marks_gets_no_others(get) -> None:
    text = get("/words?q=%22Syrian+army%22&versus=oil").html
    assert '<bdi>&#34;Syrian army&#34;</bdi> beside <q dir="auto">oil</q>' in text
    assert "Words typical of &#34;Syrian army&#34; beside “oil”, log-likelihood." in text
    text = get("/words?q=%22Syrian+army%22").html
    assert "Words near &#34;Syrian army&#34;, log-likelihood" in text
