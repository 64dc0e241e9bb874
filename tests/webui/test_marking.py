"""Pieces of a text with their marks, as HTML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from webui.marking import joined, marks

PIECES = st.lists(st.tuples(st.text("<>&\"' \né漢a", min_size=1), st.booleans()))


@given(PIECES)
def test_all_text_is_escaped_and_what_matched_is_marked(pieces: list[tuple[str, bool]]) -> None:
    found = marks(pieces)
    assert isinstance(found, Markup)
    assert found == "".join(
        f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in joined(pieces)
    )
    assert found.replace("<mark>", "").replace("</mark>", "") == escape(
        "".join(text for text, _ in pieces)
    )


def test_two_marks_with_a_space_between_are_one() -> None:
    assert marks([("a", True), (" ", False), ("b", True)]) == "<mark>a b</mark>"
