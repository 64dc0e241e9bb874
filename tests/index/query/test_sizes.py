"""Sizes of edits as they are typed."""

from __future__ import annotations

import pytest

from index.query.parse import parse
from index.query.tree import Key, KeyPrefix, Keys, Or
from index.query.written import written


class Held:
    """An archive whose edits have these sizes."""

    def values(self, field: str) -> list[str]:
        return ["1", "1%", "12", "12%", "120", "3", "30%"] if field == "changed" else []

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        return []

    def like(self, stream: str, word: str, edits: int) -> None: ...


@pytest.mark.parametrize(
    ("typed", "sizes"),
    [
        ("1..12", ("1", "12", "3")),
        ("10..", ("12", "120")),
        ("..2", ("1",)),
        ("10%..", ("12%", "30%")),
        ("1%..12%", ("1%", "12%")),
        ("1..12%", ("1%", "12%")),
        (">12", ("120",)),
        (">=12", ("12", "120")),
        ("<3", ("1",)),
        ("<=3%", ("1%",)),
        ("..", ("1", "12", "120", "3")),
        ("99..", None),
    ],
)
def test_a_size_is_a_number_of_words_or_of_words_of_a_hundred(
    typed: str, sizes: tuple[str, ...] | None
) -> None:
    parsed = parse(f"changed:{typed}", vocabulary=Held())
    assert parsed.query == Keys("changed", ("120",) if sizes is None else sizes, typed)
    assert written(parsed.query) == f"changed:{typed}"
    assert not parsed.notices


def test_one_size_and_any_size() -> None:
    assert parse("changed:12").query == Key("changed", "12")
    assert parse('changed:"12 %"').query == Key("changed", "12%")
    assert parse("changed:*").query == KeyPrefix("changed", "")


@pytest.mark.parametrize("typed", ["much", "1.5", "%", ">", "1e3", "٣"])
def test_what_is_no_size_is_left_out(typed: str) -> None:
    parsed = parse(f"changed:{typed}", vocabulary=Held())
    assert parsed.query == Or(())
    assert "no size" in parsed.notices[0]


def test_a_range_that_ends_before_it_begins_is_turned_round_and_that_is_said() -> None:
    turned, plain = (parse(f"changed:{each}", vocabulary=Held()) for each in ("20..5", "5..20"))
    assert str(turned.query).replace("20..5", "5..20") == str(plain.query)
    assert [each for each in turned.notices if "turned round" in each]
    assert not plain.notices
