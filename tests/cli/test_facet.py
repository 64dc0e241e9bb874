"""`archive facet`, the filter options, and other timelines."""

from __future__ import annotations

import json

import pytest

from .conftest import Archive


def count(sampled: Archive, *args: str) -> int:
    return int(sampled("count", *args).out)


def test_options_include_any_and_leave_out(sampled: Archive) -> None:
    either = count(sampled, "--any-tag", "Syria, Iraq")
    both = count(sampled, "--tag", "Syria, Iraq")
    assert either == count(sampled, "--tag", "Syria") + count(sampled, "--tag", "Iraq") - both
    assert count(sampled, "--any-tag", "Syria, Iraq", "--not-tag", "Iraq") < either
    assert count(sampled, "--all-agency", "AFP, Reuters") == count(
        sampled, "agency:AFP agency:Reuters"
    )
    assert count(sampled, "--missing", "source") == count(sampled, "-agency:*") > 0
    assert count(sampled, "--not-missing", "agency") == count(sampled, "agency:*")


def test_a_facet_lists_all_its_values_for_a_query(sampled: Archive) -> None:
    lines = sampled("facet", "agency", "Syria").out.splitlines()
    for line in lines:
        number, _, value = line.strip().partition("  ")
        assert count(sampled, "Syria", "--agency", value) == int(number)
    assert len(lines) == 3
    found = sampled("facet", "tag", "--find", "EZZ").out
    assert "Deir Ezzor" in found
    assert "Conflict" not in found
    assert (
        sampled("facet", "tag", "--missing", "agency").out.splitlines()[-1].endswith("(none given)")
    )


def test_a_code_of_reuters_is_listed_with_its_meaning(sampled: Archive) -> None:
    listed = sampled("facet", "organisation", "--find", "community").out
    assert listed.split("\n")[0].split(None, 1)[1] == "ec (European Community)"


def test_a_long_facet_goes_on_where_it_says(sampled: Archive) -> None:
    every = json.loads(sampled("facet", "tag", "--format", "json").out)
    first = sampled("facet", "tag", "--limit", "5")
    assert f"{every['of'] - 5} more: --offset 5" in first.err
    rest = sampled("facet", "tag", "--offset", "5").out.splitlines()
    assert len(first.out.splitlines()) + len(rest) == every["of"] + 1  # and what has none
    assert sampled("facet", "tag", "--find", "zzyzx").code == 1


def test_a_timeline_of_shares_and_of_parts_is_a_table(sampled: Archive) -> None:
    table = sampled("search", "Syria", "--timeline", "share", "--split", "agency").out
    heading = next(line for line in table.splitlines() if "articles" in line and "share" in line)
    assert heading.split() == ["articles", "share", "AFP", "Reuters", "AP"]
    assert "Agency" not in table
    compared = sampled("search", "Syria", "--limit", "0", "--versus", "Iraq").out.splitlines()
    assert ["Syria", "Iraq"] in [line.split() for line in compared]
    november = next(line for line in compared if line.strip().startswith("2017-11 ")).split()
    assert november[1:] == [
        str(count(sampled, query, "date:2017-11")) for query in ("Syria", "Iraq")
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--missing", "colour"], "'colour' is no facet"),
        (["--not-tag", " , "], "--not-tag ' , ' names nothing"),
        (["--split", "agency", "--versus", "x"], "either split or compared"),
        (["--timeline", "log"], "'log' is not one of"),
    ],
)
def test_a_bad_choice_is_a_sentence(sampled: Archive, args: list[str], message: str) -> None:
    run = sampled("search", *args)
    assert run.code == 2
    assert message in run.err


def test_dates_are_a_tree_whose_counts_are_what_each_date_finds(sampled: Archive) -> None:
    range_of = ("--from", "2017-09", "--to", "2017-10", "--agency", "AFP")
    lines = sampled("facet", "date", "Raqa", *range_of).out.splitlines()
    listed = [(line[9:], int(line[:7])) for line in lines]
    days = [text.strip() for text, _ in listed if text.startswith("    ")]
    assert [text for text, _ in listed[:2]] == ["2017", "  2017-10"]
    assert days == sorted(days, reverse=True) != []  # so few days are listed too
    for date, number in listed:
        assert number == count(sampled, "Raqa", f"date:{date.strip()}", *range_of)


def test_days_are_left_out_where_they_are_many_but_not_of_json(sampled: Archive) -> None:
    lines = [line[9:] for line in sampled("facet", "date").out.splitlines()]
    assert {len(line) for line in lines[:-1]} == {4, 9}
    assert lines[-1] == "(none given)"
    answer = json.loads(sampled("facet", "date", "--format", "json").out)
    assert answer["missing"] == count(sampled, "date:none")
    day = answer["values"][0]["within"][0]["within"][0]
    assert day["count"] == count(sampled, f"date:{day['value']}")
    assert sampled("facet", "date", "zzyzx").code == 1
    assert "--from and --to" in sampled("facet", "date", "--find", "2017").err
