"""`archive timeline`: counts over time, alone, as shares, split and compared."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import pytest

from tests.helpers.commands import Archive


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize(("unit", "length"), [("day", 10), ("month", 7), ("year", 4)])
def test_each_unit_counts_the_same_articles(sampled: Archive, unit: str, length: int) -> None:
    found = json.loads(sampled("timeline", "date:2017", "--by", unit, "--format", "json").out)
    assert {len(each["key"]) for each in found["timeline"]} == {length}
    assert sum(each["count"] for each in found["timeline"]) == found["articles"]
    assert found["articles"] == int(sampled("count", "date:2017").out)
    assert all(each["of"] >= each["count"] for each in found["timeline"])


def test_the_times_are_those_of_search_where_no_unit_is_named(sampled: Archive) -> None:
    alone = json.loads(sampled("timeline", "Syria", "--format", "json").out)
    beside = json.loads(sampled("search", "Syria", "--timeline", "share", "--format", "json").out)
    assert alone["timeline"] == beside["timeline"]
    assert alone["mentions"] == beside["mentions"]


def test_csv_has_a_row_for_each_time_and_a_column_for_each_part(sampled: Archive) -> None:
    run = sampled("timeline", "date:2017", "--by", "month", "--split", "agency", "--format", "csv")
    table = rows(run.out)
    head = list(table[0])
    assert head[:4] == ["period", "first day", "last day", "articles"]
    assert head[-1] == "all articles"
    for row in table:
        assert sum(int(row[name]) for name in head[4:-1]) == int(row["articles"])
        assert int(row["all articles"]) >= int(row["articles"])
    months = [row["period"] for row in table]
    assert months == sorted(months)


def test_text_has_bars_or_a_table_and_shares_are_of_all_of_the_time(sampled: Archive) -> None:
    assert "█" in sampled("timeline", "date:2017", "--by", "year").out
    shares = sampled("timeline", "date:2017", "--by", "year", "--share").out
    assert "100.0%" in shares
    compared = sampled("timeline", "Syria", "--versus", "oil", "--by", "year").out
    assert "oil" in compared.splitlines()[2]


def test_the_undated_are_told_last(sampled: Archive) -> None:
    found = json.loads(sampled("timeline", "--by", "year", "--format", "json").out)
    assert found["timeline"][-1]["key"] is None
    assert found["timeline"][-1]["count"] == int(sampled("count", "date:none").out)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothinghasthisword",), 1, "Nothing was found"),
        (("oil", "--split", "tag"), 2, "tag"),
        (("oil", "--split", "agency", "--versus", "gas"), 2, "either split or compared"),
    ],
)
def test_what_cannot_be_counted_is_told(
    sampled: Archive, arguments: tuple[str, ...], code: int, said: str
) -> None:
    run = sampled("timeline", *arguments)
    assert run.code == code
    assert said in run.out + run.err


def test_more_days_than_anybody_reads_are_refused(
    archive: Archive, tmp_path: Callable[..., object]
) -> None:
    file = tmp_path / "a.jsonl"  # type: ignore[operator]
    file.write_text(
        "\n".join(
            json.dumps({"title": f"In {year}", "body": "Words of it.", "date": f"{year}-01-01"})
            for year in (1500, 2017)
        )
    )
    archive("ingest", file)
    run = archive("timeline", "--by", "day")
    assert run.code == 2
    assert "more than 100,000 days" in run.err
    assert archive("timeline", "--by", "year", "--format", "csv").out.count("\n") == 519
