"""The text part of a NITF, whether it stands alone or inside another format."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.article import Image
from archive.readers.common.bodies import Body, markup_body
from archive.readers.common.items import people
from archive.readers.common.xml import find, find_all, local, words, words_at
from archive.text.plain import distinct, fold_line, one_line


@dataclass(frozen=True, slots=True)
class Story:
    """What the text part of a NITF says, whether it stands alone or inside another format."""

    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    summary: str | None = None
    distributor: str | None = None
    body: Body = field(default_factory=Body)
    images: tuple[Image, ...] = ()


def read_story(nitf: Any) -> Story:
    """The headline, by-line, dateline, abstract, text and pictures of a <nitf> element."""
    head = find(nitf, "body/body.head")
    head = nitf if head is None else head
    content = _text(nitf)
    # AP spells <hedline> as a word; some senders give no more than the <title> of the head.
    title = words_at(head, "hedline/hl1", "headline/hl1") or words_at(nitf, "head/title")
    below = [*find_all(head, "hedline/hl2"), *find_all(head, "headline/hl2")]
    summary = words_at(head, "abstract") or "; ".join(distinct(map(words, below))) or None
    byline, authors = _byline(head)
    return Story(
        title=title,
        byline=byline,
        authors=authors,
        dateline=_dateline(head),
        summary=None if fold_line(summary or "") == fold_line(title or "") else summary,
        distributor=words_at(head, "distributor"),
        body=Body() if content is None else markup_body(content, title),
        images=() if content is None else tuple(_images(content)),
    )


def _text(nitf: Any) -> Any:
    """The element that holds the text: the body's content, or, where there is text beside one,
    the body with all of it. The lines at its end stand behind the text.
    """
    body = find(nitf, "body")
    if body is None:
        return None
    contents, ends = find_all(body, "body.content"), find_all(body, "body.end")
    parts = {"body.head", "body.content", "body.end"}
    beside = (each for each in body if local(each) not in parts and words(each))
    loose = (text for text in (body.text, *(each.tail for each in body)) if (text or "").strip())
    if len(contents) == 1 and not any((*beside, *loose)) and not any(map(words, ends)):
        return contents[0]
    body = copy.deepcopy(body)
    for end in find_all(body, "body.end"):
        for line in list(end):
            line.tag = "p"
            end.addprevious(line)
    return body


def _byline(head: Any) -> tuple[str | None, tuple[str, ...]]:
    """The by-line as it came, and the part of it before the writer's title or organisation."""
    lines: list[str] = []
    names: list[str] = []
    for byline in find_all(head, "byline"):
        person = " ".join(
            text
            for text in byline.xpath(".//text()[not(ancestor::*[local-name()='byttl'])]")
            if text.strip()
        )
        titles = [words(title) for title in byline.iter("{*}byttl")]
        names.append(person.strip(" ,"))
        lines.append(", ".join(distinct([person.strip(" ,"), *titles])))
    return ("; ".join(line for line in lines if line) or None), people(names)


def _dateline(head: Any) -> str | None:
    line = find(head, "dateline")
    if line is None:
        return None
    place = line.xpath(".//text()[not(ancestor::*[local-name()='story.date'])]")
    return one_line("".join(place))


def _images(content: Any) -> Iterator[Image]:
    for media in content.iter("{*}media"):
        reference = find(media, "media-reference")
        kind = (
            f"{media.get('media-type')} {'' if reference is None else reference.get('mime-type')}"
        )
        if "image" not in kind and "photo" not in kind:
            continue
        url = None if reference is None else address(reference.get("source"))
        caption = words_at(media, "media-caption")
        if url or caption:
            yield Image(url, caption)


def address(text: str | None) -> str | None:
    """A text that is an address on the web, or None."""
    line = one_line(text)
    return line if line and re.match(r"https?://", line) else None
