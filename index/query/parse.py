"""What the reader typed -> the query tree, and notices of how it was understood.

The grammar, and each operator with an example, are in `language.py`; the help is made of it.
Nothing that can be typed is an error: what makes no sense is read as plain words, and a notice says
so. Where there is nothing that can be searched for (`tag:`, `""`, `!!`), nothing is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from archive.frozen import frozen
from index.analysis.tokens import forms
from index.fields import ANY, FIELDS, Field, find_field
from index.names.groups import NO_NAMES, Names
from index.names.own import LONGEST
from index.query.leaves import Leaves
from index.query.lexer import OPERATORS, Piece, as_written, lex, readable, shown, written
from index.query.match import Counted, Match, once
from index.query.spelling import NO_WORDS, LookedUp, Vocabulary
from index.query.tree import All, And, Boost, Not, Or, Query
from index.query.variants import Expansion, may_be_chinese

DEEPEST = 40  # brackets within brackets
# The version of this language, kept with every saved search. It is raised when a text that could be
# typed before comes to mean something else; those of older versions are to be read as they were.
LANGUAGE = 2


@frozen
class Part:
    """A word, phrase, field or group of a query, not inside brackets: as typed, and its tree."""

    text: str
    query: Query


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood, with a notice for everything that was not plain, and the names that
    were searched in other spellings too. `parts` are what it is made of.
    """

    query: Query
    notices: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    parts: tuple[Part, ...] = ()


# The name of a saved search, whether its words are taken as written, and how many brackets stand
# around it -> what it stands for.
Saved = Callable[[str, bool, int], Parsed]


def nothing_saved(name: str, exact: bool, inside: int) -> Parsed:
    """Where there are no saved searches, there is none of that name."""
    return Parsed(Or(()), (f"No search is saved as {shown(name)}, so it finds nothing",))


def parse(
    text: str,
    languages: Iterable[str] = ("en",),
    vocabulary: Vocabulary = NO_WORDS,
    names: Names = NO_NAMES,
    *,
    exact: bool = False,
    match: Match = "all",
    today: date | None = None,
    saved: Saved = nothing_saved,
    inside: int = 0,
    looked_up: LookedUp | None = None,
) -> Parsed:
    """The query tree of a text.

    Words are stemmed in each of `languages`, those of the archive, not at all if `exact`; words
    with blanks or mistakes stand for those of the archive's `vocabulary`, and so do the other
    spellings of `names`. `match` says how many of several words must occur. `saved` knows the saved
    searches; the text of one is read `inside` the brackets that stand around its name. `looked_up`
    bounds what the whole search looks up.
    """
    languages = tuple(languages)
    parser = _Parser(text, match, saved, inside, today)
    capitals = not _shouted(parser.pieces)
    if not capitals and (meant := _acronyms(parser.pieces, names)):
        listed = ", ".join(meant)
        parser.notice(
            f"All of the query is in capitals, so the small words are found too: {listed}"
        )
    if not capitals and any(p.kind == "word" and p.text in ("OR", "NOT") for p in parser.pieces):
        parser.notice("OR and NOT are operators in capitals; typed small, they are words")
    parser.leaves = Leaves(
        languages, parser.notice, parser.expansions.append, vocabulary, names,
        looked_up or LookedUp(), exact, capitals,
        match == "any", names.chinese and may_be_chinese(parser.text),
    )  # fmt: skip
    return parser.parse()


