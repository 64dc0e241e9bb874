"""Originals that are read again by later rules: which there are, what becomes of their articles.

None of it is news (`SavedSearches.novelties`), and nothing that a source sent is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.article import Article, RawArticle, this_instant
from archive.errors import IdentityClashError, StoreDamagedError
from archive.normalise.version import RULES
from archive.store import by_hand, collections, removals
from archive.store.common.database import Row, marks
from archive.store.originals import AT_ONCE, Provenance, as_sent, record_of
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
        """As a condition of SQL on articles `a`, but for what `holds` tells."""
        parts, values = ["a.removed_at IS NULL AND coalesce(a.read_rules, 0) <= ?"], [self.upto]
        given: list[object] = [*values]
        if self.ids:
            parts.append(f"a.id IN ({marks(self.ids)})")
            given += self.ids
        return " AND ".join(parts), given

    @property
    def is_of_records(self) -> bool:
        """Whether `holds` has to tell, of each article."""
        return self.file is not None or self.reader is not None

    def holds(self, article_id: str, data: str, read_as: str | None, media_type: str) -> bool:
        """Whether an article is from such a file or folder and read by such a reader, by what is
        kept of it. StoreDamagedError where that cannot be read.
        """
        if self.reader is not None:
            known = record_of(article_id, read_as).get("format") if read_as else None
            if known != self.reader and (read_as or media_type not in self.media_types):
                return False
        if self.file is None:
            return True
        origin = record_of(article_id, data).get("origin")
        file = str(origin.get("file") or "") if isinstance(origin, dict) else ""
        return file == self.file or file.startswith(self.file.rstrip("/") + "/")


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
        if selection.is_of_records:
            return sum(len(ids) for ids in self.pages(selection))
        where, values = selection.condition()
        row = self._db.row(f"SELECT count(*) {_CURRENT} WHERE {where}", values)
        return int(row[0]) if row else 0

    def pages(self, selection: Selection, most: int = 500) -> Iterator[list[str]]:
        """The ids of those selected, in order, at most so many at a time. What was asked of an
        article that is damaged cannot be told: it is left out, and noted in the store.
        """
        where, values = selection.condition()
        sql = f"SELECT a.id {_CURRENT} WHERE a.id > ? AND {where} ORDER BY a.id LIMIT ?"
        last = ""
        while ids := [row[0] for row in self._db.run(sql, [last, *values, most])]:
            last = ids[-1]
            yield self._held_of(selection, ids) if selection.is_of_records else ids

    def _held_of(self, selection: Selection, ids: list[str]) -> list[str]:
        damaged, found = self._store.damaged, []
        sql = f"SELECT a.id, r.data, r.read_as, r.media_type {_CURRENT} WHERE a.id IN"
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            for row in sorted(self._db.rows_one_by_one(sql, some, damaged), key=_id_of):
                try:
                    if selection.holds(*row):
                        found.append(row[0])
                except StoreDamagedError as error:
                    damaged[row[0]] = error.message
        return found

    def held(self, article_id: str, *, removed: bool = False) -> Held | None:
        """What is held of a live article, or of one that is `removed` too; None where there is no
        such. StoreDamagedError where it cannot be read.
        """
        row = self._db.row(
            "SELECT r.data, r.original_hash, r.media_type, r.read_as, r.renews, o.data, o.size,"
            f" r.seen_at {_CURRENT} LEFT JOIN originals o ON o.hash = r.original_hash"
            " WHERE (a.removed_at IS NULL OR ?) AND a.id = ?",
            (removed, article_id),
        )
        if row is None:
            return None
        data, digest, media_type, read_as, renews, packed, size, seen_at = row
        if packed is None:
            raise StoreDamagedError(f"the article {article_id} is damaged: its original is missing")
        came = Provenance.of_row(article_id, digest, media_type, read_as, renews)
        return Held(as_sent(article_id, data), came, packed, size, seen_at)

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
        later than that. StoreDamagedError where that one cannot be read; nothing is written then.
        """
        put = self._put(held, article, raw)
        self._store.collect(article.id, collections.came(self._db, held.article.id))
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
        if row[1] is not None and self._store.replacement(article.id) is None:
            return False  # a person has removed it, and it stays removed
        current = self.held(article.id, removed=True)
        if current is None:
            raise StoreDamagedError(f"none of the revisions of {article.id} can be read")
        if row[1] is not None:
            self._reinstate(article.id)
        return self._join(held, current, article, raw, now)

    def _reinstate(self, article_id: str) -> None:
        removals.bring_back(self._db, article_id)
        self._store.log(article_id, "renew", this_instant())

    def _join(self, held: Held, current: Held, article: Article, raw: RawArticle, now: str) -> bool:
        """As a revision of an article that is there, and now as `current` says."""
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


def _id_of(row: Row) -> str:
    return str(row[0])


_CURRENT = "FROM articles a JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision"
