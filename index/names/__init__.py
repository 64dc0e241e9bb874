"""Names that are spelt in several ways: Raqa, Raqqa, Ar-Raqqah.

A group is the spellings of one name. Two spellings are looked up under the same key if they differ
only in case, accents, hyphens, doubled letters and the Arabic article (Al-Qaim, al Qaim, Qaim).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from archive.errors import InputError
from index.analysis import forms

FILE = "variants.txt"  # in the archive's home
LONGEST = 5  # words of a name
_LEAST_LETTERS = 4  # of what is left of a name without its article


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name, and the terms that it is searched as."""

    name: str
    terms: tuple[str, ...]


class Names:
    """Groups of spellings, found by any of them."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        self._groups = groups  # key -> the line of its group

    def spellings(self, terms: Sequence[str]) -> tuple[Spelling, ...]:
        """All spellings of the name that these terms are; none where they are no name."""
        line = self._groups.get(name_key(terms))
        if line is None and (rest := without_article(terms)) != tuple(terms):
            line = self._groups.get(name_key(rest))
        return tuple(map(_spelling, _split(line))) if line else ()


NO_NAMES = Names({})


def load_names(home: Path) -> Names:
    """The groups that ship with the program, and those of the archive, which go before.

    InputError where the archive's own cannot be read.
    """
    return Names({**_shipped(), **_own(home / FILE)})


def name_key(terms: Sequence[str]) -> str:
    """What the spellings of a name have in common that differ in little."""
    parts = [
        "@" if at + 1 < len(terms) and is_article(term, terms[at + 1]) else term
        for at, term in enumerate(terms)
    ]
    return re.sub(r"([^\W\d_])\1+", r"\1", "".join(parts))


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
    terms = _spelling(name).terms
    yield name_key(terms)
    yield name_key(without_article(terms))


def read_groups(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, names) of every group of a file: one a line, names between commas, # for remarks."""
    for number, line in enumerate(text.splitlines(), 1):
        names = _split(line.split("#")[0])
        if names:
            yield number, names


def _split(line: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, line.split(","))))


def _spelling(name: str) -> Spelling:
    """A spelling without its article, which those who write it with one have beside it."""
    terms = tuple(acronym or word for word, acronym in forms(name))
    return Spelling(name, terms)


def _shipped() -> dict[str, str]:
    """The groups made of open data, then those made by hand, which go before."""
    folder = resources.files(__name__)
    groups: dict[str, str] = {}
    for line in (folder / "places.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            keys, _, names = line.partition("\t")
            for key in keys.split():
                groups[key] = names
    groups.update(_keyed(read_groups((folder / "by_hand.txt").read_text("utf-8"))))
    return groups


def _own(path: Path) -> dict[str, str]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "write it as UTF-8 text") from error
    return _keyed(read_groups(text))


def _keyed(groups: Iterable[tuple[int, tuple[str, ...]]]) -> dict[str, str]:
    keyed: dict[str, str] = {}
    for _, names in groups:
        keyed.update({key: ", ".join(names) for name in names for key in keys_of(name)})
    return keyed
