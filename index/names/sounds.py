"""How alike two names sound, whoever wrote them in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.names.keys import is_article

_LEAST_LIKE = 70  # per cent of letters in common (Indel)
_LEAST_LIKE_SHORT, _SHORT = 80, 2  # where so few consonants or fewer say little
# What one letter of another script becomes: q, k, kh, g ...; vowels, h and y come and go.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"dsch|dzh|dj", "j"),
        (r"tsch|tch|sch|sh|ch|ts|[zsx]", "s"),
        (r"kh|gh|[qkgc]", "k"),
        (r"dh|th|[td]", "t"),
        (r"ph|f", "f"),
        (r"[vw]", "v"),
        (r"(?<!^)[aeiouyh]|^h", ""),
        (r"^[aeiouy]", "a"),
        (r"(.)\1+", r"\1"),
    )
)
# What makes another word of a name: Iraq and Iraqi, Niger and Nigeria.
_ENDINGS = re.compile("[ainosy]|ia?ns?|ans?|ish|i?ese|e[ns]|ia|ers?|i[scn]|ova?|ski")


def skeleton(terms: Sequence[str]) -> str:
    """What is left of a name when its article and all that spellings differ in is gone."""
    text = _joined(terms)
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of the same skeleton may be spellings of one."""
    from rapidfuzz.fuzz import ratio

    short, long = sorted((_joined(one), _joined(other)), key=len)
    derived = long.startswith(short) and _ENDINGS.fullmatch(long, len(short))
    if short == long or derived or set(one) < set(other) or set(other) < set(one):
        return False
    few = len(skeleton(one)) <= _SHORT
    return ratio(short, long) >= (_LEAST_LIKE_SHORT if few else _LEAST_LIKE)


def _joined(terms: Sequence[str]) -> str:
    following = (*terms[1:], "")
    return "".join(
        term for term, after in zip(terms, following, strict=True) if not is_article(term, after)
    )
