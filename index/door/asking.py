"""What is asked: keywords called like the options of the command line, and the address of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import urlencode

from archive.errors import RequestError

if TYPE_CHECKING:
    from index.engines.common.request import Sort
    from index.query.match import Match

    Day = str | int | date  # "2017-11-03", "2017-11", 2017, or a date; "today" too


class Options(TypedDict, total=False):
    """The keywords of a search. A filter takes one value or several; a comma in it is a part of it.

    `tag` wants all of its values, `agency` and its like any of theirs; `any_`, `all_` and `not_`
    say otherwise. `missing` and `not_missing` name facets. `to` is inclusive: 2017 ends on 31
    December. `fold` counts and lists one article of each story.
    """

    tag: str | Iterable[str]
    any_tag: str | Iterable[str]
    not_tag: str | Iterable[str]
    agency: str | Iterable[str]
    all_agency: str | Iterable[str]
    not_agency: str | Iterable[str]
    section: str | Iterable[str]
    all_section: str | Iterable[str]
    not_section: str | Iterable[str]
    publisher: str | Iterable[str]
    all_publisher: str | Iterable[str]
    not_publisher: str | Iterable[str]
    language: str | Iterable[str]
    all_language: str | Iterable[str]
    not_language: str | Iterable[str]
    author: str | Iterable[str]
    all_author: str | Iterable[str]
    not_author: str | Iterable[str]
    place: str | Iterable[str]
    all_place: str | Iterable[str]
    not_place: str | Iterable[str]
    collection: str | Iterable[str]
    all_collection: str | Iterable[str]
    not_collection: str | Iterable[str]
    subject: str | Iterable[str]
    any_subject: str | Iterable[str]
    not_subject: str | Iterable[str]
    location: str | Iterable[str]
    any_location: str | Iterable[str]
    not_location: str | Iterable[str]
    person: str | Iterable[str]
    any_person: str | Iterable[str]
    not_person: str | Iterable[str]
    organisation: str | Iterable[str]
    any_organisation: str | Iterable[str]
    not_organisation: str | Iterable[str]
    missing: str | Iterable[str]
    not_missing: str | Iterable[str]
    from_: Day
    to: Day
    exact: bool
    no_variants: bool
    match: Match
    sort: Sort
    fold: bool


_OTHERS = ("from_", "to", "exact", "no_variants", "match", "sort", "fold")
_KNOWN = tuple(Options.__annotations__)
FILTER_OPTIONS = tuple(name for name in _KNOWN if name not in _OTHERS)
FACETS = tuple(name for name in FILTER_OPTIONS if "_" not in name and name != "missing")


@dataclass(frozen=True, slots=True)
class Question:
    """A search, checked as far as that takes no archive. Filters have their own names, as in
    `index/query/filters.py`; dates are texts, "" where there is none.
    """

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    exact: bool = False
    variants: bool = True
    match: Match = "all"
    sort: Sort | None = None
    fold: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the search's address. Folding is always said, since pages fold."""
        found = [("q", self.text)]
        found += [(name, value) for name, values in self.filters.items() for value in values]
        found += [("from", self.start), ("to", self.end), ("sort", self.sort or "")]
        found += [("exact", "1" if self.exact else "")]
        found += [("match", "" if self.match == "all" else self.match)]
        found += [("variants", "" if self.variants else "off"), ("fold", str(int(self.fold)))]
        return [(name, value) for name, value in found if value]

    def link(self, base: str | None) -> str | None:
        """Where the same search is on the web; None where that is not known."""
        return f"{base}/?{urlencode(self.pairs())}" if base else None

    def within(self, start: str, end: str) -> Question:
        """The search within a period, too; "" for the articles that bear no date."""
        if start and not (self.start or self.end):
            return replace(self, start=start, end=end)
        days = f"{start}..{end}" if start != end else start or "none"
        rest = f"({self.text})" if " OR " in self.text else self.text
        text = f"date:{days} {rest}".strip()
        return replace(self, text=text) if start else replace(self, text=text, start="", end="")

    def narrowed(self, name: str, value: str | None) -> Question:
        """The search that a value of a facet stands for: beside the others of a facet of which all
        are wanted, else in their place; None for the articles that have no value of it.
        """
        from index.fields import ALL_OF
        from index.query.filters import MISSING, any_of

        filters = dict(self.filters)
        lacking = tuple(each for each in filters.pop(MISSING, ()) if each != name)
        if value is None:
            filters.pop(any_of(name), None)
            lacking = (*lacking, name)
        else:
            chosen = filters.get(name, ()) if name in ALL_OF else ()
            filters[name] = tuple(dict.fromkeys((*chosen, value)))
        return replace(self, filters={**filters, MISSING: lacking} if lacking else filters)


