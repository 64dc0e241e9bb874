"""A collection as a feed: what was put in or noted last stands first, or all in its order. Of a
collection of any size only the articles of the page are read.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response, request, url_for

from archive.collecting.reading import Collections, Member
from archive.collecting.shown import Shown
from archive.errors import RequestError
from archive.text.plain import one_line
from webui.collecting.held import held, told
from webui.common import feeds
from webui.common.links import collection_url
from webui.common.live import live, masthead
from webui.machines import atom

PER_PAGE = 50  # entries
_IN_ORDER = "collection"
_CLOSED = "It may not be read any more"


def feed(collection_name: str) -> Response:
    """A page of the feed; `sort=collection` gives its own order."""
    collection, lists = held(collection_name)
    sort = request.args.get("sort", "")
    if sort not in ("", _IN_ORDER):
        raise RequestError(f"There is no order {sort!r}", f"{_IN_ORDER}, or none")
    number = _number(request.args.get("page", ""))
    order, removed = lists.ids(collection.key), lists.removed(collection.key)
    changes, began = lists.changes(collection.key), datetime.fromisoformat(collection.made_at)
    every = [each for each in order if each not in removed]
    if not sort:
        every.sort(key=lambda each: changes.get(each, began), reverse=True)
    start = (number - 1) * PER_PAGE
    if number > 1 and start >= len(every):
        raise RequestError(f"There is no page {number:,}", "follow the links named next")
    page = _read(lists, collection.key, every[start : start + PER_PAGE])
    gone = dict.fromkeys((each.id for each in page if not each.article), _CLOSED)
    if number == 1:
        gone |= dict.fromkeys(changes.keys() - set(order), "It was taken out of this collection")
        gone |= dict.fromkeys(removed, _CLOSED)
    identity = live().store.change_token(1) or "", collection.key
    written = atom.Feed(
        id=atom.name("collection", *identity),
        title=f"{masthead().title}: {collection.name}",
        author=masthead().title,
        updated=lists.changed_at(collection.name),
        links=_links(collection.name, sort, number, len(every)),
        entries=tuple(
            _entry(each, identity, changes.get(each.id, began)) for each in page if each.article
        ),
        gone=_gone(gone, changes, identity, began),
        total=len(every),
        start=start + 1,
        per_page=PER_PAGE,
        rights=masthead().rights,
    )
    return feeds.answered(written)


def _read(lists: Collections, name: str, ids: list[str]) -> list[Shown]:
    """Articles of a collection, in the order of their ids."""
    said = lists.listed(name, ids)
    return told([Member(number, each, said.get(each)) for number, each in enumerate(ids, 1)])


def _number(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and int(text[:8]) > 0 and len(text) < 8):
        raise RequestError(f"{text!r} is not a page", "pages are numbered 1, 2, 3 ...")
    return int(text or 1)


def _links(name: str, sort: str, number: int, total: int) -> tuple[feeds.Link, ...]:
    def page(to: int) -> str:
        asked = to if to > 1 else None
        return url_for("collection_feed", collection_name=name, sort=sort or None, page=asked)

    return feeds.paged(page, number, collection_url(name), more=number * PER_PAGE < total)


def _entry(each: Shown, identity: tuple[str, str], at: datetime) -> atom.Entry:
    assert each.article is not None
    name = atom.name("collected", *identity, each.id)
    return feeds.entry(name, each.article, at, _summary(each))


def _summary(each: Shown) -> str | None:
    """What people say of it, else how it begins."""
    article = each.article
    assert article is not None
    said = [one_line(each.note)]
    for quoted in each.passages:
        said += [f"“{quoted.passage.quote}”", one_line(quoted.passage.note)]
    if any(said):
        return " · ".join(filter(None, said))
    return feeds.opening(article) or None


def _gone(
    gone: dict[str, str],
    changes: dict[str, datetime],
    identity: tuple[str, str],
    began: datetime,
) -> tuple[atom.Tombstone, ...]:
    """The last of what is gone, of which `gone` says why by its ids."""
    # An article that nobody has changed here is as old as the collection; with the moment of asking
    # the feed would be another one for whoever asks again.
    moments = {each: changes.get(each, began) for each in gone}
    last = sorted(gone, key=lambda each: (moments[each], each), reverse=True)[:PER_PAGE]
    return tuple(
        atom.Tombstone(atom.name("collected", *identity, each), moments[each], gone[each])
        for each in last
    )
