"""`archive work`, and what other commands do while workers are there."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.settings import load
from archive.store.store import Store
from index.engines.common.interface import Engine
from tests.helpers.archives import SAMPLES
from tests.helpers.commands import Archive, Run
from tests.helpers.engines import opened
from tests.helpers.servers import nobody, nodes, schema
from tests.helpers.working import Crew, assert_whole, until_current
from webui.app import create_app


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
    """Workers on an archive that is still to be made, which `run` works on too."""
    nodes()
    with schema() as address, Crew(tmp_path / "home", address, 20) as crew:
        for name, value in crew.environment.items():
            if name.startswith("ARCHIVE_"):
                monkeypatch.setenv(name, value)
        yield crew


@pytest.fixture
def engine(crew: Crew, tmp_path: Path) -> Iterator[Engine]:
    """The archive's index, which is deleted in the end."""
    engine = opened("opensearch", tmp_path / "home")
    yield engine
    engine.close()


def test_an_archive_in_a_file_has_no_use_for_workers(sampled: Archive) -> None:
    done = sampled("work")
    assert done.code == 2
    assert "nothing for workers to do: this archive's database is a file" in done.err
    assert "the index follows by itself" in done.err
    assert "docs/scale.md" in done.err


def test_while_a_worker_is_there_it_indexes_and_nobody_else(
    run: Callable[..., Run], crew: Crew, engine: Engine, tmp_path: Path
) -> None:
    assert run("init").code == 0
    worker = crew.start(lease=600)
    crew.until_at_work()
    taken = run("ingest", SAMPLES)
    assert taken.code == 0
    assert "1 worker indexes what is new." in taken.err
    with Store.open(tmp_path / "home", crew.environment["ARCHIVE_STORE"]) as store:
        until_current(store, engine)
        assert_whole(store, engine)
        told = json.loads(run("status", "--format", "json").out)["index"]
        assert told["state"] == "current"
        assert told["cluster"]["status"] == "green"
        assert [each["changes"] for each in told["workers"]] == [store.last_change()[0]]
    shown = run("status").out
    assert "every part of the index with all its copies" in shown
    assert "waits for changes; " in shown
    assert "Deir Ezzor" in run("search", "Deir Ezzor", "--limit", 1).out

    worker.send_signal(signal.SIGSTOP)
    assert run("remove", "xiok").code == 0
    asked = run("search", "Jazeera", "--format", "ids")
    assert "the last 1 changes are not in it yet" in asked.err
    page = create_app(load()).test_client().get("/?q=Jazeera")
    assert "1 change is being indexed and cannot be found yet" in page.text
    assert "1 change behind; 1 worker at it" in run("status").out
    worker.send_signal(signal.SIGCONT)
    assert crew.end(worker, signal.SIGTERM) == 0
    assert "Stopped; " in crew.told()
    assert json.loads(run("status", "--format", "json").out)["index"]["workers"] == []
    assert run("search", "Jazeera").code == 1


def test_a_cluster_that_is_away_is_told_beside_all_else(
    run: Callable[..., Run], crew: Crew, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init").code == 0
    with nobody() as address:
        monkeypatch.setenv("ARCHIVE_OPENSEARCH", address)
        shown = run("status")
    assert shown.code == 0
    assert "articles  0" in shown.out
    assert "cannot be asked now: OpenSearch does not answer at" in shown.out
