"""What makes a search find less: the parts of its query, its filters and its dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.answers.asked import Asked
from index.fields import ALL_OF
from index.query.filters import Filters
from index.query.lexer import OPERATORS, Piece

_SIGNS = ("not", "exact", "field")


@dataclass(frozen=True, slots=True)
class Narrower:
    """A filter or the dates: what it is called, the search without it, and it alone."""

    what: str
    without: Asked
    filters: Filters
    dates: bool = False

    @property
    def excludes(self) -> bool:
        """Whether it rules values out, which finds nothing in particular alone."""
        return any(name.startswith("-") for name in self.filters)

    def added_to(self, asked: Asked, dates: Asked) -> Asked:
        """A search with this too; the dates are those of another."""
        if self.dates:
            return replace(asked, start=dates.start, end=dates.end)
        both = {n: (*asked.filters.get(n, ()), *values) for n, values in self.filters.items()}
        return replace(asked, filters={**asked.filters, **both})


def narrowers(asked: Asked) -> Iterator[Narrower]:
    """The filters and dates of a search. Of a facet of which any value will do, all are one."""
    for name, values in asked.filters.items():
        groups = [(value,) for value in values] if name in ALL_OF else [values]
        for group in groups:
            kept = tuple(value for value in values if value not in group)
            others = {n: v for n, v in {**asked.filters, name: kept}.items() if v}
            what = f"{name}: {', '.join(group)}"
            yield Narrower(what, replace(asked, filters=others), {name: group})
    if asked.start or asked.end:
        yield Narrower(_dates(asked), replace(asked, start=None, end=None), {}, dates=True)


def units(pieces: Sequence[Piece]) -> list[range]:
    """The places of what all has to hold in a query: words and phrases with their signs, groups
    whole. One alone where AND or OR joins them.
    """
    found: list[range] = []
    start = depth = 0
    for at, piece in enumerate(pieces):
        depth = max(depth + (piece.kind == "open") - (piece.kind == "close"), 0)
        operator = piece.kind == "word" and piece.text in OPERATORS
        if operator and not depth and piece.text != "NOT":
            return [range(len(pieces))]
        if piece.kind == "boost" and start == at and found:
            found[-1] = range(found[-1].start, at + 1)
            start = at + 1
        elif not (depth or operator or piece.kind in _SIGNS):
            found.append(range(start, at + 1))
            start = at + 1
    if start < len(pieces):
        found.append(range(start, len(pieces)))
    return found


def _dates(asked: Asked) -> str:
    if asked.start == asked.end:
        return f"date: {asked.start}"
    ends = [f"from {asked.start}" if asked.start else "", f"to {asked.end}" if asked.end else ""]
    return "dates " + " ".join(filter(None, ends))
