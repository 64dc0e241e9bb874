"""The store: what is acknowledged is kept, numbered, and comes back as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article, Image, Origin
from archive.errors import (
    IdentityClashError,
    NoArchiveError,
    NotFoundError,
    StoreError,
)
from archive.store.sqlite import schema
from archive.store.sqlite.database import FILE
from archive.store.sqlite.version import APPLICATION_ID, VERSION
from archive.store.store import Store
from archive.validators import Validators

Make = Callable[..., Article]


def put(store: Store, article: Article, original: bytes = b"as it came") -> str:
    with store.transaction():
        return store.put(article, original, "text/plain")


def test_an_article_comes_back_as_it_was_put(store: Store, make_article: Make) -> None:
    article = make_article(
        tags=("Syria", "Irak"), agency=("AFP",), images=(Image(None, "A caption"),),
        extra={"desk": "MENA"}, origin=Origin("a.jsonl", None, "line 3"), body="Ünïcode \U0001f4f0",
    )  # fmt: skip
    assert put(store, article) == "added"
    assert store.get(article.id) == article
    assert store.original(article.id).data == b"as it came"


def test_the_same_article_twice_adds_nothing(store: Store, make_article: Make) -> None:
    put(store, make_article())
    before = store.last_change()
    assert put(store, make_article()) == "unchanged"
    elsewhere = replace(make_article(), origin=Origin("copy.txt"))
    assert put(store, elsewhere) == "unchanged"
    assert store.last_change() == before


def test_a_changed_article_becomes_the_next_revision_and_the_first_stays(
    store: Store, make_article: Make
) -> None:
    first, second = make_article(body="Wrong."), make_article(body="Right.")
    put(store, first, b"wrong")
    assert put(store, second, b"right") == "revised"
    assert store.get(first.id).body == "Right."
    assert store.get(first.id).revision == 2
    assert store.get(first.id, revision=1).body == "Wrong."
    assert store.original(first.id, revision=1).data == b"wrong"


def test_a_pile_with_an_item_and_its_correction_can_be_ingested_twice(
    store: Store, make_article: Make
) -> None:
    for body in ("Wrong.", "Right.", "Wrong.", "Right."):
        put(store, make_article(body=body))
    article = store.get(make_article().id)
    assert (article.revision, article.body) == (2, "Right.")


def test_a_removed_article_stays_removed_until_it_is_restored(
    store: Store, make_article: Make
) -> None:
    article = make_article()
    put(store, article)
    store.remove(article.id, "a legal request")
    assert put(store, make_article(body="Changed.")) == "removed"
    assert store.get_many([article.id]) == {}
    assert store.ids() == set()
    assert store.get(article.id).body == article.body, "its address still leads to it"
    store.restore(article.id)
    assert store.ids() == {article.id}
    assert put(store, make_article(body="Changed.")) == "revised"


def test_removing_twice_or_restoring_what_is_there_says_so(
    store: Store, make_article: Make
) -> None:
    article = make_article()
    put(store, article)
    with pytest.raises(StoreError, match="not removed"):
        store.restore(article.id)
    store.remove(article.id)
    with pytest.raises(StoreError, match="already removed"):
        store.remove(article.id)


def test_unknown_ids_are_not_found(store: Store) -> None:
    for call in (store.get, store.original, store.remove, store.restore, store.resolve):
        with pytest.raises(NotFoundError):
            call("aaaaaaaaaaaaaaaa")


def test_two_identities_with_one_id_are_an_error_and_never_a_revision(
    store: Store, make_article: Make
) -> None:
    article = make_article()
    put(store, article)
    with pytest.raises(IdentityClashError):
        put(store, replace(article, identity="test:another"))
    assert store.get(article.id) == article


def test_the_beginning_of_an_id_is_enough_where_only_one_has_it(
    store: Store, make_article: Make
) -> None:
    ids = sorted(make_article(str(number)).id for number in range(40))
    for number in range(40):
        put(store, make_article(str(number)))
    for article_id in ids:
        assert store.resolve(article_id[:8]) == article_id
        assert store.resolve(article_id.upper()) == article_id
    assert store.resolve(ids[0][:4]) == ids[0]
    with pytest.raises(NotFoundError):
        store.resolve(ids[0][:3])


def test_every_change_gets_the_next_number_and_a_token_of_its_own(
    store: Store, make_article: Make
) -> None:
    assert store.last_change() == (0, "")
    for name in ("one", "two"):
        put(store, make_article(name))
    one = make_article("one").id
    store.remove(one)
    changes = store.changes(0, 3)
    assert [(change.seq, change.live) for change in changes] == [(2, True), (3, False)]
    assert changes[-1].article_id == one, "an article stands once, with its last change"
    assert store.changes(1, 2)[0].seq == 2
    assert len({store.change_token(seq) for seq in range(4)}) == 4
    assert store.change_token(4) is None


def test_a_facet_value_is_labelled_as_it_was_first_written(
    store: Store, make_article: Make
) -> None:
    put(store, make_article("one", tags=("Élections",)))
    put(store, make_article("two", tags=("elections", "ELECTIONS", "Syria")))
    assert store.labels("tag", ["elections", "syria", "nothing"]) == {
        "elections": "Élections",
        "syria": "Syria",
    }


def test_a_transaction_that_fails_keeps_nothing(store: Store, make_article: Make) -> None:
    def fail() -> None:
        with store.transaction():
            store.put(make_article(tags=("Lost",)), b"", "text/plain")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.count() == 0
    put(store, make_article(tags=("Lost",)))
    assert store.labels("tag", ["lost"]) == {"lost": "Lost"}


def test_rows_that_are_added_leave_those_of_their_keys_as_they_are(store: Store) -> None:
    with store.transaction():
        store.database.add("tag_names", [("irak", "Irak"), ("syrie", "Syrie")])
        store.database.add("tag_names", [("irak", "Iraq"), ("liban", "Liban")])
        store.database.add("tag_names", [])
    assert store.tag_names() == {"irak": "Irak", "syrie": "Syrie", "liban": "Liban"}
    with pytest.raises(StoreError), store.transaction():
        store.database.add("tag_names", [("egypte", "Égypte"), ("tunisie", None)])
    assert "egypte" not in store.tag_names()


def test_more_ids_than_one_statement_takes_are_fetched(store: Store, make_article: Make) -> None:
    articles = [make_article(str(number)) for number in range(1203)]
    with store.transaction():
        for article in articles:
            store.put(article, b"x", "text/plain")
    assert set(store.get_many(article.id for article in articles)) == store.ids()


def test_the_number_of_articles_follows_what_is_there(store: Store, make_article: Make) -> None:
    articles = [make_article(f"a:{n}") for n in range(3)]
    for article in articles:
        put(store, article)
    put(store, replace(articles[0], title="Corrected"))
    assert store.count() == store.counted() == 3
    store.remove(articles[0].id)
    store.remove(articles[1].id)
    assert store.count() == store.counted() == 1
    store.restore(articles[0].id)
    assert store.count() == store.counted() == 2


@pytest.mark.leaves_damage("it has to be told")
def test_a_number_of_articles_that_is_wrong_is_told(store: Store, make_article: Make) -> None:
    put(store, make_article())
    store._db.run("UPDATE counts SET value = 7")
    assert list(store.problems()) == ["the number of articles stands as 7, but there are 1"]


def test_the_summary_counts_what_is_there(store: Store, make_article: Make) -> None:
    put(store, make_article("a", date="1987-02-26"))
    put(store, make_article("b", date="2017", precision="year"))
    put(store, make_article("c", date=None, precision=None), b"other")
    put(store, make_article("c", date=None, precision=None, body="New."), b"other 2")
    store.remove(make_article("a").id)
    summary = store.summary()
    assert (summary.articles, summary.removed, summary.revisions) == (2, 1, 4)
    assert (summary.originals, summary.first, summary.last, summary.undated) == (
        3, "2017", "2017", 1,
    )  # fmt: skip
    assert summary.size > 0


def test_the_home_can_be_entered_by_its_owner_alone(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a" / "home"):
        assert stat.S_IMODE((tmp_path / "a" / "home").stat().st_mode) == 0o700


def test_no_archive_is_made_by_opening_one(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError, match="no archive"):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_the_number_of_steps() -> None:
    assert len(schema.STEPS) == VERSION


def test_every_prefix_of_the_schema_is_migrated_to_the_newest(tmp_path: Path) -> None:
    for version in range(len(schema.STEPS) + 1):
        home = tmp_path / str(version)
        home.mkdir()
        db = sqlite3.connect(home / FILE)
        for step in schema.STEPS[:version]:
            db.executescript(step)
        db.execute(f"PRAGMA user_version = {version}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID if version else 0}")
        db.close()
        with Store.open(home) as store:
            assert store.summary().articles == 0


def test_a_search_saved_by_an_older_version_goes_on_finding_what_it_found(tmp_path: Path) -> None:
    """ "place:" was another word for "dateline:" before it became a field of its own."""
    step = next(n for n, step in enumerate(schema.STEPS) if "' dateline:'" in step)
    old = {
        "a": "place:Mosul flood",
        "b": "flood (place:Mosul OR -place:Raqa)",
        "c": "marketplace:x",
    }
    with sqlite3.connect(tmp_path / FILE) as db:
        for each in schema.STEPS[:step]:
            db.executescript(each)
        columns = [row[1] for row in db.execute("PRAGMA table_info(saved_searches)")]
        for name, text in old.items():
            values = {"key": name, "name": name, "text": text, "language": 1}
            row = [values.get(column, "{}" if column == "filters" else 0) for column in columns]
            db.execute(f"INSERT INTO saved_searches VALUES ({', '.join('?' * len(row))})", row)
        db.execute(f"PRAGMA user_version = {step}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.close()
    with Store.open(tmp_path):
        pass
    with sqlite3.connect(tmp_path / FILE) as db:
        found = dict(db.execute("SELECT name, text FROM saved_searches"))
    db.close()
    assert found == {
        "a": "dateline:Mosul flood",
        "b": "flood (dateline:Mosul OR -dateline:Raqa)",
        "c": "marketplace:x",
    }


@pytest.mark.leaves_damage("it has to be told")
def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to look like one" * 40)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path)


@pytest.mark.leaves_damage("it has to be told")
def test_the_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.leaves_damage("it has to be told")
def test_a_damaged_page_is_reported_in_a_sentence(tmp_path: Path, make_article: Make) -> None:
    with Store.create(tmp_path) as store:
        for number in range(300):
            put(store, make_article(str(number), body="text " * 100))
    path = tmp_path / FILE
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096 * 6)
        stream.write(b"\xff" * (size - 4096 * 8))
    with pytest.raises(StoreError), Store.open(tmp_path) as store:
        store.get_many(make_article(str(number)).id for number in range(300))


@pytest.mark.leaves_damage("it has to be told")
def test_check_names_an_original_and_an_article_that_were_altered(
    tmp_path: Path, make_article: Make
) -> None:
    article = make_article()
    with Store.create(tmp_path) as store:
        put(store, article)
        put(store, make_article("two"), b"another")
        assert list(store.problems()) == []
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE revisions SET data = replace(data, 'Text of one', 'Text of none')")
        db.execute("UPDATE originals SET data = x'00' WHERE size = 7")
    db.close()
    with Store.open(tmp_path) as store:
        problems = list(store.problems())
    assert len(problems) == 2
    assert any("cannot be unpacked" in problem for problem in problems)
    assert any(article.id in problem and "altered" in problem for problem in problems)


@pytest.mark.file
def test_a_backup_of_a_live_archive_opens_as_an_archive(
    store: Store, make_article: Make, tmp_path: Path
) -> None:
    put(store, make_article())
    (tmp_path / "copy").mkdir()
    target = tmp_path / "copy" / FILE
    with store.transaction():  # somebody is writing meanwhile
        store.put(make_article("late"), b"", "text/plain")
        other = Store.open(store.path.parent)
        other.backup(target)
        other.close()
    with Store.open(target.parent) as copy:
        assert copy.ids() == {make_article().id}
        assert copy.last_change() == (1, store.change_token(1))


@pytest.mark.file
def test_a_backup_never_overwrites_and_leaves_no_half_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        store.backup(target)
    assert target.read_text() == "mine"
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "no" / "folder")


_KILLED = """
import os, signal, sys
from pathlib import Path
from archive.article import Article, Origin, make_id
from archive.store.store import Store

