"""How much an address may ask for: above it the answer is 400, before anything is made of it.

A page has links that carry its address along, so that what is in an address many times costs its
square. Filters are bounded where they are asked (`index/query/filters.py`), here before a page is
made of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, Request, g, request
from werkzeug.datastructures import MultiDict

from archive.errors import RequestError
from index.query.filters import check_number, filter_name

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST = 28 << 10  # bytes of the parameters of an address, as they are sent
MOST_IDS = 500  # articles that are ticked: more are no page of a search
MOST_PARAMETERS = 600  # in all, also those that mean nothing here
_SHORTER = "ask for less at once: a shorter query, fewer filters"
_ASCII = bytes(range(128))


class Encoded:
    """Stands before an application, and encodes what is sent as it is, as browsers do: bytes that
    are no ASCII, which may be no UTF-8 either (RFC 3986, 2.1).
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """WSGI's door."""
        asked = environ.get("QUERY_STRING", "")
        if not asked.isascii():
            environ["QUERY_STRING"] = quote(asked.encode("latin-1"), safe=_ASCII)
        return self._app(environ, start)


def register(app: Flask) -> None:
    """Has addresses of an application read whatever bytes are in them."""
    app.wsgi_app = Encoded(app.wsgi_app)  # type: ignore[assignment]


def check() -> None:
    """RequestError for an address that asks for too much; its page then says nothing of it."""
    try:
        _check(request)
    except RequestError:
        g.too_much = True
        raise


def wanted() -> MultiDict[str, str]:
    """The parameters that the page is made of: none, where they are too many."""
    return MultiDict() if g.get("too_much") else request.args


def _check(asked: Request) -> None:
    length = len(asked.query_string)
    if length > LONGEST:
        raise RequestError(f"The address is {length:,} bytes long; {LONGEST:,} are read", _SHORTER)
    given = dict(asked.args.lists())
    check_number(len(values) for name, values in given.items() if filter_name(name))
    if (ids := len(given.get("id", ()))) > MOST_IDS:
        raise RequestError(
            f"{ids:,} articles were ticked", f"take at most {MOST_IDS} at once, or all found"
        )
    count = asked.query_string.count(b"&") + 1
    if count > MOST_PARAMETERS:
        raise RequestError(
            f"The address has {count:,} parameters; {MOST_PARAMETERS} are read", _SHORTER
        )
