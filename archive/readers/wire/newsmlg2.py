"""NewsML-G2 of the IPTC (2.0 to 2.35): one item, or a message or package that holds several."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from archive.article import Image, Origin, RawArticle, Skipped, TagKind
from archive.normalise.agencies import known_agency
from archive.normalise.person_names import is_name
from archive.readers.common.bodies import Body, body_of, drop, markup_body
from archive.readers.common.damaged_xml import read_document
from archive.readers.common.items import (
    Terms,
    alert,
    extra_of,
    is_kill,
    kind_of,
    moment,
    people,
    slug_signal,
    status_of,
    supplier,
    without_text,
    without_typists,
)
from archive.readers.common.xml import (
    find,
    find_all,
    local,
    root_of,
    said_at,
    value_at,
    values_at,
    words,
    words_at,
)
from archive.readers.sources.source import Source
from archive.readers.wire.nitf_story import Story, read_story
from archive.text.plain import distinct, one_line

NAME = "newsml-g2"
EXAMPLE = '<newsItem guid="urn:newsml:..." version="1"> or <newsMessage> ...'
MEDIA_TYPE = "application/vnd.iptc.g2.newsitem+xml"

_ITEMS = {
    "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem",
}  # fmt: skip
_WITHOUT_TEXT = {
    "packageItem": "package", "conceptItem": "concept", "knowledgeItem": "knowledge",
    "planningItem": "planning", "catalogItem": "catalog",
}  # fmt: skip
# Parts of an item that stand alone in specifications and in what is cut out of messages.
_PARTS = {"contentSet", "contentMeta", "itemMeta"}
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def looks_like(head: str) -> bool:
    """Whether the root is an item of NewsML-G2, a message of them, or a part of one."""
    root = root_of(head)
    return root is not None and root.name in {"newsMessage", "itemSet", *_ITEMS, *_PARTS}


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every item of a file, in order; of a damaged file those that are whole."""
    data = source.bytes()
    found = read_document(data, source.stated(), _names)
    items = found.records or _items(found.root)
    if not items:
        yield Skipped(source.origin(), found.fault or "no item in the NewsML-G2 message")

    def article(item: Any, origin: Origin, original: bytes) -> Iterator[RawArticle | Skipped]:
        yield _read_item(item, found.root, origin, original)

    yield from found.outcomes(items, source, article, data=data)


def _names(root: Any) -> set[str]:
    """The names of what is an item: all items, or the part of one that stands alone."""
    return {local(root)} if local(root) in _PARTS else _ITEMS


def _items(root: Any) -> list[Any]:
    if local(root) in _ITEMS or local(root) in _PARTS:
        return [root]
    return [child for child in root.iter() if local(child) in _ITEMS and child is not root]


def _read_item(item: Any, message: Any, origin: Origin, data: bytes) -> RawArticle | Skipped:
    item = _public(item)
    kind = _WITHOUT_TEXT.get(local(item))
    if kind == "concept" and find(item, "concept/eventDetails") is not None:
        kind = "event"
    if kind:
        return Skipped(origin, without_text(kind) or kind)
    wrapped = item
    if local(item) in _PARTS:
        from lxml import etree

        wrapped = etree.Element("newsItem")
        wrapped.append(item)
    story, body = _content(wrapped, _title(wrapped))
    if not body:
        classes = (re.split(r"[:/#]", said)[-1] for said in said_at(wrapped, "itemMeta/itemClass"))
        reason = next(filter(None, map(without_text, classes)), None)
        killed = is_kill(item.get("guid"), status_of(_signals(wrapped, None)))
        if reason or not (_title(wrapped) or story.title or killed):
            return Skipped(origin, reason or "neither a headline nor a text")
    return _article(wrapped, message, origin, data, story, body)


def _public(item: Any) -> Any:
    """The item without what its sender marks as not for publication (NewsML-G2, pubconstraint)."""
    if not item.xpath(".//*[@pubconstraint]"):
        return item
    item = copy.deepcopy(item)
    for element in item.xpath(".//*[@pubconstraint]"):
        if local(element) != "contentSet":
            drop(element)
    return item


