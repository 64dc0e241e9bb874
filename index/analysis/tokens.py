"""Text -> tokens with spans: one tokeniser for every engine, for queries and for snippets.

A token is a folded word, so accents and case are optional everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from archive.frozen import frozen
from archive.text.patterns import lazy_pattern
from archive.text.plain import fold
from index.analysis.acronyms import AROUND, acronym, are_shouted, meant
from index.analysis.numbers import (
    designations,
    has_pointed,
    number_pattern,
    plain_number,
    with_plain_digits,
    without_point,
)
from index.analysis.scripts import MARKS, PAIRED, letters

_APOSTROPHE = "'’ʼ‘"
_LETTER = rf"(?:[^\W_{PAIRED}]|[{MARKS}])"
_ACRONYM = (
    r"(?<!\w)(?:[^\W\d_](?:[.．][^\W\d_])+(?!\w)[.．]?"
    # Degrees, which have a small letter: Ph.D., M.Sc., LL.B.
    r"|(?:(?:Ph|Ed|Sc)\.[ ]?D|(?:Psy|Pharm|Litt)\.D|LL\.[ ]?[BMD]"
    r"|[BM]\.[ ]?(?:Sc|Ed|Eng|Phil|Tech))(?!\w)(?:\.s(?!\w)|\.?))"
)
# Signs that are a part of a word: C++, C#, .NET, AT&T, and 9/11, which is no date with a year.
_SIGNED = (
    r"(?<![\w+#])[A-Za-z](?:(?:\+\+|#)(?![^\W\d]|[+#])|\+(?![\w+#]))"
    r"|(?<![\w.])\.(?:NET|Net|net)(?!\w)|(?<![\w&])[A-Za-z]{1,2}&[A-Za-z]{1,2}(?![\w&])"
    r"|(?<![\w&])[A-Z]{1,2} & [A-Z]{1,2}(?![\w&])|(?<![\w/.,])\d{1,2}[/／]\d{1,2}(?![\w/]|[.,]\d)"
)
# What of these is written across a blank.
_DEGREE_IN_PARTS = re.compile(r"\. (?:[BMD]|Sc|Ed|Eng|Phil|Tech)(?!\w)")
# A sign behind a longer word, which is found without it too: Disney+.
_PLUS = r"(?<!\w)[^\W\d_%s]{2,}+\+(?![\w+])"
# What nearly every word is, tried first. Nothing that follows could match where it does.
_ENDS = r"""(?=[\n,;:)"]| (?!&))"""
_PLAIN = (
    rf"[^\W\d_{PAIRED}]{{3,}}+(?![\w{MARKS}{_APOSTROPHE}&+#]|\.\w)|[^\W\d_{PAIRED}]{{1,2}}+{_ENDS}"
)
_PLAIN_ASCII = rf"[a-zA-Z]{{3,}}+(?![\w'&+#]|\.\w)|[a-zA-Z]{{1,2}}+{_ENDS}"
# Words that are written with a mark between their parts that takes no room: Persian and Arabic.
_JOINED = lazy_pattern("[\u0600-\u06ff][^\\s]*\u200c")
_ELIDED = lazy_pattern(
    rf"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|sull|all|dall|un|quell)[{_APOSTROPHE}](?=\w{{2}})",
    re.I,
)
# In these languages the letter before an apostrophe is a word, in others a part of a name (D'Arcy).
_ELIDING = frozenset(("ca", "fr", "it", "oc"))
# Before these nothing is elided: that happens before a vowel, y and a mute h alone.
_NOT_ELIDING = frozenset("bcdfgjklmnpqrstvwxz")
_ELIDED_NAME = lazy_pattern(rf"([DLMNTSJC]|d)[{_APOSTROPHE}]([^\W\d_]{{4,}})")
_DECADES = re.compile(r"(?:\d\d)?\d0s")
_DECADE = lazy_pattern(rf"(?:\d\d)?\d0[{_APOSTROPHE}]s", re.I)
_LONGEST_TYPED = 200  # characters of a part of a query whose tokens are remembered
_POSSESSIVE = lazy_pattern(rf"[{_APOSTROPHE}]s$", re.I)


@frozen
class Token:
    """A folded word and where it stands: code points [start, end) of the text.

    `acronyms` are its capitals, where it is written in them and would else be a small word; and
    `meant` of them, unless the words around are in capitals too. Of the first part of a word that
    is written in joined parts, or of a designation or a number (`numbers.py`), the whole; and of a
    name behind an apostrophe (D'Arcy).
    """

    text: str
    start: int
    end: int
    acronyms: tuple[str, ...] = ()


def tokens(text: str, language: str | None = None) -> Iterator[Token]:
    """The tokens of a text in order; scripts written without blanks give overlapping pairs. Its
    language says how numbers are written in it.
    """
    matches = list(_pattern(text.isascii()).finditer(text))
    wholes = designations(text)
    pointed = has_pointed(text, language)
    for at, match in enumerate(matches):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "pairs":
            yield from _pairs(match[0], start)
            continue
        if kind == "word" and _JOINED.match(match[0]):
            yield from _parts(match[0], start)
            continue
        folded, skip, cut, capitals = _word(match[0], kind or "word")
        if folded:
            acronyms = _acronyms(capitals, matches, at) if capitals else ()
            if start in wholes:
                acronyms = (*acronyms, wholes[start])
            if skip and (name := _elided_name(match[0], language)):
                acronyms = (*acronyms, name)
            if pointed and kind == "number" and (whole := without_point(folded)):
                acronyms = (*acronyms, whole)
            yield Token(folded, start + skip, end - cut, acronyms)


def typed_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a part of a query, which is asked for several times while it is understood:
    alone, with its neighbours, as a name.
    """
    return _typed(text) if len(text) <= _LONGEST_TYPED else tuple(tokens(text))


@lru_cache(maxsize=512)
def _typed(text: str) -> tuple[Token, ...]:
    return tuple(tokens(text))


def joins_blanks(text: str) -> bool:
    """Whether words of a text may be written across a blank: "AT & T", "Ph. D"; figures aside."""
    return "& " in text or _DEGREE_IN_PARTS.search(text) is not None


def is_further(form: str) -> bool:
    """Whether a form is that of a word with its sign (`disney+`, `1990s` of "1990's")."""
    return form.endswith("+") or _DECADES.fullmatch(form) is not None


def without_apostrophe(token: Token, text: str) -> str:
    """A name as those write it who leave its apostrophe away, folded: DArcy of D'Arcy. Nothing of
    any other word.
    """
    name = token.acronyms[-1] if token.acronyms else ""
    is_whole = name[1:] == token.text  # no acronym, as of "d'IS"
    return name if is_whole and token.start and text[token.start - 1] in _APOSTROPHE else ""


def ends_a_run(text: str) -> bool:
    """Whether the last token is the end of a longer run alone, for which a query does not ask."""
    if text.isascii():
        return False
    found = list(tokens(text))
    return len(found) > 1 and found[-1].end == found[-2].end


def last_letters(text: str) -> str:
    """The last letter of each word of a text, as it is written."""
    return "".join(match[0][-1] for match in _pattern(text.isascii()).finditer(text))


def words(text: str) -> list[str]:
    """The folded words of a text: `tokens` without spans."""
    return [word for word, _ in forms(text)]


def forms(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The folded words of a text, each with its acronyms: `tokens` without spans."""
    return [(token.text, token.acronyms) for token in tokens(text)]


def is_folded_by_case(text: str, language: str | None) -> bool:
    """Whether the words of a text differ from how they are written in case alone, so that their
    stems are those of the words.
    """
    return text.isascii() and language != "tr"


@cache
def _pattern(is_ascii: bool) -> re.Pattern[str]:
    """A token of any text, or of text that is all ASCII, which most news is: it is found four times
    as fast. To compile them takes long enough to wait until they are needed.
    """
    if is_ascii:
        return re.compile(
            rf"(?=[\w.])(?:(?P<plain>{_PLAIN_ASCII})|(?P<number>{number_pattern('')})"
            rf"|(?P<signed>{_SIGNED})|(?P<plus>{_PLUS % ''})|(?P<acronym>{_ACRONYM})"
            rf"|(?P<word>[a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*))",
            re.A,
        )
    return re.compile(
        rf"(?=[\w.{MARKS}])(?:(?P<plain>{_PLAIN})|(?P<number>{number_pattern(PAIRED)})"
        rf"|(?P<signed>{_SIGNED})|(?P<plus>{_PLUS % PAIRED})|(?P<acronym>{_ACRONYM})"
        rf"|(?P<pairs>[{PAIRED}]+)|(?P<word>{_LETTER}+(?:[{_APOSTROPHE}]{_LETTER}+)*))"
    )


def _acronyms(capitals: str, matches: list[re.Match[str]], at: int) -> tuple[str, ...]:
    """The forms of an acronym that stands among the matches of a text. Points always mean one."""
    if not capitals.isupper():  # "disney+", "1990s"
        return (capitals,)
    around = matches[max(at - AROUND, 0) : at] + matches[at + 1 : at + 1 + AROUND]
    if matches[at].lastgroup != "acronym" and are_shouted(match[0] for match in around):
        return (capitals,)
    return capitals, meant(capitals)


def _pairs(run: str, start: int) -> Iterator[Token]:
    """Each two neighbours, then the last letter alone: any one letter begins some token."""
    spans = list(letters(run))
    for at, (begin, end) in enumerate(spans):
        if at + 1 < len(spans):
            end = spans[at + 1][1]
        if folded := fold(run[begin:end]):
            yield Token(folded, start + begin, start + end)


def _elided_name(written: str, language: str | None) -> str:
    """A name with the letter before its apostrophe, folded; nothing of a word that is none."""
    name = _ELIDED_NAME.match(written)
    if name is None or not (name[2][0].isupper() and name[2][1].islower()):
        return ""
    if language in _ELIDING and fold(name[2][0]) not in _NOT_ELIDING:
        return ""
    return fold(name[1] + name[2])


def _parts(written: str, start: int) -> Iterator[Token]:
    """The parts of a word that a mark without room joins; with the first, the whole word."""
    whole = _word(written, "word")[0]
    parts = [(part.start(), part[0]) for part in re.finditer("[^\u200c]+", written)]
    for at, part in parts:
        folded, skip, cut, _ = _word(part, "word")
        if folded:
            begin = start + at
            others = (whole,) if at == parts[0][0] and whole != folded else ()
            yield Token(folded, begin + skip, begin + len(part) - cut, others)


@lru_cache(maxsize=50_000)
def _word(raw: str, kind: str) -> tuple[str, int, int, str | None]:
    """A matched word -> (folded, characters to leave off its left, off its right, capitals of an
    acronym or the word with its sign).
    """
    if kind == "number":
        return fold(plain_number(raw)), 0, 0, None
    if kind == "signed":
        return fold(raw).replace(" ", ""), 0, 0, None
    if kind == "plus":
        return fold(raw[:-1]), 0, 1, fold(raw)
    if kind == "acronym":
        folded = fold(raw.replace(".", "").replace("．", "").replace(" ", ""))
        return folded, 0, 0, acronym(raw, folded)
    skip = cut = 0
    if not raw.isalnum():
        elided = _ELIDED.match(raw)
        if elided:
            skip = elided.end()
            raw = raw[skip:]
        if _DECADE.fullmatch(raw):
            plain = with_plain_digits(raw[:-2])
            return plain, 0, 2, f"{plain}s"
        possessive = _POSSESSIVE.search(raw)
        if possessive:
            cut = len(raw) - possessive.start()
            raw = raw[: possessive.start()]
    folded = re.sub(r"[\W_](?<![\u0300-\u0fff\u102b-\u103e])", "", fold(with_plain_digits(raw)))
    return folded, skip, cut, acronym(raw, folded)
