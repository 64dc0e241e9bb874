"""Chinese in its other characters: which forms are tried, how many, and where none are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names.han import MOST_FORMS, other_forms


def holding(*words: str) -> Callable[[str], bool]:
    """An archive that has these words: each two neighbours, and what these begin with."""
    held = {a + b for word in words for a, b in pairwise(word)} | {c for w in words for c in w}
    return held.__contains__


def every(pair: str) -> bool:
    return True


@pytest.mark.parametrize(
    "forms",
    [
        ("台湾", "臺灣", "台灣"),
        ("国务院", "國務院"),
        ("经济", "經濟"),
        ("群众", "群眾", "羣衆"),
        ("这里", "這裏", "這裡"),
        ("说", "說", "説"),
    ],
)
def test_each_form_of_a_word_leads_to_all_others(forms: tuple[str, ...]) -> None:
    for typed in forms:
        assert {typed, *other_forms(typed, holding(*forms))} == set(forms)


@pytest.mark.parametrize(
    ("typed", "traditional"),
    [("发", {"發", "髮"}), ("后", {"後"}), ("干", {"乾", "幹", "榦"}), ("复", {"復", "複"})],
)
def test_one_simplified_character_may_stand_for_several(typed: str, traditional: set[str]) -> None:
    assert set(other_forms(typed, every)) == traditional


@pytest.mark.parametrize("name", ["范长江", "于浩然", "余大海", "后小红"])
def test_a_character_of_a_name_may_be_the_same_in_both(name: str) -> None:
    written = name.translate(str.maketrans("长红", "長紅"))
    assert set(other_forms(name, holding(written))) == {written} - {name}


def test_a_traditional_word_is_not_taken_for_another_that_is_simplified_alike() -> None:
    assert other_forms("頭髮", every) == ("头发",)
    assert "髮展" not in other_forms("發展", every)


def test_simplified_and_traditional_characters_are_not_mixed() -> None:
    assert "臺湾" not in other_forms("台湾", every)


def test_only_forms_whose_pairs_are_all_held_are_given() -> None:
    assert other_forms("头发", holding("頭髮", "發展")) == ("頭髮",)
    assert other_forms("国务院", holding("國務")) == ()
    assert other_forms("台湾", holding("台湾")) == ()


@pytest.mark.parametrize("text", ["", "oil", "нефть", "서울", "กรุงเทพ", "トヨタ", "人口", "5G"])
def test_what_has_no_other_characters_has_no_other_form(text: str) -> None:
    assert other_forms(text, every) == ()


def test_what_stands_beside_chinese_stays() -> None:
    assert other_forms("5G发展-EU", holding("發展")) == ("5G發展-EU",)


_TEXTS = st.text(st.sampled_from("发台里面干系钟复國臺裏oil -*?、"), max_size=40)


@given(_TEXTS, st.sets(st.sampled_from("發臺台檯颱裏裡里麵面乾幹干係繫系鍾鐘復複复国國")))
def test_forms_are_few_different_and_as_long_as_the_text(text: str, held: set[str]) -> None:
    forms = other_forms(text, lambda pair: held.issuperset(pair) or not held)
    assert len(forms) == len(set(forms) - {text}) <= MOST_FORMS
    assert {len(form) for form in forms} <= {len(text)}
