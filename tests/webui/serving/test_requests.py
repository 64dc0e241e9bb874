"""What is no proper request, who stands before the server, and what slow ones cannot do."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.helpers.archives import SampleArchive
from tests.helpers.serving import started
from webui.collecting.guard import MOST_BYTES

PAGE = "/search.json?q=army"


def answered(address: str, request: str, source: str | None = None) -> bytes:
    """All that is answered to bytes on a connection, from an address of this machine."""
    where = urlsplit(address)
    own = (source, 0) if source else None
    with socket.create_connection((where.hostname, where.port), 15, own) as connection:
        try:
            connection.sendall(request.encode("latin-1"))
            got = bytearray()
            while part := connection.recv(65536):
                got += part
        except ConnectionError:
            pass
    return bytes(got)


def asked(*headers: str, path: str = PAGE, version: str = "1.1") -> str:
    lines = [f"GET {path} HTTP/{version}", *headers, "Connection: close"]
    return "\r\n".join(lines) + "\r\n\r\n"


def status(answer: bytes) -> int:
    return int(answer.split()[1]) if answer else 0


@pytest.fixture(scope="module")
def served(samples: SampleArchive, serve: Callable[..., str]) -> str:
    return serve(samples.home)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["Host: localhost"], 200),
        (["Host: 127.0.0.1:1"], 200),
        (["hOsT:localhost"], 200),
        ([], 400),
        (["Host:"], 400),
        (["Host: localhost", "Host: localhost"], 400),
        (["Host: localhost", "host: elsewhere.example"], 400),
        (["Host: localhost, elsewhere.example"], 400),
        (["Host : localhost"], 400),
        (["Host: localhost", " elsewhere.example"], 421),
        (["Host: elsewhere.example"], 421),
        (["Host: elsewhere.example", "X-Forwarded-Host: localhost"], 421),
        (["Host: elsewhere.example", "Forwarded: host=localhost"], 421),
        (["Host_: localhost"], 400),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else str(value),
)
def test_a_request_names_one_host_which_is_this_one(
    served: str, headers: list[str], expected: int, version: str
) -> None:
    assert status(answered(served, asked(*headers, version=version))) == expected


@pytest.mark.parametrize(
    ("headers", "version"),
    [
        (["Content-Length: 0", "Transfer-Encoding: chunked"], "1.1"),
        (["Transfer-Encoding: chunked", "Content-Length: 5"], "1.1"),
        (["Content-Length: 0", "Content-Length: 5"], "1.1"),
        (["Content-Length: 0, 0"], "1.1"),
        (["Content-Length: +0"], "1.1"),
        (["Content-Length: 0x0"], "1.1"),
        (["Transfer-Encoding: chunked"], "1.0"),
        (["Transfer-Encoding: chunked", "Content-Length: 5"], "1.0"),
        (["Transfer-Encoding : chunked"], "1.1"),
    ],
)
def test_a_request_has_one_length_and_nothing_hides_behind_it(
    served: str, headers: list[str], version: str
) -> None:
    behind = f"0\r\n\r\n{asked('Host: localhost', path='/healthz')}"
    answer = answered(served, asked("Host: localhost", *headers, version=version) + behind)
    assert status(answer) == 400
    assert answer.count(b"\r\nDate: ") == 1


def test_what_says_that_it_is_forwarded_is_believed_from_nowhere(served: str) -> None:
    headers = ("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https",
               "X-Forwarded-For: 10.9.8.7", "Forwarded: host=evil.example;proto=https")  # fmt: skip
    feed = answered(served, asked("Host: localhost", *headers, path="/feed.atom"))
    assert status(feed) == 200
    assert b"evil.example" not in feed
    assert b"https://localhost" not in feed


@pytest.fixture(scope="module")
def proxied(samples: SampleArchive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[
    tuple[str, Path]
]:  # fmt: skip
    """A server that answers those at 127.0.0.3 and in 127.0.8.0/24 alone, and its log."""
    log = tmp_path_factory.mktemp("proxied") / "log"
    with log.open("w") as stderr:
        server, address = started(
            samples.home, stderr,
            ("--behind-proxy", "127.0.0.3", "--behind-proxy", "127.0.8.0/24", "--access-log=full"),
            ARCHIVE_HOSTS="news.example",
        )  # fmt: skip
        yield address, log
        server.terminate()
        server.communicate(timeout=20)


def test_behind_a_proxy_only_that_is_answered(proxied: tuple[str, Path]) -> None:
    address, _ = proxied
    for other in ("127.0.0.1", "127.0.0.2", "127.0.0.4", "127.0.7.255", "127.0.9.0"):
        assert answered(address, asked("Host: localhost"), other) == b""
        assert (
            answered(address, asked("Host: localhost", "X-Forwarded-For: 127.0.0.3"), other) == b""
        )
    for proxy in ("127.0.0.3", "127.0.8.1", "127.0.8.255"):
        assert status(answered(address, asked("Host: localhost"), proxy)) == 200


def test_behind_a_proxy_it_is_believed_for_whom_it_asks(proxied: tuple[str, Path]) -> None:
    address, log = proxied
    headers = ("Host: 127.0.0.1", "X-Forwarded-Host: news.example", "X-Forwarded-Proto: https",
               "X-Forwarded-For: 10.9.8.7")  # fmt: skip
    for proxy in ("127.0.8.1", "127.0.0.3"):
        feed = answered(address, asked(*headers, path="/feed.atom?q=army"), proxy)
        assert status(feed) == 200
        assert b"https://news.example/feed.atom" in feed
    evil = asked(headers[0], "X-Forwarded-Host: evil.example")
    assert status(answered(address, evil, "127.0.0.3")) == 421
    assert "client=10.9.8.7" in log.read_text()


def test_an_address_that_others_reach_is_served_where_that_is_said(samples: SampleArchive) -> None:
    server, address = started(samples.home, None, ("--host", "0.0.0.0", "--public"))
    try:
        for host in ("10.1.2.3:8000", "localhost"):
            assert status(answered(address, asked(f"Host: {host}"))) == 200
        assert status(answered(address, asked("Host: evil.example"))) == 421
        posted = asked("Host: localhost", "Content-Length: 0").replace("GET", "POST", 1)
        assert status(answered(address, posted)) == 405
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_none_of_many_bad_connections_keeps_others_waiting(
    samples_copy: Path,
) -> None:
    """Bodies by the letter, halves of connections, resets, requests whose answer nobody reads."""
    server, address = started(
        samples_copy, None, ("--edit",),
        ARCHIVE_CONNECTIONS="40", ARCHIVE_HEAD_TIMEOUT="1", ARCHIVE_IDLE_TIMEOUT="1",
        ARCHIVE_THREADS="2",
    )  # fmt: skip
    where = urlsplit(address)
    host = f"Host: {where.netloc}"
    body = f"POST /edit HTTP/1.1\r\n{host}\r\nContent-Length: {MOST_BYTES // 2}\r\n\r\ntoken="
    chunks = f"POST /edit HTTP/1.1\r\n{host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
    ahead = f"GET {PAGE} HTTP/1.1\r\n{host}\r\n\r\n" * 50
    with ExitStack() as stack:
        try:
            bad = []
            for begun in (body, chunks, ahead, "GET / HT", "") * 12:
                connection = socket.create_connection((where.hostname, where.port), 15)
                bad.append(stack.enter_context(connection))
                connection.sendall(begun.encode())
                if len(bad) % 2:
                    connection.shutdown(socket.SHUT_WR)
            for _ in range(3):
                answer = answered(address, asked(host))
                assert json.loads(answer.partition(b"\r\n\r\n")[2])["total"] > 3
            for connection in bad:  # each is ended, in its time
                try:
                    while connection.recv(65536):
                        pass
                except ConnectionError:
                    pass
            assert status(answered(address, asked(host))) == 200
            assert server.poll() is None
        finally:
            server.terminate()
            server.communicate(timeout=20)


def test_a_server_ends_at_once_whatever_connections_are_open(samples: SampleArchive) -> None:
    server, address = started(samples.home)
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port)) as connection:
        connection.sendall(b"GET / HT")
        server.terminate()
        server.communicate(timeout=20)
    assert server.returncode == 0
