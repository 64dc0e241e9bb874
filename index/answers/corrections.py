"""Did you mean: words and values of the archive that one in the query may have been meant for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.store.store import Store
from index.analysis.numbers import HYPHENS
from index.analysis.scripts import is_pair_text
from index.analysis.tokens import Token, tokens, words
from index.answers.asked import Asked
from index.answers.counts import Counts
from index.answers.keeping import Keeper, Kept
from index.answers.results import Offer
from index.fields import ANY, Field, find_field
from index.names.keys import name_key
from index.query.filters import Filters, facet_of
from index.query.lexer import OPERATORS, Piece, lex, readable, written
from index.query.spelling import RememberedWords, like_words, neighbours
from index.query.values import facet_key

_SHORTEST = 4  # letters: below, every word has neighbours, and they mean nothing
_ONE_SLIP = 5  # letters: a word of this length has room for one mistake, a longer one for two
_MOST_WORDS = 3  # of a query that are looked at
_MOST_MENDED = 2
_MOST_NEIGHBOURS = 3  # that are counted for each
_RARE = 5  # articles: a word that more have is not taken for a mistake
_OFTENER = 10  # times as many articles has the neighbour of a word that occurs
_SIGNS = frozenset("*?~")
_HYPHENED = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}][^\W\d_]+)+")
_ONE_WORD = re.compile(rf"[^\W_]+(?:[{HYPHENS}][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a query: where it stands, in which piece and which letters of it."""

    at: int
    start: int
    end: int
    text: str
    field: Field
    parts: tuple[tuple[str, int, int], ...] = ()  # of one with hyphens: each folded, and where


_Change = tuple[_Word, str]


