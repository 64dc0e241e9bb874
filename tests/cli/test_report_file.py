"""`archive ingest --report FILE`: everything skipped, written as it happens, and never lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from archive.article import Origin, Skipped
from cli.report_file import skipped_report

from .conftest import Archive

HEADER = ["file", "member", "record", "reason"]


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"title": "Ferry", "body": "It left."}\n{"x": 1}\n{broken\n')
    return path


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_each_skipped_item_is_a_row_and_the_summary_names_the_file(
    archive: Archive, bad: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    report = tmp_path / "skipped.csv"
    run = archive("ingest", bad, "--report", report, *options)
    assert run.code == 3
    assert f"What was skipped is listed in {report}." in run.out
    found = rows(report)
    assert found[0] == HEADER
    assert [row[:3] for row in found[1:]] == [[str(bad), "", "line 2"], [str(bad), "", "line 3"]]
    assert "neither a title nor a text" in found[1][3]
    assert "not valid JSON" in found[2][3]


def test_a_name_that_ends_with_jsonl_makes_objects(
    archive: Archive, bad: Path, tmp_path: Path
) -> None:
    report = tmp_path / "skipped.jsonl"
    archive("ingest", bad, "--report", report)
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["record"] for line in lines] == ["line 2", "line 3"]
    assert [list(line) for line in lines] == [HEADER] * 2
    assert lines[0]["member"] is None


def test_an_earlier_report_keeps_its_lines_under_a_number(
    archive: Archive, bad: Path, tmp_path: Path
) -> None:
    report = tmp_path / "skipped.csv"
    for number in range(3):
        run = archive("ingest", bad, "--report", report)
        assert ("The earlier skipped.csv is now skipped." in run.err) == (number > 0)
    assert len({len(rows(tmp_path / name)) for name in ("skipped.csv", "skipped.1.csv",
                                                        "skipped.2.csv")}) == 1  # fmt: skip


def test_a_report_among_what_is_read_is_refused_unless_it_is_hidden(
    archive: Archive, bad: Path, tmp_path: Path
) -> None:
    for inside, pile in ((tmp_path / "skipped.csv", tmp_path), (bad, bad)):
        run = archive("ingest", pile, "--report", inside)
        assert run.code == 2
        assert "would lie in" in run.err
    assert bad.read_text().startswith('{"title"')
    assert archive("ingest", bad.parent, "--report", tmp_path / ".skipped.csv").code == 3


def test_a_report_that_cannot_be_written_is_told_before_anything_is_taken_in(
    archive: Archive, bad: Path, tmp_path: Path
) -> None:
    run = archive("ingest", bad, "--report", tmp_path / "nowhere" / "skipped.csv")
    assert run.code == 2
    assert "nowhere" in run.err
    assert not (tmp_path / "own").exists()


def test_a_line_is_in_the_file_before_the_next_item_is_read(tmp_path: Path) -> None:
    report = tmp_path / "skipped.csv"
    with skipped_report(str(report), []) as listed:
        assert listed
        assert rows(report) == [HEADER]
        listed.add(Skipped(Origin("a.zip", "=cmd()", "line 2"), 'says "no",\nthen nothing'))
        assert rows(report)[1] == ["a.zip", "'=cmd()", "line 2", 'says "no",\nthen nothing']


def test_the_archive_itself_is_never_put_aside_for_a_report(
    archive: Archive, bad: Path, tmp_path: Path
) -> None:
    archive("init")
    run = archive("ingest", bad, "--report", tmp_path / "own" / "archive.db")
    assert run.code == 2
    assert "belongs to the archive itself" in run.err
    assert archive("check").code == 0
