"""Names in their parts, where these can be told apart."""

from __future__ import annotations

import pytest

from archive.citing.names import name_of


@pytest.mark.parametrize(
    ("text", "inverted", "initialled"),
    [
        ("Jane Roe", "Roe, Jane", "Roe, J."),
        ("Roe, Jane", "Roe, Jane", "Roe, J."),
        ("Jean-Paul K. Roe", "Roe, Jean-Paul K.", "Roe, J.-P. K."),
        ("J.K. Roe", "Roe, J.K.", "Roe, J. K."),
        ("Jan van der Berg", "van der Berg, Jan", "van der Berg, J."),
        ("Omar al Assad", "al Assad, Omar", "al Assad, O."),
        ("Jane Roe Jr.", "Roe, Jane, Jr.", "Roe, J., Jr."),
        ("Roe, Jane, III", "Roe, Jane, III", "Roe, J., III"),
        ("Jane Roe, PhD", "Roe, Jane", "Roe, J."),
        ("Иван Петров", "Петров, Иван", "Петров, И."),
        ("Γιώργος Παπάς", "Παπάς, Γιώργος", "Παπάς, Γ."),
    ],
)
def test_a_persons_name_is_turned_round(text: str, inverted: str, initialled: str) -> None:
    name = name_of(text)
    assert (name.inverted, name.initialled) == (inverted, initialled)
    assert name.person


@pytest.mark.parametrize(
    "text",
    ["Agence France-Presse", "AFP", "Marks and Spencer", "Roe Inc.", "Staff writers", ""],
)
def test_what_is_no_persons_name_stays_whole(text: str) -> None:
    name = name_of(text)
    assert (name.inverted, name.initialled, name.direct) == (text, text, text)
    assert not name.person


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("王小明", None),
        ("محمد علي", None),
        ("김 철수", "ko"),
        ("Nagy Anna", "hu"),
        ("Xi Jinping", "zh-Hans"),
        ("Plato", None),
    ],
)
def test_a_name_whose_order_is_not_known_is_not_turned(text: str, language: str | None) -> None:
    name = name_of(text, language)
    assert (name.whole, name.inverted) == (text, text)
    assert name.person
