"""The charset of bytes: by byte order mark, as UTF-8 where they are that, as declared, by guess.

One reading for every format. The names of charsets mean what they do in browsers (WHATWG Encoding
Standard): "iso-8859-1" is Windows-1252, "gb2312" GB 18030, "shift_jis" Windows-31J.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from archive.text.charset_guess import MOST_SAMPLE, WESTERN, likeliest
from archive.text.vendor_letters import VENDORS

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.I)
# Python's codecs that read all that browsers read under a name, where that is not webencodings' own
# choice: the widest relative of each.
_WIDEST = {"gbk": "gb18030", "gb2312": "gb18030", "iso2022_jp": "iso2022_jp_ext"}
# Codecs of Python's own that are no charsets of texts, some of them slow on purpose-made input.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "utf-7", "undefined"}
# Charsets in seven bits, whose bytes look like ASCII, and the sign of each.
_SEVEN_BITS = {
    "iso2022_kr": re.compile(rb"\x1b\$\)C"),
    "iso2022_jp_ext": re.compile(rb"\x1b(?:\$[@B]|\(I)"),
    "hz": re.compile(rb"~\{[!-}]"),
}
_OF_WINDOWS = {"874", "932", "949"}
_WRITTEN = {"big5hkscs": "Big5-HKSCS", "gb18030": "GB 18030", "koi8-r": "KOI8-R"}
_FEW = 0.01  # share of bytes beyond ASCII that a declared charset may leave unread
_SURE = 4  # times as many letters as faults make bytes UTF-8 that nobody declared


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes as text, the charset that they were read in, and whether that was a guess."""

    text: str
    charset: str
    guessed: bool = False


def decode(data: bytes, *declared: str | None, cut: bool = False) -> str:
    """The text of bytes that are in one of the declared charsets; see `read_text`."""
    return read_text(data, *declared, cut=cut).text


def read_text(data: bytes, *declared: str | None, cut: bool = False) -> Reading:
    """Bytes as text: by byte order mark, as UTF-8, as the first declared charset that fits, else
    by guess. Never raises: what cannot be read becomes U+FFFD.

    What is good UTF-8 is hardly ever anything else, whatever was declared. `cut` says that the
    bytes may end inside a character.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Reading(data[len(mark) :].decode(encoding, "replace"), encoding)
    known = [name for label in declared if label and (name := known_charset(label))]
    if data.isascii():
        encoding = _seven_bits(data, known) if b"\x1b" in data or b"~{" in data else "utf-8"
        return Reading(data.decode(encoding, VENDORS), encoding)
    text = _utf8(data, cut, _SURE if known[:1] != ["utf-8"] else 1)
    if text is not None:
        return Reading(text, "utf-8")
    for name in known:
        text = _tried(data, name)
        if text is not None:
            return Reading(text, name)
    name = known_charset(likeliest(data)) or WESTERN
    return Reading(data.decode(name, VENDORS), name, guessed=True)


def decode_html(data: bytes, declared: str | None = None, fallback: str | None = None) -> str:
    """The text of a page. `declared` is the charset of its HTTP header, if there was one, and
    `fallback` what it is likely to be where it does not say.
    """
    head = data[:MOST_SAMPLE]
    return decode(data, declared, _stated(_META, head), _stated(_XML, head), fallback)


def decode_xml(data: bytes, fallback: str | None = None) -> str:
    """The text of an XML document, by its declaration, else as `fallback` says."""
    return decode(data, _stated(_XML, data[:400]), fallback)


@lru_cache(maxsize=256)
def known_charset(label: str | None) -> str | None:
    """Python's name of the charset that a label means on the web, else of one that Python knows;
    None where it is none that text is kept in.
    """
    import webencodings

    label = (label or "").strip(" \t\r\n\"'").lower()[:60]
    found = webencodings.lookup(label)
    name = found.codec_info.name if found else ""
    if found is None or found.name in ("replacement", "x-user-defined"):
        # Browsers refuse what a page could be attacked by; to a reader it is a charset like others.
        with suppress(LookupError, ValueError):
            name = codecs.lookup(label).name
    with suppress(LookupError, ValueError, TypeError):
        if name and name not in _NO_CHARSETS and "x".encode(name):
            return _WIDEST.get(name, name)
    return None


def written_charset(name: str) -> str:
    """Python's name of a charset as people write it: "cp1252" -> "Windows-1252"."""
    number = name.removeprefix("cp")
    windows = number.isdigit() and (number.startswith("125") or number in _OF_WINDOWS)
    if windows:
        return f"Windows-{number}"
    return _WRITTEN.get(name, name.replace("_", "-").upper())


def undeclared(sample: bytes) -> str | None:
    """The charset that the beginning of a file without a declaration is guessed to be in; None
    where there is nothing to guess: it declares one, has a mark, or is ASCII or UTF-8.
    """
    if sample.isascii() or _utf8(sample, True, _SURE) is not None:
        return None
    found = read_text(sample, _stated(_META, sample), _stated(_XML, sample[:400]), cut=True)
    return found.charset if found.guessed else None


def _stated(pattern: re.Pattern[bytes], head: bytes) -> str | None:
    found = pattern.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _seven_bits(data: bytes, known: list[str]) -> str:
    """The charset of bytes that look like ASCII. HZ's sign may stand in any text, so that has to be
    declared; the escapes of ISO 2022 stand in nothing else.
    """
    for name, sign in _SEVEN_BITS.items():
        if (name != "hz" or name in known) and sign.search(data):
            return name
    return "utf-8"


def _utf8(data: bytes, cut: bool, least: int) -> str | None:
    """The text where bytes are UTF-8, a few damaged characters aside; a U+FFFD in them is none."""
    with suppress(UnicodeDecodeError):
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd") - data.count("\ufffd".encode())
    letters = len(text) - len(text.encode("ascii", "ignore")) - faults
    return text if letters >= least * faults else None


def _tried(data: bytes, encoding: str) -> str | None:
    """The text in an encoding; None where that leaves more than a few characters unread."""
    if encoding.startswith(("utf-16", "utf-32")) and b"\x00" not in data:
        return None  # a declaration that can be read shows that it is wrong
    if encoding == "utf-8":
        return None  # tried before
    text = data.decode(encoding, VENDORS)
    beyond = len(data.translate(None, bytes(range(0x80))))
    return text if text.count("\ufffd") <= max(3, _FEW * beyond) else None
