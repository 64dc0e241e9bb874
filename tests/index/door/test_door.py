"""Opening: what is wrong is told, what is behind is brought up to date, nothing is loaded early."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import pytest
from filelock import FileLock

import index.door
from archive.article import Article
from archive.errors import (
    ArchiveError,
    FetchError,
    IndexBusyError,
    NoArchiveError,
    RequestError,
    SettingsError,
    StoppedError,
)
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from index.door import Notice, open_archive
from index.engines.open import open_engine
from index.upkeep.sync import sync
from tests.helpers.archives import ROOT, SampleArchive
from tests.helpers.serving import started

HEAVY = (
    "numpy", "flask", "urllib3", "whoosh", "webui", "cli", "pandas", "polars", "pyarrow",
    "nanoarrow", "Stemmer", "lxml", "sqlite3",
)  # fmt: skip


def test_a_folder_without_an_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError, match="no archive in"):
        open_archive(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises((NoArchiveError, SettingsError)):
        open_archive(tmp_path / "file")


def test_the_folder_is_that_of_the_command_line(
    samples_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_HOME", str(samples_copy))
    with open_archive() as archive:
        assert archive.search().total
        assert archive.link is None
        assert archive.search("oil").link is None
        assert {row["link"] for row in archive.search("oil").rows()} == {None}
    monkeypatch.setenv("HOME", str(samples_copy.parent))
    with open_archive(f"~/{samples_copy.name}") as archive:
        assert archive.search("oil").total


def test_what_another_process_takes_in_is_found_by_the_next_call(
    samples_copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.txt").write_text("A quokka was seen\n\nOn an island, by 2017-11-03.")
    with open_archive(samples_copy) as archive:
        assert archive.search("quokka").total == 0
        with Store.open(samples_copy) as store:
            ingest(store, sources([str(tmp_path / "new.txt")]))
        found = archive.search("quokka")
        assert found.total == 1
        assert [row["title"] for row in found.rows()] == ["A quokka was seen"]


def test_an_index_that_another_process_writes_is_searched_with_a_notice(
    samples_copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.txt").write_text("A quokka was seen\n\nOn an island.")
    with open_archive(samples_copy) as archive:
        before = archive.search("army").total
        with Store.open(samples_copy) as store:
            ingest(store, sources([str(tmp_path / "new.txt")]))
        with FileLock(lock_of(samples_copy)):
            with pytest.warns(Notice, match="1 change is being indexed and cannot be found yet"):
                found = archive.search("army")
            assert found.total == before
            assert "1 change is being indexed" in repr(found)
        assert archive.search("quokka").total == 1


def test_an_index_that_is_being_built_is_told(samples_copy: Path) -> None:
    lock = lock_of(samples_copy)
    shutil.rmtree(lock.parent)
    lock.parent.mkdir()
    with FileLock(lock), pytest.raises(IndexBusyError, match="being built by another process"):
        open_archive(samples_copy)
    with open_archive(samples_copy) as archive:  # and now it is built
        assert archive.search("army").total


def lock_of(home: Path) -> Path:
    """The file that whoever writes to the index holds."""
    return home / "index" / "whoosh" / "lock"


def test_both_engines_give_the_same_rows(samples: SampleArchive, tmp_path: Path) -> None:
    other = Path(shutil.copytree(samples.home, tmp_path / "home"))
    (other / "archive.toml").write_text('engine = "tantivy"\n')
    with Store.open(other) as store:
        engine = open_engine("tantivy", other)
        sync(store, engine)
        engine.close()
    with open_archive(samples.home) as one, open_archive(other) as two:
        for query in ("", "army", "Deir Ezzor", "oil OR army"):
            first, second = (each.search(query, sort="newest") for each in (one, two))
            assert list(first.rows()) == list(second.rows())
            assert list(first.facet("tag")) == list(second.facet("tag"))
            assert list(first.timeline(split="agency")) == list(second.timeline(split="agency"))
        assert list(one.search("army").context()) == list(two.search("army").context())


def test_nothing_answers(free_address: str) -> None:
    with pytest.raises(FetchError, match="Nothing answers at") as raised:
        open_archive(free_address)
    assert "archive serve" in raised.value.hint


@pytest.mark.parametrize("address", ["ftp://host", "http://", "http://host:x/", "http://h/?q=oil"])
def test_what_is_no_address_of_an_archive_is_told(address: str) -> None:
    with pytest.raises(RequestError, match="is not the address of an archive"):
        open_archive(address)


def test_a_server_that_ends_is_told(samples_copy: Path) -> None:
    server, address = started(samples_copy)
    with open_archive(f"{address}/") as archive:
        found = archive.search("army")
        assert found.link == f"{address}/?q=army&fold=0"
        server.terminate()
        server.communicate(timeout=20)
        with pytest.raises(FetchError, match="Nothing answers"):
            archive.search("army")
        with pytest.raises(FetchError, match="Nothing answers"):
            list(found.rows())


@contextmanager
def answering(answers: dict[str, tuple[int, bytes, str]]) -> Iterator[tuple[str, list[str | None]]]:
    """A real server that gives these answers by path, and who said to be asking."""
    asked: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Authorization"])
            path = self.path.partition("?")[0]
            status, body, kind = answers.get(path, (404, b"<html>", "text/html"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            # One that breaks off has promised more than it sends.
            promised = len(body) + (99 if path == "/export" else 0)
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


WELL = json.dumps({"version": 1, "index": "current", "store": "ok"}).encode()
JSON = "application/json"
COUNTED = {
    "version": 1, "total": 2, "counted": "articles", "articles": 2, "notices": [],
    "expansions": [],
}  # fmt: skip


def test_a_server_that_is_no_archive_is_told() -> None:
    for answers in (
        {}, {"/healthz": (200, b"ok", "text/plain")}, {"/healthz": (200, b"[1]", JSON)},
    ):  # fmt: skip
        with answering(answers) as (address, _), pytest.raises(FetchError, match="is no archive"):
            open_archive(address)


def test_an_archive_that_is_not_well_is_told() -> None:
    built = json.dumps({"version": 1, "index": "rebuild", "store": "ok"}).encode()
    with (
        answering({"/healthz": (503, built, JSON)}) as (address, _),
        pytest.raises(IndexBusyError, match="is being built"),
    ):
        open_archive(address)
    lost = json.dumps({"version": 1, "index": "unknown", "store": "unavailable"}).encode()
    with (
        answering({"/healthz": (503, lost, JSON)}) as (address, _),
        pytest.raises(ArchiveError, match="cannot be read now"),
    ):
        open_archive(address)


def test_a_question_that_was_stopped_is_told_as_the_server_tells_it() -> None:
    """There is no use in asking it again, as there would be of an index that is busy."""
    error = {"status": 503, "message": "It was stopped: every text is read", "hint": "narrow it"}
    stopped = json.dumps({"version": 1, "error": error}).encode()
    answers = {
        "/healthz": (200, WELL, JSON),
        "/search.json": (200, json.dumps(COUNTED).encode(), JSON),
        "/words.json": (503, stopped, JSON),
    }
    with (
        answering(answers) as (address, _),
        open_archive(address) as archive,
        pytest.raises(StoppedError, match="every text is read") as told,
    ):
        list(archive.search("oil").words())
    assert told.value.hint == "narrow it"


def test_a_name_and_password_are_sent_and_shown_nowhere() -> None:
    answers = {"/healthz": (200, WELL, JSON), "/search.json": (401, b"<html>", "text/html")}
    with answering(answers) as (address, asked):
        archive = open_archive(address.replace("://", "://reader:se%40cret@"))
        assert asked == ["Basic cmVhZGVyOnNlQGNyZXQ="]
        assert "cret" not in f"{archive!r} {archive.link}"
        with pytest.raises(FetchError):
            archive.search("oil")
        archive.close()


def test_an_answer_that_breaks_off_is_not_taken_for_all() -> None:
    line = json.dumps({"id": "a" * 16, "date": None, "published": None, "body": ""})
    answers = {
        "/healthz": (200, WELL, JSON),
        "/search.json": (200, json.dumps(COUNTED).encode(), JSON),
        "/export": (200, f"{line}\n{line[:9]}".encode(), "application/jsonl"),
    }
    with (
        answering(answers) as (address, _),
        open_archive(address) as archive,
        pytest.raises(FetchError, match="broke off"),
    ):
        list(archive._source.articles(archive.search()._question, None))


@pytest.fixture
def free_address() -> str:
    with answering({}) as (address, _):
        return address


def test_a_walk_reads_no_more_than_it_is_asked_for(many: Path) -> None:
    """Of 3,000 articles of 13 kB each the memory holds few, and the first comes at once."""
    with open_archive(many) as archive:
        found = archive.search("filler")
        assert found.total == 3000
        list(islice(found.rows(text=True), 1))
        tracemalloc.start()
        try:
            assert sum(len(row["text"]) for row in found.rows(text=True)) > 3000 * 12_000
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 30_000_000


def test_what_takes_many_pages_is_walked_to_its_end_on_a_server_too(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    home = tmp_path / "pages"
    with Store.create(home) as store, store.transaction():
        for number in range(700):
            tags = (f"Tag {number % 250:03}", f"Letters \u2028\u0085 {number % 3}")
            text = f"common word {number}, \u2028 and \x85 common word again"
            store.put(make_article(str(number), body=text, tags=tags), b"x", "text/plain")
    with open_archive(home) as folder:
        pass  # it is indexed now, and not by the first request
    server, address = started(home)
    try:
        with open_archive(home) as folder, open_archive(address) as served:
            one, other = (each.search("common") for each in (folder, served))
            assert one.total == other.total == 700
            tags = [(row["value"], row["count"]) for row in other.facet("tag", az=True)]
            assert len(tags) == 253
            assert tags == [(row["value"], row["count"]) for row in one.facet("tag", az=True)]
            assert len(list(other.facet("tag", limit=101))) == 101
            ids = [row["id"] for row in other.rows()]
            assert len(set(ids)) == 700
            assert ids == [row["id"] for row in one.rows()]
            lines = [row["id"] for row in other.context()]
            assert len(lines) == 1400  # the page reads 500 articles
            assert lines == [row["id"] for row in one.context()]
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def many(tmp_path: Path, make_article) -> Path:  # type: ignore[no-untyped-def]
    home = tmp_path / "many"
    with Store.create(home) as store, store.transaction():
        for number in range(3000):
            text = f"filler {number}. " + f"word{number} " * 1500
            store.put(make_article(str(number), body=text), b"x", "text/plain")
    return home


def test_the_door_loads_nothing_before_it_is_needed() -> None:
    script = "import sys, index.door\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = done.stdout.split()
    assert "index.door" in names
    loaded = {name.partition(".")[0] for name in names}
    assert not loaded.intersection(HEAVY)
    assert not [name for name in names if name.startswith(("index.answers", "index.engines"))]


@pytest.mark.parametrize("served", [False, True])
def test_asking_loads_neither_the_web_nor_a_library_of_tables(
    samples_copy: Path, served: bool
) -> None:
    script = (
        "import sys; from index.door import open_archive\n"
        "found = open_archive(sys.argv[1]).search('army')\n"
        "assert list(found.rows()) and list(found.facet('tag')) and list(found.context())\n"
        "print(*sys.modules)"
    )
    server, place = started(samples_copy) if served else (None, str(samples_copy))
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, place],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    finally:
        if server:
            server.terminate()
            server.communicate(timeout=20)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded.intersection({"flask", "webui", "cli", "pandas", "polars", "pyarrow"})
    assert not (served and loaded.intersection({"numpy", "sqlite3", "Stemmer"}))


def test_names_are_exported_once() -> None:
    assert sorted(index.door.__all__) == index.door.__all__
    assert all(hasattr(index.door, name) for name in index.door.__all__)
    assert (Path(index.door.__file__).parent / "py.typed").exists()