def _article(
    item: Any, message: Any, origin: Origin, data: bytes, story: Story, body: Body
) -> RawArticle:
    language = _language(item)
    terms = Terms(
        list(_named(item, "contentMeta/subject", language, without="poi")),
        distinct(words(word) for word in find_all(item, "contentMeta/keyword")),
        list(_kinds(item, language)),
    )
    bys = distinct(map(words, _spoken(item, "contentMeta/by")))
    creators = (name for name in _creators(item) if is_name(name))
    extra = _extra(item, language)
    title, text = alert(_title(item) or story.title, without_typists(body.text))
    agencies, around = _agencies(item, message, story)
    return RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        body=text,
        body_format=body.format,
        identifier=one_line(item.get("guid")),
        title=title,
        date=words_at(
            item, "itemMeta/versionCreated", "contentMeta/contentCreated", "itemMeta/firstCreated"
        ),
        credit=words_at(item, "contentMeta/creditline") or "; ".join(bys) or story.byline,
        agencies=agencies,
        around=around,
        authors=people(bys) or story.authors or people(creators),
        tags=terms.tags,
        tag_kinds=terms.tag_kinds,
        dateline=words_at(item, "contentMeta/dateline") or story.dateline or _located(item),
        language=language,
        summary=_summary(item) or story.summary,
        images=story.images + tuple(_images(item)),
        status=status_of(_signals(item, extra.get("slugline")), extra.get("embargo")),
        extra=extra | terms.extra,
    )


def _extra(item: Any, language: str | None) -> dict[str, Any]:
    return extra_of(
        slugline=words_at(item, "contentMeta/slugline"),
        priority=words_at(item, "contentMeta/urgency"),
        version=one_line(item.get("version")),
        created=moment(words_at(item, "itemMeta/firstCreated")),
        modified=moment(words_at(item, "contentMeta/contentModified")),
        embargo=_embargo(item),
        points_of_interest=distinct(_points(item)),
        editorial_note="\n".join(distinct(map(words, find_all(item, "itemMeta/edNote")))),
        genre=distinct(name for _, name in _named(item, "contentMeta/genre", language)),
    )


def _points(item: Any) -> Iterator[str | None]:
    """Places of interest, which come with their addresses: what a story is about they are not."""
    for subject in find_all(item, "contentMeta/subject"):
        if (subject.get("type") or "").rpartition(":")[2] == "poi":
            yield words_at(subject, "name")


def _title(item: Any) -> str | None:
    """The headline: one with the role of a main headline or with none, before any other."""
    headlines = [(line, words(line)) for line in _spoken(item, "contentMeta/headline")]
    main = [text for line, text in headlines if _role(line) in ("", "main", "headline")]
    return next((text for text in main if text), None)


def _summary(item: Any) -> str | None:
    """The description with the role of a summary or with none, else the second headline."""
    for description in _spoken(item, "contentMeta/description"):
        if _role(description) in ("", "summary", "abstract", "lead") and words(description):
            return words(description)
    for headline in _spoken(item, "contentMeta/headline"):
        if _role(headline) in ("subheadline", "subheading") and words(headline):
            return words(headline)
    return None


def _language(item: Any) -> str | None:
    return value_at(item, "contentMeta/language", "tag") or item.get(_LANG)


def _spoken(item: Any, path: str) -> list[Any]:
    """The elements at a path but for those in another language than the item's; else all."""
    found = [each for each in find_all(item, path) if words(each)]
    return _in_language(found, _language(item)) or found


def _in_language(elements: list[Any], language: str | None) -> list[Any]:
    """Those that are in a language, or say none; behind them those in a variety of it, for items in
    "en" have headlines in "en-US". Where the language is not known, none is in another one.
    """
    wanted = (language or "").lower()
    main = wanted.partition("-")[0]
    tagged = [(each, (each.get(_LANG) or "").lower()) for each in elements]
    near = [pair for pair in tagged if "" in (main, pair[1]) or pair[1].partition("-")[0] == main]
    return [each for each, _ in sorted(near, key=lambda pair: pair[1] not in ("", wanted))]


def _role(element: Any) -> str:
    return (element.get("role") or "").rpartition(":")[2].lower()


def _content(item: Any, title: str | None) -> tuple[Story, Body]:
    """The text of the first content that has one: NITF, XHTML, then data in a string."""
    for inline in find_all(item, "contentSet/inlineXML"):
        nitf = next(inline.iter("{*}nitf"), None)
        if nitf is not None:
            story = read_story(nitf)
            if story.body or story.title:
                return story, story.body
            continue
        page = next((each for each in inline.iter("{*}body")), inline)
        body = markup_body(page, title)
        if body:
            return Story(), body
    for inline in find_all(item, "contentSet/inlineData"):
        body = body_of(inline.text or "", title)
        if body and not inline.get("encoding"):
            return Story(), body
    return Story(), Body()


