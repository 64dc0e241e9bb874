"""Where an article stands in the search that it was opened from: "14 of 247", with neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request

from archive.article import Article
from archive.errors import RequestError, SearchIndexError
from webui.common.address import Address
from webui.common.links import article_url, folds, search_url
from webui.common.live import live, page_size
from webui.common.parameters import whole_number


@dataclass(frozen=True, slots=True)
class Around:
    """The place of an article among the hits of a search, and the addresses of the hits before
    and after it ("" where there is none). `back` leads to the page that it is on, and there to it.
    """

    number: int
    total: int
    before: str
    after: str
    back: str


def around(article: Article, address: Address) -> Around | None:
    """None where the address tells no place, or another article stands there now."""
    number = whole_number(request.args.get("n", ""))
    if not number:
        return None
    try:
        return _around(article, address, number)
    except (RequestError, SearchIndexError):  # the article can be read all the same
        return None


def _around(article: Article, address: Address, number: int) -> Around | None:
    whole = replace(address, page="", view="", lines="")
    first = max(number - 2, 0)
    asked = replace(
        whole.asked(3), offset=first, limit=number + 1 - first, fold=folds(address), others=0,
        facets=False, timeline=False, snippets=False,
    )  # fmt: skip
    found = live().search(asked)
    at = number - 1 - first
    if at >= len(found.hits) or found.hits[at].article.id != article.id:
        return None

    def url(place: int) -> str:
        if not 0 <= place < len(found.hits):
            return ""
        return article_url(found.hits[place].article, whole, first + place + 1)

    page = whole.on_page((number - 1) // page_size(address) + 1)
    return Around(number, found.total, url(at - 1), url(at + 1), f"{search_url(page)}#h{number}")
