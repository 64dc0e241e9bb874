"""What a browser has to know to read a query as the archive does, worked out by the archive's own
parser: words that are written in several ways, names in several spellings, and stems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from archive.text.plain import fold
from index.analysis.acronyms import SMALL_WORDS
from index.analysis.stems import stems
from index.analysis.tokens import Token, is_further, tokens
from index.boxes.candidates import candidates, pieces_of
from index.boxes.lexis import Lexis
from index.boxes.trees import as_json
from index.names.groups import NO_NAMES, Names
from index.names.keys import spelling
from index.query.joined import UNITS
from index.query.marks import tables as marks
from index.query.parse import parse
from index.query.short_names import SHORT
from index.query.tree import Query


@dataclass(frozen=True)
class Known:
    """What is known of the words of some texts, in these languages, with these names."""

    texts: Sequence[str]
    lexis: Lexis
    languages: tuple[str, ...]
    names: Names

    def as_json(self) -> dict[str, Any]:
        """All of it, as `browser/words.js` takes it."""
        return {
            "small": sorted(SMALL_WORDS),
            "marks": marks() | {"units": sorted(UNITS), "short": SHORT},
            "ways": self.ways(),
            "typed": self.typed_stems(),
            **self.spellings(),
        }

    @cached_property
    def _pieces(self) -> list[list[str]]:
        return pieces_of(self.texts)

    def ways(self) -> dict[str, list[Any]]:
        """What is typed -> what it means: by itself, in quotation marks, after "=", and its terms.
        Only of what the browser has no rule for.
        """
        found: dict[str, list[Any]] = {}
        for typed in dict.fromkeys(candidates(self._pieces)):
            if way := self._way(typed):
                found[typed] = way
        return found

    def _way(self, typed: str) -> list[Any] | None:
        if '"' in typed or typed != typed.strip() or typed in ("AND", "OR", "NOT"):
            return None
        plain = self._read(typed)
        if plain is None:
            return None
        tree = as_json(plain, self.lexis.stems)
        quoted, exact = self._read(f'"{typed}"'), self._read(f'="{typed}"')
        if quoted is None or exact is None:
            return None
        terms = [] if " " in typed else list(map(_term, tokens(typed)))
        return [tree, as_json(quoted, self.lexis.stems), as_json(exact, self.lexis.stems), terms]

    def _read(self, typed: str) -> Query | None:
        """What the archive reads it as, in any spelling of a name but its own way of writing."""
        read = parse(typed, self.languages, self.lexis, NO_NAMES)
        return None if read.notices else read.query

    def typed_stems(self) -> dict[str, list[int]]:
        """A word in small letters, as it is typed -> the numbers of its stems in each language:
        of all words of the texts, with their accents and without.
        """
        numbers = self.lexis.stems
        written = {
            token_text.lower()
            for pieces in self._pieces
            for piece in pieces
            if not piece.isascii()
            for token_text in (piece[t.start : t.end] for t in tokens(piece))
        }
        found: dict[str, list[int]] = {}
        for word in dict.fromkeys((*self.lexis.words, *sorted(written))):
            folded = fold(word)
            made = (numbers.get(stem) for stem in stems(folded, self.languages, word))
            found[word] = [number for number in made if number is not None]
        return found

    def spellings(self) -> dict[str, Any]:
        """Groups of spellings that may be found here, each spelling with its terms, and the keys
        by which a group is known.
        """
        groups: list[list[list[Any]]] = []
        keys: dict[str, int] = {}
        numbers: dict[tuple[str, ...], int | None] = {}
        may_stand = cache(self._may_stand)  # "nahr", "bani" and "el" stand in hundreds of names
        for key, names in self.names.groups():
            if names not in numbers:
                made = [[each.name, *each.terms] for each in map(spelling, names)]
                here = any(all(map(may_stand, terms)) for _, *terms in made)
                numbers[names] = len(groups) if here else None
                groups += [made] if here else []
            if (number := numbers[names]) is not None:
                keys[key] = number
        return {"names": groups, "keys": keys}

    def _may_stand(self, term: str) -> bool:
        """Whether a term, or another form of its word, stands in the texts."""
        if len(term) < 3 or term.isupper() or self.lexis.holds(term):
            return True
        return any(stem in self.lexis.stems for stem in stems(term, self.languages))


def _term(token: Token) -> str:
    """A token as a term of a query: an acronym in capitals, a word with its sign."""
    further = (each for each in token.acronyms[:1] if each.isupper() or is_further(each))
    return next(further, token.text)
