"""Agencies and credits: canonical names, several in one line, people apart from companies."""

from __future__ import annotations

import pytest

from archive.normalise.agencies import agencies_in, canonical_agency, known_agency
from archive.normalise.person_names import is_name
from archive.normalise.persons import read_credit


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("AFP", "AFP"), ("Agence France-Presse", "AFP"), ("(AFP)", "AFP"), ("أ ف ب", "AFP"),
        ("فرانس برس", "AFP"), ("АФП", "AFP"), ("REUTER", "Reuters"), ("رويترز", "Reuters"),
        ("Рейтер", "Reuters"), ("路透社", "Reuters"), ("The Associated Press", "AP"),
        ("أسوشيتد برس", "AP"), ("DPA", "dpa"), ("د ب أ", "dpa"), ("Xinhua", "Xinhua"),
        ("新华社", "Xinhua"), ("شينخوا", "Xinhua"), ("Синьхуа", "Xinhua"), ("共同社", "Kyodo"),
        ("ТАСС", "TASS"), ("/ТАСС/", "TASS"), ("연합뉴스", "Yonhap"), ("Ceska tiskova kancelar",
            "ČTK"),
    ],
)  # fmt: skip
def test_an_agency_is_known_by_every_way_it_is_written(written: str, name: str) -> None:
    assert known_agency(written) == name


def test_an_agency_that_is_not_in_the_table_keeps_its_name() -> None:
    assert known_agency("Fellside Wire") is None
    assert canonical_agency("(Fellside Wire)") == "Fellside Wire"
    for whole in ("Fellside Wire (FW)", "(Fellside) Wire", "[Fellside] Wire (FW)"):
        assert canonical_agency(f" {whole} ") == canonical_agency(f"({whole})") == whole
    assert canonical_agency("Fellside) Wire (") == "Fellside) Wire"
    assert canonical_agency("") == canonical_agency(" () ") == ""


def test_a_declared_line_may_name_several() -> None:
    assert agencies_in(["AFP with Reuters", "Agence France-Presse"]) == ("AFP", "Reuters")
    assert agencies_in(["dpa/afp"]) == ("dpa", "AFP")
    assert agencies_in(["Smith and Daughters"]) == ("Smith and Daughters",)


@pytest.mark.parametrize(
    ("credit", "authors", "agencies"),
    [
        ("By Jane Roe in Paris, AFP", ("Jane Roe",), ("AFP",)),
        ("Jane Roe & John Poe", ("Jane Roe", "John Poe"), ()),
        ("Von Jana Roth und Max Muster, dpa", ("Jana Roth", "Max Muster"), ("dpa",)),
        ("Jane Roe (Reuters)", ("Jane Roe",), ("Reuters",)),
        ("AFP with Reuters", (), ("AFP", "Reuters")),
        ("ANSA/Fellside Evening Star", (), ("ANSA",)),
        ("Reuters Staff", (), ("Reuters",)),
        ("By our correspondent", (), ()),
        ("", (), ()),
    ],
)
def test_a_credit_is_told_apart_into_people_and_agencies(
    credit: str, authors: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    assert read_credit(credit) == (authors, agencies)


@pytest.mark.parametrize(
    "name",
    [
        "Fellside Evening Star", "Harbour News", "The Daily Gazette", "Editorial Staff",
        "Nordwind TV",
        "Radio Nordwind", "Wire Services", "La Redacción", "Nordwind Redaktion", "редакция Волны",
        "Lakeside Media Ltd",
    ],
)  # fmt: skip
def test_a_name_with_a_newsrooms_words_is_nobodys(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize(
    "name", ["Jane Roe", "Mark O'Neill", "Jean-Pierre Petit", "王小明", "José Ortega"]
)
def test_a_persons_name_is_one(name: str) -> None:
    assert is_name(name)
