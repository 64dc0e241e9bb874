"""Answers that are kept: what has not changed is neither searched nor rendered a second time.

An answer depends on its request and on the state of the archive (`LiveArchive.state`). Both
together name it: as its ETag, by which a browser asks whether it has changed, and in the memory of
this process, which keeps the last ones. They are given before Flask is asked, which takes longer.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, has_request_context, request

from archive.errors import ArchiveError
from webui.common.busy import HURRIED
from webui.machines.observing import KEPT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_BYTES = 16 << 20  # of all that is kept
_LARGEST = MOST_BYTES // 16
_BESIDES = 3000  # bytes that an answer takes beside its body: headers, name, places in lists
_NOT_NAMED = {
    "static",
    "suggest",
    "suggest_opensearch",
}  # by a version in their address; not worth it
PASSING = frozenset({"/healthz", "/metrics"})  # what is true at this moment alone
_NAME = "archive.answer"  # in the environment of a request: the name of its answer
EDITING = "archive.editing"  # likewise: whether its page may have forms that change something
_ASKED = (
    "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING", EDITING,
)  # fmt: skip
_RARE = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")  # conditions that Flask looks at

_Headers = list[tuple[str, str]]
_Kept = tuple[bytes, _Headers]  # body and headers
# What an answer depends on but its request; None: not to be told. It is told whether there is time
# to index first what is new, if that is little.
State = Callable[[bool], str | None]


class Answers:
    """The last answers by their names, up to `MOST_BYTES`; safe from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, name: str) -> _Kept | None:
        """The answer of that name, if it is still there."""
        with self._lock:
            if found := self._kept.get(name):
                self._kept.move_to_end(name)
            return found

    def put(self, name: str, body: bytes, headers: _Headers) -> None:
        """Keeps an answer; those that were asked for least lately go."""
        if len(body) > _LARGEST:
            return
        with self._lock:
            if name in self._kept:
                return
            self._kept[name] = body, headers
            self._size += len(body) + _BESIDES
            while self._size > MOST_BYTES:
                _, (gone, _) = self._kept.popitem(last=False)
                self._size -= len(gone) + _BESIDES


class Known:
    """Stands before an application and answers what it knows: that an answer has not changed, or
    one that is kept. `always` are the headers of every answer.
    """

    def __init__(self, app: WSGIApplication, state: State, always: _Headers) -> None:
        self.answers = Answers()
        self._app = app
        self._state = state
        self._always = always

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """WSGI's door."""
        named = None
        if environ["REQUEST_METHOD"] in ("GET", "HEAD") and environ.get("PATH_INFO") not in PASSING:
            named = environ[_NAME] = self.name(environ)
        if named is None or any(condition in environ for condition in _RARE):
            return self._app(environ, start)
        # An asterisk stands for whatever there is, which has to be looked at first.
        asked = environ.get("HTTP_IF_NONE_MATCH", "")
        if f'"{named}"' in asked:
            environ[KEPT] = "unchanged"
            start("304 Not Modified", [*self._always, ("ETag", f'W/"{named}"')])
            return ()
        kept = self.answers.get(named)
        if kept is None or "*" in asked:
            return self._app(environ, start)
        body, headers = kept
        environ[KEPT] = "memory"
        start("200 OK", list(headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def name(self, environ: WSGIEnvironment) -> str | None:
        """The name of the answer to a request; None while the index is behind, or the archive
        cannot be asked.
        """
        try:
            state = self._state(HURRIED not in environ)
        except ArchiveError:
            return None
        if state is None:
            return None
        asked = repr((state, [environ.get(each) for each in _ASKED]))
        return hashlib.sha256(asked.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def register(app: Flask, state: State, always: _Headers) -> None:
    """Has requests answered from what is kept, where nothing has changed since."""
    known = Known(app.wsgi_app, state, always)
    app.wsgi_app = known  # type: ignore[assignment]
    app.extensions["known"] = known


def name(response: Response, known: Known) -> bool:
    """Names an answer and keeps it, unless the archive has changed while it was made: whether it
    has a name.
    """
    named: str | None = request.environ.get(_NAME)
    if named is None or request.endpoint in _NOT_NAMED or g.get("passing"):
        return False
    if named != known.name(request.environ):
        return False
    response.set_etag(named, weak=True)
    if not response.is_streamed:
        known.answers.put(named, response.get_data(), list(response.headers))
    return True


def passing() -> None:
    """The answer to this request may be another one in a moment though the archive stays as it is:
    it gets no name, and is not kept.
    """
    if has_request_context():
        g.passing = True
