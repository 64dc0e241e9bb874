"""What is tantivy's own: damage, deaths of processes, readers beside writers, many values."""

from __future__ import annotations

import builtins
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import IndexBusyError, SearchIndexError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.document import document
from index.engines.arrays.write import write
from index.engines.common.generations import Generations
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.query.tree import And, Near, Not, Word
from index.upkeep.check import problems
from index.upkeep.sync import rebuild, sync
from tests.helpers.archives import ROOT
from tests.helpers.engines import assert_equal
from tests.helpers.soundness import unsound

Make = Callable[..., Article]
Fill = Callable[..., dict[str, str]]

QUESTIONS = ("syria", "tag:iraq", '"deir ezzor"', "econom*", "")


@pytest.fixture
def home(samples_copy: Path) -> Path:
    """The samples, indexed by tantivy too."""
    with opened(samples_copy) as (store, engine):
        sync(store, engine)
    return samples_copy


@pytest.fixture
def tantivy(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine("tantivy", tmp_path)
    engine.rebuild([], 0, "")
    yield engine
    engine.close()


def word(text: str) -> Word:
    return Word(("title", "body"), text, (f"en/{text}",))


@contextmanager
def opened(home: Path) -> Iterator[tuple[Store, Engine]]:
    with Store.open(home) as store:
        engine = open_engine("tantivy", home, lock_timeout=5)
        yield store, engine
        engine.close()


def answers(home: Path) -> list[list[str]]:
    with opened(home) as (store, engine):
        sync(store, engine)
        search = Search(store, engine)
        return [[hit.article.id for hit in search.search(Asked(one)).hits] for one in QUESTIONS]


def damage(path: Path) -> None:
    """Turns bytes in the middle round and keeps size and time, as a failing disk does."""
    data, times = path.read_bytes(), path.stat()
    part = slice(len(data) // 3, 2 * len(data) // 3)
    path.write_bytes(data[: part.start] + bytes(b ^ 255 for b in data[part]) + data[part.stop :])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_files_cut_short_or_gone_are_noticed_and_the_answers_stay_right(home: Path) -> None:
    expected = answers(home)
    for suffix in (".idx", ".json", ".fast", ".arrays"):
        for ruin in (Path.unlink, lambda path: os.truncate(path, path.stat().st_size // 2)):
            ruin(next((home / "index" / "tantivy").rglob(f"*{suffix}")))
            assert answers(home) == expected
    with opened(home) as (store, engine):
        assert list(problems(store, engine)) == []


@pytest.mark.parametrize("suffix", [".idx", ".term", ".fast", ".store", ".pos", ".arrays"])
def test_rot_that_leaves_no_trace_is_mended_or_harmless_and_found_by_a_check(
    home: Path, suffix: str
) -> None:
    damage(next((home / "index" / "tantivy").rglob(f"*{suffix}")))
    with opened(home) as (store, engine):
        assert any("not what was written" in line for line in problems(store, engine))
        search = Search(store, engine)
        for text in QUESTIONS:
            search.search(Asked(text, facets=True, timeline=True, fold=True))


SCRIPT = """
import os, signal, sys
from pathlib import Path
from archive.article import Article, Origin, make_id
from archive.store.store import Store
from index.engines.open import open_engine
import index.engines.tantivy.engine as module
import index.upkeep.sync

home = Path(sys.argv[1])
store = Store.open(home)
engine = open_engine("tantivy", home)
article = Article(make_id("new"), "new", "Zebra", "text", Origin("x"))
store.put(article, b"x", "text/plain")

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""
DEATHS = {
    "while documents are handed over in a rebuild": """
kept, seen = module.Fields.of, []
module.Fields.of = lambda *of: die() if len(seen) > 30 else seen.append(of) or kept(*of)
index.upkeep.sync.rebuild(store, engine)
""",
    "after tantivy's commit, with its locks left": """
module._drop_locks = die
index.upkeep.sync.sync(store, engine)
""",
}


@pytest.mark.parametrize("point", DEATHS)
def test_a_process_killed_at_any_point_loses_nothing_and_leaves_no_lock(
    home: Path, point: str
) -> None:
    command = [sys.executable, "-c", SCRIPT + DEATHS[point], str(home)]
    done = subprocess.run(command, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    with opened(home) as (store, engine):
        assert sync(store, engine).verdict == "behind"
        assert Search(store, engine).search(Asked("zebra")).total == 1
        assert list(problems(store, engine)) == []
        rebuild(store, engine)
    folders = list((home / "index" / "tantivy").glob("g*"))
    assert len(folders) == 1
    assert not list(folders[0].glob("*.lock"))


def test_readers_never_fail_while_another_commits_and_rebuilds(
    home: Path, make_article: Make
) -> None:
    failures: list[BaseException] = []
    done = threading.Event()
    shared = open_engine("tantivy", home)

    def read(engine: Engine) -> None:
        try:
            while not done.is_set():
                assert engine.search(Request(facets=("tag",))).total >= 30
                assert engine.stamp()
        except BaseException as error:
            failures.append(error)

    readers = [shared, shared, open_engine("tantivy", home)]
    threads = [threading.Thread(target=read, args=(one,)) for one in readers]
    for thread in threads:
        thread.start()
    try:
        with opened(home) as (store, writer):
            for n in range(6):
                store.put(make_article(str(n)), b"x", "text/plain")
                sync(store, writer)
                if n % 3 == 2:
                    rebuild(store, writer)
    finally:
        done.set()
        for thread in threads:
            thread.join(30)
    assert failures == []


def test_a_writer_that_waits_too_long_says_so_while_a_reader_goes_on(
    home: Path, make_article: Make
) -> None:
    first, second = (open_engine("tantivy", home, lock_timeout=0) for _ in range(2))
    busy: list[IndexBusyError] = []

    def documents() -> Iterator[object]:
        with pytest.raises(IndexBusyError) as raised:
            second.write((), [], 1, "t")
        busy.append(raised.value)
        assert second.search(Request()).total > 30
        yield document(make_article("a"))

    first.write((), documents(), 10**6, "t")  # type: ignore[arg-type]
    assert busy
    assert busy[0].hint


def test_many_small_commits_are_merged_and_leave_no_heap_of_files(
    tantivy: Engine, make_article: Make, tmp_path: Path
) -> None:
    for n in range(30):
        tantivy.write((), [document(make_article(f"{n}", body="common"))], n, f"t{n}")
    assert tantivy.search(Request(Word(("body",), "common", ("en/common",)))).total == 30
    assert len(list(tmp_path.rglob("*.idx"))) < 16


def test_arrays_and_words_are_of_the_same_documents_however_often_either_is_merged(
    tantivy: Engine, make_article: Make
) -> None:
    """Each of 40 commits replaces one, removes one and adds three."""
    oracle = MemoryEngine()
    oracle.rebuild([], 0, "")
    articles = [
        make_article(f"{n}", title=None, body=f"Rye {'oil ' * (n % 3)}{n}.", tags=(f"t{n % 5}",))
        for n in range(120)
    ]
    story = {at: articles[at // 4 * 4].id for at in range(120)}
    for n in range(40):
        fresh = [document(articles[at], story[at]) for at in range(3 * n, 3 * n + 3)]
        again = document(replace(articles[n], body=f"Rye again, oil {n}."), story[n])
        for engine in (tantivy, oracle):
            engine.write([articles[2 * n].id], [*fresh, again], n, f"t{n}")
    asked = [word("rye"), word("oil"), word("again"), And((word("oil"), Not(word("again"))))]
    for query in asked:
        for fold in (False, True):
            request = Request(query, facets=("tag",), timeline=True, dates=True, fold=fold)
            assert_equal(tantivy, oracle, request)
    assert tantivy.ids() == oracle.ids()


def test_of_equal_hits_the_newest_come_first_however_many_there_are(
    tantivy: Engine, make_article: Make
) -> None:
    articles = [
        make_article(f"{n}", title=None, body="Rye.", date=f"2017-{n % 12 + 1:02}-{n % 28 + 1:02}")
        for n in range(200)
    ]
    tantivy.rebuild([map(document, articles)], 1, "t")
    assert len({one.date for one in articles}) < len(articles)
    for offset in (0, 60, 195):
        found = tantivy.search(Request(word("rye"), offset=offset))
        newest = tantivy.search(Request(word("rye"), offset=offset, sort="newest"))
        assert [one for one, _ in found.hits] == [one for one, _ in newest.hits]
        assert found.total == 200


def test_a_page_of_stories_is_full_though_one_of_them_has_all_of_the_best_hits(
    tantivy: Engine, make_article: Make
) -> None:
    best = [make_article(f"best {n}", title="Rye", body="Rye" + " ear" * n) for n in range(90)]
    rest = [make_article(f"rest {n}", title=None, body=f"Wheat, rye {n}.") for n in range(30)]
    documents = [document(one, best[0].id) for one in best] + [document(one) for one in rest]
    tantivy.rebuild([documents], 1, "t")
    found = tantivy.search(Request(word("rye"), fold=True))
    assert (found.total, found.articles, len(found.hits)) == (31, 120, 10)
    lead, _ = found.hits[0]
    assert sorted((lead, *found.folded[lead])) == sorted(one.id for one in best)
    assert {one for one, _ in found.hits[1:]} < {one.id for one in rest}
    beyond = tantivy.search(Request(word("rye"), fold=True, offset=40))
    assert (beyond.total, beyond.hits, dict(beyond.folded)) == (31, (), {})


@pytest.mark.parametrize("apart", [0, 3, 60])
def test_several_words_near_each_other_are_found_as_by_the_memory_engine(
    tantivy: Engine, fill: Fill, apart: int
) -> None:
    texts = (
        "oil bank oil war", "war x oil y bank", "oil bank " + "x " * 20 + "war oil",
        "oil war bank", "oil bank", "bank war oil oil", "US bank hears us of war",
    )  # fmt: skip
    oracle = MemoryEngine()
    for engine in (tantivy, oracle):
        fill(engine, {str(n): {"title": None, "body": text} for n, text in enumerate(texts)})
    asked = [("oil", "war", "bank"), ("oil", "oil", "war"), ("US", "us", "bank"), ("US", "us")]
    for words in asked:
        request = Request(And((Near(("title", "body"), words, apart),)), limit=20)
        found, expected = tantivy.search(request), oracle.search(request)
        assert {one for one, _ in found.hits} == {one for one, _ in expected.hits}, words
    assert expected.total


def test_without_the_package_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if "tantivy" in name.split(".")]:
        monkeypatch.delitem(sys.modules, name)
    kept = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "tantivy":
            raise ModuleNotFoundError("No module named 'tantivy'", name="tantivy")
        return kept(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SearchIndexError, match="not installed") as raised:
        open_engine("tantivy", tmp_path)
    assert "news-archive[tantivy]" in (raised.value.hint or "")


@contextmanager
def changed(home: Path, **told: int) -> Iterator[Path]:
    """The files of the index, to be changed and sealed as if they had been written so; `told` is
    what the seal says otherwise.
    """
    generations = Generations(home / "index" / "tantivy", lock_timeout=0)
    stamp = generations.stamp()
    assert stamp is not None
    with generations.draft(anew=False) as draft:
        yield draft.folder
        draft.seal(replace(stamp, **told))  # type: ignore[arg-type]


def test_an_index_of_another_version_of_tantivy_is_rebuilt(home: Path) -> None:
    """Its own words for the version are changed."""
    expected = answers(home)
    with changed(home) as folder:
        meta = folder / "meta.json"
        text = meta.read_text().replace('"segments"', '"parts"')
        meta.unlink()
        meta.write_text(text)
    assert answers(home) == expected


def test_an_index_with_words_and_values_of_other_articles_is_found_and_rebuilt(home: Path) -> None:
    expected = answers(home)
    with opened(home) as (store, engine):
        with changed(home) as folder:
            write(folder, store.ids(), [])
        assert any("and values of 0" in line for line in problems(store, engine))
    assert answers(home) == expected


def test_the_tests_look_at_the_indexes_of_tantivy_too(home: Path) -> None:
    with changed(home, documents=1):
        pass
    assert any("tantivy holds 1 articles" in line for line in unsound(home))
    with opened(home) as (store, engine):
        rebuild(store, engine)
    assert list(unsound(home)) == []


def test_where_no_thread_can_be_started_it_is_told_and_nobody_panics(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    usual = threading.stack_size(1 << 46)  # more than any system has for one
    try:
        with opened(home) as (store, engine):
            refused = os.strerror(errno.EAGAIN)
            with pytest.raises(OSError, match=refused):
                engine.ids()
            with pytest.raises(SearchIndexError, match=refused):
                rebuild(store, engine)
    finally:
        threading.stack_size(usual)
    assert "panicked" not in capfd.readouterr().err
    with opened(home) as (store, engine):
        assert list(problems(store, engine)) == []
