"""What the reader typed -> the query tree, and notices of how it was understood.

    query   = or
    or      = and ("OR" and)*
    and     = unit (["AND"] unit)*
    unit    = ("-" | "NOT") unit | "(" or ")" | field ":" value | value
    value   = word | word"*" | "a phrase" | date range (for a date field)

Nothing that can be typed is an error: what makes no sense is read as plain words, and a notice says
so. The words AND, OR and NOT are operators in capitals only. What these mean:

    a -b OR c     (a and not b) or c: AND binds tighter, whether written or not
    -a            everything but a
    *             every article;  tag:*  those that have any tag
    tag:a b       the tag a and the word b: a field takes one value, "quoted" if it has spaces
    tag:  ""  !!  nothing that can be searched for, so, alone, nothing is found (and a notice)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.text import fold, fold_line, one_line
from index.analysis import is_pair_text, stems, words
from index.fields import ANY, FIELDS, Field, find_field
from index.lexer import Piece, lex
from index.query import (
    All,
    And,
    Days,
    Key,
    KeyPrefix,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Undated,
    Word,
)
from index.values import facet_key, read_day

DEEPEST = 40  # brackets within brackets
_SHOWN = 40  # characters of what was typed that a notice repeats


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood, with a notice for everything that was not plain."""

    query: Query
    notices: tuple[str, ...] = ()


def parse(text: str, languages: Iterable[str] = ("en",)) -> Parsed:
    """The query tree of a text; words are stemmed in each of `languages`, those of the archive."""
    return _Parser(text, tuple(languages)).parse()


