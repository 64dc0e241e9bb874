"""`archive words`: tables, JSON and CSV of the same numbers, and what it says of them."""

from __future__ import annotations

import csv
import json

import pytest

from .conftest import Archive


def test_the_words_near_are_listed_with_their_scores(sampled: Archive) -> None:
    run = sampled("words", "Syrian", "--least", "1")
    assert run.code == 0
    assert "occurrences in" in run.out
    assert "army" in run.out
    assert "log-likelihood, 5 words left and 5 right" in run.out
    assert " the " not in run.out.split("log-likelihood")[1].split("Words near")[0]


def test_json_and_csv_have_the_same_numbers(sampled: Archive) -> None:
    args = ("words", "Syrian", "--by", "year", "--least", "1", "--format")
    found = json.loads(sampled(*args, "json").out)
    rows = list(csv.DictReader(sampled(*args, "csv").out.splitlines()))
    table = {(row["word"], row["value"]): int(row["near"]) for row in rows}
    assert table
    assert table == {
        (word["word"], group["label"]): word["near"][at]
        for word in found["words"]
        for at, group in enumerate(found["groups"])
    }
    for group in found["groups"]:
        if group["key"]:
            args = ("count", "Syrian", "--from", group["key"], "--to", group["key"])
            assert int(sampled(*args).out) == group["documents"]


@pytest.mark.parametrize(
    "more",
    [
        ("--show", "neighbours"), ("--show", "counts", "--by", "agency"), ("--by", "tag"),
        ("--against", "oil"), ("--against", "oil", "--by", "agency"), ("--measure", "dice"),
        ("--left", "0", "--right", "2", "--small"),
    ],
)  # fmt: skip
def test_every_table_is_printed_in_every_form(sampled: Archive, more: tuple[str, ...]) -> None:
    run = sampled("words", "Syrian", "--least", "1", *more)
    assert run.code == 0
    assert len(run.out.splitlines()) > 5
    assert json.loads(sampled("words", "Syrian", *more, "--format", "json").out)["version"] == 1
    rows = list(csv.reader(sampled("words", "Syrian", *more, "--format", "csv").out.splitlines()))
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(
    ("more", "cited"),
    [
        ((), "Words near “Syrian”, log-likelihood, 5 words left and 5 right. Computed by "),
        (("--by", "year", "--agency", "AFP", "--from", "2017", "--exact"),
         "Words near “Syrian” (agency AFP; from 2017; exact), log-likelihood, 5 words left"),
        (("--against", "oil", "--by", "agency"),
         "Words typical of “Syrian” beside “oil”, log-likelihood, by agency. Computed by "),
        (("--show", "counts", "--tag", "Syria", "--tag", "Iraq"),
         "Occurrences of “Syrian” (tag Syria, Iraq). Computed by "),
    ],
)  # fmt: skip
def test_the_line_to_cite_says_all_that_was_asked(
    sampled: Archive, more: tuple[str, ...], cited: str
) -> None:
    assert cited in sampled("words", "Syrian", "--least", "1", *more).out


@pytest.mark.parametrize("query", [(), ("",)])
def test_a_search_without_a_query_is_all_articles_in_a_heading(
    sampled: Archive, query: tuple[str, ...]
) -> None:
    out = sampled("words", *query, "--against", "Syria").out
    assert "Typical of all articles\n" in out
    assert "Words typical of all articles beside “Syria”" in out
    assert "Typical of all articles\n" in sampled("words", "Syria", "--against", "").out


@pytest.mark.parametrize(
    ("option", "shown"),
    [(("--least", "3"), "neighbours"), (("--window", "3"), "neighbours"), (("--small",), "counts")],
)
def test_an_option_that_says_nothing_of_a_table_is_refused(
    sampled: Archive, option: tuple[str, ...], shown: str
) -> None:
    run = sampled("words", "Syrian", "--show", shown, *option)
    assert run.code == 2
    assert f"{option[0]} chooses among the words around" in run.err


def test_it_says_how_it_is_computed_with_what_was_asked(sampled: Archive) -> None:
    run = sampled("words", "--method", "--measure", "dice", "--window", "7")
    assert run.code == 0
    assert "Dice = 2 · O11 / (R1 + C1)" in run.out
    assert "Up to 7 words left and 7 right" in " ".join(run.out.split())


def test_what_cannot_be_asked_ends_in_a_sentence(sampled: Archive) -> None:
    for args in (("oil", "--window", "99"), ("tag:Syria",), ("oil", "--by", "colour"), ()):
        run = sampled("words", *args)
        assert run.code == 2
        assert run.err.startswith("archive: ")
    run = sampled("words", "unheardof")
    assert run.code == 1
    assert "Nothing was found." in run.out


def test_where_a_search_finds_nothing_no_table_is_empty(sampled: Archive) -> None:
    run = sampled("words", "unheardof", "--against", "unheard", "--by", "year")
    assert run.code == 1
    assert run.out.splitlines()[1:] == ["Nothing was found."]
    run = sampled("words", "Syrian", "--against", "unheardof")
    assert "Typical of unheardof\n  No word is more frequent there.\n" in run.out
    assert "log-likelihood\n" not in run.out
    assert sampled("words", "Syrian", "--against", "oil").out.count("log-likelihood\n") == 2


def test_numbers_are_rounded_as_on_the_page(sampled: Archive) -> None:
    out = sampled("words", "Syrian", "--least", "1", "--limit", "200").out
    rows = [line.split()[-3:] for line in out.splitlines() if line.startswith("  ")][1:]
    assert any(float(expected) < 1 for expected, _, _ in rows)
    for expected, _, score in rows:
        assert len(expected.partition(".")[2]) == 1
        assert len(score.partition(".")[2]) == (4 if float(score.replace(",", "")) < 1 else 1)
