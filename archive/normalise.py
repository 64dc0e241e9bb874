"""RawArticle -> Article: every rule about what a title, a date, an agency or a tag is, once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from archive.agencies import agencies_in, known_agency, read_credit
from archive.article import Article, Image, RawArticle, Skipped, make_id
from archive.dates import FoundDate, parse_date
from archive.language import detect_language, language_code
from archive.markdown import from_text, to_text
from archive.text import fold_line, one_line, tidy

MOST_BODY = 5_000_000  # characters; no article is longer, and an index should not have to take one

# "SALVADOR, Feb 26 - ", "DEIR EZZOR, Syria (AFP) - ", "PARIS/LONDON, 3 Nov (Reuters) – "
_DATELINE = re.compile(
    r"""(?P<place>[A-ZÀ-ÞА-Я][\w'’.-]*(?:[ /-][\w'’.()-]+){0,5}
          (?:,\s[A-ZÀ-ÞА-Я][\w'’.-]*(?:\s[A-ZÀ-Þ][\w'’.-]*){0,3}){0,2}?)
        (?P<day>,\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\.?\s[A-Z][a-z]{2,8}\.?)(?:,?\s\d{4})?)?
        \s?(?P<agency>\((?P<name>[^()]{2,40})\))?
        \s*(?:[-–—]{1,2}|--)\s+(?=\S)""",
    re.X,
)


def normalise(raw: RawArticle) -> Article | Skipped:
    """The article that a raw item becomes, or why it cannot be one."""
    title = one_line(raw.title)
    body = tidy(raw.body).strip("\n")
    if len(body) > MOST_BODY:
        return Skipped(raw.origin, f"the text is longer than {MOST_BODY:,} characters")
    dateline = _tidy_dateline(raw.dateline)
    dateline_agency: str | None = None
    if raw.body_format == "text":
        body = from_text(body)
        body = _without_sign_off(body)
    if dateline is None:
        dateline, dateline_agency, body = split_dateline(body)
    if not title and not body:
        return Skipped(raw.origin, "it has neither a title nor a text")

    authors, agencies, credit = _who(raw, dateline_agency)
    found = read_date(raw.date, raw.published)
    publisher = one_line(raw.publisher)
    url = one_line(raw.url)
    identity = make_identity(raw, title, agencies, found, publisher, url, body)
    return Article(
        id=make_id(identity),
        identity=identity,
        title=title,
        body=body,
        origin=raw.origin,
        date=found.date if found else None,
        precision=found.precision if found else None,
        published=found.published if found else None,
        agency=agencies,
        credit=credit,
        authors=authors,
        publisher=publisher,
        section=one_line(raw.section),
        tags=_tags(raw.tags),
        dateline=dateline,
        language=language_code(raw.language) or detect_language(_sample(title, body)),
        summary=one_line(raw.summary),
        images=_images(raw.images),
        url=url,
        status=one_line(raw.status),
        note=one_line(raw.note),
        extra=dict(raw.extra),
    )


def make_identity(
    raw: RawArticle,
    title: str | None,
    agencies: tuple[str, ...],
    found: FoundDate | None,
    publisher: str | None,
    url: str | None,
    body: str,
) -> str:
    """The provider's identifier with its scheme; else the URL; else agency + date + title.

    A bare identifier gets its publisher or agency as scheme, for a number alone is not global.
    Where agency, date or title is missing, the hash of the text stands in for it.
    """
    identifier = one_line(raw.identifier)
    if identifier:
        if ":" in identifier:
            return identifier
        scheme = publisher or (agencies[0] if agencies else None)
        if scheme:
            return f"{fold_line(scheme)}:{identifier}"
    if url:
        return canonical_url(url)
    agency = "+".join(fold_line(name) for name in agencies)
    parts = [agency, found.date if found else "", fold_line(title or "")]
    if not all(parts):
        import hashlib

        parts.append(hashlib.sha256(fold_line(to_text(body)).encode()).hexdigest())
    return "text:" + "|".join(parts)


def canonical_url(url: str) -> str:
    """The address without what does not name the page: case of the host, fragment, trackers."""
    from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.scheme or not parts.netloc:
        return url
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not re.match(r"(?:utm_|fbclid$|gclid$|mc_cid$|mc_eid$|cmpid$|ref$|ref_src$)", key, re.I)
    ]
    path = parts.path or "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(query), ""))


def read_date(date: str | None, published: str | None = None) -> FoundDate | None:
    """The date that a date field states. An instant kept apart adds the time, and never moves the
    day: that stays as the source wrote it, in its own zone.
    """
    line, moment = one_line(date), one_line(published)
    found = parse_date(line) if line else None
    instant = parse_date(moment) if moment else None
    if found and instant and not found.published:
        return replace(found, published=instant.published)
    return found or instant


def split_dateline(body: str) -> tuple[str | None, str | None, str]:
    """(dateline, agency named in it, body without it) of a Markdown body.

    A dateline needs a place in capitals, or an agency in brackets that the archive knows;
    without one of them "Paris - " may be just how a sentence begins.
    """
    head, cut, rest = body.partition("\n\n")
    match = _DATELINE.match(head.replace("\\", ""))
    if not match or match.end() > 100:
        return None, None, body
    agency = known_agency(match["name"]) if match["name"] else None
    place = match["place"].split(",")[0]
    letters = [char for char in place if char.isalpha()]
    in_capitals = len(letters) >= 3 and sum(map(str.isupper, letters)) / len(letters) > 0.7
    if not (agency or (in_capitals and (match["day"] or match["agency"] or _all_capitals(place)))):
        return None, None, body
    dateline = match["place"] + (match["day"] or "")
    taken, escaped = match.end(), 0
    while taken:  # walk over the escapes that the match did not see
        if head[escaped] != "\\":
            taken -= 1
        escaped += 1
    return dateline, agency, head[escaped:].lstrip() + cut + rest


def _all_capitals(place: str) -> bool:
    return place.isupper() and len(place) <= 40


def _tidy_dateline(dateline: str | None) -> str | None:
    line = one_line(dateline)
    if not line:
        return None
    return line.rstrip(" -–—,").strip() or None


def _without_sign_off(body: str) -> str:
    """The text without a last line that only names the agency ("Reuter")."""
    rest, _, last = body.rpartition("\n\n")
    return rest if rest and len(last) <= 40 and known_agency(last) else body


def _who(
    raw: RawArticle, dateline_agency: str | None
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Authors, agencies and raw credit, from what was declared, then the credit, then dateline."""
    credit = one_line(raw.credit)
    credited_authors, credited_agencies = read_credit(credit) if credit else ((), ())
    declared: list[str] = []
    agencies = list(agencies_in(filter(None, map(one_line, raw.agencies))))
    for line in filter(None, map(one_line, raw.authors)):
        if known_agency(line):
            agencies.append(line)
        else:
            names, also = read_credit(line)
            declared.extend(names or (() if also else (line,)))
            agencies.extend(also)
    agencies.extend(credited_agencies)
    if not agencies and dateline_agency:
        agencies.append(dateline_agency)
    authors = _distinct(declared or credited_authors)
    return authors, agencies_in(agencies), credit


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    return _distinct(filter(None, (one_line(tag.strip(" #")) for tag in tags)))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, compared folded, as first written."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold_line(name), name)
    return tuple(found.values())


def _images(images: Iterable[Image]) -> tuple[Image, ...]:
    cleaned = (Image(one_line(image.url), one_line(image.caption)) for image in images)
    return tuple(dict.fromkeys(image for image in cleaned if image.url or image.caption))


def _sample(title: str | None, body: str) -> str:
    return body[:2000] if len(body) > 200 else f"{title or ''}\n{body}"
