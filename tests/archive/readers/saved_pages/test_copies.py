"""The address that a page gives as its own."""

from __future__ import annotations

import pytest

from archive.readers.saved_pages.copies import canonical

LONG = "https://e.org/" + "y" * 8_000


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ('<link rel="canonical" href="https://e.org/1">', "https://e.org/1"),
        ("<LINK href=https://e.org/1&amp;a rel=CanonicaL>", "https://e.org/1&a"),
        (f"<link href='{LONG}' rel='canonical'>", LONG),
        (f"<link rel=canonical href={LONG * 3}>", LONG * 3),
        (f"{'canonical ' * 3_000}<link rel=canonical href=https://e.org/1>", "https://e.org/1"),
        (f"{'<link canonical ' * 3_000}><link rel=canonical href=x>", "x"),
        (f"{'İ' * 5_000}<link rel=canonical href=x>", "x"),
        ("<p>canonical</p><link rel=stylesheet href=a.css>", None),
    ],
)
def test_the_canonical_address(page: str, address: str | None) -> None:
    assert canonical(page) == address


@pytest.mark.parametrize("before", range(8_900, 10_200, 7))
def test_wherever_a_word_before_it_stands(before: int) -> None:
    page = f"canonical{' ' * before}<link rel=canonical href=https://e.org/1>"
    assert canonical(page) == "https://e.org/1"
