"""Watching lists of addresses, on a real server: what is new comes, what fails waits behind it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.intake.workers import _why
from archive.readers.sources.source import Source
from archive.store.store import Store
from archive.watching import listed
from archive.watching.address import WatchedAddress
from archive.watching.faults import may_pass
from archive.watching.rounds import Intake, Taken

QUARTER = 900.0  # seconds


class Site(BaseHTTPRequestHandler):
    """Pages by their path, each with a validator that its text gives; all others are not there."""

    pages: dict[str, str]
    asked: list[str]
    known: list[str]  # of these what was asked for and has not changed

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = self.pages.get(self.path, "").replace("HOST", f"http://{self.headers['Host']}")
        tag = f'"{hash(body)}"'
        unchanged = bool(body) and self.headers.get("If-None-Match") == tag
        self.known += [self.path] * unchanged
        self.send_response(304 if unchanged else 200 if body else 404)
        self.send_header("Content-Length", "0" if unchanged else str(len(body)))
        self.send_header("ETag", tag)
        self.end_headers()
        if not unchanged:
            self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    Site.pages, Site.asked, Site.known = {}, [], []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Watch:
    """A watch of one address by a store of its own; each look says what was asked for in it."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_500_000_000.0
        monkeypatch.setattr("time.time", lambda: self.now)
        self.home = home
        self.said: list[str] = []
        self.added: list[int] = []
        self.held: list[int] = []  # sources that were taken together
        self.should_stop: Callable[[], bool] = lambda: False
        self.target: WatchedAddress | None = None

    def start(self, url: str) -> Watch:
        """As another process would."""
        self.url, self.target = url, None
        return self

    def look(self, after: float = QUARTER) -> list[str]:
        """The paths that were asked for, in order."""
        self.now += after
        Site.asked, Site.known = [], []
        with Store.create(self.home) as store:
            intake = Intake(
                store, on_taken=self._on_taken, on_trouble=self.said.append,
                should_stop=lambda: self.should_stop(), lasting=False,
            )  # fmt: skip
            if self.target is None:
                self.target = WatchedAddress(self.url, QUARTER, intake, allow_private=True)
            self.target._intake = intake
            self.target.look()
        return Site.asked

    def _on_taken(self, taken: Taken) -> None:
        self.said += [str(skipped) for skipped in taken.skipped]
        self.added.append(taken.added)

    def count(self) -> int:
        with Store.open(self.home) as store:
            return store.count()


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(tmp_path / "home", monkeypatch)


def story(name: object) -> str:
    return f"Bridge {name} opens\n\nBridge number {name} over the river opens on Friday.\n"


def stories(*names: object) -> None:
    Site.pages |= {f"/{name}": story(name) for name in names}


def plain(*names: object) -> str:
    return "".join(f"HOST/{name}\n" for name in names)


def sitemap(*names: object, modified: str = "") -> str:
    last = f"<lastmod>{modified}</lastmod>" if modified else ""
    return (
        f"<urlset>{''.join(f'<url><loc>HOST/{name}</loc>{last}</url>' for name in names)}</urlset>"
    )


def index(*names: object, modified: str = "") -> str:
    return (
        sitemap(*names, modified=modified)
        .replace("urlset>", "sitemapindex>")
        .replace("url>", "sitemap>")
    )


def test_only_what_is_new_is_asked_for_after_a_new_start_too(site: str, watch: Watch) -> None:
    stories(1, 2, 3)
    Site.pages["/list.txt"] = plain(1, 2)
    assert watch.start(f"{site}/list.txt").look() == ["/list.txt", "/1", "/2"]
    Site.pages["/list.txt"] = plain(1, 2, 3)
    assert watch.look() == ["/list.txt", "/3"]
    Site.pages["/list.txt"] += "# no more\n"
    assert watch.start(f"{site}/list.txt").look() == ["/list.txt"]
    watch.look()
    assert Site.known == ["/list.txt"]
    assert watch.added == [2, 1]


def test_a_page_that_has_changed_is_asked_for(site: str, watch: Watch) -> None:
    stories(1)
    Site.pages["/map.xml"] = sitemap(1, modified="2017-11-03")
    watch.start(f"{site}/map.xml").look()
    Site.pages["/map.xml"] = sitemap(1, modified="2017-11-04")
    assert watch.look() == ["/map.xml", "/1"]


def test_pages_are_counted_where_a_list_names_lists(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "_MOST_PAGES", 4)
    monkeypatch.setattr(listed, "_TOGETHER", 3)
    stories(*range(10))
    Site.pages["/index.xml"] = index("a.xml", "b.xml")
    Site.pages |= {"/a.xml": sitemap(*range(7)), "/b.xml": sitemap(7, 8, 9)}
    asked = watch.start(f"{site}/index.xml").look()
    assert asked == ["/index.xml", "/a.xml", "/0", "/1", "/2", "/3"]
    assert watch.added == [3, 1], "a few at a time"
    assert watch.start(f"{site}/index.xml").look()[2:] == ["/4", "/5", "/6", "/b.xml", "/7"]
    assert watch.look() == ["/index.xml", "/a.xml", "/b.xml", "/8", "/9"]
    assert Site.known == ["/a.xml"], "all of it has been taken"
    assert watch.count() == 10
    Site.pages["/a.xml"] = sitemap(*range(7), "new")
    stories("new")
    assert watch.look() == ["/index.xml", "/a.xml", "/new", "/b.xml"]


