"""What a store holds, looked up: articles, revisions, originals, changes, labels, counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.article import Article
from archive.errors import NotFoundError, StoreDamagedError
from archive.frozen import frozen
from archive.store.common.database import Database
from archive.store.originals import KEPT, Original, Replacement, arrived, as_sent, as_wanted
from archive.text.plain import fold_line

if TYPE_CHECKING:  # loaded only where they are needed: a search does not need them
    from datetime import datetime

    from archive.store.batches import Batches
    from archive.store.edits import Edit
    from archive.store.following import Following
    from archive.store.health import Summary
    from archive.store.history import Arrival, History
    from archive.store.saved import SavedSearches
    from archive.store.stories import Stories
    from archive.store.tellings import Tellings
    from archive.validators import Validators


@frozen
class Change:
    """One entry of the change log; `live` says whether the article is to be found now."""

    seq: int
    token: str
    article_id: str
    live: bool


class Holdings:
    """The reading half of a Store. It is safe from several threads."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.damaged: dict[str, str] = {}  # what was left out since it was opened, and why, by id

    @property
    def database(self) -> Database:
        """For rooms that keep something of their own in it."""
        return self._db

    @property
    def home(self) -> Path:
        """The folder of the archive."""
        return self._db.home

    @property
    def path(self) -> Path | None:
        """The file of the database; None where it is on a server."""
        return self._db.path

    @cached_property
    def _stories(self) -> Stories:
        from archive.store.stories import Stories

        return Stories(self._db)

    @cached_property
    def saved(self) -> SavedSearches:
        """The searches that people keep."""
        from archive.store.saved import SavedSearches

        return SavedSearches(self._db)

    @cached_property
    def batches(self) -> Batches:
        """What came in together."""
        from archive.store.batches import Batches

        return Batches(self._db)

    def _kept(self, *, verified: bool = False) -> str:
        kept = KEPT if self._db.is_up_to_date else "a.id, r.data, {digest}, NULL, NULL"
        return kept.format(digest="r.content_hash" if verified else "NULL")

    def get(
        self, article_id: str, revision: int | None = None, *, verified: bool = False
    ) -> Article:
        """An article, removed or not; or one of its revisions, as its source sent that.
        NotFoundError if there is none, StoreDamagedError where it cannot be read, or where it is
        `verified` and not what was kept.
        """
        row = self._db.row(
            f"SELECT {self._kept(verified=verified)} FROM articles a"
            " JOIN revisions r ON r.article_id = a.id AND r.revision = coalesce(?, a.revision)"
            " WHERE a.id = ?",
            (revision, article_id),
        )
        if row is None:
            raise self._unknown(article_id)
        if revision is None:
            return as_wanted(self.tag_names(), *row)
        try:
            return as_sent(*row)
        except StoreDamagedError as error:
            raise StoreDamagedError(f"revision {revision}: {error.message}") from error

    def get_many(self, ids: Iterable[str], *, verified: bool = False) -> dict[str, Article]:
        """The current state of the live articles among `ids`. One that is damaged, or `verified`
        and not what was kept, is left out, and what is wrong with it noted in `damaged`.
        """
        sql = (
            f"SELECT {self._kept(verified=verified)} FROM articles a"
            " JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision"
            " WHERE a.removed_at IS NULL AND a.id IN"
        )
        names, found = self.tag_names(), {}
        for row in self._db.rows_one_by_one(sql, ids, self.damaged):
            try:
                found[row[0]] = as_wanted(names, *row)
            except StoreDamagedError as error:
                self.damaged[row[0]] = error.message
        return found

    def tag_names(self) -> dict[str, str]:
        """The names of tags that people have given another one, by folded tag."""
        if not self._db.is_up_to_date:
            return {}
        return dict(self._db.run("SELECT key, name FROM tag_names ORDER BY key"))

    def stories(self, ids: Iterable[str]) -> dict[str, str]:
        """The story of each article: the id of one that carries nearly its text, or its own."""
        sql = "SELECT id, coalesce(story, id) FROM articles WHERE id IN"
        return dict(self._db.rows_among(sql, ids))

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

    def told_of_removal(self, article_id: str) -> tuple[str | None, str | None]:
        """What readers are told of an article that a person has removed: why, and the id of what to
        read instead; None where nothing is said.
        """
        from archive.store import removals

        return removals.told(self._db, article_id)

    def replacement(self, article_id: str) -> Replacement | None:
        """What took the place of an article when later rules read its original; None where it is
        in search, or a person removed it.
        """
        if not self._db.is_up_to_date:
            return None
        sql = "SELECT rules, reason FROM replaced WHERE article_id = ? AND undone = 0"
        row = self._db.row(sql, (article_id,))
        if row is None:
            return None
        sql = "SELECT successor FROM successors WHERE article_id = ? ORDER BY successor"
        rows = self._db.run(sql, (article_id,))
        return Replacement(row[0], tuple(each[0] for each in rows), row[1])

    def original(self, article_id: str, revision: int | None = None) -> Original:
        """The bytes that an article's revision came from. NotFoundError if there is none,
        StoreDamagedError where they are not as they arrived.
        """
        row = self._db.row(
            "SELECT o.data, o.size, o.hash, r.media_type FROM articles a JOIN revisions r"
            " ON r.article_id = a.id AND r.revision = coalesce(?, a.revision)"
            " LEFT JOIN originals o ON o.hash = r.original_hash WHERE a.id = ?",
            (revision, article_id),
        )
        if row is None:
            raise self._unknown(article_id)
        if row[0] is None:
            raise StoreDamagedError(f"the original of the article {article_id} is missing")
        return Original(arrived(*row[:3]), row[3])

    def arrivals(self, article_id: str) -> list[Arrival]:
        """When each revision of an article was seen, by number. NotFoundError for an unknown id."""
        from archive.store.history import arrivals

        found = arrivals(self._db, article_id)
        if not found:
            raise self._unknown(article_id)
        return found

    def history(self, article_id: str) -> History:
        """Its revisions, what each changed, and its removals; of a revision that is not what was
        kept, that. NotFoundError for an unknown id, StoreDamagedError where no state can be read.
        """
        from archive.store.history import history

        get = partial(self.get, article_id)
        replacement = self.replacement(article_id)
        return history(self._db, article_id, get, partial(get, verified=True), replacement)

    def edits(self, articles: Iterable[Article]) -> dict[str, tuple[Edit, ...]]:
        """What their sources changed in each of some current articles; those in which they changed
        nothing are left out.
        """
        if not (several := [article for article in articles if article.revision > 1]):
            return {}
        from archive.store.edits import edits_among

        return edits_among(self._db, several, self.damaged)

    def first_states(self, ids: Iterable[str]) -> dict[str, Article]:
        """The states in which articles came first, removed ones too; of those that can be read."""
        from archive.store.edits import first_states

        return first_states(self._db, ids)

    def resent(self, ids: Iterable[str]) -> list[tuple[datetime, str, int]]:
        """When sources sent these articles again, and as which revisions; the last first."""
        from archive.store.edits import resent

        return resent(self._db, ids)

    def ids(self) -> set[str]:
        """The ids of all live articles; of a damaged list, of those that can be read."""
        sql = "SELECT id FROM articles WHERE removed_at IS NULL"
        try:
            return {row[0] for row in self._db.scan(sql)}
        except StoreDamagedError:
            return self._db.live_ids(self.damaged)

    def changes(self, after: int, upto: int) -> list[Change]:
        """The last change of each article in after < seq <= upto, in order of seq."""
        rows = self._db.run(
            "SELECT c.seq, c.token, c.article_id, a.removed_at IS NULL FROM"
            " (SELECT max(seq) AS seq FROM changes WHERE seq > ? AND seq <= ? GROUP BY article_id)"
            " last JOIN changes c ON c.seq = last.seq JOIN articles a ON a.id = c.article_id"
            " ORDER BY c.seq",
            (after, upto),
        )
        return [Change(seq, token, article_id, bool(live)) for seq, token, article_id, live in rows]

    def last_change(self) -> tuple[int, str]:
        """Number and token of the last change; (0, "") in a new store."""
        row = self._db.row("SELECT seq, token FROM changes ORDER BY seq DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, "")

    def data_version(self) -> object:
        """Something else whenever somebody else has written; of this thread alone."""
        return self._db.data_version()

    @property
    def may_write(self) -> bool:
        """Whether the database may be written to."""
        return self._db.may_write

    def change_token(self, seq: int) -> str | None:
        """The token of a change; "" for number 0, None for one that never was."""
        if seq == 0:
            return ""
        row = self._db.row("SELECT token FROM changes WHERE seq = ?", (seq,))
        return row[0] if row else None

    def labels(self, field: str, keys: Iterable[str]) -> dict[str, str]:
        """How each folded facet value was first written, or is by the wish of people; unknown keys
        are left out.
        """
        sql = "SELECT key, label FROM labels WHERE field = ? AND key IN"
        found: dict[str, str] = dict(self._db.rows_among(sql, keys, field))
        if field == "tag":
            wanted = {fold_line(name): name for name in self.tag_names().values()}
            found |= {key: wanted[key] for key in found.keys() & wanted.keys()}
        return found

    def count(self) -> int:
        """How many live articles there are, by the number that the database keeps."""
        if not self._db.is_up_to_date:
            return self.counted()
        row = self._db.row("SELECT value FROM counts WHERE name = 'articles'")
        return int(row[0]) if row else self.counted()

    def counted(self) -> int:
        """How many live articles there are, counted one by one."""
        try:
            row = self._db.row("SELECT count(*) FROM articles WHERE removed_at IS NULL")
        except StoreDamagedError:
            return len(self.ids())
        return int(row[0]) if row else 0

    def summary(self) -> Summary:
        """Counts, span of dates and size."""
        from archive.store.health import summary

        return summary(self._db)

    @property
    def following(self) -> Following:
        """What somebody who follows this archive has to be told."""
        from archive.store.following import Following

        return Following(self._db)

    @property
    def tellings(self) -> Tellings:
        """How far the news of saved searches have been told elsewhere."""
        from archive.store.tellings import Tellings

        return Tellings(self._db)

    def get_validators(self, url: str) -> Validators | None:
        """What the server said of an address when it was last taken in."""
        row = self._db.row("SELECT etag, last_modified FROM validators WHERE url = ?", (url,))
        from archive.validators import Validators

        return Validators(*row) if row else None

    def watched(self, folder: bytes) -> dict[bytes, tuple[int, int]]:
        """Size and time of change (ns) of the files in a folder when they were last taken in."""
        sql = "SELECT name, size, modified_ns FROM watched WHERE folder = ?"
        return {name: (size, modified) for name, size, modified in self._db.rows(sql, (folder,))}

    def problems(self) -> Iterator[str]:
        """A sentence for everything that is wrong with the database and the originals."""
        from archive.store.health import problems

        return problems(self._db)

    def _unknown(self, article_id: str) -> NotFoundError:
        return NotFoundError(
            f"No article has the id {article_id!r}", "find it: archive search WORDS --format ids"
        )
