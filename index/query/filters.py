"""Filters on facets: how each is named, wherever one can be given, and what it lets pass.

    tag=A tag=B          both tags; of any other facet, either value will do
    all.agency=A ...     all of these, for a facet of which any would do
    any.tag=A any.tag=B  any of these, for a facet of which all would be wanted
    -tag=A               none of these
    missing=agency       no agency at all, or, beside values of which any will do, one of those
    -missing=agency      an agency, whichever

A filter is such a name with values; `missing` takes names of facets, so no value can be mistaken
for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archive.errors import RequestError
from archive.frozen import frozen
from index.fields import ALL_OF, FACETS, find_field
from index.query.tree import And, Days, Key, KeyPrefix, Not, Or, Query
from index.query.values import facet_key

Filters = Mapping[str, tuple[str, ...]]

MOST_VALUES = 50  # of all filters of a search
MISSING = "missing"
PRESENT = "-missing"
_FACETS = tuple(facet.name for facet in FACETS)


@frozen
class Filter:
    """What is chosen of one facet. An article passes that has every value of `all`, none of
    `none`, some value if `present`, and, if there are alternatives, one of `any` or, with
    `missing`, no value.
    """

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    missing: bool = False
    present: bool = False

    @property
    def alternatives(self) -> bool:
        """Whether one of several things will do, so that another could be chosen beside them."""
        return bool(self.any or self.missing)

    def passes(self, values: frozenset[str], *, alternatives: bool = True) -> bool:
        """Whether these values of an article pass; `alternatives` may be left out of account."""
        if not values.issuperset(self.all) or values.intersection(self.none):
            return False
        if self.present and not values:
            return False
        if not (alternatives and self.alternatives):
            return True
        return bool(values.intersection(self.any)) or bool(self.missing and not values)

    def conditions(self, facet: str, *, alternatives: bool = True) -> Iterator[Query]:
        """The queries that match together what passes; `alternatives` may be left out."""
        some = KeyPrefix(facet, "")
        yield from (Key(facet, key) for key in self.all)
        yield from (Not(Key(facet, key)) for key in self.none)
        if self.present:
            yield some
        if alternatives and self.alternatives:
            lacking = (Not(some),) if self.missing else ()
            yield Or((*(Key(facet, key) for key in self.any), *lacking))


def all_of(facet: str) -> str:
    """The name of the filter that wants all of its values."""
    return facet if facet in ALL_OF else f"all.{facet}"


def any_of(facet: str) -> str:
    """The name of the filter that is content with any of its values."""
    return f"any.{facet}" if facet in ALL_OF else facet


def none_of(facet: str) -> str:
    """The name of the filter that wants none of its values."""
    return f"-{facet}"


# Every filter, in the order in which they are shown.
FILTERS: tuple[str, ...] = (
    *(kind(facet) for facet in _FACETS for kind in (all_of, any_of, none_of)),
    MISSING,
    PRESENT,
)


def filter_name(text: str) -> str | None:
    """The usual name of a filter written with an alias or a needless `all.`; None if it is none."""
    if text in (MISSING, PRESENT):
        return text
    kind, _, rest = text.rpartition(".")
    negated = text.startswith("-") and not kind
    field = find_field(text[1:] if negated else rest)
    if field is None or field.name not in _FACETS or kind not in ("", "all", "any"):
        return None
    if negated:
        return none_of(field.name)
    return {"": field.name, "all": all_of(field.name), "any": any_of(field.name)}[kind]


def check_number(counts: Iterable[int]) -> None:
    """RequestError for more values of filters than a search takes, given how many each has."""
    if (count := sum(counts)) > MOST_VALUES:
        raise RequestError(
            f"The search has {count:,} filters; it takes {MOST_VALUES}",
            "more can stand in the query itself: tag:A OR tag:B, tag:Syr*",
        )


def facet_of(name: str) -> str:
    """The facet that a filter on values is about: "tag" of "any.tag"."""
    return name.removeprefix("-").rpartition(".")[2]


def folded(filters: Filters) -> Filters:
    """The same filters by the keys that are indexed, and without what names nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in filters.items():
        if name in (MISSING, PRESENT):
            fields = (find_field(value) for value in values)
            keys = [field.name for field in fields if field and field.name in _FACETS]
        else:
            keys = [key for value in values if (key := facet_key(facet_of(name), value))]
        if keys:
            found[name] = tuple(dict.fromkeys(keys))
    return found


def by_facet(filters: Filters) -> dict[str, Filter]:
    """What folded filters choose of each facet that they are about."""
    if not filters:
        return {}
    chosen = {
        facet: Filter(
            filters.get(all_of(facet), ()),
            filters.get(any_of(facet), ()),
            filters.get(none_of(facet), ()),
            facet in filters.get(MISSING, ()),
            facet in filters.get(PRESENT, ()),
        )
        for facet in _FACETS
    }
    return {facet: each for facet, each in chosen.items() if each != Filter()}


def as_query(filters: Filters) -> And:
    """A query that matches what passes all of the folded filters."""
    chosen = by_facet(filters).items()
    return And(tuple(part for facet, each in chosen for part in each.conditions(facet)))


def filtered(query: Query, filters: Filters, days: tuple[int | None, int | None]) -> And:
    """A query with folded filters and a range of days as conditions in it.

    Always an And: as a part of a query it is no word, of which --match could leave some out.
    """
    parts = query.items if isinstance(query, And) else (query,)
    dated = (Days(*days),) if any(days) else ()
    return And((*parts, *as_query(filters).items, *dated))
