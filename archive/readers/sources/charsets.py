"""The charset of bytes that are not UTF-8: as declared, or a guess."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress

MOST_SAMPLE = 1 << 16  # bytes; a guess from more is no better
_LEAST_FOREIGN = 0.5
# Codecs of Python's own, some of them slow on purpose-made input.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "utf-7", "undefined"}


def known_charset(name: str | None) -> str | None:
    """Python's name of a declared charset, or None where it is none that text is kept in."""
    with suppress(LookupError, ValueError):
        found = codecs.lookup(name or "").name
        if "x".encode(found) and found not in _NO_CHARSETS:
            return found
    return None


def guess_charset(sample: bytes) -> str | None:
    """The charset of a sample in another script than Latin; None where it may as well be Western.

    Among the Western ones the guess is a coin toss for short texts, and Windows-1252 the likeliest.
    """
    lines = [line for line in sample[:MOST_SAMPLE].split(b"\n") if not line.isascii()]
    if not lines:
        return None
    from charset_normalizer import from_bytes

    telling = b"\n".join(lines)
    best = from_bytes(telling).best()
    if best is None:
        return None
    letters = [char for char in str(best) if char.isalpha() and not char.isascii()]
    foreign = sum(not unicodedata.name(char, "LATIN").startswith("LATIN") for char in letters)
    return best.encoding if letters and foreign / len(letters) > _LEAST_FOREIGN else None
