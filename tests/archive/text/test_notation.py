"""Raised digits, fractions, marks of notes and deleted words: what they mean is kept."""

from __future__ import annotations

import pytest

from archive.readers.common.bodies import body_of, line_of
from archive.readers.common.xml import parse_text, words
from archive.text.html import html_to_markdown
from archive.text.markdown import to_text


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("10<sup>6</sup> people on 5 m<sup>2</sup>", "10⁶ people on 5 m²"),
        ("<b>10<sup><i>-3</i></sup></b>", "**10**⁻³"),
        ("the 4<sup>th</sup> and the 1<sup>er</sup>", "the 4th and the 1er"),
        ("It cost $4<sup>99</sup>.", "It cost $4⁹⁹."),
        ('40 aboard<sup><a href="#fn1">1</a></sup>.', "40 aboard."),
        ('40 aboard<a href="#fn1"><sup>[12]</sup></a>.', "40 aboard."),
        ('40 aboard<a href="#fn1"><span><sup>iv</sup></span></a>.', "40 aboard."),
        ('<a href="s.html#comments">The 4<sup>th</sup> of July</a>', "The 4th of July"),
        ('<a href="/x#y">10<sup>6</sup> people</a>', "10⁶ people"),
        ('<a href="#y">10<sup>6</sup> people</a>', "10⁶ people"),
        ('10<sup><a href="/x#y">6</a></sup> people', "10⁶ people"),
        ('The 19<sup><a href="#b">th</a></sup> century', "The 19th century"),
        (
            'The 19<sup><a href="https://x.org/a#b">th</a></sup> century',
            "The 19[th](https://x.org/a#b) century",
        ),
        ('40 aboard<sup><a href="#a">[a]</a><a href="#b">[note 2]</a></sup>.', "40 aboard."),
        ('40 aboard<sup><a href="#x">and counting</a></sup>', "40 aboardand counting"),
        ('40 aboard<sup><a href="https://e.org/1">1</a></sup>', "40 aboard[¹](https://e.org/1)"),
        ("40 aboard<sup>1,2</sup>", "40 aboard¹,²"),
        ("was <del>12</del> <ins>10</ins>", "was 10"),
        ("now <s>12</s> 10", "now 12 10"),
        ("1<frac><numer>1</numer><frac-sep>/</frac-sep><denom>2</denom></frac> m", "1 1/2 m"),
        ("(<frac><numer>3</numer><denom>4</denom></frac>)", "(3/4)"),
        ("1<frac><numer>1</numer></frac>", "11"),
    ],
)
def test_a_number_is_not_another_without_its_markup(markup: str, said: str) -> None:
    assert html_to_markdown(f"<p>{markup}</p>") == said


def test_deleted_words_are_left_out_but_not_the_rest_of_a_text_that_is_marked_so() -> None:
    open_ended = "<p>It was <del>12.</p><p>It sails.</p><p>It returns.</p>"
    assert "It returns." in html_to_markdown(f"<body>{open_ended}</body>")
    assert to_text(html_to_markdown("<body>It was <del>12.<p>It sails.</p></body>")).endswith(
        "It sails."
    )


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<ruby>東京<rt>とうきょう</rt></ruby>の<ruby>空<rt>そら</rt></ruby>", "東京の空"),
        ("<ruby>東京<rp>（</rp><rt>とうきょう</rt><rp>）</rp></ruby>の空", "東京の空"),
        ("<ruby>東<rt>とう</rt>京<rt><b>きょう</b></rt></ruby>の空", "東京の空"),
        ("<RUBY><rb>東京</rb><RT>とうきょう</RUBY>の空", "東京の空"),
        ("<ruby>東<rt>とう</rt></ruby><ruby>京<rt>きょう</rt></ruby> 7:00", "東京 7:00"),
        ("The tag rt stands in ruby", "The tag rt stands in ruby"),
    ],
)
def test_how_words_are_pronounced_stands_above_them_and_not_in_them(markup: str, said: str) -> None:
    assert html_to_markdown(f"<p>{markup}</p>") == said
    assert to_text(markup) == said
    assert line_of(f"{markup}<br>") == said
    assert body_of(f"<p>{markup}</p>").text == said


def test_a_reading_that_nobody_closed_takes_no_words_along() -> None:
    open_rb = "<p><ruby><rb>東</rb><rt>とう<rb>京</rb></rt></ruby>の空</p>"
    open_ruby = "<div><ruby>東京<rt>とうきょう<p>京の空は青い。</p></div>"
    for markup in (open_rb, open_ruby):
        assert "京の空" in line_of(markup)
        assert to_text(html_to_markdown(markup)).endswith(("京の空", "京の空は青い。"))


def test_xml_and_its_titles_have_no_readings_either() -> None:
    xml = "<nitf><hl1><ruby><rb>東京</rb><rt>とうきょう</rt></ruby>の空</hl1></nitf>"
    assert words(parse_text(xml)) == "東京の空"
