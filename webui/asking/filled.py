"""A query taken apart into the fields of the form that writes it, where they can say all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.query.lexer import OPERATORS, Piece, lex, readable
from index.query.parse import parse
from index.query.tree import And, Query
from webui.asking.wanted import Wanted


def filled_in(text: str) -> Wanted | None:
    """The fields that write a query; None where they cannot write one that means the same."""
    if not text:
        return Wanted()
    pieces = lex(readable(text, _unheard), _unheard)
    wanted = _Fields().read(pieces)
    if wanted is None or _parts(wanted.query()) != _parts(text):
        return None
    return wanted


def _unheard(notice: str) -> None:
    """What is not plain in a query is told by its search."""


def _parts(text: str) -> list[str]:
    """What a query asks for, whatever the order."""
    query: Query = parse(text).query
    return sorted(map(repr, query.items)) if isinstance(query, And) else [repr(query)]


@dataclass(slots=True)
class _Fields:
    """What has been read of a query, by field."""

    all: list[str] = field(default_factory=list)
    any: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    near: Piece | None = None

    def read(self, pieces: list[Piece]) -> Wanted | None:
        """The fields filled in; None at the first piece that belongs in none of them."""
        at, into = 0, self.all
        while at < len(pieces):
            piece = pieces[at]
            at += 1
            if piece.kind == "open" and into is not self.none:
                inside = _up_to_close(pieces[at:])
                if inside is None or not self._group(inside, into):
                    return None
                at += len(inside) + 1
                into = self.all
            elif piece.kind == "not" and into is self.all:
                into = self.none
            elif piece.kind == "field" and piece.text == "title" and into is self.all:
                into = self.title
            elif piece.kind == "phrase" and piece.apart is not None:
                if into is not self.all or self.near is not None:
                    return None
                self.near = piece
            elif (term := _term(piece)) is not None:
                into.append(term)
                into = self.all
            else:
                return None
        return self._wanted() if into is self.all else None

    def _group(self, inside: list[Piece], into: list[str]) -> bool:
        """Takes words between brackets: those of the title, or words of which one is enough."""
        if into is self.all:
            into = self.any
            if self.any or not all(_is_or(piece) for piece in inside[1::2]):
                return False
            inside = inside[::2]
        terms = [_term(piece) for piece in inside]
        into += [term for term in terms if term is not None]
        return None not in terms

    def _wanted(self) -> Wanted:
        phrases = [term for term in self.all if term.startswith('"')]
        alone = phrases if len(phrases) == 1 else []
        return Wanted(
            all=" ".join(term for term in self.all if term not in alone),
            phrase=alone[0].strip('"') if alone else "",
            any=" ".join(self.any),
            none=" ".join(self.none),
            title=" ".join(self.title),
            near=self.near.text if self.near else "",
            apart=str(self.near.apart) if self.near else "",
        )


def _up_to_close(pieces: list[Piece]) -> list[Piece] | None:
    """The pieces before the first closing bracket; None where there is none."""
    for number, piece in enumerate(pieces):
        if piece.kind == "close":
            return pieces[:number]
    return None


def _is_or(piece: Piece) -> bool:
    return piece.kind == "word" and piece.text == "OR"


def _term(piece: Piece) -> str | None:
    """A word or a phrase as a field has it; None for anything else."""
    if piece.kind == "word" and piece.text not in OPERATORS:
        return piece.text
    return f'"{piece.text}"' if piece.kind == "phrase" and piece.apart is None else None
