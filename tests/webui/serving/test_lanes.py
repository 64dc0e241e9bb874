"""Many who search at once: others are answered, the rest refused, and who has left is told of."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient

from archive.settings import load
from webui.common.busy import REFUSED
from webui.serving.listening import listening
from webui.serving.server import answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FORK = multiprocessing.get_context("fork")
PATIENCE = 20  # seconds, of a test that fails


class Held:
    """An application whose answers wait until they are let go, or their client has left."""

    def __init__(self) -> None:
        self.begun = FORK.Semaphore(0)
        self.go: Event = FORK.Event()
        self.left: Event = FORK.Event()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if REFUSED in environ:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return ()
        if environ["PATH_INFO"].startswith(("/held", "/export")):
            self.begun.release()
            while not self.go.wait(0.05):
                if environ["waitress.client_disconnected"]():
                    self.left.set()
                    break
        start("200 OK", [("Content-Length", "2")])
        return (b"ok",)


Served = tuple[Held, Callable[..., socket.socket]]


@contextmanager
def served(**environ: str) -> Iterator[Served]:
    """The application behind the real server, in a process of its own, and what asks it."""
    held = Held()
    sockets = listening("127.0.0.1", 0)
    settings = load("nowhere", {f"ARCHIVE_{name}": value for name, value in environ.items()})
    server = FORK.Process(target=answer, args=(held, sockets, settings))
    server.start()
    with ExitStack() as stack:

        def ask(path: str) -> socket.socket:
            connection = stack.enter_context(socket.create_connection(sockets[0].getsockname()))
            connection.settimeout(PATIENCE)
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            return connection

        try:
            yield held, ask
        finally:
            held.go.set()
            server.kill()
            server.join()
            sockets[0].close()


def status(connection: socket.socket) -> int:
    """The status of the answer that comes."""
    return int(connection.recv(65536).split()[1])


def test_where_all_threads_search_cheap_pages_answer_and_what_finds_no_place_is_refused() -> None:
    with served(THREADS="2", QUEUE_TIMEOUT="600") as (held, ask):
        searching = [ask("/held") for _ in range(2)]
        for _ in searching:
            assert held.begun.acquire(timeout=PATIENCE)
        waiting = [ask("/held") for _ in range(2 * 25)]
        for path in ("/healthz", "/help.json", "/robots.txt", "/static/style.css"):
            assert status(ask(path)) == 200
        assert [status(ask("/held")) for _ in range(3)] == [503] * 3
        held.go.set()
        assert {status(each) for each in (*searching, *waiting)} == {200}
        assert status(ask("/held")) == 200


def test_what_has_waited_too_long_is_refused_while_others_still_search() -> None:
    with served(THREADS="1", QUEUE_TIMEOUT="1") as (held, ask):
        searching = ask("/held")
        assert held.begun.acquire(timeout=PATIENCE)
        assert [status(each) for each in [ask("/held") for _ in range(3)]] == [503] * 3
        assert not held.go.is_set()
        held.go.set()
        assert status(searching) == 200


def test_who_wants_all_there_is_keeps_nobody_waiting_who_wants_a_page() -> None:
    with served(THREADS="2", QUEUE_TIMEOUT="1") as (held, ask):
        wanting = [ask("/export?format=jsonl") for _ in range(6)]
        assert held.begun.acquire(timeout=PATIENCE)
        assert [status(ask("/page")) for _ in range(3)] == [200] * 3
        assert [status(each) for each in wanting[1:]] == [503] * 5
        held.go.set()
        assert status(wanting[0]) == 200


@pytest.mark.parametrize("how", ["closed", "half closed", "reset"])
def test_it_is_seen_when_a_client_leaves_while_it_is_answered(how: str) -> None:
    with served(THREADS="1") as (held, ask):
        connection = ask("/held")
        assert held.begun.acquire(timeout=PATIENCE)
        if how == "reset":
            linger = b"\x01\0\0\0\0\0\0\0"
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if how == "half closed":
            connection.shutdown(socket.SHUT_WR)
        else:
            connection.close()
        assert held.left.wait(PATIENCE)
        assert status(ask("/other")) == 200  # its thread is free


def test_one_request_may_come_ahead_of_its_turn() -> None:
    with served(THREADS="1") as (held, ask):
        connection = ask("/held")
        connection.sendall(b"GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n")
        held.go.set()
        got = b""
        while got.count(b"ok") < 2:
            got += connection.recv(65536)


@pytest.mark.parametrize(
    ("address", "environ", "expected"),
    [
        ("/?q=army", {REFUSED: True}, 503),
        ("/search.json?q=army", {REFUSED: True}, 503),
        ("/article/o64gnp64dioob26b", {REFUSED: True}, 503),
        ("/?q=army", {}, 200),
    ],
)
def test_who_is_refused_is_told_when_to_ask_again(
    client: FlaskClient, address: str, environ: dict[str, Any], expected: int
) -> None:
    answer = client.get(address, environ_overrides=environ)
    assert answer.status_code == expected
    assert ("Retry-After" in answer.headers) == (expected == 503)
    if expected == 503:
        assert "Too many are searching at this moment" in answer.text
        client.get(address)
        kept = client.get(address, environ_overrides=environ)  # what is kept costs nobody's time
        assert kept.status_code == 200
