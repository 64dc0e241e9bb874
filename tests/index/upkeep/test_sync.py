"""The index follows the store: catching up, rebuilding, and what happens to damaged files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import IndexDamagedError
from archive.store.store import Store
from index.analysis import version
from index.answers.asked import Asked
from index.answers.results import Results
from index.answers.search import Search
from index.answers.similar import similar
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.query.parse import parse
from index.upkeep.check import problems
from index.upkeep.sync import IndexState, parted, rebuild, state, sync

Make = Callable[..., Article]
QUESTIONS = ("Deir Ezzor", '"Deir Ezzor"', "oil -army", "tag:syria", "econom*", "")


@contextmanager
def opened(home: Path) -> Iterator[tuple[Store, Engine]]:
    """A store and the default engine on it."""
    with Store.open(home) as store:
        engine = open_engine("whoosh", home, lock_timeout=5)
        try:
            yield store, engine
        finally:
            engine.close()


def answers(home: Path) -> list[Results]:
    """What a front-end that opens the archive answers; times left out."""
    with opened(home) as (store, engine):
        sync(store, engine)
        search = Search(store, engine)
        asked = [Asked(text, facets=True, timeline=True, limit=50) for text in QUESTIONS]
        return [replace(search.search(one), took_ms=0) for one in asked]


def put(store: Store, *articles: Article) -> None:
    with store.transaction():
        for article in articles:
            store.put(article, b"original", "text/plain")


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "index" / "whoosh").glob("g*"))


@pytest.fixture
def grown(samples_copy: Path, make_article: Make) -> Path:
    """The samples and a later commit, so that the index has more than one segment."""
    with opened(samples_copy) as (store, engine):
        put(store, make_article("late", title="Oil army", tags=("Syria",)))
        sync(store, engine)
    return samples_copy


def test_a_new_store_is_indexed_from_nothing(store: Store, make_article: Make) -> None:
    put(store, make_article("a"))
    engine = open_engine("whoosh", store.path.parent)
    before = sync(store, engine)
    assert (before.verdict, before.why) == ("rebuild", "there is no index yet")
    assert state(store, engine).verdict == "current"
    assert engine.ids() == store.ids()
    engine.close()


def test_changes_are_caught_up_with_in_batches(samples_copy: Path, make_article: Make) -> None:
    with opened(samples_copy) as (store, engine):
        put(store, *(make_article(str(n)) for n in range(7)))
        put(store, make_article("3", title="Changed zebra"))
        store.remove(make_article("5").id)
        seen: list[tuple[int, int]] = []
        before = sync(store, engine, batch=3, on_progress=lambda *step: seen.append(step))
        assert (before.verdict, before.behind) == ("behind", 9)
        assert seen == [(0, 7), (3, 7), (6, 7), (7, 7)]
        assert engine.ids() == store.ids()
        assert Search(store, engine).search(Asked("zebra")).total == 1
        assert list(problems(store, engine)) == []


def test_a_removed_article_that_is_restored_is_found_again(
    samples_copy: Path, make_article: Make
) -> None:
    with opened(samples_copy) as (store, engine):
        put(store, make_article("a", body="zebra"))
        search = Search(store, engine)
        counts = []
        for change in (lambda _: None, store.remove, store.restore):
            change(make_article("a").id)
            sync(store, engine)
            counts.append(search.search(Asked("zebra")).total)
        assert counts == [1, 0, 1]


def test_an_index_that_is_current_is_left_alone(grown: Path) -> None:
    before = folders(grown)
    with opened(grown) as (store, engine):
        assert sync(store, engine).verdict == "current"
    assert folders(grown) == before


def test_another_version_of_the_analysis_means_a_rebuild(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(grown)
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    with opened(grown) as (store, engine):
        why = "it was made by another version of the analysis"
        assert state(store, engine) == IndexState("rebuild", store.last_change()[0], why)
    assert answers(grown) == expected
    with opened(grown) as (store, engine):
        assert state(store, engine).verdict == "current"


def test_a_restored_backup_with_another_history_means_a_rebuild(
    grown: Path, tmp_path: Path, make_article: Make
) -> None:
    with opened(grown) as (store, engine):
        store.backup(tmp_path / "backup.db")
        put(store, make_article("lost", body="zebra"))
        sync(store, engine)
    for leftover in grown.glob("archive.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup.db", grown / "archive.db")
    with opened(grown) as (store, engine):
        put(store, make_article("other", body="giraffe"))
        before = sync(store, engine)
        assert before.why == "it was made from another history of this archive"
        search = Search(store, engine)
        assert [search.search(Asked(word)).total for word in ("zebra", "giraffe")] == [0, 1]


def test_deleting_the_index_changes_no_answer(grown: Path) -> None:
    expected = answers(grown)
    shutil.rmtree(grown / "index")
    assert answers(grown) == expected
    assert expected[0].total > 3


def test_an_index_that_lacks_an_article_is_rebuilt(grown: Path) -> None:
    with opened(grown) as (store, engine):
        stamp = engine.stamp()
        assert stamp is not None
        engine.write([min(store.ids())], [], stamp.change, stamp.token)
        before = sync(store, engine)
        assert before.verdict == "rebuild"
        assert f"not {store.count()}" in before.why
        assert engine.ids() == store.ids()


def test_a_wrong_number_of_articles_does_not_make_an_index_wrong(grown: Path) -> None:
    with opened(grown) as (store, engine):
        store._db.run("UPDATE counts SET value = value + 1")
        assert state(store, engine).verdict == "current"


def test_who_has_the_turn_to_build_asks_for_none(grown: Path) -> None:
    shutil.rmtree(grown / "index")
    with opened(grown) as (store, engine):
        rebuild(store, engine, has_turn=True)
        assert state(store, engine).verdict == "current"


@pytest.mark.leaves_damage("it has to be told")
def test_why_an_index_cannot_be_read_is_told(grown: Path) -> None:
    for path in (grown / "index" / "whoosh").rglob("g*/*"):
        empty(path)
    with opened(grown) as (store, engine):
        with pytest.raises(IndexDamagedError) as told:
            engine.stamp()
        assert told.value.message
        last = store.last_change()[0]
        assert state(store, engine) == IndexState("rebuild", last, told.value.message)


class OfCluster(MemoryEngine):
    """An engine that any number of processes may write to."""

    name = "opensearch"


def test_an_archive_in_a_file_has_no_workers_whose_work_it_would_be(
    store: Store, make_article: Make
) -> None:
    put(store, make_article("a"))
    engine = OfCluster()
    assert sync(store, engine).verdict == "rebuild"
    assert engine.ids() == store.ids()


class FiledByDay(MemoryEngine):
    """An engine that wants to know of which day the first state of each article was."""

    files_by_first_day = True


def test_an_index_that_is_filed_by_first_days_is_given_them(
    store: Store, make_article: Make
) -> None:
    put(store, *(make_article(name, date="1985-01-02") for name in "ab"))
    put(store, make_article("a", date="2017-05-06"), make_article("c", date=None, precision=None))
    store.remove(make_article("b").id)
    changes = store.changes(0, store.last_change()[0])
    removed, documents = parted(store, FiledByDay(), changes)
    assert removed == {make_article("b").id: 19850102}
    given = [(document.id, document.first_day) for document in documents]
    assert len(given) == 2  # each of them once
    assert dict(given) == {make_article("a").id: 19850102, make_article("c").id: None}


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xa5" * len(data[middle : middle + 40])
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [truncate, empty, garble, Path.unlink])
def test_whatever_happens_to_a_file_of_the_index_the_answers_stay_right(
    grown: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    expected = answers(grown)
    index = grown / "index" / "whoosh"
    files = [path.relative_to(grown) for path in index.rglob("*") if path.is_file()]
    assert len(files) >= 5
    for number, name in enumerate(files):
        copy = Path(shutil.copytree(grown, tmp_path / f"copy{number}"))
        damage(copy / name)
        assert answers(copy) == expected, name
        with opened(copy) as (store, engine):
            assert list(problems(store, engine)) == []


def test_similar_articles_are_found_though_the_index_is_damaged(grown: Path) -> None:
    with opened(grown) as (store, engine):
        article = store.get(store.resolve("o64gnp64"))
        expected = [hit.article.id for hit in similar(Search(store, engine), article)]
    assert expected
    for segment in (grown / "index" / "whoosh").rglob("*.arrays"):
        garble(segment)
    with opened(grown) as (store, engine):
        found = similar(Search(store, engine), article)
        assert [hit.article.id for hit in found] == expected


def test_a_catch_up_on_a_damaged_index_rebuilds_it(grown: Path, make_article: Make) -> None:
    segment = next((grown / "index" / "whoosh").rglob("*.arrays"))
    truncate(segment)
    with opened(grown) as (store, engine):
        put(store, make_article("new"))
        before = sync(store, engine)
        assert before.verdict == "rebuild"
        assert segment.name in before.why
        assert engine.ids() == store.ids()


def rot(path: Path, start: int, end: int) -> None:
    """Turns bytes round in place and keeps the time, as a failing disk does; twice is as before."""
    times = path.stat()
    with path.open("r+b") as stream:
        stream.seek(start)
        data = stream.read(end - start)
        stream.seek(start)
        stream.write(bytes(byte ^ 0xFF for byte in data))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_rot_that_leaves_no_trace_is_reported_by_a_check_and_never_a_traceback(
    grown: Path,
) -> None:
    segments = (grown / "index" / "whoosh").rglob("*.arrays")
    segment = max(segments, key=lambda path: path.stat().st_size)
    size = segment.stat().st_size
    damaged = 0
    for start in range(0, size, size // 25):
        area = start, min(start + size // 25, size)
        rot(segment, *area)
        with opened(grown) as (store, engine):
            assert any("not what was written" in line for line in problems(store, engine))
            for text in QUESTIONS:
                try:
                    engine.search(Request(parse(text).query, facets=("tag",), timeline=True))
                except IndexDamagedError:
                    damaged += 1
        rot(segment, *area)
    assert damaged
    with opened(grown) as (store, engine):
        assert list(problems(store, engine)) == []


def test_a_failure_that_is_not_of_the_files_is_not_called_damage(grown: Path) -> None:
    with opened(grown) as (_, engine), pytest.raises(TypeError):
        engine.search(Request(limit="ten"))  # type: ignore[arg-type]


def test_an_index_folder_is_for_its_owner_alone(grown: Path) -> None:
    assert (grown / "index" / "whoosh").stat().st_mode & 0o077 == 0
    with opened(grown) as (_, engine):
        assert engine.size() > 1000


def test_old_folders_are_removed(grown: Path, make_article: Make) -> None:
    leftover = grown / "index" / "whoosh" / "g0099-dead"
    leftover.mkdir()
    with opened(grown) as (store, engine):
        for n in range(3):
            put(store, make_article(f"n{n}"))
            sync(store, engine)
    assert len(folders(grown)) == 1
    assert not leftover.exists()
