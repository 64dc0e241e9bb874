"""What else to ask where little or nothing was found, each counted through the one door.

So an article that may not be seen is never counted, and a word that only such articles have is
never offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.store.store import Store
from index.analysis.tokens import tokens
from index.analysis.tokens import words as words_of
from index.answers.asked import Asked
from index.answers.corrections import Speller
from index.answers.counts import Counts
from index.answers.narrowing import narrowers
from index.answers.results import Offer, OfferKind, Results
from index.fields import find_field
from index.query.lexer import OPERATORS, Piece, lex, readable, written
from index.query.match import Match
from index.query.parse import Parsed
from index.query.spelling import RememberedWords
from index.query.tree import Boost, Not, Or, Terms

_MOST_WITHOUT = 4
_MOST_ALONE = 6


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """Something that makes a search find less: the search without it, and the one with it alone."""

    what: str
    without: Asked
    alone: Asked | None


def advise(
    asked: Asked,
    parsed: Parsed,
    results: Results,
    counts: Counts,
    words: RememberedWords,
    store: Store,
) -> Results:
    """The results with advice, of which there is none on a later page.

    `counts` asks the archive's one door, `words` and `store` are the archive's.
    """
    if asked.offset:
        return results
    if not results.total and not counts.alone(""):
        if store.count():
            return results
        return replace(results, notices=(*results.notices, "The archive is empty"))
    if not (parsed.parts or asked.filters or asked.start or asked.end):
        return results  # nothing of the query could be searched for
    known = frozenset(word for name in parsed.expansions for word in words_of(name.typed))
    ways = [] if results.total else list(_Advice(asked, parsed, counts).offers())
    # With the searches that are left.
    spellings = Speller(asked, counts, words, store, known).offers()
    offers = (replace(one, about=counts.is_about(one.asked)) for one in (*spellings, *ways))
    return replace(results, advice=tuple(offers))


@dataclass(frozen=True, slots=True)
class _Advice:
    """What a search that found nothing could do without."""

    asked: Asked
    parsed: Parsed
    counts: Counts

    def offers(self) -> Iterator[Offer]:
        """All that find something, and of each part and filter what it finds alone."""
        yield from self._found("forms", self._inflected())
        unquoted = list(self._found("unquoted", self._unquoted()))
        yield from unquoted
        narrowings = [*self._filters(), *self._parts()]
        without = [
            offer
            for one in narrowings[:_MOST_WITHOUT]
            for offer in self._found("without", [(one.what, one.without)])
        ]
        yield from without
        if len(narrowings) > 1 and not without and (plain := self._plain()):
            yield from self._found("without", [("all that narrows the search", plain)])
        yield from self._fewer()
        yield from self._alone(narrowings, [offer.asked for offer in (*unquoted, *without)])

    def _found(self, kind: OfferKind, searches: Iterable[tuple[str, Asked]]) -> Iterator[Offer]:
        for what, other in searches:
            if count := self.counts.of(other):
                yield Offer(kind, what, other, count)

    def _inflected(self) -> Iterator[tuple[str, Asked]]:
        """The words in their other forms and spellings, where they were taken as written."""
        pieces = lex(readable(self.asked.text, _silent), _silent)
        loose = [piece for piece in pieces if piece.kind != "exact"]
        if self.asked.exact or not self.asked.variants or len(loose) < len(pieces):
            text = written(loose)
            yield text, replace(self.asked, text=text, exact=False, variants=True)

    def _unquoted(self) -> Iterator[tuple[str, Asked]]:
        """The words of phrases anywhere."""
        pieces = lex(readable(self.asked.text, _silent), _silent)
        before = [None, *pieces]
        loose = [
            each
            for last, piece in zip(before, pieces, strict=False)
            for each in (_taken_apart(piece) if _is_phrase(piece, last) else [piece])
        ]
        if loose != pieces:
            text = written(loose)
            yield text, replace(self.asked, text=text)

    def _filters(self) -> Iterator[_Narrowing]:
        """The filters and dates."""
        bare = self.counts.bare("")
        for one in narrowers(self.asked):
            alone = None if one.excludes else one.added_to(bare, self.asked)
            yield _Narrowing(one.what, one.without, alone)

    def _parts(self) -> Iterator[_Narrowing]:
        """The parts of the query that are no words: fields with whole values, dates, what must not
        be there.
        """
        if isinstance(self.parsed.query, Or):
            return
        parts = self.parsed.parts
        for part in parts:
            rest = " ".join(other.text for other in parts if other is not part)
            if rest and not _is_words(part.query):
                excludes = isinstance(part.query, Not)
                alone = None if excludes else self.counts.bare(part.text)
                yield _Narrowing(part.text, replace(self.asked, text=rest), alone)

    def _plain(self) -> Asked | None:
        """The words of the query and nothing else."""
        text = " ".join(part.text for part in self.parsed.parts if _is_words(part.query))
        return self.counts.bare(text) if text else None

    def _fewer(self) -> Iterator[Offer]:
        """Most of the words, or any: never done without being asked for."""
        several = sum(_is_words(part.query) for part in self.parsed.parts)
        wider: dict[Match, tuple[Match, ...]] = {"all": ("most", "any"), "most": ("any",)}
        before = 0
        for match in wider.get(self.asked.match, ()) if several > 1 else ():
            for offer in self._found("fewer", [(match, replace(self.asked, match=match))]):
                if offer.count > before:
                    yield offer
                before = offer.count

    def _alone(self, narrowings: list[_Narrowing], offered: list[Asked]) -> Iterator[Offer]:
        """Each part and filter by itself, also where it finds nothing; none that is offered. Of a
        lone phrase, its words.
        """
        texts = [part.text for part in self.parsed.parts if not isinstance(part.query, Not)]
        if len(texts) + len(narrowings) == 1 and not offered:
            pieces = lex(readable("".join(texts), _silent), _silent)
            texts = [word for piece in pieces if piece.kind == "phrase" for word in _typed(piece)]
        parts = [(text, self.counts.bare(text)) for text in texts]
        filters = [(one.what, one.alone) for one in narrowings if one.alone]
        every = list(dict(parts + filters).items())
        if len(every) < 2:
            return
        for what, other in every[:_MOST_ALONE]:
            count = self.counts.of(other)
            if count is not None and other not in offered:
                yield Offer("alone", what, other, count)


def _is_words(query: object) -> bool:
    """Whether a part of a query is a word or phrase, of which --match may leave some out."""
    return isinstance(query, Terms | Boost)


def _is_phrase(piece: Piece, before: Piece | None) -> bool:
    field = find_field(before.text) if before and before.kind == "field" else None
    return piece.kind == "phrase" and (not field or field.kind == "text") and " " in piece.text


def _taken_apart(piece: Piece) -> list[Piece]:
    inside = [Piece("word", word) for word in _typed(piece)]
    return [Piece("open", "("), *inside, Piece("close", ")")]


def _typed(piece: Piece) -> list[str]:
    """The words of a phrase as they were typed, none of them an operator."""
    typed = [piece.text[token.start : token.end] for token in tokens(piece.text)]
    return [word.lower() if word in OPERATORS else word for word in typed]


def _silent(_: str) -> None:
    """The reader has been told already how the query was understood."""
