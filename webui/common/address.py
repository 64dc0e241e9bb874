"""The state of a search and its address: ?q=&tag=A&tag=B&agency=&from=&to=&sort=&fold=&size=&page=,
with ?per=share&split=agency&versus=QUERY for its timeline, ?view=kwic&lines= for words in context,
and how words are taken: ?exact=1&variants=off&match=most. Filters are named as in
`index/query/filters.py`.

Every link of the search page is the address with one thing changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from archive.errors import RequestError
from index.answers.asked import ORDERS, SORTED, Asked
from index.query.filters import FILTERS, MISSING, Filters, all_of, any_of, filter_name, none_of
from index.query.lexer import LONGEST
from index.query.match import MATCHES, Match
from index.query.values import facet_key
from webui.common.parameters import PARAMETERS, SIZES, whole_number

FACET_LIMIT = 60
# What a form may keep of a parameter that has but few values.
_CHOICES = {
    name: each.choices for name, each in PARAMETERS.items() if each.choices and not each.lenient
}


@dataclass(frozen=True, slots=True)
class Address:
    """A search as its address has it: nothing is checked before `asked`, so that a form can be
    shown again as it was filled in. Filters stand under their usual names, never an alias.
    `fold` is None where the address does not say whether copies are folded: see `folds`.
    """

    text: str = ""
    filters: Filters = field(default_factory=dict)
    start: str = ""
    end: str = ""
    sort: str = ""
    page: str = ""
    size: str = ""
    fold: bool | None = None
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
        text, start, end, sort, page, size, per, split, versus, folding = (
            args.get(name, "").strip()
            for name in (
                "q", "from", "to", "sort", "page", "size", "per", "split", "versus", "fold",
            )
        )  # fmt: skip
        text, versus = text[: LONGEST + 1], versus[: LONGEST + 1]  # with what tells that it is cut
        fold = folding != "0" if folding else None
        exact = args.get("exact", "").strip() not in ("", "0")
        variants = args.get("variants", "").strip().lower() not in ("off", "0")
        match = args.get("match", "").strip()
        chosen = {name: values for name, values in filters.items() if values}
        view = "kwic" if args.get("view") == "kwic" else ""
        order = args.get("lines", "")
        lines = order if view and order in ORDERS else ""
        return cls(
            text, chosen, start, end, sort, page, size, fold, per, split, versus, view, lines,
            exact, variants, match,
        )  # fmt: skip

    def __bool__(self) -> bool:
        """Whether anything has been asked at all."""
        return self != _NOTHING

    @property
    def narrowed(self) -> bool:
        """Whether filters or dates narrow the search."""
        return bool(self.filters or self.start or self.end)

    def number(self) -> int:
        """The number of the page, from 1. RequestError where it is not one."""
        if not self.page:
            return 1
        number = whole_number(self.page)
        if number is None:
            raise RequestError(f"{self.page!r} is not a page", "pages are numbered 1, 2, 3 ...")
        if number == 0:
            raise RequestError("There is no page 0", "the first page is page 1")
        return number

    def per_page(self, usual: int) -> int:
        """How many hits are on a page. RequestError for a number that cannot be chosen."""
        if not self.size:
            return usual
        if self.size not in SIZES and self.size != str(usual):
            raise RequestError(f"{self.size!r} hits are no page", f"one of: {', '.join(SIZES)}")
        return int(self.size)

    def asked(self, page_size: int) -> Asked:
        """What to ask the archive. RequestError for a page or an order that cannot be."""
        sort = next((name for name in SORTED if name == self.sort), None)
        if self.sort and sort is None:
            raise RequestError(f"There is no order {self.sort!r}", f"one of: {', '.join(SORTED)}")
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
            fold=bool(self.fold),
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
        filters = self.filters
        named = [name for name in FILTERS if name in filters] if filters else []
        found = [
            ("q", self.text),
            *((name, value) for name in named for value in filters[name]),
            ("from", self.start), ("to", self.end), ("sort", self.sort),
            ("exact", "1" if self.exact else ""), ("match", self.match),
            ("variants", "" if self.variants else "off"),
            ("fold", "" if self.fold is None else str(int(self.fold))),
            ("per", self.per), ("split", self.split), ("versus", self.versus),
            ("view", self.view), ("lines", self.lines),
            ("size", self.size), ("page", self.page),
        ]  # fmt: skip
        return [pair for pair in found if pair[1]]

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
        page = str(number) if number > 1 else ""
        return self if page == self.page else replace(self, page=page)

    def sorted_by(self, sort: str) -> Address:
        """The same results in another order."""
        return replace(self, sort=sort, page="")

    def folded(self, fold: bool | None) -> Address:
        """The same results with one article of each story, or with every article; None: as usual
        on a search page.
        """
        return replace(self, fold=fold, page="")

    def sized(self, size: str) -> Address:
        """The same results on pages of another length."""
        return replace(self, size=size, page="")

    def in_context(self, lines: str = "") -> Address:
        """Every occurrence in its context, in an order."""
        return replace(self, view="kwic", lines=lines, page="")

    def as_list(self) -> Address:
        """The articles, not their lines."""
        return replace(self, view="", lines="", page="")

    def between(self, start: str, end: str) -> Address:
        """Another range of dates; "" is an open end."""
        return replace(self, start=start, end=end, page="")

    def during(self, start: str, end: str) -> Address:
        """Within a period, and never beyond the dates that were asked for."""
        if not (self.start or self.end):
            return self.between(start, end)
        return self._also(f"date:{start}" if start == end else f"date:{start}..{end}")

    def undated(self) -> Address:
        """Only the articles that bear no date."""
        return replace(self._also("date:none"), start="", end="")

    def textless(self) -> Address:
        """Only the articles without a text."""
        return self._also("-has:body")

    def adding(self, facet: str, value: str) -> Address:
        """With one more value of a facet, in the way in which its others are chosen."""
        wanted = facet
        if self.filters.get(all_of(facet)):
            wanted = all_of(facet)
        elif self.filters.get(any_of(facet)) or facet in self.filters.get(MISSING, ()):
            wanted = any_of(facet)
        return self.without(facet, value)._filtered(wanted, value)

    def having(self, facet: str, value: str) -> Address:
        """Only the articles that have that value of a facet, also where others would do."""
        if not self.filters.get(any_of(facet)) and facet not in self.filters.get(MISSING, ()):
            return self.adding(facet, value)
        wanted = all_of(facet)
        others = tuple(each for each in self.filters.get(wanted, ()) if each != value)
        return replace(self, filters={**self.filters, wanted: others})._filtered(wanted, value)

    def bare(self, facet: str) -> Address:
        """Only the articles that have no value of a facet, also where some would do."""
        kept = {name: each for name, each in self.filters.items() if name != any_of(facet)}
        chosen = facet in self.filters.get(MISSING, ())
        narrowed = replace(self, filters=kept, page="")
        return narrowed if chosen else narrowed._filtered(MISSING, facet)

    def excluding(self, facet: str, value: str) -> Address:
        """Without the articles that have that value of a facet."""
        return self.without(facet, value)._filtered(none_of(facet), value)

    def without(self, facet: str, value: str) -> Address:
        """Without that choice of a facet's value, however it was spelt, in whichever filter."""
        if not self.filters:
            return self.on_page(1)
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

    def followed(self) -> Address:
        """What the search finds, without order, page, folding and what else makes a page of it."""
        return Address(
            self.text, self.filters, self.start, self.end,
            exact=self.exact, variants=self.variants, match=self.match,
        )  # fmt: skip

    def typed(self, text: str) -> Address:
        """The same search for other words."""
        return replace(self, text=text, page="")

    def as_typed(self) -> Address:
        """The same search without other spellings of names."""
        return replace(self, variants=False, page="")

    def as_usual(self) -> Address:
        """The same words, all of them, in their other forms and spellings too."""
        return replace(self, exact=False, variants=True, match="", page="")

    def also(self, part: str) -> Address:
        """The same search for words that hold besides."""
        return self._also(part)

    def _also(self, part: str) -> Address:
        rest = f"({self.text})" if " OR " in self.text else self.text
        return replace(self, text=f"{part} {rest}".strip(), page="")

    def _filtered(self, name: str, value: str) -> Address:
        values = (*self.filters.get(name, ()), value)
        return replace(self, filters={**self.filters, name: values}, page="")


_NOTHING = Address()


def is_known(name: str) -> bool:
    """Whether a parameter of that name says anything of a search."""
    return name in PARAMETERS or filter_name(name) is not None
