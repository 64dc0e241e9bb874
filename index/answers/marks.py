"""A query + a text -> where it matches, by the same analysis that found it.

Of a text only the pieces between two blanks that hold a word of the query are looked at closely.
All of it is tokenised where words further away decide: for words that stand near others, for
capitals that may be an acronym, and for what is written across a blank ("F 16", "AT & T").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from operator import methodcaller
from typing import NamedTuple

from index.analysis.acronyms import meant
from index.analysis.scripts import is_pair_text, letters
from index.analysis.stems import stems_of
from index.analysis.tokens import Token, is_folded_by_case, joins_blanks, tokens, without_apostrophe
from index.answers.pieces import seen_in
from index.engines.common.occurrences import windows
from index.query.tree import Near, Phrase, Prefix, Query, SingleTerms, Variants, Word, wanted_leaves

Span = tuple[int, int]
# Pieces that are longer on the average are no words: a script without blanks.
_LONG_PIECES = 16
_FEW = 16  # pieces: they are looked for one after the other


class Marker:
    """Finds what a query matches in the texts of articles."""

    def __init__(self, query: Query) -> None:
        self._leaves = tuple(_single_leaves(query))
        self._wanted: dict[tuple[tuple[str, ...], str | None], _Wanted] = {}
        # Most is looked for in all streams alike: what is known of a piece holds for all then.
        self._alike: dict[tuple[tuple[SingleTerms, ...], str | None], _Wanted] = {}

    def spans(self, streams: tuple[str, ...], text: str, language: str | None) -> list[Span]:
        """What matches in a text that is indexed in some streams: code points [start, end), in
        order, joined where they touch. The language is the article's.
        """
        wanted = self._wanted.get((streams, language))
        if wanted is None:
            leaves = tuple(
                [leaf for leaf in self._leaves if not set(streams).isdisjoint(leaf.streams)]
            )
            wanted = self._alike.get((leaves, language)) or _Wanted(leaves, language)
            self._alike[leaves, language] = self._wanted[streams, language] = wanted
        return wanted.spans(text) if wanted.leaves and text else []


def _single_leaves(query: Query) -> Iterator[SingleTerms]:
    for leaf in wanted_leaves(query):
        if isinstance(leaf, Variants):
            yield from leaf.leaves
        elif isinstance(leaf, SingleTerms):
            yield leaf


class _Piece(NamedTuple):
    """Of a piece of text, the marks in it, its tokens, and which words of phrases these are."""

    marks: tuple[Span, ...]
    tokens: list[Token]
    words: frozenset[str]
    settled: bool  # else the words around decide whether these are marks


class _Wanted:
    """What leaves find in texts of a language."""

    def __init__(self, leaves: tuple[SingleTerms, ...], language: str | None) -> None:
        self.leaves, self.language = leaves, language
        self._pieces: dict[str, _Piece] = {}
        self._held: dict[str, bool] = {}  # whether pieces hold anything that is asked for
        self._alone = [leaf for leaf in leaves if _width(leaf) == 1]
        self._phrases = [
            leaf.words for leaf in leaves if isinstance(leaf, Phrase) and leaf.words[1:]
        ]
        self._near = [leaf.words for leaf in leaves if isinstance(leaf, Near) and leaf.words[1:]]
        self._of_phrases = frozenset(chain.from_iterable(self._phrases + self._near))
        self._forms = self._of_phrases.union(*map(_sought, self._alone))
        self._starts = tuple(leaf.start for leaf in leaves if isinstance(leaf, Prefix))
        self._begins = methodcaller("startswith", self._starts)
        self._seen = seen_in(language)
        self._begin = self._seen.starts(self._forms, self._starts)
        # What may be written across a blank has figures or this sign.
        self._crosses = any(
            char.isdigit() or char == "&"
            for leaf in leaves
            for word in _words(leaf)
            for char in word
        )

    def spans(self, text: str) -> list[Span]:
        line = text.replace("\n", " ")
        wanted = self._wanted(text, line)
        if wanted is None:
            return _joined(_of_all(self.leaves, text, self.language))
        if not wanted:
            return []
        held = {written: self._piece(written) for written in wanted}
        words = self._of_phrases and frozenset(
            chain.from_iterable(piece.words for piece in held.values())
        )
        if any(map(words.issuperset, self._near)) or not all(p.settled for p in held.values()):
            return _joined(_of_all(self.leaves, text, self.language))
        found = [(at, held[written]) for at, written in _places(line, wanted)]
        marks = [(at + a, at + b) for at, piece in found for a, b in piece.marks]
        for phrase in filter(words.issuperset, self._phrases):
            for at, piece in found:
                if phrase[0] in piece.words:
                    marks += self._of_phrase(phrase, piece, line, at)
        return _joined(marks)

    def _of_phrase(
        self, phrase: tuple[str, ...], first: _Piece, line: str, at: int
    ) -> Iterator[Span]:
        """The marks of a phrase that begins in the piece that is the first, which stands there."""
        run: list[tuple[Token, int]] = []
        starts = len(first.tokens)
        while at < len(line) and len(run) < starts + len(phrase) - 1:
            blank = line.find(" ", at)
            after = blank if blank >= 0 else len(line)
            piece = self._piece(line[at:after])
            if piece.tokens and not piece.words:
                break  # another word
            run += [(token, at) for token in piece.tokens]
            at = after + 1
        for start in range(min(starts, len(run) - len(phrase) + 1)):
            if all(_is(run[start + n][0], word) for n, word in enumerate(phrase)):
                (begin, shift), (end, further) = run[start], run[start + len(phrase) - 1]
                yield begin.start + shift, end.end + further

    def _wanted(self, text: str, line: str) -> set[str] | None:
        """The pieces of a text that hold anything that is asked for; None where all of it has to be
        tokenised.
        """
        if self._crosses or joins_blanks(text):
            return None
        if len(text) > _LONG_PIECES * (line.count(" ") + 1):
            return None
        return {each for each in self._seen.among(line, self._begin) if self._is_held(each)}

    def _is_held(self, written: str) -> bool:
        held = self._held.get(written)
        if held is None:
            held = self._held[written] = self._is_sought(self._seen.of(written))
        return held

    def _is_sought(self, forms: Collection[str]) -> bool:
        if not self._forms.isdisjoint(forms):
            return True
        return bool(self._starts) and any(map(self._begins, forms))

    def _piece(self, written: str) -> _Piece:
        piece = self._pieces.get(written)
        if piece is None:
            found = list(tokens(written, self.language))
            capitals = chain.from_iterable(map(_in_capitals, found))
            settled = not self._is_sought(tuple(capitals))
            marks = tuple(_of_tokens(self._alone, found, written, self.language))
            words = self._of_phrases.intersection(self._seen.of(written))
            piece = self._pieces[written] = _Piece(marks, found, words, settled)
        return piece


def _places(line: str, wanted: set[str]) -> list[tuple[int, str]]:
    """Where in a line the pieces between its blanks stand that are wanted."""
    found: list[tuple[int, str]] = []
    at = 0
    if len(wanted) > _FEW:
        for written in line.split(" "):
            if written in wanted:
                found.append((at, written))
            at += len(written) + 1
        return found
    spaced = f" {line} "
    for written in wanted:
        alone = f" {written} "
        at = spaced.find(alone)
        while at >= 0:
            found.append((at, written))
            at = spaced.find(alone, at + len(alone) - 1)
    return sorted(found)


def _width(leaf: SingleTerms) -> int:
    return len(leaf.words) if isinstance(leaf, Phrase | Near) else 1


def _words(leaf: SingleTerms) -> tuple[str, ...]:
    """The tokens that a leaf asks for, as typed."""
    match leaf:
        case Word(_, word):
            return (word,)
        case Prefix(_, start):
            return (start,)
        case _:
            return leaf.words


def _sought(leaf: SingleTerms) -> tuple[str, ...]:
    """The forms of a token that a leaf matches; not those that only begin as it says."""
    match leaf:
        case Word():
            return leaf.stems
        case Prefix():
            return ()
        case _:
            return leaf.words


def _in_capitals(token: Token) -> Iterator[str]:
    """The further forms of a token, whatever the words around say of its capitals."""
    for form in token.acronyms:
        yield form
        yield meant(form)


def _of_all(leaves: Sequence[SingleTerms], text: str, language: str | None) -> set[Span]:
    """The marks of leaves in a text that is tokenised as a whole."""
    found = list(tokens(text, language))
    present = {form for token in found for form in (token.text, *token.acronyms)}
    # Of many spellings of a name, a text has one or two.
    there = [
        leaf for leaf in leaves if not isinstance(leaf, Phrase) or present.issuperset(leaf.words)
    ]
    return set(_of_tokens(there, found, text, language))


def _of_tokens(
    leaves: Sequence[SingleTerms], found: list[Token], text: str, language: str | None
) -> Iterator[Span]:
    for leaf in leaves:
        match leaf:
            case Word():
                yield from _word_spans(leaf, found, text, language)
            case Prefix(_, start):
                yield from _prefix_spans(start, found, text)
            case Phrase(_, words):
                width = len(words)
                for at in range(len(found) - width + 1):
                    if all(_is(found[at + n], word) for n, word in enumerate(words)):
                        yield found[at].start, found[at + width - 1].end
            case Near(_, words, apart):
                yield from _near_spans(words, len(words) + apart, found)


def _word_spans(leaf: Word, found: list[Token], text: str, language: str | None) -> Iterable[Span]:
    wanted = set(leaf.stems)
    for token in found:
        name = without_apostrophe(token, text) if token.acronyms else ""
        if name and not wanted.isdisjoint(stems_of(name, name, language)):
            yield token.start, token.end
    if is_folded_by_case(text, language):  # then each word has its stems looked at once
        words = {token.text for token in found}
        same = {word for word in words if not wanted.isdisjoint(stems_of(word, word, language))}
        yield from ((token.start, token.end) for token in found if token.text in same)
        return
    for token in found:
        if not wanted.isdisjoint(stems_of(token.text, text[token.start : token.end], language)):
            yield token.start, token.end


def _prefix_spans(start: str, found: list[Token], text: str) -> Iterator[Span]:
    for token in found:
        if token.text.startswith(start) or (
            token.acronyms and any(form.startswith(start) for form in token.acronyms)
        ):
            yield token.start, _end_of_typed(token, text, start)


def _end_of_typed(token: Token, text: str, start: str) -> int:
    """Where a mark ends on a token that begins as was typed: in a pair, behind what was."""
    if not is_pair_text(token.text):
        return token.end
    spans = list(letters(text[token.start : token.end]))
    typed = sum(1 for _ in letters(start))
    return token.start + spans[min(typed, len(spans)) - 1][1]


def _near_spans(words: tuple[str, ...], width: int, found: list[Token]) -> Iterable[Span]:
    places = {word: [at for at, token in enumerate(found) if _is(token, word)] for word in words}
    for start in windows(places, words, width):
        for at in range(start, min(start + width, len(found))):
            if any(_is(found[at], word) for word in words):
                yield found[at].start, found[at].end


def _is(token: Token, word: str) -> bool:
    return word == token.text or word in token.acronyms


def _joined(marks: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
