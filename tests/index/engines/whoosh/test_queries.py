"""Whoosh's own queries over an archive's index, and over one by Whoosh's standard codec."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pkgutil import iter_modules
from typing import Any

import pytest
import whoosh.query as q
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.query import compound, nested, qcolumns, qcore, spans, terms, wrappers
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.system import pack_uint

from archive.article import Article
from index.document import Document, document
from index.engines.common.layout import key_field, stem_field
from index.engines.open import open_engine
from index.engines.whoosh import schema as ours
from index.fields import KEYS, STREAMS

VOCABULARY = (
    "oil", "bank", "crude", "wheat", "the", "of", "gold", "trade", "Japan", "U.S.", "export",
    "exports", "tariff", "yen", "IS",
)  # fmt: skip
TAGS = ("syria", "iraq", "oil", "deir ezzor")
MANY, FIRST = 300, 180  # documents, and how many of them are of the first segment


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    chance = random.Random(7)
    made = []
    for number in range(MANY):
        words = chance.choices(VOCABULARY, weights=range(len(VOCABULARY), 0, -1), k=60)
        fields: dict[str, Any] = {
            "title": " ".join(chance.choices(VOCABULARY, k=4)), "language": "en",
            "body": " ".join(words[: chance.randrange(1, 60)] * chance.choice([1, 1, 9])),
            "tags": tuple(chance.sample(TAGS, chance.randrange(3))), "precision": "day",
            "date": f"20{chance.randrange(10, 20)}-0{chance.randrange(1, 9)}-11",
        }  # fmt: skip
        made.append(document(article(f"test:{number}", **fields)))
    return made


def article(identity: str, **fields: Any) -> Article:
    from archive.article import Origin, make_id

    return Article(id=make_id(identity), identity=identity, origin=Origin("x"), **fields)


class Words(ours.Words):
    """The same field with what Whoosh needs to write it: {term: places} to postings."""

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for each, places in value.items():
            count = len(places)
            kept = self.format.encode(places) if has_positions(self) else pack_uint(count)
            yield each.encode(), count, float(count), kept


class Values(ours.Values):
    """The same for whole values."""

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for key in value:
            yield key.encode(), 1, 1.0, b""

    def to_column_value(self, value: Any) -> bytes:
        return "\x1f".join(value).encode()


def has_positions(field: ours.Words) -> bool:
    return field.format.__class__.__name__ == "Positions"


def writable(field: Any) -> Any:
    if isinstance(field, ours.Words):
        return Words(has_positions(field))
    return Values() if isinstance(field, ours.Values) else field


def standard(documents: list[Document]) -> Any:
    """An index of the documents by Whoosh's standard codec, in the same two segments."""
    schema = Schema(**{name: writable(field) for name, field in ours.make_schema().items()})
    index = RamStorage().create_index(schema)
    for batch in documents[:FIRST], documents[FIRST:]:
        writer = index.writer()
        for each in batch:
            writer.add_document(**values_of(each))
        writer.commit(merge=False)
    return index


def values_of(each: Document) -> dict[str, Any]:
    values: dict[str, Any] = {"id": (each.id,), "day": each.day, "moment": each.moment}
    values |= {key_field(name): each.keys[name] for name in KEYS if each.keys[name]}
    for name in STREAMS:
        words: dict[str, list[int]] = {}
        stems: dict[str, list[int]] = {}
        for place, form in each.streams[name].positions():
            for word in form.words:
                words.setdefault(word, []).append(place)
            for stem in form.stems:
                stems.setdefault(stem, []).append(place)
        if words:
            values |= {name: words, stem_field(name): stems}
    return values


