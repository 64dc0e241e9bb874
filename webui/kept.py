"""Answers that are kept: what has not changed is neither searched nor rendered a second time.

An answer depends on its request and on the state of the archive (`LiveArchive.state`). Both
together name it: as its ETag, by which a browser asks whether it has changed, and in the memory of
this process, which keeps the last ones.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable

from flask import Flask, Response, current_app, g, has_request_context, request

from archive.errors import ArchiveError

MOST_BYTES = 16 << 20  # of all that is kept
_LARGEST = MOST_BYTES // 16
_BESIDES = 3000  # bytes that an answer takes beside its body: headers, name, places in lists
_NOT_NAMED = {"static", "suggest"}  # by a version in their address; not worth it

_Kept = tuple[bytes, list[tuple[str, str]]]  # body and headers
State = Callable[[], str | None]  # what an answer depends on but its request; None: not to be told


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

    def put(self, name: str, body: bytes, headers: list[tuple[str, str]]) -> None:
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


def register(app: Flask, state: State) -> None:
    """Has requests answered from what is kept, where nothing has changed since."""
    app.extensions["answers"] = Answers(), state
    app.before_request(_known)


def _known() -> Response | None:
    """The answer to a request that needs no view: that it has not changed, or what is kept."""
    g.named, g.is_known = None, False
    if request.method not in ("GET", "HEAD") or request.endpoint in (None, *_NOT_NAMED):
        return None
    g.named = _name()
    if g.named is None:
        return None
    g.is_known = True
    asked = request.if_none_match
    if asked.contains_weak(g.named) and not asked.star_tag:  # "*" is for what there is: look first
        return Response(status=304)
    if kept := _answers().get(g.named):
        return Response(kept[0], headers=kept[1])
    g.is_known = False
    return None


def name(response: Response) -> bool:
    """Names an answer and keeps it, unless the archive has changed while it was made: whether it
    has a name.
    """
    named: str | None = g.get("named")
    if named is None or not (g.is_known or named == _name_now()):
        return False
    response.set_etag(named, weak=True)
    if not (g.is_known or response.is_streamed):
        _answers().put(named, response.get_data(), list(response.headers))
    return True


def passing() -> None:
    """The answer to this request may be another one in a moment though the archive stays as it is:
    it gets no name, and is not kept.
    """
    if has_request_context():
        g.named = None


def _name() -> str | None:
    """The name of the answer to this request; None while the index is behind."""
    state: State = current_app.extensions["answers"][1]
    of = state()
    if of is None:
        return None
    environ = request.environ
    asked = [environ.get(each) for each in (
        "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT",
        "HTTP_ACCEPT_ENCODING",
    )]  # fmt: skip
    return hashlib.sha256(repr((of, asked)).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _name_now() -> str | None:
    """The same once the answer is there, which is sent even if the archive cannot be asked now."""
    try:
        return _name()
    except ArchiveError:
        return None


def _answers() -> Answers:
    answers: Answers = current_app.extensions["answers"][0]
    return answers
