"""What programs follow: feeds of searches, the description of the search, lists for crawlers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

from flask import Flask, Response, abort, request, stream_with_context, url_for

from archive.article import Article
from archive.errors import RequestError, StoreError
from archive.normalise.embargo import read_embargo
from archive.status import HIDDEN, ORDINARY
from archive.text.plain import one_line
from index.following.followed import Arrived, Followed, Gone, followed
from index.query.filters import FILTERS
from index.query.saved import query_of
from webui.common import errors, feeds
from webui.common.address import Address
from webui.common.closed import readable, removed
from webui.common.links import absolute, feed_url, permalink, search_url
from webui.common.live import last_change, live, masthead
from webui.common.parameters import PARAMETERS
from webui.machines import atom, crawling
from webui.machines.opensearch import MEDIA_TYPE as DESCRIPTION
from webui.machines.opensearch import SUGGESTIONS, Door, description

PER_PAGE = 50  # entries
MOST_PAGES = 20
_MOST_FEEDS = 20  # of saved searches, in the head of the front page
# The pages that crawlers may keep, without parameters. All else is made of them.
_KEPT_BY_CRAWLERS = frozenset({"search", "article", "help", "api", "static"})


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that belongs to a page."""

    title: str
    url: str


def register(app: Flask) -> None:
    """The addresses that programs ask for."""
    app.add_url_rule("/feed.atom", "feed", feed)
    app.add_url_rule("/opensearch.xml", "opensearch", opensearch)
    app.add_url_rule("/robots.txt", "robots", robots)
    app.add_url_rule("/sitemap.xml", "sitemap", sitemap)
    app.add_url_rule("/sitemap-<int:number>.xml", "sitemap_part", sitemap_part)


def feeds_of(address: Address) -> list[FeedLink]:
    """The feeds of the page that is asked for: of its search, and of those that are saved."""
    if request.endpoint not in ("search", "search_alias"):
        return []
    own = FeedLink(_title(address), feed_url(replace(address, page="")))
    if address:
        return [own]
    try:
        saved = live().store.saved.all()[:_MOST_FEEDS]
    except StoreError:  # which the page tells of
        return [own]
    return [own] + [
        FeedLink(f"{_name()}: {each.name}", feed_url(Address(text=query_of(each.name))))
        for each in saved
    ]


def is_for_crawlers() -> bool:
    """Whether a search engine may list the page: not one of the endless ways to narrow, order and
    leaf through a search, nor what says in another form what a page says.
    """
    return request.endpoint in _KEPT_BY_CRAWLERS and not request.query_string


# Feeds --------------------------------------------------------------------------------------------


def feed() -> Response:
    """A search as Atom: what came in last stands first, whatever its date."""
    address = Address.read(request.args)
    asked = address.asked(PER_PAGE)  # which refuses what the page refuses
    number = address.number()
    if number > MOST_PAGES:
        raise RequestError(
            f"A feed has no page {number:,}", f"it goes back to page {MOST_PAGES}; search for more"
        )
    found = live().answer(lambda search: followed(search, asked, asked.offset, PER_PAGE))
    if number > 1 and not found.arrived:
        raise RequestError(f"There is no page {number:,}", "follow the links named next")
    return feeds.answered(_feed(address, number, found))


def _feed(address: Address, number: int, found: Followed) -> atom.Feed:
    store = live().store
    token = store.change_token(1) or ""  # of this archive alone, wherever it is served
    moments = [each.at for each in found.arrived] + [each.at for each in found.gone]
    return atom.Feed(
        id=atom.name("feed", token, *chain.from_iterable(address.followed().pairs())),
        title=_title(address),
        author=_name(),
        updated=max(moments) if moments else last_change(),
        links=_links(address, number, found.total),
        entries=tuple(map(_entry, found.arrived)),
        gone=tuple(map(_tombstone, found.gone)),
        total=found.total,
        start=(number - 1) * PER_PAGE + 1,
        per_page=PER_PAGE,
        rights=masthead().rights,
    )