@dataclass(frozen=True, slots=True)
class Speller:
    """Looks for what was misspelt in one search."""

    asked: Asked
    counts: Counts
    vocabulary: RememberedWords
    store: Store
    known: frozenset[str]  # folded words of names, whose spellings are searched already

    def offers(self) -> Iterator[Offer]:
        """At most one offer for the query and one for each filter; where none finds something with
        all of the search, what keeps most of it. Each finds something, and says what it leaves out.
        """
        pieces = lex(readable(self.asked.text, lambda _: None), lambda _: None)
        mended = [*self._values(pieces), *self._words(pieces)][:_MOST_MENDED]
        tries = [mended] if len(mended) < 2 else [mended, *([one] for one in mended)]
        texts = [written(_mended(pieces, attempt)) for attempt in filter(None, tries)]
        filters = self._mended_filters()
        searches = [(text, replace(self.asked, text=text)) for text in texts]
        if filters:  # a word and a filter may both be misspelt
            searches += [
                (f"{text}, {_described(filters)}", self._with(filters, text)) for text in texts
            ]
        first = self._first(searches)
        offers = [*([first] if first else []), *self._filters(filters)]
        yield from offers if first else self._kept(pieces, mended, filters, offers)

    def _first(self, searches: Iterable[tuple[str, Asked]]) -> Offer | None:
        for what, other in searches:
            if count := self.counts.of(other):
                return Offer("spelling", what, other, count)
        return None

    def _kept(
        self, pieces: list[Piece], mended: list[_Change], filters: Filters, offers: list[Offer]
    ) -> Iterator[Offer]:
        """The most around each word that was mended; else the offers for filters, or around each
        of them the most.
        """
        added = {name: values for name, values in filters.items() if not name.startswith("-")}
        meant = self._with(added, self.asked.text)
        keeper = Keeper(self.counts, self.asked, meant, pieces, _mended(pieces, mended))
        found: dict[str, Kept] = {}
        for word, right in mended:
            exactly = "=" if word.at and pieces[word.at - 1].kind == "exact" else ""
            typed = pieces[word.at].text[word.start : word.end]
            if kept := keeper.around_word(word.at, typed, exactly + _in_field(word.field, right)):
                found.setdefault(repr(kept.asked), kept)
        if not (found or offers):
            found = {repr(kept.asked): kept for kept in keeper.around_filters()}
        yield from (Offer("spelling", kept.what, kept.asked, kept.count) for kept in found.values())
        yield from offers

    def _words(self, pieces: list[Piece]) -> Iterator[_Change]:
        """The words that are rare or do not occur, each with the neighbour that does."""
        looked_at = (word for word in _words(pieces) if word.text not in self.known)
        mended: set[int] = set()  # pieces whose word is mended as a whole
        for word, _ in zip(looked_at, range(_MOST_WORDS), strict=False):
            typed = pieces[word.at].text[word.start : word.end]
            if word.at in mended:
                continue
            count = self.counts.alone(_in_field(word.field, typed))
            if count is None or count > _RARE or (count and self._exact(word, pieces)):
                continue
            near = self._near(word, typed, 1 if count else 2)
            counted = {other: self.counts.alone(_in_field(word.field, other)) for other in near}
            least = max(1, count * _OFTENER)
            often = [other for other in near if (counted[other] or 0) >= least]
            if often:
                best = _likeliest(word.text, often, counted)
                mended |= {word.at} if word.parts else set()
                yield word, best.capitalize() if typed.istitle() else best

    def _near(self, word: _Word, typed: str, slips: int) -> list[str]:
        """The words that one may be meant for; of one with hyphens those with a part put
        right, then those that are written without.
        """
        streams = word.field.streams

        def like(text: str, most: int) -> list[str]:
            allowed = 1 if len(text) <= _ONE_SLIP else slips
            held = like_words(streams, self.vocabulary, text, allowed)
            return neighbours(text, held, allowed)[:most]

        if not word.parts:
            return like(word.text, _MOST_NEIGHBOURS)
        wrong = [part for part in word.parts if not self._is_held(part[0], streams)] or word.parts
        found = [
            typed[: start - word.start] + other + typed[end - word.start :]
            for text, start, end in wrong
            if len(text) >= _SHORTEST
            for other in like(text, _MOST_NEIGHBOURS)
        ]
        joined = like("".join(text for text, _, _ in word.parts), _MOST_NEIGHBOURS)
        return [*found[: 2 * _MOST_NEIGHBOURS - len(joined)], *joined]

    def _is_held(self, text: str, streams: tuple[str, ...]) -> bool:
        """Whether a word stands anywhere."""
        found = (self.vocabulary.terms(stream, text, 1) for stream in streams)
        return [text] in found

    def _exact(self, word: _Word, pieces: list[Piece]) -> bool:
        """Whether a word is asked for as it is written."""
        return self.asked.exact or (word.at > 0 and pieces[word.at - 1].kind == "exact")

    def _values(self, pieces: list[Piece]) -> Iterator[_Change]:
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
        found = [_Word(at, t.start, t.end, t.text, field) for t in tokens(piece.text) if _plain(t)]
        if piece.kind == "word" and len(found) > 1 and _HYPHENED.fullmatch(piece.text):
            parts = tuple((word.text, word.start, word.end) for word in found)
            first, last = found[0], found[-1]
            yield _Word(at, first.start, last.end, "".join(part[0] for part in parts), field, parts)
        yield from (word for word in found if len(word.text) >= _SHORTEST)


def _plain(token: Token) -> bool:
    """Whether a token is a word of letters alone, and not one of capitals."""
    return token.text.isalpha() and not token.acronyms and not is_pair_text(token.text)


def _mended(pieces: list[Piece], changes: list[_Change]) -> list[Piece]:
    """The query with other words in place of some."""
    found = list(pieces)
    for word, other in sorted(changes, key=lambda change: -change[0].start):
        piece = found[word.at]
        text = piece.text[: word.start] + other + piece.text[word.end :]
        quoted = piece.kind == "phrase" or not _ONE_WORD.fullmatch(other)
        found[word.at] = replace(piece, kind="phrase" if quoted else piece.kind, text=text)
    return found


def _described(filters: Filters) -> str:
    return ", ".join(f"{name}: {', '.join(values)}" for name, values in filters.items())


def _in_field(field: Field, word: str) -> str:
    quoted = word if _ONE_WORD.fullmatch(word) else f'"{word}"'
    return f"{field.name}:{quoted}" if field.name else word
