"""Who may change collections with a browser: a page of this process, opened on this machine.

The archive has no users. So where it can be changed at all (`archive serve --edit`), it listens on
this machine alone, and a page of another origin must neither write, by a form or a script, nor read
the token that a write has to bring. That a name of its own leads here (DNS rebinding) is seen by
the Host; that a server stands between, by what servers say of whom they answer for. One that says
nothing of it is not seen: see docs/security.md.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

from webui.common import hosts, kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TOKEN = "edit_token"  # noqa: S105 - its name: among the values of settings, where no file or variable sets it
MOST_BYTES = 1 << 20  # of a form
_READING = ("GET", "HEAD")


class Guard:
    """Stands before an application that can be changed, and before what is kept of it."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """WSGI's door."""
        reading = environ["REQUEST_METHOD"] in _READING
        if not hosts.is_here(environ):
            return hosts.refused(421, "This is not the server of that name.")(environ, start)
        if not reading and (problem := _foreign(environ)):
            return hosts.refused(403, problem)(environ, start)
        if not hosts.is_forwarded(environ):
            environ[kept.EDITING] = "1"
        return self._app(environ, start)


def register(app: Flask) -> None:
    """Guards an application."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    app.wsgi_app = Guard(app.wsgi_app)  # type: ignore[assignment]


def new_token() -> str:
    """What a form has to bring: known to the pages of this run of the server alone."""
    return secrets.token_urlsafe(32)


def token() -> str | None:
    """The token, for a page that may write; None for any other."""
    held = current_app.extensions.get("edit_token")
    return str(held) if held and request.environ.get(kept.EDITING) else None


def check() -> None:
    """Forbidden where a form does not bring the token."""
    held, brought = token(), request.form.get("token", "")
    if held is None or not hmac.compare_digest(held.encode(), brought.encode()):
        raise Forbidden("The page is of another run of the server: open it again")


def _foreign(environ: WSGIEnvironment) -> str | None:
    """Why a request must not write, if so."""
    if hosts.is_forwarded(environ):
        return "What is forwarded by another server changes nothing here."
    own = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}".lower()
    if environ.get("HTTP_ORIGIN", "").lower() != own:
        return "Only a page of this archive changes it."
    if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
        return "Only a page of this archive changes it."
    return None
