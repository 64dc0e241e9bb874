"""Connections to a server, given up where it is gone or silent.

A network that is gone is noticed by TCP: nothing of what was sent is acknowledged. A server that is
frozen is not, for the system under it acknowledges for ever. So who waits for long looks whether it
still takes a connection: where it does, the statement is only a long one, and is waited for.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from archive.errors import StoreError
from archive.store.common.database import Row
from archive.store.postgres.failures import no_connection

_CONNECTING = 10  # seconds to wait for a server
_SILENT = 10.0  # seconds without a word after which one looks whether it is there
# A machine that has gone is given up after a minute, by both sides: one that says nothing, and one
# that does not acknowledge what was sent.
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_UNACKNOWLEDGED = 60_000  # milliseconds
_WANTED: dict[str, str | int] = {
    "connect_timeout": _CONNECTING,
    "application_name": "news-archive",
    "client_encoding": "UTF8",
    "tcp_user_timeout": _UNACKNOWLEDGED,
    **_ALIVE,
}
_SESSION = (  # of the server's side, each where its system has it
    "; ".join(f"SET tcp_{name} = {value}" for name, value in _ALIVE.items()),
    f"SET tcp_user_timeout = {_UNACKNOWLEDGED}",
)
_NOT_THERE = (psycopg.errors.InvalidParameterValue, psycopg.errors.UndefinedObject)

T = TypeVar("T")
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """Each question in here is given up, with its connection, where the server has not answered it
    in so many seconds, whatever it does.
    """
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


class SilentError(psycopg.OperationalError):
    """The server is silent: to ask it once more at once is of no use."""


class _Watched(psycopg.Connection[Row]):
    """A connection of psycopg's that does not wait for a silent server."""

    address = ""  # of the server that it is to, with all that it was given

    def wait(self, gen: Generator[Any, Any, T], *more: Any, **named: Any) -> T:
        """psycopg's own wait, which looks at what it waits for ten times a second."""
        return super().wait(self._watched(gen), *more, **named)

    def _watched(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        most, began = _patience.get(), monotonic()
        heard = began
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                now = monotonic()
                if ready:
                    heard = now
                elif most is not None and now > began + most:
                    self._give_up(f"no answer in {most:g} seconds")
                elif now > heard + _SILENT:
                    self._look()
                    heard = monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            answer: T = end.value
            return answer

    def _look(self) -> None:
        """SilentError where the server takes no other connection in time; to refuse one is an
        answer, too.
        """
        info = self.info  # of several servers in an address, the one that is waited for
        here: dict[str, str | int | None] = {
            "host": info.host,
            "hostaddr": info.hostaddr or None,
            "port": info.port,
        }
        try:
            psycopg.connect(make_conninfo(self.address, **here)).close()
        except psycopg.errors.ConnectionTimeout:
            self._give_up("no answer, and no other connection is taken")
        except psycopg.Error:
            pass

    def _give_up(self, why: str) -> None:
        self.pgconn.finish()
        raise SilentError(why)


class Connection:
    """A connection of psycopg's, closed when nobody holds it any more."""

    def __init__(self, to: psycopg.Connection[Row]) -> None:
        self.to = to
        self._process = os.getpid()

    def close(self) -> None:
        """Closes it; once more is harmless. What a process was born with is its parent's."""
        if self._process == os.getpid():
            self.to.close()

    def __del__(self) -> None:
        self.close()


def connected(address: str, shown: str, *, read_only: bool) -> Connection:
    """A new connection to a server, which is called `shown`. StoreError where there is no server,
    or it does not let us in.
    """
    try:
        given = conninfo_to_dict(address)
    except psycopg.Error:  # which may show a password
        raise StoreError(
            "The address of the database is none of PostgreSQL's",
            "postgresql://USER@HOST:PORT/DATABASE; signs such as @ in a password as %40",
        ) from None
    added = {name: value for name, value in _WANTED.items() if name not in given}
    if (patience := _patience.get()) is not None:
        added["connect_timeout"] = int(patience)
    whole = make_conninfo(address, **added)
    try:
        to = _Watched.connect(whole, autocommit=True)
        to.address = whole
        _begin(to, read_only)
    except psycopg.Error as error:
        raise no_connection(shown, error) from None
    return Connection(to)


def _begin(to: psycopg.Connection[Row], read_only: bool) -> None:
    """Tells the server how this connection is to be. The server may go away meanwhile."""
    try:
        for each in _SESSION:
            with suppress(*_NOT_THERE):
                to.execute(each.encode())
        if read_only:
            to.execute("SET default_transaction_read_only = on")
    except BaseException:
        to.close()
        raise
