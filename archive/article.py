"""What an article is: as found (RawArticle), and as kept (Article), and how it gets its id."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from archive.frozen import frozen, sendable
from archive.text.plain import fold_line, one_line

Precision = Literal["day", "month", "year"]
BodyFormat = Literal["text", "markdown"]
TagKind = Literal["topic", "place", "person", "organisation"]

TAG_KINDS: tuple[TagKind, ...] = ("topic", "place", "person", "organisation")
JSON_VERSION = 1
ID_LENGTH = 16
# Keys of an article that are no part of a revision: what people say of it, and where it lies.
BESIDE = ("collections", "people_tags", "supplied")
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
MOST_BODY = 5_000_000  # characters; no article is longer, and an index should not have to take one


@sendable
@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from: the file, the member inside it, and the record there."""

    file: str
    member: str | None = None
    record: str | None = None

    def __str__(self) -> str:
        return " · ".join(part for part in (self.file, self.member, self.record) if part)


@frozen
class Image:
    """A picture that goes with an article; either part may be missing, never both."""

    url: str | None = None
    caption: str | None = None


def tidy_images(images: Iterable[Image]) -> tuple[Image, ...]:
    """Each picture once, address and caption on one line; without those that have neither."""
    cleaned = (Image(one_line(image.url), one_line(image.caption)) for image in images)
    return tuple(dict.fromkeys(image for image in cleaned if image.url or image.caption))


@frozen
class Supplied:
    """The tags of an article as its source sent them, where people have said otherwise."""

    tags: tuple[str, ...] = ()
    tag_kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@sendable
@dataclass(frozen=True, slots=True)
class RawArticle:
    """One item as a reader found it: nothing cleaned, nothing guessed.

    `original` holds the bytes of this item as they arrived and `media_type` what they are.
    `identifier` carries its scheme (`reuters-21578:1`). `date`, `time` and `published` (the time of
    day, and the instant, where the format keeps them apart) may be any text; `normalise` alone
    decides what they mean. `day_first` says whether other dates of its table have the day before
    the month, if that is known. `extra` keeps what the format knows and an Article does not.
    `exported` says that an archive wrote it, so that its fields are an Article's already. `found`
    says in words where each field of the article was found ("format": in which format), for anyone
    who wants to know; `read_as` what has to be known to read the original again: {"format": "csv"}.
    `tag_kinds` says which of the tags are topics, places, persons or organisations, where the
    format tells. `supplied` is as in Article, of what an archive exported. `around` names the
    fields of the article ("agency", "extra.subjects") of which what stands around the item in its
    file would say more, or something else, where the reader has found nothing there.
    """

    origin: Origin
    original: bytes
    media_type: str
    body: str = ""
    body_format: BodyFormat = "text"
    identifier: str | None = None
    title: str | None = None
    date: str | None = None
    time: str | None = None
    published: str | None = None
    credit: str | None = None
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    tag_kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collections: tuple[str, ...] = ()
    supplied: Supplied | None = None
    dateline: str | None = None
    language: str | None = None
    summary: str | None = None
    images: tuple[Image, ...] = ()
    url: str | None = None
    status: str | None = None
    note: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    exported: bool = False
    day_first: bool | None = None
    found: Mapping[str, str] = field(default_factory=dict)
    around: tuple[str, ...] = ()
    read_as: Mapping[str, Any] = field(default_factory=dict)

    def where(self, field: str) -> str:
        """In words where the reader found a field of the article."""
        return self.found.get(field) or self.found.get("format") or "what was read"


@frozen
class Skipped:
    """An item that was not taken, where it stands and why."""

    origin: Origin
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"