@pytest.fixture(scope="module", params=["whole", "with some deleted"])
def searchers(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[Document],
) -> Iterator[tuple[Searcher, Searcher]]:
    """One over the archive's index, one over that by the standard codec."""
    home = tmp_path_factory.mktemp("home")
    engine = open_engine("whoosh", home)
    engine.rebuild([documents[:FIRST]], 1, "a")
    engine.write((), documents[FIRST:], 1, "a")
    other = standard(documents)
    if request.param != "whole":
        gone = [each.id for each in documents[::7]]
        engine.write(gone, [], 2, "b")
        writer = other.writer()
        for one in gone:
            writer.delete_by_term("id", one)
        writer.commit(merge=False)
    [folder] = (home / "index" / "whoosh").glob("g*")
    with (
        open_dir(folder).searcher(weighting=BM25F()) as archive,
        other.searcher(weighting=BM25F()) as whoosh,
    ):
        assert archive.doc_count() == whoosh.doc_count()
        yield archive, whoosh
    engine.close()


def found(searcher: Searcher, query: q.Query, **how: Any) -> list[tuple[bytes, float]]:
    hits = searcher.search(query, limit=None, **how)
    ids = searcher.reader().column_reader("id", translate=False)
    scores = {hit.docnum: hit.score if "sortedby" in how else round(hit.score, 9) for hit in hits}
    return [(bytes(ids[doc]), score) for doc, score in scores.items()]


def term(word: str, field: str = "body") -> q.Term:
    return q.Term(field, word)


OIL, BANK, CRUDE = term("oil"), term("bank"), term("crude")
SYRIA = term("syria", "tag")
ALONE = [
    OIL,
    term("IS"),
    term("en/export", "body_stem"),
    SYRIA,
    term("nothing"),
    q.Every(),
    q.Every("tag"),
    q.Every("title"),
    q.NullQuery,
    q.Prefix("body", "ex"),
    q.Prefix("tag", "deir"),
    q.Wildcard("body", "*ex?ort*"),
    q.Regex("body", "o.l"),
    q.FuzzyTerm("body", "expert", maxdist=1),
    q.Variations("body", "exports"),
    q.TermRange("body", "bank", "gold"),
    q.TermRange("title", "crude", None, startexcl=True),
    q.Phrase("body", ["crude", "oil"]),
    q.Phrase("body", ["oil", "bank"], slop=3),
    q.And([OIL, BANK]),
    q.Or([OIL, BANK, term("yen", "title")]),
    q.Or([OIL, BANK, CRUDE], minmatch=2),
    compound.DefaultOr([OIL, SYRIA]),
    compound.PreloadedOr([OIL, SYRIA]),
    q.DisjunctionMax([OIL, term("oil", "title")]),
    q.AndNot(OIL, BANK),
    q.AndMaybe(OIL, BANK),
    q.Require(OIL, BANK),
    q.Otherwise(term("nothing"), OIL),
    q.Not(BANK),
    q.ConstantScoreQuery(OIL, 2.0),
    wrappers.WeightingQuery(OIL, BM25F(B=0.2)),
    q.Sequence([OIL, BANK]),
    q.Ordered([OIL, BANK]),
    nested.NestedParent(SYRIA, OIL),
    nested.NestedChildren(SYRIA, term("iraq", "tag")),
    spans.SpanNear(OIL, BANK, slop=4, ordered=False),
    spans.SpanNear2([OIL, BANK, CRUDE], slop=3),
    spans.SpanFirst(OIL, limit=3),
    spans.SpanOr([OIL, BANK]),
    spans.SpanNot(OIL, BANK),
    spans.SpanContains(spans.SpanNear(OIL, BANK, slop=6), CRUDE),
    spans.SpanBefore(OIL, BANK),
    spans.SpanCondition(OIL, BANK),
]
# What a query is nested in.
AROUND: dict[str, Callable[[q.Query], q.Query]] = {
    "And": lambda each: q.And([each, CRUDE]),
    "Or": lambda each: q.Or([each, q.And([CRUDE, SYRIA])]),
    "Not": lambda each: q.And([term("trade"), q.Not(each)]),
    "AndNot": lambda each: q.AndNot(q.Or([OIL, BANK]), each),
    "AndMaybe": lambda each: q.AndMaybe(q.Prefix("title", "ja"), each),
    "Require": lambda each: q.Require(each, q.Phrase("body", ["the", "of"])),
    "Otherwise": lambda each: q.Otherwise(term("nothing"), each),
    "boosted": lambda each: q.Or([q.ConstantScoreQuery(each, 3.0), CRUDE]),
}
# Those that only others are made of; ranges of numbers, which need a numeric field of Whoosh's;
# SplitOr, which fails in Whoosh as it is; and ColumnQuery, which has no score: it filters, below.
NOT_ALONE = {
    "Query", "BinaryQuery", "CompoundQuery", "MultiTerm", "ExpandingTerm", "PatternQuery",
    "SpanQuery", "SpanBiQuery", "WrappingSpan", "WrappingQuery", "NumericRange", "DateRange",
    "SplitOr", "ColumnQuery",
}  # fmt: skip


