"""Every occurrence in its context, one a line: ?view=kwic, by date or by the neighbouring word."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, render_template, request

from archive.article import JSON_VERSION
from archive.errors import RequestError
from archive.text.language import RIGHT_TO_LEFT
from index.answers.asked import ORDERS, Order
from index.answers.context import Context, context, context_json, line_json, lines
from webui.common.address import Address
from webui.common.chips import chips_of
from webui.common.freshness import LiveArchive
from webui.common.links import twin_url
from webui.common.live import live as archive
from webui.common.sending import sent

LINES = 50  # of a page
MOST_ARTICLES = 500  # that are read for one page: the first in the order of the dates
_LABELS: dict[Order, str] = {
    "date": "By date", "left": "By the word before", "right": "By the word after",
}  # fmt: skip


def register(app: Flask) -> None:
    """The address of all lines at once."""
    app.add_url_rule("/context.jsonl", "context_jsonl", whole_context)


def whole_context() -> Response:
    """Every occurrence, or the first `limit`, as JSON Lines, sent while articles are read."""
    address = Address.read(request.args)
    archive().catch_up()
    asked, order, limit = address.asked(LINES), _order(request.args.get("lines", "")), _limit()
    found = archive().ask(lambda search: lines(search, asked, order, limit))
    written = (json.dumps(line_json(line), ensure_ascii=False) + "\n" for line in found)
    return sent(written, "application/jsonl; charset=utf-8")


def _limit() -> int | None:
    given = request.args.get("limit", "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise RequestError(f"{given!r} is no number of lines", "a whole number; without it, all")
    return int(given)


def _order(name: str) -> Order:
    return next((order for order in ORDERS if order == name), "date")


def context_page(live: LiveArchive, address: Address) -> str:
    """The lines as a table, each linked to its article."""
    found = _context(live, address)
    used = address.lines or "date"
    return render_template(
        "context.html",
        found=found,
        orders=[(name if name != "date" else "", _LABELS[name], name == used) for name in ORDERS],
        chips=chips_of((), address),
        number=address.number(),
        most_articles=MOST_ARTICLES,
        right_to_left=RIGHT_TO_LEFT,
        twin=twin_url(address),
    )


def context_twin(live: LiveArchive, address: Address) -> dict[str, Any]:
    """The same lines as JSON, version 1."""
    return {"version": JSON_VERSION, **context_json(_context(live, address))}


def _context(live: LiveArchive, address: Address) -> Context:
    asked = address.asked(LINES)
    order = _order(address.lines)
    found = live.answer(lambda search: context(search, asked, order, most_articles=MOST_ARTICLES))
    if address.number() > 1 and not found.lines:
        raise RequestError(f"There is no page {address.number():,}", "the first is page 1")
    return found
