"""Plain text files: title, byline, body; and the samples, field by field."""

from __future__ import annotations

import io

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.common.bylines import Byline, read_byline
from archive.readers.formats import read
from archive.readers.sources.source import MOST_TEXT, Source
from tests.helpers.archives import SAMPLES

FOLDER = SAMPLES / "text"


def article(text: str, name: str = "a.txt") -> Article:
    (raw,) = read(Source(name, lambda: io.BytesIO(text.encode())), "text")
    assert not isinstance(raw, Skipped)
    made = normalise(raw)
    assert isinstance(made, Article)
    return made


@pytest.mark.parametrize(
    ("name", "agency", "dateline", "authors", "language", "first"),
    [
        ("1999-04-19-reichstag", "dpa", "BERLIN", (), "de", "Der Deutsche Bundestag"),
        ("2001-03-23-mir", "TASS", "КОРОЛЁВ (Московская область), 23 марта", (), "ru",
            "Орбитальная станция"),
        ("2003-10-16-shenzhou-5", "Xinhua", "北京10月16日", (), "zh", "中国第一艘"),
        ("2013-09-03-nokia", "Reuters", "HELSINKI, Sept 3", ("Jane Roe", "John Poe"), "en",
            "\\* Devices unit"),
        ("2017-08-31-tal-afar", "AP", "BAGHDAD", ("Jane Roe",), "en", "Iraq's prime minister"),
        ("2017-09-09-deir-ezzor-airport", "AFP", "DEIR EZZOR, Syria", (), "en",
            "Syrian troops broke"),
        ("2017-10-05-hawija", "Reuters", "BAGHDAD, Oct 5", ("John Poe",), "en",
            "Iraqi forces have"),
    ],
)  # fmt: skip
def test_every_dated_sample_gives_its_fields(
    name: str, agency: str, dateline: str, authors: tuple[str, ...], language: str, first: str
) -> None:
    made = article((FOLDER / f"{name}.txt").read_text("utf-8"))
    assert made.agency == (agency,)
    assert made.dateline == dateline
    assert made.authors == authors
    assert made.language == language
    assert made.date == name[:10]
    assert made.section is None
    assert made.body.startswith(first)


def test_words_of_a_date_are_no_section() -> None:
    for line in (
        "23 марта 2001 года", "Tuesday, 3 September 2013", "Dienstag, 3. September 2013, 14:05 Uhr",
        "martes, 3 de septiembre de 2013", "3 сентября 2013 г.", "mardi 3 septembre 2013 à 14h05",
    ):  # fmt: skip
        byline = read_byline(line)
        assert byline is not None
        assert byline.section is None
        assert byline.credit is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By AFP     Nov 3, 2017 in World", Byline("AFP", "Nov 3, 2017", "World")),
        ("EFE | Copiapó (Chile) | 14 oct 2010 | Mundo", Byline("EFE", "14 oct 2010", "Mundo")),
        ("PA Media • Sport • Sunday 14 July 2019", Byline("PA Media", "14 July 2019", "Sport")),
        ("Jane Roe | 5 September 2017 | World", Byline("Jane Roe", "5 September 2017", "World")),
        ("By Jane Roe | EFE | 5 May 2017", Byline("Jane Roe, EFE", "5 May 2017", None)),
        ("Von Jana Roth, dpa", Byline("Jana Roth, dpa", None, None)),
        ("Published: 4 March 2011 - by dpa", Byline("dpa", "4 March 2011", None)),
        ("Reuters", Byline("Reuters", None, None)),
        ("04.10.2017 Berlin", Byline(None, "04.10.2017", None)),
        ("By then, the army had taken the town.", None),
        ("By the end of 2017 people had left", None),
        ("On 3 November 2017 the army said that it had retaken the town", None),
        ("1500 soldiers", None),
        ("", None),
    ],
)
def test_a_byline_is_told_from_a_sentence(line: str, byline: Byline | None) -> None:
    assert read_byline(line) == byline


def test_a_text_without_a_title_gets_none() -> None:
    made = article("The first sentence goes on, and\nit wraps over lines.\n\nMore.")
    assert made.title is None
    assert made.body == "The first sentence goes on, and it wraps over lines.\n\nMore."


