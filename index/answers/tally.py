"""Numbers instead of hits: what each of many queries finds, and on which dates.

Filters and dates are a part of the query here, so that every count is of what is found, and not, as
beside a list of hits, of what a click on it would find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.article import JSON_VERSION
from archive.dates.parse import bounds
from index.answers.asked import Asked, request_of
from index.answers.facets import branches
from index.answers.results import Branch, Mentions
from index.answers.results_json import expansions_json
from index.answers.search import Search
from index.answers.visibility import Visibility
from index.engines.common.request import Found, Request
from index.query.filters import filtered
from index.query.parse import Parsed
from index.query.tree import And
from index.query.variants import Expansion


@dataclass(frozen=True, slots=True)
class Tally:
    """What one query finds: how much, the first and last day (ISO 8601; None where none is known),
    the agency that has most of it, with how much (of several the first by name), and how the query
    was understood. Stories are counted if copies are folded, else articles; with `about` `hits` and
    `agency_hits` are estimates.
    """

    query: str
    hits: int
    first: str | None
    last: str | None
    agency: str | None
    agency_hits: int
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]
    about: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """All years of what is found, newest first, with their months, and these with their days; the
    undated last, under "". With `about` all counts are estimates.
    """

    branches: tuple[Branch, ...]
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]
    total: int
    about: bool = False


def tally(search: Search, asked: Asked) -> Tally:
    """The numbers of one query. RequestError as for the search itself."""
    parsed, found = _counted(search, asked, facets=("agency",), facet_limit=1, timeline=True)
    dated = Mentions.of(found.days)
    key, count = next(iter(found.facets["agency"]), (None, 0))
    return Tally(
        query=asked.text,
        hits=found.total,
        first=dated.first.isoformat() if dated else None,
        last=dated.last.isoformat() if dated else None,
        agency=search.store.labels("agency", [key]).get(key, key) if key else None,
        agency_hits=count,
        notices=parsed.notices,
        expansions=parsed.expansions,
        about=found.about,
    )


def calendar_of(search: Search, asked: Asked) -> Calendar:
    """When what is found was published. RequestError as for the search itself."""
    parsed, found = _counted(search, asked, dates=True)
    years = branches(found.dates, (None, None), whole=True)
    return Calendar(years, parsed.notices, parsed.expansions, found.total, found.about)


def calendar_table(found: Calendar, unit: str, year: str = "") -> Iterator[list[object]]:
    """A row of heads, then one for each year, month and day with something, or those of one year;
    at last the undated. `unit`: what is counted, "articles" or "stories".
    """
    yield ["period", "kind", "first day", "last day", f"about {unit}" if found.about else unit]
    for branch in sorted(found.branches, key=lambda each: each.key or "~"):
        if branch.key and year in ("", branch.key):
            yield from _rows_of(branch)
        elif not branch.key and not year:
            yield ["undated", None, None, None, branch.count]


def _rows_of(branch: Branch) -> Iterator[list[object]]:
    """A time, and the times within it."""
    kind = {4: "year", 7: "month", 10: "day"}[len(branch.key)]
    yield [branch.key, kind, *bounds(branch.key), branch.count]
    for inner in reversed(branch.within):
        yield from _rows_of(inner)


def _counted(search: Search, asked: Asked, **wanted: Any) -> tuple[Parsed, Found]:
    """A query as understood, and what is counted of all that it finds."""
    parsed, query = found_by(search, asked)
    return parsed, search.engine.search(Request(query, limit=0, fold=asked.fold, **wanted))


def found_by(search: Search, asked: Asked) -> tuple[Parsed, And]:
    """A query as understood, and what matches all that it finds: filters and dates are in it, and
    what readers may not see is not.
    """
    parsed = search.understood(asked)
    request = request_of(asked, search.today())
    visible = Visibility.of(parsed.query, search.now())
    query = visible.narrowed(parsed.query, search.words.values("embargo"))
    return parsed, filtered(query, request.filters, request.days)


def tally_json(found: Tally) -> dict[str, Any]:
    """What one query finds as a JSON object (docs/query-language.md)."""
    return {
        "query": found.query,
        "hits": found.hits,
        "about": found.about,
        "first": found.first,
        "last": found.last,
        "agency": found.agency,
        "agency_hits": found.agency_hits,
        "also": list(dict.fromkeys(name for each in found.expansions for name in each.names)),
        "notices": list(found.notices),
    }


def calendar_json(found: Calendar) -> dict[str, Any]:
    """Dates as a JSON object, as `listing_json` gives other values (docs/query-language.md)."""
    years = [_branch_json(branch) for branch in found.branches if branch.key]
    return {
        "version": JSON_VERSION,
        "facet": "date",
        "values": years,
        "of": len(years),
        "missing": sum(branch.count for branch in found.branches if not branch.key),
        "total": found.total,
        "about": found.about,
        "notices": list(found.notices),
        "expansions": expansions_json(found.expansions),
    }


def _branch_json(branch: Branch) -> dict[str, Any]:
    within = [_branch_json(inner) for inner in branch.within]
    return {"value": branch.key, "count": branch.count, "within": within}
