"""Fetching a page or a feed over HTTP: within limits, from public addresses, only if it changed.

An address that somebody sends may lead anywhere, even into a newsroom's own network. Its host is
therefore looked up once, the IP address found is checked, and the connection goes to exactly that
address; this is repeated after every redirect.
"""

from __future__ import annotations

import io
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPException
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from archive.errors import FetchError, UnreadableError
from archive.intake.following import failed, followed
from archive.intake.hosts import Place, find_place
from archive.readers.sources.media_types import charset_of
from archive.readers.sources.packed import decoded
from archive.readers.sources.source import Source
from archive.validators import Validators

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection

_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 1 << 16
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "application/feed+json, application/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one address may take: seconds and redirects in all, bytes before and after unpacking."""

    seconds: float = 60
    connect_seconds: float = 10
    bytes: int = 64 * 1024 * 1024
    redirects: int = 5


class ValidatorStore(Protocol):
    """Where validators are kept from one run to the next, by address."""

    def get_validators(self, url: str) -> Validators | None:
        """Those that were last set for this address."""

    def set_validators(self, url: str, validators: Validators) -> None:
        """Keeps them in place of those before."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address that gave it, its bytes as they are without HTTP's codings."""

    url: str
    body: bytes
    charset: str | None
    validators: Validators
    at: str


