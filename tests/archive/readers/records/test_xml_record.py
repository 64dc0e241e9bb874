"""XML of no known standard: every element of a name counts, and attributes do."""

from __future__ import annotations

import pytest

from archive.article import Article
from tests.helpers.reading import read_items, read_one


def record(inner: str = "", attributes: str = "") -> str:
    return (
        f"<article{attributes}><headline>Bridge opens</headline>{inner}<text>One.</text></article>"
    )


def test_every_element_of_a_name_counts() -> None:
    article = read_one(
        record(
            "<author>Jane Roe</author><author>John Doe</author><tag>roads</tag><tag>rivers</tag>"
            "<text>Two.</text>"
        )
    )
    assert article.authors == ("Jane Roe", "John Doe")
    assert article.tags == ("roads", "rivers")
    assert article.body == "Two.\n\nOne."


def test_a_list_of_authors_is_several() -> None:
    inner = "<authors><author>Jane Roe</author><author>John Doe</author></authors>"
    assert read_one(record(inner)).authors == ("Jane Roe", "John Doe")


@pytest.mark.parametrize(
    ("inner", "authors"),
    [
        ("<author><name>Jane</name><name>Roe</name></author>", ("Jane Roe",)),
        ("<authors><name>Jane</name><name>Roe</name></authors>", ("Jane", "Roe")),
        ("<author><name>Jane Roe</name><name>John Doe</name></author>", ("Jane Roe", "John Doe")),
        ("<author><name>李四</name><name>张三</name></author>", ("李四", "张三")),
        ("<author><last>Roe</last><first>Jane</first></author>", ("Jane Roe",)),
        (
            "<author><surname>Roe</surname><given-names>Jane</given-names></author>"
            "<author><name><foreName>John</foreName><Family>Doe</Family></name></author>",
            ("Jane Roe", "John Doe"),
        ),
        (
            "<authors><author><first>Jane</first><middle>B.</middle><last>Roe</last>"
            "<first>John</first><last>Doe</last></author></authors>",
            ("Jane B. Roe", "John Doe"),
        ),
        ("<author><name>Jane Roe</name><email>jane@example.org</email></author>", ("Jane Roe",)),
        ("<author><title>Editor</title><name>Jane Roe</name><id>7</id></author>", ("Jane Roe",)),
        ("<byline><vor>Jane</vor><nach>Roe</nach></byline>", ("Jane Roe",)),
    ],
)
def test_parts_of_a_name_are_one_person(inner: str, authors: tuple[str, ...]) -> None:
    assert read_one(record(inner)).authors == authors


def test_houses_beside_a_name_or_as_names_are_agencies() -> None:
    article = read_one(record("<author><name>Jane Roe</name><org>Reuters</org></author>"))
    assert (article.authors, article.agency) == (("Jane Roe",), ("Reuters",))
    article = read_one(record("<author><name>AFP</name><name>Reuters</name></author>"))
    assert (article.authors, article.agency) == ((), ("AFP", "Reuters"))


def test_attributes_of_a_record_count() -> None:
    attributes = ' id="7" date="2017-11-03" xml:lang="fr" status="killed" tags="roads, rivers"'
    article = read_one(record(attributes=attributes))
    assert article.extra["identifier"] == "7"
    assert (article.date, article.language) == ("2017-11-03", "fr")
    assert article.status == "withdrawn"
    assert article.tags == ("roads", "rivers")


def test_a_list_holds_all_of_the_text() -> None:
    article = read_one(record("<byline>Jane Roe<br/>AP Writer<br/></byline>"))
    assert article.authors == ("Jane Roe",)
    assert article.credit == "Jane Roe, AP Writer"


@pytest.mark.parametrize("name", ["content", "body", "story", "description", "title"])
def test_an_attribute_is_no_text_no_summary_and_no_title(name: str) -> None:
    article = read_one(record(attributes=f' {name}="html"'))
    assert (article.title, article.body, article.summary) == ("Bridge opens", "One.", None)


@pytest.mark.parametrize(
    ("inner", "attributes"),
    [
        ("<status>usable</status>", ' pubstatus="hold"'),
        ("<pubstatus>usable</pubstatus>", ' status="killed"'),
        ("", ' status="final"'),
    ],
)
def test_a_status_of_markup_hides_no_article(inner: str, attributes: str) -> None:
    assert read_one(record(inner, attributes)).status is None


@pytest.mark.parametrize("word", ["hold", "killed", "canceled", "draft", "final", "usable"])
def test_a_status_means_the_same_as_an_attribute(word: str) -> None:
    as_child = read_one(record(f"<status>{word}</status>"))
    assert read_one(record(attributes=f' status="{word}"')).status == as_child.status


def test_an_attribute_gives_way_to_an_element_of_another_name() -> None:
    article = read_one(record("<by>Jane Roe</by><id>7</id>", ' byline="x1" newsid="8"'))
    assert (article.authors, article.extra["identifier"]) == (("Jane Roe",), "7")


def test_a_flag_is_no_date_and_leaves_that_of_an_attribute() -> None:
    inner, attributes = "<published>true</published>", ' date="2017-11-03"'
    assert read_one(record(inner, attributes)).date == "2017-11-03"


def test_attributes_of_the_markup_say_nothing_of_the_story() -> None:
    assert not {"version", "genre"} & set(read_one(record("", ' version="1.0" format="x"')).extra)


def test_an_element_stands_before_an_attribute() -> None:
    assert read_one(record("<date>2017-11-03</date>", ' date="2020-01-01"')).date == "2017-11-03"


@pytest.mark.parametrize("flag", ["true", "1", "no", "soon"])
def test_what_is_no_date_hides_none(flag: str) -> None:
    inner = f"<published>{flag}</published><date>2017-11-03</date>"
    assert read_one(record(inner)).date == "2017-11-03"


@pytest.mark.parametrize(
    ("inner", "status"),
    [
        ("<status>usable</status><status>killed</status>", "withdrawn"),
        ("<status>draft</status>", "withheld"),
        ("<killed>false</killed><killed>true</killed>", "withdrawn"),
        ("<status>published</status>", None),
    ],
)
def test_the_gravest_status_counts(inner: str, status: str | None) -> None:
    assert read_one(record(inner)).status == status


def test_an_article_in_marked_text_of_a_record_is_a_part_of_it() -> None:
    page = (
        '<article class="x"><p>The river rose today.</p><script>//<![CDATA[ ... //]]]]><![CDATA[>'
        "</script><p>And more.</p></article>"
    )
    inner = "<article><headline>Line {}</headline><content><![CDATA[{}]]></content></article>"
    file = f"<articles>{inner.format(1, page)}{inner.format(2, '<p>It fell.</p>')}</articles>"
    one, two = read_items(file)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.title, one.body) == ("Line 1", "The river rose today.\n\nAnd more.")
    assert (two.title, two.body) == ("Line 2", "It fell.")
