"""Words that are written joined, with a mark, or side by side: F16, F-16 and F 16 are one.

So are figures and a unit (5bn, 5 bn), figures in groups (12 500), words that are written with a
hyphen and without, or with an umlaut and with two letters (Müller, Mueller), names with their
beginning in short (`short_names.py`), and Persian words whose parts touch or not (`marks.py`). The
index holds each as it is written; a query asks for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, product

from archive.frozen import frozen
from archive.text.patterns import lazy_pattern
from archive.text.plain import fold
from index.analysis.numbers import HYPHENS, designations
from index.analysis.scripts import is_arabic
from index.analysis.tokens import Token, is_further, typed_tokens, without_apostrophe
from index.query.marks import cuts, inflected, is_one, may_join, may_touch, must_touch, touching
from index.query.short_names import VOWEL, any_initials, other_beginnings

Terms = tuple[str, ...]
Known = Callable[[str], bool]

_MOST = 256  # combinations that a phrase may stand for; one letter of Chinese begins many words

# A designation, folded: letters and figures, and what follows these (F-35B, F-16s).
_DESIGNATION = re.compile(r"([^\W\d_]{1,6})(\d{1,4}(?:[a-z]{1,3}\d{0,2})?)")
_MEASURE = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_]{1,4})")
_TELLING = 5  # letters and figures that hardly meet by chance, as F and 16 do
_DECIMALS = lazy_pattern(r"\d{1,2}[a-z]{0,3}")
_NUMBER = lazy_pattern(r"\d+(?:\.\d+)?")
_DIMENSION = re.compile(r"\d{1,2}[^\W\d_]")  # 3D, 5G
UNITS = frozenset(
    """
    am bbl bhp bn cc cm dwt fps ft g gb gbp ghz gw gwh ha hp hz k kb kg km km2 kmh kph kv kw kwh lb
    lbs m m2 m3 mah mb mbps md mg mhz mi mio ml mm mn mph mrd mw mwh nm oz pc pct pm ppm psi t tb tn
    trn twh кв кг км м млн млрд мм т трлн тыс
    """.split()  # noqa: SIM905 - one word after another is easier to read
)
# Letters as they are written where there are none such; the index has them without their marks.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_HYPHENS = frozenset(HYPHENS)
_MARKS = _HYPHENS | {"."}
_BEFORE_NAMES = _MARKS | {" ", ". "}
_NON_JOINER = "\u200c"
_GROUP = lazy_pattern(r"\d{3}")
_FIRST_GROUP = lazy_pattern(r"[1-9]\d{0,2}")
_TWO_GROUPS = re.compile(r"([1-9]\d{0,2})(\d{3})")


@frozen
class Way:
    """`width` terms of a text, and the other ways to write them.

    `loose`: as words with a blank between they may also be two, which stand apart. `instead`: the
    others say what was typed, and say it better.
    """

    width: int
    others: tuple[Terms, ...]
    loose: bool = False
    instead: bool = False

    def slot(self, typed: Terms) -> tuple[Terms, ...]:
        """What is searched for these terms as typed."""
        return self.others if self.instead else (typed, *self.others)


def ways(text: str, terms: Sequence[str], known: Known, *, quoted: bool = False) -> dict[int, Way]:
    """By place among the terms of a text, what stands there and is written in other ways too: in
    those alone whose words the archive may have, as `known` says. `quoted` words keep their number.
    """
    found = typed_tokens(text)[: len(terms)]
    wholes = designations(text)  # where one begins, as in the text of an article
    made: dict[int, Way] = {}
    at = 0
    while at < len(found):
        whole = found[at].start in wholes
        way = _short_at(text, found, at)
        way = way or _pair_at(text, found, at, known, quoted, whole)
        way = way or _single_at(text, found[at], known, quoted)
        if way is not None and way.instead:
            made[at] = way
        elif way is not None:
            others = (each for each in dict.fromkeys(way.others) if _is_held(each, known))
            made[at] = Way(way.width, tuple(others), way.loose)
        at += way.width if way else 1
    return made


def decimals(text: str, terms: Sequence[str]) -> dict[int, Way]:
    """The same of decimals with a comma alone: another reading, not another way to write."""
    found = typed_tokens(text)[: len(terms)]
    return {
        at: way
        for at, (one, two) in enumerate(pairwise(found))
        if text[one.end : two.start] == "," and (way := _decimal(one.text, two.text))
    }


def _decimal(one: str, two: str) -> Way | None:
    """Two numbers that a comma parts, as one: what stands behind it in a text tells."""
    both = _NUMBER.fullmatch(one) and _DECIMALS.fullmatch(two)
    return Way(2, ((f"{one}.{two}",),)) if both else None


def combined(terms: Terms, made: Mapping[int, Way]) -> list[Terms]:
    """Some terms in every way that they are written in, as typed first."""
    slots: list[tuple[Terms, ...]] = []
    at = 0
    while at < len(terms):
        way = made.get(at)
        width = way.width if way else 1
        typed = terms[at : at + width]
        slots.append(way.slot(typed) if way else (typed,))
        at += width
    return list(product_of(slots))


def product_of(slots: Iterable[Sequence[Terms]]) -> Iterator[Terms]:
    """One of each, joined, in every combination: at most 256."""
    whole = (tuple(term for part in parts for term in part) for parts in product(*slots))
    yield from dict.fromkeys(islice(whole, _MOST))


def _is_held(terms: Terms, known: Known) -> bool:
    """Whether the archive may have words. It may have a single one in another form, and a Persian
    one in parts.
    """
    return (len(terms) == 1 and terms[0].isalpha()) or all(map(known, terms))


def _short_at(text: str, found: tuple[Token, ...], at: int) -> Way | None:
    """The beginning of a name that is also written in short or in full: J.K., St."""
    behind = at + 1
    while behind < len(found) and len(found[behind - 1].text) == len(found[behind].text) == 1:
        behind += 1
    if behind == len(found):
        return None
    written = text[found[at].start : found[behind - 1].end]
    name = text[found[behind].start : found[behind].end]
    between = text[found[behind - 1].end : found[behind].start]
    if others := other_beginnings(written, name) if between in _BEFORE_NAMES else ():
        return Way(1, tuple((each,) for each in others))
    other = any_initials(written, name) if between in (" ", ". ") else None
    return Way(behind - at, (other,)) if other else None


def _pair_at(
    text: str, found: tuple[Token, ...], at: int, known: Known, quoted: bool, whole: bool
) -> Way | None:
    """A word and the next, if they are also written as one; `whole` where a designation begins."""
    if at + 1 == len(found):
        return None
    first, second = found[at], found[at + 1]
    between = text[first.end : second.start]
    if is_arabic(first.text) and is_arabic(second.text):
        return _arabic_pair(first.text, second.text, between, known)
    if whole and first.text[-1:].isdecimal():
        upper = text[second.end - 1].isupper()
        return Way(2, _dimensions(first.text, second.text, upper), instead=True)
    if whole:
        return Way(2, tuple(_designations(first.text, second.text)), instead=True)
    return _pair(first.text, second.text, between, known if not quoted else None)


def _pair(one: str, two: str, between: str, known: Known | None) -> Way | None:
    """Two words that are also written as one."""
    hyphen = between in _HYPHENS
    if between == ",":
        return _decimal(one, two)
    if between == " " and _FIRST_GROUP.fullmatch(one) and _GROUP.fullmatch(two):
        return Way(2, ((one + two,),), loose=True)
    if _NUMBER.fullmatch(one) and (hyphen or between == " "):
        return Way(2, ((one + two,),)) if two in UNITS else None
    if (between in _MARKS and may_join(one, two)) or (between == " " and is_one(one, two)):
        other = [(one, form) for form in inflected(two, known)[1:]] if known else []  # "e-mails"
        return Way(2, ((one + two,), *other))
    return None


def _arabic_pair(one: str, two: str, between: str, known: Known) -> Way | None:
    """Two words in Arabic letters that are also written as one."""
    if between == _NON_JOINER or (between == " " and must_touch(one, two)):
        return Way(2, ((one + two,),))
    if between == " " and (may_touch(one, two) or known(one + two)):
        return Way(2, ((one + two,),), loose=True)
    return None


def _single_at(text: str, token: Token, known: Known, quoted: bool) -> Way | None:
    further = next(filter(is_further, token.acronyms), token.text)
    way = _single(further, known, quoted, text[token.end - 1].isupper())
    letters = _in_two_letters(text[token.start : token.end])
    is_name = text[max(token.start - 2, 0) : token.start].isupper()  # "d'Angers" is of the town
    name = without_apostrophe(token, text) if is_name else ""
    others = [(each,) for each in (letters, name) if each]
    return Way(1, (*others, *(way.others if way else ()))) if others else way


def _in_two_letters(written: str) -> str:
    """A word, folded, as it is written where there are no umlauts; nothing if it has none."""
    small = written.lower()
    other = small.translate(_TWO_LETTERS)
    return fold(other) if other != small and other.isalpha() else ""


def _single(word: str, known: Known, quoted: bool, upper: bool) -> Way | None:
    """One word that is also written as two."""
    others: Iterable[Terms] = ()
    if is_further(word):
        return Way(1, ((word,),))  # and as a form of "1990's"
    if _DIMENSION.fullmatch(word):
        return Way(1, _dimensions(word[:-1], word[-1], upper), instead=True)
    measure = _MEASURE.fullmatch(word)
    is_measure = measure is not None and measure[2] in UNITS
    if parts := _DESIGNATION.fullmatch(word):
        return Way(1, tuple(_designations(parts[1], parts[2])), instead=True)
    if parts := measure if is_measure else _TWO_GROUPS.fullmatch(word):
        others = [(parts[1], parts[2])]
    elif is_arabic(word):
        return Way(1, tuple(touching(word, known)))
    elif word.isalpha():
        others = _with_mark(word, known, quoted)
    made = tuple(others)
    return Way(1, made) if made else None


def _with_mark(word: str, known: Known, quoted: bool) -> Iterator[Terms]:
    """A word as it is written with a hyphen or points, in the singular and the plural."""
    for one, two in cuts(word, known):
        for form in (two,) if quoted else inflected(two, known):
            yield one, form
            if not VOWEL.search(word):  # "PhDs", which Snowball leaves as it is
                yield (one + form,)


def _dimensions(figures: str, letter: str, upper: bool) -> tuple[Terms, ...]:
    """Figures and a letter as they are indexed: 3D, 3-D, 3 D; a small letter may be a unit."""
    whole = figures + letter
    apart = [(figures, letter)] if letter in UNITS and not upper else []
    return ((whole,), (whole, letter), *apart)


def _designations(letters: str, figures: str) -> Iterator[Terms]:
    """Letters with figures as they are indexed: as one word, or with their parts side by side, the
    first of which is the whole; and the plural (F-16s), or of that the singular. Long ones tell
    enough to stand side by side in any text: Apollo 11, MH 370.
    """
    singular = figures.removesuffix("s")
    last = figures.lstrip("0123456789")
    forms = (figures, f"{singular}s" if singular == figures else singular)
    for form in forms if len(last) < 2 else forms[:1]:
        yield (letters + form,)
        yield letters + form, form
    if len(letters) + len(figures) >= _TELLING:
        yield letters, figures
