"""Requests as they are observed: a line in a log for each, and figures. It stands before everything
else that answers, so that what is sent from memory is seen too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TextIO
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT = "archive.kept"  # in the environment of a request: "memory" or "unchanged", if not made
WARMING = "archive.warming"  # the same: nobody has asked, the server tries itself
_PLAIN = "/.-_~:@!$'()*,;"  # of an address, what is written as it is


class Observer(Protocol):
    """Who is told of an answer once it has been sent."""

    def __call__(self, environ: WSGIEnvironment, status: int, size: int, seconds: float) -> None:
        """Takes note of one answer: its status, bytes, and seconds until it had been sent."""
        ...


class Observed:
    """An application whose answers are told to observers."""

    def __init__(self, app: WSGIApplication, observers: Iterable[Observer]) -> None:
        self._app = app
        self._observers = tuple(observers)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """WSGI's door."""
        if WARMING in environ:
            return self._app(environ, start)
        began = perf_counter()
        status = 500  # where there is no answer at all

        def begin(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start(line, headers, *more)

        def tell(size: int) -> None:
            for observer in self._observers:
                observer(environ, status, size, perf_counter() - began)

        try:
            return _Sent(self._app(environ, begin), tell)
        except BaseException:
            tell(0)
            raise


class _Sent:
    """The body of an answer, which tells its size in bytes when it has been sent, or given up."""

    def __init__(self, body: Iterable[bytes], tell: Callable[[int], None]) -> None:
        self._body = body
        self._tell = tell
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._size += len(part)
            yield part

    def close(self) -> None:
        """WSGI's door: called once, whatever happens."""
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._tell(self._size)


class AccessLog:
    """A line for each request, as key=value: what was asked of which page, and how it was answered.

    Who asked, and for which words, is nobody's business and not in it, unless `full` is wanted.
    """

    def __init__(self, stream: TextIO, full: bool) -> None:
        self._stream = stream
        self._full = full

    def __call__(self, environ: WSGIEnvironment, status: int, size: int, seconds: float) -> None:
        """Writes the line of one request."""
        parts = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "method": quote(environ["REQUEST_METHOD"][:10]),
            "path": _path(environ),
            "status": str(status),
            "bytes": str(size),
            "ms": f"{seconds * 1000:.1f}",
            "answer": str(environ.get(KEPT, "made")),
        }
        if self._full:
            parts["query"] = quote(environ.get("QUERY_STRING", ""), safe=_PLAIN + "?&=%+") or "-"
            parts["client"] = quote(environ.get("REMOTE_ADDR", ""), safe=_PLAIN) or "-"
            parts["agent"] = quote(environ.get("HTTP_USER_AGENT", ""), safe=_PLAIN) or "-"
        line = " ".join(f"{name}={value}" for name, value in parts.items())
        try:
            self._stream.write(f"{line}\n")  # in one piece: several processes may share the stream
            self._stream.flush()
        except (OSError, ValueError):
            pass  # nobody listens; readers are answered all the same


def _path(environ: WSGIEnvironment) -> str:
    """The path as it was asked for, with nothing in it that could pass for another line."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return quote(path.encode("latin-1", "replace"), safe=_PLAIN) or "/"
