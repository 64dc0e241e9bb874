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


def normalise(raw: RawArticle, rules: dict[str, str] | None = None) -> Article | Skipped:
    """The article that a raw item becomes, or why it cannot be one.

    `rules` is filled with the rule that gave a field, where it is not just what `raw.found` says.
    """
    rules = {} if rules is None else rules
    if raw.exported:
        rules["identity"] = f"as exported: {where(raw, 'identifier')}"
        return as_exported(raw)
    title = one_line(raw.title)
    body = tidy(raw.body).strip("\n")
    if len(body) > MOST_BODY:
        return Skipped(raw.origin, f"the text is longer than {MOST_BODY:,} characters")
    signed_by: tuple[str, ...] = ()
    cuts: list[str] = []  # what is taken out of the text
    if raw.body_format == "text":
        body, signed_by = _split_sign_off(body)
        cuts += ["sign-off"] if signed_by else []
        body = from_text(body)
    whole = body
    dateline, filed_by, body = _split_dateline(body, one_line(raw.summary))
    cuts += ["dateline"] if body != whole else []
    if declared := _tidy_dateline(raw.dateline):
        dateline = declared
    else:
        rules["dateline"] = "the beginning of the text"
    if not title and not body:
        return Skipped(raw.origin, "it has neither a title nor a text")

    filed = ("the dateline", filed_by) if filed_by else ("the sign-off", signed_by)
    authors, agencies, credit = _who(raw, filed, rules)
    if not authors:
        byline, body = split_byline(body)
        authors = read_credit(byline)[0] if byline else ()
        if byline:
            rules["authors"] = f"the by-line above the text, {byline!r}"
            cuts.append("by-line")
    if cuts:
        rules["body"] = f"{where(raw, 'body')}, without its {' and '.join(cuts)}"
    found = _when(raw, rules)
    publisher = one_line(raw.publisher)
    url = one_line(raw.url)
    identity = make_identity(raw, title, agencies, found, publisher, url, body, rules)
    extra = dict(raw.extra)
    identifier = one_line(raw.identifier)
    if identifier and not identity.endswith(identifier):  # a bare one, and nobody's
        extra["identifier"] = identifier
    language = language_code(raw.language)
    if not language:
        rules["language"] = "detected in the text"
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
        language=language or detect_language(_sample(title, body)),
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
    rules: dict[str, str],
) -> str:
    """The provider's identifier with its scheme; else the URL; else agency + date + title.

    A bare identifier gets its publisher or agency as scheme, for a number alone is not global.
    Where agency, date or title is missing, the hash of the text stands in for it.
    """
    identifier = one_line(raw.identifier)
    if identifier and ":" in identifier:
        rules["identity"] = f"the provider's identifier: {where(raw, 'identifier')}"
        return identifier
    if identifier and (scheme := publisher or next(iter(agencies), None)):
        rules["identity"] = (
            f"the identifier, behind its {'publisher' if publisher else 'agency'}: "
            f"{where(raw, 'identifier')}"
        )
        return f"{fold_line(scheme)}:{identifier}"
    if url:
        rules["identity"] = f"the canonical address: {where(raw, 'url')}"
        address = canonical_url(url)
        return address if ":" in address else f"url:{address}"
    agency = "+".join(fold_line(name) for name in agencies)
    parts = [agency, found.date if found else "", fold_line(title or "")]
    rules["identity"] = "agency + date + title"
    if not all(parts):
        lacking = [
            name for name, part in zip(("agency", "date", "title"), parts, strict=True) if not part
        ]
        rules["identity"] += f" + hash of the text, for there is no {' and no '.join(lacking)}"
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


def where(raw: RawArticle, field: str) -> str:
    """In words where the reader found a field of the article."""
    return raw.found.get(field) or raw.found.get("format") or "what was read"


def _when(raw: RawArticle, rules: dict[str, str]) -> FoundDate | None:
    """The date, and which of the two statements it and its instant come from."""
    found = read_date(raw.date, raw.published)
    stated = read_date(raw.date) if raw.published else found
    rules["date"] = where(raw, "date" if stated else "published")
    rules["published"] = where(raw, "date" if stated and stated.published else "published")
    return found


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
    raw: RawArticle, filed: tuple[str, tuple[str, ...]], rules: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Authors, agencies and raw credit, from what was declared, then the credit, then dateline or
    sign-off (`filed`: which of the two, and whom it names).
    """
    credit = one_line(raw.credit)
    credited_authors, credited_agencies = read_credit(credit) if credit else ((), ())
    declared, among_authors = _declared(raw.authors)
    told = [
        (_spelt(raw), agencies_in(filter(None, map(one_line, raw.agencies)))),
        (f"named with the authors: {where(raw, 'authors')}", among_authors),
        (f"named in the credit {credit!r}", credited_agencies),
    ]
    if not any(names for _, names in told):
        told = [filed]
    rules["agency"] = "; ".join(place for place, names in told if names)
    if not declared:
        rules["authors"] = f"named in the credit {credit!r}"
    agencies = [name for _, names in told for name in names]
    named = set(map(fold_line, agencies))  # an agency that is not in the table is no author
    authors = (name for name in declared or credited_authors if fold_line(name) not in named)
    return _distinct(authors), agencies_in(agencies), credit


def _declared(lines: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors, and the agencies, that declared authors are."""
    authors: list[str] = []
    agencies: list[str] = []
    for line in filter(None, map(one_line, lines)):
        if known_agency(line):
            agencies.append(line)
            continue
        names, also = read_credit(line)
        if also or _JOINED.search(line):
            authors.extend(names or (() if also else (line,)))
            agencies.extend(also)
        else:  # one name, perhaps with its place, and "Ortega y Gasset" is not two
            authors.append(names[0] if len(names) == 1 and line.startswith(names[0]) else line)
    return tuple(authors), tuple(agencies)


def _spelt(raw: RawArticle) -> str:
    """Where agencies are declared, and how, where that is not the name that they are known by."""
    others = (line for line in raw.agencies if known_agency(line) not in (None, line))
    return ", ".join([where(raw, "agency"), *(f"there {line!r}" for line in others)])


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