@sendable
@dataclass(frozen=True, slots=True)
class Article:
    """One normalised item. What its source lacks is None or empty.

    `date` is the calendar date in the source's own zone, ISO 8601 at its `precision`
    ("2017-11-03", "2017-11", "2017"); `published` the UTC instant, when known. `time` is the time
    of that day ("14:05", "14:05:30") where the source states one without a zone, so that no instant
    follows. `tag_kinds` repeats, by kind, those of the tags whose kind the source tells. `body` is
    Markdown. `collections` are the piles that it came in with, as they were named; `revision`
    counts from 1; `supplied` is set where people have changed its tags, which `tags` and
    `tag_kinds` then have as people want them. All three are the store's.
    """

    id: str
    identity: str
    title: str | None
    body: str
    origin: Origin
    date: str | None = None
    precision: Precision | None = None
    time: str | None = None
    published: datetime | None = None
    agency: tuple[str, ...] = ()
    credit: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    dateline: str | None = None
    language: str | None = None
    summary: str | None = None
    images: tuple[Image, ...] = ()
    url: str | None = None
    status: str | None = None
    note: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    tag_kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collections: tuple[str, ...] = ()
    supplied: Supplied | None = None
    revision: int = 1

    @property
    def people_tags(self) -> tuple[str, ...]:
        """Those of its tags that people have given it, or have written otherwise."""
        if self.supplied is None:
            return ()
        sent = set(map(fold_line, self.supplied.tags))
        return tuple(tag for tag in self.tags if fold_line(tag) not in sent)

    def as_supplied(self) -> Article:
        """The article as its source sent it."""
        if self.supplied is None:
            return self
        sent = self.supplied
        return replace(self, tags=sent.tags, tag_kinds=sent.tag_kinds, supplied=None)

    @property
    def headline(self) -> str:
        """What to show where a title goes: the title, or in brackets how the text begins."""
        if self.title:
            return self.title
        words = self.body.split()
        if not words:
            return "[no title]"
        return f"[{' '.join(words[:10])}{' …' if len(words) > 10 else ''}]"

    def content_hash(self) -> str:
        """SHA-256 (hex) of all that a reader would call the article, as its source sent it: not
        where it came from.
        """
        data = to_json(self.as_supplied())
        for name in ("revision", "origin", *BESIDE):
            del data[name]
        data["extra"].pop("fetched", None)  # the same page, found again later, is the same page
        for name in ("time", "tag_kinds"):  # as in archives that are older than these fields
            if not data[name]:
                del data[name]
        canonical = _CANONICAL.encode(data)
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    def with_revision(self, revision: int) -> Article:
        """The same article as revision number `revision`."""
        return self if self.revision == revision else replace(self, revision=revision)


def make_id(identity: str) -> str:
    """The first 16 characters of the base32 of the identity's SHA-256, in lower case."""
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()
    # Each 5 bytes are 8 characters, whatever follows.
    return base64.b32encode(digest[: ID_LENGTH * 5 // 8]).decode("ascii").lower()


def to_json(article: Article) -> dict[str, Any]:
    """The article as the bare JSON object of version 1 (see docs/formats.md)."""
    return {
        "id": article.id,
        "identifier": article.identity,
        "title": article.title,
        "date": article.date,
        "precision": article.precision,
        "time": article.time,
        "published": instant(article.published),
        "agency": list(article.agency),
        "credit": article.credit,
        "authors": list(article.authors),
        "publisher": article.publisher,
        "section": article.section,
        "tags": list(article.tags),
        "tag_kinds": _lists(article.tag_kinds),
        "people_tags": list(article.people_tags),
        "supplied": _supplied_json(article.supplied),
        "dateline": article.dateline,
        "language": article.language,
        "summary": article.summary,
        "body": article.body,
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "url": article.url,
        "status": article.status,
        "note": article.note,
        "collections": list(article.collections),
        "revision": article.revision,
        "origin": {name: getattr(article.origin, name) for name in ("file", "member", "record")},
        "extra": dict(article.extra),
    }


def _supplied_json(supplied: Supplied | None) -> dict[str, Any] | None:
    if supplied is None:
        return None
    return {"tags": list(supplied.tags), "tag_kinds": _lists(supplied.tag_kinds)}


def _lists(tag_kinds: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {kind: list(tags) for kind, tags in tag_kinds.items()}


def from_json(data: Mapping[str, Any]) -> Article:
    """The inverse of `to_json`, for the revisions that a store keeps."""
    published = data["published"]
    return Article(
        id=data["id"],
        identity=data["identifier"],
        title=data["title"],
        body=data["body"],
        origin=Origin(**data["origin"]),
        date=data["date"],
        precision=data["precision"],
        time=data.get("time"),
        published=datetime.fromisoformat(published) if published else None,
        agency=tuple(data["agency"]),
        credit=data["credit"],
        authors=tuple(data["authors"]),
        publisher=data["publisher"],
        section=data["section"],
        tags=tuple(data["tags"]),
        dateline=data["dateline"],
        language=data["language"],
        summary=data["summary"],
        images=tuple(Image(**image) for image in data["images"]),
        url=data["url"],
        status=data["status"],
        note=data["note"],
        extra=data["extra"],
        tag_kinds={kind: tuple(tags) for kind, tags in data.get("tag_kinds", {}).items()},
        collections=tuple(data.get("collections", ())),
        revision=data["revision"],
    )


def this_instant() -> str:
    """This moment, as it is kept."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def instant(moment: datetime | None) -> str | None:
    """A UTC instant as ISO 8601 with a Z ("2017-11-03T14:05:00Z")."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
