"""The database of record: what is put into it, and removed. Holdings looks it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from archive.article import Article, this_instant
from archive.errors import IdentityClashError, StoreDamagedError, StoreError
from archive.store.common.database import Database
from archive.store.holdings import Holdings
from archive.store.originals import Provenance, write
from archive.store.sqlite.database import FILE, SqliteDatabase, refuse_missing
from archive.text.plain import fold_line

if TYPE_CHECKING:  # for writing and for watches: a search has no use for them
    from archive.store.ready import Ready
    from archive.validators import Validators

Outcome = Literal["added", "revised", "unchanged", "removed"]


class Store(Holdings):
    """One open database. Reading is safe from several threads; write from one at a time."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._labels: set[tuple[str, str]] = set()  # known to be kept, so not asked for again
        self.mended: list[str] = []  # what was put right since it was opened

    @classmethod
    def create(cls, home: Path, server: str = "") -> Store:
        """Opens the store in `home`, or at a `server`, making it where it is missing."""
        from archive.store.sqlite.making import make_file, make_folder

        make_folder(home)
        if server:
            from archive.store.postgres.installed import postgres

            return cls(postgres()(home, server, create=True))
        make_file(home)
        return cls(SqliteDatabase(home / FILE))

    @classmethod
    def open(cls, home: Path, server: str = "", *, read_only: bool = False) -> Store:
        """Opens the store in `home`, or at a `server`; NoArchiveError where there is none."""
        if server:
            from archive.store.postgres.installed import postgres

            return cls(postgres()(home, server, read_only=read_only))
        refuse_missing(home)
        return cls(SqliteDatabase(home / FILE, read_only=read_only))

    def close(self) -> None:
        """Closes the database; the store cannot be used after it."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *ending: object) -> None:
        self.close()

    # Writing ------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together when it ends, or not at all.

        StoreError where another process holds the database too long, or it cannot be written.
        """
        mended = len(self.mended)
        try:
            with self._db.transaction():
                yield
        except BaseException:
            self._labels.clear()
            del self.mended[mended:]
            raise

    def put(
        self, article: Article, original: bytes, media_type: str,
        read_as: Mapping[str, Any] | None = None, ready: Ready | None = None,
        under: Iterable[str] | None = None,
    ) -> Outcome:  # fmt: skip
        """Keeps an article, inside a `transaction`; `read_as` is how its original was read, `ready`
        what has been made of the two beforehand, `under` those of its collections that the delivery
        itself names, all unless given.

        A new identity is "added"; a state never seen of a known one is "revised", though a state of
        a lower version does not become the current one; a state that any revision already holds is
        "unchanged"; a removed article stays "removed". A kill without a text keeps the earlier one.
        Bytes that are there and mean something else by now are read again, and not a revision of
        the source. What is damaged of it, and comes again as it was, is put right and noted in
        `mended`. IdentityClashError where another identity has the id.
        """
        if ready is None:
            from archive.store.ready import Ready

            ready = Ready(article, original)
        outcome, known = self._outcome(ready)
        now = this_instant()
        if outcome != "added" and self._mend(ready, now):
            outcome, known = self._outcome(ready)
        ready = known
        if outcome in ("revised", "unchanged"):
            self._bring_back(article.id, now)
        if outcome in ("unchanged", "removed"):
            if outcome == "unchanged":
                self.collect(article.id, article.collections, under)
            return outcome
        came = Provenance(self.keep_original(ready), media_type, read_as)
        if outcome == "added":
            self.add(ready, came, now)
            self.log(article.id, "add", now)
        elif outcome == "revised":
            self._put_revision(ready, came, now)
        self.collect(article.id, article.collections, under, log=False)
        return outcome

    def _mend(self, ready: Ready, now: str) -> bool:
        """Puts right what is damaged of an article that has come again; says whether anything was.
        An index follows.
        """
        from archive.store.health import mend

        if mended := mend(self._db, ready):
            self.mended += mended
            self.log(ready.article.id, "renew", now)
        return bool(mended)

    def collect(
        self, article_id: str, names: Iterable[str], under: Iterable[str] | None = None, *,
        log: bool = True,
    ) -> None:  # fmt: skip
        """Adds an article to collections, inside a `transaction`, told in the log if `log`."""
        from archive.store.collections import collect

        added = collect(self._db, article_id, names, under) if names else ()
        for name in added:
            self._label("collection", name)
        if added and log:
            self.log(article_id, "collect", this_instant())

    def _put_revision(self, ready: Ready, came: Provenance, now: str) -> None:
        from archive.store.succession import root_of, root_of_older_rules, supersedes

        article = ready.article
        root = root_of_older_rules(self._db, article.id, came.original_hash)
        try:
            current = self.get(article.id)
        except StoreDamagedError:  # what comes now can be read, at least
            self.revise(ready, came, now, current=True)
            self.log(article.id, "revise", now)
            return
        if root is None:
            is_next = supersedes(article, current)
        else:  # it is the rules that have changed it
            came = replace(came, renews=root)
            is_next = root == root_of(self._db, article.id, current.revision)
        self.revise(ready, came, now, current=is_next)
        self.log(article.id, "revise" if root is None else "renew", now)

    def add(self, ready: Ready, came: Provenance, now: str) -> None:
        """Writes a new article, without a line in the log."""
        from archive.normalise.version import RULES

        article = ready.article
        self._db.run(
            "INSERT INTO articles (id, identity, revision, date, added_at, read_rules)"
            " VALUES (?, ?, 1, ?, ?, ?)",
            (article.id, article.identity, article.date, now, RULES),
        )
        self._add_revision(ready, 1, came, now)
        self._place(ready, now)
        from archive.store.by_hand import welcome

        for note in welcome(self._db, article, now):
            self.log(article.id, "remove", now, note)

    def revise(self, ready: Ready, came: Provenance, now: str, *, current: bool) -> None:
        """Writes a new revision, perhaps as the current one, without a line in the log."""
        from archive.normalise.version import RULES

        article = ready.article
        last = self._db.row(
            "SELECT max(revision) FROM revisions WHERE article_id = ?", (article.id,)
        )
        assert last is not None
        self._add_revision(ready, last[0] + 1, came, now)
        if current:
            self._db.run(
                "UPDATE articles SET revision = ?, date = ?, read_rules = ? WHERE id = ?",
                (last[0] + 1, article.date, RULES, article.id),
            )
            self._place(ready, now)

    def foresee(self, ready: Ready) -> Outcome:
        """What `put` would answer for an article, which is not kept."""
        return self._outcome(ready)[0]

    def _outcome(self, ready: Ready) -> tuple[Outcome, Ready]:
        """What an article would be here, and the state to keep."""
        article = ready.article
        ready.content  # noqa: B018 - what cannot be kept is told before anything is written
        self._db.refuse_text(article.identity)
        row = self._db.row("SELECT identity, removed_at FROM articles WHERE id = ?", (article.id,))
        if row is None:
            return "added", ready
        identity, removed_at = row
        if identity != article.identity:
            raise IdentityClashError(
                f"{article.identity!r} has the id {article.id} of another article, {identity!r}"
            )
        if removed_at is not None and self.replacement(article.id) is None:
            return "removed", ready
        from archive.store.succession import completed, has_original, is_bare_kill

        if is_bare_kill(article):
            # What it makes depends on the current state: the same kill again must not end a later
            # one that has lifted it, so it is known by its bytes.
            if has_original(self._db, article.id, ready.digest):
                return "unchanged", ready
            with suppress(StoreDamagedError):  # what cannot be read is withdrawn all the same
                ready = replace(ready, article=completed(article, self.get(article.id)))
        seen = self._db.row(
            "SELECT 1 FROM revisions WHERE article_id = ? AND content_hash = ?",
            (article.id, ready.content),
        )
        return "unchanged" if seen else "revised", ready

    def place_missing(
        self, batch: int = 500, on_progress: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        """Finds the stories of articles that an older version of the program kept without."""
        from archive.store.ready import Ready

        missing, done, last = self._stories.missing(), 0, ""
        while missing and (ids := self._stories.unplaced(last, batch)):
            on_progress(done, missing)
            with self.transaction():
                for article_id in ids:
                    try:
                        ready = Ready(self.get(article_id), b"")
                    except StoreDamagedError as error:
                        self.damaged[article_id] = error.message
                        continue
                    self._place(ready, this_instant())
            done, last = done + len(ids), ids[-1]
        if missing:
            on_progress(done, done)

    def remove(
        self,
        article_id: str,
        note: str | None = None,
        reason: str | None = None,
        instead: str | None = None,
    ) -> None:
        """Takes an article out of search; its revisions stay. Readers are told the reason and the
        id of what to read instead, not the note. NotFoundError for an unknown id.
        """
        from archive.store import removals

        with self.transaction():
            if instead is not None:
                self.is_removed(instead)
            self._set_removed(article_id, True, note)
            removals.tell(self._db, article_id, reason, instead)

    def restore(self, article_id: str, note: str | None = None) -> None:
        """Undoes `remove`. NotFoundError for an unknown id."""
        with self.transaction():
            self._set_removed(article_id, False, note)

    def _set_removed(self, article_id: str, removed: bool, note: str | None) -> None:
        if self.is_removed(article_id) == removed:
            state = "already" if removed else "not"
            raise StoreError(f"{article_id} is {state} removed", f"archive history {article_id}")
        from archive.store import removals

        now = this_instant()
        removals.set_removed(self._db, article_id, now if removed else None)
        self.log(article_id, "remove" if removed else "restore", now, note)

    def _bring_back(self, article_id: str, now: str) -> None:
        """Into search again, where it was only replaced: its source has sent it after all."""
        if self.is_removed(article_id):
            from archive.store import removals

            removals.bring_back(self._db, article_id)
            self.log(article_id, "restore", now)

    def keep_original(self, ready: Ready) -> str:
        """Writes bytes as they arrived, where they are not there yet, and gives their hash."""
        write(self._db, ready.digest, len(ready.original), ready.packed)
        return ready.digest

    def _add_revision(self, ready: Ready, revision: int, came: Provenance, now: str) -> None:
        from archive.normalise.version import RULES
        from archive.store.labels import facet_values

        article, data = ready.article, ready.as_revision(revision)
        self._db.run(
            "INSERT INTO revisions (article_id, revision, content_hash, seen_at, original_hash,"
            " media_type, data, rules, read_as, renews) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article.id, revision, ready.content, now, came.original_hash, came.media_type, data,
             RULES, came.read_as_json, came.renews),
        )  # fmt: skip
        for field, label in facet_values(article):
            self._label(field, label)

    def _label(self, field: str, label: str) -> None:
        key = fold_line(label)
        if (field, key) not in self._labels:
            self._labels.add((field, key))
            sql = "INSERT INTO labels VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            self._db.run(sql, (field, key, label))

    def _place(self, ready: Ready, now: str) -> None:
        for article_id in self._stories.place(ready):
            self.log(article_id, "story", now)

    def log(self, article_id: str, kind: str, now: str, note: str | None = None) -> None:
        """Writes a line in the log of changes, which an index follows."""
        sql = "INSERT INTO changes (article_id, kind, at, note) VALUES (?, ?, ?, ?)"
        self._db.run(sql, (article_id, kind, now, note))

    # What was looked at -------------------------------------------------------------------------

    def set_validators(self, url: str, validators: Validators) -> None:
        """Remembers what a server said of an address."""
        self._db.put("validators", {"url": url}, asdict(validators))

    def set_watched(self, folder: bytes, name: bytes, state: tuple[int, int] | None) -> None:
        """Remembers a file as it was taken in, or nothing of it, inside a `transaction`."""
        if state is None:
            self._db.run("DELETE FROM watched WHERE folder = ? AND name = ?", (folder, name))
        else:
            known = dict(zip(("size", "modified_ns"), state, strict=True))
            self._db.put("watched", {"folder": folder, "name": name}, known)

    # Care ---------------------------------------------------------------------------------------

    def backup(self, target: Path) -> None:
        """Copies the archive, while it is in use, to a new file."""
        self._db.backup(target)
