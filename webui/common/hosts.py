"""Whom this server answers: the names that it has, and which other sites it is asked from.

A page elsewhere can have a browser ask this server under a name of its own that leads here (DNS
rebinding), and would then read all there is: so only known names are answered. An address in
figures is no such name. What a page elsewhere asks for under the right name it cannot read, but it
would cost a search: so of other sites only links are followed, and pictures of charts are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.wrappers import Response

from archive.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SHOWN_ELSEWHERE = frozenset({"/chart.png", "/chart.svg"})  # pictures that other sites may show
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/?#@\[\],]+)(?::\d{1,5})?")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Hosts:
    """Stands before an application and answers in its place who asks for another server, or for
    another site. `names` are those of this server, in small letters and without a port; with
    `any_address` it has whatever addresses in figures it is asked by.
    """

    def __init__(
        self, app: WSGIApplication, names: Iterable[str], *, any_address: bool = False
    ) -> None:
        self._app = app
        self._names = frozenset(names)
        self._any_address = any_address

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """WSGI's door."""
        if not self._has(host_of(environ)):
            return refused(421, "This is not the server of that name (see the setting hosts).")(
                environ, start
            )
        if _is_from_elsewhere(environ):
            return refused(403, "Other sites may lead to this page, not show what is in it.")(
                environ, start
            )
        return self._app(environ, start)

    def _has(self, name: str) -> bool:
        return name in self._names or (self._any_address and _is_address(name))


def register(app: Flask, settings: Settings) -> None:
    """Has an application answer to the names that the settings give it, and those of loopback."""
    listens = settings.text("host").lower()
    listens = f"[{listens}]" if ":" in listens else listens
    names = {*LOOPBACK, listens, *_named(settings)}
    open_to_others = not _is_own(listens)
    app.wsgi_app = Hosts(app.wsgi_app, names, any_address=open_to_others)  # type: ignore[assignment]


def names_of_others(settings: Settings) -> list[str]:
    """The names by which the settings say that others ask for this server: not by way of loopback,
    so that another server stands between.
    """
    return sorted(name for name in _named(settings) if not _is_own(name))


def _named(settings: Settings) -> set[str]:
    names = set(settings.text("hosts").lower().replace(",", " ").split())
    if public := urlsplit(settings.text("base_address")).hostname:
        names.add(f"[{public}]" if ":" in public else public)
    return names


def _is_own(name: str) -> bool:
    return name in LOOPBACK or is_loopback_address(name)


def host_of(environ: WSGIEnvironment) -> str:
    """The name that a request asks for, in small letters and without a port; "" for none."""
    found = _HOST.fullmatch(environ.get("HTTP_HOST", "").lower())
    return found[1] if found else ""


def is_here(environ: WSGIEnvironment) -> bool:
    """Whether a request names this machine, and the port that it came in by."""
    port = environ["SERVER_PORT"]
    own = {f"{name}:{port}" for name in LOOPBACK} | (set(LOOPBACK) if port == "80" else set())
    return environ.get("HTTP_HOST", "").lower() in own


def is_forwarded(environ: WSGIEnvironment) -> bool:
    """Whether a server says that it asks for somebody else."""
    return any(
        name in ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
        or name.startswith("HTTP_X_FORWARDED")
        or name.endswith(("_CLIENT_IP", "_CONNECTING_IP"))  # of servers of networks for content
        for name in environ
    )


def is_loopback_address(text: str) -> bool:
    """Whether a text is an address of this machine alone."""
    return _is_address(text) and ip_address(text.strip("[]")).is_loopback


def refused(status: int, text: str) -> Response:
    """A line of text in place of an answer."""
    return Response(text + "\n", status, _HEADERS, content_type="text/plain; charset=utf-8")


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _is_from_elsewhere(environ: WSGIEnvironment) -> bool:
    """Whether a page of another site asks for a part of itself. Its browser tells; one too old to
    tell asks as from an address typed in, and still lets nobody read the answer.
    """
    if environ.get("HTTP_SEC_FETCH_SITE", "none") in ("none", "same-origin"):
        return False
    leads_here = (
        environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
        and environ.get("HTTP_SEC_FETCH_DEST", "document") == "document"
    )
    return not leads_here and environ.get("PATH_INFO") not in SHOWN_ELSEWHERE
