"""The rows of each table in the pages of a damaged database: by its tree, and off it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from archive.store.salvage.pages import (
    INDEX_INNER,
    INDEX_LEAF,
    TABLE_INNER,
    TABLE_LEAF,
    PageError,
    Pages,
    Record,
    Value,
)
from archive.text.plain import fold_line

_ID = re.compile(r"[a-z2-7]{16}")
_HASH = re.compile(r"[0-9a-f]{64}")
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "TEXT": str, "INTEGER": int, "BLOB": bytes, "REAL": (int, float),
}  # fmt: skip
_IDS = {"article_id", "successor"}  # columns that hold ids of articles
_HASHES = {"hash", "original_hash", "content_hash"}
# Of tables whose rows look alike: what tells that a row is theirs.
_MEANS: Mapping[str, Callable[[Record], bool]] = {
    "hand_tags": lambda row: str(row[2])[:1] in ("+", "-"),
    "collections": lambda row: fold_line(str(row[2])) == row[1],
    "articles": lambda row: bool(_ID.fullmatch(str(row[0]))),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its schema has it; `columns` are names with their types and whether they may not
    be NULL, `number` is the column that is the row's number, or -1.
    """

    name: str
    columns: tuple[tuple[str, str, bool], ...]
    has_numbers: bool
    number: int

    def row(self, rowid: int, record: Record) -> Record | None:
        """A record as a row of this table; None where it cannot be one."""
        if len(record) > len(self.columns):
            return None
        row = [*record, *([None] * (len(self.columns) - len(record)))]
        if self.number >= 0 and row[self.number] is None:
            row[self.number] = rowid
        for value, column in zip(row, self.columns, strict=True):
            if not _fits(value, *column):
                return None
        return row if _MEANS.get(self.name, bool)(row) else None


def _fits(value: Value, name: str, kind: str, required: bool) -> bool:
    if value is None:
        return not required
    if not isinstance(value, _TYPES[kind]):
        return False
    if name in _IDS:
        return value == "" or bool(_ID.fullmatch(str(value)))
    return name not in _HASHES or bool(_HASH.fullmatch(str(value)))


def tables_of(schema: sqlite3.Connection) -> dict[str, Table]:
    """The tables of a database of the same schema."""
    found = {}
    for name, without in schema.execute(
        "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        told = schema.execute(f"PRAGMA table_info({name})").fetchall()
        columns = tuple((each[1], each[2], bool(each[3] or each[5])) for each in told)
        keys = [each[0] for each in told if each[5]]
        is_number = not without and len(keys) == 1 and columns[keys[0]][1] == "INTEGER"
        found[name] = Table(name, columns, not without, keys[0] if is_number else -1)
    return found


@dataclass
class Salvage:
    """The rows of a damaged database. `lost` says what cannot be read, a sentence each."""

    pages: Pages
    tables: Mapping[str, Table]
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._seen: set[int] = {1}
        self._roots: dict[str, int] = {}
        for _, record in self._walk("list of tables", 1, {1}):
            kind, name, _, root = (*record, None, None, None, None)[:4]
            if kind in ("table", "index") and isinstance(root, int) and root > 1:
                self._roots[f"{kind} {name}"] = root
        self.lost += [f"the table {name} is missing" for name in self.tables
                      if f"table {name}" not in self._roots]  # fmt: skip
        free = self.pages.free()
        self._is_free_known = free is not None
        self._free = free or set()
        for name, root in self._roots.items():
            if name.partition(" ")[2] not in self.tables:
                for _ in self._walk(name, root, self._seen, reading=False):
                    pass
        self._seen |= self._free

    def rows(self, name: str) -> Iterator[Record]:
        """The rows of a table, by its tree."""
        table, root = self.tables[name], self._roots.get(f"table {name}")
        if root is None:
            return
        for rowid, record in self._walk(f"table {name}", root, self._seen):
            row = table.row(rowid, record)
            if row is None:
                self.lost.append(f"table {name}: a row that is not one of it")
            else:
                yield row

    def stray(self, wanted: tuple[str, ...]) -> Iterator[tuple[str, Record]]:
        """The rows of some tables in pages that no tree leads to any more. To be asked for when all
        tables have been read.
        """
        if not self._is_free_known:  # what was deleted may be among them
            wanted = tuple(name for name in wanted if name in CORE)
        dropped = tuple(each for each in PROVEN if f"table {each}" not in self._roots)
        for number in range(2, self.pages.count + 1):
            kind = self.pages.kind(number)
            if number in self._seen and not (dropped and number in self._free):
                continue
            among = dropped if number in self._free else wanted
            if kind not in (TABLE_LEAF, INDEX_LEAF, INDEX_INNER):
                continue
            for told in self.pages.records(number):
                if isinstance(told, PageError):
                    continue
                rowid, record, over = told
                fitting = [
                    (name, row)
                    for name in among
                    if self.tables[name].has_numbers == (kind == TABLE_LEAF)
                    and (row := self.tables[name].row(rowid, record))
                ]
                if len(fitting) == 1:
                    self._seen.update(over)
                    yield fitting[0]

    def _walk(
        self, name: str, root: int, seen: set[int], *, reading: bool = True
    ) -> Iterator[tuple[int, Record]]:
        """The records of a tree, in no order; what of it cannot be read is noted."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in seen and number != 1:
                continue
            kind = self.pages.kind(number)
            if kind not in (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER):
                if reading:
                    self.lost.append(f"{name}: page {number} cannot be read")
                continue
            seen.add(number)
            if kind in (TABLE_INNER, INDEX_INNER):
                try:
                    waiting += self.pages.children(number)
                except PageError as error:
                    self.lost.append(f"{name}: page {number}: {error}")
            if kind == TABLE_INNER:
                continue
            for told in self.pages.records(number):
                if not isinstance(told, PageError):
                    seen.update(told[2])
                    yield told[0], told[1]
                elif reading:
                    self.lost.append(f"{name}: a row in {told}")


# Tables whose rows prove themselves: looked for in free pages too, where the whole table is gone.
PROVEN = ("originals", "revisions")
# Tables whose rows prove themselves by hashes, or lose to what a tree leads to.
CORE = ("originals", "revisions", "articles", "changes")
