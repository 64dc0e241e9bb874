"""A page of a wiki as an article: its text, its day, its tags, and how far its writers are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from archive.article import BodyFormat, Origin, RawArticle
from archive.dates.found_date import writing_of
from archive.dates.parse import parse_date
from archive.readers.common.items import extra_of
from archive.readers.common.xml import find, find_all, words_at
from archive.readers.wikis.clean import TangledError
from archive.readers.wikis.site import Site
from archive.readers.wikis.wikitext import Found, render
from archive.readers.wikis.words import NO_TAG, NO_TAGS, PUBLISHED, UNPUBLISHED
from archive.text.plain import distinct, fold_line

_AGENCY = "Wikinews"  # as it calls itself in every language beside its name there


def article(page: Any, site: Site, origin: Origin, original: bytes) -> RawArticle:
    """What the element of a page with a text is."""
    title = words_at(page, "title") or ""
    revisions = find_all(page, "revision")
    newest = revisions[-1]
    wikitext = "".join(find(newest, "text").itertext())
    body, form, found = _read(wikitext, title, site)
    days, tags = _days_and_tags(found.categories, site.language)
    told = [day for day in found.dates if _is_day(day, site.language)]
    created, modified = _first(revisions, site), words_at(newest, "timestamp")
    date, where = _date(told, days, created)
    status, note = _stage(found, site)
    number = words_at(page, "id")
    places = [place for place in found.places if not _is_day(place, site.language)]
    return RawArticle(
        origin=origin,
        original=original,
        media_type="application/xml",
        body=body,
        body_format=form,
        identifier=f"mediawiki:{site.key}:{number}" if site.key and number else None,
        title=title or None,
        date=date,
        agencies=(_AGENCY,) if site.is_news else (),
        publisher=site.name,
        tags=tuple(tags),
        dateline=", ".join(places) or None,
        language=site.language,
        images=tuple(found.images),
        url=site.url(title) if title else None,
        status=status,
        note=note,
        found={"date": where} if date else {},
        extra=extra_of(created=created, modified=modified, version=words_at(newest, "id")),
    )


def _read(wikitext: str, title: str, site: Site) -> tuple[str, BodyFormat, Found]:
    """The body, its format, and what the page says besides; as it is written where the wikitext
    cannot be taken apart.
    """
    from archive.text.html import html_to_markdown

    try:
        html, found = render(wikitext, title, site)
    except TangledError:
        return wikitext, "text", Found()
    return html_to_markdown(html), "markdown", found


def _date(told: list[str], days: list[str], created: str | None) -> tuple[str | None, str]:
    """The date of an article, and in words where it stands."""
    if told:
        return told[0], "the template of the date"
    if days:
        return days[0], "a category that is a day"
    return created, "the page's first revision"


def _days_and_tags(categories: Iterable[str], language: str | None) -> tuple[list[str], list[str]]:
    """Of the categories those that are a day, and those that say what an article is about."""
    days: list[str] = []
    tags: list[str] = []
    for name in distinct(" ".join(each.replace("_", " ").split()) for each in categories):
        key = fold_line(name)
        if _is_day(name, language):
            days.append(name)
        elif not (key in NO_TAGS or key.startswith(NO_TAG) or _is_period(name, language)):
            tags.append(name)
    return days, tags


@lru_cache(maxsize=2_000)  # of a dump many are of one day
def _precision(text: str, language: str | None) -> str | None:
    found = parse_date(text, writing_of(language)) if text else None
    return found.precision if found else None


def _is_day(text: str, language: str | None) -> bool:
    return _precision(text, language) == "day"


def _is_period(text: str, language: str | None) -> bool:
    return _precision(text, language) is not None


def _first(revisions: list[Any], site: Site) -> str | None:
    """When a page was begun, where its first revision is there: one that names none before it."""
    first = revisions[0]
    is_first = site.names_parents and find(first, "parentid") is None
    return words_at(first, "timestamp") if is_first else None


def _stage(found: Found, site: Site) -> tuple[str | None, str | None]:
    """(status, note) of an article of Wikinews: one that its writers are still at is not published.
    Nothing is said of one without a mark, as old ones are.
    """
    categories = {fold_line(name) for name in found.categories}
    if not site.is_news or (found.templates | categories) & PUBLISHED:
        return None, None
    marks = sorted(found.templates & UNPUBLISHED)
    if not marks:
        return None, None
    return "draft", f"not published at its source: {', '.join(f'{{{{{mark}}}}}' for mark in marks)}"
