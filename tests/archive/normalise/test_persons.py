"""Bylines as people type them: who wrote, and who did not."""

from __future__ import annotations

import pytest

from archive.normalise.persons import read_credit, read_declared

# A byline as typed, with bars between the persons that it names. ("" where it names nobody.)
BYLINES = {
    # The family name first, with and without other persons.
    "Roe, Jane": "Jane Roe",
    "Roe, Jane; Poe, Ann": "Jane Roe|Ann Poe",
    "Roe, Jane, Poe, Ann": "Jane Roe|Ann Poe",
    "Roe, Jane and Doe, John": "Jane Roe|John Doe",
    "Roe, Jane, and Ann Poe": "Jane Roe|Ann Poe",
    "ROE, J.": "J. ROE",
    "Roe, J. M.": "J. M. Roe",
    "van der Berg, Jan": "Jan van der Berg",
    "García Márquez, Gabriel": "Gabriel García Márquez",
    "Di Canio, Paolo": "Paolo Di Canio",
    # What belongs to a name.
    "Sammy Davis, Jr.": "Sammy Davis Jr.",
    "By Samuel Dane, Jr. and Ann Poe": "Samuel Dane Jr.|Ann Poe",
    "John Doe, III": "John Doe III",
    "Jane Roe, PhD": "Jane Roe, PhD",
    "Roe, Jane, Ph.D.": "Jane Roe, Ph.D.",
    "Dr. Jane Roe, MD": "Dr. Jane Roe, MD",
    "Mark O'Brien": "Mark O'Brien",
    "Jean-Pierre Petit": "Jean-Pierre Petit",
    "Khalid bin Salman": "Khalid bin Salman",
    "Mohammed al-Rashid": "Mohammed al-Rashid",
    "Ortega y Gasset": "Ortega y Gasset",
    "Jane Roe, Ph. D.": "Jane Roe, Ph.D.",
    "Dr. med. Karl Roth": "Dr. med. Karl Roth",
    "By Jane Roe.": "Jane Roe",
    # Places apart from a name by a sign, and not by a word.
    "Jana Roth / Wien": "Jana Roth",
    "Jana Roth – Wien": "Jana Roth",
    "Juan Paz | Sevilla": "Juan Paz",
    "Олег Дом / Тверь": "Олег Дом",
    "سامي حداد - طرابلس": "سامي حداد",
    "طرابلس - سامي حداد": "سامي حداد",
    "Jane Roe reports from Oslo": "Jane Roe",
    "부산=홍길동 기자": "홍길동",
    "パリ=山田太郎": "山田太郎",
    "【北京＝山田太郎】": "山田太郎",
    "記者王小明／高雄報導": "王小明",
    "【記者王小明台中報導】": "王小明",
    "(中央社記者王小明高雄3日電)": "王小明",
    # Roles before a name.
    "Staff writer Jane Roe": "Jane Roe",
    "Associated Press writers Jane Roe and John Doe": "Jane Roe|John Doe",
    # Newsrooms of other languages, and what is no byline.
    "वेब डेस्क": "",
    "নিজস্ব প্রতিবেদক": "",
    "ویب ڈیسک": "",
    "غرفة الأخبار": "",
    "Агентства": "",
    "מערכת": "",
    "Redaksi": "",
    "디지털뉴스팀": "",
    "デジタル編集部": "",
    "综合报道": "",
    "Sponsored by Hill Mills": "",
    "undefined": "",
    # Words, dates, places and addresses around a name.
    "Posted by Jane Roe on Nov 3, 2017": "Jane Roe",
    "Written by Jane Roe": "Jane Roe",
    "Jane Roe | Updated 3 hours ago": "Jane Roe",
    "Par Jean Petit Publié": "Jean Petit",
    "Jana Roth, veröffentlicht am 3. November 2017": "Jana Roth",
    "Jane Roe in Beirut and John Doe in Aleppo": "Jane Roe|John Doe",
    "Jane Roe in Beirut and Aleppo": "Jane Roe",
    "By Jane Roe River News, Beirut": "Jane Roe",
    "Jane Roe, Beirut": "Jane Roe",
    "Jane Roe (jane.roe@river.example)": "Jane Roe",
    "jane.roe@river.example (Jane Roe)": "Jane Roe",
    "Jane Roe <jane.roe@river.example>": "Jane Roe",
    "Jane Roe @janeroe": "Jane Roe",
    "Jane Roe, +1 555 0123 4567": "Jane Roe",
    "By JANE ROE, Associated Press Writer": "JANE ROE",
    "Jane Roe, Chief Political Correspondent": "Jane Roe",
    "Jane Roe with Ann Poe": "Jane Roe|Ann Poe",
    "Jane Roe and staff": "Jane Roe",
    # Who did something else.
    "Text: Jane Roe; Photos: Ann Poe": "Jane Roe",
    "Text: Jane Roe / Photos: Ann Poe": "Jane Roe",
    "Words by Jane Roe, photographs by Ann Poe": "Jane Roe",
    "Reporting by Jane Roe in Paris; Editing by Ann Poe": "Jane Roe",
    "Compiled by Jane Roe": "Jane Roe",
    "Edited by Jane Roe": "",
    # Other languages.
    "Von Jana Roth und Max Muster": "Jana Roth|Max Muster",
    "Par Marie Petit et Jean Durand": "Marie Petit|Jean Durand",
    "Por Ana García y Luis Pérez": "Ana García|Luis Pérez",
    "Di Anna Rossi e Marco Bianchi": "Anna Rossi|Marco Bianchi",
    "Av Ola Nordmann og Kari Nordmann": "Ola Nordmann|Kari Nordmann",
    "Автор: Иван Петров": "Иван Петров",
    "بقلم أحمد علي": "أحمد علي",
    "بقلم: أحمد علي ومحمد حسن": "أحمد علي|محمد حسن",
    "王小明、李大力": "王小明|李大力",
    "记者 张三": "张三",
    "本报记者 张三 李四": "张三|李四",
    "文/张三 图/李四": "张三",
    "山田太郎記者": "山田太郎",
    "배윤경 기자 · 이상현 기자": "배윤경|이상현",
    # Nobody.
    "Staff reporter": "",
    "By a staff reporter": "",
    "Newsroom": "",
    "Sports Desk": "",
    "admin": "",
    "webmaster@river.example": "",
    "river.example": "",
    "https://river.example/author/jane-roe": "",
    "@janeroe": "",
    "42": "",
    "AFP": "",
}


