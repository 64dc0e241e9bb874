"""Servers that end, fall silent or take long while somebody waits for them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.article import Article
from archive.errors import StoreRefusedError
from archive.store.store import Store
from tests.helpers.relay import Relay
from tests.helpers.servers import schema

psycopg = pytest.importorskip("psycopg")

from archive.store.postgres import connection  # noqa: E402

Make = Callable[..., Article]
SILENT = "was lost .no answer, and no other connection is taken."
ASK = pytest.mark.parametrize(
    "ask",
    [lambda store: store.count(), lambda store: [*store.database.scan("SELECT 1")]],
    ids=["a question", "a long answer"],
)


@pytest.fixture
def address() -> Iterator[str]:
    """Of an empty schema."""
    with schema() as address:
        yield address


@pytest.fixture
def relay(address: str) -> Iterator[Relay]:
    """On the way to the server."""
    named = urlsplit(address)
    with Relay(named.hostname or "", named.port or 5432) as relay:
        yield relay


@pytest.fixture
def store(tmp_path: Path, address: str, relay: Relay) -> Iterator[Store]:
    """Behind the relay."""
    named = urlsplit(address)
    login, _, _ = named.netloc.rpartition("@")
    behind = named._replace(netloc=f"{login}@127.0.0.1:{relay.port}").geturl()
    with Store.create(tmp_path / "home", behind) as store:
        yield store


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """One looks soon whether a server is there, and not for long."""
    monkeypatch.setattr(connection, "_SILENT", 0.2)
    monkeypatch.setitem(connection._WANTED, "connect_timeout", 2)


@ASK
def test_a_server_that_ends_while_a_connection_is_begun_is_told_of(
    store: Store, address: str, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Store], object]
) -> None:
    """Between the login and the first statement."""
    whole = connection._Watched.connect

    def connect(*given: str, **named: bool) -> object:
        to = whole(*given, **named)
        process = to.info.backend_pid
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [process])
            there = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
            while other.execute(there, [process]).fetchone() != (0,):
                pass
        return to

    store.count()
    monkeypatch.setattr(connection._Watched, "connect", connect)
    store.database._own.connection.close()  # type: ignore[attr-defined]
    with pytest.raises(StoreRefusedError, match="cannot be reached: terminating connection"):
        ask(store)
    monkeypatch.setattr(connection._Watched, "connect", whole)
    ask(store)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no such limit")
def test_what_is_not_acknowledged_is_given_up_after_a_minute_by_both_sides(store: Store) -> None:
    assert store.database.row("SHOW tcp_user_timeout") == ("60000",)
    descriptor = store.database._own.connection.to.fileno()  # type: ignore[attr-defined]
    with socket.socket(fileno=os.dup(descriptor)) as own:
        assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000


@ASK
def test_a_silent_server_is_given_up(
    store: Store, relay: Relay, hasty: None, ask: Callable[[Store], object]
) -> None:
    ask(store)
    relay.fall_silent()
    with pytest.raises(StoreRefusedError, match=f"{SILENT}|cannot be reached: connection timeout"):
        ask(store)
    relay.speak()
    ask(store)


def test_a_server_that_falls_silent_amid_a_transaction_is_given_up(
    store: Store, relay: Relay, hasty: None, make_article: Make
) -> None:
    def write(amid: Callable[[], None]) -> None:
        with store.transaction():
            store.put(make_article(), b"", "text/plain")
            amid()

    with pytest.raises(StoreRefusedError, match=f"{SILENT}; whether the last of it is kept is not"):
        write(relay.fall_silent)
    relay.speak()
    write(relay.speak)
    assert store.count() == 1


@pytest.mark.parametrize("refuses", [False, True])
def test_what_takes_long_is_waited_for(
    store: Store, relay: Relay, hasty: None, refuses: bool
) -> None:
    """Whether the server takes other connections or refuses them: both are answers."""
    if refuses:
        store.count()
        relay.refuse()
    assert store.database.row("SELECT 7 FROM pg_sleep(1.5)") == (7,)


def test_what_has_to_be_answered_soon_is_given_up_whatever_the_server_does(store: Store) -> None:
    with store.database.within(0.3):
        assert store.count() == 0
        with pytest.raises(StoreRefusedError, match=r"no answer in 0\.3 seconds"):
            store.database.row("SELECT pg_sleep(600)")
    assert store.count() == 0


def test_a_connection_is_not_waited_for_longer_than_an_answer(store: Store, relay: Relay) -> None:
    relay.fall_silent()
    store.database._own.connection.close()  # type: ignore[attr-defined]
    with (
        store.database.within(2),
        pytest.raises(StoreRefusedError, match="cannot be reached: connection timeout"),
    ):
        store.count()