def test_a_title_may_take_two_lines() -> None:
    assert article("A title that\ngoes on\n\nThe text.").title == "A title that goes on"


def test_bylines_above_the_title_say_who_and_when() -> None:
    made = article("By Jane Roe, AFP\nNov 3, 2017\n\nFerry line to close\n\nThe text of it.")
    assert made.title == "Ferry line to close"
    assert (made.authors, made.agency, made.date) == (("Jane Roe",), ("AFP",), "2017-11-03")
    assert made.body == "The text of it."


def test_who_above_the_title_and_when_below_it() -> None:
    made = article("Jane Roe, AFP\n\nFerry line to close\n\n3 November 2017\n\nThe text of it.")
    assert made.title == "Ferry line to close"
    assert (made.authors, made.date, made.body) == (("Jane Roe",), "2017-11-03", "The text of it.")


def test_a_title_or_a_sentence_with_a_date_in_it_is_no_byline() -> None:
    made = article("What happened on 3 November 2017\n\nIt rained on 3 November 2017.\n\nThe rest.")
    assert made.title == "What happened on 3 November 2017"
    assert made.body == "It rained on 3 November 2017.\n\nThe rest."


def test_nothing_but_a_byline_is_a_title() -> None:
    assert article("By Jane Roe, AFP").title == "By Jane Roe, AFP"


def test_a_single_long_line_is_a_text_and_a_short_one_a_title() -> None:
    assert article("word " * 100).title is None
    assert article("Only a title").title == "Only a title"


@pytest.mark.parametrize(
    "text",
    [
        "https://paper.example/ferry\n\n{}",
        "URL: <https://paper.example/ferry>\n{}",
        "Ferry returns\nhttps://paper.example/ferry\nBy Jane Roe\n\n{}",
    ],
)
def test_an_address_on_a_line_at_the_top_is_the_articles(text: str) -> None:
    story = "The ferry sailed again on Saturday, with forty people on board.\n\nIt takes an hour."
    found = article(text.format(story))
    assert (found.url, found.body) == ("https://paper.example/ferry", story)
    assert found.title == ("Ferry returns" if text.startswith("Ferry") else None)


def test_a_file_of_one_address_and_an_address_in_the_text_stay_text() -> None:
    assert article("https://paper.example/ferry").url is None
    below = "Ferry\n\nOne.\n\nTwo.\n\nThree.\n\nhttps://paper.example/ferry"
    assert article(below).url is None


def test_a_dateline_with_its_year_says_when() -> None:
    assert article("Ferry\n\nCAIRO – 25 July 2022: It sailed again.").date == "2022-07-25"
    assert article("Ferry\n\nCAIRO, July 25 - It sailed again.").date is None


@pytest.mark.parametrize(
    "mark", ["FOR IMMEDIATE RELEASE", "*** Press release ***", "Pressemitteilung:"]
)
def test_a_line_that_says_press_release_is_no_title(mark: str) -> None:
    text = f"{mark}\n\nPort closes\n\nThe port is closed from Friday, it said.\n"
    (made,) = read(Source("a.txt", lambda: io.BytesIO(text.encode())))
    assert isinstance(made, RawArticle)
    assert (made.title, made.body.strip()) == (
        "Port closes", "The port is closed from Friday, it said.",
    )  # fmt: skip


def test_a_title_about_a_press_release_stays_one() -> None:
    text = "Press release angers town\n\nThe port is closed from Friday, it said.\n"
    (made,) = read(Source("a.txt", lambda: io.BytesIO(text.encode())))
    assert isinstance(made, RawArticle)
    assert made.title == "Press release angers town"


@pytest.mark.parametrize("name", ["text", "markdown", "page"])
def test_a_text_too_long_for_an_article_is_skipped_before_its_lines_are_looked_at(
    name: str,
) -> None:
    data = b"Port closes\n\n" + b"x\n" * (MOST_TEXT // 2)
    (skipped,) = read(Source("a.txt", lambda: io.BytesIO(data)), name)
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "larger than 8 MiB"
