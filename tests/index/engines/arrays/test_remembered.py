"""What a state of an index remembers is bounded, whatever it is asked; its answers are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pytest

from archive.article import Article
from index.document import document
from index.engines.arrays import files
from index.engines.arrays import snapshot as snapshots
from index.engines.arrays.postings import PostingList
from index.engines.arrays.snapshot import Snapshot
from index.engines.common.request import Request
from index.engines.whoosh import engine as whoosh
from index.engines.whoosh.engine import WhooshEngine
from index.query.tree import And, Key, Phrase, Prefix, Word

SMAPS = Path("/proc/self/smaps")
HEADER = 8  # KiB that the header of a file takes at most
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


def _asked(word: str) -> Word:
    return Word(("title", "body"), word, (f"/{word}",))


def _found(engine: WhooshEngine, word: str) -> int:
    return engine.search(Request(And((_asked(word), Key("tag", "a"))))).total


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


def test_what_is_kept_is_of_one_state(
    engine: WhooshEngine, make_article: Callable[..., Article]
) -> None:
    """A commit and a deletion come between two searches."""
    before = [engine.search(Request(_asked(word))).hits for word in WORDS]
    more = make_article("more", body=" ".join(WORDS[:5] * 3), language=None)
    gone = make_article("0").id
    engine.write((gone,), [document(more)], 4, "4")
    fresh = WhooshEngine(engine.folder)
    for word, hits in zip(WORDS, before, strict=True):
        found = engine.search(Request(_asked(word)))
        assert found == fresh.search(Request(_asked(word)))
        ids = {one for one, _ in found.hits}
        assert ids == {one for one, _ in hits} - {gone} | ({more.id} & ids)
        assert (more.id in ids) == (word in WORDS[:5])
    fresh.close()


@pytest.mark.parametrize("most", [0, 40, 16 << 20])
def test_decoded_lists_take_so_many_bytes(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(snapshots, "_MOST_DECODED", most)
    for word in [*WORDS, *WORDS]:
        assert _found(engine, word) == 3
        state = engine._state
        assert isinstance(state, Snapshot)
        assert state._decoded.size <= most
    kept = len(state._decoded)
    assert kept == 0 if not most else 0 < kept < len(WORDS) if most == 40 else kept > len(WORDS)


@pytest.mark.parametrize("most", [0, 40, 16 << 20])
def test_threads_that_share_a_state_find_the_same(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Lists, beginnings and filters are made and forgotten by several at a time."""
    monkeypatch.setattr(snapshots, "_MOST_DECODED", most)
    monkeypatch.setattr(snapshots, "_MOST_REMEMBERED", most)
    both = ("title", "body")
    asked = [
        Request(And((leaf, Key("tag", key))), fold=True, facets=("tag",))
        for word in WORDS[:12]
        for leaf in (_asked(word), Prefix(both, word), Phrase(both, (word, WORDS[-1])))
        for key in ("a", "b")
    ]
    alone = [engine.search(one) for one in asked]
    assert sum(found.total for found in alone)

    def ask(start: int) -> bool:
        turned = [(start * 9 + step) % len(asked) for step in range(len(asked))]
        return all(engine.search(asked[at]) == alone[at] for at in turned)

    engine._state = None
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))


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


@pytest.mark.parametrize("most", [0, 25, 1_000])
def test_filters_take_so_many_bytes(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Those that few articles have are numbers, and take what these take."""
    monkeypatch.setattr(snapshots, "_MOST_REMEMBERED", most)
    for key in ("a", "b", "c", "d", "a"):
        asked = And((_asked(WORDS[0]), Key("tag", key)))
        assert engine.search(Request(asked)).total == (3 if key == "a" else 0)
        state = engine._state
        assert isinstance(state, Snapshot)
        assert state._remembered.size <= most
    assert len(state._remembered) == (4 if most else 3)  # those of nothing take nothing


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


@pytest.mark.skipif(not SMAPS.exists(), reason="only Linux tells what a file takes of memory")
def test_pages_of_files_are_given_back_every_now_and_then(tmp_path: Path) -> None:
    path = tmp_path / "numbers"
    made = files.create(path, {"small": ("<u4", 1 << 14), "large": ("<u4", 1 << 20)})
    made["large"][:] = 7
    del made
    held = files.open_arrays(path)
    assert [int(array.sum()) for array in held.values()] == [0, 7 << 20]
    assert _resident(path) > 4096
    files.let_go([held["large"]])
    assert 0 < _resident(path) < 4096  # and what is in the same pages
    files.let_go(held.values())
    assert _resident(path) == 0
    assert [int(array.sum()) for array in held.values()] == [0, 7 << 20]


@pytest.mark.skipif(not SMAPS.exists(), reason="only Linux tells what a file takes of memory")
def test_searches_give_back_what_they_read(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search() -> list[int]:
        """What the files take after as many searches as there are between."""
        assert [_found(engine, word) for word in WORDS[:4]] == [3] * 4
        return [_resident(path) for path in paths]

    monkeypatch.setattr(snapshots, "_READ", 4)
    assert len(engine.ids()) == 3
    state: Snapshot | None = engine._state
    assert state is not None
    paths = [engine.folder / state.name / segment.name for segment in state.segments]
    assert min(map(_resident, paths)) > HEADER
    assert max(search()) <= HEADER  # all that opening read
    for array in chain.from_iterable(segment.arrays.values() for segment in state.segments):
        array.tobytes()
    assert min(search()) > HEADER
    monkeypatch.setattr(snapshots, "_LARGE", 0)
    assert max(search()) <= HEADER


def _resident(path: Path) -> int:
    """KiB of memory that pages of a file take in this process."""
    found = 0
    here = False
    for line in SMAPS.read_text().splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            here = line.endswith(f" {path}")
        elif here and name == "Rss:":
            found += int(rest[0])
    return found
