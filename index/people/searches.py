"""Searches that people keep. How far the news of each have been shown is a matter of one archive:
loaded into another, they begin there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.article import this_instant
from archive.errors import RequestError
from archive.store.saved import Mark, SavedSearch, checked_name, options_json
from index.answers.asked import Asked
from index.following.news import mark_of
from index.people.work import Loaded, Table, Tally, Work, named, only, table, text, texts, wrong
from index.query.filters import FILTERS
from index.query.match import MATCHES
from index.query.parse import LANGUAGE
from index.query.saved import query_of

_KEYS = ("query", "language", "filters", "from", "to", "match", "exact", "variants")


def dump(work: Work) -> dict[str, Any]:
    """Searches by their names; what is as usual is left out."""
    return {each.name: _written(each) for each in work.store.saved.all()}


def _written(saved: SavedSearch) -> dict[str, Any]:
    usual = {"from": None, "to": None, "match": "all", "exact": False, "variants": True}
    written = {
        "query": saved.text, "language": saved.language, "from": saved.start, "to": saved.end,
        "match": saved.match, "exact": saved.exact, "variants": saved.variants,
    }  # fmt: skip
    written = {key: value for key, value in written.items() if value != usual.get(key, ...)}
    if saved.filters:
        written["filters"] = {name: list(saved.filters[name]) for name in sorted(saved.filters)}
    return written


def load(work: Work, data: Any) -> Loaded:
    """Keeps them, each in place of one of that name that asks something else."""
    tally, saved, fresh = Tally(), work.store.saved, []
    for name, value in named("searches", data).items():
        wanted = _read(name, table(f"searches.{name}", value))
        old = saved.find(wanted.name)
        same = old is not None and _said(old) == _said(wanted)
        tally.add(not same)
        if not same:
            saved.put(wanted)
            fresh.append(wanted)
    for each in fresh:  # now that all that they may name are there
        query = work.search.understood(Asked(query_of(each.name))).query
        saved.put(replace(each, mark=mark_of(work.search, query)))
    return tally.whole()


def _said(search: SavedSearch) -> tuple[object, ...]:
    return search.name, search.text, search.language, options_json(search)


def _read(name: str, found: Table) -> SavedSearch:
    where = f"searches.{name}"
    only(where, found, *_KEYS)
    try:
        checked = checked_name(name)
    except RequestError as error:
        raise wrong(where, error.message) from error
    filters = table(where, found.get("filters", {}))
    if strange := next((each for each in filters if each not in FILTERS), None):
        raise wrong(where, f"there is no filter {strange!r}")
    match = text(where, found, "match") or "all"
    if match not in MATCHES:
        raise wrong(where, f"match should be one of {', '.join(MATCHES)}")
    language = found.get("language", LANGUAGE)
    if type(language) is not int or language < 1:
        raise wrong(where, "language should be a number, 1 or more")
    return SavedSearch(
        checked,
        text(where, found, "query") or "",
        language,
        Mark(0, this_instant()),
        {each: texts(where, filters, each) for each in filters},
        text(where, found, "from"),
        text(where, found, "to"),
        match,
        _flag(where, found, "exact", False),
        _flag(where, found, "variants", True),
    )


def _flag(where: str, found: Table, key: str, usual: bool) -> bool:
    value = found.get(key, usual)
    if not isinstance(value, bool):
        raise wrong(where, f"{key} should be true or false")
    return value
