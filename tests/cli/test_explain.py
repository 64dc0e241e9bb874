"""`archive explain`, `archive similar` and `archive search --kwic` on the samples."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cli.bars import columns

from .conftest import Archive


def first(sampled: Archive, *query: str) -> str:
    return sampled("search", *query, "--limit", "1", "--format", "ids").out.strip()


def test_an_explanation_shows_each_part_with_its_place_and_score(sampled: Archive) -> None:
    found = first(sampled, "loses", "Euphrates")
    run = sampled("explain", found[:8], "loses", "towns", "-xylophonist", "--tag", "Syria")
    assert run.code == 0
    assert run.out.startswith("Found, score ")
    lines = {line.split()[1]: line for line in run.out.splitlines()[1:5]}
    assert "title: loses · in" in lines["loses"]
    assert "town ×4 (another form, English)" in lines["towns"]
    assert all(line.lstrip().startswith("✓") for line in lines.values())


def test_an_article_that_is_not_found_ends_with_one_and_says_what_failed(sampled: Archive) -> None:
    found = first(sampled, "loses", "Euphrates")
    run = sampled("explain", found, "xylophonist", "-town", "--agency", "Reuters")
    assert run.code == 1
    assert run.out.startswith("Not found: ")
    assert "✗ xylophonist" in run.out
    assert "does not occur" in run.out
    assert "occurs in body: town ×4" in run.out
    assert "it has AFP" in run.out
    answer = json.loads(sampled("explain", found, "xylophonist", "--format", "json").out)
    assert (answer["version"], answer["id"], answer["found"]) == (1, found, False)


def test_a_withdrawn_article_is_explained_on_the_command_line(sampled: Archive) -> None:
    run = sampled("explain", first(sampled, "is:withdrawn"), "port")
    assert run.code == 1
    assert "is:withdrawn finds it" in run.out
    assert "withdrawn" in run.err


@pytest.mark.parametrize("command", [("explain", "nosuchid", "x"), ("similar", "nosuchid")])
def test_an_unknown_id_is_a_sentence(sampled: Archive, command: tuple[str, ...]) -> None:
    run = sampled(*command)
    assert run.code == 2
    assert "No article" in run.err


def test_similar_articles_are_listed_and_none_is_a_copy(sampled: Archive) -> None:
    found = first(sampled, "loses", "Euphrates")
    ids = sampled("similar", found, "--limit", "3", "--format", "ids").out.split()
    copies = sampled("search", f"story:{found}", "--format", "ids").out.split()
    assert len(ids) == 3
    assert not {found, *copies} & set(ids)
    answer = json.loads(sampled("similar", found, "--limit", "3", "--format", "json").out)
    assert [hit["id"] for hit in answer["similar"]] == ids
    assert ids[0] in sampled("similar", found).out


def test_matches_stand_in_one_column_however_wide_the_letters(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    bodies = ["A zebra ran.", "動物園から逃げた" * 6 + " zebra " + "は港で見つかった" * 9, "zebra"]
    for number, body in enumerate(bodies):
        (tmp_path / f"{number}.json").write_text(json.dumps({"title": "Zoo", "body": body}))
    archive("ingest", tmp_path)
    lines = archive("search", "zebra", "--kwic").out.splitlines()
    assert len(lines) == 3
    assert len({columns(line[: line.index("zebra")]) for line in lines}) == 1
    assert sorted(columns(line) for line in lines)[-1] in (89, 90)


def test_lines_are_counted_sorted_and_printed_as_rows_and_objects(sampled: Archive) -> None:
    args = ["search", "Deir Ezzor", "--kwic", "--sort-kwic", "right", "--limit", "5"]
    run = sampled(*args, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert list(rows[0]) == ["id", "date", "left", "match", "right"]
    assert len(rows) == 5
    assert "--offset 5" in run.err
    lines = [json.loads(line) for line in sampled(*args, "--format", "jsonl").out.splitlines()]
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    after = [line["right"].strip(" .,").casefold() for line in lines]
    assert after == sorted(after)
    whole = json.loads(sampled(*args, "--format", "json").out)
    assert (whole["version"], whole["lines"], whole["more"]) == (1, lines, True)


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["tag:Syria"], 2, "the query has none"),
        (["Syria", "--format", "ids"], 2, "--format ids"),
        (["xylophonist"], 1, "Nothing was found"),
    ],
)
def test_lines_that_cannot_be_say_why(
    sampled: Archive, args: list[str], code: int, message: str
) -> None:
    run = sampled("search", *args, "--kwic")
    assert run.code == code
    assert message in run.out + run.err


def test_facets_tell_the_first_the_last_and_the_busiest_day(sampled: Archive) -> None:
    run = sampled("search", "Euphrates", "--facets")
    answer = json.loads(sampled("search", "Euphrates", "--facets", "--format", "json").out)
    dates = sorted(
        json.loads(line)["date"]
        for line in sampled(
            "search", "Euphrates -date:none", "--limit", "99", "--format", "jsonl"
        ).out.splitlines()
    )
    mentions = answer["mentions"]
    assert (mentions["first"], mentions["last"]) == (dates[0], dates[-1])
    assert mentions["peak"]["count"] == max(map(dates.count, dates))
    assert dates.count(mentions["peak"]["date"]) == mentions["peak"]["count"]
    assert f"first {dates[0]}, last {dates[-1]}, most on {mentions['peak']['date']}" in run.out
    none = json.loads(sampled("search", "xylophonist", "--facets", "--format", "json").out)
    assert none["mentions"] is None


def test_lines_in_context_go_on_where_it_says(sampled: Archive) -> None:
    every = sampled("search", "Raqa", "--kwic").out.splitlines()
    second = sampled("search", "Raqa", "--kwic", "--limit", "2", "--offset", "2")
    assert second.out.splitlines() == every[2:4]
    assert "There are more lines: --offset 4" in second.err
