"""What feeds of Atom share: an article as an entry, the pages before and behind, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Response

from archive.article import Article
from archive.text.markdown import to_text
from archive.text.plain import one_line
from webui.common.links import absolute, article_url
from webui.common.wording import web_address
from webui.machines import atom

_LONGEST = 300  # characters of a text in an entry

Link = tuple[str, str, str]  # relation, media type, address


def entry(name: str, article: Article, updated: datetime, summary: str | None) -> atom.Entry:
    """An article as the entry of a feed that calls it by a name that stays."""
    return atom.Entry(
        id=name,
        title=article.headline,
        updated=updated,
        link=absolute(article_url(article)),
        language=article.language,
        published=article.published,
        issued=article.date,
        via=article.url if web_address(article.url) else None,
        authors=article.authors or article.agency or tuple(filter(None, [article.publisher])),
        contributors=article.agency if article.authors else (),
        categories=article.tags,
        summary=summary,
    )


def opening(article: Article) -> str:
    """How an article begins, on one line: no feed has whole texts."""
    text = one_line(article.summary or to_text(article.body)) or ""
    if len(text) > _LONGEST:
        return f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]} …"
    return text


def paged(url: Callable[[int], str], number: int, page_url: str, *, more: bool) -> tuple[Link, ...]:
    """Self and the page that says the same; first, previous and next as RFC 5005 has them. `url`
    gives the path of a page of the feed; `more` says that there is a next.
    """
    pages = {"self": number}
    pages |= {"first": 1, "previous": number - 1} if number > 1 else {}
    pages |= {"next": number + 1} if more else {}
    links = [(relation, atom.MEDIA_TYPE, absolute(url(to))) for relation, to in pages.items()]
    return (links[0], ("alternate", "text/html", absolute(page_url)), *links[1:])


def answered(feed: atom.Feed) -> Response:
    """A feed as it is sent."""
    return Response(atom.written(feed), content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
