"""What a reader who is typing may be looking for, as JSON for the box on every page."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

from archive.article import JSON_VERSION
from archive.text.wording import counted
from index.answers.suggest import Suggestion
from index.query.saved import query_of
from webui.common.address import Address
from webui.common.links import absolute, article_url, search_url
from webui.common.live import live
from webui.common.wording import human_date
from webui.machines.opensearch import SUGGESTIONS


def register(app: Flask) -> None:
    """The address that is asked while a reader types."""
    app.add_url_rule("/suggest.json", "suggest", suggest)
    app.add_url_rule("/opensearch-suggestions.json", "suggest_opensearch", suggest_opensearch)


def suggest() -> Response:
    """At most ten suggestions, each with the address of what it stands for."""
    typed = request.args.get("q", "")
    found = live().suggest(typed)
    return jsonify(
        version=JSON_VERSION, query=typed, suggestions=[_json(suggestion) for suggestion in found]
    )


def suggest_opensearch() -> Response:
    """The same as the box of a browser wants it: what was typed, then in lists of equal length what
    to search for, what to say of it, and where that is (OpenSearch's Suggestions extension 1.1).
    """
    typed = request.args.get("q", "")
    found = live().suggest(typed)
    answer = jsonify([
        typed,
        [_as_query(each) for each in found],
        [_described(each) for each in found],
        [absolute(_url(each)) for each in found],
    ])  # fmt: skip
    answer.mimetype = SUGGESTIONS
    return answer


def _as_query(suggestion: Suggestion) -> str:
    """What finds the thing that is suggested when it is typed: a browser searches for no more."""
    if suggestion.kind == "query":
        return query_of(suggestion.text)
    text = " ".join(suggestion.text.replace('"', " ").split())
    if suggestion.kind in ("title", "name"):
        return text
    return f'{suggestion.kind}:"{text}"'


def _described(suggestion: Suggestion) -> str:
    if article := suggestion.article:
        return ", ".join(filter(None, [human_date(article.date), *article.agency]))
    return counted(suggestion.count, "article")


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
