"""What a state of an index remembers is bounded, whatever it is asked; its answers are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article
from index.document import document
from index.engines.arrays import snapshot as snapshots
from index.engines.arrays.postings import PostingList
from index.engines.arrays.snapshot import Snapshot
from index.engines.common.request import Request
from index.engines.whoosh import engine as whoosh
from index.engines.whoosh.engine import WhooshEngine
from index.query.tree import And, Key, Word

WORDS = [f"word{number}" for number in range(60)]


@pytest.fixture
def engine(tmp_path: Path, make_article: Callable[..., Article]) -> Iterator[WhooshEngine]:
    """An index of several segments, each of which has every word."""
    made = WhooshEngine(tmp_path / "index")
    made.rebuild([[]], 0, "")
    for number in range(3):
        article = make_article(f"{number}", body=" ".join(WORDS), language=None, tags=("A",))
        made.write((), [document(article)], number + 1, f"{number}")
    yield made
    made.close()


def _found(engine: WhooshEngine, word: str) -> int:
    asked = Word(("title", "body"), word, (f"/{word}",))
    return engine.search(Request(And((asked, Key("tag", "a"))))).total


@pytest.mark.parametrize("most", [0, 7, 40, 10_000])
def test_lists_are_forgotten_by_what_they_take(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(snapshots, "_MOST_LISTS", most)
    monkeypatch.setattr(snapshots, "_MOST_KNOWN", 1 + most // 10)
    monkeypatch.setattr(snapshots, "_MOST_MASKS", 1 + most // 10)
    for word in [*WORDS, *WORDS]:
        assert _found(engine, word) == 3
        state: Snapshot | None = engine._state
        assert state is not None
        assert state._listed == sum(each.size for each in state._lists.values())
        assert state._listed <= max(most, _largest(state))
        assert len(state._known) <= 1 + most // 10
        assert len(state._remembered) <= 1 + most // 10
    if most == 10_000 and state:
        assert len(state._lists) > len(WORDS)
        assert state._remembered


def _largest(state: Snapshot) -> int:
    """One list is there in any case: the one that was asked for last."""
    return max((each.size for each in state._lists.values()), default=0)


def test_a_list_takes_as_much_as_the_segments_that_have_its_term(engine: WhooshEngine) -> None:
    _found(engine, WORDS[0])
    state = engine._state
    assert isinstance(state, Snapshot)
    assert state.postings("body", WORDS[0]).size == 1 + len(state.segments)
    assert state.postings("body", "nowhere").size == 1
    assert isinstance(state.postings("body", WORDS[0]), PostingList)


@pytest.mark.parametrize("most", [0, 40, 30_000])
def test_stems_are_counted_in_every_segment_and_of_each_state_anew(
    engine: WhooshEngine,
    make_article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
    most: int,
) -> None:
    monkeypatch.setattr(whoosh, "_MOST_KNOWN", most)
    absent = ["", "/word", "/word599", "/zzz"]
    stems = [*absent, *(f"/{word}" for word in WORDS)]
    for number in (3, 4, 5):
        expected = dict.fromkeys(absent, 0) | {f"/{word}": number for word in WORDS}
        for some in (stems, stems[:9], stems[::-1], []):
            assert engine.holding("body", some) == {stem: expected[stem] for stem in some}
        article = make_article(f"{number}", body=" ".join(WORDS), language=None)
        engine.write((), [document(article)], number + 1, f"{number}")
