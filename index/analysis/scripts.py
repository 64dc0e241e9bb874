"""Scripts written without spaces between words: their text is cut into overlapping pairs.

Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer. A pair is of two letters, each with the marks
that stand on it, so a word is found wherever it stands in a run. Segmenters know words, but each
has a dictionary of its own age, cuts names wrongly, and a text and a query differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.text.plain import CJK

_THAI_LAO = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf"
_BURMESE_KHMER = "\u1000-\u103f\u104a-\u108f\u109a-\u109f\u1780-\u17d3\u17d7\u17dc\u17dd"
_HALF_WIDTH_KANA = "\uff66-\uff9f"
PAIRED = f"{CJK}{_HALF_WIDTH_KANA}{_THAI_LAO}{_BURMESE_KHMER}"
# Combining marks that are a part of a word though Python's \w leaves them out; of other scripts.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff"
    "\u0f71-\u0f84\u200c\u200d"
)
_PAIRED_LETTER = re.compile(f"[{PAIRED}]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(f"[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff{_HALF_WIDTH_KANA}]")
_VOICED = "\uff9e\uff9f"  # marks of half-width kana, which stand behind their letter


def letters(run: str) -> Iterator[tuple[int, int]]:
    """The spans [start, end) of the letters of a run, each with the marks behind it."""
    start = 0
    for at in range(1, len(run) + 1):
        if at == len(run) or not _is_mark(run[at]):
            yield start, at
            start = at


def is_paired(letter: str) -> bool:
    """Whether a letter is of a script that is indexed as pairs."""
    return _PAIRED_LETTER.fullmatch(letter) is not None


def has_han(text: str) -> bool:
    """Whether a text has a Chinese character, as Japanese and old Korean texts may have too."""
    return not text.isascii() and _HAN.search(text) is not None


def has_kana(text: str) -> bool:
    """Whether a text has letters that are Japanese alone."""
    return not text.isascii() and _KANA.search(text) is not None


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic script, in which Persian and Urdu are written too."""
    return "\u0600" <= word[:1] <= "\u06ff"


def _is_mark(char: str) -> bool:
    # Vowel signs are no letters to Python, but for Thai's and Lao's that are written beside.
    return not char.isalnum() or char in _VOICED