def persons(listed: str) -> tuple[str, ...]:
    return tuple(filter(None, listed.split("|")))


@pytest.mark.parametrize(("typed", "listed"), BYLINES.items())
def test_a_byline_names_the_persons_who_wrote(typed: str, listed: str) -> None:
    assert read_credit(typed)[0] == persons(listed)


@pytest.mark.parametrize(
    ("typed", "agencies"),
    [
        ("By JANE ROE, Associated Press Writer", ("AP",)),
        ("JANE ROE Associated Press Writer", ("AP",)),
        ("By Jane Roe and Ann Poe, AP Business Writers", ("AP",)),
        ("Jane Roe with AFP", ("AFP",)),
        ("新华社记者张三", ("Xinhua",)),
        ("Photo: Ann Poe/AFP", ()),
        ("Source: Reuters", ("Reuters",)),
        ("Jane Roe - AFP", ("AFP",)),
        ("AP writer Jane Roe", ("AP",)),
        ("AP Staff", ("AP",)),
        ("(中央社記者王小明高雄3日電)", ("CNA",)),
        ("Ann Poe, AFP/Getty Images", ("AFP",)),
    ],
)
def test_a_byline_names_the_agencies_of_the_text(typed: str, agencies: tuple[str, ...]) -> None:
    assert read_credit(typed)[1] == agencies


def test_a_stated_author_may_lack_capitals_or_have_a_pen_name() -> None:
    assert read_declared("bell hooks") == (("bell hooks",), ())
    assert read_credit("bell hooks") == ((), ())
    assert read_declared("contra") == (("contra",), ())
    assert read_declared("admin") == ((), ())