class Fetcher:
    """Turns addresses into sources, and remembers validators once what they belong to is kept.

    `unchanged` are the addresses that answered that they have not changed; `stopped` says that a
    stop kept it from asking for more.
    """

    def __init__(
        self,
        store: ValidatorStore,
        limits: FetchLimits | None = None,
        allow_private: bool = False,
        read_as: str = "",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """`read_as` says how what comes is read and kept, where that is not as usual: what has been
        read in one way has not been read in another, however little it has changed.
        """
        self.unchanged: list[str] = []
        self.stopped = False
        self._store = store
        self._limits = limits or FetchLimits()
        self._allow_private = allow_private
        self._way = f" {sha256(read_as.encode()).hexdigest()[:16]}" if read_as else ""
        self._should_stop = should_stop
        # By the address that was asked for: the one that answered, and its validators.
        self._pending: dict[str, tuple[str, Validators]] = {}
        self._named_by: dict[str, str] = {}  # pages, and the lists that name them

    def sources(self, url: str) -> Iterator[Source]:
        """What an address gives, of a sitemap or a list the pages that it names; nothing where it
        has not changed. Reading tells of a failure.
        """
        try:
            source = self.fetch(url)
        except FetchError as error:
            yield failed(url, error)
            return
        if source is not None:
            yield from followed(source, self)

    def forget(self, url: str) -> None:
        """Does not keep the validators of an address that was asked for, nor those of the lists
        that led there: so it is asked for again next time, and fetched in full.
        """
        at: str | None = url
        while at is not None:
            self._pending.pop(at, None)
            at = self._named_by.pop(at, None)  # a list may name itself

    def fetch(self, url: str, named_by: str | None = None) -> Source | None:
        """What an address gives that a list may have named; None where it has not changed, or a
        stop was asked for. FetchError with the reason.
        """
        if named_by is not None:
            self._named_by[url] = named_by
        if self._should_stop():
            self.stopped = True
            self.forget(url)
            return None
        fetched = fetch(url, self._limits, self._allow_private, self._known)
        if fetched is None:
            self.unchanged.append(url)
            return None
        self._pending[url] = fetched.url, fetched.validators
        body = fetched.body
        return Source(
            url,
            lambda: io.BytesIO(body),
            url=fetched.url,
            charset=fetched.charset,
            fetched=fetched.at,
        )

    def remember(self) -> None:
        """Keeps the validators of what was fetched. Call it once its articles are committed."""
        for url, validators in self._pending.values():
            if validators != Validators():
                self._store.set_validators(url + self._way, validators)
        self._pending.clear()

    def _known(self, url: str) -> Validators | None:
        return self._store.get_validators(url + self._way)


def fetch(
    url: str,
    limits: FetchLimits,
    allow_private: bool = False,
    known: Callable[[str], Validators | None] = lambda url: None,
) -> Fetched | None:
    """The answer of an address, or None where nothing has changed since what is `known` of it.

    FetchError where there is none, with the reason.
    """
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        place = find_place(url, allow_private)
        with _answer(place, known(url), limits, deadline) as answer:
            if answer.status == 304:
                return None
            if answer.status in _REDIRECTS and answer.headers.get("Location"):
                url = urljoin(url, answer.headers["Location"])
                continue
            if answer.status != 200:
                raise FetchError(
                    f"{place.host} answered {answer.status} {answer.reason or ''}".rstrip(),
                    retry_after=_patience(answer.headers.get("Retry-After")),
                )
            return Fetched(
                url=url,
                body=_body(answer, limits, deadline),
                charset=charset_of(answer.headers.get("Content-Type")),
                validators=Validators(
                    answer.headers.get("ETag"), answer.headers.get("Last-Modified")
                ),
                at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            )
    raise FetchError(f"more than {limits.redirects} redirects")


@contextmanager
def _answer(
    place: Place, known: Validators | None, limits: FetchLimits, deadline: float
) -> Iterator[BaseHTTPResponse]:
    """The answer's head, with its body still to be read. Every failure becomes a FetchError."""
    from urllib3.exceptions import HTTPError

    connection = _connection(place, min(limits.connect_seconds, _left(deadline)))
    watchdog: threading.Timer | None = None
    try:
        connection.connect()
        connection.timeout = _left(deadline)
        # Each single wait is bounded, but a server that sends a byte a second never ends one.
        watchdog = threading.Timer(_left(deadline), _hang_up, [connection])
        watchdog.daemon = True
        watchdog.start()
        connection.request(
            "GET", place.target, headers=_headers(place, known),
            preload_content=False, decode_content=False,
        )  # fmt: skip
        yield connection.getresponse()
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if time.monotonic() >= deadline:
            raise FetchError(f"no whole answer within {limits.seconds:g} seconds") from error
        raise FetchError(f"{place.host}: {_why(error)}") from error
    finally:
        if watchdog:
            watchdog.cancel()
        connection.close()


def _connection(place: Place, seconds: float) -> HTTPConnection:
    """A connection to the address that was checked, which still asks for the host by its name."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    if place.scheme == "http":
        return HTTPConnection(place.address, place.port, timeout=seconds)
    return HTTPSConnection(
        place.address, place.port, timeout=seconds,
        server_hostname=place.host, assert_hostname=place.host,
    )  # fmt: skip


def _headers(place: Place, known: Validators | None) -> dict[str, str]:
    headers = {
        "Host": place.host_header,
        "User-Agent": "news-archive",
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _body(answer: BaseHTTPResponse, limits: FetchLimits, deadline: float) -> bytes:
    """The body, unpacked, with its length bounded before and after that."""
    packed = bytearray()
    while data := answer.read(_CHUNK, decode_content=False):
        packed += data
        if len(packed) > limits.bytes:
            raise FetchError(f"larger than {limits.bytes >> 20} MiB")
    if time.monotonic() >= deadline:
        raise FetchError(f"no whole answer within {limits.seconds:g} seconds")
    try:
        coding = answer.headers.get("Content-Encoding") or ""
        body = decoded(io.BytesIO(packed), coding).read(limits.bytes + 1)
    except UnreadableError as error:
        raise FetchError(error.message) from error
    if len(body) > limits.bytes:
        raise FetchError(f"unpacks to more than {limits.bytes >> 20} MiB")
    return body


def _patience(retry_after: str | None) -> float | None:
    """The seconds of a Retry-After header, which are a number or a date (RFC 9110, 10.2.3)."""
    if retry_after is None or retry_after.isdecimal():
        return float(retry_after) if retry_after else None
    try:
        until = parsedate_to_datetime(retry_after)
        return until.timestamp() - time.time()
    except (ValueError, OverflowError):
        return None


def _left(deadline: float) -> float:
    return max(0.001, deadline - time.monotonic())


def _hang_up(connection: HTTPConnection) -> None:
    """Ends a wait in the other thread."""
    import socket

    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself


def _why(error: Exception) -> str:
    """The reason in words that need no knowledge of the library."""
    from urllib3 import exceptions

    if isinstance(error, exceptions.NewConnectionError | ConnectionError):
        return "it cannot be reached"
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return "no answer in time"
    if isinstance(error, exceptions.SSLError | ssl.SSLError):
        return "no secure connection: its certificate or its TLS is not in order"
    if isinstance(error, exceptions.ProtocolError):
        return "the answer ends too early"
    return "not a sound HTTP answer"
