"""Titles as styles set them: in quotation marks, with capitals, with one stop at the end."""

from __future__ import annotations

import re

# What CSL leaves small in a title (CSL 1.0.2, "Title Case Conversion").
_SMALL = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of",
    "on", "onto", "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet",
})  # fmt: skip
_ENDED = re.compile(r"[.?!][”’\"'»]*$")
_INNER = re.compile(r"‘((?:[^‘’]|’(?=\w))*)’(?!\w)")
_OPENING = re.compile(r"(?:^|(?<=[\s(\[‘“—–/-]))\"(?=\S)")


def stopped(text: str) -> str:
    """With a full stop, unless it ends in a mark already."""
    return text if not text or _ENDED.search(text) else f"{text}."


def closed(title: str) -> str:
    """A title with typographic quotation marks, stopped as Americans do: “He said ‘no.’”"""
    return _stopped_inside(_typographic(title))


def quoted(title: str) -> str:
    """In English quotation marks, those within made single, the full stop inside (MLA, Chicago).

    Marks of other languages stay as they are.
    """
    title = _typographic(title)
    if "“" in title and "„" not in title:
        inner = _INNER.sub("\ue000\\1\ue001", title)  # letters that have no meaning
        title = inner.translate({0x201C: "‘", 0x201D: "’", 0xE000: "“", 0xE001: "”"})
    return f"“{_stopped_inside(title)}”"


def _typographic(title: str) -> str:
    if "„" in title:  # then “ is the mark that closes
        return title
    return _OPENING.sub("“", title).replace('"', "”")


def _stopped_inside(title: str) -> str:
    if _ENDED.search(title):
        return title
    closing = re.search(r"(?<=[\w…)])[’”]+$", title) if re.search("[‘“]", title) else None
    at = closing.start() if closing else len(title)
    return f"{title[:at]}.{title[at:]}"


def capitalised(title: str, language: str | None) -> str:
    """An English title with the capitals that MLA and Chicago ask for; any other as it is.

    A word that has a capital stays as its author wrote it: iPhone, al-Qaeda, UNICEF.
    """
    if (language or "").split("-")[0] != "en":
        return title
    words = re.split(r"(\s+)", title)
    last = len(words) - 1
    begins = True
    for at in range(0, len(words), 2):
        word = words[at]
        if word == word.lower():
            bare = word.strip("“”‘’\"'()[].,;:!?…")
            if begins or at == last or bare not in _SMALL:
                words[at] = _parts_capitalised(word)
        begins = word.endswith((":", "?", "!", "—")) or (begins and not re.search(r"\w", word))
    return "".join(words)


def _parts_capitalised(word: str) -> str:
    """ "state-run" -> "State-Run", "face-to-face" -> "Face-to-Face"; "'tis", "3rd" -> as is."""
    parts = word.split("-")
    return "-".join(
        part if number and part in _SMALL else re.sub(r"^([^\w]*)([^\W\d_])", _upper, part)
        for number, part in enumerate(parts)
    )


def _upper(match: re.Match[str]) -> str:
    return match[1] + match[2].upper()
