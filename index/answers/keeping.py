"""Of a mended search that finds nothing: as much of it as finds something, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.answers.asked import Asked
from index.answers.counts import Counts
from index.answers.narrowing import narrowers, units
from index.query.lexer import Piece, written

_MOST_TRIED = 6  # filters and words that are tried beside one
_MOST_NAMED = 2  # of each kind that are left out


@dataclass(frozen=True, slots=True)
class Kept:
    """A search that finds something, what it is called, and how much it finds."""

    what: str
    asked: Asked
    count: int


@dataclass(slots=True)
class _Growing:
    """A search that finds something, to which is added what it still finds something with."""

    asked: Asked
    count: int
    words: set[int] = field(default_factory=set)
    filters: set[int] = field(default_factory=set)


class Keeper:
    """Adds to one thing that was mended whatever else of the search it still finds something with,
    filters first. `pieces` are the query as typed, `mended` as it was perhaps meant; so are the
    searches `asked` and `meant`, which differ in the values of filters.
    """

    def __init__(
        self,
        counts: Counts,
        asked: Asked,
        meant: Asked,
        pieces: Sequence[Piece],
        mended: Sequence[Piece],
    ) -> None:
        self._counts = counts
        self._meant = meant
        self._units = units(pieces)
        self._typed = [written(pieces[unit.start : unit.stop]) for unit in self._units]
        self._right = [written(mended[unit.start : unit.stop]) for unit in self._units]
        self._filters = list(zip(narrowers(asked), narrowers(meant), strict=True))

    def around_word(self, at: int, typed: str, right: str) -> Kept | None:
        """The most around a word in the piece of that place: with the phrase or group around it,
        or else the word `right` alone.
        """
        unit = next(n for n, unit in enumerate(self._units) if at in unit)
        for text in dict.fromkeys((self._right[unit], right)):
            asked = self._counts.bare(text)
            if count := self._counts.of(asked):
                grown = self._grown(_Growing(asked, count, {unit}), {unit: text})
                part = self._typed[unit] if text != self._right[unit] else ""
                named = f"{right} for {typed}" if grown.words == {unit} else grown.asked.text
                return self._named(grown, named, [f"the rest of {part}"] if part else [])
        return None

    def around_filters(self) -> Iterator[Kept]:
        """The most around each filter that was mended."""
        for n, (typed, right) in enumerate(self._filters):
            if typed.what != right.what:
                asked = right.added_to(self._counts.bare(""), self._meant)
                if count := self._counts.of(asked):
                    grown = self._grown(_Growing(asked, count, filters={n}), {})
                    yield self._named(grown, grown.asked.text, [])

    def _grown(self, grown: _Growing, texts: dict[int, str]) -> _Growing:
        tried = 0
        for n, (_, right) in enumerate(self._filters):
            if n not in grown.filters and tried < _MOST_TRIED:
                tried += 1
                asked = right.added_to(grown.asked, self._meant)
                if count := self._counts.of(asked):
                    grown.asked, grown.count = asked, count
                    grown.filters.add(n)
        for n, text in enumerate(self._right):
            if n not in grown.words and tried < _MOST_TRIED:
                tried += 1
                more = " ".join(text for _, text in sorted([*texts.items(), (n, text)]))
                asked = replace(grown.asked, text=more)
                if count := self._counts.of(asked):
                    grown.asked, grown.count = asked, count
                    grown.words.add(n)
                    texts[n] = text
        return grown

    def _named(self, grown: _Growing, named: str, rest: list[str]) -> Kept:
        """What was kept and mended, and what is left out, by name unless it is much."""
        kept = [
            right.what
            for n, (typed, right) in enumerate(self._filters)
            if n in grown.filters and typed.what != right.what
        ]
        words = [text for n, text in enumerate(self._typed) if n not in grown.words]
        filters = [
            typed.what for n, (typed, _) in enumerate(self._filters) if n not in grown.filters
        ]
        if len(words) > _MOST_NAMED:
            words = ["the rest of the query"]
        if len(filters) > _MOST_NAMED:
            filters = ["the other filters" if grown.filters else "the filters"]
        what = ", ".join(filter(None, [named, *kept])) + _without([*rest, *words, *filters])
        return Kept(what, grown.asked, grown.count)


def _without(left: list[str]) -> str:
    """What an offer leaves away, behind a comma."""
    *others, last = left or [""]
    return f", without {' and '.join(filter(None, (', '.join(others), last)))}" if last else ""
