"""`archive search --list`: a line for each query of a list."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Archive

NAMES = 'Deir Ezzor\nRaqa OR Mosul\n=Raqa\n-Syria\n"!!"\ntag:Iraq\nMétier nofield:x\n'


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text(NAMES, "utf-8")
    return path


def rows(sampled: Archive, *args: object) -> list[dict[str, Any]]:
    run = sampled("search", "--list", *args, "--format", "jsonl")
    assert not run.err
    return [json.loads(line) for line in run.out.splitlines()]


@pytest.mark.parametrize(
    "options",
    [
        (), ("--agency", "Reuters, AP", "--missing", "agency"), ("--not-tag", "Iraq", "--exact"),
        ("--from", "2017-10", "--to", "2017", "--match", "any"), ("--fold",),
    ],
)  # fmt: skip
def test_each_query_is_counted_as_a_search_with_the_same_options_counts_it(
    sampled: Archive, listed: Path, options: tuple[str, ...]
) -> None:
    found = rows(sampled, listed, *options)
    assert [row["query"] for row in found] == NAMES.splitlines()
    for row in found:
        assert row["hits"] == int(sampled("count", row["query"], *options).out)
        if not row["hits"]:
            assert (row["first"], row["last"], row["agency"], row["agency_hits"]) == (
                None, None, None, 0,
            )  # fmt: skip
            continue
        run = sampled("search", row["query"], *options, "--timeline", "count", "--format", "json")
        mentions = json.loads(run.out)["mentions"]
        assert (row["first"], row["last"]) == (mentions["first"], mentions["last"])
        if row["agency"]:
            of_agency = int(
                sampled("count", row["query"], "--all-agency", row["agency"], *options).out
            )
            assert row["agency_hits"] == of_agency <= row["hits"]


def test_marks_line_ends_blanks_and_comments_of_exports_do_no_harm(
    sampled: Archive, tmp_path: Path
) -> None:
    plain = [row["hits"] for row in rows(sampled, _written(tmp_path, b"Raqa\nDeir Ezzor\nMosul"))]
    text = "# people and places\r\n\r\n  Raqa\t\r\nDeir Ezzor\r\n\xa0\r\n Mosul \r\n"
    for encoding in ("utf-8-sig", "utf-16"):
        found = rows(sampled, _written(tmp_path, text.encode(encoding)))
        assert [row["line"] for row in found] == [3, 4, 6]
        assert [row["hits"] for row in found] == plain
    (old,) = rows(sampled, _written(tmp_path, "État".encode("cp1252")))
    assert old["query"] == "État"


def test_a_table_for_a_spreadsheet_has_all_and_runs_nothing(sampled: Archive, listed: Path) -> None:
    run = sampled("search", "--list", listed, "--format", "csv")
    table = {row["query"]: row for row in csv.DictReader(io.StringIO(run.out))}
    assert list(table)[2:4] == ["'=Raqa", "'-Syria"]
    assert "Deir ez-Zor" in table["Deir Ezzor"]["also"]
    assert "no field" in table["Métier nofield:x"]["notices"]
    assert table["tag:Iraq"]["line"] == "6"
    assert run.err == ""


def test_the_table_of_a_terminal_tells_beside_it_how_each_line_was_understood(
    sampled: Archive, listed: Path
) -> None:
    run = sampled("search", "--list", listed)
    heading, first, *_, last = run.out.splitlines()
    assert heading.split() == ["hits", "first", "last", "top", "agency", "query"]
    assert first.endswith("  Deir Ezzor")
    assert last == "7 queries, 5 of which found something"
    assert f'Note: {listed}:7: There is no field "nofield:"' in run.err
    assert f"{listed}:1: Also searched: Deir ez-Zor" in run.err


def test_standard_input_is_read_and_nothing_found_ends_with_1(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, code, said in (
        (b"zzyzx\nRaqa", 0, "standard input:2: Also"),
        (b"zzyzx", 1, ""),
        (b"# none\n", 1, "standard input holds no query"),
        (b"PK\x03\x04\x00\x00", 2, "standard input is no text"),
    ):
        stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(text)))  # type: ignore[type-var]
        monkeypatch.setattr("sys.stdin", stdin)
        run = sampled("search", "--list", "-")
        assert run.code == code
        assert said in run.err
    (answer,) = json.loads(_json(sampled, monkeypatch, b"zzyzx"))["queries"]
    assert (answer["line"], answer["hits"]) == (1, 0)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["Syria"], "leave out 'Syria'"),
        (["--kwic"], "leave out --kwic"),
        (["--facets"], "leave out --facets"),
        (["--limit", "5"], "leave out --limit"),
        (["--format", "ids"], "leave out --format ids"),
        (["--from", "1987-13"], "'1987-13' is no date"),
        (["--list", "gone.txt"], "There is no file gone.txt.\n  Try: "),
        (["--list", "/"], "'/' is a directory"),
        (["--list", ""], "directory"),
    ],
)
def test_what_does_not_go_with_a_list_is_a_sentence(
    sampled: Archive, listed: Path, args: list[str], message: str
) -> None:
    run = sampled("search", "--list", listed, *args)
    assert run.code == 2
    assert message in run.err
    assert run.out == ""


def _written(folder: Path, text: bytes) -> Path:
    path = folder / "export.csv"
    path.write_bytes(text)
    return path


def _json(sampled: Archive, monkeypatch: pytest.MonkeyPatch, text: bytes) -> str:
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(text)))  # type: ignore[type-var]
    monkeypatch.setattr("sys.stdin", stdin)
    return sampled("search", "--list", "-", "--format", "json").out
