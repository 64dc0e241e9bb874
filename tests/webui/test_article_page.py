"""The article page: what it shows, what it must never let through, and its addresses."""

from __future__ import annotations

import json
import re

import pytest

from archive.article import Image
from archive.store.store import Store
from tests.helpers.pages import query_of


def first(get, query: str) -> str:
    """The address of the best hit."""
    return next(link.href for link in get(f"/?{query}").links if link.href.startswith("/article/"))


def test_an_article_shows_text_facts_and_record(get) -> None:
    page = get(first(get, "q=Hayabusa2+OR+title:%E3%81%AF%E3%82%84%E3%81%B6%E3%81%952&language=ja"))
    assert page.status == 200
    assert "<h2>6年間、52億キロの旅</h2>" in page.html
    assert "<strong>リュウグウ</strong>" in page.html
    assert '<time datetime="2020-12-06">6 December 2020</time>' in page.html
    assert '<p class="dateline">ウーメラ（オーストラリア）</p>' in page.html
    assert ("div", {"lang": "ja", "dir": "ltr"}) in page.elements
    assert re.search(r"Revision1 of 1, seen \d+ \w+ \d{4}, \d\d:\d\d UTC Origin", page.text)
    assert page.link("https://minato.example.net/kagaku/hayabusa2").attributes["rel"] == (
        "noopener noreferrer nofollow"
    )


def test_the_tags_agency_section_and_publisher_of_an_article_are_links_to_searches(get) -> None:
    page = get(first(get, "q=title:Jazeera&tag=SDF"))
    for text, href in {
        "SDF": "/?tag=SDF",
        "AFP": "/?agency=AFP",
        "World": "/?section=World",
        "Lakeside Tribune": "/?publisher=Lakeside+Tribune",
    }.items():
        assert page.link(text).href.replace("%20", "+") == href
        assert get(href).titles()


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("fr", "ltr"), ("ku", "auto")],
)
def test_an_article_is_set_in_its_language_and_direction(
    holding, visit, language, direction
) -> None:
    client, article = holding(language=language)
    page = visit(client, f"/article/{article.id}")
    assert ("div", {"lang": language, "dir": direction}) in page.elements


def test_captions_are_shown_and_pictures_are_linked_but_not_loaded(holding, visit) -> None:
    client, article = holding(
        body="![a map](https://evil.example/pixel.gif) Text.",
        images=(
            Image("https://www.news.example/a.jpg", "The bridge"),
            Image("javascript:x()", "No"),
        ),
    )
    page = visit(client, f"/article/{article.id}")
    assert "The bridge" in page.text
    assert page.link("Picture at news.example").href == "https://www.news.example/a.jpg"
    assert "javascript:" not in page.html
    assert "img" not in [tag for tag, _ in page.elements]


def test_the_date_is_written_as_precisely_as_it_is_known(holding, visit) -> None:
    client, article = holding(date="2011-03", precision="month")
    assert (
        '<time datetime="2011-03">March 2011</time>' in visit(client, f"/article/{article.id}").html
    )


def test_a_status_out_of_the_ordinary_and_its_note_stand_above_the_text(holding, visit) -> None:
    client, article = holding(status="corrected", note="the name of the town was wrong")
    html = visit(client, f"/article/{article.id}").html
    assert html.index("corrected: the name of the town was wrong") < html.index('class="body"')


def test_an_ordinary_status_stands_in_the_record_alone(holding, visit) -> None:
    client, article = holding(status="published")
    assert 'class="notice"' not in visit(client, f"/article/{article.id}").html


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <a href='javascript:alert(1)'>a</a>"
    " [b](javascript:alert(1)) <iframe src='//evil.example'></iframe> <p style='x' onclick='y'>c"
)


def test_nothing_that_came_in_is_run(holding, visit) -> None:
    client, article = holding(
        body=HOSTILE, title=HOSTILE, summary=HOSTILE, note=HOSTILE, dateline=HOSTILE,
        tags=(HOSTILE,), agency=(HOSTILE,), publisher=HOSTILE, section=HOSTILE,
        authors=(HOSTILE,), credit=HOSTILE,
        url="javascript:alert(1)", language='"><script>', images=(Image("data:x", HOSTILE),),
    )  # fmt: skip
    for address in (f"/article/{article.id}?q=alert+a+b+c", "/", "/?q=alert"):
        page = visit(client, address)
        assert page.status == 200
        for tag, attributes in page.elements:
            assert tag not in ("script", "iframe", "img", "style")
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not attributes.get("href", "").startswith(("javascript", "data", "//"))


