"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from archive.text.alignment import common_blocks
from archive.text.plain import CJK, MARKS

Kind = Literal["same", "removed", "added"]

_LETTER = rf"(?:[^\W_{CJK}]|[{MARKS}])"
# A token takes the white space before it along; the last one may be white space alone.
_PARAGRAPHS = re.compile(r"\s*[^\n]+|\s+")
_SENTENCES = re.compile(r".+?(?:[.!?](?=\s)|[。！？।؟۔]|\Z)", re.S)
_WORDS = re.compile(rf"\s*(?:\d+(?:[.,:]\d+)+|[{CJK}]|{_LETTER}+(?:['’ʼ‘]{_LETTER}+)*|\S)|\s+")
_LEVELS = (_PARAGRAPHS, _SENTENCES, _WORDS)
_LARGEST = 1_000_000  # characters: a larger change is shown as a whole, its words not compared
_CONTEXT = 160  # characters of what is the same, beside what is not


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, or that stands in one alone. Never empty."""

    kind: Kind
    text: str

    @property
    def visible(self) -> str:
        """The text, with a sign where it is a paragraph's end alone and no eye would see it."""
        return self.text if self.text.strip() else self.text.replace("\n\n", "¶\n\n")


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in order, cut at words (Chinese, Japanese, Korean: at letters).

    All but the added make `before`, all but the removed make `after`. Paragraphs are compared
    first, then the sentences and then the words of what differs.
    """
    pieces = _pieces(_readable(_compare(before, after)), before, after)
    return tuple(
        Piece(kind, "".join(piece.text for piece in group))
        for kind, group in groupby(pieces, key=lambda piece: piece.kind)
    )


def shortened(pieces: tuple[Piece, ...], context: int = _CONTEXT) -> tuple[Piece, ...]:
    """The same pieces, with "…" in long stretches that both have, but for so many characters beside
    what differs; () where nothing does.
    """
    if all(piece.kind == "same" for piece in pieces):
        return ()
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        text = piece.text
        head = _beginning(text, context) if number else ""
        end = text[: -2 * context : -1]
        tail = _beginning(end, context)[::-1] if number < len(pieces) - 1 else ""
        if piece.kind == "same" and len(head) + len(tail) + 20 < len(text):
            piece = Piece("same", f"{head}{' ' * bool(head)}…{' ' * bool(tail)}{tail}")
        found.append(piece)
    return tuple(found)


def count_words(pieces: Iterable[Piece], kind: Kind) -> int:
    """How many words the pieces of one kind hold; of Chinese, Japanese, Korean: letters."""
    tokens = (part for piece in pieces if piece.kind == kind for part in _WORDS.findall(piece.text))
    return sum(part.lstrip()[:1].isalnum() for part in tokens)


class _Run(NamedTuple):
    """A stretch of two texts: whether it is the same, and its length in the one and the other."""

    same: bool
    old: int
    new: int

    @property
    def size(self) -> int:
        return max(self.old, self.new)

    def with_next(self, other: _Run) -> _Run:
        return _Run(self.same and other.same, self.old + other.old, self.new + other.new)


def _compare(
    before: str, after: str, levels: Sequence[re.Pattern[str]] = _LEVELS
) -> Iterator[_Run]:
    """The runs of two texts, compared at the first level and, where they differ, at the next."""
    large = max(len(before), len(after)) > _LARGEST
    if not levels or not before or not after or (levels[0] is _WORDS and large):
        yield _Run(False, len(before), len(after))
        return
    at_old = at_new = 0
    for run in _aligned(levels[0], before, after):
        old, new = before[at_old : at_old + run.old], after[at_new : at_new + run.new]
        at_old, at_new = at_old + run.old, at_new + run.new
        if run.same:
            yield run
        else:
            yield from _compare(old, new, levels[1:])


def _aligned(token: re.Pattern[str], before: str, after: str) -> Iterator[_Run]:
    """The runs of two texts, token by token, whatever white space stands before each."""
    a, b = token.findall(before), token.findall(after)
    bare_a, bare_b = [part.lstrip() for part in a], [part.lstrip() for part in b]
    at_a = at_b = 0
    for i, j, length in [*common_blocks(bare_a, bare_b), (len(a), len(b), 0)]:
        if i > at_a or j > at_b:
            yield _Run(False, _length(a[at_a:i]), _length(b[at_b:j]))
        at_a, at_b = i + length, j + length
        if a[i:at_a] == b[j:at_b]:
            yield _Run(True, _length(a[i:at_a]), _length(b[j:at_b]))
            continue
        for old, new, bare in zip(a[i:at_a], b[j:at_b], bare_a[i:at_a], strict=True):
            yield _Run(old == new, len(old) - len(bare), len(new) - len(bare))
            yield _Run(True, len(bare), len(bare))


def _length(tokens: Iterable[str]) -> int:
    return sum(map(len, tokens))


def _readable(runs: Iterable[_Run]) -> list[_Run]:
    """Runs that are the same and that are not in turn; none that is the same between two larger.

    An "of" that two rewritten sentences share helps nobody (the semantic clean-up of N. Fraser,
    Diff Strategies, 2006).
    """
    kept: list[_Run] = []
    for run in runs:
        if not run.size:
            continue
        if kept and kept[-1].same == run.same:
            run = kept.pop().with_next(run)
        kept.append(run)
        while len(kept) > 2 and not kept[-1].same:
            left, shared, right = kept[-3:]
            if shared.size > min(left.size, right.size):
                break
            kept[-3:] = [left.with_next(shared).with_next(right)]
    return kept


def _pieces(runs: Iterable[_Run], before: str, after: str) -> Iterator[Piece]:
    """The text of each run. White space that both sides of a change begin with is the same."""
    at_old = at_new = 0
    for run in runs:
        old, new = before[at_old : at_old + run.old], after[at_new : at_new + run.new]
        at_old, at_new = at_old + run.old, at_new + run.new
        bare_old, bare_new = old.lstrip(), new.lstrip()
        space = old[: len(old) - len(bare_old)]
        if run.same:
            old, new, space = "", "", new
        elif space == new[: len(new) - len(bare_new)]:
            old, new = bare_old, bare_new
        else:
            space = ""
        parts: tuple[tuple[Kind, str], ...] = (("same", space), ("removed", old), ("added", new))
        yield from (Piece(kind, text) for kind, text in parts if text)


def _beginning(text: str, most: int) -> str:
    """The beginning of a text, up to the end of a word where words have spaces between."""
    if len(text) <= most:
        return text
    words = text[:most].rstrip().rpartition(" ")[0]
    return words if len(words) > most / 2 else text[:most]
