"""Links: where the page of a search, an article, a chart is, with a search carried along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, quote_plus

from flask import current_app, request, url_for
from werkzeug.datastructures import MultiDict

from archive.article import Article
from archive.text.plain import slug
from index.company.asked import Around
from webui.common.address import Address

_Pairs = Sequence[tuple[str, str]]
_quoted = lru_cache(maxsize=2_000)(quote_plus)  # values of facets come again with every page
_OTHER_PAGES = frozenset({"original", "history", "diff", "cite", "passages"})  # of an article
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
    return with_query(_root(), address.pairs())


def value_url(facet: str, value: str) -> str:
    """Where all articles are that have a value of a facet."""
    return f"{_root()}?{facet}={_quoted(value)}"


def _root() -> str:
    return path_to("search")


def path_to(endpoint: str) -> str:
    """Where a page is that there is one of. Under each root of the archive it is worked out once: a
    page of results has a hundred links.
    """
    return _path_to(request.script_root, endpoint)


@lru_cache(maxsize=500)
def _path_to(root: str, endpoint: str, **values: str) -> str:
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def with_query(path: str, pairs: _Pairs) -> str:
    """A path with parameters, whose names are words of ours."""
    if not pairs:
        return path
    return f"{path}?{'&'.join([f'{name}={_quoted(value)}' for name, value in pairs])}"


def search_urls(address: Address, change: Callable[[str], Address]) -> Callable[[str], str]:
    """Where the results are of a search that is changed by a value: the same as `search_url` of
    each, but for all values that are not in the address the rest of it is written once.
    """
    hole = _HOLE
    while any(hole in value for _, value in address.pairs()):
        hole += _HOLE
    rest = search_url(change(hole)).split(_quoted(hole))
    return lambda value: _quoted(value).join(rest)


def filter_urls(address: Address) -> Callable[[str, str], str]:
    """Where the results are of a search without filters that is given one, by its name and value:
    the same as `search_url` of each, but the rest of the address is written once.
    """
    words = with_query("", Address(text=address.text).pairs())
    rest = with_query("", replace(address, text="", page="").pairs()).replace("?", "&", 1)
    start = f"{_root()}{words}{'&' if words else '?'}"
    return lambda name, value: f"{start}{name}={_quoted(value)}{rest}"


def feed_url(address: Address) -> str:
    """Where a search can be followed, as Atom: the same whatever page and order are looked at."""
    page = address.page if address.page != "1" else ""
    return with_query(path_to("feed"), replace(address.followed(), page=page).pairs())


def printed(path: str) -> str:
    """The address of a path for who prints a page: whole where the archive has said it, and else
    without the host, which a client names as it likes.
    """
    return absolute(path) if current_app.extensions["masthead"].base_address else path


def absolute(path: str) -> str:
    """The whole address of a path of this archive, for what is read elsewhere."""
    if base := current_app.extensions["masthead"].base_address:
        return str(base) + path.removeprefix(request.script_root)
    return request.host_url.rstrip("/") + path


def twin_url(address: Address) -> str:
    """Where the same results are as JSON."""
    return with_query(path_to("search_json"), outside(address).pairs())


def chart_url(address: Address, kind: str = "") -> str:
    """Where the chart of a search is; as a file of a kind: "svg", "png", "csv"; or the page on how
    its numbers are computed: "method".
    """
    path = path_to(f"chart_{kind}" if kind else "chart")
    return with_query(path, replace(address, page="").pairs())


def words_url(address: Address, around: Around | None = None, kind: str = "") -> str:
    """Where the company is that the words of a search keep; as a file of a kind: "json", "csv"; or
    the page on how its numbers are computed: "method".
    """
    asked = replace(address.followed(), versus=address.versus)
    pairs = [*asked.pairs(), *(around_pairs(around) if around else [])]
    return with_query(path_to(f"words_{kind}" if kind else "words"), pairs)


def around_pairs(around: Around) -> list[tuple[str, str]]:
    """What is asked about the company of words, as parameters; without what is usual."""
    usual = Around()
    given = {
        "show": around.shown, "axis": around.by, "measure": around.measure, "left": around.left,
        "right": around.right, "limit": around.limit, "least": around.least,
        "small": int(around.small), "seed": around.seed,
    }  # fmt: skip
    plain = {"show": usual.shown, "axis": usual.by, "small": 0}
    return [
        (name, str(value))
        for name, value in given.items()
        if value != plain.get(name, getattr(usual, name, None))
    ]


def calendar_url(address: Address, year: str = "", kind: str = "") -> str:
    """Where the days are that a search has articles of, in a year; as a file: "csv"; or how they
    are counted: "method".
    """
    pairs = [*replace(address, page="").pairs(), *([("year", year)] if year else [])]
    return with_query(path_to(f"calendar_{kind}" if kind else "calendar"), pairs)


def map_url(address: Address, kind: str = "") -> str:
    """Where the places are that what a search finds was filed from; as a file: "json", "csv"; or
    how they are counted: "method".
    """
    return with_query(path_to(f"map_{kind}" if kind else "map"), address.followed().pairs())


def advanced_url(address: Address) -> str:
    """Where a search goes on as a form that is filled in."""
    asked = replace(address.as_list(), versus="", split="", per="")
    return with_query(path_to("advanced"), asked.pairs())


def export_url(address: Address, ids: Iterable[str] = (), form: str = "", how: str = "") -> str:
    """Where what a search finds, or those of these ids, can be taken away: the page of all formats,
    or a format of them; `how`: "pack" with its manifest in a zip, "manifest" that alone.
    """
    pairs = [*replace(address, page="", size="").pairs(), *(("id", each) for each in ids)]
    pairs += [("format", form)] if form else []
    pairs += [(how, "1")] if how else []
    return with_query(path_to("export"), pairs)


def cite_url(address: Address, ids: Iterable[str] = (), style: str = "") -> str:
    """Where the hits of a page, or those of these ids, are cited."""
    pairs = [*address.pairs(), *(("id", each) for each in ids)]
    pairs += [("style", style)] if style else []
    return with_query(path_to("cite_list"), pairs)


def coverage_url(address: Address | None = None, by: str = "agency", kind: str = "") -> str:
    """Where it is told what the archive holds of what a search finds; as a file: "json", "csv"; or
    how it is counted: "method".
    """
    asked = address.followed() if address else Address()
    path = path_to(f"coverage_{kind}" if kind else "coverage")
    return with_query(path, [("by", by), *asked.pairs()])


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
    path = _path_to(request.script_root, "facet_json" if json else "facet", name=name)
    kept = outside(address) if json else address
    listed = [("find", find), ("order", order), ("letter", letter)]
    pairs = [*((said, value) for said, value in listed if value), *kept.pairs()]
    return with_query(path, pairs)


def article_url(article: Article, address: Address | None = None, number: int = 0) -> str:
    """Where an article is, carrying along the search that it was found by, as which hit of it."""
    path = permalink(article.id, article.title)
    pairs = [] if address is None else address.pairs()
    return with_query(path, [*pairs, ("n", str(number))] if number else pairs)


def permalink(article_id: str, title: str | None) -> str:
    """Where an article of that id and title is."""
    return f"{_root()}article/{_named(article_id, title)}"


@lru_cache(maxsize=500)  # a page links to each of its hits several times
def _named(article_id: str, title: str | None) -> str:
    """An id, and the words of a title for who reads the address."""
    words = slug(title or "")
    if words in _OTHER_PAGES:
        words = ""
    return article_id + (f"/{quote(words)}" if words else "")


def why_url(article: Article, address: Address) -> str:
    """Where an article is with an explanation of why that search finds it."""
    return f"{article_url(article, address)}&why=1#why"


def article_twin_url(article_id: str, args: MultiDict[str, str]) -> str:
    """Where an article is as JSON: its revision, and why a search finds it, as the page's."""
    pairs = [(name, args[name]) for name in ("revision", "why") if args.get(name)]
    if args.get("why"):
        pairs = [*Address.read(args).pairs(), *pairs]
    path = url_for("article_json", article_id=article_id)
    return with_query(path, pairs)


def collection_url(name: str) -> str:
    """Where a collection that people have made is."""
    return url_for("collection", collection_name=name)


def story_url(article_id: str) -> str:
    """Where all articles of an article's story are."""
    return search_url(Address(text=f"story:{article_id}"))


def compare_url(one: Article, other: Article) -> str:
    """Where the texts of two articles are compared word by word."""
    return url_for("compare", first=one.id, second=other.id)
