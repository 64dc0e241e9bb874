"""What every part of people's work shares: the archive, articles by id and identifier, and how
what was read is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.article import make_id
from archive.errors import InputError
from archive.store.store import Store
from archive.text.plain import fold_line
from index.answers.search import Search

Table = Mapping[str, Any]
IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the facts of a part: how many are new or other than they were, how many were
    here already, and the identifiers of articles that are not here, for which theirs wait.
    """

    changed: int = 0
    same: int = 0
    waiting: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts the facts of a part as they are loaded."""

    changed: int = 0
    same: int = 0
    waiting: dict[str, None] = field(default_factory=dict)

    def add(self, changed: bool, waiting: str | None = None) -> None:
        """Counts a fact; `waiting` is the identifier of an article that is not here."""
        self.changed += changed
        self.same += not changed
        if waiting is not None:
            self.waiting[waiting] = None

    def whole(self) -> Loaded:
        """All that was counted."""
        return Loaded(self.changed, self.same, tuple(self.waiting))


@dataclass(frozen=True, slots=True)
class Work:
    """The archive whose people's work is dumped or loaded. Loading goes inside a transaction of the
    store's.
    """

    store: Store
    home: Path
    search: Search

    def identities(self, ids: Iterable[str]) -> dict[str, str]:
        """The identifiers of articles, those still to come too."""
        wanted, database = list(ids), self.store.database
        to_come = "SELECT article_id, identity FROM expected WHERE article_id IN"
        here = "SELECT id, identity FROM articles WHERE id IN"
        return {
            article_id: identity
            for sql in (to_come, here)
            for article_id, identity in database.rows_among(sql, wanted)
        }

    def expect(self, article_id: str, identity: str) -> bool:
        """Whether an article is still to come; what is said of it waits then."""
        database = self.store.database
        if database.row("SELECT 1 FROM articles WHERE id = ?", (article_id,)):
            return False
        database.run(
            "INSERT INTO expected VALUES (?, ?) ON CONFLICT DO NOTHING", (article_id, identity)
        )
        return True


def articles_in(part: str, data: Any) -> Iterator[tuple[str, str, Table]]:
    """The id, identifier and table of each article that a table names by its id."""
    for article_id, value in table(part, data).items():
        where = f"{part}.{article_id}"
        found = table(where, value)
        identity = text(where, found, IDENTIFIER)
        if identity is None:
            raise wrong(where, f"it has no {IDENTIFIER}")
        if make_id(identity) != article_id:
            raise wrong(where, f"its {IDENTIFIER} is not that of the article with this id")
        yield article_id, identity, found


def table(where: str, value: Any) -> Table:
    """A table. InputError for anything else."""
    if not isinstance(value, Mapping):
        raise wrong(where, "it should be a table")
    return value


def named(where: str, value: Any) -> Table:
    """A table of names, which are the same in any case. InputError where one stands there twice."""
    found: dict[str, str] = {}
    for name in table(where, value):
        other = found.setdefault(fold_line(name), name)
        if other != name:
            raise wrong(where, f"{other} and {name} are one name")
    return table(where, value)


def only(where: str, found: Table, *known: str) -> None:
    """InputError for a key that means nothing there."""
    if strange := next((key for key in found if key not in known), None):
        raise wrong(where, f"there is no key {strange!r} in it, but {', '.join(known)}")


def text(where: str, found: Table, key: str) -> str | None:
    """A text of a table, None where it is not there. InputError for another value."""
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise wrong(where, f"{key} should be a text")
    return value


def texts(where: str, found: Table, key: str) -> tuple[str, ...]:
    """A list of texts. InputError for another value."""
    value = found.get(key, ())
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise wrong(where, f"{key} should be a list of texts")
    return tuple(value)


def wrong(where: str, why: str) -> InputError:
    """What is said of a part that cannot be loaded."""
    return InputError(f"{where} cannot be loaded: {why}", "mend it; nothing was loaded")
