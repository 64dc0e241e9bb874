"""Raised digits, fractions, marks of notes and deleted words: what they mean is kept."""

from __future__ import annotations

import pytest

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
