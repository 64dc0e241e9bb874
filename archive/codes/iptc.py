"""The names of IPTC's codes of topics: its media topics, and the subject codes before them."""

from __future__ import annotations

import re
from functools import cache

from archive.codes.tables import table

# "medtop:20000065", "subj:04008024", an address of the vocabulary's, or the eight digits alone.
_CODE = re.compile(
    r"(?:(?:medtop|mediatopic|subj|subjectcode|iptc)\s*:\s*"
    r"|https?://cv\.iptc\.org/newscodes/(?:mediatopic|subjectcode)/)?(\d{8})",
    re.I,
)


def iptc_name(code: str) -> str | None:
    """What IPTC calls a topic in English, by its code; None where it knows no such code. A subject
    code has the name of the media topic that IPTC says has taken its place.
    """
    digits = _CODE.fullmatch(code.strip())
    return _names().get(digits[1]) if digits else None


@cache
def _names() -> dict[str, str]:
    """Both kinds together: those that have the same digits are the same topic."""
    return table("iptc_subject_codes.txt") | table("iptc_media_topics.txt")
