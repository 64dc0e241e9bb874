"""An article that an archive exported, coming back: cleaned, but nothing is worked out again."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from archive.article import (
    MOST_BODY,
    Article,
    Precision,
    RawArticle,
    Skipped,
    Supplied,
    make_id,
    tidy_images,
)
from archive.dates.parse import bounds, parse_date, parse_time
from archive.normalise.tags import tag_kinds
from archive.text.language import language_code
from archive.text.plain import distinct, one_line, tidy

_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")


def as_exported(raw: RawArticle) -> Article | Skipped:
    """The article as it was. Its text is not searched for a dateline, byline or language again, for
    what had been found has been taken out of it; what a person has edited since is cleaned.
    """
    identity = raw.identifier or ""
    title = one_line(raw.title)
    body = tidy(raw.body).strip("\n")
    if len(body) > MOST_BODY:
        return Skipped(raw.origin, f"the text is longer than {MOST_BODY:,} characters")
    if not (title or body or raw.status):  # a withdrawal may have come without a text
        return Skipped(raw.origin, "it has neither a title nor a text")
    date, precision, published = _when(one_line(raw.date), one_line(raw.published))
    tags = tuple(distinct(raw.tags))
    timed = precision == "day" and not published
    return Article(
        id=make_id(identity),
        identity=identity,
        title=title,
        body=body,
        origin=raw.origin,
        date=date,
        precision=precision,
        time=parse_time(one_line(raw.time) or "") if timed else None,
        published=published,
        agency=tuple(distinct(raw.agencies)),
        credit=one_line(raw.credit),
        authors=tuple(distinct(raw.authors)),
        publisher=one_line(raw.publisher),
        section=one_line(raw.section),
        tags=tags,
        tag_kinds=tag_kinds(raw.tag_kinds, tags),
        supplied=_supplied(raw.supplied),
        collections=tuple(distinct(raw.collections)),
        dateline=one_line(raw.dateline),
        language=language_code(raw.language),
        summary=one_line(raw.summary),
        images=tidy_images(raw.images),
        url=one_line(raw.url),
        status=one_line(raw.status),
        note=one_line(raw.note),
        extra=dict(raw.extra),
    )


def _supplied(sent: Supplied | None) -> Supplied | None:
    """The tags as the source sent them, cleaned as the others are."""
    if sent is None:
        return None
    tags = tuple(distinct(sent.tags))
    return Supplied(tags, tag_kinds(sent.tag_kinds, tags))


def _when(
    date: str | None, published: str | None
) -> tuple[str | None, Precision | None, datetime | None]:
    """Date, precision and instant; one that is not as it was written is read like any other."""
    moment = _instant(published)
    if date and _ISO.fullmatch(date):
        try:
            bounds(date)
            return date, _PRECISIONS[len(date)], moment
        except ValueError:
            pass
    found = parse_date(date or published or "")
    if found is None:
        return None, None, moment
    return found.date, found.precision, moment or found.published


def _instant(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        found = parse_date(text or "")
        return found.published if found else None
