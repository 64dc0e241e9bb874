"""Trees of HTML: tags with too many attributes, and the text of an element up to some length."""

from __future__ import annotations

import pytest

from archive.text.html import html_to_markdown
from archive.text.markup import MOST_ATTRIBUTES, parse_html, short_text

MANY = " ".join(f"a{n}" for n in range(MOST_ATTRIBUTES + 1))


@pytest.mark.parametrize(
    "tag",
    [
        f"<p {MANY}>", f'<p x=">" {MANY}>', f"<p x = '>' {MANY}>", f'<p {MANY} x=">">',
        f'<P x="<b>" {MANY}>', f'<i>"</i><p x="{">" * 3000}" {MANY}>', f"<p {MANY}",
        "<p " + " ".join(f'a{n}=">"' for n in range(MOST_ATTRIBUTES + 1)) + ">",
        "<p " + "/".join(f"a{n}" for n in range(MOST_ATTRIBUTES + 1)) + ">",
    ],
)  # fmt: skip
def test_a_tag_with_more_attributes_than_any_has_none(tag: str) -> None:
    tree = parse_html(f"<html><body><h1 id='x'>T</h1>{tag}Text.</p></body></html>")
    assert max(len(element.attrib) for element in tree.iter()) <= 1


def test_a_page_with_long_scripts_and_signs_in_values_keeps_its_attributes() -> None:
    script = "<script>var x = '<a b=\">\"' + [" + "1," * 3000 + "] < 2</script>"
    tree = parse_html(f'<html><body>{script}<p class="a > b" id="x">Text.</p></body></html>')
    assert dict(tree.find(".//p").attrib) == {"class": "a > b", "id": "x"}


@pytest.mark.parametrize(
    ("html", "most", "text"),
    [
        ("<p>one two</p>", 7, "one two"),
        ("<p>one two</p>", 6, None),
        ("<p> one <b> two</b>\n</p>behind", 7, "one two"),
        ("<p> one <b> two</b>\n</p>behind", 6, None),
        ("<p>one <b>two </b>three</p>", 8, None),  # cut behind a blank it is no shorter
        ("<p>one\u00a0 <b>\u2009two</b></p>", 20, "one two"),
        ("<p></p>", 0, ""),
        ("<p>bc\u00a0<b></b></p>", 2, "bc"),
        ("<p>\u3000bc<i></i></p>", 2, "bc"),
        ("<p>d e\u00a0<b></b></p>", 3, "d e"),
        ("<p>\u00a0\u3000x<i></i>\u00a0\u2009 x</p>", 3, "x x"),
        ("<p>a<b></b><!-- no --><i>b</i></p>", 2, "ab"),
    ],
)
def test_the_text_of_an_element_up_to_a_length(html: str, most: int, text: str | None) -> None:
    assert short_text(parse_html(html).find(".//p"), most) == text


@pytest.mark.parametrize("tag", ["span", "div", "font", "article"])
def test_what_is_nested_deeper_than_a_parser_builds_keeps_its_text_in_order(tag: str) -> None:
    def deep(text: str) -> str:
        return f"<{tag}>a " * 3000 + text + f" b</{tag}>" * 3000

    tree = parse_html(
        "<html><body>" + deep("<p>one<br>two</p> x <script>never</script><p>y</p>") + "<p>end</p>"
    )
    text = html_to_markdown(tree)
    assert text.replace("\n", " ").split() == [
        *["a"] * 3000, "one", "two", "x", "y", *["b"] * 3000, "end",
    ]  # fmt: skip
    assert [text.count(each) for each in ("one  \ntwo\n\n", "x\n\ny\n\n", "\n\nend")] == [1, 1, 1]
    assert max(len(list(element.iterancestors())) for element in tree.iter("script", "br")) <= 256
