"""A server that is running finds what another process takes in, and never waits for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from filelock import FileLock

from archive.store.store import Store
from index.engines.open import open_engine
from index.upkeep.sync import state
from webui.common import freshness

LOCK = Path("index", "whoosh", "lock")


def archive(home: Path, *args: str) -> None:
    """Runs the command line in a process of its own."""
    command = [sys.executable, "-c", "from cli.main import run; run()", "--home", str(home), *args]
    subprocess.run(command, check=True, capture_output=True)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A text that the samples do not hold."""
    path = tmp_path / "note.txt"
    path.write_text("A quixotic zeppelin\n\nReuters, 5 May 2020\n\nIt landed in the harbour.\n")
    return path


def test_the_next_request_finds_what_another_process_took_in(samples_copy, note, serve) -> None:
    address = serve(samples_copy)
    assert "Nothing in the archive" in read(f"{address}/?q=zeppelin")
    archive(samples_copy, "ingest", str(note))
    page = read(f"{address}/?q=zeppelin")
    assert "<mark>zeppelin</mark>" in page
    assert 'class="notice"' not in page


def put(home: Path, *articles) -> None:
    """Keeps articles in the store alone, as an ingest does before it indexes."""
    with Store.open(home) as store, store.transaction():
        for article in articles:
            store.put(article, b"", "text/plain")


def test_a_request_indexes_what_was_kept_but_not_indexed(
    samples_copy, open_home, visit, make_article
) -> None:
    client = open_home(samples_copy)
    visit(client, "/")
    put(samples_copy, make_article(title="A quixotic zeppelin"))
    assert visit(client, "/?q=zeppelin").titles() == ["A quixotic zeppelin"]


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/?q=Mosul", "/search.json?q=Mosul"),
        ("/?q=Mosul&view=kwic", "/search.json?q=Mosul&view=kwic"),
        ("/facet/tag?q=Mosul", "/facet/tag.json?q=Mosul"),
    ],
)
def test_while_another_process_indexes_a_reader_gets_what_there_is_and_is_told(
    samples_copy, open_home, visit, make_article, address, twin
) -> None:
    client = open_home(samples_copy)
    put(samples_copy, make_article(title="A quixotic zeppelin"))
    with FileLock(samples_copy / LOCK):
        page = visit(client, address)
        assert "Mosul" in page.text
        assert "1 change is being indexed and cannot be found yet." in page.text
        assert client.get(twin).json["notices"] == [
            "1 change is being indexed and cannot be found yet"
        ]
    assert "being indexed" not in visit(client, address).text


@pytest.mark.parametrize("address", ["/export?format=csv", "/sitemap-1.xml"])
def test_while_another_process_indexes_what_is_streamed_is_sent_without_a_name(
    samples_copy, open_home, make_article, address
) -> None:
    client = open_home(samples_copy)
    named = client.get(address)
    assert (named.status_code, "ETag" in named.headers) == (200, True)
    put(samples_copy, make_article(title="A quixotic zeppelin"))
    with FileLock(samples_copy / LOCK):
        answer = client.get(address, buffered=True)
        assert (answer.status_code, "ETag" in answer.headers) == (200, False)
        assert answer.data.startswith(named.data[:1000])


def test_a_large_gap_is_closed_by_a_process_while_readers_read_on(
    samples_copy, open_home, visit, make_article, monkeypatch
) -> None:
    monkeypatch.setattr(freshness, "LARGEST_GAP", 2)
    monkeypatch.setattr(freshness, "PATIENCE", 0)
    client = open_home(samples_copy)
    live = client.application.extensions["archive"]
    put(samples_copy, *(make_article(str(n), title=f"Zeppelin {n}") for n in range(5)))
    monkeypatch.setattr(freshness, "sync", None)  # not by one of theirs
    with FileLock(samples_copy / LOCK):  # it finds the index taken and gives up
        page = visit(client, "/?q=zeppelin")
        assert "5 changes are being indexed" in page.text
        live._thread.join()
    visit(client, "/?q=zeppelin")
    live._thread.join()
    assert len(visit(client, "/?q=zeppelin").titles()) == 5
    assert not [thread for thread in threading.enumerate() if thread.name == "indexing"]


def test_without_an_index_a_small_archive_is_indexed_at_once(
    samples_copy, open_home, visit
) -> None:
    shutil.rmtree(samples_copy / "index")
    assert len(visit(open_home(samples_copy), "/").titles()) == 10


def test_an_index_being_built_for_the_first_time_asks_for_patience(
    samples_copy, open_home, visit
) -> None:
    shutil.rmtree(samples_copy / "index")
    (samples_copy / LOCK).parent.mkdir(parents=True)
    client = open_home(samples_copy)
    with FileLock(samples_copy / LOCK):
        page = visit(client, "/?q=Mosul")
        assert page.status == 503
        assert "The search index is being built" in page.text
        assert page.headers["Retry-After"] == "5"
        assert ("meta", {"http-equiv": "refresh", "content": "5"}) in page.elements
        assert client.get("/search.json").json["error"]["status"] == 503
    assert visit(client, "/?q=Mosul").status == 200


def test_a_damaged_index_is_rebuilt_in_the_background(samples_copy, open_home, visit) -> None:
    for path in (samples_copy / "index" / "whoosh").rglob("*.arrays"):
        path.write_bytes(b"rubbish")
    client = open_home(samples_copy)
    live = client.application.extensions["archive"]
    assert visit(client, "/?q=Mosul").status == 503
    live._thread.join()
    assert visit(client, "/?q=Mosul").titles()
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy)
        assert state(store, engine).verdict == "current"
        engine.close()


def test_an_article_is_there_as_soon_as_it_is_kept(
    samples_copy, open_home, visit, make_article
) -> None:
    client = open_home(samples_copy)
    article = make_article(title="A quixotic zeppelin")
    put(samples_copy, article)
    with FileLock(samples_copy / LOCK):
        assert "quixotic" in visit(client, f"/article/{article.id}").text


def test_what_another_process_removed_is_gone_at_the_next_request(
    samples_copy, open_home, visit
) -> None:
    client = open_home(samples_copy)
    before = client.get("/search.json?q=Mosul").json
    archive(samples_copy, "remove", before["hits"][0]["id"])
    assert client.get("/search.json?q=Mosul").json["total"] == before["total"] - 1


def test_the_memory_engine_serves_too(samples_copy, open_home, visit) -> None:
    client = open_home(samples_copy, ARCHIVE_ENGINE="memory")
    assert len(visit(client, "/").titles()) == 10
