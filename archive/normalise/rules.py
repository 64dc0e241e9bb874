"""RawArticle -> Article: how the rules about titles, dates, agencies and tags are applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from archive.article import MOST_BODY, Article, RawArticle, Skipped, instant, make_id, tidy_images
from archive.dates.found_date import FoundDate, Writing, writing_of
from archive.dates.parse import parse_date
from archive.dates.unread_dates import date_of_dateline, date_of_name, date_of_title, why_unread
from archive.normalise.addresses import live_address
from archive.normalise.agencies import agencies_in, known_agency
from archive.normalise.dateline import read_dateline, split_dateline
from archive.normalise.embargo import read_embargo
from archive.normalise.exported import as_exported
from archive.normalise.identity import make_identity
from archive.normalise.persons import read_credit, read_declared
from archive.normalise.preamble import split_byline
from archive.normalise.signals import Signals, cut_head, cut_title
from archive.normalise.tags import tag_kinds
from archive.normalise.unpublished import (
    cut_private_part,
    declared_status,
    is_private_note,
    public_extra,
    scheduled_for,
    withheld_because,
)
from archive.status import HIDDEN, settle
from archive.text.language import detect_language, language_code
from archive.text.markdown import from_text, to_text
from archive.text.plain import distinct, fold_line, one_line, tidy, without_login

_PAST = datetime(2025, 1, 1, tzinfo=UTC)  # also where the clock was not set, and tells 1970
_SENTENCE_ENDS = (".", "!", "?", '"', "'", "”", "»", ")", "。")


@dataclass(slots=True)
class _Parts:
    """Title and text without marks, dateline, by-line and sign-off; and what was taken out."""

    title: str | None
    body: str
    dateline: str | None
    filed: tuple[str, tuple[str, ...]]  # where an agency signs, and which
    signals: Signals
    cuts: list[str]  # what was taken out of the text, in words


def normalise(raw: RawArticle, rules: dict[str, str] | None = None) -> Article | Skipped:
    """The article that a raw item becomes, or why it cannot be one.

    `rules` is filled with the rule that gave a field, where it is not just what `raw.found` says.
    """
    rules = {} if rules is None else rules
    if raw.exported:
        rules["identity"] = f"as exported: {raw.where('identifier')}"
        return as_exported(raw)
    whole = tidy(raw.body).strip("\n")
    body = cut_private_part(whole)
    if len(body) > MOST_BODY:
        return Skipped(raw.origin, f"the text is longer than {MOST_BODY:,} characters")
    parts = _take_apart(raw, body, rules)
    title, cuts = (
        parts.title,
        [*parts.cuts, *(["part not for the public"] if body != whole else [])],
    )
    body = parts.body
    status, note, extra = _what_became(raw, parts.signals, rules)
    identifier = one_line(raw.identifier)
    if not title and not body and not (identifier and status == "withdrawn"):
        return Skipped(raw.origin, "it has neither a title nor a text")

    authors, agencies, credit = _who(raw, parts.filed, rules)
    if not authors:
        byline, body = split_byline(body)
        authors = read_credit(byline)[0] if byline else ()
        if byline:
            rules["authors"] = f"the by-line above the text, {byline!r}"
            cuts.append("by-line")
    if cuts:
        rules["body"] = f"{raw.where('body')}, without its {' and '.join(cuts)}"
    declared = language_code(raw.language)
    if not declared:
        rules["language"] = "detected in the text"
    language = declared or detect_language(_sample(title, body))
    writing = writing_of(raw.language, language, raw.day_first)
    found = _when(raw, title, parts.dateline, writing, rules)
    if "unread" in rules:
        extra["unread_date"] = one_line(raw.date) or one_line(raw.published)
    publisher = one_line(raw.publisher)
    said = without_login(one_line(raw.url) or "")
    url = live_address(said) or None
    if (url or "") != said:
        rules["url"] = f"{raw.where('url')}, without the web archive that it was copied from"
    identity = make_identity(raw, title, agencies, found, publisher, url, body, rules)
    if identifier and not identity.endswith(identifier):  # a bare one, and nobody's
        extra["identifier"] = identifier
    tags = _tags(raw.tags)
    rules["tag_kinds"] = raw.found.get("tag_kinds") or raw.where("tags")
    return Article(
        id=make_id(identity),
        identity=identity,
        title=title,
        body=body,
        origin=raw.origin,
        date=found.date if found else None,
        precision=found.precision if found else None,
        time=found.time if found else None,
        published=found.published if found else None,
        agency=agencies,
        credit=credit,
        authors=authors,
        publisher=publisher,
        section=one_line(raw.section),
        tags=tags,
        tag_kinds=tag_kinds(raw.tag_kinds, tags),
        dateline=parts.dateline,
        language=language,
        summary=one_line(raw.summary),
        images=tidy_images(raw.images),
        url=url,
        status=status,
        note=note,
        extra=extra,
    )


def _take_apart(raw: RawArticle, body: str, rules: dict[str, str]) -> _Parts:
    signed_by: tuple[str, ...] = ()
    cuts: list[str] = []
    if raw.body_format == "text":
        body, signed_by = _split_sign_off(body)
        cuts += ["sign-off"] if signed_by else []
        body = from_text(body)
    signals = Signals()
    title = cut_title(one_line(raw.title) or "", signals) or None
    without_notes = cut_head(body, signals)
    cuts += ["note"] if without_notes != body else []
    dateline, filed_by, rest = _split_dateline(without_notes, one_line(raw.summary))
    cuts += ["dateline"] if rest != without_notes else []
    declared, declared_by = _tidy_dateline(raw.dateline)
    if declared:
        dateline, filed_by = declared, filed_by or declared_by
    else:
        rules["dateline"] = "the beginning of the text"
    if title != one_line(raw.title):
        rules["title"] = f"{raw.where('title')}, without its mark"
    filed = ("the dateline", filed_by) if filed_by else ("the sign-off", signed_by)
    return _Parts(title, rest, dateline, filed, signals, cuts)


def read_date(
    date: str | None,
    published: str | None = None,
    time: str | None = None,
    writing: Writing | None = None,
) -> FoundDate | None:
    """The date that a date field states. A time or an instant kept apart is added to it, and never
    moves the day: that stays as the source wrote it, in its own zone.
    """
    line, clock, moment = one_line(date), one_line(time), one_line(published)
    found = parse_date(line, writing) if line else None
    if found and clock and found.precision == "day" and not (found.published or found.time):
        found = parse_date(f"{found.date} {clock}") or found
    instant = parse_date(moment, writing) if moment else None
    if found and instant and instant.published and not found.published:
        return replace(found, published=instant.published, time=None)
    return found or instant


def _when(
    raw: RawArticle,
    title: str | None,
    dateline: str | None,
    writing: Writing,
    rules: dict[str, str],
) -> FoundDate | None:
    """The date, and which of the statements it, its time and its instant come from; the last resort
    is a title that is one, a dateline with its year, a file's name. Why a stated date was not read
    is the rule "unread".
    """
    found = read_date(raw.date, raw.published, raw.time, writing)
    apart = raw.published or raw.time
    stated = read_date(raw.date, writing=writing) if apart else found
    rules["date"] = raw.where("date" if stated else "published")
    rules["published"] = raw.where("date" if stated and stated.published else "published")
    rules["time"] = raw.where("date" if stated and stated.time else "time")
    if found:
        return found
    if unread := one_line(raw.date) or one_line(raw.published):
        place = raw.where("date" if one_line(raw.date) else "published")
        rules["unread"] = f"{place} says {unread!r}: {why_unread(unread, writing)}"
    if found := date_of_title(title, writing):
        rules["date"] = "the title, which is a date"
    elif found := date_of_dateline(dateline, writing):
        rules["date"] = "the dateline"
    elif named := date_of_name(raw.origin):
        found, rules["date"] = named
    return found


@lru_cache(maxsize=2_000)  # of a source they recur, one a place and day
def _tidy_dateline(dateline: str | None) -> tuple[str | None, tuple[str, ...]]:
    """A declared dateline without its dash, None where it names no place; and its agencies."""
    line = (one_line(dateline) or "").rstrip(" -–—,=").strip()
    found = read_dateline(f"{line} — X") if line else None
    agencies = found.agencies if found else ()
    if found and found.text:
        return found.text, agencies
    return (line if any(map(str.isalpha, line)) else None), agencies


def _split_sign_off(text: str) -> tuple[str, tuple[str, ...]]:
    """Plain text without a last line that only names the agency ("Reuter", "(AFP)"), and that one.

    "Reuters." may as well end a sentence that wrapped: then the line stays.
    """
    rest, _, last = text.rstrip().rpartition("\n")
    agency = known_agency(last) if rest and len(last) <= 40 else None
    if not agency:
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
        (f"named with the authors: {raw.where('authors')}", among_authors),
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
    return tuple(distinct(authors)), agencies_in(agencies), credit


def _declared(lines: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors, and the agencies, that declared authors are."""
    authors: list[str] = []
    agencies: list[str] = []
    for line in filter(None, lines):
        names, also = read_declared(line)
        authors.extend(names)
        agencies.extend(also)
    return tuple(authors), tuple(agencies)


