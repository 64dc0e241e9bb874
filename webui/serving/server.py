"""One process that answers: waitress, and what a connection may cost it.

waitress reads and writes all connections in one thread, and a request reaches one of the threads
that answer (`lanes.py`) when it is complete, so a slow client costs a connection and not a thread.
Connections are what can run out. waitress itself ends those that are silent; a client that sends a
byte now and then, and those who hold all that there are, are ended here.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address, ip_network
from itertools import islice
from time import time
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

from archive.settings import Settings
from webui.collecting.guard import MOST_BYTES, TOKEN
from webui.common import busy
from webui.serving.lanes import Lanes
from webui.serving.listening import BEHIND
from webui.serving.requests import Request
from webui.visitors import is_long, is_quick

# What nobody has a reason to change; settings have the rest.
_LIMITS: dict[str, Any] = {
    # An address is what is long in a request: the longest query is some kilobytes, and there are
    # no cookies. Above it: 431.
    "max_request_header_size": 32 << 10,
    # Nothing takes a body. Above it: 413, before any of the body is read.
    "max_request_body_size": 1,
    # A large answer waits for a slow reader in a temporary file, and no thread waits with it: the
    # largest is an original, of which the store has none above 1 GiB.
    "outbuf_overflow": 256 << 10,
    "outbuf_high_watermark": 2 << 30,
    # select() knows no more than 1,024 files.
    "asyncore_use_poll": True,
    # While a request is answered its connection is looked at, so that it is seen when the client
    # leaves; one more request may come ahead.
    "channel_request_lookahead": 1,
    # Nobody has to know what answers, or reads of every client that went away.
    "ident": None,
    "log_socket_errors": False,
    # How often it is looked who has been silent, or slow, for too long.
    "cleanup_interval": 1,
}
# What the server before this one is believed; from anywhere else these are taken away.
_FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"}
# Bytes of answers that wait for slow readers, in temporary files, of all connections together.
_MOST_WAITING = 4 << 30
_SPARED = 10  # of the connections, one in so many is ended where all are taken
_JUST_COME = 1.0  # seconds from a connection to the request on it, of a slow client


class _Task(WSGITask):  # type: ignore[misc]
    """The answer to a request. Whatever has no length ends its connection in waitress; a 304 has
    none and needs none (RFC 9110, 6.4.1), and is what browsers get most.
    """

    def get_environment(self) -> dict[str, Any]:
        """waitress's door: what the application is told of a request."""
        environ: dict[str, Any] = super().get_environment()
        if self.request.refused:
            environ[busy.REFUSED] = True
        if self.request.refused or is_quick(self.request.path):
            environ[busy.HURRIED] = True
        return environ

    def set_close_on_finish(self) -> None:
        """waitress's door: ends the connection after this answer."""
        wanted = self.request.headers.get("CONNECTION", "").lower() == "close"
        if wanted or self.version == "1.0" or self.has_body:
            super().set_close_on_finish()


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task
    parser_class = Request
    has_asked = False  # whether a whole request has ever come


