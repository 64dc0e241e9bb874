"""Numbers in sentences."""

from __future__ import annotations

import pytest

from archive.text.wording import counted


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [
        (1, "article", "1 article"),
        (0, "article", "0 articles"),
        (1234, "story", "1,234 stories"),
        (1, "story", "1 story"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, noun: str, expected: str) -> None:
    assert counted(number, noun) == expected