def _spelt(raw: RawArticle) -> str:
    """Where agencies are declared, and how, where that is not the name that they are known by."""
    others = (line for line in raw.agencies if known_agency(line) not in (None, line))
    return ", ".join([raw.where("agency"), *(f"there {line!r}" for line in others)])


def _what_became(
    raw: RawArticle, signals: Signals, rules: dict[str, str]
) -> tuple[str | None, str | None, dict[str, Any]]:
    """Status, note and `extra` of an item. What is hidden says why by its note to editors, where
    it has no other; an embargo is written as an instant where one can be read.
    """
    extra = public_extra({**signals.extra, **raw.extra})
    if "embargo" not in extra and (coming := scheduled_for(raw, max(datetime.now(UTC), _PAST))):
        extra["embargo"] = coming
    until = read_embargo(extra.get("embargo"))
    why = withheld_because(raw)
    said = {*signals.said, *(["withheld"] if why else [])}
    declared = declared_status(raw)
    status = settle(one_line(declared), said, extra.get("embargo"), until is not None)
    if until:
        extra["embargo"] = instant(until)
    notes = [note for note in map(one_line, (raw.note, *signals.notes)) if note]
    notes = [note for note in notes if not is_private_note(note)]
    if status in HIDDEN and not notes:
        notes = [str(extra.get("editorial_note") or "")]
        rules["note"] = "the note to editors"
    if why and not any(notes):
        notes = [f"not published ({why})"]
        rules["note"] = rules["status"] = "the marks of its content system"
    if declared and not raw.status:
        rules["status"] = raw.where("extra")
    if signals.said:
        rules["status"] = "marks on the title or above the text"
    if signals.notes:
        rules["note"] = "above the text"
    if signals.extra:
        rules["extra"] = f"{raw.where('extra')}; marks on the title"
    return status, "; ".join(dict.fromkeys(notes)) or None, extra


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(distinct(tag.strip(" #") for tag in tags))


def _sample(title: str | None, body: str) -> str:
    return body if len(body) > 200 else f"{title or ''}\n{body}"
