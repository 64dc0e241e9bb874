"""What became of an article, and how two of its revisions, or two articles, differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flask import Flask, Response, jsonify, render_template, url_for

from archive.article import Article
from archive.errors import NotFoundError, StoreDamagedError
from archive.store.batches import public_origin
from archive.store.comparison import compare_articles, comparison_json
from archive.store.history import (
    Damaged,
    Event,
    History,
    Removal,
    Replaced,
    Revision,
    compared_states,
    history_json,
    read_again,
)
from archive.text.diff import shortened
from webui.common.closed import note_is_public, readable
from webui.common.live import live, public
from webui.common.shown import public_article
from webui.revisions import seen_at


def register(app: Flask) -> None:
    """The addresses of these pages."""
    app.add_url_rule("/article/<article_id>/history", "history", history)
    app.add_url_rule("/article/<article_id>/history.json", "history_json", history_twin)
    for path in ("diff", "diff/<pair>"):
        app.add_url_rule(f"/article/<article_id>/{path}", "diff", diff)
        app.add_url_rule(f"/article/<article_id>/{path}.json", "diff_json", diff_twin)
    app.add_url_rule("/compare/<first>/<second>", "compare", compare)
    app.add_url_rule("/compare/<first>/<second>.json", "compare_json", compare_twin)
    app.jinja_env.filters["shortened"] = shortened
    app.jinja_env.filters["read_again"] = read_again
    app.jinja_env.tests["replaced"] = lambda event: isinstance(event, Replaced)
    app.jinja_env.tests["damaged"] = lambda event: isinstance(event, Damaged)
    app.jinja_env.tests["revision"] = lambda event: isinstance(event, Revision)


def history(article_id: str) -> str:
    """When each revision was seen and what it changed; when the article was removed."""
    found = _history(article_id)
    edits = live().store.edits([found.article]).get(article_id, ())
    return render_template(
        "history.html",
        history=found,
        edits={edit.after.revision: edit for edit in edits},
        twin=url_for("history_json", article_id=article_id),
    )


def history_twin(article_id: str) -> Response:
    """The history as JSON, version 1."""
    return jsonify(history_json(_history(article_id)))


def diff(article_id: str, pair: str | None = None) -> str:
    """Two revisions of an article compared: "1..3", or the last two."""
    before, after, damaged = _two_revisions(article_id, pair)
    return _page(before, after, url_for("diff_json", article_id=article_id, pair=pair), damaged)


def diff_twin(article_id: str, pair: str | None = None) -> Response:
    """The comparison of two revisions as JSON, version 1."""
    before, after, _ = _two_revisions(article_id, pair)
    return jsonify(comparison_json(compare_articles(before, after)))


def compare(first: str, second: str) -> str:
    """Two articles compared: two copies of one dispatch, say."""
    twin = url_for("compare_json", first=first, second=second)
    return _page(public_article(first), public_article(second), twin)


def compare_twin(first: str, second: str) -> Response:
    """The comparison of two articles as JSON, version 1."""
    return jsonify(comparison_json(compare_articles(public_article(first), public_article(second))))


def _page(before: Article, after: Article, twin: str, damaged: Sequence[int] = ()) -> str:
    return render_template(
        "compare.html",
        comparison=compare_articles(before, after),
        states=[
            (article, seen_at(live().store.arrivals(article.id), article.revision))
            for article in (before, after)
        ],
        twin=twin,
        damaged=damaged,
    )


def _two_revisions(article_id: str, pair: str | None) -> tuple[Article, Article, list[int]]:
    """Two states, and the damaged revisions that were passed over to find them."""
    public_article(article_id)
    store = live().store
    get = partial(store.get, article_id, verified=True)
    try:
        *states, damaged = compared_states(pair, store.arrivals(article_id), get)
    except StoreDamagedError as error:
        raise NotFoundError("These revisions are damaged, so they cannot be compared") from error
    before, after = public(map(readable, states))
    return before, after, sorted(damaged)


def _history(article_id: str) -> History:
    """The history of a live article, without the notes on its removals: they were written for
    those who run the archive, and may name who asked; nor those on states that are held back.
    """
    store = live().store
    found = store.history(public_article(article_id).id)

    folders = store.batches.folders()

    def shown(event: Event) -> Event:
        if isinstance(event, Removal):
            return replace(event, note=None)
        if isinstance(event, Damaged):  # what is wrong with it is for whoever runs the archive
            return replace(event, reason="it is damaged, and cannot be read")
        if isinstance(event, Revision):
            event = replace(event, origin=public_origin(event.origin, folders))
            told = event.note is None or note_is_public(store.get(found.article.id, event.number))
            return event if told else replace(event, note=None)
        return event

    return replace(
        found, article=next(public([found.article])), events=tuple(map(shown, found.events))
    )
