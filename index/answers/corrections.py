"""Did you mean: words and values of the archive that one in the query may have been meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.store.store import Store
from index.analysis.scripts import is_pair_text
from index.analysis.tokens import tokens, words
from index.answers.asked import Asked
from index.answers.counts import Counts
from index.answers.results import Offer
from index.fields import ANY, Field, find_field
from index.names.keys import name_key
from index.query.filters import Filters, facet_of
from index.query.lexer import OPERATORS, Piece, lex, readable, written
from index.query.spelling import RememberedWords, neighbours
from index.query.values import facet_key

_SHORTEST = 4  # letters: below, every word has neighbours, and they mean nothing
_ONE_SLIP = 5  # letters: a word of this length has room for one mistake, a longer one for two
_MOST_WORDS = 3  # of a query that are looked at
_MOST_MENDED = 2
_MOST_NEIGHBOURS = 3  # that are counted for each
_RARE = 5  # articles: a word that more have is not taken for a mistake
_OFTENER = 10  # times as many articles has the neighbour of a word that occurs
_SIGNS = frozenset("*?~")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a query: where it stands, in which piece and which letters of it."""

    at: int
    start: int
    end: int
    text: str
    field: Field


@dataclass(frozen=True, slots=True)
class Speller:
    """Looks for what was misspelt in one search."""

    asked: Asked
    counts: Counts
    vocabulary: RememberedWords
    store: Store
    known: frozenset[str]  # folded words of names, whose spellings are searched already

    def offers(self) -> Iterator[Offer]:
        """At most one offer for the query and one for each filter; each finds something, and says
        what it leaves away.
        """
        pieces = lex(readable(self.asked.text, lambda _: None), lambda _: None)
        mended = [*self._values(pieces), *self._words(pieces)][:_MOST_MENDED]
        tries = [mended] if len(mended) < 2 else [mended, *([one] for one in mended)]
        texts = [_mended(pieces, attempt) for attempt in filter(None, tries)]
        filters = self._mended_filters()
        searches = [(text, replace(self.asked, text=text)) for text in texts]
        if filters:  # a word and a filter may both be misspelt
            searches += [
                (f"{text}, {_described(filters)}", self._with(filters, text)) for text in texts
            ]
        if offer := self._first(searches):
            yield offer
        else:  # no article has all of the words, rightly spelt or not
            for change in mended:
                yield from self._alone(pieces, change)
        yield from self._filters(filters)

    def _first(self, searches: Iterable[tuple[str, Asked]]) -> Offer | None:
        for what, other in searches:
            if count := self.counts.of(other):
                return Offer("spelling", what, other, count)
        return None

    def _alone(self, pieces: list[Piece], change: tuple[_Word, str]) -> Iterator[Offer]:
        """A word rightly spelt by itself: with the filters, or without where they leave nothing."""
        word, right = change
        exactly = "=" if word.at and pieces[word.at - 1].kind == "exact" else ""
        text = exactly + _in_field(word.field, right)
        whole = _mended(pieces, [change])
        rest = ["the rest of the query"] if whole.replace('"', "") != text.replace('"', "") else []
        asked = self.asked
        narrowing = ["the filters"] if asked.filters else []
        narrowing += ["the dates"] if asked.start or asked.end else []
        typed = pieces[word.at].text[word.start : word.end]
        named = f"{text} for {typed}"
        searches = [
            (named + _without(rest), replace(asked, text=text)),
            (named + _without([*rest, *narrowing]), self.counts.bare(text)),
        ]
        if offer := self._first(searches):
            yield offer

    def _words(self, pieces: list[Piece]) -> Iterator[tuple[_Word, str]]:
        """The words that are rare or do not occur, each with the neighbour that does."""
        looked_at = (word for word in _words(pieces) if word.text not in self.known)
        for word, _ in zip(looked_at, range(_MOST_WORDS), strict=False):
            typed = pieces[word.at].text[word.start : word.end]
            count = self.counts.alone(_in_field(word.field, typed))
            if count is None or count > _RARE or (count and self._exact(word, pieces)):
                continue
            least = max(1, count * _OFTENER)
            slips = 1 if count or len(word.text) <= _ONE_SLIP else 2
            vocabulary = self.vocabulary.of(word.field.streams)
            near = neighbours(word.text, vocabulary, slips)[:_MOST_NEIGHBOURS]
            counted = {other: self.counts.alone(_in_field(word.field, other)) for other in near}
            often = [other for other in near if (counted[other] or 0) >= least]
            if often:
                best = _likeliest(word.text, often, counted)
                yield word, best.capitalize() if typed.istitle() else best

    def _exact(self, word: _Word, pieces: list[Piece]) -> bool:
        """Whether a word is asked for as it is written."""
        return self.asked.exact or (word.at > 0 and pieces[word.at - 1].kind == "exact")

    def _values(self, pieces: list[Piece]) -> Iterator[tuple[_Word, str]]:
        """The values of keyword fields that do not occur, each with a value that does."""
        for at, piece in enumerate(pieces[1:], 1):
            field = find_field(pieces[at - 1].text) if pieces[at - 1].kind == "field" else None
            plain = piece.kind == "phrase" or _SIGNS.isdisjoint(piece.text)
            if self.known.issuperset(words(piece.text)):
                continue  # a name, searched in its other spellings
            if field and field.kind == "keyword" and piece.kind in ("word", "phrase") and plain:
                other = self._value(field.name, piece.text)
                if other is not None:
                    yield _Word(at, 0, len(piece.text), piece.text, field), other

    def _mended_filters(self) -> Filters:
        """The filters with values that do not occur, with values that do in place of them."""
        mended: dict[str, tuple[str, ...]] = {}
        for name, values in self.asked.filters.items():
            others = [self._value(facet_of(name), value) for value in values]
            if any(others):
                mended[name] = tuple(o or value for o, value in zip(others, values, strict=True))
        return mended

    def _filters(self, mended: Filters) -> Iterator[Offer]:
        """Each filter mended by itself; all together where none is enough."""
        tries: list[Filters] = [{name: values} for name, values in mended.items()]
        searches = [(_described(one), self._with(one, self.asked.text)) for one in tries]
        offers = [offer for one in searches if (offer := self._first([one]))]
        if not offers and len(mended) > 1:
            together = self._first([(_described(mended), self._with(mended, self.asked.text))])
            offers = [together] if together else []
        yield from offers

    def _with(self, mended: Filters, text: str) -> Asked:
        return replace(self.asked, text=text, filters={**self.asked.filters, **mended})

    def _value(self, name: str, value: str) -> str | None:
        """The value nearest to one that no article has, as it was first written, if it is one of an
        article that may be seen. None for one that has articles, and for a filter not on values.
        """
        if find_field(name) is None:
            return None
        key = facet_key(name, value)
        values = self.vocabulary.values(name)
        if len(key) < _SHORTEST or key in values or key.endswith("*"):
            return None
        near = neighbours(key, values, 1 if len(key) <= _ONE_SLIP else 2)[:1]
        label = next(iter(self.store.labels(name, near).values()), None)
        return label if label and self.counts.alone(f'{name}:"{label}"') else None


