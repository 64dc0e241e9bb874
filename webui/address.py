"""The state of a search and its address: ?q=&tag=A&tag=B&agency=&from=&to=&sort=&fold=1&page=.

Every link of the search page is the address with one thing changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from archive.article import Article
from archive.errors import RequestError
from archive.text import slug
from index.fields import FACETS, find_field
from index.results import SORTS
from index.search import Asked
from index.values import facet_key

FACET_LIMIT = 60
_FACET_NAMES = tuple(facet.name for facet in FACETS)


@dataclass(frozen=True, slots=True)
class Address:
    """A search as its address has it: nothing is checked before `asked`, so that a form can be
    shown again as it was filled in. Filters stand under a facet's own name, never an alias.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    sort: str = ""
    page: str = ""
    fold: bool = False

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Address:
        """The state in a query string. Empty and unknown parameters are ignored."""
        filters: dict[str, tuple[str, ...]] = {}
        for name, values in args.lists():
            facet = find_field(name)
            if facet is not None and facet.name in _FACET_NAMES:
                found = (*filters.get(facet.name, ()), *(value.strip() for value in values))
                filters[facet.name] = tuple(dict.fromkeys(filter(None, found)))
        text, start, end, sort, page = (
            args.get(name, "").strip() for name in ("q", "from", "to", "sort", "page")
        )
        fold = args.get("fold", "").strip() not in ("", "0")
        return cls(text, {n: v for n, v in filters.items() if v}, start, end, sort, page, fold)

    def __bool__(self) -> bool:
        """Whether anything has been asked at all."""
        return self != Address()

    @property
    def narrowed(self) -> bool:
        """Whether filters or dates narrow the search."""
        return bool(self.filters or self.start or self.end)

    def number(self) -> int:
        """The number of the page, from 1. RequestError where it is none."""
        if not self.page:
            return 1
        if not (self.page.isascii() and self.page.isdigit() and len(self.page) < 8):
            raise RequestError(f"{self.page!r} is no page", "pages are numbered 1, 2, 3 ...")
        if int(self.page) == 0:
            raise RequestError("There is no page 0", "the first page is page 1")
        return int(self.page)

    def asked(self, page_size: int) -> Asked:
        """What to ask the archive. RequestError for a page or an order that cannot be."""
        sort = next((name for name in SORTS if name == self.sort), None)
        if self.sort and sort is None:
            raise RequestError(f"There is no order {self.sort!r}", f"one of: {', '.join(SORTS)}")
        return Asked(
            text=self.text,
            filters=self.filters,
            start=self.start or None,
            end=self.end or None,
            sort=sort,
            offset=(self.number() - 1) * page_size,
            limit=page_size,
            facets=True,
            facet_limit=FACET_LIMIT,
            timeline=True,
            fold=self.fold,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their usual order, without empty ones."""
        found = [("q", self.text)]
        for name in _FACET_NAMES:
            found += [(name, value) for value in self.filters.get(name, ())]
        found += [("from", self.start), ("to", self.end), ("sort", self.sort)]
        found += [("fold", "1" if self.fold else ""), ("page", self.page)]
        return [(name, value) for name, value in found if value]

    def kept(self) -> list[tuple[str, str]]:
        """What a form keeps in hidden inputs when words and dates are typed anew."""
        shown = {"q", "from", "to", "page"}
        return [
            (name, value)
            for name, value in self.pairs()
            if name not in shown and (name != "sort" or value in SORTS)
        ]

    # The address with one thing changed -----------------------------------------------------------

    def on_page(self, number: int) -> Address:
        """Another page of the same results."""
        return replace(self, page=str(number) if number > 1 else "")

    def sorted_by(self, sort: str) -> Address:
        """The same results in another order."""
        return replace(self, sort=sort, page="")

    def folded(self, fold: bool) -> Address:
        """The same results with one article of each story, or with every article."""
        return replace(self, fold=fold, page="")

    def between(self, start: str, end: str) -> Address:
        """Another range of dates; "" is an open end."""
        return replace(self, start=start, end=end, page="")

    def undated(self) -> Address:
        """Only the articles that bear no date."""
        rest = f"({self.text})" if " OR " in self.text else self.text
        return replace(self, text=f"date:none {rest}".strip(), start="", end="", page="")

    def adding(self, facet: str, value: str) -> Address:
        """With one more value of a facet."""
        return self._filtered(facet, (*self.filters.get(facet, ()), value))

    def without(self, facet: str, value: str) -> Address:
        """Without that value of a facet, however it was spelt."""
        key = facet_key(facet, value)
        others = (v for v in self.filters.get(facet, ()) if facet_key(facet, v) != key)
        return self._filtered(facet, others)

    def widened(self) -> Address:
        """The words alone, without filters and dates."""
        return Address(text=self.text, sort=self.sort, fold=self.fold)

    def _filtered(self, facet: str, values: Iterable[str]) -> Address:
        filters = {**self.filters, facet: tuple(values)}
        return replace(self, filters={n: v for n, v in filters.items() if v}, page="")


def search_url(address: Address) -> str:
    """Where the results of a search are."""
    return _with_query(url_for("search"), address)


def twin_url(address: Address) -> str:
    """Where the same results are as JSON."""
    return _with_query(url_for("search_json"), address)


def article_url(article: Article, address: Address | None = None) -> str:
    """Where an article is, carrying along the search that it was found by."""
    words = slug(article.title or "")
    if words in ("original", "history", "diff"):  # other pages are at these addresses
        words = ""
    path = url_for("article", article_id=article.id, slug=words or None)
    return _with_query(path, address or Address())


def story_url(article_id: str) -> str:
    """Where all articles of an article's story are."""
    return search_url(Address(text=f"story:{article_id}"))


def compare_url(one: Article, other: Article) -> str:
    """Where the texts of two articles are compared word by word."""
    return url_for("compare", first=one.id, second=other.id)


def _with_query(path: str, address: Address) -> str:
    pairs = address.pairs()
    return f"{path}?{urlencode(pairs)}" if pairs else path
