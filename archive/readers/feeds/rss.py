"""RSS 0.90 to 2.0 and RSS 1.0 (RDF), with Dublin Core, content, Media RSS, iTunes and PRISM."""

from __future__ import annotations

import re
from typing import Any

from archive.readers.common.xml import local
from archive.readers.feeds import wordpress
from archive.readers.feeds.elements import Children, children, first, images, media_text, texts
from archive.readers.feeds.entry import Entry, Feed, authors_in, split_tags

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def entries(root: Any) -> list[Any]:
    """The items, which RSS 0.9 and 1.0 put beside the channel and the others inside it."""
    return [element for element in root.iter() if local(element).lower() == "item"]


def read_feed(root: Any) -> Feed:
    """What the channel says of itself."""
    channel = next((each for each in root.iter() if local(each).lower() == "channel"), root)
    said = children(channel)
    links = {link.get("rel"): link.get("href") for link in said.get("atom:link", [])}
    return Feed(  # of a feed in pages (RFC 5005), the first stands for all
        address=links.get("first") or links.get("self") or first(said, "link")
        or channel.get(_ABOUT),
        title=first(said, "title", "dc:title"),
        language=first(said, "language", "dc:language"),
        authors=authors_in(said.get("atom:author", [])),
        people=wordpress.people(said),
        bases=(channel.base, first(said, "link"), channel.get(_ABOUT), links.get("self")),
    )  # fmt: skip


def read_entry(item: Any, feed: Feed) -> Entry:
    """One item. A guid is its address unless it says that it is not, or plainly is none."""
    said = children(item)
    guid = first(said, "guid")
    stated = (next(iter(said.get("guid", [])), item).get("isPermaLink") or "").lower()
    address = r"(?:https?://|/)\S+$" if stated == "true" else r"https?://\S+$"
    is_address = stated in ("true", "") and re.match(address, guid or "")
    keywords = (word for text in texts(said, "itunes:keywords") for word in text.split(","))
    return Entry(
        title=first(said, "title", "media:title", "dc:title"),
        url=guid if is_address else _link(said, item),
        guid=guid,
        date=wordpress.date(said)
        or first(said, "pubdate", "dc:date", "dcterms:issued", "prism:publicationdate"),
        modified=first(said, "atom:updated", "dcterms:modified", "wp:post_modified_gmt"),
        content=first(said, "content:encoded", "fulltext", "body"),
        summary=first(said, "description", "excerpt:encoded")
        or media_text(said)
        or first(said, "itunes:summary"),
        authors=tuple(feed.people.get(writer, writer) for writer in _authors(said)),
        tags=split_tags([*texts(said, "category", "dc:subject"), *keywords]),
        images=tuple(images(said)),
        publisher=first(said, "source"),
        language=first(said, "dc:language"),
        base=item.base,
        status=first(said, "wp:status"),
        extra=wordpress.extra(said),
        no_article=wordpress.no_article(said),
        around=() if feed.people else wordpress.around(said),
    )


def _authors(said: Children) -> tuple[str, ...]:
    """The authors by the first of the elements that names any. A channel's managingEditor answers
    for it, and has not written its items.
    """
    names = ("dc:creator", "author", "atom:author", "itunes:author")
    return next(filter(None, (authors_in(said.get(name, [])) for name in names)), ())


def _link(said: Children, item: Any) -> str | None:
    """The item's own address rather than that of a service that counts clicks."""
    found = first(said, "feedburner:origlink", "link") or item.get(_ABOUT)
    return found or next((link.get("href") for link in said.get("atom:link", [])), None)
