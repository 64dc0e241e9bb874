"""The names that columns and keys have elsewhere for what an article has: title, headline, head ...

Used for tables and for the JSON of other programs, whose makers choose such names at will.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from archive.article import BodyFormat, Image, Origin, RawArticle
from archive.normalise.persons import read_credit
from archive.readers.common.bodies import Body, line_of
from archive.readers.common.fields import author_lines, plain, stored_date
from archive.readers.common.text_blocks import is_in_blocks, joined_blocks
from archive.text.plain import fold

# By field, the likelier names first; compared folded, without spaces and signs.
_NAMES = {
    "title": "title headline head heading hed articletitle newstitle headlinetext titel "
    "schlagzeile uberschrift titre titulo titular titolo titol titlu tytul naglowek titulek nadpis "
    "kop tittel overskrift otsikko baslik judul tieude заголовок назва τιτλοσ כותרת العنوان عنوان "
    "تيتر 标题 標題 見出し タイトル 제목",
    "date": "date publishdate datepublished publicationdate publisheddate datepublish pubdate "
    "publishedat published publishedon articledate newsdate datetime firstpublished createdat "
    "posted postedat timestamp createdutc publishedutc publishedtime publicationtime "
    "firstpublicationdate webpublicationdate displaydate pubdatetime unixtime epoch datum "
    "veroffentlicht veroffentlichungsdatum erscheinungsdatum fecha fechapublicacion "
    "fechadepublicacion datepublication issued datedepublication dateparution datedeparution "
    "datapubblicazione datadipubblicazione datapublicacao datadepublicacao datapublikacji dato "
    "paivamaara tarih tanggal дата ημερομηνια תאריך التاريخ تاريخ 日期 日付 掲載日 "
    "発行日 날짜 게재일 일자",
    "time": "time timeofday publishtime pubtime uhrzeit heure hora ora time время 时间",
    "body": "body text content articlebody maintext fulltext articletext bodytext contenttext "
    "articlecontent plaintext rawtext cleanedtext story article fullcontent storytext inhalt "
    "volltext artikeltext texte contenu texto contenido conteudo testo tresc tekst continut inhoud "
    "innehall brodtekst teksti metin icerik szoveg isi noidung текст κειμενο טקסט תוכן النص نص "
    "المحتوي متن 正文 内容 內容 全文 本文 記事本文 본문 내용 bodyhtml contenthtml "
    "htmlbody htmlcontent articlehtml paragraphs contentelements",
    "agency": "agency agencies newsagency wire agentur agence agencia agenzia",
    "credit": "credit credits creditline",
    "authors": "authors author byline bylines writer writers journalist creator by authorname "
    "autor autoren auteur auteurs autores autore forfatter forfattare kirjoittaja yazar szerzo "
    "penulis автор συγγραφεασ מחבר الكاتب المولف نويسنده 作者 记者 著者 記者 기자 저자",
    "source": "source sourcename quelle fuente fonte zrodlo zdroj bron kalla kilde lahde kaynak "
    "sursa forras sumber источник джерело πηγη מקור المصدر مصدر منبع 来源 來源 出典 출처",
    "publisher": "publisher publication newspaper outlet site sitename website sourcedomain domain "
    "hostname sourcehostname media paper zeitung journal periodico medium "
    "medianame containertitle medio testata gazeta 新聞名 媒体名 언론사",
    "section": "section sectionname articlesection category ressort rubric rubrik rubrique "
    "seccion channel newsdesk sezione secao rubriek kategorie kategoria kategori рубрика",
    "tags": "tags keywords topics subjects tag keyword topic categories labels schlagworter "
    "schlagworte motscles etiquetas palabrasclave palavraschave parolechiave slowakluczowe "
    "trefwoorden 关键词 キーワード 키워드",
    "dateline": "dateline",
    "language": "language lang langue sprache idioma lingua locale metalang jezyk taal kieli dil "
    "язык мова اللغه 语言 言語 언어",
    "summary": "summary description lead lede abstract excerpt standfirst teaser snippet subtitle "
    "subheadline deck dek intro metadescription chapo chapeau",
    "url": "url link canonicalurl canonicallink articleurl weburl permalink pageurl storyurl href "
    "uri loc",
    "identifier": "guid uuid identifier articleid newsid id",
    "image": "image imageurl topimage urltoimage leadimage img thumbnail images",
    "note": "editornote editorsnote note",
}
# "Data" is the day in Italian, Portuguese, Catalan, Romanian and Polish, and anything in English.
_DAY_IF_NOT_ENGLISH = "data"
_OF_SUCH_A_TABLE = {
    "titolo", "titulo", "titol", "titlu", "tytul", "naglowek", "testo", "texto", "conteudo",
    "continut", "tresc",
}  # fmt: skip
_TEXTS = (
    "title", "date", "time", "credit", "section", "dateline", "language", "summary", "url",
    "status", "note",
)  # fmt: skip
_BY_NAME = {
    name: (place, field)
    for field, names in _NAMES.items()
    for place, name in enumerate(names.split())
}
# An item must have one of these to be worth a look; another of the rest makes it look like news.
TELLING = {"title", "body"}

# Keys by which a list of things saved to be read later is known, and dates that are of the saving
# there: Pocket, Instapaper, Wallabag, Omnivore, Readwise, Pinboard, Raindrop.
_SAVED = (
    {"timeadded"}, {"isarchived", "domainname"}, {"savedat"}, {"saveddate"}, {"toread"},
    {"selection", "folder"}, {"dateadded"},
)  # fmt: skip
_OF_SAVING = {
    "createdat", "timestamp", "time", "timeadded", "savedat", "saveddate", "created", "date",
    "datetime", "dateadded",
}  # fmt: skip

_HTML = re.compile(
    r"</(?:p|div|a|span|h[1-6]|ul|li|em|strong|b|i|blockquote)>|<(?:br|p)\s*/?>", re.I
)
_LIST = re.compile(r"\s*\[.*\]\s*", re.S)
_TRUTH = {"true", "false", "yes", "no", "0", "1"}
_LONGEST_LIST = 10_000


def fields_of(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """{field: name} for the columns or keys that are known; `given` goes before any guess.

    Where several stand for one field, the likeliest name is it and the others are left.
    """
    listed = list(names)
    found = {field: name for field, name in (given or {}).items() if name in listed}
    best: dict[str, int] = {}
    keys = {_key(name) for name in listed}
    saved = any(signs <= keys for signs in _SAVED)
    for name in listed:
        place, field = _BY_NAME.get(_key(name), (0, ""))
        if _key(name) == _DAY_IF_NOT_ENGLISH and keys & _OF_SUCH_A_TABLE:
            place, field = len(_BY_NAME), "date"  # behind every other name of it
        if saved and field == "date" and _key(name) in _OF_SAVING:
            continue
        if not field or name in (given or {}).values() or field in (given or {}):
            continue
        if field not in best or place < best[field]:
            best[field], found[field] = place, name
    if "time" in found and "date" not in found:  # then it tells the day as well
        found["date"] = found.pop("time")
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
    fields = {
        field: name
        for field, name in fields.items()
        if not (field == "date" and str(values.get(name)).lower() in _TRUTH)  # "published: true"
    }
    known = {field: values.get(name) for field, name in fields.items()}
    body = _body(known.get("body"))
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
    texts: dict[str, Any] = {name: _text(known.get(name)) for name in _TEXTS}
    texts |= {name: line_of(texts[name]) for name in ("title", "summary")}
    return RawArticle(
        origin=origin,
        original=original,
        media_type=media_type,
        body=body.text,
        body_format=body.format,
        identifier=identifier,
        agencies=agencies,
        authors=_authors(known.get("authors")),
        publisher=publisher,
        tags=texts_of(known.get("tags")),
        images=tuple(Image(url=url) for url in texts_of(known.get("image"))),
        extra=extra,
        exported=False,
        found=found,
        **texts,
    )


def body_of(text: str) -> tuple[str, BodyFormat]:
    """A body that somebody else took from somewhere: plain text, or what is left of a page."""
    if not _HTML.search(text):
        return text, "text"
    from archive.text.html import html_to_markdown

    return html_to_markdown(text), "markdown"


def _body(value: Any) -> Body:
    """A text, or one that comes in blocks."""
    if is_in_blocks(value) and (found := joined_blocks(value, lambda text: Body(*body_of(text)))):
        return found
    return Body(*body_of(_text(value) or ""))


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


def _authors(value: Any) -> tuple[str, ...]:
    """The lines of a list, also of one written as text; else the text as it is."""
    if isinstance(value, str):
        value = _listed(value) or (value if _text(value) else None)
    return author_lines(value if not isinstance(value, bool) else None)


def _text(value: Any) -> str | None:
    """A value as text: of a list its first item, of an object the name that it has."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if value is None:  # as most columns of a row are
        return None
    if not isinstance(value, str) and isinstance(value, Mapping):
        if "date-parts" in value:
            return _csl_date(value["date-parts"])
        value = stored_date(value) or next(
            (value[key] for key in ("name", "title", "text", "url") if key in value), None
        )
    if isinstance(value, str):
        return value if value.strip() and value.strip() not in ("nan", "None", "null") else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _csl_date(parts: Any) -> str | None:
    """A date of CSL-JSON ([[2017, 11, 3]]) in ISO 8601, as far as it goes."""
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [str(each) for each in first] if isinstance(first, list) else []
    if not numbers or not all(re.fullmatch(r"\d{1,4}", each) for each in numbers):
        return None
    return "-".join([numbers[0], *(each.zfill(2) for each in numbers[1:3])])


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


@lru_cache(maxsize=2_000)  # the columns of a pile are the same in every row
def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))
