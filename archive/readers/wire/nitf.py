"""NITF, the News Industry Text Format of the IPTC (3.0 to 3.6): one story as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import Origin, RawArticle, Skipped, TagKind
from archive.dates.parse import parse_date
from archive.readers.common.damaged_xml import read_document
from archive.readers.common.items import (
    Terms,
    alert,
    extra_of,
    is_kill,
    kind_of,
    slug_signal,
    status_of,
    supplier,
    without_typists,
)
from archive.readers.common.xml import (
    find,
    find_all,
    local,
    root_of,
    value_at,
    values_at,
    words,
    words_at,
)
from archive.readers.sources.source import Source
from archive.readers.wire.nitf_story import Story, address, read_story
from archive.status import status_word
from archive.text.plain import distinct, fold_line, one_line

NAME = "nitf"
EXAMPLE = "<nitf><head> ... </head><body> ... </body></nitf>"
MEDIA_TYPE = "application/nitf+xml"

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SLUG_NAMES = {"slug", "slugline", "anpa-keyword"}
# Elements of identified-content that tell what they name.
_IDENTIFIED: dict[str, TagKind] = {"person": "person", "org": "organisation", "location": "place"}
_CODED = re.compile(r"^[A-Z0-9]{2,6}:(?=\S)")  # "POL:POLITICS"


def looks_like(head: str) -> bool:
    """Whether the root is <nitf>."""
    root = root_of(head)
    return root is not None and root.name == "nitf"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every <nitf> in a file: the root, or those inside whatever wraps several; of a damaged file
    those that are whole.
    """
    data = source.bytes()
    found = read_document(data, source.stated(), ("nitf",))
    root = found.root
    items = found.records or ([root] if local(root) == "nitf" else list(root.iter("{*}nitf")))
    if not items:
        yield Skipped(source.origin(), found.fault or "no <nitf> item in the file")

    def article(item: Any, origin: Origin, original: bytes) -> Iterator[RawArticle | Skipped]:
        found = _article(item, origin, original)
        yield found
        if isinstance(found, RawArticle):
            yield from _kill_of_another(item, found)

    yield from found.outcomes(items, source, article, data=data)


def _article(nitf: Any, origin: Origin, data: bytes) -> RawArticle | Skipped:
    story = read_story(nitf)
    doc = find(nitf, "head/docdata")
    doc = nitf if doc is None else doc
    killed = is_kill(_identifier(doc), status_of(_signals(doc)))
    if not (story.title or story.body or killed):
        return Skipped(origin, "neither a headline nor a text")
    issued = (
        value_at(doc, "date.issue", "norm")
        or value_at(nitf, "head/pubdata", "date.publication")
        or value_at(nitf, "body/body.head/dateline/story.date", "norm")
    )
    topics = list(_subjects(nitf))
    named = list(_identified(doc))
    kinds: list[tuple[TagKind, str | None]] = [("topic", name) for _, name in topics]
    kinds += named
    subjects = [*topics, *((None, name) for _, name in named)]
    terms = Terms(subjects, list(values_at(doc, "key-list/keyword", "key")), kinds)
    extra = _extra(nitf, doc, issued)
    title, text = alert(story.title, without_typists(story.body.text))
    return RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        body=text,
        body_format=story.body.format,
        identifier=_identifier(doc),
        title=title,
        date=issued,
        credit=story.byline,
        agencies=_agencies(nitf, doc, story),
        authors=story.authors,
        publisher=value_at(nitf, "head/pubdata", "name"),
        section=_section(nitf),
        tags=terms.tags,
        tag_kinds=terms.tag_kinds,
        dateline=story.dateline,
        language=nitf.get("baselang") or nitf.get(_LANG),
        summary=story.summary,
        images=story.images,
        url=address(value_at(nitf, "head/pubdata", "ex-ref")),
        status=status_of([*_signals(doc), slug_signal(extra.get("slugline"))]),
        note="; ".join(distinct(values_at(doc, "correction", "info"))) or None,
        extra=extra | terms.extra,
    )


def _signals(doc: Any) -> list[str | None]:
    # Templates have the element without a value.
    said = (value_at(doc, "correction", name) for name in ("info", "id-string"))
    corrected = any(said)
    return [doc.get("management-status"), "correction" if corrected else None]


