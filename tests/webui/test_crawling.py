"""What crawlers may have: every article that everybody may read, once, and nothing endless."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.store.store import Store
from index.query.filters import FILTERS
from tests.helpers.crawling import HOST, Rules, crawl
from tests.helpers.damage import cut_short
from webui.common.parameters import PARAMETERS
from webui.machines import crawling

SCHEMA = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(client, part: str) -> dict[str, str]:
    """The addresses of a part of the sitemap, with when each last changed."""
    answer = client.get(urlsplit(part).path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = etree.fromstring(answer.data)
    assert root.tag == f"{SCHEMA}urlset"
    assert len(answer.data) < 50 << 20
    assert len(root) <= crawling.MOST
    found = {each.findtext(f"{SCHEMA}loc"): each.findtext(f"{SCHEMA}lastmod") for each in root}
    assert len(found) == len(root)
    return found


def parts(client) -> list[str]:
    root = etree.fromstring(client.get("/sitemap.xml").data)
    assert root.tag == f"{SCHEMA}sitemapindex"
    return [each.text for each in root.iter(f"{SCHEMA}loc")]


def test_the_sitemap_holds_every_public_article_once(client, samples) -> None:
    found: dict[str, str] = {}
    for part in parts(client):
        found |= listed(client, part)
    with Store.open(samples.home) as store:
        articles = store.get_many(store.ids())
    now = datetime.now(UTC)
    public = {
        each.id for each in articles.values()
        if each.status not in HIDDEN and not embargoed_until(each, now)
    }  # fmt: skip
    assert {urlsplit(address).path.split("/")[2] for address in found} == public
    for address, changed in found.items():
        assert datetime.fromisoformat(changed) < now
        page = client.get(address.removeprefix(HOST))
        assert page.status_code == 200
        assert f'rel="canonical" href="{urlsplit(address).path}"' in page.text


def test_what_is_not_public_is_not_listed(tmp_path, open_home, make_article) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    with Store.create(tmp_path / "own") as store:
        for name, fields in (
            ("public", {}), ("killed", {"status": "withdrawn"}), ("held", {"status": "withheld"}),
            ("later", {"extra": {"embargo": until.isoformat()}}), ("gone", {}),
            ("released", {"extra": {"embargo": "2017-01-01T00:00:00Z"}}),
        ):  # fmt: skip
            with store.transaction():
                store.put(make_article(name, **fields), name.encode(), "text/plain")
        store.remove(make_article("gone").id)
        client = open_home(tmp_path / "own")
        (part,) = parts(client)
        assert {address.rpartition("/")[2] for address in listed(client, part)} == {
            "title-public", "title-released",
        }  # fmt: skip
        with store.transaction():
            store.put(make_article("public", body="Other."), b"other", "text/plain")
        last = store.arrivals(make_article("public").id)[-1].seen_at
        (changed,) = [at for url, at in listed(client, part).items() if "public" in url]
        assert datetime.fromisoformat(changed) == last


def test_many_parts_hold_what_one_does(client, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = parts(client)
    whole = listed(client, one)
    monkeypatch.setattr(crawling, "_MEANT", 10)
    live = client.application.extensions["archive"]
    live._program = ("another",)  # so that nothing is taken from what was kept
    live._of_thread.known = None
    several = parts(client)
    assert len(several) == -(-len(whole) // 10) or len(several) > 5
    found = [listed(client, part) for part in several]
    assert sum(map(len, found)) == len(whole)
    assert {url for each in found for url in each} == set(whole)
    for beyond in (0, len(several) + 1):
        assert client.get(f"/sitemap-{beyond}.xml").status_code == 404


def test_a_part_is_streamed_and_not_sent_again(samples, serve) -> None:
    address = f"{serve(samples.home)}/sitemap-1.xml"
    with urlopen(address) as answer:
        assert answer.headers["Content-Length"] is None  # nobody has waited for all of it
        assert len(etree.fromstring(answer.read())) > 50
        etag = answer.headers["ETag"]
    with pytest.raises(HTTPError) as unchanged:
        urlopen(Request(address, headers={"If-None-Match": etag}))
    assert unchanged.value.code == 304
    unchanged.value.close()


@pytest.mark.parametrize("of", [1, 2, 3, 7, 25, 1000])
def test_ranges_leave_no_gap_and_hold_alike(of: int) -> None:
    ranges = [crawling.part(number, of) for number in range(1, of + 1)]
    assert ranges[0][0] == ""
    assert ranges[-1][1] > "z" * 16
    assert all(one[1] == other[0] for one, other in pairwise(ranges))
    assert all(first < last for first, last in ranges)


def test_a_million_articles_make_parts_that_are_not_too_large() -> None:
    of = crawling.parts_of(1_000_000)
    assert of == 25
    steps = [_value(crawling.part(number, of)[0]) for number in range(1, of + 1)]
    sizes = [after - before for before, after in zip(steps, [*steps[1:], 32**4], strict=True)]
    assert max(sizes) * 1_000_000 / 32**4 < crawling.MOST * 0.9  # fifty times the deviation below


def _value(bound: str) -> int:
    total = 0
    for digit in bound:
        total = total * 32 + "234567abcdefghijklmnopqrstuvwxyz".index(digit)
    return total


def test_a_crawler_that_follows_every_link_it_may_comes_to_an_end(client, samples) -> None:
    with Store.open(samples.home) as store:
        articles = len(store.ids())
    found = crawl(client, "/", most=3 * articles)
    # The front page, the page on searching, the articles, each with and without its title in the
    # address, and their files.
    assert articles - 10 < len(found.statuses) < 2 * articles + 20
    # A collection leads to an article in it that has been withdrawn: its page says why it is gone.
    others = {address: status for address, status in found.statuses.items() if status != 200}
    assert set(others.values()) == {410}
    assert len(others) == 1
    assert len(found.kept_away) > 50
    pages = {address for address in found.statuses if urlsplit(address).query == ""}
    assert not any(urlsplit(address).path == "/search.json" for address in pages)


def test_every_parameter_of_a_search_is_named_to_crawlers(client) -> None:
    closed = client.get("/robots.txt").text
    for name in ("q", *PARAMETERS, *FILTERS):
        assert f"\nDisallow: /?{name}=\n" in closed


def test_crawlers_that_know_no_asterisk_are_kept_away_too(client) -> None:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    for address in (
        "/?q=flood",
        "/?tag=Syria&page=2",
        "/?-agency=AFP",
        "/search?q=x",
        "/facet/tag",
        "/search.json",
    ):
        assert not parser.can_fetch("*", f"{HOST}{address}"), address
    for address in ("/", "/help", "/article/abc/title", "/sitemap.xml", "/static/style.css?v=1"):
        assert parser.can_fetch("*", f"{HOST}{address}"), address


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("/", True),
        ("/help", True),
        ("/article/o64gnp64dioob26b/is-driven", True),
        ("/article/o64gnp64dioob26b/history-of-the-town", True),
        ("/article/o64gnp64dioob26b/history", False),
        ("/article/o64gnp64dioob26b/original", False),
        ("/article/o64gnp64dioob26b/diff/1..2", False),
        ("/article/o64gnp64dioob26b/is-driven?q=town", False),
        ("/article/o64gnp64dioob26b.json", False),
        ("/feed.atom", True),
        ("/feed.atom?q=town", False),
        ("/?page=2", False),
        ("/help.json", False),
        ("/sitemap-1.xml", True),
        ("/static/style.css?v=abc", True),
    ],
)
def test_where_crawlers_may_go(client, address: str, may: bool) -> None:
    assert Rules(client.get("/robots.txt").text).may(f"{HOST}{address}") is may


def test_an_archive_below_a_path_says_so(client) -> None:
    answer = client.get("/robots.txt", base_url="https://localhost/archive")
    rules = Rules(answer.text)
    assert not rules.may("https://localhost/archive/?q=x")
    assert rules.may("https://localhost/?q=x")
    assert rules.sitemaps == ["https://localhost/archive/sitemap.xml"]


def test_search_engines_list_pages_and_not_the_ways_through_them(client, samples) -> None:
    with Store.open(samples.home) as store:
        article = f"/article/{min(store.ids())}"
    for address in ("/", "/help", article):
        assert "X-Robots-Tag" not in client.get(address).headers, address
    for address in (
        "/?q=Mosul", "/?tag=Syria", "/?page=2", "/?sort=oldest", "/search.json", "/help.json",
        f"{article}?q=x", f"{article}/history", f"{article}/original", f"{article}.json",
        "/facet/tag", "/feed.atom", "/suggest.json?q=a",
    ):  # fmt: skip
        answer = client.get(address)
        assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex"), address
        again = client.get(address)  # as it is kept
        assert again.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.leaves_damage("it has to be told")
def test_a_damaged_article_does_not_end_the_sitemap(tmp_path, open_home, make_article) -> None:
    with Store.create(tmp_path / "own") as store:
        for name in ("sound", "damaged"):
            store.put(make_article(name), name.encode(), "text/plain")
        cut_short(store, make_article("damaged").id)
    client = open_home(tmp_path / "own")
    ((address),) = listed(client, *parts(client))
    assert make_article("sound").id in address
