"""The forms that stand in texts, by number; each is worked out once.

News repeats itself: a piece between two blanks is cut into tokens, folded and stemmed when it is
met first, and looked up from then on. What of it depends on the pieces around is noted with it, for
`reading.py`. What that gives of a text is what `tokens` gives of the whole of it in any case.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.acronyms import SMALL_WORDS, meant
from index.analysis.numbers import HYPHENS, has_pointed, without_point
from index.analysis.stems import stems_of, stems_of_words
from index.analysis.tokens import Token, last_letters, tokens, without_apostrophe

if TYPE_CHECKING:
    from index.analysis.short import Short

_MOST = 64 << 20  # bytes of the shared one, about; what a form takes, a piece beside its letters
_A_FORM, _A_PIECE = 430, 200

# What most pieces are: words or figures, with punctuation around that says nothing.
_SHAPED = re.compile(
    r"[\"'(\[“‘„«<]*"
    r"(?:((?:[A-Za-z]{2,}-)*[A-Za-z]{2,})(?:['’]s)?|(\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+))"
    r"[,;:.!?)\]\"'”’»…>]*",
    re.A,
)


# Marks of pieces: what of a token may stand across a blank. It is a degree ("Ph. D"), a designation
# ("MiG 29"), figures in groups ("10 000 000") or before a measure ("12,5 Prozent"), a company
# ("AT & T"), a dimension ("5 G").
# How a piece ends,
NAME, LONG_NAME, NUMBER, MEASURED, DEGREE, CAPITALS, FIGURE = (1 << bit for bit in range(7))
# how it begins,
FIGURES, FEW_FIGURES, GROUP, DIMENSION, OF_DEGREE, CAPITAL = (1 << bit for bit in range(7, 13))
# and what it is: anything, a company's sign; one whose acronyms depend on the words around; one on
# which all of the text depends.
ANY, COMPANY, TOLD, UNSURE = (1 << bit for bit in range(13, 17))

_Marks = tuple[tuple[int, str], ...]
_NAMES = rf"(?:(?<![{HYPHENS}\w.&'’])|(?<=[^\W\d_][{HYPHENS}]))"
_ENDS_IN_CAPITAL: _Marks = (
    (NAME, rf"{_NAMES}(?:[A-ZА-Я]|[A-Z][a-z]{{0,3}}[A-Z])$"),
    (LONG_NAME, rf"{_NAMES}[A-Z]{{2,6}}$"),
    (CAPITALS, r"(?<![\w&])[A-Z]{1,2}$"),
)
_ENDS_IN_FIGURE: _Marks = (
    (NUMBER, r"(?<![A-Za-z\d_.,])\d{1,3}$"),
    (MEASURED, r"(?:\d,\d{1,2}|[·・･]\d+)$"),
)
_ENDS_IN_POINT: _Marks = ((DEGREE, r"(?<!\w)(?:Ph|Ed|Sc|LL|[BM])\.$"),)
_DEGREES = ("Ph.", "Ed.", "Sc.", "LL.", "B.", "M.")  # what does not end so has no such mark
_BEGINS_WITH_FIGURE: _Marks = (
    (FIGURES, r"\d{1,4}[A-Z]?s?(?![\w&]|[.,]\d)"),
    (FEW_FIGURES, r"\d{1,2}[Ss]?(?![\w&]|[.,]\d)"),
    (GROUP, r"\d{3}(?!\d)"),
)
_BEGINS_WITH_CAPITAL: _Marks = (
    (CAPITAL, r"[A-Z]{1,2}(?![\w&])"),
    (DIMENSION, rf"[DG](?![{HYPHENS}\w&+'’])"),
    (OF_DEGREE, r"(?:[BMD]|Sc|Ed|Eng|Phil|Tech)(?!\w)"),
)
_CAPITALISED = re.compile(r"[A-Z][a-z]{5}")  # and so none of these


class Form(NamedTuple):
    """What is indexed at the place of a token. `words` are those that it is found by as written:
    the folded word, then its acronyms, or the whole that it is a part of (`Token.acronyms`).
    `stems` have their languages.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def word(self) -> str:
        """The folded word."""
        return self.words[0]


_Number = Callable[[Sequence[Form]], list[int]]
_made = partial(tuple.__new__, Form)  # what `Form._make` does, many times as fast


class _Numbering:
    """Forms and their numbers, from 0 on as they are met."""

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self._known: dict[Form, int] = {}
        self._mutex = threading.Lock()

    def __call__(self, wanted: Sequence[Form]) -> list[int]:
        """The numbers of forms, each of which may be new."""
        if not all(map(self._known.__contains__, wanted)):
            with self._mutex:
                for form in wanted:
                    if form not in self._known:
                        self.forms.append(form)  # before it can be known
                        self._known[form] = len(self.forms) - 1
        return list(map(self._known.__getitem__, wanted))


