"""NewsML 1.0 to 1.2 of the IPTC: an envelope with one news item or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.article import Image, Origin, RawArticle, Skipped
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
from archive.readers.wire.newsml1_parts import formal_names, is_of_picture, pictures_in, text_of
from archive.text.plain import distinct, one_line

NAME = "newsml-1"
EXAMPLE = '<NewsML Version="1.2"><NewsEnvelope/><NewsItem> ... </NewsItem></NewsML>'
MEDIA_TYPE = "application/vnd.iptc.newsml+xml"
# Code -> the names that the document gives it, each with its language.
_Topics = dict[str, list[tuple[str | None, str]]]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def looks_like(head: str) -> bool:
    """Whether the root is <NewsML>."""
    root = root_of(head)
    return root is not None and root.name == "NewsML"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every NewsItem of a file, in order, or one that was cut out of one; of a damaged file those
    that are whole.
    """
    data = source.bytes()
    found = read_document(data, source.stated(), ("NewsItem",))
    root = found.root
    items = found.records or find_all(root, "NewsItem")
    items = items or ([root] if local(root) == "NewsItem" else [])
    topics = _topics(root)
    if not items:
        yield Skipped(source.origin(), found.fault or "no NewsItem in the NewsML envelope")

    def articles(item: Any, origin: Origin, original: bytes) -> Iterator[RawArticle | Skipped]:
        inner = [(each, found.original(each)) for each in item.iter("{*}NewsItem")][1:]
        for each, _ in reversed(inner):  # the innermost first, so that each is alone in the end
            each.getparent().remove(each)
        own = _article(item, root, topics, origin, original)
        told = isinstance(own, RawArticle) and (own.body or own.status == "withdrawn")
        yield own if told or not inner else Skipped(origin, "a package without a text")
        for number, (each, its) in enumerate(inner, 1):
            yield _article(each, root, topics, _in(origin, f"item {number} in it"), its)

    yield from found.outcomes(items, source, articles, data=data)


def _in(origin: Origin, place: str) -> Origin:
    return replace(origin, record=", ".join(filter(None, (origin.record, place))))


def _article(
    item: Any, envelope: Any, topics: _Topics, origin: Origin, data: bytes
) -> RawArticle | Skipped:
    read = text_of(item, _line(item, "HeadLine"))
    story, title = read.story, read.title or _line(item, "HeadLine") or read.story.title
    if not read.body:
        kinds = formal_names(item, "MediaType")
        reason = next((reason for kind in kinds if (reason := without_text(kind))), None)
        killed = is_kill(_identifier(item), status_of(_management(item)))
        if reason or not (title or killed):
            return Skipped(origin, reason or "neither a headline nor a text")
    title, text = alert(title, without_typists(read.body.text))
    language = next(formal_names(item, "Language"), None) or item.get(_LANG)
    subjects = [(code, _name(topics, code, language)) for code in distinct(_codes(item))]
    # What an item is about is named by its envelope.
    named = envelope is not item or all(name for _, name in subjects)
    terms = Terms(
        subjects,
        distinct([*_property(item, "Keyword"), *map(words, item.iter("{*}KeywordLine"))]),
        [(kind, name) for code, name in subjects if (kind := kind_of(None, code))],
    )
    bylines = distinct([*_lines(item, "ByLine"), *read.bylines])
    byline = "; ".join(bylines) or story.byline
    extra = _extra(item, envelope)
    signals = [*_management(item), slug_signal(extra.get("slugline"))]
    return RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        body=text,
        body_format=read.body.format,
        identifier=_identifier(item),
        title=title,
        date=words_at(item, "NewsManagement/ThisRevisionCreated", "NewsManagement/FirstCreated"),
        credit=_line(item, "CreditLine") or byline,
        agencies=_agencies(item),
        around=() if named else ("tags", "tag_kinds", "extra.subjects"),
        authors=people(bylines or [story.byline]) or story.authors,
        tags=terms.tags,
        tag_kinds=terms.tag_kinds,
        dateline=_dateline(item) or story.dateline,
        language=language,
        summary=_line(item, "SubHeadLine") or story.summary,
        images=tuple(_images(item)),
        status=status_of(signals, extra.get("embargo")),
        extra=extra | terms.extra,
    )