def _named(
    item: Any, path: str, language: str | None, without: str = ""
) -> Iterator[tuple[str | None, str | None]]:
    """(code, name) of every concept but of one kind; the name in the item's language where there
    are several.
    """
    for concept in find_all(item, path):
        if without and _nature(concept) == without:
            continue
        yield _called(concept, language)


def _kinds(item: Any, language: str | None) -> Iterator[tuple[TagKind, str | None]]:
    """(kind, name) of every subject whose type, or whose code's vocabulary, tells its kind."""
    for concept in find_all(item, "contentMeta/subject"):
        code, name = _called(concept, language)
        kind = kind_of(concept.get("type") or concept.get("typeuri"), code)
        if kind and _nature(concept) != "poi":
            yield kind, name


def _nature(concept: Any) -> str:
    return (concept.get("type") or "").rpartition(":")[2]


def _called(concept: Any, language: str | None) -> tuple[str | None, str | None]:
    """(code, name) of a concept."""
    code = one_line(concept.get("qcode") or concept.get("uri") or concept.get("literal"))
    names = find_all(concept, "name")
    # A short form or a mnemonic is no name while there is one to show.
    shown = [each for each in names if _role(each) in ("", "display", "full")] or names
    spoken = _in_language(shown, language) or shown
    name = next((text for each in spoken if (text := words(each))), None)
    bare = (code or "").rpartition(":")[2]
    return code, None if name and name.lower() == bare.lower() and len(name) <= 2 else name


def _creators(item: Any) -> list[str]:
    return distinct(words(name) for name in find_all(item, "contentMeta/creator/name"))


def _agencies(item: Any, message: Any, story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who supplied the text; and that it is the agency that a message would tell, where there is
    none around and the item names nobody known before its sender.
    """
    first = [
        words_at(item, "contentMeta/creditline"),
        words_at(item, "contentMeta/infoSource/name"),
        words_at(item, "itemMeta/provider/name"),
        *(name for name in _creators(item) if not (is_name(name) or name.islower())),
        story.distributor,
    ]
    named = [
        *first,
        words_at(message, "header/sender", "Header/sender"),
        *values_at(item, "itemMeta/provider", "literal"),
        *values_at(item, "rightsInfo/copyrightHolder", "literal"),
        *(code.rpartition(":")[2] for code in values_at(item, "itemMeta/provider", "qcode")),
        words_at(item, "rightsInfo/copyrightHolder/name"),
    ]
    known = any(known_agency(name) for name in first if name)
    around = () if known or local(message) not in (_ITEMS | _PARTS) else ("agency",)
    return supplier(named, item.get("guid")), around


def _located(item: Any) -> str | None:
    """The place it was written at, with the widest place around it."""
    place = find(item, "contentMeta/located")
    if place is None:
        return None
    return words_at(place, "name") or one_line(place.get("literal"))


def _signals(item: Any, slugline: str | None) -> Iterator[str | None]:
    yield from said_at(item, "itemMeta/pubStatus")
    yield from said_at(item, "itemMeta/signal")
    yield slug_signal(slugline)


def _embargo(item: Any) -> str | None:
    """Until when it is withheld. "nil" is how G2 says that nobody knows yet, and some say so by an
    empty element; but templates have that too, around what is usable, as all is that does not say.
    """
    stated = words_at(item, "itemMeta/embargoed")
    if stated or find(item, "itemMeta/embargoed") is None:
        return stated
    nil = any(_is_true(each.get(_NIL)) for each in find_all(item, "itemMeta/embargoed"))
    states = [re.split("[:/]", said)[-1].lower() for said in said_at(item, "itemMeta/pubStatus")]
    return "until further notice" if nil or (states and "usable" not in states) else None


def _is_true(text: str | None) -> bool:
    return (text or "").strip() in ("true", "1")


def _images(item: Any) -> Iterator[Image]:
    for remote in find_all(item, "contentSet/remoteContent"):
        href = one_line(remote.get("href")) or ""
        if (remote.get("contenttype") or "").startswith("image/") and href.startswith("http"):
            yield Image(href)
