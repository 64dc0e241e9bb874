"""What has come to a search since a reader last looked: for the searches that a browser keeps."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

from archive.article import JSON_VERSION, Article
from index.answers.results_json import copy_json
from index.following.news import news_since
from webui.common.address import Address
from webui.common.links import article_url
from webui.common.live import live

_NAMED = 10  # of what is new; the rest is counted


def register(app: Flask) -> None:
    """The address that a browser asks about the searches saved in it."""
    app.add_url_rule("/new.json", "new_json", new_json)


def new_json() -> Response:
    """How many articles are new to the search of the address, and how many have changed, since
    the place `since`; the newest of the new; and `place`, from which to ask the next time. Null
    where that cannot be told: without a place, or with one of another history or long ago.
    """
    address = Address.read(request.args)
    asked = address.asked(_NAMED)
    live().catch_up()
    found = live().ask(lambda search: news_since(search, asked, request.args.get("since", "")))
    named = (found.new or ())[:_NAMED]
    articles = live().store.get_many(named)
    return jsonify(
        version=JSON_VERSION,
        place=found.place,
        new=None if found.new is None else len(found.new),
        changed=None if found.changed is None else len(found.changed),
        articles=[_json(articles[each], address) for each in named if each in articles],
    )


def _json(article: Article, address: Address) -> dict[str, Any]:
    return {**copy_json(article), "url": article_url(article, address)}
