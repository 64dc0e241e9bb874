"""Plain text: making it clean, and folding it so that two spellings of one word compare equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from archive.text.patterns import lazy_pattern

# Chinese, Japanese and Korean letters: they are written or searched without spaces.
CJK = "\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"  # noqa: E501
# Combining marks that are a part of a word though Python's \w leaves them out.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0e3e"
    "\u0e40-\u0e4e\u0ead-\u0ecd\u0f71-\u0f84\u102b-\u103e\u200c\u200d"
)

# C0 and C1 controls but tab, newline; zero-width and bidi marks; the byte order mark; soft hyphen.
_INVISIBLE = lazy_pattern(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# What XML 1.0 has no way to write.
_NOT_IN_XML = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEWLINES = lazy_pattern("\r\n?|[\x0c\x85\u2028\u2029]")
# Characters that Unicode keeps for controls: what stands there was in Windows-1252 (HTML Living
# Standard, 13.2.5.80), quotation marks and dashes for the most part. Only U+0085 is in use too.
_WINDOWS = lazy_pattern("[\x80-\x9f]")
_WINDOWS_FOR_SURE = lazy_pattern("[\x80-\x84\x86-\x9f]")
_REFERENCE = lazy_pattern(r"&#(?:0*1(?:2[89]|[345]\d)|x0*[89][\da-f]);", re.I)

# Letters with no decomposition in Unicode that readers type, and look for, without their mark.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
        "þ": "th", "ŋ": "n", "ß": "ss", "ĸ": "k", "ə": "e",
        "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-", "—": "-",
        "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": None,
    }
)  # fmt: skip

# Marks that readers may leave out: of Latin, Greek, Cyrillic (but й and ў), Hebrew, Arabic and
# Syriac letters, the dot of Hindi, the tones of Chinese, and what chooses one of two shapes of a
# sign. In other scripts marks are vowels and tones, without which a word is another: Thai ข่าว
# (news), ขาว (white), ข้าว (rice).
_OPTIONAL = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u08d3-\u08e1\u08e3-\u08ff\u093c\u180b-\u180d\u1ab0-\u1abd\u1abf-\u1ace\u1dc0-\u1dff"
    "\u20d0-\u20dc\u20e1\u20e5-\u20f0\u302a-\u302d\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef]"
    "(?<![иу]\u0306)"
)
# Thai and Lao am is one sign or two; of two, a tone may stand on either side of the ring.
_TONE_IN_AM = re.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])(?=[\u0e32\u0eb2])")

_LONGEST_KNOWN = 60  # characters of what is folded once and remembered
_LOGIN = lazy_pattern(r"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s?#@]*@")


def tidy(text: str) -> str:
    """Unix newlines, composed letters (NFC), no control or invisible characters.

    Spaces are left as they are.
    """
    if text.isascii() and (text.isprintable() or _is_clean(text)):
        return text
    if _WINDOWS_FOR_SURE.search(text):
        text = _WINDOWS.sub(_windows_letter, text)
    text = _NEWLINES.sub("\n", text).replace("\v", " ").replace("\xa0", " ")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _is_clean(text: str) -> bool:
    """Whether ASCII has no controls but tabs and ends of lines."""
    return text.replace("\n", "").replace("\t", "").isprintable()


def for_xml(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write, escaped or not."""
    return _NOT_IN_XML.sub("", text)


def with_meant_references(text: str) -> str:
    """Markup in which "&#146;", a control to XML, is the letter of Windows-1252 that it is meant as
    and that browsers show.
    """
    if "&#" not in text:
        return text
    from html import unescape

    return _REFERENCE.sub(lambda found: unescape(found[0]), text)


def _windows_letter(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252", "ignore")


def one_line(text: str | None) -> str | None:
    """Tidy text on one line with single spaces; None where nothing is left."""
    if text is None:
        return None
    return " ".join(tidy(text).split()) or None


def fold(text: str) -> str:
    """Text without case, accents and typographic quotes: what two equal words have in common.

    Marks are taken off Latin, Greek, Arabic and Hebrew letters and off Cyrillic ё. Cyrillic й, the
    voicing marks of kana, and the vowels and tones of Thai and India's scripts make other words, so
    they stay.
    """
    return _word_folded(text) if len(text) <= _LONGEST_KNOWN else _folded(text)


def _folded(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        text = _TONE_IN_AM.sub(r"\2\1", unicodedata.normalize("NFKD", text))
        # Compatibility forms (a bold or a raised A) come out as capitals: once more.
        text = unicodedata.normalize("NFKC", _OPTIONAL.sub("", text)).casefold()
        text = text.translate(_LETTERS)
    return text


_word_folded = lru_cache(maxsize=20_000)(_folded)  # words and names recur, whole texts do not


def fold_line(text: str) -> str:
    """`fold`, with white space collapsed: how tags, agencies and titles are compared."""
    return " ".join(fold(text).split())


def distinct(texts: Iterable[str | None]) -> list[str]:
    """Each text once, compared folded, on one line and as first written; empty ones left out."""
    found: dict[str, str] = {}
    for text in texts:
        if line := one_line(text):
            found.setdefault(fold_line(line), line)
    return list(found.values())


def without_login(text: str) -> str:
    """Text with each web address in it without name and password (https://name:password@host)."""
    return _LOGIN.sub(r"\1", text) if "@" in text else text


def slug(text: str, limit: int = 60) -> str:
    """Decoration for an address: folded words joined by dashes, cut at a word."""
    words = re.findall(r"\w+", fold(text).replace("'", ""))
    out = ""
    for word in words:
        if len(out) + len(word) + 1 > limit:
            break
        out = f"{out}-{word}" if out else word
    return out
