"""`archive init`, `status`, `check`, `reindex`: looking after an archive."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.settings import SETTINGS
from tests.helpers.archives import SAMPLES

from .conftest import Archive


def test_init_makes_an_archive_and_leaves_one_that_is_there(
    sampled: Archive, archive: Archive
) -> None:
    assert archive("init").code == 0
    assert archive("count").out == "0\n"
    before = sampled("count").out
    assert sampled("init").code == 0
    assert sampled("count").out == before


def test_status_tells_counts_dates_index_and_where_settings_came_from(
    sampled: Archive, samples_copy: Path
) -> None:
    (samples_copy / "archive.toml").write_text("page_size = 5\n")
    out = sampled("status").out
    assert "articles  81" in out
    assert "revisions  82" in out
    assert "1987-02-22 to 2026-03-20, 2 undated" in out
    assert "whoosh, up to date" in out
    assert f"page_size = 5            {samples_copy / 'archive.toml'}" in out
    assert all(setting.name in out for setting in SETTINGS)
    lines = [line for line in out.splitlines() if " = " in line]
    assert len({line.index(" = ") for line in lines}) == 1


def test_check_is_content_with_a_sound_archive(sampled: Archive) -> None:
    run = sampled("check")
    assert run.code == 0
    assert "All is well: 81 articles" in run.out


@pytest.mark.leaves_damage("it has to be told")
def test_check_lists_what_is_off_and_ends_with_one(sampled: Archive, samples_copy: Path) -> None:
    with sqlite3.connect(samples_copy / "archive.db") as db:
        db.execute("UPDATE originals SET data = x'0102' WHERE rowid = 1")
        db.execute("UPDATE articles SET removed_at = 'x' WHERE id = (SELECT min(id) FROM articles)")
    db.close()
    run = sampled("check")
    assert run.code == 1
    assert "cannot be unpacked" in run.out
    assert "index: it holds 81 articles, not 80" in run.out


def test_check_notices_a_missing_index_and_reindex_mends_it(
    sampled: Archive, samples_copy: Path
) -> None:
    before = sampled("search", "Syria", "--format", "ids").out
    shutil.rmtree(samples_copy / "index")
    assert sampled("check").code == 1
    assert "to be rebuilt: there is no index yet" in sampled("status").out
    assert sampled("reindex").code == 0
    assert sampled("check").code == 0
    assert sampled("search", "Syria", "--format", "ids").out == before


def test_search_rebuilds_a_deleted_index_and_gives_equal_results(
    sampled: Archive, samples_copy: Path
) -> None:
    before = sampled("search", "Syria", "--facets").out.splitlines()[1:]
    shutil.rmtree(samples_copy / "index")
    run = sampled("search", "Syria", "--facets")
    assert run.out.splitlines()[1:] == before
    assert "rebuilt" in run.err


@pytest.mark.leaves_damage("it has to be told")
def test_a_damaged_database_is_a_sentence(sampled: Archive, samples_copy: Path) -> None:
    path = samples_copy / "archive.db"
    path.write_bytes(b"\x00" * 100 + path.read_bytes()[100:])
    for args in (["search", "Syria"], ["status"], ["check"], ["ingest", str(SAMPLES / "text")]):
        run = sampled(*args)
        assert run.code == 2
        assert "archive.db" in run.err


@pytest.mark.parametrize("command", [("reindex",), ("ingest", SAMPLES / "text")])
def test_articles_of_an_older_version_get_their_stories(
    sampled: Archive, samples_copy: Path, command: tuple[object, ...]
) -> None:
    with sqlite3.connect(samples_copy / "archive.db") as db:
        [(placed,)] = db.execute("SELECT count(*) FROM sketches")
        db.execute("DELETE FROM sketches")
    assert sampled(*command).code in (0, 3)
    assert db.execute("SELECT count(*) FROM sketches").fetchall() == [(placed,)]
    db.close()
    assert placed == 81
    assert sampled("check").code == 0


def test_reindex_changes_the_engine_and_the_settings_remember_it(
    sampled: Archive, samples_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sampled("search", "Syria", "--sort", "newest", "--facets").out.splitlines()[1:]
    run = sampled("reindex", "--engine", "tantivy")
    assert run.code == 0
    assert "81 articles indexed" in run.out
    assert f"whoosh stays in {samples_copy / 'index' / 'whoosh'}" in run.out
    assert "tantivy, up to date" in sampled("status").out
    assert sampled("check").code == 0
    after = sampled("search", "Syria", "--sort", "newest", "--facets").out.splitlines()[1:]
    assert after == before
    monkeypatch.setenv("ARCHIVE_ENGINE", "tantivy")
    assert "ARCHIVE_ENGINE=tantivy counts" in sampled("reindex", "--engine", "whoosh").err
    monkeypatch.delenv("ARCHIVE_ENGINE")
    assert "whoosh, up to date" in sampled("status").out
    assert sampled("reindex", "--engine", "memory").code == 2


def test_status_of_a_damaged_index_says_that_it_is_to_be_rebuilt(
    sampled: Archive, samples_copy: Path
) -> None:
    [segment] = (samples_copy / "index").rglob("*.arrays")
    segment.write_bytes(b"rubbish")
    run = sampled("status")
    assert run.code == 0
    assert f"to be rebuilt: {segment} is not what was written" in run.out
    assert sampled("search", "Syria").code == 0
    assert "up to date" in sampled("status").out
