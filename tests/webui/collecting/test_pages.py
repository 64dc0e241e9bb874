"""The pages of collections, their JSON, feed and document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient

from archive.article import Article
from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.collecting.reading import Collections
from archive.store.store import Store
from tests.helpers.openapi import complaints, described
from tests.helpers.pages import Page
from tests.webui.collecting.conftest import NOTE, members

Open = Callable[..., FlaskClient]
Visit = Callable[..., Page]
NAME = "Bridges & Co"
ADDRESS = "/collection/Bridges%20&%20Co"


def titles(home: Path) -> list[str]:
    with Store.open(home) as store:
        return [store.get(each).headline for each in members(home)]


def test_a_collection_is_shown_in_its_order_with_its_notes(
    collected: Path, open_home: Open, visit: Visit
) -> None:
    one, _, three = members(collected)
    with Store.open(collected) as store:
        lists = Collecting(store)
        lists.move(NAME, [three], Place("first"))
        quote = " ".join(store.get(one).body.split()[:6])
        lists.passage(NAME, one, quote, "Who says <i>so</i>?")
    client = open_home(collected)
    page = visit(client, ADDRESS)
    assert page.status == 200
    assert page.titles() == titles(collected)
    for told in ("For Monday", "Ask the <b>ministry</b>. Twice.", "Who says <i>so</i>?", quote):
        assert told in page.text
    assert not [tag for tag, _ in page.elements if tag in ("b", "i")]
    assert visit(client, "/collections").link(NAME).href == ADDRESS
    assert visit(client, f"/article/{one}").link(NAME).href == ADDRESS
    assert visit(client, "/collection/BRIDGES%20%26%20CO").titles() == page.titles()

    # Export, citation, search and feed give the same order.
    for text in ("Export", "Cite", "Search in it", "Document", "Feed"):
        assert visit(client, page.link(text).href).status == 200
    table = client.get(f"{page.link('Export').href}&format=jsonl").text
    assert [json.loads(line)["id"] for line in table.splitlines()] == members(collected)
    assert visit(client, page.link("Search in it").href).titles() == page.titles()
    cited = visit(client, page.link("Cite").href).html
    places = [cited.find(title.split("'")[0][:30]) for title in titles(collected)]
    assert places == sorted(places)
    document = client.get(page.link("Document").href)
    assert document.mimetype == "text/markdown"
    assert document.text.startswith("# Bridges &amp; Co\n\nFor Monday\n\n## 1. ")
    assert "\n> " in document.text
    feed = feedparser.parse(client.get(f"{page.link('Feed').href}?sort=collection").text)
    assert [each.title for each in feed.entries] == titles(collected)


def test_its_document_is_sent_while_a_few_articles_are_read_at_a_time(
    collected: Path, open_home: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.collecting.shown._TOGETHER", 2)
    read, real = [], Store.get_many

    def get_many(self: Store, ids: Iterable[str]) -> dict[str, Article]:
        read.append(list(ids))
        return real(self, read[-1])

    monkeypatch.setattr(Store, "get_many", get_many)
    ids = members(collected)
    document = open_home(collected).get(f"{ADDRESS}.md", buffered=False)
    assert document.is_streamed
    assert "Content-Length" not in document.headers
    assert [line[-17:-1] for line in document.text.splitlines() if line.endswith("]")] == ids
    assert document.text.count("\n\n## ") == 3
    assert read[-2:] == [ids[:2], ids[2:]]


def test_its_json_is_as_described(collected: Path, open_home: Open) -> None:
    client = open_home(collected)
    document = described(client)
    found = client.get(f"{ADDRESS}.json").json
    assert found is not None
    assert [each["id"] for each in found["articles"]] == members(collected)
    assert found["articles"][0]["note"] == NOTE
    for address in (f"{ADDRESS}.json", "/collections.json", "/collection/none.json"):
        assert complaints(document, client.get(address)) == []


def test_the_feed_has_what_was_put_in_last_first_and_tells_what_went(
    collected: Path, open_home: Open
) -> None:
    one, two, three = members(collected)
    with Store.open(collected) as store:
        lists = Collecting(store)
        lists.note(NAME, "newly noted", two)
        lists.remove(NAME, [three])
        store.remove(one)
    text = open_home(collected).get(f"{ADDRESS}.atom").text
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert [each.summary for each in feed.entries] == ["newly noted"]
    assert text.count("deleted-entry") >= 2
    assert "It was taken out of this collection" in text
    assert "It may not be read any more" in text
    assert three not in text


@pytest.fixture
def long(tmp_path: Path, make_article: Callable[..., Article]) -> Path:
    """A home with a collection of 120 articles, made of a pile."""
    home = tmp_path / "long"
    with Store.create(home) as store:
        with store.transaction():
            for number in range(120):
                article = make_article(
                    f"n{number}", title=f"Number {number}", collections=("Long",),
                    date=f"2017-{number // 10 + 1:02}-{number % 10 + 1:02}",
                )  # fmt: skip
                store.put(article, b"%d" % number, "text/plain")
        Collecting(store).new("Long")
    return home


def test_a_page_of_a_feed_reads_its_own_articles_and_no_others(
    long: Path, open_home: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    get_many = Store.get_many

    def counting(store: Store, ids: Iterable[str], **options: bool) -> dict[str, Article]:
        found = get_many(store, ids, **options)
        read.extend(found)
        return found

    with Store.open(long) as store:
        lists, by_date = Collecting(store), Collections(store.database).ids("Long")
        lists.note("Long", "noted", by_date[3])
        lists.remove("Long", [by_date[0]])
        store.remove(by_date[1])
        closed = store.get(by_date[2])
        with store.transaction():
            store.put(replace(closed, status="withheld"), b"later", "text/plain")
    monkeypatch.setattr(Store, "get_many", counting)
    client = open_home(long)
    client.get("/")  # the index follows, which reads them
    pages = []
    for number, ids in enumerate((by_date[3:4] + by_date[2:3] + by_date[4:52], by_date[52:102]), 1):
        read.clear()
        text = client.get(f"/collection/Long.atom?page={number}").text
        assert sorted(read) == sorted(ids)
        pages.append((feedparser.parse(text), text))
    assert [len(feed.entries) for feed, _ in pages] == [49, 50]
    assert [text.count("deleted-entry ") for _, text in pages] == [3, 0]
    assert pages[0][0].entries[0].summary == "noted"
    assert "118</opensearch:totalResults>" in pages[0][1]
    read.clear()
    assert client.get("/collection/Long.atom?page=4").status_code == 400
    assert not read


def test_a_feed_is_the_same_whenever_it_is_asked_for(collected: Path, open_home: Open) -> None:
    with Store.open(collected) as store:
        came = next(each for each in store.ids() if each not in members(collected))
        store.collect(came, (NAME,))  # as a pile does, which no act tells of
        store.remove(came)
    once = open_home(collected).get(f"{ADDRESS}.atom").text
    assert "It may not be read any more" in once
    assert open_home(collected).get(f"{ADDRESS}.atom").text == once


def test_nothing_is_told_of_what_may_not_be_read(collected: Path, open_home: Open) -> None:
    one, title = members(collected)[0], titles(collected)[0]
    with Store.open(collected) as store:
        store.remove(one, reason="A person was named wrongly.")
    client = open_home(collected)
    for address in (ADDRESS, f"{ADDRESS}.json", f"{ADDRESS}.md", f"{ADDRESS}.atom"):
        text = client.get(address).text
        assert title not in text.replace("&#39;", "'")
        assert text.count("Twice.") == 2, address
    assert f"/article/{one}" in client.get(ADDRESS).text
    found = client.get(f"{ADDRESS}.json").json
    assert found is not None
    assert found["articles"][0] | {"agency": 0} == {
        "number": 1, "id": one, "readable": False, "title": None, "date": None, "agency": 0,
        "publisher": None, "added": None, "note": None, "passages": [],
    }  # fmt: skip


def test_a_passage_that_is_not_there_any_more_says_where_it_stood(
    holding: Callable[..., tuple[FlaskClient, object]], make_article: Callable[..., object],
    tmp_path: Path,
) -> None:  # fmt: skip
    client, _ = holding(body="It was said on Friday.")
    with Store.open(tmp_path / "own") as store:
        (article_id,) = store.ids()
        Collecting(store).new("Said")
        Collecting(store).add("Said", [article_id], quote="said on Friday")
        assert "does not now" not in client.get("/collection/Said").text
        with store.transaction():
            store.put(make_article(body="It was denied."), b"later", "text/plain")  # type: ignore[arg-type]
    text = client.get("/collection/Said").text
    assert "said on Friday" in text
    assert f'/article/{article_id}?revision=1">revision 1</a>, and does not now' in text


def test_a_page_is_new_after_each_change_and_kept_until_then(
    collected: Path, open_home: Open
) -> None:
    client = open_home(collected)
    tags = set()
    with Store.open(collected) as store:
        lists, (one, *_) = Collecting(store), members(collected)
        for change in (
            lambda: None,
            lambda: lists.note(NAME, "of the whole"),
            lambda: lists.note(NAME, "of one", one),
            lambda: lists.move(NAME, [one], Place("last")),
            lambda: lists.rename(NAME, "BRIDGES & Co"),
            lambda: lists.undo(),
            lambda: lists.remove(NAME, [one]),
        ):
            change()
            first, again = client.get(ADDRESS), client.get(ADDRESS)
            assert first.headers["ETag"] == again.headers["ETag"]
            assert first.data == again.data
            tags.add(first.headers["ETag"])
    assert len(tags) == 7


def test_what_is_not_there_is_told(collected: Path, open_home: Open, visit: Visit) -> None:
    with Store.open(collected) as store:
        store.collect(members(collected)[0], ("A pile",))
    client = open_home(collected)
    assert visit(client, "/collection/none").status == 404
    assert client.get("/collection/none.json").json["error"]["message"]  # type: ignore[index]
    pile = client.get("/collection/A%20pile")
    assert (pile.status_code, pile.headers["Location"]) == (302, "/?collection=A+pile")
    for address, told in (
        (f"{ADDRESS}?page=2", "no page 2"),
        (f"{ADDRESS}?page=x", "not a page"),
        (f"{ADDRESS}.atom?page=2", "no page 2"),
        (f"{ADDRESS}.atom?page=0", "not a page"),
        (f"{ADDRESS}.atom?sort=best", "no order"),
        ("/?q=oil&sort=collection", "one collection"),
        ("/?collection=Samples&collection=Bridges&sort=collection", "one collection"),
    ):
        page = visit(client, address)
        assert page.status == 400, address
        assert told in page.text


def test_a_long_collection_has_pages(
    tmp_path: Path, open_home: Open, visit: Visit, make_article: Callable[..., object]
) -> None:
    home = tmp_path / "long"
    with Store.create(home) as store:
        with store.transaction():
            for number in range(120):
                article = make_article(f"n{number}", title=f"Number {number}")
                store.put(article, b"%d" % number, "text/plain")  # type: ignore[arg-type]
        Collecting(store).new("Long")
        Collecting(store).add("Long", sorted(store.ids()))
    client = open_home(home)
    first = visit(client, "/collection/Long")
    second = visit(client, first.link("Next").href)
    assert (len(first.titles()), len(second.titles())) == (100, 20)
    assert re.search(r'<ol class="members" start="101">', second.html)
    assert visit(client, second.link("Previous").href).titles() == first.titles()
    feeds = [
        feedparser.parse(client.get(f"/collection/Long.atom?page={page}").text)
        for page in (1, 2, 3)
    ]
    assert [len(feed.entries) for feed in feeds] == [50, 50, 20]
    assert len({each.id for feed in feeds for each in feed.entries}) == 120


@pytest.mark.parametrize("address", [ADDRESS, "/collections"])
def test_pages_need_no_script(collected: Path, open_home: Open, address: str) -> None:
    text = open_home(collected).get(address).text
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("defer" in each for each in scripts)
    assert "onclick" not in text