def _likeliest(word: str, others: list[str], counted: dict[str, int | None]) -> str:
    """The most frequent of the words that differ in doubled letters only, else of all."""
    key = name_key((word,))
    return max(others, key=lambda other: (name_key((other,)) == key, counted[other]))


def _words(pieces: list[Piece]) -> Iterator[_Word]:
    """The words that could be misspelt: not those of fields with whole values, nor after a NOT."""
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else None
        wanted = piece.kind == "phrase" or (
            piece.kind == "word" and piece.text not in OPERATORS and _SIGNS.isdisjoint(piece.text)
        )
        named = find_field(before.text) if before and before.kind == "field" else None
        field = named or ANY
        if not wanted or field.kind != "text" or (before and before.kind == "not"):
            continue
        for token in tokens(piece.text):
            plain = token.text.isalpha() and not token.acronyms and not is_pair_text(token.text)
            if plain and len(token.text) >= _SHORTEST:
                yield _Word(at, token.start, token.end, token.text, field)


def _mended(pieces: list[Piece], changes: list[tuple[_Word, str]]) -> str:
    """The query with other words in place of some, written anew."""
    found = list(pieces)
    for word, other in sorted(changes, key=lambda change: -change[0].start):
        piece = found[word.at]
        text = piece.text[: word.start] + other + piece.text[word.end :]
        quoted = piece.kind == "phrase" or not other.isalnum()
        found[word.at] = replace(piece, kind="phrase" if quoted else piece.kind, text=text)
    return written(found)


def _described(filters: Filters) -> str:
    return ", ".join(f"{name}: {', '.join(values)}" for name, values in filters.items())


def _without(left: list[str]) -> str:
    """What an offer leaves away, behind a comma."""
    *others, last = left or [""]
    return f", without {' and '.join(filter(None, (', '.join(others), last)))}" if last else ""


def _in_field(field: Field, word: str) -> str:
    quoted = word if word.isalnum() else f'"{word}"'
    return f"{field.name}:{quoted}" if field.name else word
