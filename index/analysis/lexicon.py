"""Texts -> the numbers of the forms that stand in them; each form is worked out once.

News repeats itself: a piece between two blanks is cut into tokens, folded and stemmed when it is
met first, and looked up from then on. What of it depends on the pieces around is noted with it.
Where they do matter ("MiG 29", "12,5 Prozent"), the words around are read by `tokens`: what that
gives of the whole text is what `Lexicon.read` gives in any case.
"""

from __future__ import annotations

import re
import threading
from itertools import chain
from typing import NamedTuple

from index.analysis.acronyms import AROUND, SMALL_WORDS, are_shouted, meant
from index.analysis.numbers import HYPHENS, has_pointed, without_point
from index.analysis.stems import stems_of
from index.analysis.tokens import Token, last_letters, tokens

_MOST = 64 << 20  # bytes of the shared one, about; what a form takes, a piece beside its letters
_A_FORM, _A_PIECE = 500, 200

# What most pieces are: words or figures, with punctuation around that says nothing.
_SHAPED = re.compile(
    r"[\"'(\[“‘„«]*(?:((?:[A-Za-z]{2,}-)*[A-Za-z]{2,})(?:['’]s)?|(\d{1,4}))[,;:.!?)\]\"'”’»…]*",
    re.A,
)
_PIECE = re.compile(r"\S+")
_FIGURES = re.compile(r"\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+", re.A)
# What goes on across a blank, as a piece ends and as the next one begins: the degree "Ph. D", the
# designation "MiG 29", figures before a measure ("12,5 Prozent").
_DEGREE_ENDS = re.compile(r"(?<!\w)(?:Ph|Ed|Sc|LL|[BM])\.$")
_OF_DEGREE = re.compile(r"(?:[BMD]|Sc|Ed|Eng|Phil|Tech)(?!\w)")
_CAPITALS = re.compile(r"(?:[A-ZА-Я]|[A-Z][a-z]{0,3}[A-Z])$")
_MEASURED = re.compile(r"(?:\d,\d{1,2}|[·・･]\d+)$")
# The same from the other side: "AT & T", "5 G", "10 000 000".
_BEFORE_AND = re.compile(r"(?<![\w&])[A-Z]{1,2}$")
_BEHIND_AND = re.compile(r"[A-Z]{1,2}(?![\w&])")
_BEHIND_FIGURES = re.compile(rf"[DG](?![{HYPHENS}\w&+'’])|\d{{3}}(?!\d)")
_BEHIND, _CAPITAL, _MEASURE, _DEGREE, _COMPANY, _TOLD, _UNSURE = (1 << bit for bit in range(7))


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


