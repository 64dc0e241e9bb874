"""The words of an archive, and those among them that a word with blanks or mistakes means.

Each such piece of a query is compared with every word of the archive, so it is looked up once,
however often it stands in the query and in the saved searches that this names, and a search looks
up a bounded number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Protocol

from archive.frozen import frozen
from archive.text.patterns import lazy_pattern
from index.analysis.scripts import is_pair_text
from index.names.keys import name_key
from index.query.lexer import shown
from index.query.patience import go_on

MOST_FITTING = 200  # words or values that one with blanks, and
MOST_SIMILAR = 50  # that one with mistakes may stand for
MOST_LOOKED_UP = 30  # different pieces of a search, where nobody has said otherwise
_MOST_KEPT = 1_000  # of what was looked up: some 20 MB at most
FUZZY = re.compile(r"(.+?)~([12]?)")
_SHORT = 5  # letters: a word of this length has room for one mistake, a longer one for two
_BLANK = lazy_pattern(r"[*?]")

Notice = Callable[[str], None]  # tells the reader something


class Vocabulary(Protocol):
    """The folded words and values that an archive holds, by stream and by keyword field."""

    def terms(self, stream: str, start: str = "", most: int | None = None) -> Iterable[str]:
        """The words of a stream that begin so, sorted: the first `most` of them at least."""
        ...

    def like(self, stream: str, word: str, edits: int) -> Iterable[str] | None:
        """Words of a stream among which are all that `edits` letters put in, left out, changed or
        swapped make of a word; None if all words have to be looked at for that.
        """
        ...

    def values(self, field: str) -> Iterable[str]:
        """The values of a keyword field, sorted."""
        ...


class Changing(Vocabulary, Protocol):
    """A vocabulary that changes, as that of an engine does."""

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The words of a stream that begin so, sorted."""
        ...

    def values(self, field: str) -> list[str]:
        """The values of a keyword field, sorted."""
        ...

    def generation(self) -> object:
        """Which commit it is of now; another one after each."""
        ...


class _NoWords:
    """The vocabulary of no archive in particular."""

    def terms(self, stream: str, start: str = "", most: int | None = None) -> Iterable[str]:
        """No word."""
        return ()

    def like(self, stream: str, word: str, edits: int) -> Iterable[str]:
        """No word."""
        return ()

    def values(self, field: str) -> Iterable[str]:
        """No value."""
        return ()


NO_WORDS = _NoWords()


@frozen
class Alike:
    """What a piece stands for: how many words or values, and the first of them."""

    count: int
    first: tuple[str, ...]


class LookedUp:
    """The pieces of one search that were looked up: at most `most` different ones. `known` may
    hold what other searches of the same archive, unchanged, have looked up.
    """

    def __init__(
        self, most: int = MOST_LOOKED_UP, known: dict[Hashable, Alike] | None = None
    ) -> None:
        self._most = most
        self._known = {} if known is None else known
        self._own: set[Hashable] = set()
        self._left_out = ""

    def of(
        self, piece: Hashable, typed: str, look_up: Callable[[], Alike], notice: Notice
    ) -> Alike | None:
        """What a piece stands for; None, and a notice, where too many others have been looked up.

        `piece` tells all that the answer depends on but the archive.
        """
        if piece not in self._own:
            if len(self._own) >= self._most:
                self._left_out = self._left_out or shown(typed)
                notice(
                    f"A search looks up {self._most} different words with *, ? or ~ in them: from"
                    f" {self._left_out} on they were left out; search for these by themselves"
                )
                return None
            self._own.add(piece)
        found = self._known.get(piece)
        if found is None:
            go_on()
            found = self._known[piece] = look_up()
        return found


