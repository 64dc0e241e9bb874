"""The state of a search and its address: ?q=&tag=A&tag=B&agency=&from=&to=&sort=&fold=1&page=, with
?per=share&split=agency&versus=QUERY for its timeline, ?view=kwic&lines= for words in context, and
how words are taken: ?exact=1&variants=off&match=most. Filters are named as in
`index/query/filters.py`.

Every link of the search page is the address with one thing changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from archive.article import Article
from archive.errors import RequestError
from archive.text.plain import slug
from index.answers.asked import ORDERS, SPLITS, Asked
from index.engines.common.request import SORTS
from index.query.filters import FILTERS, MISSING, Filters, all_of, any_of, filter_name, none_of
from index.query.match import MATCHES, Match
from index.query.values import facet_key

FACET_LIMIT = 60
_HOLE = "\ue000"  # a letter that has no meaning
_CHOICES: dict[str, tuple[str, ...]] = {
    "sort": SORTS, "match": MATCHES, "per": ("share",), "split": SPLITS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """A search as its address has it: nothing is checked before `asked`, so that a form can be
    shown again as it was filled in. Filters stand under their usual names, never an alias.
    """

    text: str = ""
    filters: Filters = field(default_factory=dict)
    start: str = ""
    end: str = ""
    sort: str = ""
    page: str = ""
    fold: bool = False
    per: str = ""
    split: str = ""
    versus: str = ""
    view: str = ""  # "kwic" for words in context, the order of whose lines is `lines`
    lines: str = ""
    exact: bool = False
    variants: bool = True
    match: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Address:
        """The state in a query string. Empty and unknown parameters are ignored."""
        filters: dict[str, tuple[str, ...]] = {}
        for given, values in args.lists():
            name = filter_name(given)
            if name is not None:
                found = (*filters.get(name, ()), *(value.strip() for value in values))
                filters[name] = tuple(dict.fromkeys(filter(None, found)))
        text, start, end, sort, page, per, split, versus = (
            args.get(name, "").strip()
            for name in ("q", "from", "to", "sort", "page", "per", "split", "versus")
        )
        fold, exact = (args.get(name, "").strip() not in ("", "0") for name in ("fold", "exact"))
        variants = args.get("variants", "").strip().lower() not in ("off", "0")
        match = args.get("match", "").strip()
        chosen = {name: values for name, values in filters.items() if values}
        view = "kwic" if args.get("view") == "kwic" else ""
        order = args.get("lines", "")
        lines = order if view and order in ORDERS else ""
        return cls(
            text, chosen, start, end, sort, page, fold, per, split, versus, view, lines,
            exact, variants, match,
        )  # fmt: skip

    def __bool__(self) -> bool:
        """Whether anything has been asked at all."""
        return self != Address()

    @property
    def narrowed(self) -> bool:
        """Whether filters or dates narrow the search."""
        return bool(self.filters or self.start or self.end)

    def number(self) -> int:
        """The number of the page, from 1. RequestError where it is not one."""
        if not self.page:
            return 1
        if not (self.page.isascii() and self.page.isdigit() and len(self.page) < 8):
            raise RequestError(f"{self.page!r} is not a page", "pages are numbered 1, 2, 3 ...")
        if int(self.page) == 0:
            raise RequestError("There is no page 0", "the first page is page 1")
        return int(self.page)

    def asked(self, page_size: int) -> Asked:
        """What to ask the archive. RequestError for a page or an order that cannot be."""
        sort = next((name for name in SORTS if name == self.sort), None)
        if self.sort and sort is None:
            raise RequestError(f"There is no order {self.sort!r}", f"one of: {', '.join(SORTS)}")
        if self.per not in ("", "share"):
            raise RequestError(f"The timeline cannot be drawn per {self.per!r}", "per=share")
        if self.match and self.match not in MATCHES:
            raise RequestError(
                f"{self.match!r} does not say how many words", f"one of: {', '.join(MATCHES)}"
            )
        return replace(
            self.words(),
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
            share=self.per == "share",
            split=None if self.versus else self.split or None,
            versus=self.versus or None,
        )

    def words(self) -> Asked:
        """What is typed, and how its words are taken."""
        match: Match = next((name for name in MATCHES if name == self.match), "all")
        return Asked(self.text, self.exact, self.variants, match)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their usual order, without empty ones."""
        found = [("q", self.text)]
        for name in FILTERS:
            found += [(name, value) for value in self.filters.get(name, ())]
        found += [("from", self.start), ("to", self.end), ("sort", self.sort)]
        found += [("exact", "1" if self.exact else ""), ("match", self.match)]
        found += [("variants", "" if self.variants else "off")]
        found += [("fold", "1" if self.fold else ""), ("per", self.per), ("split", self.split)]
        found += [("versus", self.versus), ("view", self.view), ("lines", self.lines)]
        found.append(("page", self.page))
        return [(name, value) for name, value in found if value]

    def kept(self) -> list[tuple[str, str]]:
        """What a form keeps in hidden inputs when words and dates are typed anew."""
        shown = {"q", "from", "to", "page", "versus"}
        return [
            (name, value)
            for name, value in self.pairs()
            if name not in shown and value in _CHOICES.get(name, (value,))
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

    def in_context(self, lines: str = "") -> Address:
        """Every occurrence in its context, in an order."""
        return replace(self, view="kwic", lines=lines, page="")

    def as_list(self) -> Address:
        """The articles, not their lines."""
        return replace(self, view="", lines="", page="")

    def between(self, start: str, end: str) -> Address:
        """Another range of dates; "" is an open end."""
        return replace(self, start=start, end=end, page="")

    def undated(self) -> Address:
        """Only the articles that bear no date."""
        rest = f"({self.text})" if " OR " in self.text else self.text
        return replace(self, text=f"date:none {rest}".strip(), start="", end="", page="")

    def adding(self, facet: str, value: str) -> Address:
        """With one more value of a facet, in the way in which its others are chosen."""
        wanted = facet
        if self.filters.get(all_of(facet)):
            wanted = all_of(facet)
        elif self.filters.get(any_of(facet)) or facet in self.filters.get(MISSING, ()):
            wanted = any_of(facet)
        return self.without(facet, value)._filtered(wanted, value)

    def excluding(self, facet: str, value: str) -> Address:
        """Without the articles that have that value of a facet."""
        return self.without(facet, value)._filtered(none_of(facet), value)

    def without(self, facet: str, value: str) -> Address:
        """Without that choice of a facet's value, however it was spelt, in whichever filter."""
        key = facet_key(facet, value)
        own = (all_of(facet), any_of(facet), none_of(facet))
        filters = {
            name: tuple(v for v in values if name not in own or facet_key(facet, v) != key)
            for name, values in self.filters.items()
        }
        return replace(self, filters={n: v for n, v in filters.items() if v}, page="")

    def lacking(self, facet: str, kind: str = MISSING) -> Address:
        """With one more facet that has no value, or has one; or, if it is chosen, without it."""
        chosen = self.filters.get(kind, ())
        if facet not in chosen:
            return self._filtered(kind, facet)
        others = tuple(name for name in chosen if name != facet)
        filters = {**self.filters, kind: others}
        return replace(self, filters={n: v for n, v in filters.items() if v}, page="")

    def switched(self, facet: str) -> Address:
        """With any of the chosen values of a facet where it was all of them, or the reverse."""
        now, then = all_of(facet), any_of(facet)
        if not self.filters.get(now):
            now, then = then, now
        filters = {name: values for name, values in self.filters.items() if name != now}
        return replace(self, filters={**filters, then: self.filters.get(now, ())}, page="")

    def drawn(self, *, per: str, split: str = "", versus: str = "") -> Address:
        """The same results with another timeline."""
        return replace(self, per=per, split=split, versus=versus, page="")

    def widened(self) -> Address:
        """The words alone, without filters and dates."""
        return replace(self, filters={}, start="", end="", page="")

    def typed(self, text: str) -> Address:
        """The same search for other words."""
        return replace(self, text=text, page="")

    def as_typed(self) -> Address:
        """The same search without other spellings of names."""
        return replace(self, variants=False, page="")

    def as_usual(self) -> Address:
        """The same words, all of them, in their other forms and spellings too."""
        return replace(self, exact=False, variants=True, match="", page="")

    def _filtered(self, name: str, value: str) -> Address:
        values = (*self.filters.get(name, ()), value)
        return replace(self, filters={**self.filters, name: values}, page="")


def search_url(address: Address) -> str:
    """Where the results of a search are."""
    return _with_query(url_for("search"), address)


def search_urls(address: Address, change: Callable[[str], Address]) -> Callable[[str], str]:
    """Where the results are of a search that is changed by a value: the same as `search_url` of
    each, but for all values that are not in the address the rest of it is written once.
    """
    hole = _HOLE
    while any(hole in value for _, value in address.pairs()):
        hole += _HOLE
    rest = search_url(change(hole)).split(quote_plus(hole))
    return lambda value: quote_plus(value).join(rest)


def twin_url(address: Address) -> str:
    """Where the same results are as JSON."""
    return _with_query(url_for("search_json"), address)


def facet_url(name: str, address: Address, find: str = "", *, json: bool = False) -> str:
    """Where all values of a facet are listed for a search, or those that begin so."""
    path = url_for("facet_json" if json else "facet", name=name)
    pairs = [*([("find", find)] if find else []), *address.pairs()]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def article_url(article: Article, address: Address | None = None) -> str:
    """Where an article is, carrying along the search that it was found by."""
    words = slug(article.title or "")
    if words in ("original", "history", "diff", "cite"):  # other pages are at these addresses
        words = ""
    path = url_for("article", article_id=article.id, slug=words or None)
    return _with_query(path, address or Address())


def why_url(article: Article, address: Address) -> str:
    """Where an article is with an explanation of why that search finds it."""
    return f"{article_url(article, address)}&why=1#why"


def article_twin_url(article_id: str, args: MultiDict[str, str]) -> str:
    """Where an article is as JSON: its revision, and why a search finds it, as the page's."""
    pairs = [(name, args[name]) for name in ("revision", "why") if args.get(name)]
    if args.get("why"):
        pairs = [*Address.read(args).pairs(), *pairs]
    path = url_for("article_json", article_id=article_id)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def story_url(article_id: str) -> str:
    """Where all articles of an article's story are."""
    return search_url(Address(text=f"story:{article_id}"))


def compare_url(one: Article, other: Article) -> str:
    """Where the texts of two articles are compared word by word."""
    return url_for("compare", first=one.id, second=other.id)


def _with_query(path: str, address: Address) -> str:
    pairs = address.pairs()
    return f"{path}?{urlencode(pairs)}" if pairs else path
