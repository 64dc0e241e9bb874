"""Which METS an ALTO page is read with, where there is one: nothing is taken twice."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from archive.errors import UnreadableError
from archive.readers.common.xml import salvage
from archive.readers.scans import alto, mets
from archive.readers.scans.divs import Mets
from archive.readers.sources.sisters import Opener, Sisters
from archive.readers.sources.source import Source, reading
from archive.text.charset import decode

_HEAD = 2000  # bytes
_Claims = dict[str, list[tuple[bool, str]]]  # by path: (has no articles, the METS)


def is_mets(head: bytes) -> bool:
    """Whether a file begins as METS."""
    return mets.looks_like(_start(head))


def is_either(head: bytes) -> bool:
    """Whether a file begins as METS or as ALTO."""
    return is_mets(head) or alto.looks_like(_start(head))


def _start(head: bytes) -> str:
    return re.sub(r"\A\s+", "", decode(head, cut=True).lstrip("\ufeff"))


def owner(sisters: Sisters, path: str | None = None) -> str | None:
    """The METS that an ALTO file (by default the one at hand) is read with: of several one that
    has articles, and the nearest.
    """
    path = path or sisters.place
    found: list[tuple[bool, int, str]] = []
    for steps, folder in enumerate(map(str, PurePosixPath(path).parents)):
        claims = _claims(sisters, folder)
        found += [(pages_alone, steps, name) for pages_alone, name in claims.get(path, ())]
    return min(found)[2] if found else None


def with_taken(source: Source) -> Source:
    """A METS that knows which of the files that it names are read with another."""
    sisters = source.sisters
    if sisters is None:
        return source
    folder = str(PurePosixPath(sisters.place).parent)
    mine = [path for path, claims in _claims(sisters, folder).items()
            if any(name == sisters.place for _, name in claims)]  # fmt: skip
    taken = frozenset(path for path in mine if owner(sisters, path) != sisters.place)
    return replace(source, sisters=replace(sisters, taken=taken))


def _claims(sisters: Sisters, folder: str) -> _Claims:
    """What the METS files of one folder name."""
    memory = sisters.within.memory
    if folder not in memory:
        found: _Claims = {}
        memory[folder] = found
        for name in sisters.within.names(folder):
            if opener := sisters.within.opener(name):
                for pages_alone, path in _named(replace(sisters, place=name), opener):
                    found.setdefault(path, []).append((pages_alone, name))
    claims: _Claims = memory[folder]
    return claims


def _named(sisters: Sisters, opener: Opener) -> list[tuple[bool, str]]:
    """The paths that a file names, where it is METS that can be read."""
    source = Source(sisters.place, opener)
    try:
        if not is_mets(source.head(_HEAD)):
            return []
        with reading():
            one = Mets(salvage(source.bytes())[0])
    except UnreadableError:
        return []
    paths = [sisters.path_of(file.reference) for file in one.files if file.held is None]
    return [(not one.units, path) for path in paths if path]
