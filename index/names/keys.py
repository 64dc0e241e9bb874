"""The key shared by spellings of a name that differ only a little.

Two spellings have the same key if they differ only in case, accents, hyphens, doubled letters and
the Arabic article (Al-Qaim, al Qaim, Qaim).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.frozen import frozen
from index.analysis.tokens import ends_a_run, tokens, without_apostrophe

_DOUBLED = re.compile(r"([^\W\d_])\1+")
# What nine names in ten are: words of plain letters, none with more than one capital.
_PLAIN = re.compile(r"[A-Z]?[a-z]+(?:[ -][A-Z]?[a-z]+)*")
_LEAST_LETTERS = 4  # of what is left of a name without its article


@frozen
class Spelling:
    """One way to write a name, and the terms that it is searched as."""

    name: str
    terms: tuple[str, ...]


def spelling(name: str) -> Spelling:
    """A name with its terms: folded words, and acronyms in capitals. One that ends with a run of
    Chinese does not ask for the end of one.
    """
    if _PLAIN.fullmatch(name):  # a site asks for all that ship: a sixth of the time
        return Spelling(name, tuple(name.lower().replace("-", " ").split(" ")))
    return _spelling(name)


def _spelling(name: str) -> Spelling:
    terms = tuple(
        token.acronyms[0]
        if token.acronyms and not without_apostrophe(token, name)  # "L'Oréal"
        else token.text
        for token in tokens(name)
    )
    return Spelling(name, terms[: len(terms) - ends_a_run(name)])


def name_key(terms: Sequence[str]) -> str:
    """The key of the name that terms are, its articles kept as a sign."""
    parts = [
        "@" if at + 1 < len(terms) and is_article(term, terms[at + 1]) else term
        for at, term in enumerate(terms)
    ]
    return _DOUBLED.sub(r"\1", "".join(parts))


def is_article(term: str, following: str) -> bool:
    """Whether a word is the Arabic article before another: al-, el-, ul-, or with its l assimilated
    to the letter that follows (ar-Raqqah, ez-Zor, ash-Sharqat).
    """
    if not term.isalpha() or not term.islower() or term[0] not in "aeu" or not following:
        return False
    return term[1:] == "l" or (1 < len(term) < 4 and following.startswith(term[1:]))


def without_article(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms without an article before them, where enough of a name is left."""
    if len(terms) > 1 and is_article(terms[0], terms[1]):
        rest = tuple(terms[1:])
        if len("".join(rest)) >= _LEAST_LETTERS:
            return rest
    return tuple(terms)


def keys_of(name: str) -> Iterator[str]:
    """The keys under which a spelling is found: with its article, and without."""
    terms = spelling(name).terms
    yield name_key(terms)
    yield name_key(without_article(terms))