class _Parser:
    leaves: Leaves

    def __init__(
        self, text: str, match: Match, saved: Saved, inside: int, today: date | None
    ) -> None:
        self.match = match
        self.saved = saved
        self.inside = inside
        self.today = today
        self.notices: list[str] = []
        self.expansions: list[Expansion] = []
        self.text = readable(text, self.notice)
        self.pieces = lex(self.text, self.notice)
        self.parts: list[Part] = []
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
        expansions = tuple(dict.fromkeys(self.expansions))
        return Parsed(query, tuple(dict.fromkeys(self.notices)), expansions, tuple(self.parts))

    def notice(self, text: str) -> None:
        """Tells the reader how something was understood."""
        self.notices.append(text)

    def _peek(self) -> str | None:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else None

    def _operator(self) -> str | None:
        if self._peek() == "word" and self.pieces[self.at].text in OPERATORS:
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
        branches = once(branches)
        if not branches:
            return None
        return branches[0] if len(branches) == 1 else Or(tuple(branches))

    def _and(self) -> Query | None:
        parts: list[tuple[Query, bool]] = []  # each with whether it is words that may be missing
        joined = False
        while self._peek() not in (None, "close"):
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
                elif self.leaves.capitals:  # else it may be a word like the others
                    joined = True
                    parts[-1] = parts[-1][0], False
                continue
            begin = self.at
            part = self._unit()
            if part is not None:
                parts.append((part, not joined and self._is_words(begin)))
                if self.depth == 0:
                    self.parts.append(Part(written(self.pieces[begin : self.at]), part))
            joined = False
        counted = Counted(self.match, self.leaves.languages, self.notice)
        return _and(once(counted.of(parts))) if parts else None

    def _is_words(self, begin: int) -> bool:
        """Whether what was read from there is nothing but words, none of them ruled out."""
        read = self.pieces[begin : self.at]
        fields = (find_field(piece.text) for piece in read if piece.kind == "field")
        negative = any(p.kind == "not" or (p.kind == "word" and p.text == "NOT") for p in read)
        return not negative and all(field is None or field.kind == "text" for field in fields)

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
        query = self._weighted()
        if query is None:
            return None
        return Not(query) if negative % 2 else query

    def _weighted(self) -> Query | None:
        query = self._item(self.field)
        if self._peek() == "boost":
            weight = float(self.pieces[self.at].text[1:])
            self.at += 1
            if query is not None and weight > 0:
                return Boost(query, weight)
        return query

    def _item(self, field: Field) -> Query | None:
        if self._peek() == "exact":
            self.at += 1
            outer, self.leaves = self.leaves, self.leaves.as_written()
            query = self._item(field)
            self.leaves = outer
            return query
        return self._group() if self._peek() == "open" else self._leaf(field)

    def _group(self) -> Query | None:
        self.at += 1
        if self.inside + self.depth >= DEEPEST:
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
        first, known = self.at, len(self.expansions)
        leaf = self._value(field)
        for at in range(known, len(self.expansions)):
            if not self.expansions[at].only:
                only = as_written(self.text, self.pieces[first : self.at])
                self.expansions[at] = replace(self.expansions[at], only=only)
        return leaf

    def _value(self, field: Field) -> Query | None:
        piece = self.pieces[self.at]
        may_be_name = piece.kind == "word" and field.kind == "text"
        if may_be_name and (found := self.leaves.run(field, self._run())):
            leaf, taken = found
            self.at += taken
            return leaf
        self.at += 1
        if piece.kind == "field":
            return self._field(piece.text)
        if field.kind == "saved":
            return self._saved(piece.text)
        if field.kind == "date":
            from index.query.dated import dated

            return dated(field, piece.text, self.today, self.notice)
        if field.kind == "size":
            from index.query.sizes import sized

            return sized(field, piece.text, self.leaves.vocabulary, self.notice)
        if field.kind == "keyword":
            return self.leaves.keyword(field, piece.text, piece.kind == "phrase", piece.apart)
        if piece.kind == "phrase":
            return self.leaves.phrase(field, piece.text, piece.apart)
        return self.leaves.word(field, piece.text)

    def _saved(self, name: str) -> Query:
        found = self.saved(name, self.leaves.exact, self.inside + self.depth + 1)
        self.notices += found.notices
        # The query without other spellings is the outer one, whose text `_leaf` knows.
        self.expansions += (replace(each, only="") for each in found.expansions)
        return found.query

    def _run(self) -> list[str]:
        """The words from here to the next thing that is none."""
        run = takewhile(
            lambda piece: piece.kind == "word" and piece.text not in OPERATORS,
            self.pieces[self.at : self.at + LONGEST],
        )
        return [piece.text for piece in run]

    def _field(self, name: str) -> Query | None:
        field = find_field(name)
        kind = self._peek()
        if field is None:
            names = ", ".join(field.name for field in FIELDS)
            self.notice(
                f"There is no field {shown(name + ':')}, so it was searched as words"
                f" (fields: {names})"
            )
            rest = self._leaf(ANY) if kind in ("phrase", "word", "field") else None
            parts = (self.leaves.word(ANY, name), rest)
            return _and([query for query in parts if query is not None])
        if kind == "open":
            outer, self.field = self.field, field  # title:(iraq syria): meant for every word inside
            query = self._group()
            self.field = outer
            return query
        if kind not in ("phrase", "word", "exact"):
            self.notice(f'"{field.name}:" needs a value: it was left out')
            return None
        return self._item(field)


def _shouted(pieces: list[Piece]) -> bool:
    """Whether a query has several words, all in capitals: then these say nothing."""
    said = [p.text for p in pieces if p.kind in ("word", "phrase") and p.text not in OPERATORS]
    words = [word for text in said for word in text.split() if any(map(str.isalpha, word))]
    return len(words) > 1 and all(map(str.isupper, words))


def _acronyms(pieces: list[Piece], names: Names) -> list[str]:
    """The acronyms of a query that are names and, in small letters, words."""
    said = (piece.text for piece in pieces if piece.kind in ("word", "phrase"))
    found = (acronyms[0] for text in said for _, acronyms in forms(text) if acronyms)
    return [each for each in dict.fromkeys(found) if names.spellings((each,))]


def _and(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else And(tuple(parts))
