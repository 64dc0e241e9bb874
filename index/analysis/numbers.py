"""How figures are written: thousands in groups, decimals, units, the digits of any script.

What a number is, by its shape alone:

    6,100   1,204,511   1,50,000        commas between groups of three, or the Indian way
    2.500.000   1'500'000   1 500 000   points, apostrophes or blanks, of which a point and a blank
                                        need two groups at least: "2.500" may be a decimal, and
                                        "in 2017 100 people" are two numbers
    1.250,50   1,250.50                 of two signs the last begins the decimals
    1·5bn   1・5億                      a point in the middle, before a unit, is a decimal one
    3.5   .5bn   1.5bn   1,5bn   3,5 %  a decimal, with a unit if one is written with it; a comma is
                                        a decimal one before two figures at most and a unit, "%", or
                                        a word such as Prozent, millions, milliards

In text of a language that parts thousands with a point (CLDR), "6.100" is also 6100.

Figures and one letter with a hyphen, or D and G with a blank, are one too: 3-D, 5 G; not 3 D-marks.
Letters and figures that a hyphen or a blank joins are a designation: F-16, COVID-19, MiG 29, A-380.
Where one stands, its letters are also indexed as the whole of it, f16. So it is found in every way,
and the two are not where they only follow each other ("Fig. F: 16 pages").
"""

from __future__ import annotations

import re
import unicodedata

from archive.text.patterns import lazy_pattern
from archive.text.plain import fold

_BLANK = "\u00a0\u2009\u202f"  # no blank of these stands between two numbers
_COMMA = ",\u066c\uff0c"
_POINT = ".\u066b\uff0e"
_GROUPED = (
    rf"\d{{1,3}}(?:[{_COMMA}]\d{{2}})*(?:[{_COMMA}]\d{{3}})+(?:[{_POINT}]\d+)?"
    rf"|\d{{1,3}}(?:[{_POINT}]\d{{3}}){{2,}}(?:,\d+)?"
    rf"|\d{{1,3}}[{_POINT}]\d{{3}},\d{{1,2}}"
    rf"|\d{{1,3}}(?:['’]\d{{3}})+(?:[.,]\d+)?"
    rf"|\d{{1,3}}(?: \d{{3}}){{2,}}(?:,\d{{1,2}})?(?! ?\d)"
    rf"|\d{{1,3}}(?:[{_BLANK}]\d{{3}})+(?:,\d{{1,2}})?"
)
# What only a number is written before, in the languages that have a decimal comma.
_MEASURED = (
    r"(?i:(?=\s?[%‰€]|\s(?:proz|pour cent|por ciento|por cento|per cento|prosent|procent|процент"
    r"|million|milliard|mill?on[ei]s|milh|bilh|milion|miliard|miljo|miljard|млн|млрд|миллион|миллиард"
    r"|mio\b|mrd\b|md\b|m€|md€|euro|bn\b|mn\b|mld\b|tn\b|kilom|km\b|kg\b|mm\b|cm\b|ha\b"
    r"|gw\b|mw\b|meter|metr|mètr)))"
)
# A point in the middle of the line: of old British print, and of Japanese figures.
_MIDDLE = "·・･"

# Languages that part thousands with a point and begin decimals with a comma (CLDR, `group`).
_POINTING = {
    "ast", "az", "bs", "ca", "da", "de", "el", "es", "eu", "fo", "fy", "gl", "hr", "id", "is", "it",
    "jv", "kl", "ku", "lb", "mk", "nl", "pt", "ro", "sc", "sl", "sr", "su", "tr", "vi",
}  # fmt: skip
_POINTED = lazy_pattern(r"(?<![\w.,])[1-9]\d{0,2}\.\d{3}(?![\w.,]\w)")
_SEPARATORS = lazy_pattern(rf"[{_COMMA}{_POINT}{_BLANK}'’ ]")
HYPHENS = "-‐‑–−－"
# Where the two meet; before a blank only behind a capital. And 3-D, 5 G, but not 3 D-marks or 5 g.
_SEAM = re.compile(
    rf"[{HYPHENS} ](?:(?<=[^\W\d_][{HYPHENS}])(?=\d)|(?<=[^\W\d_a-z] )(?=\d)"
    rf"|(?<=\d[{HYPHENS}])(?=[^\W\d_](?!\w))|(?<=\d )(?=[DG](?![{HYPHENS}\w&+'’])))"
)
_DIMENSION = lazy_pattern(rf"(?<![{HYPHENS}\w.,&'’])\d{{1,2}}$")
# Behind another word and a hyphen too: post-COVID-19.
_LETTERS = lazy_pattern(rf"(?:(?<![{HYPHENS}\w.&'’])|(?<=[^\W\d_][{HYPHENS}]))[^\W\d_]{{1,6}}$")
_FIGURES = lazy_pattern(r"\d{1,4}(?:[A-Za-z]{1,3}\d{0,2})?(?![\w&]|[.,]\d)")
# With a blank, they are one only where capitals say so: "F 16", "MiG 29", "COVID 19"; not "May 12".
_CAPITALS = lazy_pattern(r"[A-ZА-Я]|[A-Z]{2,6}|[A-Z][a-z]{0,3}[A-Z]")
_LONG = lazy_pattern(r"[A-Z]{2,6}")
_SHORT_FIGURES = lazy_pattern(r"\d{1,2}[Ss]?")
_BLANK_FIGURES = lazy_pattern(r"\d{1,4}[A-Z]?s?")
# Letters that are words of some language: in capitals they begin a sentence, unless one goes on.
_WORDS_OF_A_LETTER = frozenset("AEIOUYÀИКОСУЯ")
_GOES_ON = lazy_pattern(r"[^\W\d_],? $")