class _Parser:
    def __init__(self, text: str, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.notices: list[str] = []
        self.pieces = lex(text, self.notice)
        self.empty = not text.strip()
        self.at = 0
        self.depth = 0
        self.field = ANY

    def parse(self) -> Parsed:
        parts: list[Query] = []
        while self.at < len(self.pieces):
            query = self._or()
            if query is not None:
                parts.append(query)
            if self._peek() == "close":
                self.at += 1
                self.notice("A closing bracket without its opening one was left out")
        if parts or self.empty:
            query = _and(parts) if parts else All()
        else:
            self.notice("Nothing in the query can be searched for, so nothing was found")
            query = Or(())
        return Parsed(query, tuple(dict.fromkeys(self.notices)))

    def notice(self, text: str) -> None:
        """Tells the reader how something was understood."""
        self.notices.append(text)

    def _peek(self) -> str | None:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else None

    def _operator(self) -> str | None:
        if self._peek() == "word" and self.pieces[self.at].text in ("AND", "OR", "NOT"):
            return self.pieces[self.at].text
        return None

    def _or(self) -> Query | None:
        branches: list[Query] = []
        branch = self._and()
        while True:
            if branch is not None:
                branches.append(branch)
            if self._operator() != "OR":
                break
            self.at += 1
            lone = branch is None
            branch = self._and()
            if lone or branch is None:
                self.notice("OR needs words on both sides: it was left out")
        if not branches:
            return None
        return branches[0] if len(branches) == 1 else Or(tuple(branches))

    def _and(self) -> Query | None:
        parts: list[Query] = []
        while (kind := self._peek()) not in (None, "close"):
            operator = self._operator()
            if operator == "OR":
                break
            if operator == "AND":
                self.at += 1
                if (
                    not parts
                    or self._peek() in (None, "close")
                    or self._operator() in ("AND", "OR")
                ):
                    self.notice("AND needs words on both sides: it was left out")
                continue
            assert kind is not None
            part = self._unit()
            if part is not None:
                parts.append(part)
        return _and(parts) if parts else None

    def _unit(self) -> Query | None:
        negative = 0
        while self._peek() == "not" or self._operator() == "NOT":
            negative += 1
            self.at += 1
        kind = self._peek()
        if kind in (None, "close") or self._operator():
            if negative:
                self.notice("NOT needs a word after it: it was left out")
            return None
        query = self._group() if kind == "open" else self._leaf(self.field)
        if query is None:
            return None
        return Not(query) if negative % 2 else query

    def _group(self) -> Query | None:
        self.at += 1
        if self.depth >= DEEPEST:
            self.notice("The brackets are nested too deeply: the inner ones were left out")
            return None
        self.depth += 1
        query = self._or()
        self.depth -= 1
        if self._peek() == "close":
            self.at += 1
        else:
            self.notice("A closing bracket is missing: the group goes to the end")
        if query is None:
            self.notice("An empty pair of brackets was left out")
        return query

    def _leaf(self, field: Field) -> Query | None:
        piece = self.pieces[self.at]
        self.at += 1
        if piece.kind == "field":
            return self._field(piece.text)
        if field.kind == "date":
            return self._date(piece.text)
        if field.kind == "keyword":
            return self._keyword(field, piece)
        if piece.kind == "phrase":
            return self._phrase(field, piece.text)
        return self._word(field, piece.text)

    def _field(self, name: str) -> Query | None:
        field = find_field(name)
        kind = self._peek()
        if field is None:
            names = ", ".join(field.name for field in FIELDS)
            self.notice(
                f"There is no field {_shown(name + ':')}, so it was searched as words"
                f" (fields: {names})"
            )
            rest = self._leaf(ANY) if kind in ("phrase", "word", "field") else None
            return _and([query for query in (self._word(ANY, name), rest) if query is not None])
        if kind == "open":
            outer, self.field = self.field, field  # title:(iraq syria): meant for every word inside
            query = self._group()
            self.field = outer
            return query
        if kind not in ("phrase", "word"):
            self.notice(f'"{field.name}:" needs a value: it was left out')
            return None
        return self._leaf(field)

    # Leaves -------------------------------------------------------------------------------------

    def _word(self, field: Field, text: str) -> Query | None:
        start = text.rstrip("*")
        if start != text:
            return self._prefix(field, start)
        if "*" in text.strip("*"):
            self.notice(f'"*" works at the end of a word: {_shown(text)} was searched as words')
        found = _tokens(text)
        if not found:
            return None
        if len(found) == 1:
            if is_pair_text(found[0]) and len(found[0]) == 1:
                return Prefix(field.streams, found[0])
            return Word(field.streams, found[0], stems(found[0], self.languages))
        return Phrase(field.streams, tuple(found))

    def _prefix(self, field: Field, start: str) -> Query | None:
        found = _tokens(start)
        if not found and not start and field is ANY:
            self.notice('"*" alone stands for every article')
            return All()
        if not found:
            self.notice('"*" needs the beginning of a word before it: it was left out')
            return None
        leaf: Query = Prefix(field.streams, found[-1])
        if len(found) > 1:
            return And((Phrase(field.streams, tuple(found[:-1])), leaf))
        return leaf

    def _phrase(self, field: Field, text: str) -> Query | None:
        found = _tokens(text)
        if not found:
            self.notice("An empty phrase was left out")
            return None
        return Phrase(field.streams, tuple(found))

    def _keyword(self, field: Field, piece: Piece) -> Query | None:
        text = piece.text
        if piece.kind == "word" and text.endswith("*"):
            return KeyPrefix(field.name, fold_line(text.rstrip("*")))
        key = facet_key(field.name, text)
        if not key:
            self.notice(f'"{field.name}:" needs a value: it was left out')
            return None
        return Key(field.name, key)

    def _date(self, text: str) -> Query | None:
        if fold(text) in ("none", "null", "undated"):
            return Undated()
        first, dots, last = text.partition("..")
        low: int | None
        high: int | None
        try:
            if dots:
                low = read_day(first)[0] if first.strip("* ") else None
                high = read_day(last)[1] if last.strip("* ") else None
            else:
                low, high = read_day(first)
        except ValueError:
            self.notice(
                f"{_shown(text)} is no date: write 2017, 2017-11, 2017-11-03 or 2017-10..2018."
                " It was left out"
            )
            return None
        if low is None and high is None:
            return Not(Undated())
        if low and high and low > high:
            self.notice(f"The range {_shown(text)} ends before it begins: it was turned round")
            low, high = read_day(last)[0], read_day(first)[1]
        return Days(low, high)


def _shown(text: str) -> str:
    """What was typed, quoted in a notice: one line, and not too long."""
    line = one_line(text) or ""
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN]}…"'


def _tokens(text: str) -> list[str]:
    """The words to look for. In an article a run of Chinese ends with its last character alone, so
    that this is found too; a query that ends with a run does not ask for the end of one.
    """
    found = words(text)
    if len(found) > 1 and len(found[-1]) == 1 and len(found[-2]) == 2 and is_pair_text(found[-2]):
        del found[-1]
    return found


def _and(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else And(tuple(parts))
