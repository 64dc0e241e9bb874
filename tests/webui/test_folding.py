"""Folding in the browser: the switch, what is folded under a hit, and the copies of an article."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from archive.article import Article
from archive.store.store import Store
from tests.helpers.archives import make_one_story
from tests.helpers.pages import Link

from .conftest import Page

COPIES = 14


@pytest.fixture
def copies(tmp_path: Path, make_article: Callable[..., Article]) -> list[Article]:
    """Fourteen articles, a day apart, kept as one story, in an archive with one other article."""
    made = [
        make_article(
            f"{n}", title=f"Ferry sails <again> {n:02}", body="The ferry sails.",
            date=f"2018-06-{n + 1:02}", publisher=f"Paper {n}", agency=("AFP",), tags=("Sea",),
        )
        for n in range(COPIES)
    ]  # fmt: skip
    alone = make_article("alone", title="Ferry tickets", body="No ferry.", tags=("Sea",))
    with Store.create(tmp_path / "own") as store, store.transaction():
        for article in (*made, alone):
            store.put(article, b"as it came", "text/plain")
    make_one_story(tmp_path / "own", [article.id for article in made])
    return made


@pytest.fixture
def folded(
    copies: list[Article], open_home: Callable[..., FlaskClient], tmp_path: Path
) -> FlaskClient:
    return open_home(tmp_path / "own", ARCHIVE_PAGE_SIZE="10")


@pytest.fixture
def get(folded: FlaskClient, visit: Callable[..., Page]) -> Callable[..., Page]:
    return partial(visit, folded)


def test_the_switch_folds_copies_and_shows_them_again(get: Callable[..., Page]) -> None:
    page = get("/?q=ferry&tag=Sea")
    assert "2 stories for ferry 15 articles" in page.text
    assert "13 copies" in page.text
    flat = get(page.link("Show every copy").href + "&page=2")
    assert "15 articles" in flat.text
    assert "13 copies" not in flat.text
    back = flat.link("Fold copies")
    assert back.href == "/?q=ferry&tag=Sea&fold=1"
    assert get(back.href).titles() == page.titles()


def test_a_setting_shows_every_copy(
    copies: list[Article], open_home: Callable[..., FlaskClient], visit: Callable[..., Page],
    tmp_path: Path,
) -> None:  # fmt: skip
    client = open_home(tmp_path / "own", ARCHIVE_FOLD_COPIES="0")
    assert "15 articles" in visit(client, "/?q=ferry&tag=Sea").text
    assert "2 stories" in visit(client, "/?q=ferry&tag=Sea&fold=1").text


def test_a_story_that_is_asked_for_is_not_folded_and_nothing_outside_the_pages_is(
    get: Callable[..., Page], folded: FlaskClient, copies: list[Article]
) -> None:
    assert f"{COPIES} articles" in get(f"/?q=story:{copies[0].id}").text
    assert folded.get("/search.json?q=ferry").json["total"] == COPIES + 1  # type: ignore[index]
    twin = get("/?q=ferry").link("This page as JSON").href
    assert folded.get(twin).json["total"] == 2  # type: ignore[index]
    assert folded.get("/facet/publisher.json").json["of"] == COPIES  # type: ignore[index]


def test_every_link_and_the_form_keep_the_folding(get: Callable[..., Page]) -> None:
    page = get("/?q=ferry&tag=Sea&from=2017&fold=1")
    assert ("fold", "1") in page.inputs
    kept = [
        link for link in page.links
        if link.text.startswith(("Oldest", "Remove", "AFP", "Ferry", "June 2018", "English"))
    ]  # fmt: skip
    assert len(kept) > 8
    for link in kept:
        assert ("fold", "1") in parse_qsl(urlsplit(link.href).query), link.href


def test_what_is_folded_is_listed_with_ways_to_read_and_compare_it(
    get: Callable[..., Page], copies: list[Article]
) -> None:
    page = get("/?q=sails&fold=1&sort=oldest")
    details = page.html.split('<details class="copies"')[1].split("</details>")[0]
    assert details.count("<li>") == 10
    assert "<again>" not in details
    first, second = copies[0].id, copies[1].id
    assert f'href="/article/{second}/ferry-sails-again-01?q=sails&amp;sort=oldest' in details
    assert f'href="/compare/{first}/{second}"' in details
    whole = get(page.link("Every article of this story").href)
    assert f"{COPIES} articles" in whole.text
    assert ("q", f"story:{first}") in whole.inputs


def value(page: Page, name: str) -> Link:
    """The link of a value among the facets."""
    return next(x for x in page.links if x.text.startswith(f"{name} ") and "rel" in x.attributes)


def test_counts_on_a_folded_page_say_what_they_count(get: Callable[..., Page]) -> None:
    page = get("/?q=ferry")
    assert value(page, "AFP").text == "AFP 1"
    assert value(page, "Sea").text == "Sea 2"
    assert "2 stories for ferry 15 articles" in page.text
    assert value(get("/?q=ferry&fold=0"), "AFP").text == f"AFP {COPIES}"


def test_pages_are_pages_of_stories(get: Callable[..., Page]) -> None:
    assert "Page 1 of 2" in get("/?q=ferry&fold=0").text
    assert "Page 1 of" not in get("/?q=ferry&fold=1").text
    assert get("/?q=ferry&fold=1&page=2").status == 400


def test_an_article_lists_its_copies_and_leads_to_all_of_them(
    get: Callable[..., Page], copies: list[Article]
) -> None:
    page = get(f"/article/{copies[13].id}")
    assert "13 more articles carry nearly this text" in page.text
    listed = page.html.split('aria-labelledby="copies"')[1].split("</section>")[0]
    assert listed.count("<li>") == 10
    assert f"/article/{copies[13].id}" not in listed
    assert page.link("Compare").href == f"/compare/{copies[13].id}/{copies[0].id}"
    assert f"{COPIES} articles" in get(page.link("Every article of this story").href).text


def test_a_removed_copy_is_no_longer_counted_or_shown(
    get: Callable[..., Page], copies: list[Article], tmp_path: Path
) -> None:
    with Store.open(tmp_path / "own") as store:
        for copy in copies[2:]:
            store.remove(copy.id)
    page = get(f"/article/{copies[0].id}")
    assert "1 more article carries nearly this text" in page.text
    assert copies[2].id not in page.html
    assert "1 copy" in get("/?fold=1").text


def test_the_json_twins_tell_the_copies(folded: FlaskClient, copies: list[Article]) -> None:
    answer = folded.get("/search.json?q=sails&fold=1&sort=oldest").json
    assert answer is not None
    assert (answer["total"], answer["counted"], answer["articles"]) == (1, "stories", COPIES)
    assert [other["id"] for other in answer["hits"][0]["others"]] == [
        copy.id for copy in copies[1:11]
    ]
    article = folded.get(f"/article/{copies[1].id}.json").json
    assert article is not None
    assert (article["story"], article["more"]) == (copies[0].id, COPIES - 1)
    assert article["others"][0]["publisher"] == "Paper 0"
