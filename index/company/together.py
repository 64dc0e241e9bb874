"""The searches for words near what was asked for."""

from __future__ import annotations

import re

from index.company.asked import Around
from index.query.leaves import MOST_APART

# One word, or words in quotation marks: nothing that means more.
_PLAIN = re.compile(r'"([^"*?~^:()]+)"|([^\s"*?~^:()=-][^\s"*?~^:()]*)')
_OPERATORS = {"AND", "OR", "NOT"}


def together(text: str, word: str, around: Around) -> str:
    """A query for both: near each other where a query can say so, which is of one word or phrase,
    and else in one article. Words near each other are searched just as written.
    """
    plain = _PLAIN.fullmatch(text.strip())
    if plain and text.strip() not in _OPERATORS:
        apart = min(max(around.left, around.right) - 1, MOST_APART)
        return f'"{plain[1] or plain[2]} {word}"~{max(apart, 0)}'
    return with_word(text, word)


def with_run(text: str, run: str) -> str:
    """A query for words side by side of which some are asked for: with all else that is asked."""
    return f'"{run}"' if _PLAIN.fullmatch(text.strip()) else with_word(text, run)


def with_word(text: str, word: str) -> str:
    """A query for a word, or for words side by side, in what another query finds."""
    return f'({text}) AND "{word}"' if text else f'"{word}"'
