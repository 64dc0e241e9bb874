"""Other spellings on the command line: told, switched off, listed, proposed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.names.own import FILE
from tests.helpers.commands import Archive


def test_other_spellings_are_searched_and_told_with_the_query_without_them(
    sampled: Archive,
) -> None:
    found = sampled("search", "Raqa", "--format", "ids")
    assert "Also searched: Raqqa, Ar-Raqqah" in found.err
    assert found.err.rstrip().endswith("only Raqa: =Raqa")
    only = sampled("search", "=Raqa", "--format", "ids")
    assert only.err == ""
    assert set(only.out.split()) < set(found.out.split())


def test_one_name_in_any_spelling_is_one_search(sampled: Archive) -> None:
    same = ("Deir ez-Zor", '"Dayr az-Zawr"', "Deir Ezzor")
    counts = {sampled("count", query).out for query in same}
    assert len(counts) == 1
    assert counts != {"0\n"}


@pytest.mark.parametrize("command", ["search", "count", "export"])
def test_exact_takes_words_as_they_are_written(sampled: Archive, command: str) -> None:
    as_usual, exact = (
        sampled(command, "towns Raqqa"),
        sampled(command, "towns Raqqa", "--exact"),
    )
    assert "Also searched" in as_usual.err
    assert "Also searched" not in exact.err
    assert as_usual.out != exact.out


def test_without_variants_words_still_match_by_their_stem(sampled: Archive) -> None:
    assert sampled("count", "towns Raqa", "--no-variants").out == sampled("count", "town =Raqa").out


def test_most_or_any_of_the_words_may_do(sampled: Archive) -> None:
    words = "Euphrates bridges xylophone zebra"
    counts = [int(sampled("count", words, "--match", m).out) for m in ("all", "most", "any")]
    assert counts[0] == counts[1] == 0 < counts[2]
    assert int(sampled("count", "Euphrates Raqa xylophone", "--match", "most").out) > 0


def test_json_holds_the_spellings(sampled: Archive) -> None:
    (each,) = json.loads(sampled("search", "Raqa", "--format", "json").out)["expansions"]
    assert each["typed"] == "Raqa"
    assert "Raqqa" in each["names"]
    assert each["only"] == "=Raqa"


def test_own_spellings_are_listed_and_searched(sampled: Archive, samples_copy: Path) -> None:
    (samples_copy / FILE).write_text("Mossul-on-Tigris, Mosul\n", "utf-8")
    assert sampled("variants").out.split("  ")[-1] == "Mossul-on-Tigris, Mosul\n"
    assert int(sampled("count", "Mossul-on-Tigris").out) == int(sampled("count", "Mosul").out) > 0


def test_a_broken_line_is_told_and_stops_nothing(sampled: Archive, samples_copy: Path) -> None:
    (samples_copy / FILE).write_text("Raqa; Raqqa\n", "utf-8")
    listed = sampled("variants")
    assert listed.code == 1
    assert listed.err.startswith("variants.txt, line 1: holds one name only")
    searched = sampled("count", "Raqqa")
    assert "variants.txt, line 1" in searched.err
    assert int(searched.out) > 0


def test_a_broken_line_cannot_colour_a_terminal(sampled: Archive, samples_copy: Path) -> None:
    (samples_copy / FILE).write_text("\x1b[31mred, blue\n\x1b[31mred, green\n")
    found = sampled("count", "Raqa")
    assert "stands in line 1 too" in found.err
    assert "\x1b[31mred" not in found.err


def test_an_archive_without_own_spellings_says_where_they_go(archive: Archive) -> None:
    archive("ingest", "/dev/null")
    assert "variants.txt" in archive("variants").out


def test_proposals_are_lines_for_the_file(sampled: Archive, samples_copy: Path) -> None:
    proposed = sampled("variants", "suggest")
    assert proposed.code == 0
    assert "# in " in proposed.out
    (samples_copy / FILE).write_text(proposed.out, "utf-8")
    assert sampled("variants").code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("count", "Raqa"),
        ("search", "Raqa", "--kwic"),
        ("facet", "tag", "Raqa"),
        ("facet", "date", "Raqa"),
        ("explain", "o64gnp64", "Raqa"),
    ],
)
def test_whatever_searches_tells_the_other_spellings(
    sampled: Archive, command: tuple[str, ...]
) -> None:
    told = sampled(*command).err
    assert "Also searched: Raqqa, " in told
    assert "search only Raqa: =Raqa" in told
    assert "Also searched" not in sampled(*command, "--no-variants").err


CHINESE = [
    {"title": "Simplified", "body": "国务院发言人在台湾说。", "tags": ["台湾"]},
    {"title": "Traditional", "body": "國務院發言人在臺灣說。", "tags": ["臺灣"]},
]


@pytest.fixture
def chinese(archive: Archive, tmp_path: Path) -> Archive:
    """An archive with the same news in both scripts of Chinese."""
    (tmp_path / "news.json").write_text(json.dumps(CHINESE), "utf-8")
    archive("ingest", str(tmp_path / "news.json"))
    return archive


def test_a_chinese_word_is_searched_in_both_scripts_and_told(chinese: Archive) -> None:
    found = chinese("search", "国务院", "--format", "json")
    answer = json.loads(found.out)
    assert answer["total"] == 2
    assert answer["expansions"] == [{"typed": "国务院", "names": ["國務院"], "only": "=国务院"}]
    told = chinese("search", "国务院")
    assert "Also searched: 國務院 · search only 国务院: =国务院" in told.err
    assert "*國務院*" in told.out


@pytest.mark.parametrize(
    "asked", [("=國務院",), ("國務院", "--no-variants"), ("國務院", "--exact")]
)
def test_a_chinese_word_can_be_searched_in_one_script(
    chinese: Archive, asked: tuple[str, ...]
) -> None:
    assert (chinese("count", *asked).out, chinese("count", *asked).err) == ("1\n", "")


def test_explain_names_the_other_script(chinese: Archive) -> None:
    (simplified,) = chinese("search", "=国务院", "--format", "ids").out.split()
    assert "body: 国务院 (another spelling)" in chinese("explain", simplified, "國務院").out


def test_a_filter_takes_a_tag_in_the_script_that_it_is_in(chinese: Archive) -> None:
    assert chinese("count", "--tag", "台湾").out == "1\n"
    assert chinese("count", "tag:台湾").out == "2\n"