def test_the_original_is_served_as_plain_text_whatever_it_is(holding) -> None:
    client, article = holding(original=b"<script>alert(1)</script>\xff")
    answer = client.get(f"/article/{article.id}/original")
    assert answer.data == b"<script>alert(1)</script>\xff"
    assert answer.headers["Content-Type"] == "text/plain", "its bytes are in no known encoding"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_words_of_the_search_are_marked_in_title_and_body(get) -> None:
    page = get(first(get, "q=besieged+districts&tag=Humanitarian+aid"))
    assert "the <mark>besieged districts</mark> at about 93,000" in page.html
    title = get(first(get, "q=title:siege&tag=Humanitarian+aid"))
    assert "<mark>siege</mark> of Deir Ezzor</h1>" in title.html


def test_marks_leave_the_rest_of_the_text_as_it_is(holding, visit) -> None:
    body = (
        "A *half* mark: U.S. oil & gas < 5 `gas oil`\n\n> quoted oil\n\n1. Oil\n\n"
        "| a | oil |\n|---|---|\n| b | c |"
    )
    client, article = holding(body=body)
    plain = visit(client, f"/article/{article.id}").html
    marked = visit(client, f"/article/{article.id}?q=half+oil").html
    inside = [html.split('<div class="body">')[1].split("</div>")[0] for html in (plain, marked)]
    assert inside[1].count("<mark>") == 6
    assert inside[1].replace("<mark>", "").replace("</mark>", "") == inside[0]


def test_the_way_back_leads_to_the_results_that_it_was_found_in(get) -> None:
    address = "/?q=Syria&tag=Conflict&agency=AFP&from=2017&to=2018&sort=oldest"
    back = get(first(get, address[2:])).link("← Back to the results")
    assert back.href == f"{address}#h1"
    assert get(back.href).titles() == get(address).titles()


def test_without_a_search_the_way_back_leads_to_the_newest(get) -> None:
    path = first(get, "q=Mosul").partition("?")[0]
    assert get(path).link("← The newest articles").href == "/"


def test_the_id_alone_says_which_article_it_is(get) -> None:
    path = first(get, "q=Mosul").partition("?")[0]
    bare = path.rpartition("/")[0]
    assert get(bare).html == get(path).html == get(f"{bare}/another-title").html
    assert f'<link rel="canonical" href="{path}">' in get(bare).html
    assert get(path).link(bare.rpartition("/")[2]).href == bare


@pytest.mark.parametrize("word", ["Original", "History", "Diff"])
def test_an_article_titled_like_a_page_of_it_is_not_taken_for_that(holding, visit, word) -> None:
    client, _ = holding(title=word)
    href = next(x.href for x in visit(client, "/").links if x.href.startswith("/article/"))
    assert f"<h1>{word}</h1>" in visit(client, href).html


@pytest.mark.parametrize(
    "way",
    ["", "/slug", "/original", ".json", "?revision=1", "/history", "/diff", "/diff/1..1.json"],
)
def test_a_removed_article_says_that_it_has_been_removed(holding, visit, tmp_path, way) -> None:
    client, article = holding()
    with Store.open(tmp_path / "own") as store:
        store.remove(article.id)
    page = visit(client, f"/article/{article.id}{way}")
    assert page.status == 410
    assert "has been taken out" in page.text
    assert "Text of one" not in page.html


@pytest.mark.parametrize(
    "path", ["/article/nosucharticle", "/article/x/y", "/article/x/original", "/nowhere"]
)
def test_what_is_not_there_offers_a_search(get, path) -> None:
    page = get(f"{path}?q=Mosul")
    assert page.status == 404
    assert ("q", "Mosul") in page.inputs
    assert "archive search" not in page.text


def test_an_article_without_a_text_says_so(holding, visit) -> None:
    client, article = holding(body="")
    assert "There is no text" in visit(client, f"/article/{article.id}").text


def test_every_sample_has_a_page_and_its_json(get, client) -> None:
    seen = 0
    for page in range(1, 9):
        for hit in json.loads(get(f"/search.json?page={page}").html)["hits"]:
            seen += 1
            article = client.get(f"/article/{hit['id']}.json").json
            assert article["version"] == 1
            assert article["article"]["title"] == hit["title"]
            assert get(f"/article/{hit['id']}?q=the").status == 200
    assert seen == 80  # all but the one that was withdrawn


def test_an_original_in_utf_8_says_so(holding) -> None:
    client, article = holding(original="Ünïcode".encode())
    answer = client.get(f"/article/{article.id}/original")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_place_and_collection_of_an_article_lead_to_all_that_share_them(get) -> None:
    page = get("/article/bip4iamhjnrqekyr")
    for name, value in (("place", "دمشق"), ("collection", "Samples")):
        links = [link.href for link in page.links if link.text == value]
        (href,) = [each for each in links if dict(query_of(each)) == {name: value}]
        assert "bip4iamhjnrqekyr" in get(f"{href}&size=100").html
