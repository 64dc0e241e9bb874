"""An article, what it came as, and the help page, with their JSON twins."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, render_template, request, url_for

from archive.article import JSON_VERSION, Article, to_json
from archive.errors import RequestError, SearchIndexError
from archive.normalise.filed_from import places_of
from archive.status import ORDINARY
from index.answers.asked import Asked
from index.answers.explain import Explanation
from index.answers.explain_json import explanation_json
from index.answers.results_json import copy_json
from index.answers.similar import MOST_SIMILAR
from index.query.language import GRAMMAR, SECTIONS, TERMINALS, fields
from webui import language_help, revisions
from webui.around import around
from webui.asking.examples import Example, examples
from webui.common.address import Address
from webui.common.links import article_twin_url, article_url, printed, why_url
from webui.common.live import live, public
from webui.common.shown import public_article
from webui.copies import copies_of
from webui.marking import marked_body, marked_title
from webui.why import explained, is_search, similar_to


def register(app: Flask) -> None:
    """The addresses of articles and of the help page."""
    app.add_url_rule("/article/<article_id>", "article", article, defaults={"slug": None})
    app.add_url_rule("/article/<article_id>/<slug>", "article", article)
    app.add_url_rule("/article/<article_id>.json", "article_json", article_json)
    app.add_url_rule("/article/<article_id>/<slug>.json", "article_json", article_json)
    app.add_url_rule("/article/<article_id>/original", "original", original)
    app.add_url_rule("/help", "help", help_page)
    app.add_url_rule("/help.json", "help_json", help_json)


def article(article_id: str, slug: str | None) -> str:
    """An article. The id alone says which; the slug is decoration."""
    current = public_article(article_id)
    found = _at_revision(current)
    address = Address.read(request.args)
    query = live().understood(address.words())
    return render_template(
        "article.html",
        article=found,
        title=marked_title(found, query),
        body=marked_body(found, query),
        signal=_signal(found),
        copies=copies_of(live(), found),
        explanation=_explanation(current, found, address),
        why=why_url(current, address) if is_search(address) else None,
        similar=similar_to(live(), found),
        places=places_of(found.dateline),
        canonical=article_url(current),
        permalink=printed(url_for("article", article_id=found.id, revision=_named(current, found))),
        around=around(current, address),
        standing=revisions.standing(live().store, current, found),
        twin=article_twin_url(found.id, request.args),
    )


def article_json(article_id: str, slug: str | None = None) -> Response:
    """An article as JSON, version 1."""
    current = public_article(article_id)
    found = _at_revision(current)
    copies = copies_of(live(), found)
    explanation = _explanation(current, found, Address.read(request.args))
    return jsonify(
        version=JSON_VERSION,
        article=to_json(found),
        story=live().store.stories([found.id])[found.id],
        more=copies.more,
        others=[copy_json(other) for other in copies.others],
        similar=[copy_json(hit.article) for hit in similar_to(live(), found, _similar())],
        explanation=explanation_json(explanation) if explanation else None,
    )


def _similar() -> int:
    """How many similar articles are asked for. RequestError for a number that cannot be."""
    given = request.args.get("similar", "").strip() or "5"
    if not (given.isascii() and given.isdigit() and len(given) < 4):
        given = "0"
    if not 0 < int(given) <= MOST_SIMILAR:
        raise RequestError("So many similar articles are not listed", f"1 to {MOST_SIMILAR}")
    return int(given)


def original(article_id: str) -> Response:
    """The bytes as they arrived, as plain text: a browser must not run what came in."""
    found = _at_revision(public_article(article_id))
    data = live().store.original(found.id, found.revision).data
    response = make_response(data)
    response.headers["Content-Type"] = "text/plain" + ("; charset=utf-8" if _is_utf8(data) else "")
    response.headers["Content-Disposition"] = f'inline; filename="{found.id}.txt"'
    return response


def help_page() -> str:
    """How to search."""
    return render_template(
        "help.html",
        sections=SECTIONS,
        fields=fields(),
        grammar=GRAMMAR,
        terminals=TERMINALS,
        own=_own_examples(),
        address_of=lambda text: Address(text=text),
        twin=url_for("help_json"),
    )


def _own_examples() -> list[Example]:
    """Examples of this archive's words; none while there is no index."""
    try:
        return examples(live(), live().search(Asked(facets=True, facet_limit=5, timeline=True)))
    except SearchIndexError:
        return []


def help_json() -> Response:
    """The query language as JSON, version 1."""
    return jsonify(language_help.help_json())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def asked_article(article_id: str) -> tuple[Article, int | None]:
    """The article at the revision that the address asks for, and that revision's number where the
    address has one, to carry it along.
    """
    found = _at_revision(public_article(article_id))
    return found, found.revision if request.args.get("revision") else None


def _at_revision(current: Article) -> Article:
    """The article at the revision that the address asks for, else as it is now."""
    found = revisions.at_revision(live().store, current, request.args.get("revision"))
    return found if found is current else next(public([found]))


def _named(current: Article, shown: Article) -> int | None:
    """The revision that an address has to name to lead to what is shown."""
    return shown.revision if shown != current else None


def _explanation(current: Article, shown: Article, address: Address) -> Explanation | None:
    """Why the search of the address finds the article, where it is asked for: `why=1`."""
    wanted = request.args.get("why") and shown == current
    return explained(live(), current, address) if wanted else None


def _signal(article: Article) -> str:
    """What a reader has to know before reading: that it was corrected, say, and the note on it."""
    parts = (article.status if article.status not in ORDINARY else None, article.note)
    return ": ".join(part for part in parts if part)
