"""The parts of people's work, each a table of one TOML document (https://toml.io/en/v1.0.0), or a
file of a folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.errors import InputError
from index.people import collections, searches, spellings, tags, withdrawals
from index.people.work import Loaded, Work

VERSION = 1  # grows only when a key changes its meaning or goes
MARK = "# People's work on a news archive"  # how every file begins


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of people's work. `dump` gives it as what TOML can hold, in an order that is always
    the same; `load` adds such to what is there, inside a transaction, and changes nothing where it
    is there already. InputError for what cannot be loaded.
    """

    name: str
    meaning: str
    dump: Callable[[Work], dict[str, Any]]
    load: Callable[[Work, Any], Loaded]


# In the order in which they are loaded. The spellings are a file, which no transaction undoes.
PARTS: tuple[Part, ...] = (
    Part("tags", "tags given and taken away by hand, and tags renamed", tags.dump, tags.load),
    Part(
        "collections", "collections in their order, with notes", collections.dump, collections.load
    ),
    Part("searches", "saved searches", searches.dump, searches.load),
    Part("withdrawals", "articles taken out of search", withdrawals.dump, withdrawals.load),
    Part("spellings", "the archive's own spellings of names", spellings.dump, spellings.load),
)


def dump(work: Work, part: Part | None = None) -> str:
    """All of people's work as one document, or one part of it. The same work is the same text."""
    import tomli_w  # only who dumps needs it

    listed = (part,) if part else PARTS
    head = f"{MARK}: {'; '.join(each.meaning for each in listed)}.\n"
    how = "# Written by `archive dump`, read by `archive load`; see docs/people.md.\n"
    text = f"{head}{how}version = {VERSION}\n"
    for each in listed:
        written = tomli_w.dumps({each.name: each.dump(work)}, multiline_strings=False)
        text += f"\n{written}"
    return text


def load(work: Work, documents: Mapping[str, str]) -> list[tuple[Part, Loaded]]:
    """Adds people's work to an archive's, all of it or nothing; `documents` are texts by where
    they stand. InputError for what cannot be read, or is of a later version.
    """
    read = [_read(where, text) for where, text in documents.items()]
    with work.store.transaction():
        return [
            (part, part.load(work, data[part.name]))
            for part in PARTS
            for data in read
            if part.name in data
        ]


def _read(where: str, text: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{where} is no TOML: {error}", "mend it; nothing was loaded") from error
    version = data.pop("version", None)
    if type(version) is not int:
        raise InputError(f"{where} does not say its version", "archive dump writes: version = 1")
    if version > VERSION:
        raise InputError(
            f"{where} was written by a newer version of this program", "install the newer version"
        )
    names = [part.name for part in PARTS]
    if strange := next((name for name in data if name not in names), None):
        raise InputError(
            f"{where}: there is no part {strange!r} of people's work",
            f"the parts are {', '.join(names)}; nothing was loaded",
        )
    return data
