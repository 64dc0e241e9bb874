"""Words counted, and what stands around some: every engine has the numbers of the plain way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import Document
from index.engines.arrays import files, groups, passed, places, scanning, side_by_side
from index.engines.common.counting import Counting, Counts, Texts
from index.engines.common.interface import Engine
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.query.tree import All, And, Days, Key, Not, Query
from tests.helpers.generated import corpora, trees, words_and_phrases

GROUPS: tuple[Query, ...] = (
    Key("tag", "syria"), Key("tag", "iraq"), Days(20170101, 20171231), Key("agency", "afp"),
)  # fmt: skip
# Of the last two stand at one place: US is found as us, too.
UNTOLD: list[frozenset[str]] = [
    frozenset(),
    frozenset({"syria", "the"}),
    frozenset({"syria", "us", "US"}),
]

REACHES = st.integers(0, 3) | st.just(70)  # the last of more places than one word of bits has


@st.composite
def countings(draw: st.DrawFn) -> Counting:
    leaves = draw(st.lists(words_and_phrases(), max_size=3))
    found = draw(trees)
    shown: Query = draw(st.sampled_from([All(), Not(Key("status", "withdrawn"))]))
    return Counting(
        found=And((found, shown)),
        held=draw(st.sampled_from([All(), found])),
        groups=draw(st.sampled_from([(All(),), GROUPS, (*GROUPS, All()), ()])),
        leaves=tuple(leaves),
        left=draw(REACHES),
        right=draw(REACHES),
        near=draw(st.booleans()),
        runs=draw(st.sampled_from([0, 1, 3, 1_000])),
        totals=draw(st.booleans()),
        least=draw(st.integers(1, 2)),
        untold=draw(st.sampled_from(UNTOLD)),
        most=draw(st.sampled_from([1_000_000, 3])),
        seed=draw(st.integers(1, 3)),
    )


def plain(counts: Counts) -> dict[str, object]:
    """Counts that can be compared: words with their rows, whatever their order."""
    near = dict(zip(counts.words, counts.near.tolist(), strict=True))
    totals = dict(zip(counts.words, counts.totals.tolist(), strict=True))
    return {
        "documents": counts.documents, "occurrences": counts.occurrences, "held": counts.held,
        "size": counts.size, "drawn": counts.drawn, "sampled": counts.sampled, "near": near,
        "whole": counts.whole,
        "around": counts.around,
        "totals": totals, "runs": dict(counts.runs),
    }  # fmt: skip


def texts_of(articles: Sequence[Document]) -> Texts:
    latest = {document.id: document for document in articles}
    return lambda ids: [latest[one] for one in ids]


def fill(engine: Engine, articles: list[Document]) -> None:
    """Half by a rebuild, half by a write that also removes."""
    half = len(articles) // 2
    engine.rebuild([articles[:half]], 1, "t1")
    engine.write([article.id for article in articles[: half // 2]], articles[half:], 2, "t2")


def assert_agreement(articles: list[Document], asked: list[Counting], names: list[str]) -> None:
    oracle, texts = MemoryEngine(), texts_of(articles)
    fill(oracle, articles)
    # tantivy's readers make a file there, from a thread, some time after they were closed.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in names:
            engine = open_engine(name, Path(folder))
            fill(engine, articles)
            for counting in asked:
                expected = plain(oracle.count(counting, texts))
                assert plain(engine.count(counting, texts)) == expected, counting
            engine.close()


@given(articles=corpora(), asked=st.lists(countings(), min_size=3, max_size=6))
def test_every_engine_counts_as_the_plain_way_does(
    articles: list[Document], asked: list[Counting]
) -> None:
    assert_agreement(articles, asked, ["whoosh", "tantivy"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=corpora(), asked=st.lists(countings(), min_size=3, max_size=6))
def test_much_is_counted_in_parts_as_it_is_at_once(
    monkeypatch: pytest.MonkeyPatch, articles: list[Document], asked: list[Counting]
) -> None:
    monkeypatch.setattr(scanning, "_AT_ONCE", 2)
    monkeypatch.setattr(scanning, "_ALONE", 0)  # and so on several threads
    monkeypatch.setattr(scanning, "CORES", 2)
    monkeypatch.setattr(scanning, "_FEW", 0)
    monkeypatch.setattr(passed, "_OFTEN", 1)
    monkeypatch.setattr(passed, "_AT_ONCE", 1)
    monkeypatch.setattr(groups, "_PIECE", 2)
    monkeypatch.setattr(groups, "_BITS", 1)  # so groups are counted one by one
    monkeypatch.setattr(side_by_side, "_BITS", 1)  # so runs are numbered anew, word by word
    monkeypatch.setattr(side_by_side, "_HASH", 1)  # so half of all runs have that of a frequent one
    monkeypatch.setattr(side_by_side, "_HEAVIEST", 1)
    monkeypatch.setattr(side_by_side, "_AT_ONCE", 2)
    monkeypatch.setattr(side_by_side, "CORES", 3)
    monkeypatch.setattr(places, "_AT_ONCE", 2)
    monkeypatch.setattr(files, "BITS", 1)
    monkeypatch.setattr(files, "BELOW", 1)
    assert_agreement(articles, asked, ["whoosh"])
