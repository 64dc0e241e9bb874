"""The charset of a web page, whatever it declares.

By byte order mark; as UTF-8 where they are that; as declared, by the names of the WHATWG Encoding
Standard; else as the bytes themselves suggest.
"""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|"""
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""",
    re.I,
)
# What the names mean on the web, where that differs from what Python reads them as.
_MEANING = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "iso8859-1": "cp1252", "windows-1252": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "korean": "cp949",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
}  # fmt: skip
_LANGUAGE = re.compile(rb"""<html[^>]{0,300}?\slang\s*=\s*["']?([a-z]{2})\b""", re.I)
# Latin alphabets that short texts do not tell apart, by the language that a page says it is in.
_ALPHABETS = {
    **dict.fromkeys((b"cs", b"hr", b"hu", b"pl", b"ro", b"sk", b"sl", b"sq"), "cp1250"),
    **dict.fromkeys((b"az", b"tr"), "cp1254"),
    **dict.fromkeys((b"et", b"lt", b"lv"), "cp1257"),
}
_SAMPLE = 64 * 1024  # bytes that detection looks at
_ASCII = bytes(range(0x80))
_FEW = 0.01  # share of bytes beyond ASCII that may be damaged


def decode_html(data: bytes, declared: str | None = None) -> str:
    """The text of a page. `declared` is the charset of its HTTP header, if there was one.

    Never raises: what cannot be read becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    beyond = len(data[: 4 * _SAMPLE].translate(None, _ASCII))
    if not beyond and b"\x1b$" not in data[: 4 * _SAMPLE]:
        return data.decode("utf-8", "replace")
    text = _tried(data, "utf-8", beyond)
    if text is not None:
        return text
    found = _DECLARED.search(data[:_SAMPLE])
    named = [declared] if declared else []
    named += [(found[1] or found[2]).decode("ascii", "replace")] if found else []
    for name in named:
        name = name.strip().lower()
        if name not in ("utf-8", "utf8"):
            text = _tried(data, _MEANING.get(name, name), beyond)
            if text is not None:
                return text
    return data.decode(_detected(data), "replace")


def _tried(data: bytes, encoding: str, beyond: int) -> str | None:
    """The text in an encoding; None where that leaves more than a few characters unread."""
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, ValueError):
        return None
    damaged = text.count("\ufffd")
    if encoding == "utf-8":  # a page may hold the sign itself
        damaged -= data.count(b"\xef\xbf\xbd")
    return text if damaged <= max(3, _FEW * beyond) else None


def _detected(data: bytes) -> str:
    """The encoding that its language, else its words speak for; markup says nothing about it."""
    from charset_normalizer import from_bytes

    language = _LANGUAGE.search(data[:_SAMPLE])
    if language and language[1].lower() in _ALPHABETS:
        return _ALPHABETS[language[1].lower()]

    start = re.search(rb"[\x80-\xff]", data)
    begin = max(0, start.start() - 1024) if start else 0
    words = re.sub(rb"<[^>]{0,2000}>|[\x00-\x1f]+", b" ", data[begin : begin + _SAMPLE])
    best = from_bytes(words, steps=3, chunk_size=2048).best()
    return best.encoding if best else "cp1252"
