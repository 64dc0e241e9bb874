"""Clients who do a server no good: slow ones, silent ones, crawlers without end, and far too many.

Each ends by itself, and asks this machine alone.
"""

from __future__ import annotations

import asyncio
import html
import re
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

from tests.torture.visiting.asking import Asker, Figures
from tests.torture.visiting.readers import Vocabulary, questions

SECONDS = 15.0  # of each attack
SLOW, SILENT, DEAF, HASTY = 300, 1200, 40, 400  # clients
_HEAD = b"GET /?q=oil HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
_BODY = b"POST /edit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
_WHOLE = b"GET /export?format=jsonl HTTP/1.1\r\nHost: localhost\r\n\r\n"
_PAUSE = 0.5  # seconds that a hasty client waits where it was refused
_LINK = re.compile(rb'href="(/[^"#]*)')

Attack = Callable[[int, Vocabulary, Figures], Awaitable[str]]


async def slow_heads(port: int, known: Vocabulary, figures: Figures) -> str:
    """A byte a second of a head that never ends."""
    return await _held(port, SLOW, _HEAD, b"a")


async def slow_bodies(port: int, known: Vocabulary, figures: Figures) -> str:
    """A byte a second of a body."""
    return await _held(port, SLOW, _BODY, b"a")


async def half_open(port: int, known: Vocabulary, figures: Figures) -> str:
    """Connections that say nothing."""
    return await _held(port, SILENT, b"", b"")


async def deaf(port: int, known: Vocabulary, figures: Figures) -> str:
    """They ask for all there is, and read nothing of it."""
    return await _held(port, DEAF, _WHOLE, b"", receive=4096)


async def crawler(port: int, known: Vocabulary, figures: Figures) -> str:
    """Four at once follow whatever link there is, ever further into the facets."""
    waiting, seen = deque(["/"]), {"/"}

    async def follow() -> None:
        async with Asker(port, "") as asker:
            while True:
                if not waiting:
                    await asyncio.sleep(0.1)
                    continue
                answer = await figures.ask(asker, "crawled", waiting.pop())
                for link in _LINK.findall(answer.body) if answer else ():
                    found = html.unescape(link.decode())
                    if found not in seen and found.startswith(("/?", "/facet", "/search")):
                        seen.add(found)
                        waiting.append(found)

    await _for_a_while([follow() for _ in range(4)])
    return f"{len(seen):,} addresses found"


async def overload(port: int, known: Vocabulary, figures: Figures) -> str:
    """Hundreds ask for pages that nobody has asked for, and do not wait between them."""

    async def hurry(number: int) -> None:
        asked = questions(known, Random(number))
        async with Asker(port) as asker:
            while True:
                answer = await figures.ask(asker, *next(asked))
                if answer is None or answer.status == 503:
                    await asyncio.sleep(_PAUSE)

    await _for_a_while([hurry(number) for number in range(HASTY)])
    return f"{HASTY} clients"


ATTACKS: dict[str, Attack] = {
    "slow heads": slow_heads,
    "slow bodies": slow_bodies,
    "half-open": half_open,
    "deaf readers": deaf,
    "crawler": crawler,
    "overload": overload,
}


async def _for_a_while(clients: list[Awaitable[None]]) -> None:
    tasks = [asyncio.ensure_future(client) for client in clients]
    await asyncio.sleep(SECONDS)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _held(port: int, number: int, first: bytes, more: bytes, receive: int = 0) -> str:
    """How many of so many connections the server held to the end."""
    loop, held = asyncio.get_running_loop(), 0

    async def hold() -> None:
        nonlocal held
        with socket.socket() as connection, suppress(OSError):
            connection.setblocking(False)
            if receive:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
            await loop.sock_connect(connection, ("127.0.0.1", port))
            if first:
                await loop.sock_sendall(connection, first)
            for _ in range(int(SECONDS)):
                await asyncio.sleep(1)
                if more:
                    await loop.sock_sendall(connection, more)
            held += not _ended(connection, deaf=receive > 0)

    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(hold())
    return f"{held} of {number} held for {SECONDS:.0f} s"


def _ended(connection: socket.socket, *, deaf: bool) -> bool:
    """Whether the other side has closed it."""
    try:
        if deaf:
            return connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
