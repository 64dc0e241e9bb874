"""What an engine counted, as a reader sees it: facets with labels, and years > months > days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.dates.parse import bounds
from archive.store.store import Store
from archive.text.plain import fold_line
from index.answers.results import Branch, Bucket, Facet
from index.engines.common.request import Found, Request
from index.query.days import number
from index.query.filters import Filter, by_facet
from index.query.values import facet_key


def facets(found: Found, request: Request, store: Store) -> tuple[Facet, ...]:
    """The facets asked for. Whatever is chosen or excluded is among the values, if only with 0."""
    chosen = by_facet(request.filters)
    return tuple(
        _facet(name, dict(counts), chosen.get(name, Filter()), found.missing.get(name, 0), store)
        for name, counts in found.facets.items()
    )


def beginning(
    name: str, counts: Iterable[tuple[str, int]], start: str
) -> tuple[tuple[str, int], ...]:
    """The values of a facet that have a word which begins so, or that `start` is a name of."""
    word = re.compile(rf"(?:^|\W){re.escape(fold_line(start))}")
    meant = facet_key(name, start)
    return tuple((key, count) for key, count in counts if key == meant or word.search(key))


def branches(
    dates: Mapping[str, int], days: tuple[int | None, int | None], *, whole: bool = False
) -> tuple[Branch, ...]:
    """Years, newest first, then the undated under "". The months are told of a year, and the days
    of a month, that the range of `days` lies in, or that is the only one; all of them if `whole`.
    """
    undated = dates.get("")
    return (*_branches(dates, "", days, whole), *((Branch("", undated),) if undated else ()))


def _branches(
    dates: Mapping[str, int], parent: str, days: tuple[int | None, int | None], whole: bool
) -> tuple[Branch, ...]:
    size = len(parent) + 3 if parent else 4
    found = sorted(
        (key for key in dates if len(key) == size and key.startswith(parent)), reverse=True
    )
    made: list[Branch] = []
    for key in found:
        first, last = (number(day) for day in bounds(key))
        low, high = days
        inside = low is not None and high is not None and first <= low and high <= last
        only = len(found) == 1 and days == (None, None)
        told = size < 10 and (whole or inside or only)
        within = _branches(dates, key, days, whole) if told else ()
        made.append(Branch(key, dates[key], days == (first, last), within))
    return tuple(made)


def _facet(name: str, counts: dict[str, int], chosen: Filter, missing: int, store: Store) -> Facet:
    wanted = {*chosen.all, *chosen.any}
    for key in (*chosen.all, *chosen.any, *chosen.none):
        counts.setdefault(key, 0)
    labels = store.labels(name, counts)
    buckets = tuple(
        Bucket(key, labels.get(key, key), count, key in wanted, key in chosen.none)
        for key, count in counts.items()
    )
    return Facet(name, buckets, missing)
