"""Originals that are read again by later rules: which there are, what becomes of their articles.

None of it is news (`SavedSearches.novelties`), and nothing that a source sent is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.article import Article, RawArticle, this_instant
from archive.errors import IdentityClashError, StoreDamagedError
from archive.normalise.version import RULES
from archive.store import by_hand, collections, removals
from archive.store.common.database import marks
from archive.store.originals import Provenance, as_sent
from archive.store.ready import Ready
from archive.store.store import Store
from archive.store.succession import completed, is_bare_kill, supersedes


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are read again: those last read by the rules `upto` or older ones; of these,
    if anything is given, those with such an id, from such a file or folder, read by such a reader
    (its `media_types` tell what older versions of the program read).
    """

    upto: int = RULES - 1
    ids: tuple[str, ...] = ()
    file: str | None = None
    reader: str | None = None
    media_types: tuple[str, ...] = ()

    def condition(self) -> tuple[str, list[object]]:
        """As a condition of SQL on articles `a` and their current revisions `r`."""
        parts, values = ["a.removed_at IS NULL AND coalesce(a.read_rules, 0) <= ?"], [self.upto]
        given: list[object] = [*values]
        if self.ids:
            parts.append(f"a.id IN ({marks(self.ids)})")
            given += self.ids
        if self.file is not None:
            origin = "json_extract(r.data, '$.origin.file')"
            parts.append(f"({origin} = ? OR substr({origin}, 1, ?) = ?)")
            folder = self.file.rstrip("/") + "/"
            given += [self.file, len(folder), folder]
        if self.reader is not None:
            read_by = "json_extract(r.read_as, '$.format')"
            known = f"r.read_as IS NULL AND r.media_type IN ({marks(self.media_types)})"
            parts.append(f"({read_by} = ? OR ({known}))")
            given += [self.reader, *self.media_types]
        return " AND ".join(parts), given


@dataclass(frozen=True, slots=True)
class Held:
    """The current state of an article, and what it was made from; `packed` is one zstd frame."""

    article: Article
    came: Provenance
    packed: bytes
    size: int
    seen_at: str


