"""A search as a feed: nothing that comes in is missed, and what goes is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
import time_machine
from flask.testing import FlaskClient

from archive.article import Article, RawArticle
from archive.settings import load
from archive.store import following
from archive.store.renewal import Renewals
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.following.followed import GONE_FOR
from tests.helpers.atom import Read, read
from webui.app import create_app


class Desk:
    """An archive that gets news while it is served, and whoever follows it."""

    def __init__(self, home, open_home, make) -> None:
        self.store, self.make = Store.create(home), make
        self.client: FlaskClient = open_home(home)

    def put(self, name: str, **fields: object) -> Article:
        article: Article = self.make(name, **fields)
        with self.store.transaction():
            self.store.put(article, repr(fields).encode(), "text/plain")
        return article

    def feed(self, address: str = "/feed.atom?q=flood", **extra: object) -> Read:
        answer = self.client.get(address, **extra)
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "application/atom+xml; charset=utf-8"
        parsed = feedparser.parse(answer.data)
        assert not parsed.bozo
        found = read(answer.data)
        assert [entry.id for entry in parsed.entries] == list(found.entries)
        return found


@pytest.fixture
def desk(tmp_path, open_home, make_article) -> Iterator[Desk]:
    desk = Desk(tmp_path / "own", open_home, make_article)
    yield desk
    desk.store.close()


@pytest.fixture(params=["each looked up", "the log read"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few articles are looked up one by one, of many the log is read: each must say the same."""
    if request.param == "the log read":
        monkeypatch.setattr(following, "_FEW", 0)


def test_an_old_article_that_arrives_late_stands_first(desk: Desk, any_way: None) -> None:
    desk.put("new", title="Flood now", date="2026-01-02")
    desk.put("old", title="Flood of 1987", date="1987-03", precision="month")
    desk.put("other", title="Fire")
    assert desk.feed().titles == ["Flood of 1987", "Flood now"]
    assert desk.feed("/feed.atom").titles == ["Fire", "Flood of 1987", "Flood now"]


def test_a_clock_that_is_set_back_changes_no_order(desk: Desk, any_way: None) -> None:
    desk.put("a", title="Flood first")
    with time_machine.travel(datetime(2001, 9, 9, tzinfo=UTC)):
        desk.put("b", title="Flood second")
        desk.put("c", title="Flood third")
    desk.put("d", title="Flood fourth")
    assert desk.feed().titles == ["Flood fourth", "Flood third", "Flood second", "Flood first"]


def test_a_correction_moves_its_article_up_under_the_same_id(desk: Desk, any_way: None) -> None:
    desk.put("a", title="Flood kills 8")
    desk.put("b", title="Flood in town")
    before = desk.feed()
    assert before.titles == ["Flood in town", "Flood kills 8"]
    desk.put("a", title="Flood kills 9", status="corrected", note="adds a victim")
    after = desk.feed()
    assert after.titles == ["Flood kills 9", "Flood in town"]
    assert set(after.entries) == set(before.entries)
    (moved,) = [each for each in after.entries if after.entries[each] != before.entries[each]]
    assert next(iter(after.entries)) == moved
    assert after.entries[moved] > max(before.entries.values())
    assert "[corrected: adds a victim]" in desk.client.get("/feed.atom?q=flood").text
    with desk.store.transaction():  # an earlier state that comes again is no news
        desk.store.put(desk.make("a", title="Flood kills 8"), b"again", "text/plain")
    assert desk.feed().entries == after.entries


def test_ids_are_the_same_at_every_address_and_those_of_feeds_differ(desk: Desk) -> None:
    desk.put("a", title="Flood in town")
    here = desk.feed()
    there = desk.feed(base_url="https://localhost/archive")
    assert here.entries == there.entries
    assert there.links["self"] == "https://localhost/archive/feed.atom?q=flood"
    own = [each.findtext("{*}id") for each in (here.root, there.root)]
    assert own[0] == own[1]
    assert desk.feed("/feed.atom?q=town").root.findtext("{*}id") != own[0]
    assert desk.feed("/feed.atom?q=flood&sort=oldest&page=1").root.findtext("{*}id") == own[0]


