"""A value of a keyword field as typed -> the leaf that asks for it: whole, by how it begins, or by
what it is like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial

from archive.article import ID_LENGTH
from archive.text.plain import fold_line
from index.fields import Field
from index.query.lexer import shown
from index.query.spelling import (
    FUZZY,
    MOST_FITTING,
    MOST_SIMILAR,
    Alike,
    LookedUp,
    Vocabulary,
    first_of,
    fitting,
    room_for_mistakes,
    similar,
    tell_more,
)
from index.query.tree import Key, KeyPrefix, Keys, Query
from index.query.values import facet_key, values_picked

_SIGNS = re.compile(r"\w[*?]+[^*?]|\*+[^*?]")
_MOST_MISTAKES = 2


@dataclass(frozen=True, slots=True)
class Keywords:
    """Makes the leaves of one keyword field."""

    field: Field
    notice: Callable[[str], None]
    vocabulary: Vocabulary
    looked_up: LookedUp

    def leaf(self, text: str, quoted: bool, apart: int | None) -> Query | None:
        """A value, how it begins, or one with * and ? or mistakes in it. Quoted, it is as it is
        written, apart from a number of mistakes (`apart`).
        """
        if apart is not None:
            return self._similar(text, f'"{text}"~{apart}', apart)
        if not quoted and (FUZZY.fullmatch(text) or _SIGNS.search(text) or text.endswith("*")):
            return self._pattern(text)
        key = facet_key(self.field.name, text)
        if not key:
            self.notice(f'"{self.field.name}:" needs a value: it was left out')
            return None
        if (self.field.name, key) == ("status", "edited"):
            return KeyPrefix("edited", "")
        if self.field.values:
            self._look_up(text, key)
        if self.field.name == "id" and len(key) < ID_LENGTH:
            self.notice(f"{shown(text)} is no whole id: id:{key}* finds those that begin so")
        return Key(self.field.name, key)

    def _pattern(self, text: str) -> Query | None:
        """What a value stands for by its signs; None where that is left out."""
        if fuzzy := FUZZY.fullmatch(text):
            most = int(fuzzy[2] or room_for_mistakes(fold_line(fuzzy[1])))
            return self._similar(fuzzy[1], text, most)
        if _SIGNS.search(text):
            piece = fold_line(text)
            return self._picked(piece, text, partial(fitting, piece), MOST_FITTING)
        return KeyPrefix(self.field.name, fold_line(text.rstrip("*")))

    def _similar(self, text: str, typed: str, most: int) -> Query | None:
        if most > _MOST_MISTAKES:
            self.notice(f"A value is searched with at most {_MOST_MISTAKES} mistakes, not {most}")
        piece = fold_line(text), min(most, _MOST_MISTAKES)
        return self._picked(piece, typed, partial(similar, *piece), MOST_SIMILAR)

    def _picked(
        self, piece: Hashable, typed: str, pick: Callable[[Iterable[str]], list[str]], most: int
    ) -> Query | None:
        """The values that a piece stands for."""
        name = self.field.name

        def look_up() -> Alike:
            return first_of(values_picked(name, self.vocabulary, pick), most)

        found = self.looked_up.of((name, piece), typed, look_up, self.notice)
        if found is None:
            return None
        tell_more(found, "values", typed, self.notice)
        return Keys(name, found.first, typed)

    def _look_up(self, text: str, key: str) -> None:
        """Tells of a value that is none of the few that a field can have, nor the archive's own."""
        name = self.field.name
        known = dict.fromkeys((*self.field.values, *self.vocabulary.values(name)))
        if key not in known:
            self.notice(f'{shown(text)} is no value of "{name}:" (values: {", ".join(known)})')
