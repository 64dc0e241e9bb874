"""What a browser is told of each article beside its words: what a list shows, dates, values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive.article import Article
from archive.normalise.agencies import agency_names
from archive.normalise.filed_from import places_of
from archive.text.markdown import to_text
from archive.text.plain import fold_line, one_line
from index.document import Document, text_parts
from index.fields import FIELDS, KINDS
from index.query.values import other_names

_LEAD = 280  # characters of its text that a list shows
# Values that no query names here: of an embargo nothing is exported, a story may be only in part,
# and sizes of edits are asked for in ranges.
_LEFT_OUT = ("embargo", "story", "changed")


def lead(article: Article) -> str:
    """How an article begins, on one line, cut at a word."""
    text = one_line(article.summary or to_text(article.body)) or ""
    if len(text) <= _LEAD:
        return text
    return f"{text[:_LEAD].rpartition(' ')[0] or text[:_LEAD]} …"


def facts(article: Article, document: Document) -> list[Any]:
    """A row of the table of articles: id, title, date, moment, day, language, lead, and the length
    of each stream in words.
    """
    return [
        article.id,
        one_line(article.title) or "",
        article.date,
        document.moment,
        document.day,
        article.language,
        lead(article),
        [stream.length for stream in document.streams.values()],
    ]


def values(articles: Sequence[Article], documents: Sequence[Document]) -> dict[str, Any]:
    """field -> {"keys", "labels", "of"}: its folded values, how each is first written, and for each
    article the numbers of its own.
    """
    labels = _labels(articles)
    found: dict[str, Any] = {}
    for name in documents[0].keys if documents else ():
        if name in _LEFT_OUT:
            continue
        keys = list(dict.fromkeys(key for doc in documents for key in doc.keys[name]))
        numbers = {key: at for at, key in enumerate(keys)}
        found[name] = {
            "keys": keys,
            "labels": [labels.get(name, {}).get(key, key) for key in keys],
            "of": [[numbers[key] for key in doc.keys[name]] for doc in documents],
        }
    return found


def texts_of(articles: Iterable[Article]) -> list[str]:
    """All texts of the articles that are indexed as words."""
    return [
        part for article in articles for parts in text_parts(article).values() for part in parts
    ]


def aliases(agencies: Iterable[str]) -> dict[str, dict[str, str]]:
    """field -> the other names of its values, folded -> the value as indexed: of the agencies with
    these keys, and of the fields that can have few values.
    """
    held = set(agencies)
    known = ((fold_line(alias), fold_line(agency)) for alias, agency in agency_names().items())
    mine = {alias: agency for alias, agency in known if agency in held and alias != agency}
    return {"agency": mine} | {each.name: other_names(each.name) for each in FIELDS if each.values}


def fields() -> list[dict[str, Any]]:
    """The table of fields, as a browser's parser needs it."""
    return [
        {
            "name": field.name, "kind": field.kind, "streams": field.streams, "label": field.label,
            "names": [field.name, *field.aliases], "facet": field.facet, "many": field.many,
            "values": field.values,
        }
        for field in FIELDS
    ]  # fmt: skip


def _labels(articles: Iterable[Article]) -> dict[str, dict[str, str]]:
    """field -> key -> the value as the first article writes it."""
    found: dict[str, dict[str, str]] = {}
    for article in articles:
        written = {
            "tag": article.tags, "agency": article.agency, "section": (article.section,),
            "publisher": (article.publisher,), "author": article.authors,
            "place": places_of(article.dateline), "collection": article.collections,
            **{name: article.tag_kinds.get(kind, ()) for kind, name in KINDS.items()},
        }  # fmt: skip
        for name, values_ in written.items():
            for value in values_:
                if value:
                    found.setdefault(name, {}).setdefault(fold_line(value), one_line(value) or "")
    return found
