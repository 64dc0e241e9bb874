"""What pages say of none, one and many."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Page


def test_nothing_found_is_said_in_words_and_once(get: Callable[..., Page]) -> None:
    page = get("/?q=zzyzx")
    assert "<h1>Nothing found" in page.html
    assert " 0 " not in page.text
    assert "Nothing found" in get("/?q=zzyzx&fold=0").text


def test_one_hit_is_no_number_of_hits(get: Callable[..., Page]) -> None:
    page = get("/?tag=Humanitarian+aid")
    assert "<h1>1 story</h1>" in page.html
    assert "The only story, or what is ticked" in page.text
    assert "1 article" not in page.text
    assert "The only article, or what is ticked" in get("/?tag=Humanitarian+aid&fold=0").text
