"""Pieces of text between two blanks that any search has met, and which may hold what is asked for.

News repeats itself, and most pieces are plain words. Which of these may hold a word that is looked
for is told by their first letters; only these and the others are analysed, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain

from archive.text.patterns import lazy_pattern
from index.analysis.acronyms import meant
from index.analysis.lexicon import Lexicon, plain_word
from index.analysis.stems import kept_letters, stems_of, words_with

_MOST_BYTES = 20 << 20  # of a lexicon and pieces; what is remembered beside takes as much again
_A_PIECE = 200  # bytes of one, about
_LONGEST_KEPT = 100  # characters of a piece that is remembered
# Signs that say nothing of the word that they are before, or behind: ".NET" is one with its point.
_BEFORE = ",;:!?\"'()[]“”„«»‘’…"
_BEHIND = f".{_BEFORE}"
_SIGN = f"[{re.escape(_BEHIND)}]"
# Nearly all pieces are a plain word or number, with signs around: parts in ASCII letters, between
# which there is an apostrophe or a hyphen, or figures with points and commas between. In any other
# there is one of these, and a piece may as well be found odd that is not.
_ODD = lazy_pattern(
    rf"""[^A-Za-z\x20](?:
    (?<=[^0-9{re.escape(_BEHIND)}-])
    | (?<=[0-9])(?:(?=[A-Za-z])|(?<=[A-Za-z].))
    | (?<=-)(?:(?![A-Za-z])|(?<![A-Za-z].))
    | (?<=\.)(?<![A-Za-z0-9].)(?={_SIGN}*[A-Za-z0-9])
    | (?<={_SIGN})(?<=[A-Za-z0-9].)(?={_SIGN}*[A-Za-z0-9])
      (?!(?<=['’])(?<=[A-Za-z].)[A-Za-z]|(?<=[.,])(?<=[0-9].)[0-9])
    )""",
    re.VERBOSE,
)
_JOINTS = "'’-"

Starts = dict[str, set[str] | None]


def bare(written: str) -> str:
    """A piece without the signs around it that say nothing."""
    return written.lstrip(_BEFORE).rstrip(_BEHIND)


class Seen:
    """Pieces of text in a language that any search has met, with all that may be asked for in them;
    and which pieces of a text may hold what is asked for.
    """

    def __init__(self, language: str | None, lexicon: Lexicon) -> None:
        self.language = language
        self._lexicon = lexicon
        self._kept = kept_letters(language)
        self._forms: dict[str, tuple[str, ...]] = {}

    @property
    def held(self) -> int:
        """The bytes that the pieces take, about."""
        return len(self._forms) * _A_PIECE

    def starts(self, forms: Iterable[str], beginnings: Iterable[str]) -> Starts:
        """How plain words may start that have one of some forms, or one that begins so: by the
        first letter, a small one, what may stand behind it: small letters and capitals, joints, and
        nothing; None where anything may.
        """
        found: dict[str, set[str]] = {}
        words = chain.from_iterable(words_with(form) for form in forms)
        for word in chain(words, beginnings):
            second = word[1:2].lower() if self._kept > 1 else ""
            # English "dying" has the stem "die".
            found.setdefault(word[:1].lower(), set()).update(
                "iy" if second in ("i", "y") else (second,)
            )
        return {
            first: None if "" in seconds else {*seconds, *map(str.upper, seconds), *_JOINTS, ""}
            for first, seconds in found.items()
        }

    def among(self, line: str, starts: Starts) -> set[str]:
        """The pieces of a line that may have a form which starts so; no figures do (`marks.py`)."""
        if not self._kept:
            return set(line.split(" "))
        found = {_piece_around(line, match) for match in _ODD.finditer(line)}
        for first, seconds in starts.items():
            for match in _begun_with(first).finditer(line):
                if seconds is None or match[1] in seconds:
                    found.add(_piece_around(line, match))
        return found

    def of(self, written: str) -> tuple[str, ...]:
        """All that may be asked for in a piece: its tokens, their acronyms and stems."""
        forms = self._forms.get(written)
        if forms is None:
            word = plain_word(written)
            forms = self._of_any(written) if word is None else self._of_word(word)
            if len(written) <= _LONGEST_KEPT:
                self._forms[written] = forms
        return forms

    def _of_any(self, written: str) -> tuple[str, ...]:
        held = self._lexicon.piece(written, self.language)
        words = list(chain.from_iterable(form.words for form in held))
        stems = chain.from_iterable(form.stems for form in held)
        return tuple(dict.fromkeys(chain(words, map(meant, words), stems)))

    def _of_word(self, written: str) -> tuple[str, ...]:
        """The same of a plain word, without all else that the lexicon keeps of it."""
        word = written.lower()
        return (word, *stems_of(word, written, self.language))


@cache
def _begun_with(letter: str) -> re.Pattern[str]:
    """What finds runs of ASCII letters that begin with a small one or its capital, with what is
    behind it in group 1.
    """
    if not ("a" <= letter <= "z"):
        return re.compile("(?!)")  # it is in pieces alone that are not plain
    # A set of letters alone in front is what the library looks for quickly.
    return re.compile(f"[{letter}{letter.upper()}](?<![A-Za-z][A-Za-z])([A-Za-z'’-]?)")


def _piece_around(line: str, match: re.Match[str]) -> str:
    """The whole piece in which something matches."""
    end = line.find(" ", match.end())
    return line[line.rfind(" ", 0, match.start()) + 1 : end if end >= 0 else None]


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