def _extra(item: Any, envelope: Any) -> dict[str, Any]:
    return extra_of(
        slugline=_line(item, "SlugLine") or words_at(item, "Identification/NameLabel"),
        priority=value_at(item, "NewsManagement/Urgency", "FormalName")
        or value_at(envelope, "NewsEnvelope/Priority", "FormalName"),
        version=words_at(item, "Identification/NewsIdentifier/RevisionId"),
        created=moment(words_at(item, "NewsManagement/FirstCreated")),
        embargo=_embargo(item),
        genre=distinct(formal_names(item, "Genre")),
    )


def _line(item: Any, name: str) -> str | None:
    return next(iter(_lines(item, name)), None)


def _lines(item: Any, name: str) -> list[str]:
    """The lines of that name in the NewsLines of the outermost component that has any."""
    pictures = pictures_in(item)
    for lines in item.iter("{*}NewsLines"):
        found = distinct(map(words, find_all(lines, name)))
        if found and not is_of_picture(lines, pictures):
            return found
    return []


def _property(item: Any, name: str) -> Iterator[str | None]:
    for entry in item.iter("{*}Property"):
        if entry.get("FormalName") == name:
            yield entry.get("Value")


def _identifier(item: Any) -> str | None:
    """The item's public identifier without the number of the revision at its end."""
    parts = [
        words_at(item, f"Identification/NewsIdentifier/{name}")
        for name in ("ProviderId", "DateId", "NewsItemId")
    ]
    if all(parts):
        return ":".join(["urn:newsml", *(part for part in parts if part)])
    public = words_at(item, "Identification/NewsIdentifier/PublicIdentifier")
    return re.sub(r":\d+[NUA]?$", "", public) if public else None


def _dateline(item: Any) -> str | None:
    """The DateLine; where that holds no more than a day, the city of origin."""
    line = _line(item, "DateLine")
    if line and any(char.isalpha() for char in line):
        return line
    return next((city for city in _property(item, "City") if one_line(city)), line)


def _agencies(item: Any) -> tuple[str, ...]:
    parties = [
        name
        for role in ("Provider", "Source", "Creator")
        for element in item.iter(f"{{*}}{role}")
        for name in (*values_at(element, "Party", "FormalName"), words_at(element, "Party"))
    ]
    return supplier([*parties, _line(item, "CreditLine")], _identifier(item))


def _codes(item: Any) -> Iterator[str]:
    for name in ("SubjectCode", "SubjectQualifier"):
        for subject in item.iter(f"{{*}}{name}"):
            for level in subject.iter():
                code = one_line(level.get("FormalName"))
                if code:
                    yield code


def _topics(root: Any) -> _Topics:
    """What the topic sets of a document call the codes that its items use."""
    topics: _Topics = {}
    for topic in root.iter("{*}Topic"):
        code = words_at(topic, "FormalName")
        names = [
            (entry.get(_LANG), text)
            for entry in find_all(topic, "Description")
            if (entry.get("Variant") or "Name") == "Name" and (text := words(entry))
        ]
        if code and names:
            topics[code] = names
    return topics


def _name(topics: _Topics, code: str, language: str | None) -> str | None:
    """The name of a code in a language, else the first; None where the document has none."""
    names = topics.get(code, [])
    spoken = (name for tongue, name in names if tongue == (language or "").lower())
    return next(spoken, names[0][1] if names else None)


def _management(item: Any) -> Iterator[str]:
    for name in ("Status", "Instruction", "NewsItemType"):
        yield from said_at(item, f"NewsManagement/{name}")


def _embargo(item: Any) -> str | None:
    """When a status that is not yet "usable" becomes it."""
    for change in find_all(item, "NewsManagement/StatusWillChange"):
        if (value_at(change, "FutureStatus", "FormalName") or "").lower() == "usable":
            return words_at(change, "DateAndTime")
    return None


def _images(item: Any) -> Iterator[Image]:
    for content in item.iter("{*}ContentItem"):
        kind = (value_at(content, "MediaType", "FormalName") or "").lower()
        href = one_line(content.get("Href")) or ""
        if kind in ("photo", "picture", "image") and href.startswith(("http://", "https://")):
            component = content.getparent()
            yield Image(
                href, words_at(component, "NewsLines/HeadLine") if local(component) else None
            )