def kill(desk: Desk, article: Article) -> None:
    desk.put("a", title=None, body="", status="withdrawn", note="wrong person named")


def hold_back(desk: Desk, article: Article) -> None:
    desk.put("a", title=article.title, status="withheld")


def remove(desk: Desk, article: Article) -> None:
    desk.store.remove(article.id, "asked for by N. N.")


def embargo(desk: Desk, article: Article) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    desk.put("a", title=article.title, extra={"embargo": until.isoformat()})


@pytest.mark.parametrize(
    ("go", "why"),
    [
        (kill, "This article was withdrawn"),
        (hold_back, "This article is held back"),
        (remove, "This article has been removed"),
        (embargo, "This article is under an embargo"),
    ],
)
def test_what_may_not_be_read_any_more_is_a_tombstone(
    desk: Desk, any_way: None, go: Callable[[Desk, Article], None], why: str
) -> None:
    article = desk.put("a", title="Flood in town")
    desk.put("b", title="Flood elsewhere")
    entry = list(desk.feed().entries)[1]
    go(desk, article)
    after = desk.feed()
    assert after.titles == ["Flood elsewhere"]
    assert after.gone == {entry: why}
    text = desk.client.get("/feed.atom?q=flood").text
    assert "in town" not in text
    assert "N. N." not in text
    assert desk.feed("/feed.atom?q=fire").gone == {}  # which never had it
    assert desk.feed("/feed.atom?q=is:withdrawn").titles == []


def test_what_a_correction_takes_out_of_a_search_is_a_tombstone_of_that_search_alone(
    desk: Desk, any_way: None
) -> None:
    desk.put("a", title="Flood in town")
    desk.put("b", title="Flood elsewhere")
    entry = list(desk.feed().entries)[1]
    desk.put("a", title="High water in town", status="corrected")
    after = desk.feed()
    assert after.titles == ["Flood elsewhere"]
    assert after.gone == {entry: "This article was changed, and this search finds it no more"}
    assert entry in desk.feed("/feed.atom?q=town").entries
    assert desk.feed("/feed.atom?q=town").gone == desk.feed("/feed.atom?q=fire").gone == {}
    desk.put("a", title="Flood in town after all", status="corrected")
    again = desk.feed()
    assert next(iter(again.entries)) == entry
    assert again.gone == {}


def test_what_never_could_be_read_leaves_no_tombstone(desk: Desk) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    desk.put("a", title="Flood planned", extra={"embargo": until.isoformat()})
    desk.put("b", title="Flood held", status="withheld")
    desk.put("c", title="Flood killed", status="withdrawn")
    assert (desk.feed().titles, desk.feed().gone) == ([], {})


def test_what_comes_back_stands_first(desk: Desk, any_way: None) -> None:
    article = desk.put("a", title="Flood in town")
    desk.put("b", title="Flood elsewhere")
    desk.store.remove(article.id)
    assert desk.feed().gone
    desk.store.restore(article.id)
    found = desk.feed()
    assert (found.titles, found.gone) == (["Flood in town", "Flood elsewhere"], {})


def test_an_embargo_that_ends_is_an_arrival(desk: Desk, any_way: None) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    desk.put("a", title="Flood report", extra={"embargo": until.isoformat()})
    desk.put("b", title="Flood elsewhere")
    assert desk.feed().titles == ["Flood elsewhere"]
    search = desk.client.application.extensions["archive"]._search
    search.now = lambda: until + timedelta(seconds=1)
    found = desk.feed()
    assert found.titles == ["Flood report", "Flood elsewhere"]
    assert datetime.fromisoformat(next(iter(found.entries.values()))) == until


