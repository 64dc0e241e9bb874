"""Our query tree as tantivy's queries, each in a form that tantivy answers rightly.

A query of nothing but NOT finds nothing there, and a phrase of one word panics: neither is ever
made. What counts as one term for us scores as the best of its forms; what tantivy does not score
(prefixes, words near each other) scores by how rare it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeGuard

import tantivy
from tantivy import FieldType, Occur

from index.engines.common.layout import key_field, stem_field
from index.engines.common.occurrences import windows
from index.engines.common.ranking import OTHER_STREAMS, inverse_frequency, stream_weight
from index.engines.tantivy.schema import DAY, ID, places
from index.engines.tantivy.snapshot import Snapshot, all_of, unscored
from index.query.patience import go_on
from index.query.tree import (
    All,
    And,
    AtLeast,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Terms,
    Undated,
    Variants,
    Word,
)

EVERYTHING = unscored(tantivy.Query.all_query())
_WIDEST = 40  # places that words near each other are looked for in by phrases with a distance


class Compiler:
    """Compiles for one state of an index; without `scores` none is worked out."""

    def __init__(self, snapshot: Snapshot, *, scores: bool = True) -> None:
        self._snapshot = snapshot
        self._schema = snapshot.schema
        self._scores = scores
        self._made: dict[Terms, tantivy.Query] = {}  # of this query

    def query(self, query: Query) -> tantivy.Query:
        """What matches exactly what the tree says."""
        match query:
            case All():
                return EVERYTHING
            case And(items):
                return all_of(
                    [self.query(one) for one in items if not isinstance(one, Not)] or [EVERYTHING],
                    [self.query(one.item) for one in items if self._takes_off(one)],
                )
            case Or(items):
                return _any_of(map(self.query, items))
            case AtLeast(least, items):
                return self._at_least(least, items)
            case Not(item):
                return all_of([EVERYTHING], [self.query(item)])
            case Prefer(inner, better):
                more = [tantivy.Query.boost_query(self.query(q), weight) for q, weight in better]
                return _preferring(self.query(inner), more)
            case Boost(inner, weight):
                return tantivy.Query.boost_query(self.query(inner), weight)
            case Word() | Phrase() | Near() | Prefix() | Variants():
                if query not in self._made:
                    self._made[query] = self._terms(query)
                return self._made[query]
            case _:
                return unscored(self._plain(query))

    def _takes_off(self, query: Query) -> TypeGuard[Not]:
        """Whether a part of a query takes something off: values that nothing has take time too."""
        match query:
            case Not(Key(field, key)):
                return self._snapshot.searcher.doc_freq(key_field(field), key) > 0
            case _:
                return isinstance(query, Not)

    def _plain(self, query: Key | KeyPrefix | Keys | Days | Undated) -> tantivy.Query:
        match query:
            case Key(field, key):
                return self._term(key_field(field), key)
            case KeyPrefix("id", ""):  # there is no column to look into
                return EVERYTHING
            case KeyPrefix(field, ""):
                return tantivy.Query.exists_query(key_field(field))
            case KeyPrefix(field, start):
                found = self._snapshot.searcher.terms_with_prefix(key_field(field), start)
                return self._one_of(key_field(field), [key for key, _ in found])
            case Keys(field, keys):
                return self._one_of(key_field(field), keys)
            case Days(first, last):
                return tantivy.Query.range_query(
                    self._schema, DAY, FieldType.Unsigned, first or 0, last or 99_999_999
                )
            case Undated():
                return all_of([EVERYTHING], [tantivy.Query.exists_query(DAY)])

    def _at_least(self, least: int, items: Sequence[Query]) -> tantivy.Query:
        compiled = [self.query(item) for item in items]
        if least <= 0:
            return _preferring(EVERYTHING, compiled)
        if least > len(compiled):
            return tantivy.Query.empty_query()
        return tantivy.Query.boolean_query(
            [(Occur.Should, query) for query in compiled], minimum_number_should_match=least
        )

    def _terms(self, leaf: Terms) -> tantivy.Query:
        go_on()
        every = (_boosted(self._in(name, leaf), stream_weight(name)) for name in leaf.streams)
        return _best_of(every, OTHER_STREAMS)

    # Words, in one stream -----------------------------------------------------------------------

    def _in(self, stream: str, leaf: Terms) -> tantivy.Query:
        match leaf:
            case Word(_, _, stems):
                return _best_of(self._term(stem_field(stream), stem) for stem in stems)
            case Prefix(_, start):
                return self._by_rarity(self._one_of(stream, self._snapshot.forms(stream, start)))
            case Phrase(_, (word,)) | Near(_, (word,), _):
                return self._term(stream, word)
            case Phrase(_, words):
                return tantivy.Query.phrase_query(self._schema, stream, list(words))
            case Near(_, words, apart):
                return self._by_rarity(self._near(stream, words, len(words) + apart))
            case Variants(leaves):
                return _best_of(self._in(stream, one) for one in leaves if stream in one.streams)

    def _near(self, stream: str, words: Sequence[str], width: int) -> tantivy.Query:
        """Two words are a choice of phrases, one for each distance. More are looked up in the
        documents where each two of them are so near.
        """
        if width > _WIDEST:
            return self._near_in(
                stream, all_of(self._term(stream, word) for word in set(words)), words, width
            )
        pairs = set(combinations(sorted(words), 2))
        close = all_of(self._pair(stream, one, other, width) for one, other in sorted(pairs))
        return close if len(words) == 2 else self._near_in(stream, close, words, width)

    def _pair(self, stream: str, one: str, other: str, width: int) -> tantivy.Query:
        """Both words in `width` places. An acronym and its word stand in the same one."""
        phrases = [((0, one), (place, other)) for place in range(1, width)]
        if one != other:
            phrases += [((0, other), (place, one)) for place in range(1, width)]
            phrases.append(((0, one), (0, other)))
        return _any_of(
            tantivy.Query.phrase_query(self._schema, stream, list(phrase)) for phrase in phrases
        )

    def _near_in(
        self, stream: str, likely: tantivy.Query, words: Sequence[str], width: int
    ) -> tantivy.Query:
        snapshot = self._snapshot
        found = []
        addresses = snapshot.addresses(likely, snapshot.number_of(likely))
        for document in map(snapshot.searcher.doc, addresses):
            go_on()
            if windows(places(document, stream, words), words, width):
                found.append(document.get_first(ID))
        return self._one_of(ID, found)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _one_of(self, field: str, terms: Sequence[str | None]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, terms)

    def _by_rarity(self, query: tantivy.Query) -> tantivy.Query:
        if not self._scores:
            return query
        snapshot = self._snapshot
        score = inverse_frequency(snapshot.count, snapshot.number_of(query))
        return tantivy.Query.const_score_query(query, score)


def _preferring(query: tantivy.Query, better: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [(Occur.Must, query), *((Occur.Should, one) for one in better)]
    )


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return query if weight == 1 else tantivy.Query.boost_query(query, weight)


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _best_of(queries: Iterable[tantivy.Query], others: float = 0.0) -> tantivy.Query:
    """Scores as the best of them, and a part (`others`) of what the rest score."""
    several = list(queries)
    return several[0] if len(several) == 1 else tantivy.Query.disjunction_max_query(several, others)
