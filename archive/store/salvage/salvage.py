"""All that can be read of a damaged archive, brought out into a new one; the old one stays."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.article import make_id
from archive.durable import make_folders, persist, persist_all
from archive.errors import OutputError, StoreDamagedError, StoreError
from archive.leftovers import partial_of
from archive.settings import FILE as SETTINGS
from archive.store.by_hand import nameless
from archive.store.common.database import Row
from archive.store.originals import arrived, as_sent, unpack
from archive.store.removals import WITHDRAWN
from archive.store.salvage.pages import Pages, Record
from archive.store.salvage.tables import CORE, Salvage, tables_of
from archive.store.sqlite.database import FILE, statements
from archive.store.sqlite.failures import failure
from archive.store.sqlite.schema import STEPS
from archive.store.sqlite.version import APPLICATION_ID, VERSION
from archive.store.store import Store

LEFT = "left-out"  # the folder of what could be read and is no part of the new archive
LIST = "salvage.txt"
# Made anew from the articles: numbers, stories, and what these are found by.
_MADE = {"counts", "sketches", "postings"}
_PEOPLES = (SETTINGS, "variants.txt")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was brought out, and a sentence for everything that was not, or is not whole."""

    articles: int
    revisions: int
    originals: int
    lost: tuple[str, ...]


