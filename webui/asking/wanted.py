"""What is filled in of the form that writes the query language, and the query that it means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from index.query.leaves import MOST_APART
from index.query.lexer import OPERATORS, readable
from webui.common.parameters import whole_number

_SIGNS = '()":*?~^=<>'  # mean something in the language: a form takes words as words
_APART = 10  # other words between those that stand near, unless a number is given


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is filled in: words that must all be there, a phrase, words of which one is enough,
    those that must not be there, those of the title, and those that stand near each other. Where
    words go, several in quotes are a phrase, as they are in every other form for searching.
    """

    all: str = ""
    phrase: str = ""
    any: str = ""
    none: str = ""
    title: str = ""
    near: str = ""
    apart: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Wanted:
        """What an address has of it."""
        return cls(**{name: args.get(name, "").strip() for name in cls.__slots__})

    def query(self) -> str:
        """It as a query. Signs of the language among the words are taken for blanks."""
        # Who types OR between words of which one is enough means no third word.
        several = _terms(re.sub(r"(?<!\S)OR(?!\S)", " ", self.any))
        parts = [
            " ".join(_terms(self.all)),
            _phrase(self.phrase),
            f"({' OR '.join(several)})" if len(several) > 1 else "".join(several),
            " ".join(f"-{word}" for word in _terms(self.none)),
            _titled(_terms(self.title)),
            _near(_words(self.near), self.most_apart()),
        ]
        return " ".join(part for part in parts if part)

    def most_apart(self) -> int:
        """How many other words may stand between those near each other: what was given, if it can
        be had.
        """
        given = whole_number(self.apart)
        return _APART if given is None else min(max(given, 1), MOST_APART)


def _words(text: str) -> list[str]:
    """The words of a field: none is an operator or a sign."""
    text = _readable(text)
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    words = [word.lstrip("-+") for word in text.split()]
    return [word.lower() if word in OPERATORS else word for word in words if word]


def _terms(text: str) -> list[str]:
    """The words of a field, and its phrases; a quote that is not closed is a blank."""
    pieces = _readable(text).split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [" ".join(pieces[-2:])]
    terms: list[str] = []
    for number, piece in enumerate(pieces):
        quoted = _phrase(piece)
        terms += [quoted] if number % 2 and quoted else _words(piece)
    return terms


def _readable(text: str) -> str:
    return readable(text, lambda notice: None)  # what is not plain in it is told by the search


def _phrase(text: str) -> str:
    words = _readable(text).replace('"', " ").split()
    return f'"{" ".join(words)}"' if words else ""


def _titled(words: list[str]) -> str:
    return f"title:({' '.join(words)})" if len(words) > 1 else "".join(f"title:{w}" for w in words)


def _near(words: list[str], apart: int) -> str:
    return f'"{" ".join(words)}"~{apart}' if len(words) > 1 else "".join(words)
