"""Groups of spellings: those that ship, and those of an archive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.tokens import tokens
from index.names.groups import SHIPPED, Names, load_names
from index.names.keys import spelling
from index.names.make_shipped import HERE, shipped
from index.names.own import FILE, read_own


def own(home: Path, text: str) -> Names:
    (home / FILE).write_text(text, "utf-8")
    return load_names(home)


def of(names: Names, typed: str) -> set[str]:
    return {each.name for each in names.spellings(spelling(typed).terms)}


def test_what_ships_is_made_of_its_sources() -> None:
    assert (HERE / SHIPPED).read_text("utf-8") == shipped()


def test_no_name_made_by_hand_is_in_two_groups_or_alone() -> None:
    by_hand = read_own(HERE / "by_hand.txt")
    assert by_hand.problems == ()
    assert [group for group in by_hand.groups if len(group.names) < 2] == []


@pytest.mark.parametrize("typed", ["Raqa", "raqqa", "RAQA", "Ar-Raqqah", "ar raqqah", "Raqah"])
def test_a_name_is_found_however_its_small_differences_are_written(
    typed: str, tmp_path: Path
) -> None:
    assert {"Raqqa", "Raqa", "Ar-Raqqah"} <= of(load_names(tmp_path), typed)


@pytest.mark.parametrize("typed", ["monte", "said", "nice", "is", "Khalil", "bab"])
def test_a_word_that_is_no_name_has_no_spellings(typed: str, tmp_path: Path) -> None:
    assert of(load_names(tmp_path), typed) == set()


def test_an_own_group_joins_the_one_that_ships(tmp_path: Path) -> None:
    names = own(tmp_path, "Raqqa, Rakah City\n")
    for typed in ("Raqqa", "Raqa", "Ar-Raqqah", "rakah city"):
        assert {"Raqqa", "Raqa", "Rakah City"} <= of(names, typed)


def test_a_name_that_stands_alone_is_taken_out_of_its_group(tmp_path: Path) -> None:
    names = own(tmp_path, "Bombay\n")
    assert of(names, "Bombay") == set()
    assert "Mumbai" in of(names, "Mumbay")
    assert "Bombay" not in of(names, "Mumbay")


def test_remarks_and_empty_lines_are_no_groups(tmp_path: Path) -> None:
    names = own(tmp_path, "\ufeff# Ferries\n\n  Ystad , Ysta # an old form\n")
    assert [(group.line, group.names) for group in names.own.groups] == [(3, ("Ystad", "Ysta"))]
    assert names.own.problems == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"Ystad; Ysta", "line 2: holds one name only; commas"),
        (b"Ystad, !!!", 'line 2: "!!!" has no letters'),
        (b"Ystad, a b c d e f g h i", "has more than 8 words"),
        (b"Ystad, Malm\xf6", "line 2: is no UTF-8 text"),
        (b"Ystad, TRELLE-BORG", 'line 2: "TRELLE-BORG" stands in line 1 too'),
    ],
)
def test_a_broken_line_is_told_and_the_others_hold(line: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"Trelleborg, Trellborg\n" + line + b"\nLund, Londinum\n")
    names = load_names(tmp_path)
    assert [says in str(problem) for problem in names.own.problems] == [True]
    assert of(names, "lund") == {"Lund", "Londinum"}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    names = load_names(tmp_path)
    assert "cannot be read" in str(names.own.problems[0])
    assert of(names, "Raqa")


def test_two_lines_that_share_a_name_are_one_group(tmp_path: Path) -> None:
    names = own(tmp_path, "Ystad, Ysta\nYsta, Ystadium\n")
    assert of(names, "Ystad") == of(names, "Ystadium") == {"Ystad", "Ysta", "Ystadium"}


@pytest.mark.parametrize("line", ["Raqqa, !!!", "a b c d e f g h i, Raqqa"])
def test_a_name_that_a_mistake_leaves_alone_keeps_its_spellings(line: str, tmp_path: Path) -> None:
    names = own(tmp_path, f"{line}\nRaqqa, Zork\n")
    assert len(names.own.problems) == 1
    assert {"Raqqa", "Raqa", "Zork"} <= of(names, "Raqqa")


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("L'Oréal", ("oreal",)), ("l'IS", ("IS",)), ("F-16", ("f16", "16")),
        ("F-4F Phantom", ("f4f", "4f", "phantom")),
    ],
)  # fmt: skip
def test_a_name_is_searched_as_capitals_and_designations_are(
    name: str, terms: tuple[str, ...]
) -> None:
    assert spelling(name).terms == terms


# Whatever the tokeniser has a rule for that is written with letters, blanks and hyphens alone.
PARTS = (
    "Ph", "ph", "Sc", "Ed", "D", "d", "AT", "of", "and", "km", "IS", "al", "El", "ez", "Zor", "l",
    "dell", "Mr", "c", "st", "U", "x", "R", "o", "raqqa",
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(" -")), max_size=4))
def test_a_plain_name_is_searched_as_its_tokens_are(parts: list[tuple[str, str]]) -> None:
    name = "".join(part + mark for part, mark in parts)[:-1]
    read = tuple(token.acronyms[0] if token.acronyms else token.text for token in tokens(name))
    assert spelling(name).terms == read


def test_names_that_ship_are_searched_as_their_tokens_are(tmp_path: Path) -> None:
    names = {name for _, group in load_names(tmp_path).groups() for name in group}
    plain = [name for name in names if re.fullmatch("[A-Za-z -]+", name)]
    assert len(plain) > len(names) / 2
    for name in plain:
        read = tuple(token.acronyms[0] if token.acronyms else token.text for token in tokens(name))
        assert spelling(name).terms == read
