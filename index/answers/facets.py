"""What an engine counted, as a reader sees it: facets with labels, and years > months > days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.dates.parse import bounds
from archive.store.store import Store
from archive.text.plain import fold_line
from index.answers.results import Branch, Bucket, Facet
from index.engines.common.request import Found, Request
from index.fields import label_field
from index.query.days import number
from index.query.filters import Filter, by_facet
from index.query.values import facet_key

NO_LETTER = "#"
_SIGNS = re.compile(r"^[\W_]+")
_SCRIPTS = (
    ("漢", re.compile("[\u3400-\u9fff\uf900-\ufaff]")),
    ("かな", re.compile("[\u3040-\u30ff\u31f0-\u31ff]")),
    ("한글", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
)


def facets(found: Found, request: Request, store: Store) -> tuple[Facet, ...]:
    """The facets asked for. Whatever is chosen or excluded is among the values, if only with 0."""
    chosen = by_facet(request.filters)
    return tuple(
        _facet(name, dict(counts), chosen.get(name, Filter()), found.missing.get(name, 0), store)
        for name, counts in found.facets.items()
    )


def with_part(
    name: str, counts: Iterable[tuple[str, int]], part: str, store: Store
) -> tuple[tuple[str, int], ...]:
    """The values of a facet with these letters anywhere in them, or in what they mean, or that
    `part` is a name of.
    """
    letters, meant, listed = fold_line(part), facet_key(name, part), tuple(counts)
    told = meanings_of(name, (key for key, _ in listed), store) if letters else {}
    return tuple(
        (key, count)
        for key, count in listed
        if key == meant or letters in key or letters in fold_line(told.get(key, ""))
    )


def meanings_of(name: str, keys: Iterable[str], store: Store) -> dict[str, str]:
    """What the values of a facet mean that are codes, by their keys."""
    if label_field(name) != "tag":
        return {}
    from archive.store.labels import meanings

    return meanings(store.database, keys)


def by_name(key: str) -> tuple[bool, str, str]:
    """The sort key of a value A to Z: without accents and case, as keys are, and without the signs
    before its first letter or number; numbers and signs stand before letters.
    """
    bare = _SIGNS.sub("", key)
    return initial(key) != NO_LETTER, bare, key


def initial(key: str) -> str:
    """The letter under which a value stands: its first, as a capital; a script for Chinese,
    Japanese and Korean, which have no few letters; NO_LETTER for numbers and signs.
    """
    first = _SIGNS.sub("", key)[:1]
    if not first.isalpha():
        return NO_LETTER
    for script, of in _SCRIPTS:
        if of.match(first):
            return script
    capital = first.upper()
    return capital if len(capital) == 1 else first


def letters_of(keys: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The letters under which values stand, A to Z, each with the number of values."""
    found: dict[str, int] = {}
    for key in sorted(keys, key=by_name):
        letter = initial(key)
        found[letter] = found.get(letter, 0) + 1
    return tuple(found.items())


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


def _unlabelled(name: str, key: str) -> str:
    """A value without a label: of a language, or of a place that came in with an older version."""
    if name != "place":
        return key
    from archive.normalise.filed_from import place_name

    return place_name(key)


def _facet(name: str, counts: dict[str, int], chosen: Filter, missing: int, store: Store) -> Facet:
    wanted = {*chosen.all, *chosen.any}
    for key in (*chosen.all, *chosen.any, *chosen.none):
        counts.setdefault(key, 0)
    labels = store.labels(label_field(name), counts)
    meant = meanings_of(name, counts, store)
    buckets = tuple(
        Bucket(
            key,
            labels.get(key) or _unlabelled(name, key),
            count,
            key in wanted,
            key in chosen.none,
            meant.get(key, ""),
        )
        for key, count in counts.items()
    )
    return Facet(name, buckets, missing)