store = Store.create(Path(sys.argv[1]))
for number in range(1000):
    identity = f"test:{number}"
    with store.transaction():
        store.put(Article(make_id(identity), identity, "T", "B", Origin("f")), b"x", "text/plain")
        if number == 70:
            os.kill(os.getpid(), signal.SIGKILL)
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == -signal.SIGKILL
    acknowledged = len(run.stdout.split())
    with Store.open(tmp_path) as store:
        assert store.count() == acknowledged == 70
        assert list(store.problems()) == []


def test_two_processes_write_in_turn(tmp_path: Path) -> None:
    script = (
        _KILLED.replace("number == 70", "False")
        .replace("test:", "test:{os.getpid()}-")
        .replace("range(1000)", "range(40)")
    )
    with Store.create(tmp_path):
        pass
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.DEVNULL, env=os.environ
        )
        for _ in range(2)
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    with Store.open(tmp_path) as store:
        assert store.count() == 80


def test_an_archive_can_be_made_by_several_processes_at_once(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from archive.store.store import Store\n"
    script += "Store.create(Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", script, str(tmp_path / "home")]
    runs = [subprocess.Popen(command) for _ in range(6)]
    assert [run.wait(60) for run in runs] == [0] * 6


@pytest.mark.leaves_damage("it has to be told")
@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM originals WHERE size = 3", "no original"),
        ("DELETE FROM revisions WHERE revision = 1", "1 of its 2 revisions are missing"),
        ("DELETE FROM changes", "the log of changes does not know it"),
        ("UPDATE articles SET date = '1999'", "its date stands as 1999"),
        ("UPDATE articles SET identity = 'other'", "does not belong to other"),
        ("UPDATE revisions SET data = '{}'", "cannot be read"),
        ("INSERT INTO originals VALUES ('abc', 1, x'00')", "belongs to no article"),
    ],
)
def test_check_notices_whatever_was_lost_or_altered(
    tmp_path: Path, make_article: Make, damage: str, told: str
) -> None:
    with Store.create(tmp_path) as store:
        put(store, make_article(), b"one")
        put(store, make_article(body="Changed."), b"three")
        assert list(store.problems()) == []
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute(damage)
    db.close()
    with Store.open(tmp_path) as store:
        assert any(told in problem for problem in store.problems())


