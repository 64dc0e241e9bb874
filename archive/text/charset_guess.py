"""A guess at the charset of bytes that nobody declared: by language, by script, by words.

Among the Western ones a guess is a coin toss for short texts, and Windows-1252 the likeliest.
"""

from __future__ import annotations

import re
import unicodedata

MOST_SAMPLE = 1 << 16  # bytes that a guess is made from; one from more is no better
WESTERN = "cp1252"
_LANGUAGE = re.compile(rb"""<html[^>]{0,300}?\slang\s*=\s*["']?([a-z]{2})\b""", re.I)
# Latin alphabets that short texts do not tell apart, by the language that a page says it is in.
_ALPHABETS = {
    **dict.fromkeys((b"cs", b"hr", b"hu", b"pl", b"ro", b"sk", b"sl", b"sq"), "cp1250"),
    **dict.fromkeys((b"az", b"tr"), "cp1254"),
    **dict.fromkeys((b"et", b"lt", b"lv"), "cp1257"),
}
# Charsets known by letters of which no other language's bytes are as full: which letters, and the
# least share of them beyond ASCII.
_TELLING = (
    ("euc_jp", re.compile("[\u3041-\u3096]"), 0.25),
    ("cp932", re.compile("[\u3041-\u3096]"), 0.25),
    ("cp949", re.compile("[\uac00-\ud7a3]"), 0.9),
)
_THAI = re.compile("[\u0e01-\u0e2e]")  # its consonants
_THAI_SHARE = 0.55
_LEAST = 4  # letters
_LEAST_FOREIGN = 0.5


def likeliest(data: bytes) -> str:
    """Python's name of the charset that bytes are likeliest to be in."""
    language = _LANGUAGE.search(data[:MOST_SAMPLE])
    if language and language[1].lower() in _ALPHABETS:
        return _ALPHABETS[language[1].lower()]
    start = re.search(rb"[\x80-\xff]", data)
    begin = max(0, start.start() - 1024) if start else 0
    words = re.sub(rb"<[^>]{0,2000}>|[\x00-\x09\x0b-\x1f]+", b" ", data[begin:][:MOST_SAMPLE])
    lines = b"\n".join(line for line in words.split(b"\n") if not line.isascii())
    for name, letters, least in _TELLING:
        if _share(lines, name, letters) >= least:
            return name
    name = _by_words(lines)
    if name == WESTERN and _share(lines, "cp874", _THAI) >= _THAI_SHARE:
        return "cp874" if _is_foreign(lines.decode("cp874", "ignore")) else name
    return name


def _share(data: bytes, encoding: str, letters: re.Pattern[str]) -> float:
    """The share of such letters among what is beyond ASCII; 0 where bytes cannot be in it."""
    try:
        # The end of a sample may cut a letter in two.
        text = data.decode(encoding, "strict" if len(data) < MOST_SAMPLE // 2 else "ignore")
    except UnicodeDecodeError:
        return 0.0
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return len(letters.findall(text)) / beyond if beyond >= _LEAST else 0.0


def _by_words(data: bytes) -> str:
    """What charset_normalizer finds, of the charsets of the web and if it is in another script."""
    import webencodings
    from charset_normalizer import from_bytes

    for best in from_bytes(data, steps=3, chunk_size=2048):
        if webencodings.lookup(best.encoding):
            return best.encoding if _is_foreign(str(best)) else WESTERN
    return WESTERN


def _is_foreign(text: str) -> bool:
    """Whether the words with other letters than ASCII's are written in another script throughout.

    In a wrong reading of "Zoë" a foreign letter stands behind Latin ones.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    foreign = [
        word
        for word in words
        if not any(unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in word)
    ]
    enough = len("".join(foreign)) >= _LEAST
    return enough and len(foreign) / len(words) > _LEAST_FOREIGN
