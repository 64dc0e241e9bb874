"""RTF, read by striptrf: a note, a press release, or a download of Nexis or Factiva."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.documents.text_of import need, read_paragraphs
from archive.readers.sources.source import Source

NAME = "rtf"
EXAMPLE = r"{\rtf1 ...}: a press release, or a download of Nexis or Factiva"
MEDIA_TYPE = "application/rtf"
MOST_BYTES = 32 * 1024 * 1024
# A brace, and a word that makes its group a note; a sign behind a backslash is neither.
_SIGNS = re.compile(r"(?:\\\*)?\\footnote(?![a-z])|\\[^a-z]|[{}]", re.I | re.S)

# What stands in a document: the word that says how it goes on, or something that is shown.
_PARTS = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[^\\{}]+", re.I | re.S)
# Struck out, moved from here, hidden (Rich Text Format 1.9.1, "Track Changes" and "Font").
_HIDING = {"deleted", "mvf", "v"}


def looks_like(start: str) -> bool:
    """Whether a text is RTF."""
    return start.startswith("{\\rtf")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, or those of a download."""
    need("striprtf", "an RTF document")
    data = source.bytes()
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"RTF larger than {MOST_BYTES >> 20} MiB")
    from striprtf import striprtf

    read_rtf: Any = striprtf.rtf_to_text

    try:
        text = str(read_rtf(_notes_below(_shown(data.decode("latin-1"))), errors="replace"))
    except Exception as error:  # the library raises whatever its parts do
        raise UnreadableError(
            f"a damaged RTF document ({type(error).__name__}): open it in a word processor and "
            "save it anew"
        ) from None
    paragraphs = [line.strip(" |") for line in text.split("\n")]
    yield from read_paragraphs(paragraphs, source, MEDIA_TYPE, data)
    if not data.rstrip(b"\x00 \r\n\t").endswith(b"}"):
        yield Skipped(
            source.origin("the end"), "the file ends inside the document: download it again"
        )


def _shown(text: str) -> str:
    """The document without what its readers do not see: the library gives that too."""
    if not re.search(rf"\\(?:{'|'.join(_HIDING)})(?![a-z-])", text):
        return text
    kept: list[str] = []
    hidden: list[frozenset[str]] = [frozenset()]  # by what, in each of the groups that are open
    for part in _PARTS.finditer(text):
        word, number = part[1], part[2]
        if part[0] == "{":
            hidden.append(hidden[-1])
        elif part[0] == "}" and len(hidden) > 1:
            hidden.pop()
        elif word in _HIDING:
            hidden[-1] = hidden[-1] - {word} if number == "0" else hidden[-1] | {word}
        elif word == "plain":
            hidden[-1] = frozenset()
        elif hidden[-1] and (word == "u" or not (word or part[0] in "{}")):
            continue
        kept.append(part[0])
    return "".join(kept)


def _notes_below(text: str) -> str:
    """The document with its footnotes as paragraphs below its text: the library leaves them out.
    One whose groups do not close is left as it is.
    """
    if "footnote" not in text:
        return text
    opened: list[int] = []
    kept: list[str] = []
    notes: list[str] = []
    end, inside = 0, 0  # where what is kept has ended, and how many groups are around a note
    for sign in _SIGNS.finditer(text):
        if sign[0] == "{":
            opened.append(sign.start())
        elif _is_word(sign) and opened and not inside:
            inside = len(opened)
        elif sign[0] == "}" and opened:
            start = opened.pop()
            if len(opened) + 1 == inside:
                kept.append(text[end:start])
                notes.append(_SIGNS.sub(_without_word, text[start : sign.end()]))
                end, inside = sign.end(), 0
    last = text.rfind("}")
    if opened or not notes or last < end:
        return text
    below = "".join(f"\\par {note}" for note in notes)
    return f"{''.join(kept)}{text[end:last]}{below}{text[last:]}"


def _without_word(sign: re.Match[str]) -> str:
    return " " if _is_word(sign) else sign[0]


def _is_word(sign: re.Match[str]) -> bool:
    return sign[0].lower().endswith("footnote")
