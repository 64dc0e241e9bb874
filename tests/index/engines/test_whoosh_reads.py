"""Whoosh's own queries over an archive's index, and over one by Whoosh's standard codec."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as q
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.query import spans
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.system import pack_uint

from archive.article import Article, Origin, make_id
from index.document import Document, document
from index.engines.common.layout import key_field, stem_field
from index.engines.open import open_engine
from index.engines.whoosh import schema as ours
from index.fields import KEYS, STREAMS

VOCABULARY = "oil bank crude wheat the of gold trade Japan U.S. export exports tariff yen".split()
TAGS = ("syria", "iraq", "oil", "deir ezzor")


def articles() -> list[Document]:
    chance = random.Random(7)
    made = []
    for number in range(300):
        identity = f"test:{number}"
        words = chance.choices(VOCABULARY, weights=range(len(VOCABULARY), 0, -1), k=60)
        made.append(
            document(
                Article(
                    id=make_id(identity), identity=identity, origin=Origin("x"), language="en",
                    title=" ".join(chance.choices(VOCABULARY, k=4)), precision="day",
                    body=" ".join(words[: chance.randrange(1, 60)]),
                    tags=tuple(chance.sample(TAGS, chance.randrange(3))),
                    date=f"20{chance.randrange(10, 20)}-0{chance.randrange(1, 9)}-11",
                )  # fmt: skip
            )
        )
    return made


class Words(ours.Words):
    """The same field with what Whoosh needs to write it: {term: places} to postings."""

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, places in value.items():
            count = len(places)
            positions = self.format.__class__.__name__ == "Positions"
            kept = self.format.encode(places) if positions else pack_uint(count)
            yield term.encode(), count, float(count), kept


class Values(ours.Values):
    """The same for whole values."""

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for key in value:
            yield key.encode(), 1, 1.0, b""

    def to_column_value(self, value: Any) -> bytes:
        return "\x1f".join(value).encode()


def standard(documents: list[Document]) -> Any:
    schema = Schema(**{
        name: Words(field.format.__class__.__name__ == "Positions")
        if isinstance(field, ours.Words)
        else Values() if isinstance(field, ours.Values) else field
        for name, field in ours.make_schema().items()
    })  # fmt: skip
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for each in documents:
        values: dict[str, Any] = {"id": (each.id,), "day": each.day, "moment": each.moment}
        values |= {key_field(name): each.keys[name] for name in KEYS if each.keys[name]}
        for name in STREAMS:
            words: dict[str, list[int]] = {}
            stems: dict[str, list[int]] = {}
            for place, forms, stemmed in each.streams[name].positions():
                for form in forms:
                    words.setdefault(form, []).append(place)
                for stem in stemmed:
                    stems.setdefault(stem, []).append(place)
            if words:
                values |= {name: words, stem_field(name): stems}
        writer.add_document(**values)
    writer.commit()
    return index


@pytest.fixture(scope="module")
def searchers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Searcher, Searcher]]:
    home = tmp_path_factory.mktemp("home")
    documents = articles()
    engine = open_engine("whoosh", home)
    engine.rebuild([documents[:120], documents[120:]], 1, "a")
    [folder] = (home / "index" / "whoosh").glob("g*")
    with (
        open_dir(folder).searcher(weighting=BM25F()) as archive,
        standard(documents).searcher(weighting=BM25F()) as whoosh,
    ):
        yield archive, whoosh
    engine.close()


def found(searcher: Searcher, query: q.Query) -> list[tuple[bytes, float]]:
    hits = searcher.search(query, limit=None)
    ids = searcher.reader().column_reader("id", translate=False)
    return sorted((bytes(ids[hit.docnum]), round(hit.score, 9)) for hit in hits)


def term(word: str, field: str = "body") -> q.Term:
    return q.Term(field, word)


OIL, BANK, CRUDE = term("oil"), term("bank"), term("crude")
QUERIES = [
    OIL,
    term("en/export", "body_stem"),
    term("syria", "tag"),
    q.Every(),
    q.Every("tag"),
    q.NullQuery,
    q.Prefix("body", "ex"),
    q.Wildcard("body", "*ex?ort*"),
    q.Regex("body", "o.l"),
    q.FuzzyTerm("body", "expert", maxdist=1),
    q.Variations("body", "exports"),
    q.TermRange("body", "bank", "gold"),
    q.Prefix("tag", "deir"),
    q.Phrase("body", ["crude", "oil"]),
    q.Phrase("body", ["oil", "bank"], slop=3),
    q.And([OIL, BANK]),
    q.And([OIL, q.Not(BANK)]),
    q.Or([OIL, BANK, term("yen", "title")]),
    q.Or([q.And([OIL, CRUDE]), q.Phrase("body", ["the", "of"]), term("iraq", "tag")]),
    q.DisjunctionMax([OIL, term("oil", "title")]),
    q.AndNot(OIL, BANK),
    q.AndMaybe(OIL, BANK),
    q.Require(OIL, BANK),
    q.Otherwise(term("nothing"), OIL),
    q.ConstantScoreQuery(OIL, 2.0),
    q.Ordered([OIL, BANK]),
    spans.SpanNear(OIL, BANK, slop=4, ordered=False),
    spans.SpanFirst(OIL, limit=3),
    spans.SpanOr([OIL, BANK]),
    spans.SpanNot(OIL, BANK),
    spans.SpanContains(spans.SpanNear(OIL, BANK, slop=6), CRUDE),
    spans.SpanBefore(OIL, BANK),
    spans.SpanCondition(OIL, BANK),
    q.And([q.Or([OIL, BANK]), q.Not(term("syria", "tag")), q.Prefix("title", "ja")]),
]


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_whoosh_finds_the_same_with_the_same_scores(
    searchers: tuple[Searcher, Searcher], query: q.Query
) -> None:
    archive, whoosh = searchers
    assert found(archive, query) == found(whoosh, query)


def test_the_queries_find_something(searchers: tuple[Searcher, Searcher]) -> None:
    empty = [repr(query) for query in QUERIES if not found(searchers[1], query)]
    assert len(empty) <= 3, empty