class Server(TcpWSGIServer):  # type: ignore[misc]
    """waitress's server of one socket, with limits for the slow and for the many."""

    channel_class = _Channel

    def __init__(self, *args: Any, head_timeout: int, only: str, **more: Any) -> None:
        self._head_timeout = head_timeout
        # The networks that connections may come from; without any, from anywhere.
        self._only = [ip_network(each) for each in only.split()]
        self._begun: dict[Any, tuple[Any, float]] = {}  # channel -> the request it is sending
        super().__init__(*args, **more)

    def accept(self) -> Any:
        """waitress's door: a connection has come. One that may not is closed without a word."""
        taken = super().accept()
        if taken is None or not self._only:
            return taken
        address = ip_address(taken[1][0])
        if any(address in network for network in self._only):
            return taken
        taken[0].close()
        return None

    def readable(self) -> bool:
        """waitress's door, before each look at the connections: makes room where there is none."""
        if len(self._map) >= self.adj.connection_limit:
            most = max(self.adj.connection_limit // _SPARED, 1)
            for channel in islice(_dispensable(self.active_channels.values()), most):
                channel.will_close = True
        return bool(super().readable())

    def add_task(self, task: Any) -> None:
        """waitress's door: a request of a connection is complete."""
        task.has_asked = True
        super().add_task(task)

    def maintenance(self, now: float) -> None:
        """waitress's door, every second: ends what has been silent for long, and requests that
        have begun long ago and are not complete, and refuses what has waited for too long. Where
        answers that nobody takes would fill the disk, the largest of them end.
        """
        super().maintenance(now)
        for channel in _too_much(self.active_channels.values()):
            channel.will_close = True
        self.task_dispatcher.refuse_late()
        begun: dict[Any, tuple[Any, float]] = {}
        for channel in self.active_channels.values():
            if (request := channel.request) is None:
                continue
            known, since = self._begun.get(channel, (None, now))
            begun[channel] = request, since if known is request else now
            if now - begun[channel][1] > self._head_timeout:
                channel.will_close = True
        self._begun = begun


def answer(app: Any, sockets: Sequence[socket.socket], settings: Settings) -> None:
    """Answers requests with an application, until KeyboardInterrupt or SystemExit ends it; then
    what is being answered is answered still.
    """
    logging.getLogger("waitress").setLevel(logging.ERROR)  # not a line for each request that waits
    limits = dict(_LIMITS)
    if TOKEN in settings.values:  # forms are posted; and whom it is asked for has to be seen
        limits |= {"max_request_body_size": MOST_BYTES, "clear_untrusted_proxy_headers": False}
    if proxy := str(settings.values.get(BEHIND, "")):
        # Of all connections, for those of others are closed.
        limits |= {"trusted_proxy": "*", "trusted_proxy_headers": _FORWARDED}
    adjustments = Adjustments(
        threads=settings.number("threads"),
        connection_limit=settings.number("connections"),
        channel_timeout=settings.number("idle_timeout"),
        **limits,
    )
    dispatcher = Lanes(adjustments.threads, settings.number("queue_timeout"), is_quick, is_long)
    channels: dict[int, Any] = {}
    for each in sockets:
        Server(
            app, channels, _sock=each, dispatcher=dispatcher, adj=adjustments,
            sockinfo=(each.family, each.type, each.proto, each.getsockname()), bind_socket=False,
            head_timeout=settings.number("head_timeout"), only=proxy,
        )  # fmt: skip
    try:
        wasyncore.loop(timeout=1, map=channels, use_poll=True)
    except (KeyboardInterrupt, SystemExit):
        dispatcher.shutdown()
    finally:
        wasyncore.close_all(channels, ignore_all=True)


def _is_at_work(channel: Any) -> bool:
    """Whether a request of a connection is being answered, or its answer sent."""
    return bool(channel.requests or channel.total_outbufs_len)


def _too_much(channels: Iterable[Any]) -> Iterator[Any]:
    """Connections for which most is waiting, until the others have no more than is allowed."""
    slow = sorted(channels, key=lambda channel: int(channel.total_outbufs_len))
    waiting = sum(channel.total_outbufs_len for channel in slow)
    while waiting > _MOST_WAITING:
        slowest = slow.pop()
        waiting -= slowest.total_outbufs_len
        yield slowest


def _dispensable(channels: Iterable[Any]) -> Iterator[Any]:
    """Connections that can be ended, the ones that are missed least first: those that have never
    asked for anything, then readers who have been silent longest. One that has just come is none of
    them, nor one whose request lies there and has not been read yet: it would be lost.
    """
    last = time() - _JUST_COME
    idle = [each for each in channels if each.creation_time <= last and not _is_at_work(each)]
    idle.sort(key=lambda channel: (channel.has_asked, channel.last_activity))
    return (channel for channel in idle if not _has_said_more(channel))


def _has_said_more(channel: Any) -> bool:
    """Whether there is something of a client that has not been read yet."""
    try:
        return bool(channel.socket.recv(1, socket.MSG_PEEK))  # none where it has left
    except OSError:  # nothing yet, or it has gone
        return False
