"""The commands on an archive whose database is on a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.store.store import Store
from tests.helpers.archives import SAMPLES
from tests.helpers.commands import Run
from tests.helpers.servers import schema


def test_an_archive_on_a_server_is_used_like_any_other(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ("--home", tmp_path / "home")
    with schema() as address:
        monkeypatch.setenv("ARCHIVE_STORE", address.replace("@", ":geheim@"))
        assert run(*home, "init").code == 0
        assert run(*home, "ingest", SAMPLES).code == 0
        assert "Deir Ezzor" in run(*home, "search", "Deir Ezzor", "--limit", 1).out
        status = run(*home, "status")
        assert "ARCHIVE_STORE" in status.out
        assert "geheim" not in status.out
        assert run(*home, "check").code == 0
        for command in (("backup", tmp_path / "a.db"), ("salvage", tmp_path / "b"),
                        ("go-back", Path(__file__))):  # fmt: skip
            refused = run(*home, *command)
            assert refused.code == 2
            assert "is on a server" in refused.err
            assert "pg_dump" in refused.err
        assert not (tmp_path / "home" / "archive.db").exists()


def test_what_was_done_to_collections_is_told_there_too(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with schema() as address:
        monkeypatch.setenv("ARCHIVE_STORE", address)
        assert run("--home", home, "ingest", SAMPLES).code == 0
        one = run("--home", home, "search", "Syria", "--format", "ids", "--limit", 1).out.strip()
        title = run("--home", home, "show", one).out.split("\n")[0]
        run("--home", home, "collection", "new", "Bridges")
        run("--home", home, "collection", "add", "Bridges", one)
        with Store.open(home, address) as store, store.transaction():
            sql = "UPDATE list_acts SET said = ? WHERE articles = 1"  # as it was kept before
            store.database.run(sql, (f"Put in “{title}”",))
        assert f"Put in “{title}” · Bridges" in run("--home", home, "collection", "log").out
        assert run("--home", home, "remove", one).code == 0
        told = run("--home", home, "collection", "log").out
        assert f"Put in {one} · Bridges" in told
        assert title not in told
