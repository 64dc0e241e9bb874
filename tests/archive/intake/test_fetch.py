"""Fetching, from a real server: limits hold, nothing private is asked, and only changes come."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.article import RawArticle, Skipped
from archive.errors import FetchError
from archive.intake.fetch import Fetcher, FetchLimits, Validators, fetch
from archive.intake.hosts import find_place, is_public
from archive.readers.formats import read
from archive.readers.sources.source import sources

STORY = b"Ferry sails again\n\nThe ferry sailed at nine. Forty people were on board.\n"
LIMITS = FetchLimits(seconds=3, connect_seconds=1, bytes=1 << 20, redirects=3)


class Pages(BaseHTTPRequestHandler):
    """A site with a page for every kind of trouble; the query tells of redirects."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        page = getattr(self, "page_" + self.path.partition("?")[0].strip("/"), self.page_missing)
        try:
            page()
        except OSError:
            self.close_connection = True

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_story(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.answer(b"", 304)
        else:
            self.answer(STORY, ETag='"v1"', Content_Type="text/plain; charset=UTF-8")

    def page_russian(self) -> None:
        body = "Паром\n\nПаром отплыл.".encode("koi8-r")
        self.answer(body, Content_Type="text/plain; charset=koi8-r")

    def page_packed(self) -> None:
        self.answer(gzip.compress(STORY), Content_Encoding="gzip")

    def page_missing(self) -> None:
        self.answer(b"no", 404)

    def page_moved(self) -> None:
        self.answer(b"", 302, Location="/story")

    def page_circle(self) -> None:
        self.answer(b"", 301, Location="/circle")

    def page_elsewhere(self) -> None:
        self.answer(b"", 302, Location=self.path.partition("?")[2])

    def page_huge(self) -> None:
        self.answer(b"", Content_Length=str(1 << 40))
        while True:
            self.wfile.write(bytes(1 << 16))

    def page_endless(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while True:
            self.wfile.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")

    def page_bomb(self) -> None:
        self.answer(gzip.compress(bytes(100 << 20)), Content_Encoding="gzip")

    def page_short(self) -> None:
        self.answer(STORY, Content_Length=str(len(STORY) + 100))
        self.close_connection = True

    def page_long(self) -> None:
        self.answer(STORY + b"and more", Content_Length=str(len(STORY)))
        self.close_connection = True

    def page_silent(self) -> None:
        time.sleep(10)

    def page_slow(self) -> None:
        self.answer(b"", Content_Length="1000")
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def page_slow_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def page_many_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n")

    def page_nonsense(self) -> None:
        self.wfile.write(b"\x00\x01\x02 nonsense\r\n\r\n")
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        return


class Memory:
    """Keeps validators as the store will."""

    def __init__(self) -> None:
        self.kept: dict[str, Validators] = {}

    def get_validators(self, url: str) -> Validators | None:
        return self.kept.get(url)

    def set_validators(self, url: str, validators: Validators) -> None:
        self.kept[url] = validators


class QuietServer(ThreadingHTTPServer):
    """Does not tell of visitors that hang up."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    Pages.asked = []
    with QuietServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_comes_as_a_source(site: str) -> None:
    (source,) = Fetcher(Memory(), LIMITS, allow_private=True).sources(f"{site}/story")
    (item,) = read(source)
    assert isinstance(item, RawArticle)
    assert (item.title, item.url) == ("Ferry sails again", f"{site}/story")
    assert item.extra["fetched"].endswith("Z")


def test_the_charset_of_the_header_is_handed_on(site: str) -> None:
    (source,) = Fetcher(Memory(), LIMITS, allow_private=True).sources(f"{site}/russian")
    (item,) = read(source)
    assert isinstance(item, RawArticle)
    assert item.title == "Паром"


def test_what_has_not_changed_does_not_come_again(site: str) -> None:
    memory = Memory()
    fetcher = Fetcher(memory, LIMITS, allow_private=True)
    assert len(list(fetcher.sources(f"{site}/story"))) == 1
    assert memory.kept == {}, "nothing is remembered before it is kept"
    fetcher.remember()
    assert memory.kept == {f"{site}/story": Validators('"v1"')}
    assert list(fetcher.sources(f"{site}/story")) == []
    assert Pages.asked[-1][1]["if-none-match"] == '"v1"'


def test_redirects_are_followed_and_the_last_address_counts(site: str) -> None:
    fetched = fetch(f"{site}/moved", LIMITS, True)
    assert fetched is not None
    assert (fetched.url, fetched.body) == (f"{site}/story", STORY)


def test_a_packed_answer_is_unpacked(site: str) -> None:
    fetched = fetch(f"{site}/packed", LIMITS, True)
    assert fetched is not None
    assert fetched.body == STORY


def test_a_length_below_the_truth_cuts_the_answer_there(site: str) -> None:
    fetched = fetch(f"{site}/long", LIMITS, True)
    assert fetched is not None
    assert fetched.body == STORY


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("missing", "answered 404"),
        ("circle", "more than 3 redirects"),
        ("huge", "larger than 1 MiB"),
        ("endless", "larger than 1 MiB"),
        ("bomb", "expands|unpacks"),
        ("short", "ends too early"),
        ("silent", "within 3 seconds"),
        ("slow", "within 3 seconds"),
        ("slow_headers", "within 3 seconds"),
        ("many_headers", "not a sound HTTP answer"),
        ("nonsense", "ends too early|not a sound"),
        ("elsewhere?ftp://example.org/", "not an http or https address"),
        ("elsewhere?file:///etc/passwd", "not an http or https address"),
    ],
)
def test_trouble_ends_in_a_reason_in_time(site: str, page: str, reason: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match=reason):
        fetch(f"{site}/{page}", LIMITS, True)
    assert time.monotonic() - start < 2 * LIMITS.seconds


def test_a_failure_is_a_skipped_source_not_an_error(site: str) -> None:
    (source,) = Fetcher(Memory(), LIMITS, allow_private=True).sources(f"{site}/missing")
    (item,) = read(source)
    assert isinstance(item, Skipped)
    assert str(item) == f"{site}/missing: 127.0.0.1 answered 404 Not Found"


def test_the_own_network_is_not_asked_unless_allowed(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"):
        with pytest.raises(FetchError, match=r"private network|no host"):
            fetch(f"http://{host}:{port}/story", LIMITS)
    assert Pages.asked == []


def test_a_redirect_into_the_own_network_is_refused(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host counts as public, wherever it is; what it leads to does not."""
    monkeypatch.setattr("archive.intake.hosts.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match="private network"):
        fetch(f"{site}/elsewhere?http://127.0.0.2:{site.rpartition(':')[2]}/story", LIMITS)
    assert [path.partition("?")[0] for path, _ in Pages.asked] == ["/elsewhere"]


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers otherwise when asked again gets no second question."""
    port = int(site.rpartition(":")[2])
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, *rest: object, **more: object) -> object:
        if host != "news.example":
            return real(host, *rest, **more)  # type: ignore[arg-type]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    fetched = fetch(f"http://news.example:{port}/story", LIMITS, True)
    assert fetched is not None
    assert asked == ["news.example"]
    assert Pages.asked[-1][1]["host"] == f"news.example:{port}"


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/", LIMITS, True)


def test_https_from_a_server_that_cannot_prove_itself_is_refused(site: str) -> None:
    with pytest.raises(FetchError, match="no secure connection"):
        fetch(site.replace("http:", "https:") + "/story", LIMITS, True)


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b:1::a00:1", "::10.0.0.1", "::127.0.0.1", "fec0::1", "5f00::1", "3fff::1",
        "::ffff:0:10.0.0.1", "2606:4700::5efe:a00:1", "2606:4700::200:5efe:7f00:1",
        "2002:c058:6301::", "192.88.99.1", "2001:db8::1", "2001:2::1", "::ffff:192.168.0.1",
    ],
)  # fmt: skip
def test_special_networks_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2606:4700::5efe:808:808"]
)
def test_what_carries_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_web(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/", "http://", "http:///x", "file:///etc/passwd", "http://[::1", "x",
        "http://127.0.0.1:99999/", "http://user:word@127.0.0.1/", "http://a b/", "http://\n/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        find_place(url, True)


def test_an_address_is_asked_for_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    answer: Callable[..., object] = lambda *_, **__: [(2, 1, 6, "", ("1.1.1.1", 80))]  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    place = find_place("HTTP://Zürich.example/a b/ü?q=x y&z=%20#part", False)
    assert place.host_header == "xn--zrich-kva.example"
    assert place.target == "/a%20b/%C3%BC?q=x%20y&z=%20"
    assert find_place("https://example.org:8443", False).host_header == "example.org:8443"


def test_addresses_stand_among_paths(site: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(STORY)
    fetcher = Fetcher(Memory(), LIMITS, allow_private=True)
    found = list(sources([str(tmp_path), f"{site}/story", "http"], fetch=fetcher.sources))
    assert [source.url for source in found] == [None, f"{site}/story", None]