def question_of(query: str, options: Mapping[str, Any]) -> Question:
    """The search that words and keywords ask for. RequestError says which keyword is wrong."""
    from index.engines.common.request import SORTS
    from index.query.lexer import LONGEST
    from index.query.match import MATCHES

    if not isinstance(query, str):
        raise RequestError(f"The query is a text, not {query!r}", 'search("oil", tag="Syria")')
    for name in options:
        if name not in _KNOWN:
            raise RequestError(f"There is no keyword {name!r}", _meant(name))
    given = {name: value for name, value in options.items() if value is not None}
    filters = {filter_of(name): _values(name, given[name]) for name in FILTER_OPTIONS
               if name in given}  # fmt: skip
    for value in (*filters.get("missing", ()), *filters.get("-missing", ())):
        one_of("facet", value, FACETS)
    return Question(
        text=query.strip()[: LONGEST + 1],  # more is not read, which a notice says
        filters=filters,
        start=_day("from_", given.get("from_", "")),
        end=_day("to", given.get("to", "")),
        exact=bool(given.get("exact", False)),
        variants=not given.get("no_variants", False),
        match=one_of("match", given.get("match", "all"), MATCHES),
        sort=one_of("sort", given["sort"], SORTS) if "sort" in given else None,
        fold=bool(given.get("fold", False)),
    )


def filter_of(option: str) -> str:
    """The filter that a keyword stands for: `any_tag` is `any.tag`, `not_tag` is `-tag`."""
    kind, _, name = option.rpartition("_")
    return {"": name, "not": f"-{name}"}.get(kind, f"{kind}.{name}")


def one_of(name: str, value: Any, choices: Iterable[Any]) -> Any:
    """The value, where it is one of the choices; else RequestError."""
    listed = tuple(choices)
    if value not in listed:
        raise RequestError(f"{name} cannot be {value!r}", f"one of: {', '.join(map(str, listed))}")
    return value


def at_most(limit: int | None) -> int | None:
    """A limit as it was given. RequestError for a negative one."""
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise RequestError(f"limit cannot be {limit!r}", "a whole number, or None for all")
    return limit


def second_query(given: str | None) -> str | None:
    """A query to compare with. RequestError for one without anything in it."""
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip():
        raise RequestError(
            f"There is nothing to compare with in {given!r}", "leave it out, or give a query"
        )
    return given.strip()


def _values(name: str, given: Any) -> tuple[str, ...]:
    listed = (given,) if isinstance(given, str) else given
    if not isinstance(listed, Iterable) or isinstance(listed, bytes):
        raise RequestError(f"{name} cannot be {given!r}", f'{name}="one" or {name}=["one", "two"]')
    values = tuple(listed)
    if not values or not all(isinstance(value, str) and value.strip() for value in values):
        raise RequestError(f"{name} names nothing in {given!r}", f"leave {name} out, or give texts")
    return tuple(dict.fromkeys(value.strip() for value in values))


def _day(name: str, given: Any) -> str:
    if isinstance(given, datetime):
        given = given.date()
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str) or (isinstance(given, int) and not isinstance(given, bool)):
        return str(given).strip()
    raise RequestError(f"{name} cannot be {given!r}", '2017, "2017-11" or "2017-11-03"')


def _meant(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, _KNOWN, 2)
    return f"did you mean {' or '.join(close)}?" if close else f"one of: {', '.join(_KNOWN)}"