def test_more_than_a_thousand_pages_of_a_list_in_a_list_are_taken(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.intake.following.MOST_FOLLOWED", 3)
    stories(*range(5))
    Site.pages |= {"/index.xml": index("a.xml"), "/a.xml": sitemap(*range(5))}
    watch.start(f"{site}/index.xml").look()
    assert (watch.count(), watch.said) == (5, [])


def test_a_list_is_asked_for_by_what_is_said_of_its_last_change(site: str, watch: Watch) -> None:
    stories(1)
    Site.pages["/a.xml"] = sitemap(1)
    for modified, asked in (
        ("2017-07-13T10:00:00Z", []),
        ("2017-06-01", []),
        (_today(watch.now), ["/a.xml"]),  # of which there may have been more changes since
        ("", ["/a.xml"]),
    ):
        Site.pages["/index.xml"] = index("a.xml", modified=modified)
        watch.start(f"{site}/index.xml").look()
        assert watch.look(1.0) == ["/index.xml", *asked]


def _today(now: float) -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()


def test_what_fails_waits_longer_and_longer_behind_what_was_not_tried(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "_MOST_PAGES", 2)
    stories("good")
    Site.pages["/list.txt"] = plain("x", "y", "z", "good")
    assert watch.start(f"{site}/list.txt").look()[1:] == ["/x", "/y"]
    assert watch.start(f"{site}/list.txt").look()[1:] == ["/z", "/good"], "a new start knows too"
    assert watch.count() == 1
    assert len(watch.said) == 3
    assert watch.look()[1:] == ["/x", "/y"], "after half an hour"
    assert watch.look()[1:] == ["/z"]
    assert [watch.look()[1:] for _ in range(4)] == [[], [], ["/x", "/y"], ["/z"]]
    monkeypatch.setattr(listed, "_MOST_PAGES", 4)
    for _ in range(9):
        watch.look(86400.0)
    assert watch.look(86400.0 - 1)[1:] == []
    stories("x", "y", "z")
    assert watch.look(1)[1:] == ["/x", "/y", "/z"], "after a day"
    assert watch.count() == 4
    told = [line.removeprefix(site) for line in watch.said]
    assert told[:3] == [f"/{name}: 127.0.0.1 answered 404 Not Found" for name in "xyz"]
    watch.look()
    assert Site.known == ["/list.txt"]


def test_a_failing_page_is_told_once(site: str, watch: Watch) -> None:
    Site.pages["/list.txt"] = plain("x")
    watch.start(f"{site}/list.txt").look()
    assert watch.look(86400.0) == ["/list.txt", "/x"]
    assert len(watch.said) == 1


def test_a_stop_is_heard_between_pages_and_keeps_what_was_taken(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "_TOGETHER", 2)
    stories(*range(6))
    Site.pages |= {"/index.xml": index("a.xml"), "/a.xml": sitemap(*range(6))}
    watch.should_stop = lambda: len(Site.asked) >= 5
    asked = watch.start(f"{site}/index.xml").look()
    assert asked == ["/index.xml", "/a.xml", "/0", "/1", "/2"]
    assert watch.count() == 2
    watch.should_stop = lambda: False
    asked = watch.start(f"{site}/index.xml").look()
    assert asked == ["/index.xml", "/a.xml", "/2", "/3", "/4", "/5"]
    assert watch.count() == 6


def test_pages_wait_together_up_to_so_many_bytes(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories(*range(5))
    monkeypatch.setattr(listed, "_MOST_BYTES", 2 * len(story(1)))
    Site.pages["/list.txt"] = plain(*range(5))
    watch.start(f"{site}/list.txt").look()
    assert watch.added == [2, 2, 1]


@pytest.mark.parametrize("path", ["/1", "/list.txt"])
def test_what_a_passing_fault_kept_out_is_asked_for_again(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    stories(1)
    Site.pages["/list.txt"] = plain(1)
    real = Source.held

    def fail(source: Source, most: int) -> Source | None:
        if source.name == f"{site}/1":
            raise MemoryError
        return real(source, most)

    monkeypatch.setattr(Source, "held", fail)
    watch.start(site + path).look()
    refused = "the system refused what reading it takes"
    assert watch.said == [f"{site}/1: {refused}: {os.strerror(12)}"]
    monkeypatch.setattr(Source, "held", real)
    watch.look(2 * QUARTER)
    assert watch.count() == 1
    watch.look()
    assert Site.known == [path]


def test_a_process_that_was_ended_may_be_let_live_the_next_time() -> None:
    assert may_pass(_why(-9))
    assert may_pass(os.strerror(24))
    assert not may_pass("neither a title nor a text")


def test_what_cannot_be_kept_is_asked_for_again(
    site: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories(1)
    Site.pages["/list.txt"] = plain(1)
    real = Store.put

    def fail(self: Store, *args: object) -> object:
        raise StoreError("archive.db cannot be used")

    monkeypatch.setattr(Store, "put", fail)
    with suppress(StoreError):
        watch.start(f"{site}/list.txt").look()
    monkeypatch.setattr(Store, "put", real)
    assert watch.look() == ["/list.txt", "/1"]
    assert watch.count() == 1


def test_what_is_listed_no_more_is_forgotten_in_time(site: str, watch: Watch) -> None:
    for day in range(5):
        stories(f"{day}a", f"{day}b")
        Site.pages["/list.txt"] = plain(f"{day}a", f"{day}b")
        watch.start(f"{site}/list.txt").look()
    with Store.open(watch.home) as store:
        (folder,) = {row[0] for row in store._db.rows("SELECT folder FROM watched")}
        assert len(store.watched(folder)) <= 4
    assert watch.count() == 10
