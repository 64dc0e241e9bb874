"""What sources changed in the articles that a search finds: edits one by one, the last first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.article import JSON_VERSION, Article, instant
from archive.status import HIDDEN
from archive.store.edits import Edit
from archive.text.diff import Piece, compare_texts, shortened
from archive.text.markdown import to_text
from index.answers.asked import Asked
from index.answers.search import Search
from index.answers.visibility import Visibility
from index.document import document
from index.engines.common.request import Request
from index.engines.memory import matches
from index.query.saved import narrowed
from index.query.tree import And, Key, KeyPrefix, Keys, Query, wanted_leaves

_FIELDS = ("edited", "changed")  # those of the query language that tell of edits
_CONTEXT = 70  # characters of what both texts have, beside what differs
_AT_ONCE = 100  # articles whose revisions are read at once


@dataclass(frozen=True, slots=True)
class Edits:
    """A page of edits, the last first; `more`: whether there are earlier ones."""

    edits: tuple[Edit, ...]
    more: bool
    notices: tuple[str, ...] = ()


def edited(search: Search, asked: Asked, offset: int, limit: int) -> Edits:
    """A page of the edits in what a search finds; order, page and folding asked do not count.

    Where the query names `edited:` or `changed:`, only edits by which alone it would find the
    article. What is withdrawn, withheld or under an embargo is not among them, not even where the
    query asks for it by name.
    """
    parsed = search.understood(asked)
    tree = narrowed(parsed.query, asked.filters, asked.start, asked.end, search.today())
    found = _edits(search, tree)
    for _ in range(offset):
        if next(found, None) is None:
            break
    page: list[Edit] = []
    for edit in found:
        if len(page) == limit:
            return Edits(tuple(page), True, parsed.notices)
        page.append(edit)
    return Edits(tuple(page), False, parsed.notices)


def edits_json(found: Edits) -> dict[str, Any]:
    """A page of edits as JSON, version 1 (docs/edits.md)."""
    return {
        "version": JSON_VERSION,
        "edits": [edit_json(edit) for edit in found.edits],
        "more": found.more,
        "notices": list(found.notices),
    }


def edit_json(edit: Edit) -> dict[str, Any]:
    """An edit as JSON, version 1 (docs/edits.md)."""
    return {
        "id": edit.after.id,
        "at": instant(edit.at),
        "before": edit.before.revision,
        "after": edit.after.revision,
        "kind": edit.kind,
        "changed": list(edit.changed),
        "words": edit.words,
        "share": edit.share,
        "title": {"before": edit.before.title, "after": edit.after.title},
        "agency": list(edit.after.agency),
        "publisher": edit.after.publisher,
        "date": edit.after.date,
        "status": edit.after.status,
        "note": edit.after.note,
        "pieces": [{"kind": piece.kind, "text": piece.text} for piece in pieces_of(edit)],
    }


def pieces_of(edit: Edit) -> tuple[Piece, ...]:
    """What an edit changed in the text, with "…" for long stretches that both have."""
    pieces = compare_texts(to_text(edit.before.body), to_text(edit.after.body))
    return shortened(pieces, _CONTEXT)


def _edits(search: Search, tree: Query) -> Iterator[Edit]:
    """All of them, the last first."""
    visible = Visibility(HIDDEN, search.now())
    embargoes = search.mended(lambda: search.engine.values("embargo"))
    wanted = visible.narrowed(And((tree, KeyPrefix("edited", ""))), embargoes)
    request = Request(wanted, sort="newest", limit=sys.maxsize)
    ids = [one for one, _ in search.mended(lambda: search.engine.search(request)).hits]
    resent = search.store.resent(ids)
    alone = any(isinstance(leaf, Key | KeyPrefix | Keys) and leaf.field in _FIELDS
                for leaf in wanted_leaves(tree))  # fmt: skip
    known: dict[str, dict[int, Edit]] = {}
    for at, (_, article_id, revision) in enumerate(resent):
        if article_id not in known:
            ahead = dict.fromkeys(one for _, one, _ in resent[at : at + _AT_ONCE])
            known |= _read(search, visible, [one for one in ahead if one not in known])
        edit = known[article_id].get(revision)
        if edit and visible.shows(edit.after) and (not alone or _found_by(search, tree, edit)):
            yield edit


def _read(search: Search, visible: Visibility, ids: list[str]) -> dict[str, dict[int, Edit]]:
    """The edits of some articles, by the revision that each made; none of those not to be shown."""
    articles = search.store.get_many(ids)
    shown = [article for article in articles.values() if visible.shows(article)]
    edits = search.store.edits(shown)
    return {one: {each.after.revision: each for each in edits.get(one, ())} for one in ids}


def _found_by(search: Search, tree: Query, edit: Edit) -> bool:
    """Whether a query would find the article had it been edited so and in no other way."""
    article: Article = search.store.get(edit.after.id)
    story = search.store.stories([article.id])[article.id]
    return matches(tree, document(article, story, [edit]))
