"""Going back, on real servers: to a snapshot of the index, to a dump of the database, to a moment
of it. As docs/scale.md has people do it; `make test-cluster` runs them.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from archive.article import Article
from archive.store.store import Store
from index.engines.common.request import Request
from index.upkeep.sync import state, sync
from tests.helpers.archives import ROOT, SAMPLES
from tests.helpers.commands import Archive
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.servers import Own, nodes, own_server, server
from tests.helpers.working import assert_whole

pytestmark = pytest.mark.skipif(
    os.environ.get("CLUSTER_FAULTS") != "yes", reason="takes long: make test-cluster runs it"
)
Make = Callable[..., Article]
DOCS = (ROOT / "docs" / "scale.md").read_text("utf-8")


def put(store: Store, make: Make, first: int, count: int) -> None:
    with store.transaction():
        for number in range(first, first + count):
            made = make(
                str(number % 300), body=f"State{number}", tags=(f"t{number % 9}",),
                date=f"{1980 + number % 40}-01-02",
            )  # fmt: skip
            store.put(made, str(number).encode(), "text/plain")


def asked_of_nodes() -> list[tuple[str, str, str]]:
    """The method, the path and the body of each request by which the docs keep an index and go
    back to it, in order.
    """
    section = DOCS.split("### The index")[1].split("\n#")[0]
    found = re.findall(r"^curl \S+ -X(\w+) \"\$NODE(\S+)\"(?: --json '(.*)')?$", section, re.M)
    assert [method for method, _, _ in found] == ["PUT", "PUT", "DELETE", "POST"]
    return found


@pytest.mark.parametrize("years", [0, 10])
def test_an_index_goes_back_to_a_snapshot_and_follows_the_log_from_there(
    tmp_path: Path, make_article: Make, years: int
) -> None:
    """What came in and was changed after it is indexed once more, and all is there."""
    name = f"news-{uuid4().hex}"
    home, place = tmp_path / "home", f"snapshots-{name}"
    engine = cluster_engine(home, nodes(), name=name, timeout=60, years=years)
    ask = engine._client.ask
    keep, snapshot, drop, restore = (
        [part.replace("backup", place).replace("news-*", f"{name}-*") for part in each]
        for each in asked_of_nodes()
    )
    with Store.create(home) as store:
        put(store, make_article, 0, 300)
        sync(store, engine)
        ask(*keep, patience=60)
        ask(*snapshot, patience=60)
        put(store, make_article, 5_000, 30)
        sync(store, engine)
        store_change = store.last_change()[0]
        ask(*drop[:2])
        engine.close()
        engine = cluster_engine(home, nodes(), name=name, timeout=60)
        assert engine.stamp() is None
        engine._client.ask(*restore, patience=60)
        standing = state(store, engine)
        assert (standing.verdict, standing.behind) == ("behind", 30)
        assert engine.search(Request()).total == 300
        put(store, make_article, 9_000, 30)
        sync(store, engine)
        assert engine.stamp().change == store_change + 30  # type: ignore[union-attr]
        assert_whole(store, engine)
        forget(engine)
        engine._client.ask("DELETE", f"/_snapshot/{place}/monday", patience=60)
        engine._client.ask("DELETE", f"/_snapshot/{place}")
        engine.close()


def test_a_database_goes_back_to_a_dump(
    run: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `pg_dump` and `pg_restore` have it. The index follows what the dump has."""
    import psycopg

    address = server()
    names = [f"test_{uuid4().hex}" for _ in range(2)]
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            connection.execute(
                f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode()
            )
        first, second = (re.sub(r"/\w+$", f"/{name}", address) for name in names)
        try:
            home = ("--home", tmp_path / "home")
            monkeypatch.setenv("ARCHIVE_STORE", first)
            assert run(*home, "ingest", SAMPLES).code == 0
            before = run(*home, "search", "oil", "--format", "ids").out
            dumping, restoring = re.search(
                r"(pg_dump --format.*?)\n.*?(pg_restore .*)", DOCS
            ).groups()  # type: ignore[union-attr]
            dump = tmp_path / "news.dump"
            for line in (dumping, restoring.replace("news2", f"{second}")):
                subprocess.run(
                    line.replace("news.dump", str(dump)), shell=True, check=True,
                    env=os.environ | {"ARCHIVE_STORE": first},
                )  # fmt: skip
            assert run(*home, "remove", *before.split()).code == 0
            assert run(*home, "search", "oil").code == 1
            monkeypatch.setenv("ARCHIVE_STORE", second)
            assert run(*home, "search", "oil", "--format", "ids").out == before
            assert run(*home, "check").code == 0
            more = tmp_path / "new.md"
            more.write_text("---\ntitle: A glacier calves\n---\nThe ice went.\n", "utf-8")
            assert run(*home, "ingest", more).code == 0
            assert run(*home, "search", "glacier").code == 0
        finally:
            for name in names:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Own]:
    with own_server(tmp_path / "server") as own:
        yield own


