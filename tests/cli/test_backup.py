"""`archive backup` and `go-back`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.store.sqlite.leftover import log_of
from archive.store.store import Store
from tests.helpers.archives import SAMPLES

from .conftest import Archive


def test_a_backup_is_an_archive_that_can_be_searched(
    sampled: Archive, run: Archive, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    assert sampled("backup", copy / "archive.db").code == 0
    here = sampled("search", "Syria", "--format", "ids").out
    assert run("--home", copy, "search", "Syria", "--format", "ids").out == here
    again = sampled("backup", copy / "archive.db")
    assert again.code == 2
    assert "exists already" in again.err


def test_a_backup_destroys_no_file_of_another_name(sampled: Archive, tmp_path: Path) -> None:
    mine = tmp_path / "b.db.partial"
    mine.write_text("a file of mine")
    assert sampled("backup", tmp_path / "b.db").code == 0
    assert mine.read_text() == "a file of mine"
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
    assert sampled("backup", tmp_path / "link.db").code == 2
    assert sorted(each.name for each in tmp_path.glob("*.*")) == ["b.db", "b.db.partial", "link.db"]


@pytest.mark.parametrize(
    "name", ["archive.toml", "variants.txt", "index", "index/x", "archive.db-wal", "archive.x"]
)
def test_a_backup_is_no_part_of_the_archive_itself(
    sampled: Archive, samples_copy: Path, name: str
) -> None:
    before = sorted(samples_copy.rglob("*"))
    run = sampled("backup", samples_copy / name)
    assert run.code == 2
    assert "belongs to the archive itself" in run.err or "is a directory" in run.err
    assert sorted(samples_copy.rglob("*")) == before
    assert sampled("status").code == 0


def test_going_back_undoes_what_came_since_and_keeps_it(
    sampled: Archive, samples_copy: Path, tmp_path: Path
) -> None:
    assert sampled("backup", tmp_path / "good.db").code == 0
    later = tmp_path / "later.txt"
    later.write_text("Quokka seen\n\nA quokka was seen on the harbour wall.\n")
    assert sampled("ingest", later).code == 0
    assert sampled("count", "quokka").out == "1\n"
    run = sampled("go-back", tmp_path / "good.db")
    assert run.code == 0, run.err
    assert "81 articles" in run.out
    assert sampled("count", "quokka").out == "0\n"
    assert sampled("check").code == 0
    (aside,) = samples_copy.glob("archive.db.before-*")
    assert str(aside) in run.out
    assert sampled("go-back", aside).code == 2  # it lies where the archive's own files do
    moved = aside.rename(tmp_path / "later.db")
    assert sampled("go-back", moved).code == 0
    assert sampled("count", "quokka").out == "1\n"


def test_going_back_after_a_crash_amid_an_ingest(
    sampled: Archive, samples_copy: Path, tmp_path: Path
) -> None:
    assert sampled("backup", tmp_path / "good.db").code == 0
    script = (
        "import os, signal; from pathlib import Path; from archive.store.store import Store\n"
        f"store = Store.open(Path({str(samples_copy)!r}))\n"
        "with store.transaction():\n"
        "    for name in range(300): store._db.run('INSERT INTO meta VALUES (?, ?)',"
        " [str(name), 'x' * 500])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert log_of(samples_copy / "archive.db").stat().st_size
    (samples_copy / "archive.db").write_bytes((tmp_path / "good.db").read_bytes())
    told = sampled("count")  # the wrong way round is told, and has destroyed nothing
    assert told.code == 2
    assert "archive go-back" in told.err
    assert sampled("go-back", tmp_path / "good.db").code == 0
    assert sampled("check").code == 0
    assert sampled("count").out == "80\n"


def test_going_back_on_a_new_machine_makes_the_archive(
    archive: Archive, sampled: Archive, tmp_path: Path
) -> None:
    assert sampled("backup", tmp_path / "good.db").code == 0
    run = archive("go-back", tmp_path / "good.db")
    assert run.code == 0, run.err
    assert "may be deleted" not in run.out
    assert archive("count").out == "80\n"


def test_not_while_somebody_searches(sampled: Archive, samples_copy: Path, tmp_path: Path) -> None:
    assert sampled("backup", tmp_path / "good.db").code == 0
    with Store.open(samples_copy):
        run = sampled("go-back", tmp_path / "good.db")
    assert run.code == 2
    assert "is in use" in run.err
    assert "archive serve" in run.err


def test_another_file_is_no_backup(sampled: Archive) -> None:
    news = next(path for path in SAMPLES.rglob("*") if path.is_file())
    run = sampled("go-back", news)
    assert run.code == 2
    assert "no sound backup" in run.err
    assert sampled("count").out == "80\n"
