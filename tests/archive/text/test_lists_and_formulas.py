"""The numbers of lists, and what formulas and drawings say, from HTML to the text that is found."""

from __future__ import annotations

import pytest

from archive.text.html import html_to_markdown
from archive.text.markdown import to_html, to_text


@pytest.mark.parametrize(
    ("page", "numbers"),
    [
        ('<ol start="7"><li>Anna</li><li>Berta</li></ol>', (7, 8)),
        ("<ol reversed><li>Anna</li><li>Berta</li></ol>", (2, 1)),
        ('<ol reversed start="10"><li>Anna</li><li>Berta</li></ol>', (10, 9)),
        ('<ol><li>Anna</li><li value="5">Berta</li></ol>', (1, 5)),
        ('<ol><li value="5">Anna</li><li>Berta</li></ol>', (5, 6)),
        ('<ol start="many"><li>Anna</li><li>Berta</li></ol>', (1, 2)),
        ("<ol><li></li><li>Anna</li><li>Berta</li></ol>", (2, 3)),
    ],
)
def test_the_items_of_a_list_keep_their_numbers(page: str, numbers: tuple[int, int]) -> None:
    first, second = numbers
    assert to_text(html_to_markdown(page)) == f"{first}. Anna\n\n{second}. Berta"


def test_a_browser_counts_on_from_the_first_number() -> None:
    assert '<ol start="7">' in to_html("7. Anna\n8. Berta")
    assert to_text("7. Anna\n8. Berta") == "7. Anna\n\n8. Berta"


def test_bullets_have_no_numbers_and_lists_inside_lists_their_own() -> None:
    page = "<ol start='3'><li>Anna<ul><li>red</li></ul></li><li>Berta</li></ol>"
    assert to_text(html_to_markdown(page)) == "3. Anna\n\nred\n\n4. Berta"


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<math alttext="a^2"><mi>a</mi></math>', "a^2"),
        ("<math><mi>a</mi><mo>+</mo><mn>2</mn></math>", "a + 2"),
        (
            "<math><semantics><mi>a</mi><annotation encoding='application/x-tex'>a_1</annotation>"
            "</semantics></math>",
            "a_1",
        ),
        ("<svg><title>icon</title><text>Level 5 m</text></svg>", "Level 5 m"),
    ],
)
def test_formulas_and_drawings_are_kept_in_words(markup: str, said: str) -> None:
    assert to_text(html_to_markdown(f"<p>It is {markup} now.</p>")) == f"It is {said} now."
    assert to_text(f"It is {markup} now.") == f"It is {said} now."


def test_a_formula_cannot_bring_in_markup() -> None:
    shown = to_html('x <math alttext="&lt;script&gt;alert(1)&lt;/script&gt;"><mi>a</mi></math>')
    assert "<script" not in shown