class Lexicon:
    """Forms, numbered from 0 on as they are met. Any number of threads may read texts with it.

    What it consists of does not know of it: all goes at once with the last document that needs it.
    Indexing does not wait for Python's search for cycles.
    """

    def __init__(self) -> None:
        self._number = _Numbering()
        self.forms = self._number.forms  # by number
        self._pieces: dict[str | None, Pieces] = {}

    @property
    def held(self) -> int:
        """The bytes that it takes, about."""
        pieces = sum(pieces.held for pieces in list(self._pieces.values()))
        return pieces + len(self.forms) * _A_FORM

    def piece(self, text: str, language: str | None) -> list[Form]:
        """The forms of a text without blanks, as if it stood alone."""
        return [self.forms[number] for number in self.pieces(language).of(text)]

    def pieces(self, language: str | None) -> Pieces:
        """The pieces of texts in a language."""
        pieces = self._pieces.get(language)
        if pieces is None:
            pieces = self._pieces.setdefault(language, Pieces(self._number, language))
        return pieces


class Pieces(dict[str, int]):
    """Pieces of texts in a language -> their numbers, from 0 on as they are met. `number` tells
    those of forms.
    """

    def __init__(self, number: _Number, language: str | None) -> None:
        super().__init__()
        self.language = language
        self.held = 0  # bytes, about
        self._number = number
        self._points = has_pointed("6.100", language)
        self._mutex = threading.Lock()
        # By number of a piece: its marks, and where its forms end among those of all.
        self.marks = array("i")
        self.ends = array("i")
        self.forms = array("i")
        # Of acronyms that depend on what is around: place -> the form amid capitals, and the other.
        self.acronyms: dict[str, dict[int, tuple[int, int]]] = {}
        self.letters = _LastLetters()

    @cached_property
    def short(self) -> Short:
        """The numbers of those that were met in texts, as far as they are short."""
        from index.analysis.short import Short  # a search reads no texts

        return Short()

    def of(self, piece: str) -> tuple[int, ...]:
        """The forms of a piece, as if it stood alone."""
        number = self[piece]
        return tuple(self.forms[self.ends[number - 1] if number else 0 : self.ends[number]])

    def __missing__(self, piece: str) -> int:
        self._learn([piece])
        return self[piece]

    def numbers(self, pieces: Sequence[str]) -> list[int]:
        """The numbers of pieces, each of which may be new."""
        if new := dict.fromkeys(piece for piece in pieces if piece not in self):
            self._learn(list(new))
        return list(map(self.__getitem__, pieces))

    def _learn(self, pieces: Sequence[str]) -> None:
        """Works out what different pieces are that are new."""
        plain: list[str] = []
        cores: dict[str, list[str]] = {}
        others: list[str] = []
        for piece, shaped in zip(pieces, map(_SHAPED.fullmatch, pieces), strict=True):
            if shaped is None:
                others.append(piece)
            elif (core := shaped[1] or shaped[2]) != piece or "-" in core:
                cores[piece] = core.split("-")
            elif self._is_word(piece, is_figure=bool(shaped[2])):
                plain.append(piece)
            else:
                others.append(piece)
        lower = [piece.lower().replace(",", "") for piece in plain]
        # One string is kept where both are the same.
        words = [one if one == other else other for one, other in zip(plain, lower, strict=True)]
        stems = stems_of_words(words, self.language)
        forms = self._number(list(map(_made, zip(zip(words), stems, strict=True))))
        self._keep(plain, [(form,) for form in forms], list(map(_marks_of, plain)))
        self._learn_composed(cores, others)
        found = [self._analysed(piece) for piece in others]
        marks = [mark | _marks_of(piece) for piece, (_, mark) in zip(others, found, strict=True)]
        self._keep(others, [forms for forms, _ in found], marks)

    def _is_word(self, piece: str, *, is_figure: bool) -> bool:
        """Whether a piece that is a word or a figure is one and nothing else."""
        if is_figure:
            return not self._points or piece.isdigit()
        return not piece.isupper() or piece.lower() not in SMALL_WORDS

    def _learn_composed(self, cores: Mapping[str, Sequence[str]], others: list[str]) -> None:
        """Those whose forms are those of their parts; of others it is not told by these."""
        every = list(dict.fromkeys(chain.from_iterable(cores.values())))
        numbers = dict(zip(every, self.numbers(every), strict=True))
        pieces, forms = [], []
        for piece, parts in cores.items():
            if any(self.marks[numbers[part]] & (TOLD | UNSURE) for part in parts):
                others.append(piece)
            else:
                pieces.append(piece)
                forms.append(tuple(chain.from_iterable(map(self.of, parts))))
        self._keep(pieces, forms, list(map(_marks_of, pieces)))

    def _keep(
        self, pieces: Sequence[str], forms: Sequence[tuple[int, ...]], marks: Sequence[int]
    ) -> None:
        with self._mutex:
            for piece, own, mark in zip(pieces, forms, marks, strict=True):
                if piece not in self:
                    self.marks.append(mark)
                    self.forms.extend(own)
                    self.ends.append(len(self.forms))
                    self.held += _A_PIECE + 2 * len(piece) + 8 * len(own)
                    self[piece] = len(self.ends) - 1  # when all is known of it

    def _analysed(self, piece: str) -> tuple[tuple[int, ...], int]:
        """The forms of any piece, and whether they depend on those around."""
        found = list(tokens(piece, self.language))
        forms = tuple(self.form(token, piece) for token in found)
        told = {at: self._both(one, piece) for at, one in enumerate(found) if _is_told(one, piece)}
        marks = TOLD if told else 0
        if told:
            self.acronyms[piece] = told
        # The places of tokens have to be those of the words whose last letters tell.
        apart = not piece.isascii() and any(not one.text.isascii() for one in found)
        if (told and (apart or len(found) != len(self.letters[piece]))) or self._is_pointed(found):
            marks |= UNSURE
        return forms, marks

    def form(self, token: Token, text: str, further: tuple[str, ...] | None = None) -> int:
        """The form of a token of a text; with further words in place of its own."""
        stems = stems_of(token.text, text[token.start : token.end], self.language)
        if name := without_apostrophe(token, text):
            stems = (*stems, *stems_of(name, name, self.language))
        words = (token.text, *(token.acronyms if further is None else further))
        (number,) = self._number([Form(words, stems)])
        return number

    def _both(self, token: Token, piece: str) -> tuple[int, int]:
        capitals, *rest = token.acronyms
        others = [form for form in rest if form != meant(capitals)]
        return (
            self.form(token, piece, (capitals, *others)),
            self.form(token, piece, (capitals, meant(capitals), *others)),
        )

    def _is_pointed(self, found: list[Token]) -> bool:
        """Whether a token may be a number with thousands, where another one of the text is."""
        return self._points and any(
            (whole := without_point(token.text)) and whole not in token.acronyms for token in found
        )


