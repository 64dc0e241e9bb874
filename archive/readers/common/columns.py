"""The names that columns and keys have elsewhere for what an article has: title, headline, head ...

Used for tables and for the JSON of other programs, whose makers choose such names at will.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from archive.article import BodyFormat, Image, Origin, RawArticle
from archive.normalise.agencies import read_credit
from archive.readers.common.fields import plain
from archive.text.plain import fold

# By field, the likelier names first; compared folded, without spaces and signs.
_NAMES = {
    "title": "title headline head heading hed articletitle newstitle headlinetext titel "
    "schlagzeile titre titulo titolo titular заголовок 标题",
    "date": "date publishdate datepublished publicationdate publisheddate datepublish pubdate "
    "publishedat published publishedon articledate newsdate datetime firstpublished createdat "
    "posted postedat timestamp time datum veroffentlicht fecha datepublication дата 日期",
    "body": "body text content articlebody maintext fulltext articletext bodytext contenttext "
    "articlecontent plaintext rawtext cleanedtext story article fullcontent inhalt texte contenu "
    "texto contenido testo текст 正文 内容",
    "agency": "agency agencies newsagency wire agentur agence agencia agenzia",
    "credit": "credit credits creditline",
    "authors": "authors author byline bylines writer writers journalist creator by authorname "
    "autor autoren auteur auteurs autores autore автор 作者",
    "source": "source sourcename quelle fuente fonte источник 来源",
    "publisher": "publisher publication newspaper outlet site sitename website sourcedomain domain "
    "hostname sourcehostname media paper zeitung journal periodico medium",
    "section": "section sectionname articlesection category ressort rubric rubrik rubrique "
    "seccion channel newsdesk рубрика",
    "tags": "tags keywords topics subjects tag keyword topic categories labels schlagworter "
    "schlagworte motscles etiquetas",
    "dateline": "dateline",
    "language": "language lang langue sprache idioma lingua locale metalang",
    "summary": "summary description lead lede abstract excerpt standfirst teaser snippet subtitle "
    "subheadline deck dek intro metadescription chapo chapeau",
    "url": "url link canonicalurl canonicallink articleurl weburl permalink pageurl storyurl href "
    "uri loc",
    "identifier": "guid uuid identifier articleid newsid id",
    "image": "image imageurl topimage urltoimage leadimage img thumbnail images",
    "note": "editornote editorsnote note",
}
_TEXTS = (
    "title", "date", "credit", "section", "dateline", "language", "summary", "url", "status", "note"
)  # fmt: skip
_BY_NAME = {
    name: (place, field)
    for field, names in _NAMES.items()
    for place, name in enumerate(names.split())
}
# An item must have one of these to be worth a look; another of the rest makes it look like news.
TELLING = {"title", "body"}

_HTML = re.compile(
    r"</(?:p|div|a|span|h[1-6]|ul|li|em|strong|b|i|blockquote)>|<(?:br|p)\s*/?>", re.I
)
_LIST = re.compile(r"\s*\[.*\]\s*", re.S)
_LONGEST_LIST = 10_000


def fields_of(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """{field: name} for the columns or keys that are known; `given` goes before any guess.

    Where several stand for one field, the likeliest name is it and the others are left.
    """
    listed = list(names)
    found = {field: name for field, name in (given or {}).items() if name in listed}
    best: dict[str, int] = {}
    for name in listed:
        place, field = _BY_NAME.get(_key(name), (0, ""))
        if not field or name in (given or {}).values() or field in (given or {}):
            continue
        if field not in best or place < best[field]:
            best[field], found[field] = place, name
    return found


def places_of(
    kind: str, fields: Mapping[str, str], given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """In words where each field stands: `column 'hed' (guessed)`, or `(--map)` if it was given."""
    return {
        field: f"{kind} {name!r} ({'--map' if field in (given or {}) else 'guessed'})"
        for field, name in fields.items()
    }


def raw_from_columns(
    values: Mapping[str, Any],
    fields: Mapping[str, str],
    origin: Origin,
    original: bytes,
    media_type: str,
    places: Mapping[str, str],
) -> RawArticle:
    """The item that a row or an object is; what is no field of an article is kept in `extra`.

    `places` says in words where each of the `fields` stands. ValueError where a value is nested too
    deeply.
    """
    known = {field: values.get(name) for field, name in fields.items()}
    body, body_format = body_of(_text(known.get("body")) or "")
    source = _text(known.get("source"))
    source_is_agency = bool(source and read_credit(source)[1])
    agencies = texts_of(known.get("agency"))
    publisher = _text(known.get("publisher"))
    found = {"extra": "the rest of the record", **places, "images": places.get("image", "")}
    if source and source_is_agency:
        found["agency"] = " and ".join(
            [*([places["agency"]] if agencies else []), places["source"]]
        )
        agencies += (source,)
    elif source and not publisher:
        publisher, found["publisher"] = source, places["source"]
    identifier = _text(known.get("identifier"))
    extra = {
        str(name): plain(value)
        for name, value in values.items()
        if name not in fields.values() and value not in (None, "", [], {})
    }
    if identifier and identifier.isdigit():  # the number of a row, in this table and in any other
        extra[fields["identifier"]] = identifier
        identifier = None
    return RawArticle(
        origin=origin,
        original=original,
        media_type=media_type,
        body=body,
        body_format=body_format,
        identifier=identifier,
        agencies=agencies,
        authors=texts_of(known.get("authors")),
        publisher=publisher,
        tags=texts_of(known.get("tags")),
        images=tuple(Image(url=url) for url in texts_of(known.get("image"))),
        extra=extra,
        exported=False,
        found=found,
        read_as={},
        **{name: _text(known.get(name)) for name in _TEXTS},
    )


def body_of(text: str) -> tuple[str, BodyFormat]:
    """A body that somebody else took from somewhere: plain text, or what is left of a page."""
    if not _HTML.search(text):
        return text, "text"
    from archive.text.html import html_to_markdown

    return html_to_markdown(text), "markdown"


def texts_of(value: Any) -> tuple[str, ...]:
    """Several texts out of a list, a list written as text ("['a', 'b']"), or "a; b" and "a, b"."""
    if isinstance(value, str):
        listed = _listed(value)
        if listed is None:
            mark = next((mark for mark in ("\n", ";", "|") if mark in value), ",")
            listed = value.split(mark)
        value = listed
    if not isinstance(value, list | tuple):
        value = [value]
    return tuple(text for item in value if (text := (_text(item) or "").strip()))


def _text(value: Any) -> str | None:
    """A value as text: of a list its first item, of an object the name that it has."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "text", "url") if key in value), None)
    if isinstance(value, str):
        return value if value.strip() and value.strip() not in ("nan", "None", "null") else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _listed(text: str) -> list[Any] | None:
    """A list of texts as JSON or Python writes it."""
    if not _LIST.fullmatch(text) or len(text) > _LONGEST_LIST:
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, list) else None
    return None


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))
