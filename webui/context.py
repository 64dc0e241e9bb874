"""Every occurrence in its context, one a line: ?view=kwic, by date or by the neighbouring word."""

from __future__ import annotations

from typing import Any

from flask import render_template

from archive.article import JSON_VERSION
from archive.errors import RequestError
from index.answers.asked import ORDERS, Order
from index.answers.context import Context, context, context_json
from webui.common.address import Address
from webui.common.chips import chips_of
from webui.common.freshness import LiveArchive
from webui.common.links import twin_url

LINES = 50  # of a page
MOST_ARTICLES = 500  # that are read for one page: the first in the order of the dates
_LABELS: dict[Order, str] = {
    "date": "By date", "left": "By the word before", "right": "By the word after",
}  # fmt: skip


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
        twin=twin_url(address),
    )


def context_twin(live: LiveArchive, address: Address) -> dict[str, Any]:
    """The same lines as JSON, version 1."""
    return {"version": JSON_VERSION, **context_json(_context(live, address))}


def _context(live: LiveArchive, address: Address) -> Context:
    asked = address.asked(LINES)
    order: Order = next((name for name in ORDERS if name == address.lines), "date")
    found = live.answer(lambda search: context(search, asked, order, most_articles=MOST_ARTICLES))
    if address.number() > 1 and not found.lines:
        raise RequestError(f"There is no page {address.number():,}", "the first is page 1")
    return found
