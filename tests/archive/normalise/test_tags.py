"""What is a tag, and what is not."""

from __future__ import annotations

import pytest

from archive.normalise.tags import clean_tags, split_tags


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        (["Syria, Iraq; Conflict"], ["Syria", "Iraq", "Conflict"]),
        (["Syria", "Iraq"], ["Syria", "Iraq"]),
        (["Baker, CFP", "Bitcoin"], ["Baker, CFP", "Bitcoin"]),
        (["R&amp;D,Trade"], ["R&D", "Trade"]),
        (["地震、津波"], ["地震", "津波"]),
        (["", "  "], []),
    ],
)
def test_lists_are_cut_where_they_are_lists(values: list[str], tags: list[str]) -> None:
    assert clean_tags(split_tags(values)) == tags


@pytest.mark.parametrize(
    "value",
    ["8f507083-bac4-423a-9015-2eb31e1bce50", "100312362", "https://e.org/x", "o.example.com",
     "WC: 1000-1999", "Page Type: Article", "a tag that is in truth a sentence of ten words",
     "x" * 90, "--"],
)  # fmt: skip
def test_notes_of_a_system_are_no_tags(value: str) -> None:
    assert clean_tags([value, "River"]) == ["River"]


def test_a_tag_may_stand_behind_its_kind() -> None:
    assert clean_tags(["Subject: Justice", "#Rivers", "(1) Bridges"]) == [
        "Justice", "Rivers", "Bridges",
    ]  # fmt: skip


def test_each_once_and_not_the_name_of_the_site() -> None:
    assert clean_tags(["Syria", "SYRIA", "The Courier"], ["the courier"]) == ["Syria"]


def test_a_list_of_codes_is_no_list_of_tags() -> None:
    assert clean_tags(["AER", "TRAN", "ASIA", "INDS08", "GEN", "DIS"]) == []
    assert clean_tags(["USA", "NATO", "EU"]) == ["USA", "NATO", "EU"]
