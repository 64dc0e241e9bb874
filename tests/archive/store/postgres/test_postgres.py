"""What is a server's alone: turns of writers, lost connections, errors as sentences."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article, make_id
from archive.errors import (
    NewerStoreError,
    NoArchiveError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreRefusedError,
    UnkeepableError,
)
from archive.store.sqlite.version import VERSION
from archive.store.store import Store
from tests.helpers.servers import schema

Make = Callable[..., Article]


@pytest.fixture
def address() -> Iterator[str]:
    """Of an empty schema."""
    with schema() as address:
        yield address


@pytest.fixture
def store(tmp_path: Path, address: str) -> Iterator[Store]:
    with Store.create(tmp_path / "home", address) as store:
        yield store


def ask(address: str, sql: str) -> list[tuple[object, ...]]:
    """By somebody else."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as other:
        answer = other.execute(sql.encode())
        return answer.fetchall() if answer.description else []


def end_connections(address: str) -> None:
    """As a restart of the server does."""
    ask(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND application_name = current_schema()",
    )


def put(store: Store, article: Article) -> None:
    store.put(article, article.identity.encode(), "text/plain")


def test_the_versions_of_both_kinds_go_together() -> None:
    schema_of = pytest.importorskip("archive.store.postgres.schema")
    assert schema_of.BEGUN + len(schema_of.STEPS) == VERSION


def test_who_follows_the_log_misses_nothing_while_an_earlier_writer_is_not_done(
    store: Store, tmp_path: Path, address: str, make_article: Make
) -> None:
    """A number that is given before its transaction ends could become visible after a higher one,
    and who has gone on past it would never ask for it again.
    """
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with Store.open(tmp_path / "home", address) as slow, slow.transaction():
            put(slow, make_article("slow"))
            begun.set()
            go_on.wait(30)

    def write() -> None:
        with Store.open(tmp_path / "home", address) as fast, fast.transaction():
            put(fast, make_article("fast"))

    writers = [threading.Thread(target=write_slowly), threading.Thread(target=write)]
    writers[0].start()
    assert begun.wait(30)
    writers[1].start()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    while not ask(address, waiting)[0][0]:
        time.sleep(0.01)
    assert store.last_change() == (0, "")  # the reader does not wait, and the log has no gap
    go_on.set()
    for writer in writers:
        writer.join()
    seen = [change.article_id for change in store.changes(0, store.last_change()[0])]
    assert seen == [make_id("test:slow"), make_id("test:fast")]


