"""Sitemaps and lists of addresses: their pages are fetched, from a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.article import RawArticle, Skipped
from archive.intake.fetch import Fetcher
from archive.intake.following import listed_in_file
from archive.readers.formats import read
from archive.readers.sources.source import Source, sources
from archive.validators import Validators
from tests.helpers.reading import read_items, read_one

NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/'
    'schemas/sitemap-news/0.9">{}</urlset>'
)
ENTRY = (
    "<url><loc>{url}</loc><news:news><news:publication><news:name>Hill Post</news:name>"
    "<news:language>en</news:language></news:publication><news:publication_date>2017-11-0{day}"
    "T14:05:00Z</news:publication_date><news:title>Bridge {day}</news:title>"
    "<news:keywords>Bridges, River</news:keywords></news:news></url>"
)


class Site(BaseHTTPRequestHandler):
    """Pages, each a text, by their path."""

    pages: dict[str, str]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        host = f"http://{self.headers['Host']}"
        body = self.pages.get(self.path, "").replace("HOST", host).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


class Memory:
    """Keeps no validators."""

    def get_validators(self, url: str) -> Validators | None:
        return None

    def set_validators(self, url: str, validators: Validators) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    story = "Bridge {0} opens\n\nBridge number {0} over the river opens on Friday.\n"
    Site.pages = {
        "/1": story.format(1),
        "/2": story.format(2),
        "/news.xml": NEWS.format(
            ENTRY.format(url="HOST/1", day=3) + ENTRY.format(url="HOST/2", day=4)
        ),
        "/index.xml": "<sitemapindex><sitemap><loc>HOST/news.xml</loc></sitemap></sitemapindex>",
        "/list.txt": "# bridges\nHOST/1\nHOST/2\nHOST/1\n",
        "/broken.txt": "HOST/1\nHOST/none\n",
    }
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def fetched(url: str) -> list[Source]:
    return list(Fetcher(Memory(), allow_private=True).sources(url))


@pytest.mark.parametrize(
    ("path", "pages"), [("/news.xml", "21"), ("/index.xml", "21"), ("/list.txt", "12")]
)
def test_the_pages_of_a_list_come_the_newest_first(site: str, path: str, pages: str) -> None:
    found = fetched(site + path)
    assert [source.url for source in found] == [f"{site}/{page}" for page in pages]
    (item,) = read(found[0])
    assert isinstance(item, RawArticle)
    assert item.title == f"Bridge {pages[0]} opens"


def test_a_page_that_is_not_there_does_not_stop_the_others(site: str) -> None:
    first, second = [item for source in fetched(f"{site}/broken.txt") for item in read(source)]
    assert isinstance(first, RawArticle)
    assert isinstance(second, Skipped)
    assert "404" in second.reason


def test_a_page_of_text_is_no_list(site: str) -> None:
    assert [source.url for source in fetched(f"{site}/1")] == [f"{site}/1"]


def test_a_saved_news_sitemap_tells_of_its_pages() -> None:
    article = read_one(NEWS.format(ENTRY.format(url="https://hill.example/1", day=3)))
    assert (article.title, article.date) == ("Bridge 3", "2017-11-03")
    assert (article.url, article.publisher) == ("https://hill.example/1", "Hill Post")
    assert article.tags == ("Bridges", "River")
    (skipped,) = read_items(NEWS.format("<url><loc>https://hill.example/1</loc></url>"))
    assert isinstance(skipped, Skipped)
    assert "1 address without news" in skipped.reason


def test_a_file_may_be_a_list_and_a_story_is_none(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://hill.example/1\n\nhttps://hill.example/2 # two\n")
    (tmp_path / "story.txt").write_text("https://hill.example/1\n\nThe bridge opens.\n")
    one, other = sources([str(tmp_path / "list.txt"), str(tmp_path / "story.txt")])
    assert [each.address[-1] for each in listed_in_file(one)] == ["1", "2"]
    assert listed_in_file(other) == []
    (skipped,) = read(one)
    assert isinstance(skipped, Skipped)
    assert "a list of addresses" in skipped.reason
