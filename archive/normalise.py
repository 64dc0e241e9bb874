"""RawArticle -> Article: every rule about what a title, a date, an agency or a tag is, once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.agencies import agencies_in, known_agency, read_credit
from archive.article import MOST_BODY, Article, Image, RawArticle, Skipped, make_id
from archive.dateline import read_dateline, split_dateline
from archive.dates import FoundDate, parse_date
from archive.exported import as_exported
from archive.language import detect_language, language_code
from archive.markdown import from_text, to_text
from archive.preamble import split_byline
from archive.text import fold_line, one_line, tidy

# Marks of a declared author that is a whole byline ("By Jane Roe and John Doe").
_JOINED = re.compile(r"[,;/|&]|\b(?:and|und|et|with)\b|^(?:by|von|par|por)\b", re.I)
_SENTENCE_ENDS = (".", "!", "?", '"', "'", "”", "»", ")", "。")


def normalise(raw: RawArticle) -> Article | Skipped:
    """The article that a raw item becomes, or why it cannot be one."""
    if raw.exported:
        return as_exported(raw)
    title = one_line(raw.title)
    body = tidy(raw.body).strip("\n")
    if len(body) > MOST_BODY:
        return Skipped(raw.origin, f"the text is longer than {MOST_BODY:,} characters")
    signed_by: tuple[str, ...] = ()
    if raw.body_format == "text":
        body, signed_by = _split_sign_off(body)
        body = from_text(body)
    dateline, filed_by, body = _split_dateline(body, one_line(raw.summary))
    dateline = _tidy_dateline(raw.dateline) or dateline
    if not title and not body:
        return Skipped(raw.origin, "it has neither a title nor a text")

    authors, agencies, credit = _who(raw, filed_by or signed_by)
    if not authors:
        byline, body = split_byline(body)
        authors = read_credit(byline)[0] if byline else ()
    found = read_date(raw.date, raw.published)
    publisher = one_line(raw.publisher)
    url = one_line(raw.url)
    identity = make_identity(raw, title, agencies, found, publisher, url, body)
    extra = dict(raw.extra)
    identifier = one_line(raw.identifier)
    if identifier and not identity.endswith(identifier):  # a bare one, and nobody's
        extra["identifier"] = identifier
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
        extra=extra,
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
    if identifier and ":" in identifier:
        return identifier
    if identifier and (scheme := publisher or next(iter(agencies), None)):
        return f"{fold_line(scheme)}:{identifier}"
    if url:
        address = canonical_url(url)
        return address if ":" in address else f"url:{address}"
    agency = "+".join(fold_line(name) for name in agencies)
    parts = [agency, found.date if found else "", fold_line(title or "")]
    if not all(parts):
        parts.append(hashlib.sha256(fold_line(to_text(body)).encode()).hexdigest())
    return "text:" + "|".join(parts)


def canonical_url(url: str) -> str:
    """The address without what does not name the page: case of the host, fragment, trackers."""
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


def _tidy_dateline(dateline: str | None) -> str | None:
    """A declared dateline without its dash and its agency; None where it names no place."""
    line = (one_line(dateline) or "").rstrip(" -–—,=").strip()
    found = read_dateline(f"{line} — X")
    if found and found.text:
        return found.text
    return line if any(map(str.isalpha, line)) else None


def _split_sign_off(text: str) -> tuple[str, tuple[str, ...]]:
    """Plain text without a last line that only names the agency ("Reuter", "(AFP)"), and that one.

    "Reuters." may as well end a sentence that wrapped: then the line stays.
    """
    rest, _, last = text.rstrip().rpartition("\n")
    agency = known_agency(last)
    if not rest or len(last) > 40 or not agency:
        return text, ()
    before = rest.rsplit("\n", 1)[-1].rstrip()
    signs_off = not before or before.endswith(_SENTENCE_ENDS) or last.startswith(" ")
    ends_sentence = last.endswith(".") and not last.endswith("..")
    if not signs_off or (ends_sentence and before and not before.endswith(_SENTENCE_ENDS)):
        return text, ()
    return rest.rstrip(), (agency,)


def _split_dateline(body: str, summary: str | None) -> tuple[str | None, tuple[str, ...], str]:
    """`split_dateline` of a body that may begin with its own summary, as web pages show it."""
    first, cut, rest = body.partition("\n\n")
    if not (summary and cut and fold_line(to_text(first)) == fold_line(summary)):
        return split_dateline(body)
    dateline, filed_by, rest = split_dateline(rest)
    return dateline, filed_by, f"{first}{cut}{rest}"


def _who(
    raw: RawArticle, filed_by: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Authors, agencies and raw credit, from what was declared, then the credit, then dateline or
    sign-off.
    """
    credit = one_line(raw.credit)
    credited_authors, credited_agencies = read_credit(credit) if credit else ((), ())
    declared: list[str] = []
    agencies = list(agencies_in(filter(None, map(one_line, raw.agencies))))
    for line in filter(None, map(one_line, raw.authors)):
        if known_agency(line):
            agencies.append(line)
        else:
            names, also = read_credit(line)
            if also or _JOINED.search(line):
                declared.extend(names or (() if also else (line,)))
                agencies.extend(also)
            else:  # one name, perhaps with its place, and "Ortega y Gasset" is not two
                declared.append(names[0] if len(names) == 1 and line.startswith(names[0]) else line)
    agencies.extend(credited_agencies)
    if not agencies:
        agencies.extend(filed_by)
    named = set(map(fold_line, agencies))  # an agency that is not in the table is no author
    authors = (name for name in declared or credited_authors if fold_line(name) not in named)
    return _distinct(authors), agencies_in(agencies), credit


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