def _links(address: Address, number: int, total: int) -> tuple[feeds.Link, ...]:
    more = number * PER_PAGE < total and number < MOST_PAGES
    page, search = search_url(address.followed()), absolute(url_for("opensearch"))
    links = feeds.paged(lambda to: feed_url(address.on_page(to)), number, page, more=more)
    return (*links, ("search", DESCRIPTION, search))


def _entry(arrived: Arrived) -> atom.Entry:
    article = arrived.article
    return feeds.entry(atom.name("article", article.id), article, arrived.at, _summary(article))


def _summary(article: Article) -> str | None:
    """What the status says, with its note, and how the article begins."""
    status = article.status if article.status not in ORDINARY else None
    signal = ": ".join(filter(None, (status, one_line(article.note))))
    said = f"[{signal}]" if signal else ""
    return " · ".join(filter(None, (said, feeds.opening(article)))) or None


def _tombstone(gone: Gone) -> atom.Tombstone:
    return atom.Tombstone(atom.name("article", gone.article.id), gone.at, _why_gone(gone))


def _why_gone(gone: Gone) -> str:
    """What its page is titled now."""
    if gone.removed:
        return removed(None, None).title
    try:
        readable(gone.article)
    except errors.ClosedError as error:
        return error.title
    return "This article was changed, and this search finds it no more"


def _title(address: Address) -> str:
    """What a feed is called where several are listed."""
    parts = [
        value if key == "q" else f"{key}: {value}" for key, value in address.followed().pairs()
    ]
    return f"{_name()}: {', '.join(parts)}" if parts else _name()


def _name() -> str:
    return masthead().title


# The search, described ----------------------------------------------------------------------------


def opensearch() -> Response:
    """The description of the search, with addresses to fill in."""
    terms, page = "q={searchTerms}", "page={startPage?}"
    doors = (
        Door("text/html", f"{absolute(url_for('search'))}?{terms}"),
        Door(atom.MEDIA_TYPE, f"{absolute(url_for('feed'))}?{terms}&{page}"),
        Door("application/json", f"{absolute(url_for('search_json'))}?{terms}&{page}"),
        Door(SUGGESTIONS, f"{absolute(url_for('suggest_opensearch'))}?{terms}", "suggestions"),
    )
    icon = absolute(url_for("static", filename="icon.svg"))
    own = absolute(url_for("opensearch"))
    document = description(_name(), doors, own, icon, masthead().contact)
    return Response(document, content_type=_utf8(DESCRIPTION))


# Crawlers -----------------------------------------------------------------------------------------


def robots() -> Response:
    """Where crawlers may go."""
    where = absolute(url_for("sitemap"))
    text = crawling.robots(request.script_root, where, [*sorted(PARAMETERS), *FILTERS])
    return Response(text, content_type=_utf8("text/plain"))


def sitemap() -> Response:
    """The parts of the list of all articles."""
    parts = crawling.parts_of(live().store.count())
    text = crawling.index(
        absolute(url_for("sitemap_part", number=number)) for number in range(1, parts + 1)
    )
    return Response(text, content_type=_utf8("application/xml"))


def sitemap_part(number: int) -> Response:
    """One part of the list, with the articles that everybody may read, streamed."""
    parts = crawling.parts_of(live().store.count())
    if not 1 <= number <= parts:
        abort(404)
    first, last = crawling.part(number, parts)
    pages = stream_with_context(crawling.listing(_public(first, last)))
    response = Response(pages, content_type=_utf8("application/xml"))
    response.implicit_sequence_conversion = False  # or its length would be counted, in memory
    return response


def _public(first: str, last: str) -> Iterator[tuple[str, str | None]]:
    """The addresses of the articles with such ids, and when they last changed. The front page has
    no place here: crawlers begin there.
    """
    now, store = datetime.now(UTC), live().store
    listed = store.following.between(first, last, store.damaged)
    for article_id, title, status, embargo, seen_at in listed:
        until = read_embargo(embargo)
        if status not in HIDDEN and not (until and until > now):
            yield absolute(permalink(article_id, title)), seen_at


def _utf8(media_type: str) -> str:
    return f"{media_type}; charset=utf-8"
