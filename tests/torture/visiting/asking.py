"""Requests over HTTP/1.1 by very many at once, in one thread: what a browser does, and no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

PATIENCE = 60.0  # seconds until an answer that does not come is none
_COMMON = "Host: localhost\r\nUser-Agent: torture\r\n"


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in small letters; `seconds` from the question to the last byte."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Asker:
    """Asks one question after the other on a connection, which is opened again when it has gone."""

    def __init__(self, port: int, headers: str = "Accept-Encoding: gzip, br\r\n") -> None:
        self._port, self._headers = port, headers
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *given: object) -> None:
        self.close()

    def close(self) -> None:
        """Leaves."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def ask(self, path: str) -> Answer:
        """The answer. OSError or TimeoutError where none comes."""
        began = time.monotonic()
        kept = self._streams is not None
        try:
            async with asyncio.timeout(PATIENCE):
                try:
                    status, headers, body = await self._ask(path)
                except (OSError, EOFError):
                    if not kept:  # one that had been silent may have been ended, as browsers know
                        raise
                    self.close()
                    status, headers, body = await self._ask(path)
        except (OSError, EOFError) as error:
            self.close()
            raise ConnectionError(f"{path}: {error!r}") from error
        return Answer(status, headers, body, time.monotonic() - began)

    async def _ask(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if not self._streams:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\n{_COMMON}{self._headers}\r\n".encode())
        await writer.drain()
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        named = (line.partition(":") for line in lines if line)
        headers = {name.lower(): value.strip() for name, _, value in named}
        status = int(first.split()[1])
        body = await _body(reader, status, headers)
        if headers.get("connection", "").lower() == "close" or _is_until_end(headers):
            self.close()
        return status, headers, body


async def _body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    if status == 304:
        return b""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        parts = []
        while size := int((await reader.readline()).split(b";")[0], 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)
    if _is_until_end(headers):
        return await reader.read()
    return await reader.readexactly(int(headers["content-length"]))


def _is_until_end(headers: dict[str, str]) -> bool:
    return "content-length" not in headers and "transfer-encoding" not in headers


class Figures:
    """What many were answered: seconds of each, by the kind of question, and what went wrong."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.statuses: dict[int, int] = {}
        self.wrong: list[str] = []

    def add(self, kind: str, answer: Answer) -> None:
        """Notes an answer."""
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        if answer.status < 400:
            self.seconds.setdefault(kind, []).append(answer.seconds)

    def all(self) -> list[float]:
        """Seconds of all that was answered."""
        return [each for kind in self.seconds.values() for each in kind]

    async def ask(self, asker: Asker, kind: str, path: str) -> Answer | None:
        """Asks, and notes what came of it. None where no answer came."""
        try:
            answer = await asker.ask(path)
        except (OSError, TimeoutError) as error:
            self.wrong.append(f"{path}: {error!r}")
            return None
        self.add(kind, answer)
        if answer.status >= 400 and answer.status != 503:
            self.wrong.append(f"{path}: {answer.status}")
        if answer.status == 503 and "retry-after" not in answer.headers:
            self.wrong.append(f"{path}: 503 without Retry-After")
        return answer


def part(seconds: Sequence[float], share: float) -> float:
    """The value below which this share of them lies; 0 for none."""
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