def test_many_writers_at_once_leave_no_gap_for_a_reader(
    store: Store, tmp_path: Path, address: str, make_article: Make
) -> None:
    def write(writer: int) -> None:
        with Store.open(tmp_path / "home", address) as mine:
            for number in range(5):
                with mine.transaction():
                    put(mine, make_article(f"{writer}-{number}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    seen, last = set(), 0
    while len(seen) < 20 and (any(map(threading.Thread.is_alive, writers)) or not last):
        upto, _ = store.last_change()
        seen |= {change.article_id for change in store.changes(last, upto)}
        last = upto
    for writer in writers:
        writer.join()
    upto, _ = store.last_change()
    seen |= {change.article_id for change in store.changes(last, upto)}
    assert (len(seen), upto, store.count(), store.counted()) == (20, 20, 20, 20)


def test_a_transaction_that_is_undone_leaves_no_gap(store: Store, make_article: Make) -> None:
    def fail() -> None:
        with store.transaction():
            put(store, make_article("one"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.transaction():
        put(store, make_article("two"))
    assert store.last_change()[0] == 1


def test_who_waits_too_long_for_another_writer_is_told(
    store: Store, tmp_path: Path, address: str, make_article: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("archive.store.postgres.database._PATIENCE", 0.05)
    with Store.open(tmp_path / "home", address) as other, store.transaction():
        with pytest.raises(StoreBusyError, match="is being written to"), other.transaction():
            pass
        put(store, make_article())
    assert store.count() == 1


def test_what_others_write_is_seen_to_have_changed(
    store: Store, tmp_path: Path, address: str, make_article: Make
) -> None:
    before = store.data_version()
    assert store.data_version() == before
    with Store.open(tmp_path / "home", address) as other, other.transaction():
        put(other, make_article())
    assert store.data_version() != before


def test_a_connection_that_was_lost_is_made_anew(
    store: Store, address: str, make_article: Make
) -> None:
    end_connections(address)
    assert store.count() == 0
    end_connections(address)
    with store.transaction():
        put(store, make_article())
    assert store.count() == 1


def test_what_was_under_way_when_a_connection_is_lost_is_not_kept(
    store: Store, address: str, make_article: Make
) -> None:
    def write() -> None:
        with store.transaction():
            put(store, make_article("one"))
            end_connections(address)
            put(store, make_article("two"))

    with pytest.raises(StoreRefusedError, match="what was under way is not kept"):
        write()
    assert store.counted() == store.last_change()[0] == 0
    with store.transaction():
        put(store, make_article("two"))
    assert store.count() == 1


def test_a_server_that_is_away_is_told_of_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreRefusedError, match="cannot be reached") as told:
        Store.open(tmp_path, "postgresql://news:geheim@127.0.0.1:1/news?password=geheim")
    assert "geheim" not in f"{told.value.message} {told.value.hint} {told.value.__cause__}"
    assert "postgresql://news@127.0.0.1:1/news" in told.value.message


def test_a_wrong_address_is_told_of_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="none of PostgreSQL's") as told:
        Store.open(tmp_path, "postgresql://news:ge%heim@127.0.0.1/news")
    assert "heim" not in f"{told.value.message} {told.value.hint} {told.value.__cause__}"


def test_a_database_that_is_not_there_is_told_of(tmp_path: Path, address: str) -> None:
    base, _, _ = address.partition("?")
    with pytest.raises(StoreError, match='database "no_such" does not exist'):
        Store.open(tmp_path, f"{base.rpartition('/')[0]}/no_such")


def test_opening_makes_no_archive(tmp_path: Path, address: str) -> None:
    with pytest.raises(NoArchiveError, match="There is no archive in postgresql://"):
        Store.open(tmp_path, address)


def test_the_tables_of_another_program_are_left_alone(tmp_path: Path, address: str) -> None:
    ask(address, "CREATE TABLE articles (headline TEXT)")
    with pytest.raises(StoreError, match="belongs to another program: it has a table articles"):
        Store.create(tmp_path / "home", address)
    assert ask(address, "SELECT * FROM articles") == []


def test_an_archive_of_a_newer_version_is_refused(
    store: Store, tmp_path: Path, address: str
) -> None:
    ask(address, "UPDATE archive_schema SET version = version + 1")
    with pytest.raises(NewerStoreError, match="by a newer version"):
        Store.open(tmp_path / "home", address)


def test_an_older_archive_is_brought_up_to_date_unless_it_is_only_looked_at(
    store: Store, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "CREATE TABLE new_in_this_step (n INTEGER);"
    monkeypatch.setattr("archive.store.postgres.database.STEPS", (step,))
    with pytest.raises(StoreError, match="older version"):
        Store.open(tmp_path / "home", address, read_only=True)
    Store.open(tmp_path / "home", address).close()
    Store.open(tmp_path / "home", address, read_only=True).close()
    assert ask(address, "SELECT * FROM new_in_this_step") == []
    assert ask(address, "SELECT version FROM archive_schema") == [(VERSION + 1,)]


def test_two_that_make_one_archive_at_once_make_one(tmp_path: Path, address: str) -> None:
    failed = []

    def make() -> None:
        try:
            Store.create(tmp_path / "home", address).close()
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert ask(address, "SELECT version FROM archive_schema") == [(VERSION,)]


def test_who_only_looks_writes_nothing(store: Store, tmp_path: Path, address: str) -> None:
    with Store.open(tmp_path / "home", address, read_only=True) as looking:
        assert not looking.may_write
        with pytest.raises(StoreError, match="may only be read by you"), looking.transaction():
            looking.database.run("INSERT INTO meta VALUES ('a', 'b')")
        assert looking.count() == 0


def test_who_may_not_do_it_is_told_so_and_not_that_they_may_read(
    store: Store, tmp_path: Path, address: str
) -> None:
    """A user without any grant, and then one who may read."""
    ((name,),) = store.database.run("SELECT current_schema()::text")
    ask(address, f"CREATE ROLE {name} LOGIN")
    try:
        ask(address, f"GRANT USAGE ON SCHEMA {name} TO {name}")
        theirs = address.replace("//archive@", f"//{name}@")
        denied = "does not let you do this: permission denied for table"
        with pytest.raises(StoreError, match=f"{denied} archive_schema") as told:
            Store.open(tmp_path / "home", theirs)
        assert "SELECT on all tables" in told.value.hint
        ask(address, f"GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {name}")
        with Store.open(tmp_path / "home", theirs) as reading:
            assert (reading.count(), reading.may_write) == (0, False)
            with pytest.raises(StoreError, match=f"{denied} meta"):
                reading.database.run("INSERT INTO meta VALUES ('a', 'b')")
    finally:
        ask(address, f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_nul_is_refused_before_anything_of_the_article_is_written(
    store: Store, make_article: Make
) -> None:
    article = make_article("a\0b")
    with store.transaction():
        with pytest.raises(UnkeepableError, match="NUL"):
            put(store, article)
        put(store, make_article("two"))
    assert store.count() == 1
    with pytest.raises(UnkeepableError, match="NUL"):
        store.database.row("SELECT ?", ("a\0b",))


def test_a_backup_is_the_server_s_own(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="whose own tools back it up") as told:
        store.backup(tmp_path / "copy.db")
    assert "pg_dump" in told.value.hint


def test_what_is_missing_of_the_schema_is_told(store: Store, address: str) -> None:
    assert list(store.problems()) == []
    ask(address, "DROP INDEX batches_by_last; DROP TRIGGER article_added ON articles")
    ask(address, "DROP TABLE tag_names")
    assert list(store.problems()) == [
        "database: the index batches_by_last is missing",
        "database: the table tag_names is missing",
        "database: the trigger article_added is missing",
    ]
    with pytest.raises(StoreDamagedError, match="tag_names"):
        store.tag_names()


def test_a_long_answer_comes_while_other_questions_are_asked(
    store: Store, make_article: Make
) -> None:
    with store.transaction():
        for number in range(3):
            put(store, make_article(f"n{number}"))
    scanned = store.database.scan("SELECT id FROM articles ORDER BY id")
    found = [(row[0], store.is_removed(row[0])) for row in scanned]
    assert found == [(article_id, False) for article_id in sorted(store.ids())]


def test_it_says_how_large_it_is(store: Store) -> None:
    assert store.summary().size > 100_000
