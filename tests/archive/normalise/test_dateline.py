"""Datelines: split from the text, with the agency in them; sentences left alone."""

from __future__ import annotations

import pytest

from archive.normalise.dateline import split_dateline
from archive.normalise.filed_from import places_of


@pytest.mark.parametrize(
    ("body", "dateline", "agencies", "rest"),
    [
        ("SALVADOR, Feb 26 - Showers fell.", "SALVADOR, Feb 26", (), "Showers fell."),
        ("DEIR EZZOR, Syria (AFP) - Troops.", "DEIR EZZOR, Syria", ("AFP",), "Troops."),
        ("BERLIN (dpa) - Der Bundestag.", "BERLIN", ("dpa",), "Der Bundestag."),
        ("Berlin (dpa/afp) – Der Bundestag.", "Berlin", ("dpa", "AFP"), "Der Bundestag."),
        ("BAGHDAD (AP) — Iraq's army.", "BAGHDAD", ("AP",), "Iraq's army."),
        ("WINSTON-SALEM, N.C. (AP) — Text.", "WINSTON-SALEM, N.C.", ("AP",), "Text."),
        ("PARIS/LONDON, 3 Nov (Reuters) – Text.", "PARIS/LONDON, 3 Nov", ("Reuters",), "Text."),
        ("WASHINGTON — The president.", "WASHINGTON", (), "The president."),
        ("Copiapó (Chile), 14 oct (EFE).- Los.", "Copiapó (Chile), 14 oct", ("EFE",), "Los."),
        ("(ANSA) - ROMA, 3 NOV - Il porto.", "ROMA, 3 NOV", ("ANSA",), "Il porto."),
        ("МОСКВА, 23 марта. /ТАСС/. Станция.", "МОСКВА, 23 марта", ("TASS",), "Станция."),
        ("新华社北京10月16日电 中国飞船。", "北京10月16日", ("Xinhua",), "中国飞船。"),
        ("（法新社巴黎3日电）欧盟。", "巴黎3日", ("AFP",), "欧盟。"),
        ("【ワシントン=共同】米国。", "ワシントン", ("Kyodo",), "米国。"),
        ("(서울=연합뉴스) 정부는.", "서울", ("Yonhap",), "정부는."),
        ("دمشق (أ ف ب) - أعلن الجيش.", "دمشق", ("AFP",), "أعلن الجيش."),
        ("CAIRO – 25 July 2022: It sailed.", "CAIRO, 25 July 2022", (), "It sailed."),
        ("OSLO/ADEN July 25, 2022: It sailed.", "OSLO/ADEN, July 25, 2022", (), "It sailed."),
        ("MADRID, 3 de mayo de 2021.- El.", "MADRID, 3 de mayo de 2021", (), "El."),
        ("GENEVA, 3 May 2021 – It.", "GENEVA, 3 May 2021", (), "It."),
        ("Cairo, 25 July 2022: It sailed.", None, (), "Cairo, 25 July 2022: It sailed."),
        ("KINSHASA, 3 nov 2017 (ACP) - Le.", "KINSHASA, 3 nov 2017", ("ACP",), "Le."),
        ("HELSINKI, Sept 3 (Reuters) - A \\*b\\* &lt;C&gt;", "HELSINKI, Sept 3", ("Reuters",),
            "A \\*b\\* &lt;C&gt;"),
    ],
)  # fmt: skip
def test_a_dateline_is_split_from_the_text(
    body: str, dateline: str, agencies: tuple[str, ...], rest: str
) -> None:
    assert split_dateline(body) == (dateline, agencies, rest)


@pytest.mark.parametrize(
    "body",
    [
        "", "x", "Paris - a city of two million.", "NATO - the alliance - met.",
        "UPDATE - Talks go on.",
        "Mr Smith (Reuters) said it.", "LONDON, Group 4 - the draw.", "Johannesburg – The court.",
        "PARIS (AFP)", "OPEC -- which meets in Vienna -- said", "US-backed forces - a group.",
    ],
)  # fmt: skip
def test_a_sentence_is_no_dateline(body: str) -> None:
    assert split_dateline(body) == (None, (), body)


def test_a_dateline_may_stand_below_a_summary_in_stars() -> None:
    body = "\\* One point\n\n\\* Another\n\nHELSINKI, Sept 3 (Reuters) - The text.\n\nMore."
    assert split_dateline(body) == (
        "HELSINKI, Sept 3",
        ("Reuters",),
        "\\* One point\n\n\\* Another\n\nThe text.\n\nMore.",
    )
    below_text = f"A paragraph.\n\n{body}"
    assert split_dateline(below_text) == (None, (), below_text)


@pytest.mark.parametrize(
    ("dateline", "places"),
    [
        ("BAGHDAD, Nov 3 (AFP) -", ["Baghdad"]),
        ("DEIR EZZOR, Syria", ["Deir Ezzor"]),
        ("LONDON/PARIS, March 3", ["London", "Paris"]),
        ("BAGHDAD and ERBIL, Iraq", ["Baghdad", "Erbil"]),
        ("TRINIDAD AND TOBAGO", ["Trinidad and Tobago"]),
        ("RIO DE JANEIRO, 24 set", ["Rio de Janeiro"]),
        ("COTE D'IVOIRE", ["Cote d'Ivoire"]),
        ("DEIR AL-ZOR", ["Deir al-Zor"]),
        ("ST. LOUIS, Mo., May 3", ["St. Louis"]),
        ("Strasbourg, 10 juil 2024", ["Strasbourg"]),
        ("КОРОЛЁВ (Московская область), 23 марта", ["Королёв"]),
        ("北京10月16日", ["北京"]),
        ("ウーメラ（オーストラリア）", ["ウーメラ"]),
        ("دمشق", ["دمشق"]),
        ("****SANTO DOMINGO, March 4", ["Santo Domingo"]),
        ("ABOARD THE USS NIMITZ, Aug 3", []),
        ("Aaron J. Staples, Michigan", []),
        ("By Jane Roe in Paris", []),
        ("AFP", []),
        ("March 3", []),
        ("The minister said that", []),
        ("Gate 12", []),
        ("", []),
        (None, []),
    ],
)
def test_the_places_that_a_dateline_names(dateline: str | None, places: list[str]) -> None:
    assert list(places_of(dateline)) == places
