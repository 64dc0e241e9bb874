"""Passages of an article that stand in others: a list, and two texts beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Flask, Response, jsonify, render_template, url_for

from archive.article import JSON_VERSION, Article
from index.passages.found import (
    Holder,
    Passages,
    between,
    holder_json,
    passages,
    passages_json,
    words_of,
)
from webui.common.live import live
from webui.common.shown import public_article

_SHOWN = 300  # characters of a passage in the list


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text: of the passage of that number, or of none (0)."""

    text: str
    number: int


def register(app: Flask) -> None:
    """The addresses of passages."""
    app.add_url_rule("/article/<article_id>/passages", "passages", listed)
    app.add_url_rule("/article/<article_id>/passages.json", "passages_json", listed_twin)
    app.add_url_rule("/passages/<first>/<second>", "passages_beside", beside)
    app.add_url_rule("/passages/<first>/<second>.json", "passages_beside_json", beside_twin)
    app.jinja_env.globals["beside_url"] = beside_url


def beside_url(one: Article, other: Article) -> str:
    """Where two texts stand beside each other, with the passages that they share marked."""
    return url_for("passages_beside", first=one.id, second=other.id)


def listed(article_id: str) -> str:
    """The articles that hold passages of one."""
    found = _found(article_id)
    return render_template(
        "passages.html",
        found=found,
        article=found.article,
        quoted=lambda each: _short(found.text[each.start : each.end]),
        twin=url_for("passages_json", article_id=article_id),
    )


def listed_twin(article_id: str) -> Response:
    """The same as JSON, version 1."""
    return jsonify(passages_json(_found(article_id)))


def beside(first: str, second: str) -> str:
    """Two texts beside each other."""
    one, other = public_article(first), public_article(second)
    holder = between(one, other)
    spans = ([(p.start, p.end) for p in holder.passages],
             [(p.other_start, p.other_end) for p in holder.passages])  # fmt: skip
    sides = [
        (article, list(_paragraphs(words_of(article).text, own)))
        for article, own in zip((one, other), spans, strict=True)
    ]
    return render_template(
        "beside.html",
        article=one,
        holder=holder,
        sides=sides,
        twin=url_for("passages_beside_json", first=first, second=second),
    )


def beside_twin(first: str, second: str) -> Response:
    """What two texts share as JSON, version 1."""
    one = public_article(first)
    holder: Holder = between(one, public_article(second))
    shown = holder_json(words_of(one).text, holder)
    return jsonify(version=JSON_VERSION, id=one.id, holder=shown)


def _found(article_id: str) -> Passages:
    article = public_article(article_id)
    return live().ask(lambda search: passages(search, article))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"


def _paragraphs(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[list[Run]]:
    """The paragraphs of a text, each as runs; a passage may go over several. The spans are numbered
    as they come, wherever they stand.
    """
    edges = sorted((start, end, number) for number, (start, end) in enumerate(spans, 1))
    at = 0
    for paragraph in text.split("\n\n"):
        last, runs, here = at + len(paragraph), list[Run](), at
        for start, end, number in edges:
            begin, stop = max(start, at), min(end, last)
            if begin < stop:
                runs += [Run(text[here:begin], 0), Run(text[begin:stop], number)]
                here = stop
        yield [run for run in [*runs, Run(text[here:last], 0)] if run.text]
        at = last + 2
