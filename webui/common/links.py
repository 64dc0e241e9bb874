"""Links: where the page of a search, an article, a chart is, with a search carried along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlencode

from flask import current_app, g, url_for
from werkzeug.datastructures import MultiDict

from archive.article import Article
from archive.text.plain import slug
from webui.common.address import Address

_quoted = lru_cache(maxsize=10_000)(quote_plus)  # values of facets come again with every page
_HOLE = "\ue000"  # a letter that has no meaning


def folds(address: Address) -> bool:
    """Whether a page folds copies: as its address says, else as is usual in this archive; but not
    where a story is asked for, all of whose articles are wanted then.
    """
    if address.fold is not None:
        return address.fold
    return bool(current_app.extensions["fold"]) and "story:" not in address.text


def search_url(address: Address) -> str:
    """Where the results of a search are."""
    return _with_query(_root(), address)


def value_url(facet: str, value: str) -> str:
    """Where all articles are that have a value of a facet."""
    return f"{_root()}?{facet}={_quoted(value)}"


def _root() -> str:
    """Where the archive begins. It is asked for once a request: a page has a hundred links."""
    if "root" not in g:
        g.root = url_for("search")
    return str(g.root)


def search_urls(address: Address, change: Callable[[str], Address]) -> Callable[[str], str]:
    """Where the results are of a search that is changed by a value: the same as `search_url` of
    each, but for all values that are not in the address the rest of it is written once.
    """
    hole = _HOLE
    while any(hole in value for _, value in address.pairs()):
        hole += _HOLE
    rest = search_url(change(hole)).split(_quoted(hole))
    return lambda value: _quoted(value).join(rest)


def twin_url(address: Address) -> str:
    """Where the same results are as JSON."""
    return _with_query(url_for("search_json"), outside(address))


def chart_url(address: Address, kind: str = "") -> str:
    """Where the chart of a search is; as a file of a kind: "svg", "png", "csv"."""
    return _with_query(url_for(f"chart_{kind}" if kind else "chart"), replace(address, page=""))


def calendar_url(address: Address, year: str = "") -> str:
    """Where the days are that a search has articles of, in a year."""
    pairs = [*replace(address, page="").pairs(), *([("year", year)] if year else [])]
    return url_for("calendar") + (f"?{urlencode(pairs)}" if pairs else "")


def outside(address: Address) -> Address:
    """The address for what leaves the pages: JSON, feeds and exports fold only where it says so."""
    return replace(address, fold=True if folds(address) else None)


def facet_url(
    name: str,
    address: Address,
    find: str = "",
    *,
    order: str = "",
    letter: str = "",
    json: bool = False,
) -> str:
    """Where the values of a facet are listed for a search: all, those with these letters in them,
    or those under one letter; by count or A to Z ("az").
    """
    path = url_for("facet_json" if json else "facet", name=name)
    kept = outside(address) if json else address
    listed = [("find", find), ("order", order), ("letter", letter)]
    pairs = [*((said, value) for said, value in listed if value), *kept.pairs()]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def article_url(article: Article, address: Address | None = None, number: int = 0) -> str:
    """Where an article is, carrying along the search that it was found by, as which hit of it."""
    words = slug(article.title or "")
    if words in ("original", "history", "diff"):  # other pages are at these addresses
        words = ""
    path = f"{_root()}article/{article.id}" + (f"/{quote(words)}" if words else "")
    pairs = [*(address or Address()).pairs(), *([("n", str(number))] if number else [])]
    return f"{path}?{urlencode(pairs)}" if pairs else path


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