def _kill_of_another(nitf: Any, article: RawArticle) -> Iterator[RawArticle]:
    """The withdrawal of another document, where this one says that it takes that back. One that has
    the same identity has been replaced already.
    """
    doc = find(nitf, "head/docdata")
    other = None if doc is None else one_line(doc.get("management-doc-idref"))
    if doc is None or not other or status_word(doc.get("management-idref-status")) != "withdrawn":
        return
    scheme = value_at(doc, "doc-id", "regsrc")
    identifier = f"{fold_line(scheme)}:{other}" if scheme else other
    key = value_at(doc, "du-key", "key")
    own = {article.identifier, f"{fold_line(scheme)}:{key}" if scheme else key}
    if identifier in own or (key and re.fullmatch(re.escape(key) + r"[\W_]\d+", other)):
        return
    yield RawArticle(
        origin=article.origin,
        original=article.original,
        media_type=MEDIA_TYPE,
        identifier=identifier,
        date=article.date,
        agencies=article.agencies,
        publisher=article.publisher,
        status="withdrawn",
        note=article.note,
    )


def _extra(nitf: Any, doc: Any, issued: str | None) -> dict[str, Any]:
    return extra_of(
        slugline=_slugline(nitf),
        priority=value_at(doc, "urgency", "ed-urg"),
        version=value_at(doc, "du-key", "version"),
        embargo=_embargo(issued, value_at(doc, "date.release", "norm")),
        editorial_note=" ".join(distinct(_notes(nitf, doc))),
        genre=list(values_at(nitf, "head/tobject/tobject.property", "tobject.property.type")),
        refers_to=one_line(doc.get("management-doc-idref"))
        or value_at(doc, "correction", "id-string"),
    )


def _identifier(doc: Any) -> str | None:
    """The doc-id with its registry as scheme. Where it only adds a version to the du-key, which
    links the versions of a story, the du-key.
    """
    text = value_at(doc, "doc-id", "id-string")
    if not text:
        return None
    key = value_at(doc, "du-key", "key")
    if (
        key
        and value_at(doc, "du-key", "version")
        and re.fullmatch(re.escape(key) + r"[\W_]\d+", text)
    ):
        text = key
    scheme = value_at(doc, "doc-id", "regsrc")
    return f"{fold_line(scheme)}:{text}" if scheme else text


def _agencies(nitf: Any, doc: Any, story: Story) -> tuple[str, ...]:
    return supplier(
        [
            story.distributor,
            value_at(doc, "doc.copyright", "holder"),
            words_at(nitf, "body/body.head/rights/rights.owner"),
            value_at(doc, "doc-id", "regsrc"),
            *values_at(doc, "del-list/from-src", "src-name"),
        ]
    )


def _subjects(nitf: Any) -> Iterator[tuple[str | None, str | None]]:
    """(code, name) of every level that a subject names: its type, matter, detail and qualifier."""
    for subject in find_all(nitf, "head/tobject/tobject.subject"):
        code = one_line(subject.get("tobject.subject.refnum"))
        levels = (
            one_line(subject.get(f"tobject.subject.{level}"))
            for level in ("type", "matter", "detail", "qualifier")
        )
        names = [_CODED.sub("", name) for name in levels if name]
        for name in names[:-1]:
            yield None, name
        yield code, names[-1] if names else None


def _identified(doc: Any) -> Iterator[tuple[TagKind, str | None]]:
    """(kind, name) of what the document is said to be about (NITF's identified-content)."""
    for content in find_all(doc, "identified-content"):
        for element in content.iter():
            kind = _IDENTIFIED.get(local(element))
            if local(element) == "classifier":
                kind = kind_of(element.get("type"))
            if kind:
                yield kind, one_line(element.get("value")) or words(element)


def _section(nitf: Any) -> str | None:
    """The part of the paper; else the kind of story, where it says more than "news"."""
    kind = value_at(nitf, "head/tobject", "tobject.type")
    return value_at(nitf, "head/pubdata", "position.section") or (
        kind if kind and kind.lower() != "news" else None
    )


def _slugline(nitf: Any) -> str | None:
    for meta in find_all(nitf, "head/meta"):
        if (meta.get("name") or "").lower() in _SLUG_NAMES and one_line(meta.get("content")):
            return one_line(meta.get("content"))
    return None


def _embargo(issued: str | None, release: str | None) -> str | None:
    """When it may be released, if that is later than when it was sent."""
    sent, free = (parse_date(text) if text else None for text in (issued, release))
    if not free:
        return None
    if sent and sent.published and free.published:
        return release if free.published > sent.published else None
    return release if not sent or free.date > sent.date else None


def _notes(nitf: Any, doc: Any) -> Iterator[str | None]:
    yield from values_at(doc, "ed-msg", "info")
    for note in find_all(nitf, "body/body.head/note"):
        yield words(note)
