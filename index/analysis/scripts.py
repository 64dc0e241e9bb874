"""Scripts written without spaces between words: their text is cut into overlapping pairs.

Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer. A pair is of two letters, each with the marks
that stand on it, so a word is found wherever it stands in a run. Segmenters know words, but each
has a dictionary of its own age, cuts names wrongly, and a text and a query differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.text.plain import CJK

_THAI_LAO = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf"
_BURMESE_KHMER = "\u1000-\u103f\u104a-\u108f\u109a-\u109f\u1780-\u17d3\u17d7\u17dc\u17dd"
_HALF_WIDTH_KANA = "\uff66-\uff9f"
PAIRED = f"{CJK}{_HALF_WIDTH_KANA}{_THAI_LAO}{_BURMESE_KHMER}"
_PAIR_TEXT = f"[{PAIRED}\u3099\u309a]+"
# Combining marks that are a part of a word though Python's \w leaves them out; of other scripts.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff"
    "\u0f71-\u0f84\u200c\u200d"
)
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_KANA = f"[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff{_HALF_WIDTH_KANA}]"
# A letter with all that is written on it or hangs from it: am as two signs with or without a tone,
# what is stacked below (Burmese, Khmer), vowels and tones, the marks of half-width kana, am as one
# sign. To Python vowel signs are no letters, but for those of Thai and Lao that stand beside.
_LETTER = (
    "(?s:.)(?:\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0ecd[\u0ec8-\u0ecb]?\u0eb2|[\u1039\u17d2]\\w"
    "|[\\W\uff9e\uff9f\u0e33\u0eb3])*"
)


_pattern = cache(re.compile)  # it takes long enough to wait until one is needed


def letters(run: str) -> Iterator[tuple[int, int]]:
    """The spans [start, end) of the letters of a run, each with the marks behind it."""
    return (letter.span() for letter in _pattern(_LETTER).finditer(run))


def is_paired(letter: str) -> bool:
    """Whether a letter is of a script that is indexed as pairs."""
    return len(letter) == 1 and is_pair_text(letter)


def has_han(text: str) -> bool:
    """Whether a text has a Chinese character, as Japanese and old Korean texts may have too."""
    return not text.isascii() and _pattern(_HAN).search(text) is not None


def has_kana(text: str) -> bool:
    """Whether a text has letters that are Japanese alone."""
    return not text.isascii() and _pattern(_KANA).search(text) is not None


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic script, in which Persian and Urdu are written too."""
    return "\u0600" <= word[:1] <= "\u06ff"


def is_one_letter(token: str) -> bool:
    """Whether a token is one letter of such a script, as stands at the end of a run."""
    return is_pair_text(token) and sum(1 for _ in letters(token)) == 1


def is_pair_text(token: str) -> bool:
    """Whether a token comes from a script that is indexed as pairs."""
    return not token.isascii() and _pattern(_PAIR_TEXT).fullmatch(token) is not None
