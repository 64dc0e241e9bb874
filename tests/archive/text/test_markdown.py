"""Markdown bodies: plain text survives, one text for all, nothing hostile, nothing endless."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import sources
from archive.text import markdown
from archive.text.markdown import from_text, paragraphs, to_html, to_text
from archive.text.plain import tidy
from archive.text.rendered import html_to_text
from tests.helpers.archives import SAMPLES

# Text as people and wires write it, rich in what means something to a Markdown parser.
MARKS = """
a word <SRD> <b>x</b> & &amp; &#5; * ** _ __ ` ``` [a] [a](b) ![x](y) \\ # ## > - + 1. 2) === ---
| a|b -|- ~~~ http://a.example <http://b.example> {x} ! \\* :--- [1]: snake_case 2*3*4 *** __init__
'quoted' “quoted” – — … « » 1987.
"""
PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(MARKS.split()),
    st.sampled_from([" ", "\n", "\n\n", "    ", "\t", "  \n", "\u00a0"]),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join).map(tidy)


def words(text: str) -> list[str]:
    """The words of a text without the dashes and stars that a subheading loses."""
    return re.sub("[-–—*]", " ", text).split()


def long_way(body: str) -> str:
    return html_to_text(to_html(body))


@given(TEXTS)
@settings(deadline=None)
def test_plain_text_shows_the_same_words_as_markdown(text: str) -> None:
    assert words(to_text(from_text(text))) == words(text)


@given(TEXTS)
@settings(deadline=None)
def test_paragraphs_lose_no_word(text: str) -> None:
    assert [word for part in paragraphs(text) for word in part.split()] == text.split()


@given(TEXTS)
@settings(deadline=None)
def test_the_short_way_to_text_is_equal_to_the_long_one(text: str) -> None:
    assert to_text(text) == long_way(text)
    body = from_text(text)
    assert to_text(body) == long_way(body)


def test_both_ways_are_equal_on_every_sample() -> None:
    bodies = [
        article.body
        for source in sources([str(SAMPLES)])
        for raw in read(source)
        if not isinstance(raw, Skipped) and not isinstance(article := normalise(raw), Skipped)
    ]
    assert len(bodies) > 40
    for body in bodies:
        assert to_text(body) == long_way(body)


def test_both_ways_are_equal_on_real_wire_copy(data: Path) -> None:
    seen = 0
    for source in sources([str(data / "reuters-21578" / "reut2-003.sgm.gz")]):
        for raw in read(source):
            article = raw if isinstance(raw, Skipped) else normalise(raw)
            if not isinstance(article, Skipped):
                assert to_text(article.body) == long_way(article.body), article.id
                seen += 1
    assert seen == 1000


def test_tickers_and_entities_show_as_they_were_written() -> None:
    assert to_text(from_text("Standard Oil <SRD> & Co &lt;")) == "Standard Oil <SRD> & Co &lt;"


def test_indented_paragraphs_do_not_become_code() -> None:
    text = "    First line of one\nparagraph.\n    Second\nparagraph."
    assert paragraphs(text) == ["First line of one paragraph.", "Second paragraph."]
    assert "<code>" not in to_html(from_text(text))


def test_bullets_begin_paragraphs_of_their_own() -> None:
    assert paragraphs("* One thing\n* Another\n  thing") == ["* One thing", "* Another thing"]


def test_lines_that_are_too_long_to_be_wrapped_are_paragraphs() -> None:
    long = "word " * 40
    assert len(paragraphs(f"{long}\n{long}\n{long}")) == 3


def test_an_agencys_subheading_becomes_a_heading() -> None:
    assert from_text("Text.\n\n- Iraqi forces take Al-Qaim -\n\nMore.") == (
        "Text.\n\n## Iraqi forces take Al-Qaim\n\nMore."
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)></svg>",
        "<iframe src=https://evil.example></iframe>", "<style>body{display:none}</style>",
        "[x](javascript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href=' javascript:alert(1)'>x</a>",
        "![x](https://evil.example/pixel.png)", "<p onclick=alert(1)>x</p>", "<p style='x'>x</p>",
        "<a href=\"vbscript:alert(1)\">x</a>", "<form action=//evil.example><input></form>",
        "<math><mtext><script>alert(1)</script>", "<b <script>alert(1)</script>>x</b>",
        "<!--<script>alert(1)</script>-->",
    ],
)  # fmt: skip
def test_nothing_hostile_is_rendered(hostile: str) -> None:
    shown = to_html(f"Before.\n\n{hostile}\n\nIn a line {hostile} too.")
    tags = re.findall(r"<[^>]*>", shown)
    for word in (
        "script",
        "onerror",
        "onload",
        "onclick",
        "iframe",
        "style",
        "data:",
        "img",
        "form",
        "svg",
    ):
        assert not any(word in tag.lower() for tag in tags), tags
    assert "Before." in to_text(f"Before.\n\n{hostile}")


@pytest.mark.parametrize(
    "endless",
    [
        "[" * 10_000, "[" * 10_000 + "]" * 10_000, "> " * 10_000 + "x", "- " * 10_000 + "x",
        "*" * 10_000,
        "![" * 10_000, "[a](" * 10_000, "<" * 10_000, "<a " * 10_000, "<![CDATA[" * 5_000,
        "`a " * 10_000,
        "a\n=\n" * 10_000, "a\n***\n" * 10_000, "*a* " * 250_000, "word " * 200_000,
        "a & b " * 100_000,
        "[a] " * 100_000, "<p" + " a=b" * 200_000 + ">",
        "\n".join("  " * depth + "- a" for depth in range(1_500)),
    ],
)  # fmt: skip
def test_deep_and_long_bodies_are_shown_in_the_end(endless: str) -> None:
    before, after = "Begin here.\n\n", "\n\nAnd end here."
    text = to_text(before + endless + after)
    assert text.startswith("Begin here.")
    assert text.endswith("And end here.")
    assert "Begin here." in to_html(before + endless + after)


def test_the_renderer_is_sound_after_a_body_that_was_too_deep() -> None:
    limit = sys.getrecursionlimit()
    to_html("warm")
    sys.setrecursionlimit(len(inspect.stack()) + 60)
    try:
        shown = to_html("> " * 39 + "deep")
    finally:
        sys.setrecursionlimit(limit)
    assert shown == f"<p>{'&gt; ' * 39}deep</p>"
    assert to_html("*fine*") == "<p><em>fine</em></p>"


@pytest.mark.parametrize("bullet", ["*", "•", "▪", "●"])
@pytest.mark.parametrize("blank", [" ", "\t"])
def test_each_bullet_is_a_paragraph(bullet: str, blank: str) -> None:
    text = f"Agenda\n\n{bullet}{blank}One thing\n{bullet}{blank}Another\n\nEnd."
    assert paragraphs(text) == ["Agenda", f"{bullet} One thing", f"{bullet} Another", "End."]


def test_of_long_texts_few_are_kept() -> None:
    kept = markdown._short.cache_info().currsize
    texts = [f"{number} " + "long " * markdown._SHORT for number in range(9)]
    for text in [*texts, *texts]:
        assert to_text(text) == " ".join(text.split())
    assert markdown._short.cache_info().currsize == kept
    assert markdown._long.cache_info().currsize <= 4
