"""`archive ingest`: exit codes, reports, interruption."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.readers.sources.options import ReadOptions
from archive.store.store import Store
from cli.home import Archive as Home
from cli.taking import Pile
from index.upkeep import apart
from index.upkeep.sync import state
from tests.helpers.archives import SAMPLES
from tests.torture.running import run

from .conftest import Archive


def write(path: Path, *items: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(item) for item in items))
    return path


def test_all_in_is_zero_some_skipped_three_nothing_usable_two(
    archive: Archive, tmp_path: Path
) -> None:
    good = write(tmp_path / "good.json", {"title": "T", "body": "B"})
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    assert archive("ingest", good).code == 0
    mixed = archive("ingest", good, bad)
    assert mixed.code == 3
    assert "1 unchanged, 1 skipped" in mixed.out
    assert "bad.json" in mixed.err
    assert archive("ingest", bad).code == 2
    assert archive("ingest", tmp_path / "missing").code == 2


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_folder_without_a_file_says_where_was_looked_and_what_to_do(
    archive: Archive, tmp_path: Path, more: tuple[str, ...]
) -> None:
    folder = tmp_path / "news"
    (folder / "2017").mkdir(parents=True)
    (folder / ".hidden.txt").write_text("A text that is not looked at.")
    run = archive("ingest", folder, *more)
    assert run.code == 2
    assert f"No file was found in {folder}, nor in any folder there." in run.out
    assert "begins with a dot" in run.out
    assert "Try: archive ingest" in run.out
    (folder / "2017" / "bad.json").write_text("{")
    assert "No file was found" not in archive("ingest", folder, *more).out


def test_an_unknown_input_format_names_those_there_are(archive: Archive, tmp_path: Path) -> None:
    run = archive("ingest", "--input-format", "odt", tmp_path)
    assert run.code == 2
    assert "jsonl" in run.err
    assert not (tmp_path / "own").exists()


def test_a_format_can_be_forced(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("# A heading\n\nText with *stars*.\n")
    archive("ingest", "--input-format", "markdown", path)
    article = json.loads(archive("show", ids(archive)[0], "--format", "json").out)["article"]
    assert article["title"] == "A heading"
    assert article["body"] == "Text with *stars*."


def test_standard_input_is_read_by_a_dash(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli", "--home", str(tmp_path / "home"), "ingest", "-"]
    text = json.dumps({"title": "Piped", "body": "In."})
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "1 added" in run.stdout


def test_a_removed_article_stays_removed_until_it_is_restored(
    sampled: Archive, samples_copy: Path
) -> None:
    sample = SAMPLES / "json" / "2017-07-10-mosul.json"
    article_id = sampled("search", "Mosul victory", "--limit", "1", "--format", "ids").out.strip()
    before = int(sampled("count").out)
    assert sampled("remove", article_id, "--note", "a request").code == 0
    again = sampled("ingest", sample)
    assert "removed earlier stayed out" in again.out
    assert again.code == 0
    assert int(sampled("count").out) == before - 1
    assert sampled("restore", article_id).code == 0
    assert int(sampled("count").out) == before


def test_ctrl_c_keeps_what_is_counted_and_the_same_command_goes_on(tmp_path: Path) -> None:
    for part in range(10):
        items = [
            {"identifier": f"t:{part}-{n}", "title": f"T{n}", "body": "B " * 200}
            for n in range(200)
        ]
        write(tmp_path / f"{part:02}.jsonl", *items)
    home = tmp_path / "home"
    files = sorted(map(str, tmp_path.glob("*.jsonl")))
    command = [sys.executable, "-m", "cli", "--home", str(home), "ingest", *files]
    small = {**os.environ, "ARCHIVE_INGEST_BATCH": "50"}  # so that it begins to keep early
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=small
    ) as run:
        wait_for(lambda: count(home) > 0)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
        assert run.returncode == 130, err
    assert "What is counted here is kept" in out
    kept = count(home)
    assert 0 < kept < 2000
    assert f"{kept:,} added" in out
    assert "Traceback" not in err
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert count(home) == 2000


def test_a_terminal_sees_progress_and_a_pipe_plain_lines(tmp_path: Path) -> None:
    for number in range(6):
        items = [
            {"identifier": f"t:{number}-{n}", "title": "T", "body": "B " * 300} for n in range(50)
        ]
        write(tmp_path / f"{number}.jsonl", *items)
    command = [sys.executable, "-m", "cli", "--home", str(tmp_path / "home"), "ingest"]
    files = sorted(map(str, tmp_path.glob("*.jsonl")))
    code, shown = on_a_terminal([*command, *files])
    assert code == 0
    assert b"\r\x1b[K" in shown
    assert b"Indexing" in shown
    piped = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert "\r" not in piped.stderr + piped.stdout
    assert "\x1b" not in piped.stderr + piped.stdout


def test_on_a_terminal_links_in_a_circle_end_and_those_that_lead_out_are_not_gone_through(
    tmp_path: Path,
) -> None:
    pile, outside = tmp_path / "pile", tmp_path / "outside"
    pile.mkdir()
    outside.mkdir()
    file = write(pile / "a.json", {"title": "T", "body": "B"})
    write(outside / "b.json", {"title": "T", "body": "B " * 9999})
    for name in ("latest", "newest", "last"):
        (pile / name).symlink_to(pile)
    (pile / "out").symlink_to(outside)
    command = [sys.executable, "-m", "cli", "--home", str(tmp_path / "home"), "ingest", str(pile)]
    code, shown = on_a_terminal(command)
    assert code == 3
    assert b"leads out of the folder" in shown
    own = Pile((str(pile), str(pile / "a.json")), ReadOptions(), None, False)
    assert own.size() == 2 * file.stat().st_size
    with_links = dataclasses.replace(
        own, paths=(str(pile), "https://example.org/", "-"), follow_links=True
    )
    assert with_links.size() == sum(path.stat().st_size for path in tmp_path.glob("*/*.json"))


def on_a_terminal(command: list[str]) -> tuple[int, bytes]:
    """How a command ended, and what it told on a terminal."""
    main_end, terminal = pty.openpty()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    shown = b""
    try:
        while piece := os.read(main_end, 4096):
            shown += piece
    except OSError:  # the other end was closed: it is done
        pass
    os.close(main_end)
    return run.wait(60), shown


def test_a_name_that_would_play_with_the_terminal_is_shown_harmless(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "evil\x1b[31m.json"
    path.write_text("{")
    run = archive("ingest", path)
    assert "\x1b" not in run.err
    assert "evil" in run.err


@pytest.mark.parametrize("name", ["a", "b"])
def test_ingest_indexes_what_it_took_in(archive: Archive, tmp_path: Path, name: str) -> None:
    archive("ingest", write(tmp_path / f"{name}.json", {"title": name * 5, "body": "x"}))
    assert archive("count", name * 5).out == "1\n"
    assert "up to date" in archive("status").out


def ids(archive: Archive) -> list[str]:
    return archive("search", "--format", "ids").out.split()


def count(home: Path) -> int:
    path = home / "archive.db"
    if not path.exists() or not path.stat().st_size:  # it is being made
        return 0
    with Store.open(home) as store:
        return store.count()


def wait_for(condition: object) -> None:
    assert callable(condition)
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within 30 seconds")


def test_dates_that_could_not_be_read_and_those_far_ahead_are_told(
    archive: Archive, tmp_path: Path
) -> None:
    dates = ("03/04/2017", "03/04/2017", "0001-01-01T00:00:00Z", "2098-01-01")
    items = [{"title": f"T{at}", "body": "B", "date": date} for at, date in enumerate(dates)]
    file = tmp_path / "dates.jsonl"
    file.write_text("".join(json.dumps(item) + "\n" for item in items))
    out = archive("ingest", file).out
    assert "3 dates (03/04/2017, 0001-01-01T00:00:00Z) could not be read" in out
    assert "1 date (2098-01-01) more than a year ahead" in out
    explained = archive("ingest", "--explain", file).out
    assert "says '03/04/2017': either number may be the month" in explained


def test_a_link_out_of_a_pile_is_told_and_read_only_where_asked(
    archive: Archive, tmp_path: Path
) -> None:
    pile, outside = tmp_path / "pile", tmp_path / "outside"
    pile.mkdir()
    outside.mkdir()
    (outside / "a.txt").write_text("Not of this pile\n\nA quokka in the harbour.\n")
    (pile / "link.txt").symlink_to(outside / "a.txt")
    run = archive("ingest", pile)
    assert run.code == 2
    assert "a link that leads out of the folder; --follow-links reads it" in run.err
    assert archive("count", "quokka").out == "0\n"
    assert archive("ingest", pile / "link.txt", "--dry-run").code == 0  # it is named itself
    assert archive("ingest", pile, "--follow-links").code == 0
    assert archive("count", "quokka").out == "1\n"


def test_the_archives_own_folder_is_no_pile(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Quokka seen\n\nA quokka was seen in the harbour.\n")
    assert archive("ingest", tmp_path / "a.txt").code == 0
    for own in (tmp_path / "own", tmp_path / "own" / "index", tmp_path / "own" / "archive.db"):
        run = archive("ingest", own)
        assert run.code == 2
        assert "belongs to the archive itself" in run.err
    run = archive("ingest", tmp_path)  # it stands among others
    assert run.code == 3
    assert f"{tmp_path / 'own'}: the archive itself" in run.err
    assert archive("count").out == "1\n"


@pytest.mark.parametrize(("workers", "alone"), [("2", False), ("1", True)])
def test_the_index_of_a_large_pile_follows_while_it_is_taken_in(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str, alone: bool
) -> None:
    found: list[str] = []
    follow = Home.follow

    def watched(home: Home) -> None:
        found.append(state(home.store, home.engine).verdict)
        follow(home)

    monkeypatch.setattr(Home, "follow", watched)
    monkeypatch.setattr(apart, "_WORTH", 3)
    monkeypatch.setenv("ARCHIVE_INGEST_BATCH", "3")
    monkeypatch.setenv("ARCHIVE_WORKERS", workers)
    pile = write(tmp_path / "pile.jsonl", *({"title": f"T{n}", "body": "Oil."} for n in range(4)))
    archive("ingest", pile)
    assert [verdict == "rebuild" for verdict in found] == [alone]
    assert "4 articles" in archive("search", "oil").out


def test_a_temporary_folder_without_room_is_no_fault_of_the_program(tmp_path: Path) -> None:
    """What tells languages apart is unpacked there, by the first text that says none."""
    text = tmp_path / "bridge.txt"
    text.write_text("The bridge\n\nThe bridge across the river was closed for most of the week.\n")
    words = ["--home", str(tmp_path / "home"), "ingest", str(text)]
    ended = run(words, before=_keep_files_small, anew=True)
    assert ended.code == 2
    assert ended.err.startswith(f"skipped {text}: the system refused what reading it takes: ")
    assert os.strerror(errno.EFBIG) in ended.err
    assert run(words).code == 0


def _keep_files_small() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, hard))
