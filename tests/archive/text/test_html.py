"""HTML as Markdown: its text and structure, whatever it holds, and nothing that acts."""

from __future__ import annotations

import re
import unicodedata
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.html import html_to_markdown
from archive.text.markdown import to_html, to_text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<h1>Title</h1><h3>Part</h3><p>Text", "## Title\n\n### Part\n\nText"),
        ("a <b>bold </b>word, <i>quiet</i>", "a **bold** word, *quiet*"),
        ("<b> </b>x<b>!</b>", "x!"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n    - c"),
        ("<ol><li>x<li><p>y<p>z</ol>", "1. x\n\n2. y\n\n    z"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("x<br>y<br><br>z", "x  \ny\n\nz"),
        ("<i>" * 170 + "x<br>y<br><br>z" + "</i>" * 170, "*x  \ny*\n\n*z*"),
        ("<pre>a\n  b *c*</pre>", "    a\n      b *c*"),
        ("<p>a<hr><p>b", "a\n\n* * *\n\nb"),
        ("<q>Yes</q>, she said", "“Yes”, she said"),
        ("<table><tr><th>a<th>b|c<tr><td>1<td>2</table>",
         "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |"),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", "one\n\ntwo"),
        ("<p>kept<script>x()</script><style>p{}</style><img alt='no'></p>", "kept"),
        ("<p hidden>no</p><p style='display: none'>no</p><p>yes</p>", "yes"),
        ("<figure><img><figcaption>caption</figcaption></figure>text", "text"),
        (
            "<figure><blockquote>A.</blockquote><figcaption>Jo Roe</figcaption></figure>",
            "> A.\n\nJo Roe",
        ),
        ("<figure><blockquote>said</blockquote></figure>", "> said"),
        ("1. May<p>1984<p># no<p>- no<p>=== no",
         "1\\. May\n\n1984\n\n\\# no\n\n\\- no\n\n&#61;== no"),
        ("<p>&lt;SRD&gt; a_b *c* [d]</p>", "&lt;SRD&gt; a\\_b \\*c\\* \\[d\\]"),
        ("", ""),
        ("<!-- nothing -->", ""),
    ],
)  # fmt: skip
def test_structure_is_kept(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown


def test_links_are_followed_only_to_the_web_and_to_mail() -> None:
    html = "<a href='/a'>rel</a> <a href='javascript:x()'>js</a> <a href='mailto:a@b.org'>mail</a>"
    assert html_to_markdown(html) == "rel js [mail](mailto:a@b.org)"
    assert html_to_markdown(html, "https://e.org/x/").startswith("[rel](https://e.org/a) js")


def test_a_link_after_an_exclamation_mark_is_no_picture() -> None:
    html = "Look!<a href='https://e.org/a(b)'>here</a>"
    assert html_to_markdown(html) == "Look\\![here](https://e.org/a%28b%29)"
    assert "<img" not in to_html(html_to_markdown(html))


def test_xhtml_and_nitf_elements_are_read_as_elements() -> None:
    from lxml import etree

    tree = etree.fromstring(
        '<b:div xmlns:b="http://www.w3.org/1999/xhtml"><b:p>One</b:p><b:p>Two</b:p></b:div>'
    )
    assert html_to_markdown(tree) == "One\n\nTwo"
    nitf = etree.fromstring(
        "<body.content><block><hl2>Part</hl2><p>Text</p></block></body.content>"
    )
    assert html_to_markdown(nitf) == "### Part\n\nText"


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "span"])
def test_however_deep_the_text_is_found(tag: str) -> None:
    assert "the text" in to_text(html_to_markdown(f"<{tag}>" * 300 + "the text"))


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co")), max_size=40
)
TAGS = st.sampled_from(
    ["p", "b", "i", "li", "ul", "h2", "blockquote", "div", "td", "q", "pre", "br"]
)


@given(st.lists(st.tuples(TAGS, WORDS), max_size=8))
def test_no_word_is_lost_or_added(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{escape(words)}</{tag}>\n" for tag, words in parts)
    shown = to_text(html_to_markdown(html))
    assert words_of(shown) == words_of(" ".join(words for _, words in parts))


def words_of(text: str) -> list[str]:
    """Letters alone and composed, for lists get numbers and joined inline elements join words."""
    return re.findall(r"[^\W\d_]", unicodedata.normalize("NFC", text))
