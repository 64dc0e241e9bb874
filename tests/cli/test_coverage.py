"""`archive coverage`: the map fits the terminal, its numbers are those of `archive count`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from .conftest import Archive


def test_the_numbers_are_those_of_searches(sampled: Archive) -> None:
    found = json.loads(sampled("coverage", "Syria", "--from", "2017", "--format", "json").out)
    assert found["all"]["total"] == int(sampled("count", "Syria", "--from", "2017").out)
    for row in found["rows"]:
        if row["value"]:
            args = ("count", "Syria", "--from", "2017", "--agency", row["label"])
            assert row["total"] == int(sampled(*args).out)
    rows = list(csv.DictReader(sampled("coverage", "Syria", "--format", "csv").out.splitlines()))
    assert {"agency", "period", "first day", "last day", "articles"} == set(rows[0])


@pytest.mark.parametrize("width", [40, 80, 150, 300])
@pytest.mark.parametrize("more", [(), ("--by", "tag"), ("--from", "2017", "--to", "2017")])
def test_the_map_fits_the_terminal(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, width: int, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    run = sampled("coverage", *more)
    assert run.code == 0
    shown = run.out.split("\n\n")[0].splitlines()
    assert len(shown) > 3
    assert max(map(len, shown)) <= max(width, 60)


def test_it_is_plain_where_the_terminal_has_no_blocks(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "█" in sampled("coverage").out
    monkeypatch.setattr("cli.coverage._shades", lambda: " .:+*#")
    assert sampled("coverage", "--by", "language").out.split("\n\n")[0].isascii()


def test_facts_and_batches_are_told_in_full(archive: Archive, tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "a.jsonl").write_text(
        '{"identifier": "t:1", "title": "Bridge opens", "body": "It is.", "date": "2017-11-03"}\n'
        '{"identifier": "t:2", "title": "Bridge shuts", "body": ""}\n'
    )
    (pile / "b.txt").write_text("")
    assert archive("ingest", pile).code == 3
    told = archive("coverage").out
    assert "undated     1" in told
    assert "no text     1" in told
    assert f"2 new, 1 skipped from {pile}/" in told
    assert f"{pile}/b.txt: the file is empty" in told
    assert "Batches" not in archive("coverage", "--batches", 0).out


def test_nothing_found_ends_with_1_and_a_slip_with_a_sentence(sampled: Archive) -> None:
    assert sampled("coverage", "zzyzx").code == 1
    assert sampled("coverage", "--by", "mood").code == 2
    assert sampled("coverage", "--from", "zzz").code == 2


def test_so_many_batches_as_no_database_can_count_are_all(sampled: Archive) -> None:
    told = [sampled("coverage", "--batches", number) for number in ("1000", "9" * 20)]
    assert told[0].out == told[1].out
    assert told[1].code == 0


def test_times_between_two_stray_dates_stand_as_one_column(
    archive: Archive, tmp_path: Path
) -> None:
    items = [
        {"title": f"T {day}", "body": "B", "date": day} for day in ("1900-01-01", "2026-05-03")
    ]
    (tmp_path / "two.json").write_text(json.dumps(items))
    archive("ingest", tmp_path / "two.json")
    assert "1900s  1910s-2010s  2020s" in archive("coverage", "--by", "language").out