class Lexicon:
    """Forms, numbered from 0 on as they are met. Any number of threads may read texts with it."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._pieces: dict[str | None, _Pieces] = {}

    @property
    def forms(self) -> list[Form]:
        """The forms, by number."""
        return self._numbers.forms

    @property
    def held(self) -> int:
        """The bytes that it takes, about."""
        pieces = sum(pieces.held for pieces in list(self._pieces.values()))
        return pieces + len(self.forms) * _A_FORM

    def read(self, text: str, language: str | None) -> list[int]:
        """The number of the form of each token of a text in a language, in order."""
        return self._in(language).read(text) if text else []

    def piece(self, text: str, language: str | None) -> list[Form]:
        """The forms of a text without blanks, as if it stood alone."""
        return [self.forms[number] for number in self._in(language)[text]]

    def _in(self, language: str | None) -> _Pieces:
        pieces = self._pieces.get(language)
        if pieces is None:
            pieces = self._pieces.setdefault(language, _Pieces(self._numbers, language))
        return pieces


class _Numbers:
    """The numbers of forms."""

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self._known: dict[Form, int] = {}
        self._mutex = threading.Lock()

    def of(self, form: Form) -> int:
        """The number of a form, which may be new."""
        number = self._known.get(form)
        if number is None:
            with self._mutex:
                number = self._known.get(form)
                if number is None:
                    number = len(self.forms)
                    self.forms.append(form)  # before it can be known
                    self._known[form] = number
        return number


class _Pieces(dict[str, tuple[int, ...]]):
    """Pieces of texts in a language -> the numbers of their forms."""

    def __init__(self, numbers: _Numbers, language: str | None) -> None:
        super().__init__()
        self.held = 0
        self._numbers = numbers
        self._language = language
        self._points = has_pointed("6.100", language)
        self._marked: dict[str, int] = {}  # what may depend on the pieces around, and how
        # Of acronyms among these: place -> the form amid capitals, and the one elsewhere.
        self._acronyms: dict[str, dict[int, tuple[int, int]]] = {}
        self._letters = _LastLetters()

    def read(self, text: str) -> list[int]:
        """The forms of a text."""
        pieces = text.split()
        forms = list(map(self.__getitem__, pieces))
        if not self._marked.keys().isdisjoint(pieces):
            marked = [at for at, piece in enumerate(pieces) if piece in self._marked]
            linked = [at for at in marked if self._is_linked(pieces, at)]
            told = [at for at in marked if pieces[at] in self._acronyms]
            for at in told:
                forms[at] = self._told(pieces, at)
            if linked:
                self._join(text, pieces, forms, linked, told)
        return list(chain.from_iterable(forms))

    def __missing__(self, piece: str) -> tuple[int, ...]:
        forms = self._simple(piece)
        if forms is None:
            forms = self._analysed(piece)
        self.held += _A_PIECE + 2 * len(piece) + 8 * len(forms)
        self[piece] = forms
        return forms

    def _simple(self, piece: str) -> tuple[int, ...] | None:
        """The forms of a piece of a shape that most have; None of any other."""
        shaped = _SHAPED.fullmatch(piece)
        if shaped is None:
            if self._points or not _FIGURES.fullmatch(piece):
                return None
            word = piece.replace(",", "")
        elif (core := shaped[1] or shaped[2]) != piece or "-" in core:
            parts = core.split("-")
            forms = tuple(chain.from_iterable(map(self.__getitem__, parts)))
            is_plain = self._marked.keys().isdisjoint(parts) and not _mark(piece)
            return forms if is_plain else None
        else:
            word = piece.lower()
            if word in SMALL_WORDS and piece.isupper():
                return None
        if mark := _mark(piece):
            self._marked[piece] = mark
        return (self._numbers.of(Form((word,), stems_of(word, piece, self._language))),)

    def _analysed(self, piece: str) -> tuple[int, ...]:
        """The forms of any piece, and what of it depends on those around."""
        found = list(tokens(piece, self._language))
        forms = tuple(self._number(token, piece) for token in found)
        told = {at: self._both(one, piece) for at, one in enumerate(found) if _is_told(one, piece)}
        mark = _mark(piece)
        if told:
            self._acronyms[piece] = told
            mark |= _TOLD
        # The places of tokens have to be those of the words whose last letters tell.
        apart = not piece.isascii() and any(not one.text.isascii() for one in found)
        if (told and (apart or len(found) != len(self._letters[piece]))) or self._is_pointed(found):
            mark |= _UNSURE
        if mark:
            self._marked[piece] = mark
        return forms

    def _number(self, token: Token, text: str, further: tuple[str, ...] | None = None) -> int:
        """The number of a token of a text; with further words in place of its own."""
        stems = stems_of(token.text, text[token.start : token.end], self._language)
        words = (token.text, *(token.acronyms if further is None else further))
        return self._numbers.of(Form(words, stems))

    def _both(self, token: Token, piece: str) -> tuple[int, int]:
        capitals, *rest = token.acronyms
        others = [form for form in rest if form != meant(capitals)]
        return (
            self._number(token, piece, (capitals, *others)),
            self._number(token, piece, (capitals, meant(capitals), *others)),
        )

    def _is_pointed(self, found: list[Token]) -> bool:
        """Whether a token may be a number with thousands, where another one of the text is."""
        return self._points and any(
            (whole := without_point(token.text)) and whole not in token.acronyms for token in found
        )

    def _is_linked(self, pieces: list[str], at: int) -> bool:
        """Whether tokens of a text may reach across a blank on either side of a marked piece."""
        mark = self._marked[pieces[at]]
        if mark & _UNSURE:
            return True
        if mark & _BEHIND and at and pieces[at - 1][-1].isdecimal():
            return True
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        if mark & _CAPITAL:
            return after[:1].isdecimal()
        if mark & _DEGREE:
            return _OF_DEGREE.match(after) is not None
        if mark & _COMPANY:
            before = pieces[at - 1] if at else ""
            return bool(_BEFORE_AND.search(before) and _BEHIND_AND.match(after))
        return bool(mark & _MEASURE and after)

    def _join(
        self,
        text: str,
        pieces: list[str],
        forms: list[tuple[int, ...]],
        linked: list[int],
        told: list[int],
    ) -> None:
        """Puts right the forms of pieces that may be linked with those on either side. Where that
        changes what stands around an acronym, those of all.
        """
        runs = _runs(linked, len(pieces))
        is_unsure = any(self._marked[pieces[at]] & _UNSURE for at in linked)
        if is_unsure or any(self._is_beside(pieces, at, runs) for at in told):
            runs = [(0, len(pieces))]
        starts, at = [], 0
        for piece in pieces:
            starts.append(at := text.index(piece, at))
            at += len(piece)
        for first, after in runs:
            begin, end = self._back(pieces, first)[0], self._on(pieces, after)[0]
            start = starts[begin]
            part = text[start : starts[end - 1] + len(pieces[end - 1])]
            here = range(starts[first] - start, starts[after - 1] - start + len(pieces[after - 1]))
            found = [one for one in tokens(part, self._language) if one.start in here]
            forms[first] = tuple(self._number(one, part) for one in found)
            forms[first + 1 : after] = [()] * (after - first - 1)

    def _is_beside(self, pieces: list[str], at: int, runs: list[tuple[int, int]]) -> bool:
        """Whether the words that tell of an acronym are in a run that it is not in."""
        begin, end = self._back(pieces, at)[0], self._on(pieces, at + 1)[0]
        return any(
            first < end and begin < after and not first <= at < after for first, after in runs
        )

    def _told(self, pieces: list[str], at: int) -> tuple[int, ...]:
        """The forms of a piece with acronyms, by the words around them."""
        before, after = self._back(pieces, at)[1], self._on(pieces, at + 1)[1]
        letters = before + self._letters[pieces[at]] + after
        forms = list(self[pieces[at]])
        for place, both in self._acronyms[pieces[at]].items():
            here = len(before) + place
            around = letters[max(here - AROUND, 0) : here] + letters[here + 1 : here + 1 + AROUND]
            forms[place] = both[not are_shouted(around)]
        return tuple(forms)

    def _back(self, pieces: list[str], first: int) -> tuple[int, str]:
        """Where the words begin that tell of an acronym in the first of some pieces; their last
        letters.
        """
        letters = ""
        while first and len(letters) < AROUND:
            first -= 1
            letters = self._letters[pieces[first]] + letters
        return first, letters

    def _on(self, pieces: list[str], after: int) -> tuple[int, str]:
        """Where the words end that tell of an acronym in the last of some pieces; their last
        letters.
        """
        letters = ""
        while after < len(pieces) and len(letters) < AROUND:
            letters += self._letters[pieces[after]]
            after += 1
        return after, letters


class _LastLetters(dict[str, str]):
    """Pieces of texts -> the last letters of their words."""

    def __missing__(self, piece: str) -> str:
        letters = self[piece] = last_letters(piece)
        return letters


def _mark(piece: str) -> int:
    """How tokens may reach across a blank on either side of a piece."""
    mark = _COMPANY if piece == "&" else 0
    if _BEHIND_FIGURES.match(piece):
        mark |= _BEHIND
    if _CAPITALS.search(piece):
        mark |= _CAPITAL
    if _MEASURED.search(piece):
        mark |= _MEASURE
    return mark | _DEGREE if _DEGREE_ENDS.search(piece) else mark


def _runs(linked: list[int], size: int) -> list[tuple[int, int]]:
    """Pieces [first, after) that may be one with their neighbours, each run of them once."""
    runs: list[tuple[int, int]] = []
    for at in linked:
        first, after = max(at - 1, 0), min(at + 2, size)
        if runs and first < runs[-1][1]:
            first = runs.pop()[0]
        runs.append((first, after))
    return runs


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