class RememberedWords:
    """The vocabulary of an engine; what was read whole is read again only when another commit is
    in use. A stamp would not tell: an index built anew holds the same, without the words of what
    was deleted.
    """

    def __init__(self, engine: Changing) -> None:
        self._engine = engine
        self._of: tuple[object, dict[tuple[str, ...], list[str]]] = None, {}  # commit, lists
        self._alike: tuple[object, dict[Hashable, Alike]] = None, {}  # commit, what was looked up

    def alike(self) -> dict[Hashable, Alike]:
        """What words and values with signs stood for when they were looked up, to be added to;
        empty where the index has changed, or much has been looked up.
        """
        commit = self._engine.generation()
        of, known = self._alike
        if commit != of or len(known) > _MOST_KEPT:
            known = {}
            self._alike = commit, known
        return known

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The words of a stream that begin so, sorted."""
        if start or most:
            return self._engine.terms(stream, start, most)
        return self._kept(("words", stream), lambda: self._engine.terms(stream))

    def like(self, stream: str, word: str, edits: int) -> Iterable[str] | None:
        """As the engine tells it."""
        return self._engine.like(stream, word, edits)

    def values(self, field: str) -> list[str]:
        """The folded values of a keyword field, sorted."""
        return self._kept(("values", field), lambda: self._engine.values(field))

    def _kept(self, name: tuple[str, ...], read: Callable[[], list[str]]) -> list[str]:
        commit = self._engine.generation()
        of, lists = self._of
        if commit != of:
            lists = {}  # not the same emptied: another thread may be filling it with what was
            self._of = commit, lists
        found = lists.get(name)
        if found is None:
            found = lists[name] = read()
        return found


def like_words(streams: Iterable[str], vocabulary: Vocabulary, word: str, edits: int) -> set[str]:
    """Words of these streams among which are all that so many slips make of a word."""
    found: set[str] = set()
    for stream in streams:
        like = vocabulary.like(stream, word, edits)
        found.update(vocabulary.terms(stream) if like is None else like)
    return found


def held_words(streams: Iterable[str], vocabulary: Vocabulary, start: str = "") -> set[str]:
    """The words of these streams that begin so."""
    return {word for stream in streams for word in vocabulary.terms(stream, start)}


def start_of(pattern: str) -> str:
    """What everything begins with that a pattern describes."""
    return _BLANK.split(pattern)[0]


def fitting(pattern: str, texts: Iterable[str]) -> list[str]:
    """The texts that a pattern describes, sorted: * is any characters or none, ? is one."""
    first, *rest = (re.escape(part).replace(r"\?", ".") for part in re.split(r"\*+", pattern))
    # What lies between two stars is taken where it comes first, for good: no pattern takes long.
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1])
    fits = re.compile(f"{first}{middle}.*{rest[-1]}" if rest else first)
    return sorted(filter(fits.fullmatch, texts))


def similar(text: str, edits: int, texts: Iterable[str]) -> list[str]:
    """The different texts that at most `edits` letters put in, left out or changed, or neighbours
    swapped, make, nearest first.

    The distance is that of optimal string alignment.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = extract(text, list(texts), scorer=OSA.distance, score_cutoff=edits, limit=None)
    return [found for _, found in sorted({(distance, found) for found, distance, _ in near})]


def neighbours(word: str, words: Collection[str], edits: int) -> list[str]:
    """The other words that at most `edits` slips of the hand make, nearest first: a letter put in,
    left out, changed, or two swapped. Of words as near those with the same first letter go before,
    then those that differ in doubled letters only, then those of the same length.

    The distance is that of optimal string alignment.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    key = name_key((word,))

    def rank(found: str, distance: int) -> tuple[object, ...]:
        unlike = name_key((found,)) != key
        return distance, found[:1] != word[:1], unlike, abs(len(found) - len(word)), found

    ranked = sorted((rank(found, distance), found) for found, distance, _ in near if distance)
    return [found for _, found in ranked]


def room_for_mistakes(text: str) -> int:
    """How many mistakes a word or value has room for, where no number is given."""
    return 1 if len(text) <= _SHORT else 2


def first_of(found: Sequence[str], most: int) -> Alike:
    """As many of what a piece stands for as are searched."""
    return Alike(len(found), tuple(found[:most]))


def tell_more(found: Alike, what: str, typed: str, notice: Notice) -> None:
    """Tells of a piece that stands for more than are searched."""
    if found.count > len(found.first):
        many = f"{shown(typed)} stands for {found.count:,} {what}"
        notice(f"{many}: the first {len(found.first)} were searched")


def knows(vocabulary: Vocabulary, streams: Iterable[str], term: str) -> bool:
    """Whether a term may stand in one of the streams. Acronyms are not listed, so they may; so may
    words of two letters, for too many others begin with them; pairs of Chinese and others do not.
    """
    if is_pair_text(term):
        return any(next(iter(vocabulary.terms(stream, term, 1)), None) for stream in streams)
    return (
        len(term) < 3
        or term.isupper()
        or any(next(iter(vocabulary.terms(stream, term, 1)), None) == term for stream in streams)
    )