@pytest.mark.parametrize("target", ["name", "time"])
def test_a_database_goes_back_to_a_moment(
    own: Own, run: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """A base backup, the log since then, and a moment before everything was removed."""
    log, base = own.data / "log-kept", own.data / "base"
    own.run("mkdir", log)
    own.sql(
        "ALTER SYSTEM SET archive_mode = on",
        f"ALTER SYSTEM SET archive_command = 'test ! -f {log}/%f && cp %p {log}/%f'",
    )
    own.do("stop")
    own.do("start")
    home = ("--home", tmp_path / "home")
    monkeypatch.setenv("ARCHIVE_STORE", own.address)
    assert run(*home, "init").code == 0
    own.run("pg_basebackup", "--dbname", own.address, "--pgdata", base, "--checkpoint=fast")
    assert run(*home, "ingest", SAMPLES).code == 0
    before = run(*home, "search", "oil", "--format", "ids").out
    own.sql("SELECT pg_create_restore_point('good')")
    moment = {"name": "good", "time": own.ask("SELECT clock_timestamp()::text")}[target]
    assert run(*home, "remove", *before.split()).code == 0
    own.sql("SELECT pg_switch_wal()")
    own.do("stop")
    own.run("mv", own.data / "data", own.data / "lost")
    own.run("mv", base, own.data / "data")
    told = f"restore_command = 'cp {log}/%f %p'\nrecovery_target_{target} = '{moment}'\n"
    told += "recovery_target_action = 'promote'\n"
    configuration = own.data / "data" / "postgresql.auto.conf"
    own.run("sh", "-c", 'printf %s "$1" >> "$2"', "sh", told, configuration)
    own.run("touch", own.data / "data" / "recovery.signal")
    own.do("start")
    own.sql("SELECT pg_wal_replay_resume() WHERE pg_is_in_recovery()")
    assert run(*home, "search", "oil", "--format", "ids").out == before
    assert run(*home, "check").code == 0
    assert run(*home, "remove", before.split()[0]).code == 0


def test_a_watch_goes_on_when_its_server_is_back(own: Own, tmp_path: Path) -> None:
    """It was away while nothing was to be done, and then when something came."""
    wire, log = tmp_path / "wire", tmp_path / "log"
    wire.mkdir()
    environment = os.environ | {
        "ARCHIVE_HOME": str(tmp_path / "home"), "ARCHIVE_STORE": own.address,
        "ARCHIVE_ENGINE": "memory", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "cli", "watch", wire, "--every", "1s"]
    with log.open("w") as told:
        watch = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
    try:
        until(lambda: "Watching " in log.read_text())
        for number in range(2):
            own.do("stop")
            text = wire / f"{number}.md"
            text.write_text(f"---\ntitle: Glacier {number}\n---\nThe ice went.\n", "utf-8")
            until(lambda number=number: log.read_text().count("waiting till that") > number)  # type: ignore[misc]
            own.do("start")
            until(lambda number=number: log.read_text().count("1 added from ") > number)  # type: ignore[misc]
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(60) == 0
    finally:
        watch.kill()
        watch.wait()


def until(done: Callable[[], bool]) -> None:
    """Waits until something is so."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() < began + 60
        time.sleep(0.1)
