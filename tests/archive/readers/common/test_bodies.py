"""Bodies of wire items: wrapped lines, columns, headlines said twice, escapes made twice."""

from __future__ import annotations

from archive.readers.common.bodies import body_of


def test_line_breaks_that_only_wrap_are_taken_out() -> None:
    wrapped = "<p>" + "<br/>".join(["the bridge over the lower river is open to all"] * 3) + "</p>"
    assert "  \n" not in body_of(wrapped).text
    assert "  \n" in body_of("<p>Leith<br/>Scotland<br/>5 March</p>").text


def test_text_put_into_one_paragraph_keeps_its_own_paragraphs() -> None:
    body = body_of("<p>(Adds width)\n    The bridge is\nopen.\n    It is wide.\n</p>")
    assert body.format == "text"
    assert body.text.split("\n") == [
        "(Adds width)",
        "    The bridge is",
        "open.",
        "    It is wide.",
    ]


def test_an_indent_that_all_lines_share_is_that_of_the_markup() -> None:
    body = body_of(
        "<div>\n      <p>The bridge\n         over the river\n         is open.</p></div>"
    )
    assert body.text.split("\n") == ["The bridge", "over the river", "is open."]


def test_columns_stay_under_one_another() -> None:
    rows = [
        "Rovers      2    United  1",
        "City        0    Albion  0",
        "Leith       3    Fife    3",
    ]
    body = body_of("\n".join(["Results:", *rows]))
    assert body.format == "markdown"
    assert body.text == "\n".join(["Results:", "", *(f"    {row}" for row in rows)])


def test_the_headline_and_the_labels_under_it_are_not_text() -> None:
    page = "<h1>Bridge opens</h1><div><span>Roads</span></div><div><p>It is open.</p></div>"
    assert body_of(page, "Bridge Opens").text == "It is open."
    assert "Roads" in body_of(page, "Another title").text


def test_metadata_around_the_text_is_left_out() -> None:
    page = "<header><ul><li>Roads</li></ul></header><p>It is open.</p><footer>jr</footer>"
    assert body_of(page).text == "It is open."


def test_what_was_escaped_twice_is_read_as_meant() -> None:
    assert body_of("<p>It&amp;#39;s open &amp;amp; wide</p>").text == "It's open &amp; wide"


def test_plain_text_with_signs_of_less_and_more_is_no_html() -> None:
    body = body_of("1 < 2 > 1, <AAPL.O> rose &amp; rose")
    assert (body.text, body.format) == ("1 < 2 > 1, <AAPL.O> rose & rose", "text")


def test_a_long_tag_is_a_tag_like_any_other() -> None:
    address = f"https://example.org/?{'x' * 5000}"
    body = body_of(f'<p>It is <a href="{address}">open</a>.</p>')
    assert body.text == f"It is [open]({address})."
