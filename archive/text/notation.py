"""What markup means by letters: raised digits, fractions, marks of notes, words taken out."""

from __future__ import annotations

import re
from typing import Any

from archive.text.markup import BLOCKS, name_of, short_text

_RAISED = str.maketrans("0123456789+-\u2212=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_NUMBER = re.compile(r"[\s()+\u2212=.,;/-]*\d[\d\s()+\u2212=.,;/-]*")
_LONGEST_MARK = 20  # characters of "[12]", "(a)", "*", or several of them
_MARK = re.compile(  # numbers, signs, single letters; of words "[note 2]", but not "th"
    r"(?:\[[a-z]{1,4}\s\d{1,3}\]|[\s,;()\[\]*†‡§¶]|\d{1,3}+(?!\d)|\b(?:[a-z]|[ivx]{2,5})\b)++",
    re.I,
)
_TAG = re.compile(r"<sup(?:\s[^<>]{0,100})?>([^<>]{1,20})</sup>", re.I)


def raised(text: str) -> str:
    """Text that stands raised: of a number its raised digits, without which 10⁶ would be 106; else
    as it is, such as the "th" of "4th".
    """
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else text


def with_raised(html: str) -> str:
    """A line of HTML with raised digits for its raised numbers."""
    return _TAG.sub(lambda match: raised(match[1]), html) if "<sup" in html.lower() else html


def is_note_mark(element: Any) -> bool:
    """Whether a raised element is a link to a place on its own page, by a link in it or by one that
    holds nothing else, and says no more than the number, sign or letter of a note.
    """
    said = short_text(element, _LONGEST_MARK)
    if said is None or not _MARK.fullmatch(said):
        return False
    if any(_leads_to_a_note(link) for link in element.iter("{*}a")):
        return True
    return any(
        _leads_to_a_note(link) and short_text(link, _LONGEST_MARK) == said
        for link in element.iterancestors("{*}a")
    )


def _leads_to_a_note(link: Any) -> bool:
    return (link.get("href") or "").strip().startswith("#")


def fraction(element: Any) -> str | None:
    """A fraction of NITF as "1/2"; None where it has not both its parts."""
    parts = {name_of(part): short_text(part, _LONGEST_MARK) for part in element}
    above, below = parts.get("numer"), parts.get("denom")
    return f"{above}/{below}" if above and below else None


def is_deleted(element: Any) -> bool:
    """Whether an element is an edit that took words out. One around blocks may be one that nobody
    closed, and then the rest of the text stands in it.
    """
    if name_of(element) != "del":
        return False
    return not any(name_of(part) in BLOCKS for part in element.iterdescendants())