def test_an_emptied_database_is_not_taken_for_a_new_archive(
    tmp_path: Path, make_article: Make
) -> None:
    (tmp_path / FILE).touch()
    with pytest.raises(StoreError, match="is empty"):
        Store.open(tmp_path)
    (tmp_path / "index").mkdir()
    with pytest.raises(StoreError, match="is empty"):
        Store.create(tmp_path)


def test_a_thread_sees_what_is_written_while_another_one_is_reading(
    tmp_path: Path, make_article: Make
) -> None:
    with Store.create(tmp_path / "shared") as store, Store.open(tmp_path / "shared") as writer:
        put(store, make_article("a"))
        reading = store._db.rows("SELECT id FROM articles UNION ALL SELECT id FROM articles")
        next(reading)  # and it goes on
        version = store.data_version()
        put(writer, make_article("b"))
        with ThreadPoolExecutor(1) as other:
            assert other.submit(store.count).result() == 2
        assert len(list(reading)) == 1
        assert (store.count(), store.data_version() != version) == (2, True)


def test_the_connections_of_all_threads_are_closed_with_the_store(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "shared")
    with ThreadPoolExecutor(1) as other:
        other.submit(store.count).result()
        store.close()
        with pytest.raises(sqlite3.ProgrammingError):
            other.submit(store.count).result()
    with pytest.raises(sqlite3.ProgrammingError):
        store.count()
    assert not (tmp_path / "shared" / "archive.db-wal").exists()


def test_what_a_server_said_of_an_address_is_remembered(store: Store) -> None:
    url = "https://example.org/feed"
    assert store.get_validators(url) is None
    for said in (Validators('"a"', "Fri, 03 Nov 2017 12:00:00 GMT"), Validators('"b"')):
        with store.transaction():
            store.set_validators(url, said)
        assert store.get_validators(url) == said
    assert store.get_validators(f"{url}/2") is None


def test_a_watched_file_is_remembered_until_it_is_forgotten(store: Store) -> None:
    for state in ((1, 2), (3, 4), None):
        with store.transaction():
            store.set_watched(b"/wire", b"\xff.txt", state)
            store.set_watched(b"/wire", b"a.txt", (5, 6))
        known = store.watched(b"/wire")
        assert known == {b"a.txt": (5, 6)} | ({b"\xff.txt": state} if state else {})
