"""How long a page may search: as long as somebody waits for it, and no longer than a setting says.

So no question keeps a thread from others for long, whatever it asks. What is sent while it is made,
as an export is, has done its search by then, and ends when nobody takes it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask, request

from archive.errors import StoppedError
from archive.text.wording import counted
from index.query.patience import Stop, heeding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LEFT = "waitress.client_disconnected"  # in the environment: tells whether the client has gone
_LESS = "ask for less: fewer words, fewer of them with *, ? or ~, a shorter range of dates"


class Waiting:
    """Stands before an application and says when what it searches has to stop: after so many
    seconds, 0 for never, and when its client has left, where the server knows.
    """

    def __init__(self, app: WSGIApplication, seconds: int) -> None:
        self._app = app
        self._seconds = seconds

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """WSGI's door."""
        with heeding(_stop(self._seconds, environ.get(_LEFT))):
            return self._app(environ, start)


def while_awaited() -> AbstractContextManager[None]:
    """What is done in here, however long it takes, ends when the client has left alone: for what
    makes all that was found before it can send anything.
    """
    return heeding(_stop(0, request.environ.get(_LEFT)))


def register(app: Flask, seconds: int) -> None:
    """Has searches of an application end in time."""
    app.wsgi_app = Waiting(app.wsgi_app, seconds)  # type: ignore[assignment]


def _stop(seconds: int, has_left: Callable[[], bool] | None) -> Stop:
    until = monotonic() + seconds

    def stop() -> None:
        if has_left and has_left():
            raise StoppedError("Nobody waits for this answer any more")
        if seconds and monotonic() > until:
            raise StoppedError(
                f"The search was stopped: it took longer than {counted(seconds, 'second')}", _LESS
            )

    return stop
