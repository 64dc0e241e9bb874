"""The pages of collections: all of them, one in its order with its notes, and as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.article import Article
from archive.collecting.acts import told as told_acts
from archive.collecting.document import collection_markdown
from archive.collecting.journal import Journal
from archive.collecting.kept import Collection, Listed
from archive.collecting.shown import collection_json, listing_json
from archive.errors import RequestError
from archive.text.plain import slug
from webui.collecting import guard
from webui.collecting.feed import feed
from webui.collecting.held import held, lists, told, told_in_turn
from webui.common.address import Address
from webui.common.closed import is_readable
from webui.common.links import (
    cite_url,
    collection_url,
    export_url,
    permalink,
    printed,
    search_url,
)
from webui.common.live import live, masthead
from webui.common.sending import sent

_PER_PAGE = 100  # articles


def register(app: Flask) -> None:
    """The addresses of collections, and what other pages say of them."""
    one = "/collection/<collection_name>"
    app.add_url_rule("/collections", "collections", collections)
    app.add_url_rule("/collections.json", "collections_json", collections_json)
    app.add_url_rule(one, "collection", collection)
    app.add_url_rule(f"{one}.json", "collection_json", collection_twin)
    app.add_url_rule(f"{one}.atom", "collection_feed", feed)
    app.add_url_rule(f"{one}.md", "collection_document", document)
    app.jinja_env.globals.update(
        collection_url=collection_url, collected=collected, collection_names=collection_names,
        permalink_of=permalink,
    )  # fmt: skip


def collected(article: Article) -> list[tuple[Collection, Listed | None]]:
    """The collections that an article is in, of those that people have made."""
    return lists().of_article(article.id)


def collection_names() -> list[str]:
    """What all collections are called."""
    return lists().names()


def collections() -> str:
    """All collections."""
    return render_template(
        "collections.html", found=lists().all(), done=_done(), twin=url_for("collections_json")
    )


def collections_json() -> Response:
    """All collections as JSON, version 1."""
    return jsonify(listing_json(live().store))


def collection(collection_name: str) -> str | AnyResponse:
    """A collection in its order. What only came in under a name is a search, and found there."""
    every = lists()
    if every.find(collection_name) is None and every.is_pile(collection_name):
        return redirect(search_url(_search(collection_name, "")))
    found, _ = held(collection_name)
    number, total = _number(), every.count(found.key)
    last = max(-(-total // _PER_PAGE), 1)
    if number > last:
        raise RequestError(f"There is no page {number:,}", f"the last is page {last:,}")
    address = _search(found.name)
    own = url_for("collection", collection_name=found.name)
    return render_template(
        "collection.html",
        found=found,
        articles=told(every.members(found.key, (number - 1) * _PER_PAGE, _PER_PAGE)),
        total=total,
        changed_at=every.changed_at(found.key),
        number=number,
        last=last,
        pages=[
            (label, url_for("collection", collection_name=found.name, page=to if to > 1 else None))
            for label, to in (("Previous", number - 1), ("Next", number + 1))
            if 1 <= to <= last
        ],
        export=export_url(address),
        cite=cite_url(address),
        inside=search_url(address),
        feeds=[{
            "title": f"{masthead().title}: {found.name}",
            "url": url_for("collection_feed", collection_name=found.name),
        }],
        document=url_for("collection_document", collection_name=found.name),
        twin=url_for("collection_json", collection_name=found.name, page=_asked_page()),
        permalink=printed(own),
        done=_done(),
    )  # fmt: skip


def collection_twin(collection_name: str) -> Response:
    """A page of a collection as JSON, version 1."""
    found, every = held(collection_name)
    number = _number()
    articles = told(every.members(found.key, (number - 1) * _PER_PAGE, _PER_PAGE))
    changed_at, total = every.changed_at(found.key), every.count(found.key)
    if number > 1 and not articles:
        raise RequestError(f"There is no page {number:,}", "pages have 100 articles")
    return jsonify(collection_json(found, changed_at, total, articles))


def document(collection_name: str) -> Response:
    """A collection as a document in Markdown; of a pile of any size, so it is sent in pieces."""
    found, every = held(collection_name)
    articles = told_in_turn(every.members(found.key))
    pieces = collection_markdown(found, articles, masthead(), date.today())
    answer = sent(pieces, "text/markdown; charset=utf-8")
    name = slug(found.name, 40) or "collection"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.md"'
    return answer


def _search(name: str, sort: str = "collection") -> Address:
    return Address(filters={"collection": (name,)}, sort=sort)


def _number() -> int:
    return Address(page=request.args.get("page", "").strip()).number()


def _asked_page() -> str | None:
    return request.args.get("page") or None


def _done() -> dict[str, Any] | None:
    """What was just done, which the page tells with a way back."""
    text = request.args.get("done", "")
    if guard.token() is None or not (text.isascii() and text.isdigit() and len(text) < 16):
        return None
    try:
        act = Journal(live().store).get(int(text))
    except RequestError:
        return None
    (act,) = told_acts(live().store, [act], is_readable)
    return {"act": act, "other": "undo" if act.state == "done" else "redo"}
