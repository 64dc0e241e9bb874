"""Text -> tokens with spans: one tokeniser for every engine, for queries and for snippets.

A token is a folded word, so accents and case are optional everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.text.plain import CJK, MARKS, fold
from index.analysis.acronyms import AROUND, acronym, are_shouted, meant

_APOSTROPHE = "'’ʼ‘"
_LETTER = rf"(?:[^\W_{CJK}]|[{MARKS}])"
_ACRONYM = r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?"
_NUMBER = r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w,]|\.\d)"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<acronym>{_ACRONYM})|(?P<pairs>[{CJK}]+)"
    rf"|(?P<word>{_LETTER}+(?:[{_APOSTROPHE}]{_LETTER}+)*)"
)
# The same for text that is all ASCII, which most news is: four times as fast.
_TOKEN_ASCII = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<acronym>{_ACRONYM})|(?P<word>[a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*)",
    re.A,
)
_ELIDED = re.compile(
    rf"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|sull|all|dall|un|quell)[{_APOSTROPHE}](?=\w{{2}})",
    re.I,
)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHE}]s$", re.I)


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands: code points [start, end) of the text.

    `acronyms` are its capitals, where it is written in them and would else be a small word; and
    `meant` of them, unless the words around are in capitals too.
    """

    text: str
    start: int
    end: int
    acronyms: tuple[str, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order; Chinese, Japanese and Korean give overlapping pairs."""
    pattern = _TOKEN_ASCII if text.isascii() else _TOKEN
    matches = list(pattern.finditer(text))
    for at, match in enumerate(matches):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "pairs":
            yield from _pairs(match[0], start)
            continue
        folded, skip, cut, capitals = _word(match[0], kind or "word")
        if folded:
            acronyms = _acronyms(capitals, matches, at) if capitals else ()
            yield Token(folded, start + skip, end - cut, acronyms)


def words(text: str) -> list[str]:
    """The folded words of a text: `tokens` without spans."""
    return [word for word, _ in forms(text)]


def forms(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The folded words of a text, each with its acronyms: `tokens` without spans."""
    if text.isascii():
        matches = list(_TOKEN_ASCII.finditer(text))
        found = (_word(match[0], match.lastgroup or "") for match in matches)
        return [
            (folded, _acronyms(capitals, matches, at) if capitals else ())
            for at, (folded, _, _, capitals) in enumerate(found)
            if folded
        ]
    return [(token.text, token.acronyms) for token in tokens(text)]


def _acronyms(capitals: str, matches: list[re.Match[str]], at: int) -> tuple[str, ...]:
    """The forms of an acronym that stands among the matches of a text. Points always mean one."""
    around = matches[max(at - AROUND, 0) : at] + matches[at + 1 : at + 1 + AROUND]
    if matches[at].lastgroup != "acronym" and are_shouted(match[0] for match in around):
        return (capitals,)
    return capitals, meant(capitals)


def _pairs(run: str, start: int) -> Iterator[Token]:
    """Each two neighbours, then the last character alone: any one character begins some token."""
    for at in range(len(run)):
        pair = run[at : at + 2]
        yield Token(fold(pair), start + at, start + at + len(pair))


@lru_cache(maxsize=500_000)
def _word(raw: str, kind: str) -> tuple[str, int, int, str | None]:
    """A matched word -> (folded, characters to leave off its left, off its right, capitals of an
    acronym).
    """
    if kind == "number":
        return raw.replace(",", ""), 0, 0, None
    if kind == "acronym":
        folded = fold(raw.replace(".", ""))
        return folded, 0, 0, acronym(raw, folded)
    skip = cut = 0
    if not raw.isalnum():
        elided = _ELIDED.match(raw)
        if elided:
            skip = elided.end()
            raw = raw[skip:]
        possessive = _POSSESSIVE.search(raw)
        if possessive:
            cut = len(raw) - possessive.start()
            raw = raw[: possessive.start()]
    folded = re.sub(r"[\W_](?<![\u0300-\u0fff\u102b-\u103e])", "", fold(raw))
    return folded, skip, cut, acronym(raw, folded)


def is_pair_text(token: str) -> bool:
    """Whether a token comes from a script that is indexed as pairs."""
    return bool(token) and _CJK_TOKEN.fullmatch(token) is not None


_CJK_TOKEN = re.compile(f"[{CJK}]+")