class Renewals:
    """What reading originals again changes in one store. Writing goes inside a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store._db

    def count(self, selection: Selection) -> int:
        """How many articles are selected."""
        where, values = selection.condition()
        row = self._db.row(f"SELECT count(*) {_CURRENT} WHERE {where}", values)
        return int(row[0]) if row else 0

    def ids(self, selection: Selection, after: str, limit: int) -> list[str]:
        """The first `limit` ids behind `after` of those selected."""
        where, values = selection.condition()
        rows = self._db.run(
            f"SELECT a.id {_CURRENT} WHERE a.id > ? AND {where} ORDER BY a.id LIMIT ?",
            [after, *values, limit],
        )
        return [row[0] for row in rows]

    def held(self, article_id: str) -> Held | None:
        """What is held of a live article; None where it is not live. StoreDamagedError where it
        cannot be read.
        """
        row = self._db.row(
            "SELECT r.data, r.original_hash, r.media_type, r.read_as, r.renews, o.data, o.size,"
            f" r.seen_at {_CURRENT} JOIN originals o ON o.hash = r.original_hash"
            " WHERE a.removed_at IS NULL AND a.id = ?",
            (article_id,),
        )
        if row is None:
            return None
        data, digest, media_type, read_as, renews, packed, size, seen_at = row
        came = Provenance(digest, media_type, json.loads(read_as) if read_as else None, renews)
        return Held(as_sent(article_id, data), came, packed, size, seen_at)

    def readable(self, article_id: str) -> Held | None:
        """As `held`; None also where it is damaged, which the store notes."""
        try:
            return self.held(article_id)
        except StoreDamagedError as error:
            self._store.damaged[article_id] = error.message
            return None

    def is_current(self, held: Held) -> bool:
        """Whether nothing has come of the article since, and nobody has removed it."""
        row = self._db.row(
            "SELECT 1 FROM articles WHERE id = ? AND revision = ? AND removed_at IS NULL",
            (held.article.id, held.article.revision),
        )
        return row is not None

    def was_brought_back(self, article_id: str) -> bool:
        """Whether a person has undone that an article was replaced."""
        row = self._db.row(
            "SELECT 1 FROM replaced WHERE article_id = ? AND undone <> 0", (article_id,)
        )
        return row is not None

    def mark(self, article_id: str) -> None:
        """Remembers that today's rules have read the article."""
        self._db.run("UPDATE articles SET read_rules = ? WHERE id = ?", (RULES, article_id))

    def _provenance(self, held: Held, raw: RawArticle, ready: Ready) -> Provenance:
        """Where what an original gives today comes from: from all of the original, or from the
        piece of it that `raw` has.
        """
        digest = held.came.original_hash
        if raw.original:
            digest = self._store.keep_original(ready)
        return Provenance(digest, raw.media_type, raw.read_as, 0)

    def revise(self, held: Held, article: Article, raw: RawArticle) -> None:
        """Keeps what the original says today as the current revision, marked as ours."""
        now = this_instant()
        came = replace(held.came, renews=held.came.renews or held.article.revision)
        if held.article.origin.record is None:  # a file may be of another format by today's rules
            came = replace(came, media_type=raw.media_type, read_as=raw.read_as)
        self._store.revise(Ready(article, b""), came, now, current=True)
        self._store.log(article.id, "renew", now)

    def put(self, held: Held, article: Article, raw: RawArticle) -> bool:
        """Keeps another article that the original of `held` gives today, and says whether that was
        needed. It joins the one of its identity where there is one, as the current state if it came
        later than that.
        """
        put = self._put(held, article, raw)
        rows = self._db.run("SELECT name FROM collections WHERE article_id = ?", (held.article.id,))
        self._store.collect(article.id, tuple(row[0] for row in rows))
        return put

    def _put(self, held: Held, article: Article, raw: RawArticle) -> bool:
        now = this_instant()
        row = self._db.row("SELECT identity, removed_at FROM articles WHERE id = ?", (article.id,))
        if row is not None and row[0] != article.identity:
            raise IdentityClashError(f"{article.identity!r} has the id of {row[0]!r}")
        if row is None:
            ready = Ready(article, raw.original)
            self._store.add(ready, self._provenance(held, raw, ready), now)
            self._store.log(article.id, "renew", now)
            self._db.run(
                "UPDATE articles SET added_at = (SELECT added_at FROM articles WHERE id = ?)"
                " WHERE id = ?",
                (held.article.id, article.id),
            )
            return True
        if row[1] is not None:
            if self._store.replacement(article.id) is None:
                return False  # a person has removed it, and it stays removed
            self._reinstate(article.id)
        return self._join(held, article, raw, now)

    def _reinstate(self, article_id: str) -> None:
        removals.bring_back(self._db, article_id)
        self._store.log(article_id, "renew", this_instant())

    def _join(self, held: Held, article: Article, raw: RawArticle, now: str) -> bool:
        """As a revision of an article that is there."""
        current = self.held(article.id)
        assert current is not None
        if is_bare_kill(article):
            article = completed(article, current.article)
        ready = Ready(article, raw.original)
        if self._db.row(
            "SELECT 1 FROM revisions WHERE article_id = ? AND content_hash = ?",
            (article.id, ready.content),
        ):
            return False
        later = self._arrived(held) > self._arrived(current)
        is_next = later and supersedes(article, current.article)
        came = self._provenance(held, raw, ready)  # kept only where something is made of it
        self._store.revise(ready, came, now, current=is_next)
        self._store.log(article.id, "renew", now)
        return True

    def _arrived(self, held: Held) -> str:
        """When the source's own state behind a revision was seen."""
        row = self._db.row(
            "SELECT seen_at FROM revisions WHERE article_id = ? AND revision = ?",
            (held.article.id, held.came.renews or held.article.revision),
        )
        return str(row[0]) if row else held.seen_at

    def replace(
        self, held: Held, successors: Iterable[str], reason: str | None = None
    ) -> list[str]:
        """Takes an article out of search, and says what took its place, which has its tags by hand
        too. Who asks for one that it had replaced itself is told of these too. Returns the saved
        searches that name it.
        """
        now, old, new = this_instant(), held.article.id, sorted(successors)
        self._db.run(
            "UPDATE articles SET removed_at = ?, read_rules = ? WHERE id = ?", (now, RULES, old)
        )
        self._db.run(
            "INSERT INTO replaced VALUES (?, ?, ?, 0) ON CONFLICT (article_id) DO UPDATE"
            " SET rules = excluded.rules, reason = excluded.reason, undone = 0",
            (old, RULES, reason),
        )
        followed = self._db.run(
            "DELETE FROM successors WHERE successor = ? RETURNING article_id", (old,)
        )
        for earlier in [old, *(row[0] for row in followed)]:
            for successor in new:
                if successor != earlier:
                    sql = "INSERT INTO successors VALUES (?, ?) ON CONFLICT DO NOTHING"
                    self._db.run(sql, (earlier, successor))
        for successor in new:
            if by_hand.carry(self._db, old, successor):
                self._store.log(successor, "tag", now)
            if collections.carry(self._db, old, successor):
                self._store.log(successor, "collect", now)
        self._store.saved.follow(old, new)
        self._store.log(old, "replace", now)
        return self._store.saved.naming(old)


_CURRENT = "FROM articles a JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision"
