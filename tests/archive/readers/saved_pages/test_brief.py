"""A brief item gives its sentence, and never the menu around it."""

from __future__ import annotations

from itertools import product

import pytest

from archive.text.markdown import to_text
from tests.helpers.saved_pages import article, page

AROUND = [
    "<article><h1>Ferry returns</h1>{}</article>",
    "<div><h1>Ferry returns</h1>{}</div>",
    "<div class='content'><h1>Ferry returns</h1><div>{}</div></div>",
    "<h1>Ferry returns</h1>{}",
]
TEXTS = [
    "<p>It sails.</p>",
    "<p>It sails again from Friday.</p>",
    "<p>The first ferry in three years crossed the river on Friday, with forty people.</p>",
    "<p>土曜から再び運航する。</p>",
]
MENUS = [
    "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World news</a></li></ul></nav>"
    "</header>",
    "<div class='top'><a href='/'>Home</a> <a href='/w'>World</a> <a href='/s'>Sport</a></div>",
]
FEET = [
    "<footer><p>Contact the newsroom at 1 Harbour Road in Rivertown at any time.</p></footer>",
    "<div role='dialog'><h1>Your privacy</h1><p>We and our partners store and read information.</p>"
    "</div>",
]


@pytest.mark.parametrize(("around", "text", "menu", "foot"), [*product(AROUND, TEXTS, MENUS, FEET)])
def test_a_brief_item_gives_its_sentence(around: str, text: str, menu: str, foot: str) -> None:
    body = menu + around.format(text) + foot
    found = to_text(article(page("<title>Ferry returns</title>", body)).body)
    assert f"<p>{found}</p>" == text


def test_a_sentence_that_is_given_twice_is_the_text_where_there_is_no_other() -> None:
    sentence = "<p>The first ferry in three years crossed the river on Friday with its crew.</p>"
    for below in ("", "<p>By Jane Roe</p>"):
        body = f"<article><h1>Ferry returns</h1>{sentence * 2}{below}</article>"
        found = to_text(article(page("<title>Ferry returns</title>", body)).body)
        assert f"<p>{found}</p>" == sentence
