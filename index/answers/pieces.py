"""Pieces of text between two blanks that any search has met, and which hold what is asked for.

News repeats itself, and most pieces are plain words. Which of these may hold a word that is looked
for is told by their first letters; only the others are analysed, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from index.analysis.acronyms import meant
from index.analysis.lexicon import Lexicon
from index.analysis.stems import keeps_first_letter

_MOST_BYTES = 20 << 20  # of a lexicon and pieces; what is remembered beside takes as much again
_A_PIECE, _A_TEXT = 200, 400  # bytes of one, about
_LONGEST_KEPT = 100  # characters of a piece that is remembered
# Signs that say nothing of the word that they are before, or behind: ".NET" is one with its point.
_BEFORE = ",;:!?\"'()[]“”„«»‘’…"
_BEHIND = f".{_BEFORE}"
_PLAIN = re.compile("[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*")
_JOINTS = re.compile("['’.,-]")


_NONE: frozenset[str] = frozenset()


def bare(written: str) -> str:
    """A piece without the signs around it that say nothing."""
    return written.lstrip(_BEFORE).rstrip(_BEHIND)


class Seen:
    """Pieces of text in a language that any search has met, with all that may be asked for in those
    that were looked at closely; and which pieces hold what is asked for.
    """

    def __init__(self, language: str | None, lexicon: Lexicon) -> None:
        self.language = language
        self._lexicon = lexicon
        self._tells = keeps_first_letter(language)
        # Nearly all are plain words or numbers, with signs around: by the first letters of their
        # parts, with one of which each of their forms begins. "" has the others.
        self._begun: dict[str, set[str]] = {"": set()}
        self._met: set[str] = set()
        # Tuples and lists: sets of one or two take five times as much.
        self.forms: dict[str, tuple[str, ...]] = {}
        self.holding: dict[str, list[str]] = {}
        # Texts that were looked through, by their hash: with which letters forms began that were
        # looked for, so that `holding` has all pieces of the text with such forms.
        self._through: dict[int, frozenset[str]] = {}

    @property
    def held(self) -> int:
        """The bytes that the pieces and texts take, about."""
        return len(self._met) * _A_PIECE + len(self._through) * _A_TEXT

    def is_through(self, text: str, letters: frozenset[str]) -> bool:
        """Whether each piece of a text that may have a form which begins with one of some letters
        was looked at.
        """
        return letters <= self._through.get(hash(text), _NONE)

    def note_through(self, text: str, pieces: set[str], letters: frozenset[str]) -> None:
        """Notes that they have been, those of its pieces; not where one is too long to be kept."""
        if max(map(len, pieces)) <= _LONGEST_KEPT:
            key = hash(text)
            self._through[key] = self._through.get(key, _NONE) | letters

    def holds(self, forms: Iterable[str]) -> list[str]:
        """The pieces that were looked at and have one of some forms."""
        return list(chain.from_iterable(self.holding.get(form, ()) for form in forms))

    def among(self, pieces: set[str], letters: Iterable[str]) -> set[str]:
        """Those pieces that may have a form which begins with one of some small letters."""
        found = set[str]()
        for written in pieces - self._met:
            if len(written) > _LONGEST_KEPT:
                found.add(written)
                continue
            plain = self._tells and _PLAIN.fullmatch(bare(written))
            for part in _JOINTS.split(plain[0]) if plain else ("",):
                self._begun.setdefault(part[:1].lower(), set()).add(written)
            self._met.add(written)
        for letter in chain(("",), letters):
            found |= pieces & self._begun.get(letter, set())
        return found

    def of(self, written: str) -> tuple[str, ...]:
        """All that may be asked for in a piece: its tokens, their acronyms and stems."""
        forms = self.forms.get(written)
        if forms is None:
            held = self._lexicon.piece(written, self.language)
            words = list(chain.from_iterable(form.words for form in held))
            stems = chain.from_iterable(form.stems for form in held)
            forms = tuple(dict.fromkeys(chain(words, map(meant, words), stems)))
            if len(written) <= _LONGEST_KEPT:
                for form in forms:
                    self.holding.setdefault(form, []).append(written)
                self.forms[written] = forms
        return forms


_lexicon = Lexicon()
_seen: dict[str | None, Seen] = {}


def seen_in(language: str | None) -> Seen:
    """The pieces of texts in a language that are known now."""
    global _lexicon
    if _lexicon.held + sum(seen.held for seen in list(_seen.values())) > _MOST_BYTES:
        _lexicon = Lexicon()
        _seen.clear()
    seen = _seen.get(language)
    return _seen.setdefault(language, Seen(language, _lexicon)) if seen is None else seen
