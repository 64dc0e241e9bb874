"""The addresses of the description: the document, and the page that shows it."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, render_template, url_for

from archive.collecting.reading import Collections
from archive.errors import ArchiveError
from index.answers.asked import Asked
from webui.asking.examples import examples
from webui.common.address import Address
from webui.common.links import absolute
from webui.common.live import live, masthead, page_size
from webui.description.document import Document, Known, document
from webui.description.page import shown

_LOOKED_AT = 50  # articles, for examples


def register(app: Flask) -> None:
    """The addresses of the document and of its page."""
    app.add_url_rule("/openapi.json", "openapi", openapi)
    app.add_url_rule("/api", "api", api)


def openapi() -> Response:
    """The description as a document."""
    return jsonify(_document())


def api() -> str:
    """The description as a page."""
    return render_template(
        "api.html",
        described=shown(_document(), url_for("search")),
        twin=url_for("openapi"),
    )


def _document() -> Document:
    where = absolute(url_for("search")).rstrip("/")
    known = Known(masthead(), where, page_size(Address()), _examples())
    return document(current_app.url_map.iter_rules(), known)


def _examples() -> dict[str, str]:
    """Values of parameters that find something here; none where nothing can be found now."""
    try:
        newest = live().search(
            Asked(sort="newest", limit=_LOOKED_AT, facets=True, facet_limit=5, timeline=True,
                  snippets=False)
        )  # fmt: skip
        queries = examples(live(), newest)
    except ArchiveError:
        return {}
    found = {"name": "agency", "format": "csv"}
    if lists := Collections(live().store.database).all():
        found["collection_name"] = lists[0][0].name
    articles = [hit.article for hit in newest.hits]
    if queries:
        found["q"] = queries[0].query
    if articles:
        found |= {"article_id": articles[0].id, "slug": "as-you-like"}
        found |= {"first": articles[0].id, "second": articles[-1].id}
    if revised := next((each for each in articles if each.revision > 1), None):
        found |= {"article_id": revised.id, "pair": f"1..{revised.revision}"}
    return found
