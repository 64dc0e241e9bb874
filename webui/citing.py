"""Citing an article: a page of every style, its JSON twin, and a file for each kind of program."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, url_for

from archive.article import JSON_VERSION, Article
from archive.citing.cited import Cited, cite
from archive.citing.csl_json import csl_item
from archive.citing.machines import citation_tags, coins, item_list, news_article
from archive.citing.prose import Italic
from archive.citing.styles import STYLES
from index.answers.results import Hit
from webui.common.links import article_url, printed
from webui.common.live import live, masthead
from webui.pages import asked_article
from webui.revisions import seen_at


def register(app: Flask) -> None:
    """The addresses of these pages, and what the page of an article says of itself."""
    app.add_url_rule("/article/<article_id>/cite", "cite", page)
    app.add_url_rule("/article/<article_id>/cite.json", "cite_json", twin)
    for style in STYLES.values():
        if style.is_file:
            path = f"/article/<article_id>/cite/{style.name}{style.ending}"
            app.add_url_rule(path, f"cite_{style.name}", partial(download, style.name))
    app.jinja_env.tests["italic"] = lambda run: isinstance(run, Italic)
    app.jinja_env.globals.update(
        cited=cited,
        citation_styles=STYLES,
        citation_tags=citation_tags,
        coins=coins,
        news_article=lambda article, found: news_article(article, found, masthead()),
        listed=listed,
        masthead=app.extensions["masthead"],
    )


def listed(hits: tuple[Hit, ...], first: int) -> dict[str, Any]:
    """The hits of a page for machines, the first of which has that number."""
    return item_list(
        (number, hit.article, printed(article_url(hit.article)))
        for number, hit in enumerate(hits, first)
    )


def page(article_id: str) -> str:
    """The article, or its revision that the address names, cited in every style."""
    article, revision = asked_article(article_id)
    return render_template(
        "cite.html",
        article=article,
        citation=cited(article),
        revision=revision,
        twin=url_for("cite_json", article_id=article.id, revision=revision),
    )


def twin(article_id: str) -> Response:
    """The citations as JSON, version 1."""
    article, _ = asked_article(article_id)
    found = cited(article)
    return jsonify(
        version=JSON_VERSION,
        id=article.id,
        revision=article.revision,
        address=found.address,
        original=found.original,
        accessed=found.accessed.isoformat() if found.accessed else None,
        citations={
            style.name: csl_item(found) if style.name == "csl-json" else style.text(found)
            for style in STYLES.values()
        },
    )


def download(name: str, article_id: str) -> Response:
    """A citation as a file."""
    article, _ = asked_article(article_id)
    style, found = STYLES[name], cited(article)
    answer = make_response(style.text(found))
    answer.headers["Content-Type"] = f"{style.media_type}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.key}{style.ending}"'
    return answer


def cited(article: Article) -> Cited:
    """A revision of an article that is looked at today."""
    seen = seen_at(live().store.arrivals(article.id), article.revision).date()
    return cite(article, masthead(), datetime.now().astimezone().date(), seen)
