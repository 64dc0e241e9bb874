"""The one place where errors become pages, or JSON where JSON was asked for."""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from archive.article import JSON_VERSION
from archive.errors import (
    ArchiveError,
    IndexBusyError,
    IndexOverloadedError,
    NotFoundError,
    RequestError,
    SearchIndexError,
    StoppedError,
    StoreError,
)
from archive.text.plain import one_line

_RETRY_AFTER = 5  # seconds
# The status of an error: that of the first class that it belongs to.
_STATUS: tuple[tuple[type[ArchiveError], int], ...] = (
    (NotFoundError, 404),
    (RequestError, 400),
    (StoppedError, 503),
    (SearchIndexError, 503),
    (StoreError, 503),
    (ArchiveError, 500),
)
_TITLES = {
    400: "That search has no answer",
    403: "That was not done",
    404: "There is no such page",
    405: "That cannot be done here",
    503: "Not now",
}
# What the HTTP library says of itself is not written for readers.
_MESSAGES = {
    404: ("Nothing is at this address", ""),
    405: ("This address can only be read", ""),
    500: ("The archive could not answer", "try again; its log says what went wrong"),
}


class ClosedError(NotFoundError):
    """The article is there, or was, and may not be shown: with the status and title of its page,
    and the ids of articles to read instead.
    """

    def __init__(
        self, status: int, title: str, message: str, instead: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.title = title
        self.instead = instead


class BusyError(ArchiveError):
    """So many others are being answered that this is not, now."""


def register(app: Flask) -> None:
    """Makes pages of all errors of an application."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(HTTPException, _http_error)


def wants_json() -> bool:
    """Whether the request is for the JSON twin of a page."""
    return request.path.endswith((".json", ".jsonl"))


def _archive_error(error: ArchiveError) -> Response:
    if isinstance(error, ClosedError):
        return _page(error.status, error.message, "", error.title, error.instead)
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    if isinstance(error, BusyError):
        return _page(503, error.message, error.hint)
    if isinstance(error, IndexOverloadedError):
        print(f"archive: {error.message}", file=sys.stderr)
        return _page(503, "Others ask for so much that this has to wait", "try again in a minute")
    if isinstance(error, StoppedError):  # to ask the same again would not help
        return _page(status, error.message, error.hint, retry=0)
    if status >= 500 and not isinstance(error, IndexBusyError):
        print(f"archive: {error.message}. {error.hint}", file=sys.stderr)
        # What is wrong with it, and where it lies, is for whoever runs the archive.
        return _page(status, "The archive cannot be read now", "try again later")
    # Its hint is a command, for whoever runs the archive and not for its readers.
    hint = "" if type(error) is NotFoundError else error.hint
    return _page(status, error.message, hint)


def _http_error(error: HTTPException) -> Response:
    if (error.code or 500) < 400:  # a redirect
        return make_response(error.get_response())
    status = error.code or 500
    message, hint = _MESSAGES.get(status, (error.description or error.name, ""))
    if status == 405 and request.method in ("GET", "HEAD"):
        message = "This address takes what a form sends, and shows nothing"
    page = _page(status, message, hint)
    for name, value in error.get_headers(request.environ):
        if name not in ("Content-Type", "Content-Length"):
            page.headers[name] = value
    return page


def _page(
    status: int,
    message: str,
    hint: str,
    title: str | None = None,
    instead: tuple[str, ...] = (),
    retry: int = _RETRY_AFTER,
) -> Response:
    """The answer that tells an error. A 503 says after how many seconds to `retry`; 0: never."""
    message = (one_line(message) or "").rstrip(".")
    written = request.method == "POST" and status == 400
    if wants_json():
        body: dict[str, Any] = {"status": status, "message": message, "hint": hint or None}
        if instead:
            body["instead"] = list(instead)
        answer = jsonify(version=JSON_VERSION, error=body)
    else:
        answer = make_response(
            render_template(
                "error.html",
                title=title or _TITLES.get(403 if written else status, "Something went wrong"),
                written=written,
                status=status,
                message=message,
                hint=hint,
                instead=instead,
                retry=retry if status == 503 else 0,
            )
        )
    answer.status_code = status
    if status == 503 and retry:
        answer.headers["Retry-After"] = str(retry)
    return answer