def test_a_tombstone_is_told_for_a_while(desk: Desk) -> None:
    desk.put("b", title="Fire")
    desk.store.remove(desk.put("a", title="Flood in town").id)
    assert desk.feed().gone
    search = desk.client.application.extensions["archive"]._search
    search.now = lambda: datetime.now(UTC) + GONE_FOR + timedelta(hours=1)
    assert not desk.feed().gone


def test_the_pages_of_a_feed_hold_everything_once(desk: Desk, any_way: None) -> None:
    with desk.store.transaction():
        for n in range(120):
            article = desk.make(str(n), title=f"Flood {n}", date=f"20{n % 26:02}-01-01")
            desk.store.put(article, str(n).encode(), "text/plain")
    desk.put("7", title="Flood 7 again")
    seen: list[str] = []
    address, pages = "/feed.atom?q=flood", 0
    while address:
        found = desk.feed(address)
        seen += found.titles
        pages += 1
        assert ("previous" in found.links) == (pages > 1)
        assert found.links["alternate"] == "http://localhost/?q=flood"
        parts = urlsplit(found.links.get("next", ""))
        address = f"{parts.path}?{parts.query}" if parts.path else ""
    rest = [f"Flood {n}" for n in range(119, -1, -1) if n != 7]
    assert (pages, seen) == (3, ["Flood 7 again", *rest])
    for beyond in ("4", "21", "0", "x"):
        assert desk.client.get(f"/feed.atom?q=flood&page={beyond}").status_code == 400


