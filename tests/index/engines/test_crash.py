"""Processes that die, wait for one another, or read while another writes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import IndexBusyError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.document import document
from index.engines.common.request import Request
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.upkeep.check import problems
from index.upkeep.sync import rebuild, state, sync
from tests.helpers.archives import ROOT

Make = Callable[..., Article]

# What every script begins with. `die` is what a power cut does to a process.
PRELUDE = """
import os, signal, sys
from pathlib import Path
from archive.article import Article, Origin, make_id
from archive.store.store import Store
from index.engines.open import open_engine
from index.engines.common import generations
from index.upkeep.sync import rebuild, sync

home = Path(sys.argv[1])
store = Store.create(home)
engine = open_engine("whoosh", home, lock_timeout=20)

def put(*names):
    with store.transaction():
        for name in names:
            article = Article(make_id(name), name, f"Zebra {name}", "text", Origin(name))
            store.put(article, b"x", "text/plain")

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""

CRASHES = {
    "between the store's commit and the index's": "put('new'); die()",
    "while documents are handed to the index": """
put('new1', 'new2')
import index.document as module
kept = module.documents
def documents(articles, stories, edits, first_days):
    for at, each in enumerate(kept(articles, stories, edits, first_days)):
        yield die() if at == 1 else each
module.documents = documents
sync(store, engine)
""",
    "while the engine writes a segment": """
put('new')
import index.engines.arrays.invert as module
kept = module.create
module.create = lambda *given: (kept(*given), die())
sync(store, engine)
""",
    "before the manifest names a segment": """
put('new')
import index.engines.arrays.write as module
module.write_manifest = die
sync(store, engine)
""",
    "while segments are merged": """
put('new')
import index.engines.arrays.write as module
import index.engines.arrays.merge as merging
kept = module._merged
module._merged = lambda folder, parts, opened, most: kept(folder, parts, opened, 1)
merging._Plan.fill = die
sync(store, engine)
""",
    "before Whoosh's table of contents is written": """
put('new')
import index.engines.whoosh.contents as module
module.write_contents = die
sync(store, engine)
""",
    "after the engine's commit, before it is sealed": """
put('new')
generations.Draft.seal = die
sync(store, engine)
""",
    "before the new folder takes the place of the old one": """
put('new')
import archive.durable as module
kept = module.write_whole
write = lambda path, *rest: die() if path.name == 'CURRENT' else kept(path, *rest)
module.write_whole = write
sync(store, engine)
""",
    "before the old folder is removed": """
put('new')
kept, calls = generations.Generations._remove_all_but, []
def remove(self, used):
    calls.append(used)
    return die() if len(calls) == 2 else kept(self, used)
generations.Generations._remove_all_but = remove
sync(store, engine)
""",
    "in the middle of a rebuild": """
put('new')
import index.upkeep.sync as module
kept, batches = module._documents, []
def documents(store, engine, ids):
    batches.append(ids)
    return die() if len(batches) == 3 else kept(store, engine, ids)
module._documents = documents
rebuild(store, engine, batch=10)
""",
}


def run(home: Path, script: str) -> int:
    command = [sys.executable, "-c", PRELUDE + script, str(home)]
    return subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode


@pytest.mark.parametrize("point", CRASHES)
def test_a_process_killed_at_any_point_loses_nothing_and_leaves_no_lock(
    samples_copy: Path, point: str
) -> None:
    assert run(samples_copy, CRASHES[point]) == -signal.SIGKILL
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy, lock_timeout=1)
        sync(store, engine)
        assert Search(store, engine).search(Asked("zebra")).total >= 1
        assert engine.ids() == store.ids()
        assert list(problems(store, engine)) == []
        oracle = MemoryEngine()
        sync(store, oracle)
        for question in ("zebra", "deir ezzor", ""):
            one, other = (Search(store, e).search(Asked(question)) for e in (engine, oracle))
            assert [hit.article.id for hit in one.hits] == [hit.article.id for hit in other.hits]
        rebuild(store, engine)
        folder = samples_copy / "index" / "whoosh"
        assert len(list(folder.glob("g*"))) == 1
        assert not list(folder.rglob("*.new"))
        engine.close()


def test_two_processes_that_write_at_once_wait_for_one_another(samples_copy: Path) -> None:
    script = "put(*(f'{sys.argv[2]}-{n}' for n in range(20)))\nsync(store, engine)"
    command = [sys.executable, "-c", PRELUDE + script, str(samples_copy)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("one", "two")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy)
        sync(store, engine)
        assert Search(store, engine).search(Asked("zebra")).total == 40
        assert list(problems(store, engine)) == []
        engine.close()


def test_a_writer_that_waits_too_long_says_so(samples_copy: Path, make_article: Make) -> None:
    script = "with engine._generations.draft(anew=False): print('in', flush=True); input()"
    command = [sys.executable, "-c", PRELUDE + script, str(samples_copy)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"in\n"
        engine = open_engine("whoosh", samples_copy, lock_timeout=0.1)
        with pytest.raises(IndexBusyError, match="Another process") as raised:
            engine.write((), [document(make_article("a"))], 1, "t")
        assert raised.value.hint
        assert engine.search(Request()).total > 30, "a reader does not wait"
        other.kill()
    engine.close()
    assert state_of(samples_copy) == "current"


def state_of(home: Path) -> str:
    with Store.open(home) as store:
        engine = open_engine("whoosh", home)
        verdict = state(store, engine).verdict
        engine.close()
    return verdict


READER = """
search = open_engine("whoosh", home)
from index.engines.common.request import Request
from index.upkeep.sync import state
print("reading", flush=True)
while not (home / "stop").exists():
    assert state(store, search).verdict != "rebuild"
    assert search.search(Request()).total >= 30
    assert search.values("tag")
    search.close()
"""


def test_readers_never_fail_while_another_commits_and_rebuilds(
    samples_copy: Path, make_article: Make
) -> None:
    command = [sys.executable, "-c", PRELUDE + READER, str(samples_copy)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"reading\n"
    process.stdout.close()
    failures: list[BaseException] = []
    done = threading.Event()

    def read(shared: bool) -> None:
        engine = reader if shared else open_engine("whoosh", samples_copy)
        try:
            while not done.is_set():
                assert engine.search(Request()).total >= 30
                assert engine.stamp()
        except BaseException as error:
            failures.append(error)
        finally:
            engine.close()

    reader = open_engine("whoosh", samples_copy)
    threads = [threading.Thread(target=read, args=(shared,)) for shared in (True, True, False)]
    for thread in threads:
        thread.start()
    try:
        with Store.open(samples_copy) as store:
            writer = open_engine("whoosh", samples_copy)
            for n in range(12):
                with store.transaction():
                    store.put(make_article(str(n)), b"x", "text/plain")
                sync(store, writer)
                if n % 4 == 3:
                    rebuild(store, writer)
            writer.close()
    finally:
        done.set()
        (samples_copy / "stop").touch()
        for thread in threads:
            thread.join(30)
    assert process.wait(30) == 0
    assert failures == []
