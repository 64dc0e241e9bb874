"""What an answer that is kept has to notice: it must never be old, whatever has changed."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from flask.testing import FlaskClient

from archive.article import Article
from archive.errors import StoreBusyError
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.engines.open import open_engine
from index.names.own import FILE
from index.upkeep.sync import rebuild
from webui.common import kept
from webui.common.kept import Answers
from webui.common.version import digest_of, version

Holding = Callable[..., tuple[FlaskClient, Article]]
Make = Callable[..., Article]


def put(home: Path, *articles: Article) -> None:
    with Store.open(home) as store, store.transaction():
        for article in articles:
            store.put(article, article.title.encode() if article.title else b"", "text/plain")


def total(client: FlaskClient, query: str) -> int:
    return int(client.get(f"/search.json?q={query}").json["total"])  # type: ignore[index]


# Conditional requests ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [("/article/aaaaaaaaaaaaaaaa", 404), ("/?q=Mosul&page=0", 400), ("/facet/mood", 404)],
)
def test_an_asterisk_does_not_make_an_error_an_answer(client, address: str, status: int) -> None:
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == status


def test_an_asterisk_stands_for_whatever_there_is(client) -> None:
    for _ in range(2):
        assert client.get("/?q=Mosul", headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", W/{}', '"a",{} , "b"'])
def test_a_tag_is_known_in_any_form_and_among_others(client, form: str) -> None:
    tag = client.get("/?q=Mosul").headers["ETag"].removeprefix("W/")
    asked = {"If-None-Match": form.format(tag)}
    assert client.get("/?q=Mosul", headers=asked).status_code == 304
    assert client.get("/?q=Raqa", headers=asked).status_code == 200


@pytest.mark.parametrize("tag", ['"other"', "W/", '"', ", ,", "none"])
def test_what_is_no_tag_of_ours_gets_the_page(client, tag: str) -> None:
    assert client.get("/?q=Mosul", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_is_kept_whole_though_only_its_head_or_a_part_was_asked_for(client) -> None:
    head = client.head("/?q=Mosul")
    part = client.get("/?q=Mosul", headers={"Range": "bytes=0-9"})
    whole = client.get("/?q=Mosul")
    assert (head.status_code, head.data, part.status_code) == (200, b"", 200)
    assert part.data == whole.data
    assert int(head.headers["Content-Length"]) == len(whole.data) > 1000
    assert client.head("/?q=Mosul").headers["Content-Length"] == head.headers["Content-Length"]


def test_no_header_and_a_header_of_the_word_none_are_two_requests(client) -> None:
    bare = client.get("/?q=Mosul").headers["ETag"]
    assert client.get("/?q=Mosul", headers={"Accept": "None"}).headers["ETag"] != bare


def test_a_store_that_cannot_be_asked_afterwards_does_not_spoil_the_answer(client) -> None:
    known = client.application.extensions["known"]
    known._state = Mock(side_effect=[known._state(), StoreBusyError("It is busy")])
    answer = client.get("/?q=Mosul")
    assert (answer.status_code, "Mosul" in answer.text) == (200, True)
    assert not known.answers._kept


# What changes -----------------------------------------------------------------------------------


def test_spellings_are_read_again_though_size_and_time_are_the_same(
    holding: Holding, tmp_path: Path
) -> None:
    client, _ = holding(title="Zeppelin lands")
    file = tmp_path / "own" / FILE

    def write(text: str) -> None:
        file.write_text(text, "utf-8")
        os.utime(file, ns=(10**18, 10**18))

    found = []
    for text in ("Zeppelin, Airshipa\n", "Zeppelin, Airshipb\n", "Zeppelin, Airshipa\n"):
        write(text)
        found.append((total(client, "airshipa"), total(client, "airshipb")))
    file.unlink()
    found.append((total(client, "airshipa"), total(client, "airshipb")))
    assert found == [(1, 0), (0, 1), (1, 0), (0, 0)]


def test_a_saved_search_is_replaced_and_forgotten(holding: Holding, tmp_path: Path) -> None:
    client, _ = holding(title="Zeppelin lands")
    found = []
    for query in ("zeppelin", "submarine", None):
        with Store.open(tmp_path / "own") as store, store.transaction():
            if query:
                store.saved.put(SavedSearch("Ships", query, 1, Mark(0, "2020-01-01T00:00:00Z")))
            else:
                store.saved.remove("Ships")
        found.append((total(client, "query:Ships"), "Ships" in client.get("/").text))
    assert found == [(1, True), (0, True), (0, False)]


def test_an_index_that_was_built_anew_gives_new_answers(holding: Holding, tmp_path: Path) -> None:
    client, _ = holding(title="Zeppelin lands")
    before = client.get("/?q=zeppelin").headers["ETag"]
    with Store.open(tmp_path / "own") as store:
        engine = open_engine("whoosh", tmp_path / "own")
        rebuild(store, engine)
        engine.close()
    assert client.get("/?q=zeppelin").headers["ETag"] != before


def test_the_embargo_of_an_earlier_state_ends(
    holding: Holding, tmp_path: Path, make_article
) -> None:
    until = datetime.now(UTC) + timedelta(seconds=1)
    fields = {"title": "Zeppelin lands", "body": "It landed."}
    client, article = holding(
        **fields, extra={"embargo": until.isoformat()}, note="Hold for release"
    )
    put(tmp_path / "own", make_article(title="Zeppelin lands safely", body="It landed."))
    address = f"/article/{article.id}/history"
    before = client.get(address)
    assert (before.status_code, "Hold for release" in before.text) == (200, False)
    time.sleep(max((until - datetime.now(UTC)).total_seconds(), 0) + 0.01)
    assert "Hold for release" in client.get(address).text


def test_a_backup_restored_into_the_open_file_takes_its_articles_with_it(
    holding: Holding, tmp_path: Path, make_article: Make
) -> None:
    client, _ = holding(title="Zeppelin lands")
    home, backup = tmp_path / "own", tmp_path / "backup.db"
    with Store.open(home) as store:
        store.backup(backup)
    put(home, make_article("b", title="Zeppelin starts"))
    assert total(client, "starts") == 1
    with sqlite3.connect(backup) as kept_, sqlite3.connect(home / "archive.db") as live:
        kept_.backup(live)
    live.close()
    kept_.close()
    assert (total(client, "starts"), total(client, "zeppelin")) == (0, 1)
    put(home, make_article("c", title="Zeppelin turns"))  # by the change number of the other
    assert (total(client, "starts"), total(client, "turns")) == (0, 1)


def test_a_backup_put_in_the_place_of_the_file_is_opened(
    holding: Holding, tmp_path: Path, make_article: Make
) -> None:
    client, article = holding(title="Zeppelin lands")
    home, backup = tmp_path / "own", tmp_path / "backup.db"
    with Store.open(home) as store:
        store.backup(backup)
        store.remove(article.id)
        store._db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert client.get(f"/article/{article.id}").status_code == 410
    assert total(client, "zeppelin") == 0
    backup.replace(home / "archive.db")
    assert total(client, "zeppelin") == 1
    assert client.get(f"/article/{article.id}").status_code == 200
    put(home, make_article("c", title="Zeppelin turns"))
    assert total(client, "zeppelin") == 2


def test_readers_at_once_find_all_that_was_kept_before_they_asked(
    holding: Holding, tmp_path: Path, make_article: Make
) -> None:
    client, _ = holding(title="Zeppelin lands")
    assert total(client, "zeppelin") == 1
    there, wrong, done = [1], [], threading.Event()

    def read() -> None:
        reader = client.application.test_client()
        while not done.is_set():
            least = there[0]
            answer = reader.get("/search.json?q=zeppelin").json
            assert answer is not None
            if answer["total"] < least and not answer["notices"]:
                wrong.append((least, answer["total"]))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 22):
        put(tmp_path / "own", make_article(str(number), title=f"Zeppelin {number}"))
        there[0] = number
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert total(client, "zeppelin") == 21


# Bounds, versions -------------------------------------------------------------------------------


def test_many_small_answers_do_not_take_more_than_a_few_large_ones() -> None:
    answers = Answers()
    for number in range(10_000):
        answers.put(str(number), b"", [])
    assert len(answers._kept) * 3000 <= kept.MOST_BYTES


def test_another_version_of_the_program_is_told_by_what_is_in_its_files(tmp_path: Path) -> None:
    file = tmp_path / "webui" / "pages.py"
    file.parent.mkdir()
    seen = set()
    for text in ("a = 1", "a = 2"):
        file.write_text(text)
        os.utime(file, ns=(10**18, 10**18))
        seen |= {digest_of(tmp_path), digest_of(tmp_path, "flask 3.1.3")}
    assert len(seen) == 4
    assert version() == version()