def test_a_feed_is_not_made_anew_while_nothing_has_changed(desk: Desk) -> None:
    desk.put("a", title="Flood in town")
    first = desk.client.get("/feed.atom?q=flood")
    again = desk.client.get("/feed.atom?q=flood", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert desk.client.get("/feed.atom?q=flood").data == first.data
    desk.put("b", title="Flood elsewhere")
    changed = {"If-None-Match": first.headers["ETag"]}
    assert desk.client.get("/feed.atom?q=flood", headers=changed).status_code == 200


def test_an_entry_says_what_is_known_and_nothing_else(desk: Desk) -> None:
    desk.put(
        "a", title="Flood & <b>fire</b>\x00\ufffe", authors=("Jane Roe",), agency=("AFP",),
        tags=("Rivers", "A & B"), url="https://paper.example/a?b=1&c", date="1987-03",
        precision="month", body="Water. " * 200, language="en",
    )  # fmt: skip
    desk.put("b", title="Flood at noon", published=datetime(2017, 11, 3, 14, 5, tzinfo=UTC),
             agency=("Reuters",), url="javascript:alert(1)")  # fmt: skip
    at_noon, month = desk.feed().root.findall("{*}entry")
    assert at_noon.findtext("{*}published") == "2017-11-03T14:05:00Z"
    assert [each.text for each in at_noon.findall("{*}author/{*}name")] == ["Reuters"]
    assert at_noon.find("{*}link[@rel='via']") is None
    assert month.find("{*}published") is None  # no instant is known, and none is made up
    assert month.findtext("{http://purl.org/dc/terms/}issued") == "1987-03"
    assert month.findtext("{*}title") == "Flood & <b>fire</b>"
    assert [each.text for each in month.findall("{*}author/{*}name")] == ["Jane Roe"]
    assert [each.text for each in month.findall("{*}contributor/{*}name")] == ["AFP"]
    assert [each.get("term") for each in month.findall("{*}category")] == ["Rivers", "A & B"]
    assert month.find("{*}link[@rel='via']").get("href") == "https://paper.example/a?b=1&c"
    assert len(month.findtext("{*}summary")) < 310
    assert month.find("{*}content") is None  # whole texts are not passed on


def test_filters_dates_and_every_copy(desk: Desk) -> None:
    desk.put("a", title="Flood in town", tags=("Rivers",), body="The same words. " * 20)
    desk.put("b", title="Flood in town", tags=("Rivers",), body="The same words. " * 20)
    desk.put("c", title="Flood in town", tags=("Sport",))
    assert len(desk.feed("/feed.atom?q=flood&tag=rivers&from=2017&to=2017-11").entries) == 2
    assert len(desk.feed("/feed.atom?q=flood&tag=rivers&fold=1").entries) == 2
    assert desk.feed("/feed.atom?q=flood&-tag=Rivers&-tag=Sport").titles == []
    assert desk.client.get("/feed.atom?q=flood&from=soon").status_code == 400


def test_an_archive_without_articles_has_a_feed(desk: Desk) -> None:
    assert desk.feed("/feed.atom").titles == []


def test_pages_name_their_feeds(desk: Desk, visit) -> None:
    desk.put("a", title="Flood in town")
    with desk.store.transaction():
        mark = Mark(0, "2026-01-01T00:00:00Z")
        desk.store.saved.put(SavedSearch("High water", "flood", 1, mark))

    def named(address: str) -> list[str]:
        page = visit(desk.client, address)
        return [
            each["href"]
            for tag, each in page.elements
            if tag == "link" and each.get("type") == "application/atom+xml"
        ]

    assert named("/?q=flood&tag=x&sort=oldest&per=share") == ["/feed.atom?q=flood&tag=x"]
    assert named("/help") == []
    own, saved = named("/")
    assert own == "/feed.atom"
    assert desk.feed(saved).titles == ["Flood in town"]


def test_the_feed_of_every_sample_keeps_the_rules(client) -> None:
    for number in (1, 2):
        answer = client.get(f"/feed.atom?page={number}")
        assert read(answer.data).entries
        assert not feedparser.parse(answer.data).bozo


def test_an_article_that_later_rules_have_read_again_is_no_news(desk: Desk, any_way: None) -> None:
    article = desk.put("a", title="Flood in town")
    desk.put("b", title="Flood elsewhere")
    before = desk.feed()
    held = Renewals(desk.store).held(article.id)
    assert held is not None
    raw = RawArticle(article.origin, b"as it came", "text/plain")
    with desk.store.transaction():
        Renewals(desk.store).revise(held, replace(held.article, tags=("Rivers",)), raw)
    assert "Rivers" in desk.client.get("/feed.atom?q=flood").text
    assert desk.feed().entries == before.entries


def test_a_store_that_does_not_answer_is_told_by_the_page(samples_copy, open_home) -> None:
    client = open_home(samples_copy)
    live = client.application.extensions["archive"]
    live.store._db.run("DROP TABLE saved_searches")
    for address in ("/", "/feed.atom"):
        answer = client.get(address)
        assert answer.status_code in (200, 503), answer.text
    assert client.get("/?page=0").status_code == 400  # whose head would name the saved searches


def test_what_settings_say_of_the_archive_is_in_all_that_is_read_elsewhere(samples) -> None:
    settings = load(str(samples.home), {})
    said = {
        "name": "Archive of the Evening Paper", "base_address": "https://news.example/archive/",
        "contact": "desk@news.example", "rights": "All rights with the agencies.",
    }  # fmt: skip
    app = create_app(replace(settings, values={**settings.values, **said}))
    client = app.test_client()
    feed = read(client.get("/feed.atom?q=Raqa").data)
    assert feed.root.findtext("{*}title") == "Archive of the Evening Paper: Raqa"
    assert feed.root.findtext("{*}rights") == said["rights"]
    assert feed.links["self"] == "https://news.example/archive/feed.atom?q=Raqa"
    below = client.get("/feed.atom?q=Raqa", base_url="http://localhost:8000/archive")
    assert read(below.data).links == feed.links
    description = client.get("/opensearch.xml").text
    assert "<Contact>desk@news.example</Contact>" in description
    assert "<ShortName>Archive of the E</ShortName>" in description
    assert "<LongName>Archive of the Evening Paper</LongName>" in description
    assert "Sitemap: https://news.example/archive/sitemap.xml" in client.get("/robots.txt").text
    assert "<loc>https://news.example/archive/article/" in client.get("/sitemap-1.xml").text
    app.extensions["archive"].close()
