"""What a reader who is typing may be looking for, as JSON for the box on every page."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

from archive.article import JSON_VERSION
from index.answers.suggest import Suggestion
from index.query.saved import query_of
from webui.common.address import Address
from webui.common.links import article_url, search_url
from webui.common.live import live


def register(app: Flask) -> None:
    """The address that is asked while a reader types."""
    app.add_url_rule("/suggest.json", "suggest", suggest)


def suggest() -> Response:
    """At most ten suggestions, each with the address of what it stands for."""
    typed = request.args.get("q", "")
    found = live().suggest(typed)
    return jsonify(
        version=JSON_VERSION, query=typed, suggestions=[_json(suggestion) for suggestion in found]
    )


def _json(suggestion: Suggestion) -> dict[str, Any]:
    article = suggestion.article
    return {
        "kind": suggestion.kind,
        "text": suggestion.text,
        "count": None if article else suggestion.count,
        "date": article.date if article else None,
        "url": _url(suggestion),
    }


def _url(suggestion: Suggestion) -> str:
    if suggestion.article:
        return article_url(suggestion.article)
    if suggestion.kind == "query":
        return search_url(Address(text=query_of(suggestion.text)))
    if suggestion.kind == "name":
        return search_url(Address(text=suggestion.text))
    return search_url(Address(filters={suggestion.kind: (suggestion.text,)}))
