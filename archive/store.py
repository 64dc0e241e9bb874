"""The database of record: articles, revisions, originals, the log of changes (SQLite)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal

from archive.article import Article, from_json, instant, to_json
from archive.database import Database
from archive.errors import IdentityClashError, NoArchiveError, NotFoundError, StoreError
from archive.health import problems
from archive.history import Arrival, History, arrivals, history
from archive.originals import pack, unpack
from archive.stories import Stories
from archive.succession import completed, is_bare_kill, supersedes
from archive.text import fold_line
from archive.validators import Validators

FILE = "archive.db"
_MANY = 500  # parameters in one statement

Outcome = Literal["added", "revised", "unchanged", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change log; `live` says whether the article is to be found now."""

    seq: int
    token: str
    article_id: str
    live: bool


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes as they arrived and their media type."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a store holds; `first` and `last` are dates of articles, sizes are bytes."""

    articles: int
    removed: int
    revisions: int
    originals: int
    first: str | None
    last: str | None
    undated: int
    size: int


class Store:
    """One open database. Reading is safe from several threads; write from one at a time."""

    def __init__(self, database: Database) -> None:
        self.path = database.path
        self._db = database
        self._stories = Stories(database)
        self._labels: set[tuple[str, str]] = set()  # known to be kept, so not asked for again

    @classmethod
    def create(cls, home: Path) -> Store:
        """Opens the store in `home`, making folder (0700) and database where they are missing."""
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"{home} cannot be made: {error.strerror}") from error
        path = home / FILE
        if _emptied(path) and (home / "index").exists():
            raise _lost(path)
        return cls(Database(path))

    @classmethod
    def open(cls, home: Path, *, read_only: bool = False) -> Store:
        """Opens the store in `home`, perhaps only to look. NoArchiveError where there is none."""
        path = home / FILE
        if not path.is_file():
            raise NoArchiveError(
                f"There is no archive in {home}", f"make one: archive --home {home} init"
            )
        if _emptied(path):
            raise _lost(path)
        return cls(Database(path, read_only=read_only))

    def close(self) -> None:
        """Closes the database; the store cannot be used after it."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Writing ------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together when it ends, or not at all.

        StoreError where another process holds the database too long, or it cannot be written.
        """
        try:
            with self._db.transaction():
                yield
        except BaseException:
            self._labels.clear()
            raise

    def put(self, article: Article, original: bytes, media_type: str) -> Outcome:
        """Keeps an article, inside a `transaction`.

        A new identity is "added"; a state never seen of a known one is "revised", though a state of
        a lower version does not become the current one; a state that any revision already holds is
        "unchanged"; a removed article stays "removed". A kill without a text keeps the earlier one.
        IdentityClashError where another identity has the id.
        """
        outcome, article, content = self._outcome(article, original)
        now = _now()
        if outcome == "added":
            self._db.run(
                "INSERT INTO articles (id, identity, revision, date, added_at)"
                " VALUES (?, ?, 1, ?, ?)",
                (article.id, article.identity, article.date, now),
            )
            self._add_revision(article.with_revision(1), content, original, media_type, now)
            self._log(article.id, "add", now)
            self._place(article, now)
        elif outcome == "revised":
            last = self._db.row(
                "SELECT max(revision) FROM revisions WHERE article_id = ?", (article.id,)
            )
            assert last is not None
            article = article.with_revision(last[0] + 1)
            self._add_revision(article, content, original, media_type, now)
            if supersedes(article, self.get(article.id)):
                self._db.run(
                    "UPDATE articles SET revision = ?, date = ? WHERE id = ?",
                    (article.revision, article.date, article.id),
                )
                self._place(article, now)
            self._log(article.id, "revise", now)
        return outcome

    def foresee(self, article: Article, original: bytes) -> Outcome:
        """What `put` would answer for an article, which is not kept."""
        return self._outcome(article, original)[0]

    def _outcome(self, article: Article, original: bytes) -> tuple[Outcome, Article, str]:
        """What an article would be here, the state to keep, and the hash of that."""
        content = article.content_hash()
        row = self._db.row("SELECT identity, removed_at FROM articles WHERE id = ?", (article.id,))
        if row is None:
            return "added", article, content
        identity, removed_at = row
        if identity != article.identity:
            raise IdentityClashError(
                f"{article.identity!r} has the id {article.id} of another article, {identity!r}"
            )
        if removed_at is not None:
            return "removed", article, content
        if is_bare_kill(article):
            # What it makes depends on the current state: the same kill again must not end a later
            # one that has lifted it, so it is known by its bytes.
            if self._has_original(article.id, original):
                return "unchanged", article, content
            article = completed(article, self.get(article.id))
            content = article.content_hash()
        seen = self._db.row(
            "SELECT 1 FROM revisions WHERE article_id = ? AND content_hash = ?",
            (article.id, content),
        )
        return "unchanged" if seen else "revised", article, content

    def place_missing(
        self, batch: int = 500, on_progress: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        """Finds the stories of articles that an older version of the program kept without."""
        missing, done, last = self._stories.missing(), 0, ""
        while missing and (ids := self._stories.unplaced(last, batch)):
            on_progress(done, missing)
            with self.transaction():
                for article_id in ids:
                    self._place(self.get(article_id), _now())
            done, last = done + len(ids), ids[-1]
        if missing:
            on_progress(done, done)

    def remove(self, article_id: str, note: str | None = None) -> None:
        """Takes an article out of search; its revisions stay. NotFoundError for an unknown id."""
        self._set_removed(article_id, True, note)

    def restore(self, article_id: str, note: str | None = None) -> None:
        """Undoes `remove`. NotFoundError for an unknown id."""
        self._set_removed(article_id, False, note)

    def _set_removed(self, article_id: str, removed: bool, note: str | None) -> None:
        with self.transaction():
            if self.is_removed(article_id) == removed:
                state = "already removed" if removed else "not removed"
                raise StoreError(f"{article_id} is {state}")
            now = _now()
            self._db.run(
                "UPDATE articles SET removed_at = ? WHERE id = ?",
                (now if removed else None, article_id),
            )
            self._log(article_id, "remove" if removed else "restore", now, note)

    def _has_original(self, article_id: str, original: bytes) -> bool:
        digest = hashlib.sha256(original).hexdigest()
        sql = "SELECT 1 FROM revisions WHERE article_id = ? AND original_hash = ?"
        return self._db.row(sql, (article_id, digest)) is not None

    def _add_revision(
        self, article: Article, content: str, original: bytes, media_type: str, now: str
    ) -> None:
        digest = hashlib.sha256(original).hexdigest()
        self._db.run(
            "INSERT OR IGNORE INTO originals (hash, size, data) VALUES (?, ?, ?)",
            (digest, len(original), pack(original)),
        )
        data = json.dumps(to_json(article), ensure_ascii=False, separators=(",", ":"))
        self._db.run(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?)",
            (article.id, article.revision, content, now, digest, media_type, data),
        )
        for field, label in facet_values(article):
            key = fold_line(label)
            if (field, key) not in self._labels:
                self._labels.add((field, key))
                self._db.run("INSERT OR IGNORE INTO labels VALUES (?, ?, ?)", (field, key, label))

    def _place(self, article: Article, now: str) -> None:
        for article_id in self._stories.place(article):
            self._log(article_id, "story", now)

    def _log(self, article_id: str, kind: str, now: str, note: str | None = None) -> None:
        self._db.run(
            "INSERT INTO changes (article_id, kind, at, note) VALUES (?, ?, ?, ?)",
            (article_id, kind, now, note),
        )

    # Reading ------------------------------------------------------------------------------------

    def get(self, article_id: str, revision: int | None = None) -> Article:
        """An article, removed or not, at its current or a given revision. NotFoundError if none."""
        row = self._db.row(
            "SELECT r.data FROM articles a JOIN revisions r ON r.article_id = a.id"
            " AND r.revision = coalesce(?, a.revision) WHERE a.id = ?",
            (revision, article_id),
        )
        if row is None:
            raise self._unknown(article_id)
        return _article(row[0])

    def get_many(self, ids: Iterable[str]) -> dict[str, Article]:
        """The current state of the live articles among `ids`."""
        found: dict[str, Article] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), _MANY):
            part = wanted[start : start + _MANY]
            marks = ",".join("?" * len(part))
            for (data,) in self._db.rows(
                "SELECT r.data FROM articles a JOIN revisions r ON r.article_id = a.id"
                f" AND r.revision = a.revision WHERE a.removed_at IS NULL AND a.id IN ({marks})",
                part,
            ):
                article = _article(data)
                found[article.id] = article
        return found

    def stories(self, ids: Iterable[str]) -> dict[str, str]:
        """The story of each article, which is the id of one of those that carry nearly its text;
        its own id where no other does.
        """
        return self._stories.of(ids)

    def copies(self, article_id: str) -> list[str]:
        """The ids of the live articles of an article's story, its own too; the earliest first."""
        return self._stories.copies(article_id)

    def resolve(self, prefix: str) -> str:
        """The one full id that begins with `prefix` (4 characters or more), else NotFoundError."""
        prefix = prefix.strip().lower()
        if len(prefix) < 4 or not prefix.isalnum():
            raise self._unknown(prefix)
        rows = self._db.run(
            "SELECT id FROM articles WHERE id >= ? AND id < ? LIMIT 2", (prefix, prefix + "~")
        )
        if len(rows) == 2:
            raise NotFoundError(
                f"Several articles have an id that begins with {prefix}", "give more of it"
            )
        if not rows:
            raise self._unknown(prefix)
        return str(rows[0][0])

    def is_removed(self, article_id: str) -> bool:
        """Whether an article has been removed. NotFoundError for an unknown id."""
        row = self._db.row("SELECT removed_at FROM articles WHERE id = ?", (article_id,))
        if row is None:
            raise self._unknown(article_id)
        return row[0] is not None

    def original(self, article_id: str, revision: int | None = None) -> Original:
        """The bytes that an article's revision came from. NotFoundError if there is none."""
        row = self._db.row(
            "SELECT o.data, r.media_type, o.size FROM articles a JOIN revisions r"
            " ON r.article_id = a.id AND r.revision = coalesce(?, a.revision)"
            " JOIN originals o ON o.hash = r.original_hash WHERE a.id = ?",
            (revision, article_id),
        )
        if row is None:
            raise self._unknown(article_id)
        return Original(unpack(row[0], row[2]), row[1])

    def arrivals(self, article_id: str) -> list[Arrival]:
        """When each revision of an article was seen, by number. NotFoundError for an unknown id."""
        found = arrivals(self._db, article_id)
        if not found:
            raise self._unknown(article_id)
        return found

    def history(self, article_id: str) -> History:
        """Its revisions, what each changed, and its removals. NotFoundError for an unknown id."""
        return history(self._db, self.get(article_id), partial(self.get, article_id))

    def ids(self) -> set[str]:
        """The ids of all live articles."""
        return {row[0] for row in self._db.rows("SELECT id FROM articles WHERE removed_at IS NULL")}

    def changes(self, after: int, upto: int) -> list[Change]:
        """The last change of each article in after < seq <= upto, in order of seq."""
        rows = self._db.run(
            "SELECT max(c.seq), c.token, c.article_id, a.removed_at IS NULL FROM changes c"
            " JOIN articles a ON a.id = c.article_id WHERE c.seq > ? AND c.seq <= ?"
            " GROUP BY c.article_id ORDER BY 1",
            (after, upto),
        )
        return [Change(seq, token, article_id, bool(live)) for seq, token, article_id, live in rows]

    def last_change(self) -> tuple[int, str]:
        """Number and token of the last change; (0, "") in a new store."""
        row = self._db.row("SELECT seq, token FROM changes ORDER BY seq DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, "")

    def change_token(self, seq: int) -> str | None:
        """The token of a change; "" for number 0, None for one that never was."""
        if seq == 0:
            return ""
        row = self._db.row("SELECT token FROM changes WHERE seq = ?", (seq,))
        return row[0] if row else None

    def labels(self, field: str, keys: Iterable[str]) -> dict[str, str]:
        """How each folded facet value was first written; keys that are not known stay away."""
        found: dict[str, str] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), _MANY):
            part = wanted[start : start + _MANY]
            marks = ",".join("?" * len(part))
            found.update(
                self._db.run(
                    f"SELECT key, label FROM labels WHERE field = ? AND key IN ({marks})",
                    [field, *part],
                )
            )
        return found

    def count(self) -> int:
        """How many live articles there are."""
        row = self._db.row("SELECT count(*) FROM articles WHERE removed_at IS NULL")
        return int(row[0]) if row else 0

    def summary(self) -> Summary:
        """Counts, span of dates and size."""
        row = self._db.row(
            "SELECT min(date), max(date), count(*) - count(date), count(*),"
            " (SELECT count(*) FROM articles WHERE removed_at IS NOT NULL),"
            " (SELECT count(*) FROM revisions), (SELECT count(*) FROM originals)"
            " FROM articles WHERE removed_at IS NULL"
        )
        assert row is not None
        first, last, undated, articles, removed, revisions, originals = row
        files = [self.path, *self.path.parent.glob(f"{FILE}-*")]
        size = sum(file.stat().st_size for file in files if file.exists())
        return Summary(articles, removed, revisions, originals, first, last, undated, size)

    def get_validators(self, url: str) -> Validators | None:
        """What the server said of an address when it was last taken in."""
        row = self._db.row("SELECT etag, last_modified FROM validators WHERE url = ?", (url,))
        return Validators(*row) if row else None

    def set_validators(self, url: str, validators: Validators) -> None:
        """Remembers what a server said of an address."""
        self._db.run(
            "INSERT OR REPLACE INTO validators VALUES (?, ?, ?)",
            (url, validators.etag, validators.last_modified),
        )

    def watched(self, folder: bytes) -> dict[bytes, tuple[int, int]]:
        """Size and time of change (ns) of the files in a folder when they were last taken in."""
        rows = self._db.rows(
            "SELECT name, size, modified_ns FROM watched WHERE folder = ?", (folder,)
        )
        return {name: (size, modified) for name, size, modified in rows}

    def set_watched(self, folder: bytes, name: bytes, state: tuple[int, int]) -> None:
        """Remembers a file as it was taken in, inside a `transaction`."""
        self._db.run("INSERT OR REPLACE INTO watched VALUES (?, ?, ?, ?)", (folder, name, *state))

    # Care ---------------------------------------------------------------------------------------

    def backup(self, target: Path) -> None:
        """Copies the archive, while it is in use, to a new file."""
        self._db.backup(target)

    def problems(self) -> Iterator[str]:
        """A sentence for everything that is wrong with the database and the originals."""
        return problems(self._db)

    def _unknown(self, article_id: str) -> NotFoundError:
        return NotFoundError(
            f"No article has the id {article_id!r}", "find it: archive search WORDS --format ids"
        )


def facet_values(article: Article) -> Iterator[tuple[str, str]]:
    """The (facet, value) pairs of an article that have a label: all but its language."""
    for tag in article.tags:
        yield "tag", tag
    for agency in article.agency:
        yield "agency", agency
    for author in article.authors:
        yield "author", author
    if article.section:
        yield "section", article.section
    if article.publisher:
        yield "publisher", article.publisher


def _article(data: str) -> Article:
    try:
        return from_json(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("an article in the database cannot be read", "archive check") from error


def _emptied(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


def _lost(path: Path) -> StoreError:
    return StoreError(
        f"{path} is empty: it is no archive, or one that was lost",
        "restore a backup as that file; for a new archive delete it first",
    )


def _now() -> str:
    return instant(datetime.now(UTC)) or ""