def number_pattern(paired: str) -> str:
    """A number, as a pattern for a tokeniser; not inside a word, nor a part of a version or a date.
    `paired` are the letters of scripts without blanks, which may stand around: "投资1.5亿".
    """
    in_word, unit = rf"[^\W{paired}]", rf"[^\W\d_{paired}]{{1,6}}"
    middle_unit = rf"(?:(?=[万億兆千百亿萬])|(?=\s?[%％]|\sper cent)|{_MEASURED}|{unit})"
    return (
        rf"(?=[\d.])(?<!{in_word})(?<![{_POINT}{_COMMA}])"
        rf"(?:(?:{_GROUPED}|\d*[{_POINT}]\d+)(?:{unit})?|\d+,\d{{1,2}}(?:{unit}|{_MEASURED})"
        rf"|\d+[{_MIDDLE}]\d+{middle_unit})"
        rf"(?!{in_word}|[{_POINT}{_COMMA}]\d)"
    )


def plain_number(written: str) -> str:
    """A number without what parts its thousands, its decimals behind a point: "1.5bn"."""
    written = with_plain_digits(written)
    written = re.sub(rf"[{_MIDDLE}]", ".", written)
    for mark, plain in (*((c, ",") for c in _COMMA[1:]), *((p, ".") for p in _POINT[1:])):
        written = written.replace(mark, plain)
    grouped = re.match(_GROUPED, written)
    if not grouped:
        return f"{'0' if written.startswith('.') else ''}{written.replace(',', '.')}"
    whole, rest = grouped[0], written[grouped.end() :]
    decimal = ""
    if found := re.search(r"(?<=\d{3})([.,])(\d+)$", whole):
        others = set(re.findall(r"[^\d]", whole[: found.start()]))
        if others and found[1] not in others:  # the last sign is another one: decimals
            whole, decimal = whole[: found.start()], f".{found[2]}"
    return _SEPARATORS.sub("", whole) + decimal + rest


def has_pointed(text: str, language: str | None) -> bool:
    """Whether a text of that language may have thousands with a point: "6.100"."""
    return language in _POINTING and _POINTED.search(text) is not None


def without_point(number: str) -> str | None:
    """The plain number of one with its thousands, as such a language writes it: "6100"."""
    return number.replace(".", "") if _POINTED.fullmatch(number) else None


def with_plain_digits(text: str) -> str:
    """A text whose digits, of whatever script, are 0 to 9."""
    if text.isascii() or not any(char.isdecimal() for char in text):
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def designations(text: str) -> dict[int, str]:
    """{where the letters begin: the whole, folded} for each that stands in a text."""
    found: dict[int, str] = {}
    for seam in _SEAM.finditer(text):
        at = seam.start()
        if text[at - 1].isdecimal() and not text[seam.end()].isdecimal():
            if dimension := _DIMENSION.search(text, max(at - 3, 0), at):
                whole = dimension[0] + text[seam.end()]
                found[dimension.start()] = fold(with_plain_digits(whole))
            continue
        letters = _LETTERS.search(text, max(at - 6, 0), at)
        figures = _FIGURES.match(text, seam.end())
        if letters is None or figures is None:
            continue
        if seam[0] == " " and not _are_one(text, letters, figures[0]):
            continue
        found[letters.start()] = fold(letters[0] + figures[0])
    return found


def _are_one(text: str, letters: re.Match[str], figures: str) -> bool:
    written = letters[0]
    if not _CAPITALS.fullmatch(written) or not _BLANK_FIGURES.fullmatch(figures):
        return False
    if _LONG.fullmatch(written):
        return _SHORT_FIGURES.fullmatch(figures) is not None
    if written not in _WORDS_OF_A_LETTER:
        return True
    return _GOES_ON.search(text, max(letters.start() - 3, 0), letters.start()) is not None
