"""An archive whose index is in a cluster: the same commands, pages and answers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.settings import load
from tests.helpers.commands import Run
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.servers import nobody, nodes
from webui.app import create_app

Command = Callable[..., Run]
QUESTIONS = (
    "Deir Ezzor",
    '"Syrian Democratic Forces" -Raqa',
    "tag:syria iraq",
    "econom*",
    "神舟",
    "",
)


@pytest.fixture
def home(samples_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The samples, and a cluster that their index may be put into."""
    addresses = nodes()
    monkeypatch.setenv("ARCHIVE_OPENSEARCH", " ".join(addresses))
    yield samples_copy
    engine = cluster_engine(samples_copy, addresses, timeout=60)
    forget(engine)
    engine.close()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Makes the cluster one that does not answer."""
    with nobody() as address:
        yield lambda: monkeypatch.setenv("ARCHIVE_OPENSEARCH", address)


def answers(run: Command, home: Path) -> list[object]:
    """What is answered to each question: totals, facets, days and hits by date."""
    given = []
    for question in QUESTIONS:
        for fold in ((), ("--fold",)):
            done = run("--home", home, "search", question, "--sort", "newest", "--facets",
                       "--format", "json", "--limit", 50, *fold)  # fmt: skip
            answer = json.loads(done.out)
            given.append(
                (answer["total"], answer.get("facets"), [hit["id"] for hit in answer["hits"]])
            )
    return given


def test_the_same_is_found_in_a_cluster(run: Command, home: Path, tmp_path: Path) -> None:
    expected = answers(run, home)
    moved = run("--home", home, "reindex", "--engine", "opensearch")
    assert moved.code == 0
    assert 'engine = "opensearch"' in (home / "archive.toml").read_text("utf-8")
    assert answers(run, home) == expected

    text = tmp_path / "new.md"
    text.write_text("---\ntitle: A glacier calves\ndate: 2026-01-05\n---\nThe ice went.\n", "utf-8")
    assert run("--home", home, "ingest", text).code == 0
    found = run("--home", home, "search", "glacier", "--format", "ids").out.split()
    assert run("--home", home, "check").code == 0
    assert run("--home", home, "remove", *found).code == 0
    assert run("--home", home, "search", "glacier").code == 1

    app = create_app(load(str(home)))
    with closing(app.extensions["archive"]):
        client = app.test_client()
        page = client.get("/?q=Deir+Ezzor")
        assert page.status_code == 200
        assert "Deir Ezzor" in page.text
        assert client.get("/?q=Deir+Ezzor&format=json").status_code == 200


def test_a_cluster_that_is_away_loses_nothing_and_is_told(
    run: Command, home: Path, silent: Callable[[], None], tmp_path: Path
) -> None:
    assert run("--home", home, "reindex", "--engine", "opensearch").code == 0
    before = os.environ["ARCHIVE_OPENSEARCH"]
    silent()
    asked = run("--home", home, "search", "oil")
    assert asked.code == 2
    assert "OpenSearch does not answer at" in asked.err
    text = tmp_path / "new.md"
    text.write_text("---\ntitle: A glacier calves\n---\nThe ice went.\n", "utf-8")
    kept = run("--home", home, "ingest", text)
    assert kept.code == 4
    assert "All was kept, but the index could not follow yet" in kept.err
    app = create_app(load(str(home)))
    with closing(app.extensions["archive"]):
        page = app.test_client().get("/?q=oil")
    assert page.status_code == 503
    assert "cannot be read now" in page.text
    with pytest.MonkeyPatch.context() as again:
        again.setenv("ARCHIVE_OPENSEARCH", before)
        assert run("--home", home, "search", "glacier").code == 0
