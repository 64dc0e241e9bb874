"""What was typed -> the other spellings of the names in it that an archive has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis.acronyms import meant
from index.analysis.tokens import tokens
from index.names.groups import Names
from index.names.keys import Spelling, without_article
from index.names.own import LONGEST
from index.query.joined import Terms, Way, product_of
from index.query.spelling import Vocabulary, knows


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name as typed, and its other spellings that were searched too.

    `only` is the whole query that searches the name as it was typed.
    """

    typed: str
    names: tuple[str, ...]
    only: str = ""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The spellings that an archive's vocabulary has."""

    names: Names
    vocabulary: Vocabulary

    def others(self, terms: Sequence[str], streams: Sequence[str]) -> tuple[Spelling, ...]:
        """The other spellings of the name that these terms are, each known and once."""
        typed = tuple(terms)
        spellings = [each for each in self.names.spellings(typed) if each.terms != typed]
        known = {
            term: knows(self.vocabulary, streams, term)
            for term in {term for each in spellings for term in each.terms}
        }
        found = {
            each.terms: each for each in reversed(spellings) if all(map(known.get, each.terms))
        }
        return tuple(reversed(found.values()))

    def is_name(self, terms: Sequence[str]) -> bool:
        """Whether these terms are a spelling of some name."""
        return len(terms) <= LONGEST and bool(self.names.spellings(terms))

    def without_article(self, terms: Sequence[str], streams: Sequence[str]) -> tuple[str, ...]:
        """The terms without the Arabic article before them; none where there is nothing to cut."""
        rest = without_article(terms)
        known = all(knows(self.vocabulary, streams, term) for term in rest)
        return rest if known and len(rest) < len(terms) else ()

    def phrases(
        self, terms: Sequence[str], streams: Sequence[str], text: str, also: Mapping[int, Way]
    ) -> tuple[list[Terms], list[Expansion]]:
        """A phrase with every spelling of the names in it, as typed first; and what was replaced.

        At most 256 of them. `terms` are those of `text`; `also` says which of them are written in
        other ways that are no names.
        """
        spans = [(token.start, token.end) for token in tokens(text)]
        at = 0
        slots: list[list[Terms]] = []
        expansions: list[Expansion] = []
        for part in self._parts(terms, also):
            others = self.others(part, streams) if self.is_name(part) else ()
            if others:
                names = tuple(spelling.name for spelling in others)
                typed = text[spans[at][0] : spans[at + len(part) - 1][1]]
                expansions.append(Expansion(typed, names))
            way = also.get(at)
            more = way.others if way and way.width == len(part) else ()
            at += len(part)
            slots.append([tuple(part), *shortest(part, others), *more])
        return list(product_of(slots)), expansions

    def _parts(self, terms: Sequence[str], also: Mapping[int, Way]) -> Iterator[Sequence[str]]:
        """The terms cut into names, the longest first, what belongs together, and single terms."""
        at = 0
        while at < len(terms):
            lengths = range(min(LONGEST, len(terms) - at), 1, -1)
            width = also[at].width if at in also else 1
            length = next((n for n in lengths if self.is_name(terms[at : at + n])), width)
            yield terms[at : at + length]
            at += length


def shortest(typed: Sequence[str], others: Sequence[Spelling]) -> list[tuple[str, ...]]:
    """The terms of the spellings that do not hold all of another one, which finds them as well.
    An acronym that was not typed is looked for only where it is meant.
    """
    every = [tuple(typed), *(spelling.terms for spelling in others)]
    return [
        tuple(map(meant, spelling.terms))
        for spelling in others
        if not any(_holds(spelling.terms, other) for other in every if other != spelling.terms)
    ]


def _holds(terms: tuple[str, ...], part: tuple[str, ...]) -> bool:
    starts = range(len(terms) - len(part) + 1)
    return any(terms[at : at + len(part)] == part for at in starts)