def plain_word(piece: str) -> str | None:
    """The word of a piece that is nothing but one in plain letters, with signs around that say
    nothing: its one form, as if it stood alone, is the word in small letters. None of any other.
    """
    shaped = _SHAPED.fullmatch(piece)
    word = shaped[1] if shaped else None
    if word is None or "-" in word or (word.isupper() and word.lower() in SMALL_WORDS):
        return None
    return word


def _marks_of(piece: str) -> int:
    """How a piece between two blanks ends and begins."""
    found = COMPANY | ANY if piece == "&" else ANY
    ends: _Marks = ()
    begins: _Marks = ()
    first, last = piece[:1], piece[-1:]  # a text may have two blanks in a row
    if last.isupper():
        ends = _ENDS_IN_CAPITAL
    elif last.isdecimal():
        found |= FIGURE
        ends = _ENDS_IN_FIGURE
    elif last == "." and piece.endswith(_DEGREES):
        ends = _ENDS_IN_POINT
    if first.isdecimal():
        begins = _BEGINS_WITH_FIGURE
    elif first.isupper() and not _CAPITALISED.match(piece):
        begins = _BEGINS_WITH_CAPITAL
    for mark, pattern in ends:
        if _compiled(pattern).search(piece):
            found |= mark
    for mark, pattern in begins:
        if _compiled(pattern).match(piece):
            found |= mark
    return found


_compiled = cache(re.compile)  # when it is needed, for a search needs few


class _LastLetters(dict[str, str]):
    """Pieces of texts -> the last letters of their words."""

    def __missing__(self, piece: str) -> str:
        letters = self[piece] = last_letters(piece)
        return letters


def _is_told(token: Token, piece: str) -> bool:
    """Whether a token is an acronym by its capitals alone, so that the words around count."""
    written = piece[token.start : token.end]
    return any(map(str.isupper, token.acronyms[:1])) and not {".", "．"} & set(written)


_shared = Lexicon()


def shared() -> Lexicon:
    """The one that this process uses for now."""
    global _shared
    if _shared.held > _MOST:
        _shared = Lexicon()
    return _shared
