"""Which language a text is in, when its source does not say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# Below this the answer is a coin toss, and null is the honest one.
LEAST_LETTERS = 40
# Enough for certainty; reading more only costs time.
MOST_CHARACTERS = 600

# The languages that news archives hold; a wider choice mistakes names for exotic languages.
_LANGUAGES = [
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "kn", "ko", "lt",
    "lv", "mk", "ml", "mr", "ms", "ne", "nl", "nn", "no", "pa", "pl", "pt", "ro", "ru", "si",
    "sk", "sl", "sq", "sr", "st", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "xh",
    "zh", "zu",
]  # fmt: skip
_THREE_LETTERS = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt",
    "ita": "it", "nld": "nl", "dut": "nl", "ara": "ar", "rus": "ru", "jpn": "ja", "zho": "zh",
    "chi": "zh", "kor": "ko", "tur": "tr", "pol": "pl", "swe": "sv", "nor": "no", "dan": "da",
    "fin": "fi",
}  # fmt: skip
_NAMES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "portuguese": "pt",
    "italian": "it", "dutch": "nl", "arabic": "ar", "russian": "ru", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "turkish": "tr",
}  # fmt: skip


def language_code(declared: str | None) -> str | None:
    """A declared language as its primary subtag in lower case: "en-GB" -> "en", "eng" -> "en"."""
    if not declared:
        return None
    tag = re.split(r"[-_]", declared.strip().lower())[0]
    tag = _THREE_LETTERS.get(tag) or _NAMES.get(tag) or tag
    if tag in ("nb", "nn"):
        tag = "no"
    return tag if re.fullmatch(r"[a-z]{2,3}", tag) and tag not in ("und", "mul", "zxx") else None


def detect_language(text: str) -> str | None:
    """The language of a text, or None where there is too little of it to tell."""
    sample = text[:MOST_CHARACTERS]
    wide = sum(1 for char in sample if ord(char) > 0x2E80)  # one such letter says as much as two
    letters = sum(1 for char in sample if char.isalpha())
    if letters + wide < LEAST_LETTERS:
        return None
    if sample.isupper():
        sample = sample.lower()
    code, _ = _identifier().classify(sample)
    return language_code(str(code))


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid

    py3langid.set_languages(_LANGUAGES)
    return py3langid
