"""A collection as it is shown: its articles, those that may be read, with what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from archive.article import JSON_VERSION, Article, instant
from archive.collecting.kept import Collection, Passage
from archive.collecting.passages import stands_in
from archive.collecting.reading import Collections, Member
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.store.store import Store

UNREADABLE = "An article that may not be read now"  # in place of its title
_TOGETHER = 200  # articles whose texts are in memory at once


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage, and whether it stands in the article as it is now."""

    passage: Passage
    stands: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An article of a collection; None where it may not be read, and then nothing is said of it."""

    number: int
    id: str
    article: Article | None
    note: str = ""
    passages: tuple[Quoted, ...] = ()
    placed: bool = False
    added_at: datetime | None = None


def may_be_read(article: Article) -> bool:
    """Whether an article that is not removed may be read now."""
    return article.status not in HIDDEN and not embargoed_until(article, datetime.now(UTC))


def shown(
    store: Store,
    members: Iterable[Member],
    readable: Callable[[Article], bool] = may_be_read,
) -> list[Shown]:
    """These members of a collection. Of one that may not be read, its notes are not told either:
    they may quote it.
    """
    found = list(members)
    live = store.get_many(member.article_id for member in found)
    return [_one(member, live.get(member.article_id), readable) for member in found]


def shown_in_turn(
    store: Store,
    members: Iterable[Member],
    readable: Callable[[Article], bool] = may_be_read,
) -> Iterator[Shown]:
    """The same of any number of members, a few of which are read at a time."""
    rest = iter(members)
    while some := list(islice(rest, _TOGETHER)):
        yield from shown(store, some, readable)


def _one(member: Member, article: Article | None, readable: Callable[[Article], bool]) -> Shown:
    if article is None or not readable(article):
        return Shown(member.number, member.article_id, None)
    if member.listed is None:
        return Shown(member.number, member.article_id, article)
    return Shown(
        member.number,
        member.article_id,
        article,
        member.listed.note,
        tuple(Quoted(each, stands_in(article, each.quote)) for each in member.listed.passages),
        True,
        datetime.fromisoformat(member.listed.added_at),
    )


def collection_json(
    collection: Collection, changed_at: datetime, total: int, articles: Iterable[Shown]
) -> dict[str, Any]:
    """A collection as JSON, version 1, or a page of one that has `total` articles."""
    return {
        "version": JSON_VERSION,
        "name": collection.name,
        "note": collection.note or None,
        "made": collection.made_at,
        "changed": instant(changed_at),
        "total": total,
        "articles": [_article_json(each) for each in articles],
    }


def _article_json(each: Shown) -> dict[str, Any]:
    article = each.article
    return {
        "number": each.number,
        "id": each.id,
        "readable": article is not None,
        "title": article.title if article else None,
        "date": article.date if article else None,
        "agency": list(article.agency) if article else [],
        "publisher": article.publisher if article else None,
        "added": instant(each.added_at),
        "note": each.note or None,
        "passages": [
            {
                "quote": quoted.passage.quote,
                "note": quoted.passage.note or None,
                "revision": quoted.passage.revision,
                "stands": quoted.stands,
            }
            for quoted in each.passages
        ],
    }


def listing_json(store: Store) -> dict[str, Any]:
    """All collections as JSON, version 1."""
    lists = Collections(store.database)
    return {
        "version": JSON_VERSION,
        "collections": [
            {
                "name": each.name,
                "note": each.note or None,
                "articles": count,
                "made": each.made_at,
                "changed": instant(lists.changed_at(each.name)),
            }
            for each, count in lists.all()
        ],
    }
