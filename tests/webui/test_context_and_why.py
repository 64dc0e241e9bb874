"""In the browser: occurrences in context, why an article was found, what is like it, mentions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Page

Get = Callable[..., Page]


def test_occurrences_stand_in_a_table_linked_to_their_articles(get: Get, client) -> None:
    page = get(get("/?q=Deir+Ezzor&tag=Syria").link("In context").href)
    assert "Every occurrence of Deir Ezzor" in page.text
    answer = client.get("/search.json?q=Deir+Ezzor&tag=Syria&view=kwic").json
    links = [link for link in page.links if link.href.startswith("/article/")]
    assert len(links) == len(answer["lines"]) > 3
    for link, line in zip(links, answer["lines"], strict=True):
        assert line["id"] in link.href
        assert link.text.startswith(line["date"])
    assert page.html.count("<mark>") == len(links)
    assert get(links[0].href).link("← Back to the results").href == page_address(page)


def page_address(page: Page) -> str:
    return page.link("By date").href


def test_lines_can_be_sorted_and_paged(get: Get, client) -> None:
    by_word = get(get("/?q=the&view=kwic").link("By the word after").href)
    twin = by_word.link("This page as JSON").href
    lines = client.get(twin).json["lines"]
    second = client.get(f"{twin}&page=2").json["lines"]
    after = [line["right"].split()[0].strip('",.').casefold() for line in (*lines, *second)]
    assert len(lines) == len(second) == 50
    assert after[:30] == sorted(after[:30])
    assert get(by_word.link("Next").href).link("Previous").href == "/?q=the&view=kwic&lines=right"


@pytest.mark.parametrize(
    ("address", "status"), [("view=kwic", 400), ("q=zzz&view=kwic", 200), ("view=no&q=the", 200)]
)
def test_a_view_without_words_is_a_sentence(get: Get, address: str, status: int) -> None:
    assert get(f"/?{address}").status == status


def test_an_article_opened_from_a_search_says_why_it_was_found(get: Get, client) -> None:
    found = get("/?q=loses+towns&tag=Syria").titles()
    opened = get(get("/?q=loses+towns&tag=Syria").link(found[0]).href)
    page = get(opened.link("Why was this found?").href)
    assert "Why this was found" in page.text
    assert "body: town ×4 (another form, English)" in page.text
    answer = client.get(page.link("This page as JSON").href).json
    assert answer["explanation"]["found"]
    assert [part["asked"] for part in answer["explanation"]["parts"]] == [
        "loses", "towns", "tag: Syria",
    ]  # fmt: skip
    article = f"/article/{answer['article']['id']}"
    assert "Why was" not in get(f"{article}?why=1").text
    assert "Why the search does not find this" in get(f"{article}?q=xylophonist&why=1").text
    assert get(f"{article}?q=towns&from=yesteryear&why=1").status == 200


def test_similar_articles_stand_below_an_article_with_their_dates(get: Get, client) -> None:
    page = get(get("/?q=loses+towns").link("Army says").href)
    answer = client.get(page.link("This page as JSON").href).json
    assert 0 < len(answer["similar"]) <= 5
    for other in answer["similar"]:
        assert other["id"] in page.link(other["title"]).href
        assert other["date"] in page.html
    assert answer["article"]["id"] not in {other["id"] for other in answer["similar"]}


def test_first_last_and_busiest_day_lead_to_their_articles(get: Get, client) -> None:
    page = get("/chart?q=Euphrates&tag=Syria")
    mentions = client.get("/search.json?q=Euphrates&tag=Syria").json["mentions"]
    dates = (mentions["first"], mentions["last"], mentions["peak"]["date"])
    links = [link.href for link in page.links]
    for day in dates:
        address = f"/?q=Euphrates&tag=Syria&from={day}&to={day}"
        assert address in links
        assert client.get(address.replace("/?", "/search.json?")).json["total"] > 0


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ku", "auto"), (None, "auto")]
)
def test_parts_of_a_text_run_as_its_language_does_whatever_they_begin_with(
    holding, visit, language, direction
) -> None:
    client, article = holding(
        language=language, title="حلب met Aleppo", body="They met حزب الله there.", summary="met"
    )
    lines = visit(client, "/?q=title:met+OR+they+met&view=kwic").elements
    parts = {kept.get("dir") for tag, kept in lines if tag == "bdi"}
    assert parts == {direction}
    search = visit(client, "/?q=met").elements
    snippets = [kept for _, kept in search if kept.get("class") == "snippet"]
    titles = [kept for tag, kept in search if tag == "h2" and "dir" in kept]
    assert {each["dir"] for each in (*snippets, *titles)} == {direction}
    for page in ("history", "cite", "passages"):
        shown = visit(client, f"/article/{article.id}/{page}").elements
        assert direction in {kept.get("dir") for tag, kept in shown if tag in ("h1", "p", "h2")}
