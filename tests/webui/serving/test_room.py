"""Who has to leave where all connections are taken: nobody who has asked, while others have not."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from time import time

import pytest
from waitress import wasyncore
from waitress.adjustments import Adjustments

from webui.serving import server as serving
from webui.serving.lanes import Lanes
from webui.serving.server import Server

LIMIT, SPARED = 30, 3
REQUEST = b"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"

Connect = Callable[[float], socket.socket]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server whose loop is run by hand, with the threads that answer."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=100)
    lanes = Lanes(1, 60, lambda path: False, lambda path: False)
    adjustments = Adjustments(threads=1, connection_limit=LIMIT, asyncore_use_poll=True)
    channels: dict[int, object] = {}
    made = Server(
        _answer, channels, _sock=listener, dispatcher=lanes, adj=adjustments,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        bind_socket=False, head_timeout=60, only="",
    )  # fmt: skip
    yield made
    lanes.shutdown()
    for channel in list(made.active_channels.values()):
        channel.handle_close()  # with the files in which answers wait
    wasyncore.close_all(channels, ignore_all=True)


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Connects, as if so many seconds ago."""
    clients = []

    def connect(ago: float) -> socket.socket:
        client = socket.create_connection(server.socket.getsockname(), timeout=15)
        clients.append(client)
        known = set(server.active_channels)
        while not (new := set(server.active_channels) - known):
            server.handle_accept()
        channel = server.active_channels[new.pop()]
        channel.creation_time -= ago
        channel.last_activity -= ago
        return client

    yield connect
    for client in clients:
        client.close()


def _answer(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
    answer = b"x" * int(environ["QUERY_STRING"] or 0) or b"ok"
    start("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


def _leaving(server: Server) -> set[str]:
    """The other ends of those that are to be ended."""
    server.readable()
    return {str(each.addr) for each in server.active_channels.values() if each.will_close}


def _names(*clients: socket.socket) -> set[str]:
    return {str(client.getsockname()) for client in clients}


def _fill(server: Server, connect: Connect, ago: float) -> list[socket.socket]:
    """Takes what connections are left, each a little later than the one before."""
    found: list[socket.socket] = []
    while len(server._map) < LIMIT:
        found.append(connect(ago - len(found) / 100))
    return found


def _ask(server: Server, client: socket.socket) -> None:
    client.sendall(REQUEST)
    client.settimeout(0.01)
    answer = b""
    while not answer.endswith(b"\r\n\r\nok"):
        wasyncore.loop(timeout=0.01, map=server._map, use_poll=True, count=1)
        try:
            answer += client.recv(65536)
        except TimeoutError:
            continue


def test_who_has_never_asked_leaves_before_a_reader_who_has_been_silent_longer(
    server: Server, connect: Connect
) -> None:
    reader = connect(0)
    _ask(server, reader)
    (own,) = server.active_channels.values()
    own.creation_time -= 900
    own.last_activity -= 900
    silent = _fill(server, connect, 60)
    assert _leaving(server) == _names(*silent[:SPARED])


def test_a_request_that_has_not_been_read_yet_keeps_its_connection(
    server: Server, connect: Connect
) -> None:
    first = connect(100)
    with closing(connect(90)) as gone:
        left = _names(gone)
    silent = _fill(server, connect, 60)
    first.sendall(REQUEST)
    assert _leaving(server) == left | _names(*silent[: SPARED - 1])


def test_who_has_just_come_stays_and_room_is_made_for_no_more_than_asked(
    server: Server, connect: Connect
) -> None:
    old = connect(60)
    _fill(server, connect, 0)
    assert _leaving(server) == _names(old)


def test_answers_that_nobody_takes_do_not_fill_the_disk(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    megabytes = [30, 20, 40, 1]  # more than a connection holds by itself
    clients = [connect(0) for _ in megabytes]
    for client, size in zip(clients, megabytes, strict=True):
        client.sendall(REQUEST.replace(b"/a", b"/a?%d" % (size << 20)))
    waiting: list[int] = []
    while len(waiting) < len(clients) - 1:
        wasyncore.loop(timeout=0.01, map=server._map, use_poll=True, count=1)
        every = server.active_channels.values()
        waiting = [each.total_outbufs_len for each in every if each.total_outbufs_len > 10 << 20]
    server.maintenance(time())
    assert _leaving(server) == set()
    monkeypatch.setattr(serving, "_MOST_WAITING", sum(waiting) - (1 << 20))
    server.maintenance(time())
    assert _leaving(server) == _names(clients[2])
    monkeypatch.setattr(serving, "_MOST_WAITING", 22 << 20)
    server.maintenance(time())
    assert _leaving(server) == _names(clients[0], clients[2])
