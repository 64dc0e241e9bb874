"""The lines between a title and a text: who, when, in which section.

Shared by the readers of plain text and of copied pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.agencies import known_agency, read_credit
from archive.dates import find_date

_BY = re.compile(
    r"^(?:(?:written|posted|published|reported)\s+)?(?:by|von|par|por|di|door|przez|text|source)\b:?\s+(?P<who>\S.*)$",
    re.I,
)
_STAMP = re.compile(
    r"\b(?:published|updated|posted|last modified|modified|created|date|on|am|le|el|stand|"
    r"veröffentlicht|aktualisiert|publié|publie|mis à jour|publicado|actualizado|pubblicato)\b:?",
    re.I,
)
_SECTION = re.compile(
    r"^(?:in|section:?|category:?|rubrik:?|filed under:?)\s+(?P<name>[^\d]{2,40})$", re.I
)
_CUTS = re.compile(r"\s{2,}|\t|\s[|·•–—-]\s|\s*[|·•]\s*")
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline line says; any part may be missing, not all."""

    credit: str | None = None
    date: str | None = None
    section: str | None = None


def read_byline(line: str) -> Byline | None:
    """A line as a byline ("By AFP     Nov 3, 2017 in World"), or None where it is something else."""
    line = line.strip()
    if not line or len(line) > LONGEST:
        return None
    found = find_date(line)
    if found and found.precision == "year":
        found = None
    date = None
    rest = line
    if found:
        date = line[found.start : found.end]
        rest = f"{line[: found.start]}   {line[found.end :]}"
        rest = _STAMP.sub("   ", rest)
    credit: str | None = None
    section: str | None = None
    left: list[str] = []
    for part in filter(None, (part.strip(" ,:|-–—") for part in _CUTS.split(rest))):
        by = _BY.match(part)
        in_section = _SECTION.match(part)
        if by and not credit:
            credit = by["who"].strip()
        elif in_section and not section:
            section = in_section["name"].strip()
        elif known_agency(part) and not credit:
            credit = part
        else:
            left.append(part)
    if credit and not _credible(credit):
        return None
    if not credit and not date:
        return None
    if date and not credit and left and any(map(_credible_name, left[:1])) and len(left) <= 2:
        credit = left.pop(0)
    if left and not section and len(left) == 1 and len(left[0].split()) <= 3 and (date or credit):
        section = left.pop()
    if sum(len(part.split()) for part in left) > 4:
        return None  # a sentence that happens to hold a date
    return Byline(credit, date, section)


def _credible(credit: str) -> bool:
    """Whether the words behind "by" are people or agencies, and not the rest of a sentence."""
    authors, agencies = read_credit(credit)
    return bool(authors or agencies) and not credit.rstrip().endswith((".", "?", "!", ":"))


def _credible_name(text: str) -> bool:
    _, agencies = read_credit(text)
    return bool(agencies)
