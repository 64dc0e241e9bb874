"""Our query tree in OpenSearch's query language.

What counts as one term for us scores as the best of its forms. Nothing here is ever an explicit
`match_all`: sorted by a field, that leaves out documents without the field (OpenSearch 3.9).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from index.engines.common.layout import key_field, stem_field
from index.engines.common.ranking import OTHER_STREAMS, stream_weight
from index.engines.opensearch.schema import DAY, ID, SIEVE, bounded, token
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
    SingleTerms,
    Terms,
    Undated,
    Variants,
    Word,
)

Json = dict[str, Any]

EVERYTHING: Json = {"bool": {"filter": [{"exists": {"field": ID}}]}}
NOTHING: Json = {"match_none": {}}
_MOST_TERMS = 60_000  # in one clause: 65,536 are taken


def compiled(query: Query) -> Json:
    """What matches exactly what the tree says."""
    match query:
        case All():
            return EVERYTHING
        case And(items):
            return _all_of(items)
        case Or(items):
            return any_of([compiled(item) for item in items])
        case AtLeast(least, items):
            return _at_least(least, [compiled(item) for item in items])
        case Not(item):
            return {"bool": {"filter": [EVERYTHING], "must_not": [compiled(item)]}}
        case Prefer(inner, better):
            more = [_weighted(compiled(one), weight) for one, weight in better]
            return {"bool": {"must": [compiled(inner)], "should": more}}
        case Boost(inner, weight):
            return _weighted(compiled(inner), weight)
        case Word() | Phrase() | Near() | Prefix() | Variants():
            return _terms(query)
        case _:
            return {"bool": {"filter": [_plain(query)]}}


def all_of(queries: Sequence[Json]) -> Json:
    """What matches all of some queries; of those after the first no score counts."""
    first, *others = queries
    return {"bool": {"must": [first], "filter": others}} if others else first


def any_of(queries: Sequence[Json]) -> Json:
    """What matches any of some queries."""
    if not queries:
        return NOTHING
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def sieved(query: Any) -> Any:
    """A query for an index by years: what it asks of days, it asks of what a shard sorts out by."""
    match query:
        case {"range": {"day": days}}:  # DAY
            return {"range": {SIEVE: {**days, "format": "epoch_millis"}}}
        case dict():
            return {name: sieved(inner) for name, inner in query.items()}
        case [dict(), *_]:
            return [sieved(inner) for inner in query]
        case _:
            return query


def one_of(field: str, terms: Iterable[str]) -> Json:
    """What has any of some terms in a field."""
    left = iter(terms)
    clauses: list[Json] = []
    while some := list(islice(left, _MOST_TERMS)):
        clauses.append({"terms": {field: some}})
    return any_of(clauses)


def _all_of(items: Sequence[Query]) -> Json:
    wanted = [compiled(item) for item in items if not isinstance(item, Not)]
    unwanted = [compiled(item.item) for item in items if isinstance(item, Not)]
    if not wanted:
        return {"bool": {"filter": [EVERYTHING], "must_not": unwanted}}
    return {"bool": {"must": wanted, "must_not": unwanted}}


def _at_least(least: int, queries: Sequence[Json]) -> Json:
    if least <= 0:
        return {"bool": {"must": [EVERYTHING], "should": queries}}
    if least > len(queries):
        return NOTHING
    return {"bool": {"should": queries, "minimum_should_match": least}}


def _weighted(query: Json, weight: float) -> Json:
    return {"bool": {"must": [query], "boost": weight}}


def _plain(query: Key | KeyPrefix | Keys | Days | Undated) -> Json:
    match query:
        case Key(field, key):
            return {"term": {key_field(field): bounded(key)}}
        case KeyPrefix(field, ""):
            return {"exists": {"field": key_field(field)}}
        case KeyPrefix(field, start):
            return {"prefix": {key_field(field): bounded(start)}}
        case Keys(field, keys):
            return one_of(key_field(field), map(bounded, keys))
        case Days(first, last):
            return {"range": {DAY: {"gte": first or 0, "lte": last or 99_999_999}}}
        case Undated():
            return {"bool": {"filter": [EVERYTHING], "must_not": [{"exists": {"field": DAY}}]}}


def _terms(leaf: Terms) -> Json:
    every = [_weighted(_in(name, leaf), stream_weight(name)) for name in leaf.streams]
    return _best_of(every, OTHER_STREAMS)


def _in(stream: str, leaf: Terms) -> Json:
    """A leaf in one stream."""
    match leaf:
        case Word(_, _, stems):
            return _best_of([{"term": {stem_field(stream): token(stem)}} for stem in stems])
        case Variants(leaves):
            return _best_of([_in(stream, one) for one in leaves if stream in one.streams])
        case _:
            return _placed(stream, leaf)


def _placed(stream: str, leaf: SingleTerms) -> Json:
    match leaf:
        case Prefix(_, start):
            return {"prefix": {stream: {"value": token(start), "rewrite": "constant_score"}}}
        case Phrase(_, (word,)) | Near(_, (word,), _):
            return {"term": {stream: token(word)}}
        case Phrase(_, words):
            return {"match_phrase": {stream: {"query": " ".join(map(token, words))}}}
        case Near(_, words, apart):
            each = [{"match": {"query": token(word)}} for word in words]
            near = {"ordered": False, "max_gaps": apart, "intervals": each}
            return {"intervals": {stream: {"all_of": near}}}
        case Word():
            raise TypeError(leaf)  # its stems stand in another field


def _best_of(queries: Sequence[Json], others: float = 0.0) -> Json:
    """Scores as the best of them, and a part (`others`) of what the rest score."""
    if not queries:
        return NOTHING
    if len(queries) == 1:
        return queries[0]
    return {"dis_max": {"queries": queries, "tie_breaker": others}}