def outcome(searcher: Searcher, query: q.Query) -> list[tuple[bytes, float]] | str:
    """What a query finds; or how it fails, as some of Whoosh's do within others."""
    try:
        return found(searcher, query)
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize("query", ALONE, ids=repr)
def test_whoosh_finds_the_same_with_the_same_scores_in_the_same_order(
    searchers: tuple[Searcher, Searcher], query: q.Query
) -> None:
    archive, whoosh = searchers
    assert found(archive, query) == found(whoosh, query)


@pytest.mark.parametrize("around", AROUND)
def test_so_it_does_where_queries_are_nested(
    searchers: tuple[Searcher, Searcher], around: str
) -> None:
    archive, whoosh = searchers
    failed = 0
    for query in map(AROUND[around], ALONE):
        expected = outcome(whoosh, query)
        assert outcome(archive, query) == expected, query
        failed += isinstance(expected, str)
    assert failed <= 8  # spans, in And and Or: Whoosh cannot tell there how many they are


def test_every_kind_of_query_that_whoosh_has_is_tried() -> None:
    modules = [vars(q)[module.name] for module in iter_modules(q.__path__)]
    every = {
        name
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, qcore.Query)
    }
    tried = {type(query).__name__ for query in ALONE}
    assert issubclass(terms.Term, qcore.Query)
    assert every - tried == NOT_ALONE


def test_the_queries_find_something(searchers: tuple[Searcher, Searcher]) -> None:
    empty = [repr(query) for query in ALONE if not found(searchers[1], query)]
    assert len(empty) <= 3, empty


@pytest.mark.parametrize(
    "wanted", [20130411, lambda day: day > 20150000], ids=["a day", "later than a day"]
)
def test_whoosh_filters_by_columns(searchers: tuple[Searcher, Searcher], wanted: Any) -> None:
    column = qcolumns.ColumnQuery("day", wanted)
    one, other = (found(searcher, OIL, filter=column) for searcher in searchers)
    assert 0 < len(one) < len(found(searchers[0], OIL))
    assert one == other


def test_whoosh_sorts_by_columns_and_tells_lengths_and_frequencies(
    searchers: tuple[Searcher, Searcher],
) -> None:
    for column in ("moment", "day", "id", "tag"):
        for reverse in (False, True):
            one, other = (found(each, OIL, sortedby=column, reverse=reverse) for each in searchers)
            assert [hit for hit, _ in one] == [hit for hit, _ in other]
    archive, whoosh = (searcher.reader() for searcher in searchers)
    for name in ("body", "title", "body_stem", "tag"):
        assert list(archive.lexicon(name)) == list(whoosh.lexicon(name))
        for each in archive.lexicon(name):
            assert archive.frequency(name, each) == whoosh.frequency(name, each)
            assert archive.doc_frequency(name, each) == whoosh.doc_frequency(name, each)
    for doc in range(MANY):
        assert archive.doc_field_length(doc, "body") == whoosh.doc_field_length(doc, "body")
    assert archive.field_length("body") == whoosh.field_length("body")


def test_whoosh_cannot_write_to_it(searchers: tuple[Searcher, Searcher]) -> None:
    archive, _ = searchers
    writer = archive.reader().leaf_readers()[0][0].segment()
    with pytest.raises(NotImplementedError, match="archive ingest"):
        writer.delete_document(0)
