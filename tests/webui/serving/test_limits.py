"""What a connection may cost: others are served, whatever some do."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store

Serve = Callable[..., str]
SIZE = 24 << 20  # bytes: more than the buffers of a connection take


def connected(address: str, receive: int | None = None) -> socket.socket:
    """A connection; `receive` makes its buffer so small, as a slow line would."""
    host, _, port = address.removeprefix("http://").partition(":")
    connection = socket.socket()
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.settimeout(15)
    connection.connect((host, int(port)))
    return connection


@contextmanager
def connections(
    address: str, count: int, receive: int | None = None
) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        yield [stack.enter_context(connected(address, receive)) for _ in range(count)]


def served(address: str) -> float:
    """How many seconds a page takes."""
    began = time.monotonic()
    with urllib.request.urlopen(f"{address}/?q=Mosul", timeout=15) as answer:
        assert answer.status == 200
    return time.monotonic() - began


def ended(connection: socket.socket) -> bool:
    """Whether the other side has closed a connection, after what it had still to say."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


def said(address: str, request: bytes) -> bytes:
    """The first line of what is answered to a request."""
    with connected(address) as connection:
        connection.sendall(request)
        return connection.recv(65536).partition(b"\r\n")[0]


@pytest.fixture
def large(tmp_path: Path, make_article: Callable[..., Article]) -> tuple[Path, str]:
    """An archive of an article whose original is large, and the path of that."""
    home = tmp_path / "large"
    article = make_article(title="Mosul")
    with Store.create(home) as store, store.transaction():
        store.put(article, b"0123456789abcdef" * (SIZE // 16), "text/plain")
    return home, f"/article/{article.id}/original"


def test_heads_that_arrive_by_the_letter_are_ended_and_keep_nobody_waiting(
    samples_copy: Path, serve: Serve
) -> None:
    address = serve(samples_copy, ARCHIVE_HEAD_TIMEOUT="1")
    served(address)
    with connections(address, 40) as slow:
        began = time.monotonic()
        for letter in repeat(b"a"):
            for connection in slow:
                try:
                    connection.sendall(letter)
                except ConnectionError:
                    break
            else:
                assert served(address) < 5
                assert time.monotonic() - began < 10
                time.sleep(0.1)
                continue
            break
        assert all(ended(connection) for connection in slow)


def test_connections_that_say_nothing_make_room_for_those_that_ask(
    samples_copy: Path, serve: Serve
) -> None:
    address = serve(samples_copy, ARCHIVE_CONNECTIONS="20", ARCHIVE_IDLE_TIMEOUT="600")
    with connections(address, 60):
        assert max(served(address) for _ in range(5)) < 5


def test_a_connection_that_falls_silent_is_ended(samples_copy: Path, serve: Serve) -> None:
    address = serve(samples_copy, ARCHIVE_IDLE_TIMEOUT="1")
    with connected(address) as connection:
        connection.sendall(b"GET /help.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert ended(connection)


def test_those_who_do_not_read_their_answers_keep_nobody_waiting(
    large: tuple[Path, str], serve: Serve
) -> None:
    home, path = large
    address = serve(home, ARCHIVE_THREADS="2", ARCHIVE_IDLE_TIMEOUT="600")
    with connections(address, 6, receive=4096) as readers:
        for reader in readers:
            reader.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
        assert max(served(address) for _ in range(5)) < 10
        got = bytearray()
        while part := readers[0].recv(1 << 20):
            got += part
    assert len(got.partition(b"\r\n\r\n")[2]) == SIZE


def test_who_never_reads_an_answer_is_ended(large: tuple[Path, str], serve: Serve) -> None:
    home, path = large
    address = serve(home, ARCHIVE_IDLE_TIMEOUT="1")
    with connected(address, receive=4096) as reader:
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(4)
        got = 0
        try:
            while part := reader.recv(1 << 20):
                got += len(part)
        except ConnectionError:
            pass
    assert got < SIZE


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /?q=" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 5_000 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 40_000, b"431"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n", b"413"),
        (
            b"POST / HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n",
            b"413",
        ),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", b"405"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
    ids=lambda value: value[:4].decode(),
)
def test_what_is_no_proper_request_is_refused(
    served_samples: str, request_: bytes, status: bytes
) -> None:
    assert said(served_samples, request_).split()[1] == status
    assert served(served_samples) < 5


def test_a_long_query_is_none_too_long(served_samples: str) -> None:
    words = b"+OR+".join(b"word%d" % number for number in range(1000))
    line = said(served_samples, b"GET /?q=" + words + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert line.split()[1] in (b"200", b"400")


def test_a_connection_serves_again_and_again_and_what_comes_ahead_in_turn(
    served_samples: str,
) -> None:
    one = b"GET /help.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connected(served_samples) as connection:
        connection.sendall(one * 3)
        connection.sendall(one.replace(b"Host", b"Connection: close\r\nHost"))
        got = bytearray()
        while part := connection.recv(65536):
            got += part
    assert got.count(b"HTTP/1.1 200 OK") == 4
    assert b"\r\nServer:" not in got


def test_a_connection_stays_open_after_what_has_not_changed(served_samples: str) -> None:
    ask = "GET /?q=Mosul HTTP/1.1\r\nHost: localhost\r\n{}\r\n".format
    with connected(served_samples) as connection:
        connection.sendall(ask("").encode())
        got = bytearray()
        while b"</html>" not in got:
            got += connection.recv(65536)
        tag = re.search(rb"(?im)^etag: (.*?)\r$", bytes(got))
        assert tag
        again = ask(f"If-None-Match: {tag[1].decode()}\r\n").encode()
        connection.sendall(again)
        connection.sendall(again.replace(b"Host", b"Connection: close\r\nHost"))
        heads = bytearray()
        while part := connection.recv(65536):
            heads += part
    assert heads.count(b"HTTP/1.1 304 Not Modified") == 2
    assert heads.lower().count(b"connection: close") == 1


@pytest.fixture(scope="module")
def served_samples(samples, serve: Serve) -> str:
    """The address of a server of the samples."""
    return serve(samples.home)