def salvage(home: Path, target: Path) -> Salvaged:
    """Makes a new archive in the folder `target` of all that can be read of the one in `home`.

    What is known to be altered is left out, and laid beside it in `left-out`; the list of what was
    lost is `salvage.txt`. OutputError where the folder is there already and not empty, StoreError
    where there is nothing to be read.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OutputError(f"{target} is there already", "name a new folder")
    try:
        pages = Pages(home / FILE)
        make_folders(target.parent, 0o777)
        coming = partial_of(target)
        coming.mkdir(mode=0o700)
    except OSError as error:
        raise StoreError(f"{error.filename or target}: {error.strerror}") from error
    try:
        with closing(sqlite3.connect(coming / FILE, isolation_level=None)) as database:
            salvaged = _Work(pages, coming, database).done()
        for name in _PEOPLES:
            if (home / name).is_file():
                shutil.copyfile(home / name, coming / name)
        # What damage left of a name need not be text; the list is worth more than that letter.
        lines = "".join(f"{line}\n" for line in salvaged.lost)
        (coming / LIST).write_text(lines, "utf-8", "backslashreplace")
        if target.exists():
            target.rmdir()
        for path in coming.rglob("*"):  # nobody else is let into the folder before
            path.chmod(0o700 if path.is_dir() else 0o600)
        persist_all(coming)
        coming.rename(target)
        persist(target.parent)
    except BaseException as error:
        shutil.rmtree(coming, ignore_errors=True)
        if isinstance(error, sqlite3.OperationalError):  # of the new one: the old is read by pages
            raise failure(target, "written", error) from error
        raise
    return salvaged


class _Work:
    """The new archive while it is filled."""

    def __init__(self, pages: Pages, folder: Path, database: sqlite3.Connection) -> None:
        version = pages.header(60)
        self.version = version if 1 <= version <= VERSION else VERSION
        self.folder = folder
        self.db = database
        self.db.execute("BEGIN")
        for step in STEPS[: self.version]:
            for statement in statements(step):
                self.db.execute(statement)
        self.db.execute(f"PRAGMA user_version = {self.version}")
        self.db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.db.execute("DELETE FROM meta")
        self.source = Salvage(pages, tables_of(self.db))
        self.lost = self.source.lost
        self.named: set[str] = set()  # articles that something tells of

    def done(self) -> Salvaged:
        """Fills it, closes it, and says what it holds."""
        with closing(self.db):
            self._copy(CORE)
            self._copy(tuple(self.source.tables.keys() - set(CORE) - _MADE))
            self._stray()
            for mend in (self._list_articles, self._settle, self._lay_originals, self._log):
                mend()
            self.db.execute("COMMIT")
        with Store.open(self.folder) as store:
            store.place_missing()
            held = store.summary()
            self.lost += (
                f"the article {each}: its identifier cannot be read, so that no dump has what"
                " people say of it; it counts again when the article is taken in again"
                for each in nameless(store.database)
            )
        if not held.revisions and not (self.folder / LEFT).exists():
            raise StoreError(
                "That archive is empty, or nothing of it can be read",
                "archive check tells which; archive go-back FILE goes back to a backup",
            )
        lost = tuple(dict.fromkeys(self.lost))
        articles = held.articles + held.removed + held.replaced
        return Salvaged(articles, held.revisions, held.originals, lost)

    def _copy(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name in self.source.tables:
                for row in self.source.rows(name):
                    self._put(name, row)

    def _stray(self) -> None:
        wanted = tuple(self.source.tables.keys() - _MADE)
        rest: list[tuple[str, Record]] = []
        for name, row in self.source.stray(wanted):
            if name == "originals":  # of which revisions are nothing without
                self._put(name, row, stray=True)
            else:
                rest.append((name, row))
        for name, row in rest:
            self._put(name, row, stray=True)

    def _put(self, name: str, row: Record, *, stray: bool = False) -> None:
        """Keeps a row if it is what it says."""
        known: dict[str, Callable[[Record], bool]] = {
            "originals": self._is_original, "revisions": self._is_revision,
            "articles": self._is_article,
        }  # fmt: skip
        if name in known and not known[name](row):
            return
        try:
            marks = ",".join("?" * len(row))
            self.db.execute(f"INSERT INTO {name} VALUES ({marks})", row)
        except sqlite3.IntegrityError as error:
            if not stray:
                self.lost.append(f"table {name}: a row contradicts another one ({error})")

    def _is_original(self, row: Record) -> bool:
        digest, size, data = row
        try:
            arrived(data, size, digest)
        except StoreDamagedError:
            self.lost.append(f"original {digest[:12]}: its bytes are not the ones that arrived")
            try:
                self._lay(f"original-{digest[:12]}-altered", unpack(data, size))
            except StoreDamagedError:
                self._lay(f"original-{digest[:12]}-damaged.zst", data)
            return False
        return True

    def _is_revision(self, row: Record) -> bool:
        article_id, revision, digest, *_ = row
        data = row[6]
        self.named.add(article_id)
        try:
            as_sent(article_id, data, digest)
        except StoreDamagedError as error:
            self.lost.append(f"{error.message} (revision {revision})")
            self._lay(f"{article_id}-{revision}-damaged.json", data.encode())
            return False
        return True

    def _is_article(self, row: Record) -> bool:
        self.named.add(str(row[0]))
        if make_id(str(row[1])) != row[0]:
            self.lost.append(f"the list of articles: {row[0]} is not the id of {row[1]}")
            return False
        names = [name for name, _, _ in self.source.tables["articles"].columns]
        if "story" in names:
            row[names.index("story")] = None
        return True

    # What tables say of each other --------------------------------------------------------------

    def _list_articles(self) -> None:
        """Lists the articles that have revisions and are missing in the list."""
        for (article_id,) in self._rows(
            "SELECT DISTINCT article_id FROM revisions"
            " WHERE article_id NOT IN (SELECT id FROM articles)"
        ):
            number, data, seen_at = self.db.execute(
                "SELECT revision, data, (SELECT min(seen_at) FROM revisions WHERE article_id = :id)"
                " FROM revisions WHERE article_id = :id ORDER BY revision DESC LIMIT 1",
                {"id": article_id},
            ).fetchone()
            article = as_sent(article_id, data)
            out = self.db.execute(
                "SELECT kind, at FROM changes WHERE article_id = ? AND kind IN"
                " ('remove', 'restore', 'replace', 'renew') ORDER BY seq DESC LIMIT 1",
                (article_id,),
            ).fetchone()
            removed_at = out[1] if out and out[0] in ("remove", "replace") else None
            self.db.execute(
                "INSERT INTO articles (id, identity, revision, date, added_at, removed_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (article_id, article.identity, number, article.date, seen_at, removed_at),
            )
            self.lost.append(
                f"the list of articles: {article_id} is listed anew, by its revision {number}; see"
                " whether it was removed"
            )

    def _settle(self) -> None:
        """Has each article be in the last revision that is there; without one it is left out."""
        for article_id, stood, last in self._rows(
            "SELECT id, articles.revision, max(r.revision) FROM articles LEFT JOIN revisions r"
            " ON r.article_id = id GROUP BY id"
            " HAVING count(r.revision) FILTER (WHERE r.revision = articles.revision) = 0"
        ):
            if last is None:
                self.lost.append(f"the article {article_id}: none of its revisions can be read")
                self._wait(article_id)
                self.db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
                continue
            last = self._earlier(article_id, stood) or last
            date = as_sent(article_id, *self._data(article_id, last)).date
            self.db.execute(
                "UPDATE articles SET revision = ?, date = ? WHERE id = ?", (last, date, article_id)
            )
            self.lost.append(
                f"the article {article_id} is in its revision {last}: {stood} cannot be read"
            )
        for article_id, number, at in self._rows(
            "SELECT article_id, revision, original_hash FROM revisions"
            " WHERE original_hash NOT IN (SELECT hash FROM originals)"
        ):
            self.lost.append(f"the article {article_id}, revision {number}: no original {at[:12]}")

    def _wait(self, article_id: str) -> None:
        """Has what people say of an article wait until that is taken in again."""
        if "expected" not in self.source.tables:
            return
        self.db.execute(
            "INSERT INTO expected SELECT id, identity FROM articles WHERE id = ?"
            " ON CONFLICT DO NOTHING",
            (article_id,),
        )
        self.db.execute(
            f"INSERT INTO expected_removals {WITHDRAWN} AND a.id = ? ON CONFLICT DO NOTHING",
            (article_id,),
        )

    def _earlier(self, article_id: str, stood: int) -> int | None:
        row = self.db.execute(
            "SELECT max(revision) FROM revisions WHERE article_id = ? AND revision < ?",
            (article_id, stood),
        ).fetchone()
        return int(row[0]) if row[0] is not None else None

    def _data(self, article_id: str, revision: int) -> tuple[str]:
        found: tuple[str] = self.db.execute(
            "SELECT data FROM revisions WHERE article_id = ? AND revision = ?",
            (article_id, revision),
        ).fetchone()
        return found

    def _lay_originals(self) -> None:
        """Lays originals whose articles are lost beside the archive, to be taken in again."""
        for digest, size, data in self._rows(
            "SELECT hash, size, data FROM originals"
            " WHERE hash NOT IN (SELECT original_hash FROM revisions)"
        ):
            name = f"original-{digest[:12]}"
            self._lay(name, unpack(data, size))
            self.lost.append(
                f"original {digest[:12]}: its article cannot be read; take it in again:"
                f" archive ingest {LEFT}/{name}"
            )
            self.db.execute("DELETE FROM originals WHERE hash = ?", (digest,))

    def _log(self) -> None:
        """Leaves out of the log what is not there, and writes into it what it lacks."""
        for (article_id,) in self._rows(
            "SELECT DISTINCT article_id FROM changes"
            " WHERE article_id NOT IN (SELECT id FROM articles)"
        ):
            if article_id not in self.named:
                self.lost.append(f"the article {article_id}: nothing of it can be read")
            self.db.execute("DELETE FROM changes WHERE article_id = ?", (article_id,))
        self.db.execute(
            "INSERT INTO changes (article_id, kind, at) SELECT id, 'add', added_at FROM articles"
            " WHERE id NOT IN (SELECT article_id FROM changes)"
        )
        if "counts" in self.source.tables:
            self.db.execute(
                "UPDATE counts SET value = (SELECT count(*) FROM articles WHERE removed_at IS NULL)"
                " WHERE name = 'articles'"
            )

    def _rows(self, sql: str) -> Iterator[Row]:
        """All rows of an answer, which may be changed meanwhile."""
        return iter(self.db.execute(sql).fetchall())

    def _lay(self, name: str, data: bytes) -> None:
        """Writes what is no part of the archive beside it."""
        folder = self.folder / LEFT
        folder.mkdir(exist_ok=True, mode=0o700)
        (folder / name).write_bytes(data)
