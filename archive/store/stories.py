"""Stories: which articles carry nearly the same text, found as they arrive and kept.

Likely copies are looked up by the smallest hashes of a sketch (a copy nearly always shares some),
mostly within the weeks around, so that neither time nor space grows with a story that many carry,
or with the age of the archive.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from archive.store.common.database import Database, Row, marks

if TYPE_CHECKING:  # loaded where stories are found: a search only looks them up
    from archive.store.ready import Ready
    from archive.store.sketch import Sketch

_HASHES = 16  # by which an article is found among those of its days
_HASHES_ANY_TIME = 4  # and among all: enough for equal texts
_ANY_TIME = 0  # in place of a week
_CROWDED = 16  # articles that share a hash; more need not be known to it
_SHARED = 2  # hashes that make another article worth comparing
_LIKELIEST = 32  # articles that are compared, at most
_WEIGHED = 100  # articles of a story that are counted, at most: ten thousand may have one text


class Stories:
    """The stories of one database. Writing goes inside a transaction of it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def place(self, ready: Ready) -> list[str]:
        """Puts an article that is in the database into its story, and joins stories by it.

        Returns the ids of all articles whose story has changed. An article never leaves a story.
        """
        from archive.store.sketch import Sketch, is_copy

        article, mine = ready.article, ready.sketch
        number = self._keep(article.id, mine)
        day = _day(article.date)
        likely = self._file(number, mine, day)
        if not likely:
            return []
        others = self._sketches([number, *likely])
        stories = {others.pop(number)[0]}
        for story, other_date, *packed in others.values():
            if story not in stories:
                other = _day(other_date)
                days = None if day is None or other is None else abs(day - other)
                if is_copy(mine, Sketch.unpack(*packed), days):
                    stories.add(story)
        return self._merge(stories) if len(stories) > 1 else []

    def copies(self, article_id: str) -> list[str]:
        """The live articles of an article's story, itself too; the earliest first."""
        rows = self._db.run(
            "SELECT id FROM articles WHERE removed_at IS NULL AND (id = :id OR story ="
            " (SELECT story FROM articles WHERE id = :id)) ORDER BY date IS NULL, date, id",
            {"id": article_id},
        )
        return [row[0] for row in rows]

    def missing(self) -> int:
        """How many articles have not been placed: those of an older version of the program."""
        row = self._db.row(
            "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM sketches)"
        )
        return int(row[0]) if row else 0

    def unplaced(self, after: str, limit: int) -> list[str]:
        """The first `limit` ids behind `after` of articles that have not been placed."""
        rows = self._db.run(
            "SELECT id FROM articles WHERE id > ? AND NOT EXISTS"
            " (SELECT 1 FROM sketches WHERE article_id = articles.id) ORDER BY id LIMIT ?",
            (after, limit),
        )
        return [row[0] for row in rows]

    def _keep(self, article_id: str, mine: Sketch) -> int:
        row = self._db.row(
            "INSERT INTO sketches (article_id, shingles, figures) VALUES (?, ?, ?)"
            " ON CONFLICT (article_id) DO UPDATE"
            " SET shingles = excluded.shingles, figures = excluded.figures RETURNING number",
            (article_id, *mine.pack()),
        )
        assert row is not None
        return int(row[0])

    def _file(self, number: int, mine: Sketch, day: int | None) -> list[int]:
        """Makes a sketch known to its hashes; the numbers of those that share most with it.

        A hash that is in too many texts is one of boilerplate, or of a story that has enough.
        """
        from archive.store.sketch import NEAR_DAYS

        hashes, always = mine.shingles[:_HASHES], mine.shingles[:_HASHES_ANY_TIME]
        if not hashes:
            return []
        entries = [(_ANY_TIME, hash_) for hash_ in always]
        wanted = [(_ANY_TIME, always)]
        if day is not None:
            entries += [(day // 7, hash_) for hash_ in hashes]
            weeks = {(day + shift) // 7 for shift in (-NEAR_DAYS, 0, NEAR_DAYS)}
            wanted += [(week, hashes) for week in weeks]
        rows = self._db.run(
            _looking_up(tuple(len(some) for _, some in wanted)),
            [value for week, some in wanted for value in (week, *some)],
        )
        known = Counter([row[:2] for row in rows])
        new = [(*entry, number) for entry in entries if known.get(entry, 0) < _CROWDED]
        self._db.add("postings", new)
        shared = Counter([other for _, other in {row[1:] for row in rows}])
        del shared[number]
        # Most share but one, so these go before any are put in order.
        likely = [(other, n) for other, n in shared.items() if n >= _SHARED]
        return [other for other, _ in sorted(likely, key=itemgetter(1), reverse=True)[:_LIKELIEST]]

    def _sketches(self, numbers: list[int]) -> dict[int, Row]:
        """By number: story and date of an article, and its sketch, packed; the earliest first."""
        rows = self._db.rows(
            "SELECT s.number, coalesce(a.story, a.id), a.date, s.shingles, s.figures"
            f" FROM sketches s JOIN articles a ON a.id = s.article_id"
            f" WHERE s.number IN ({marks(numbers)}) ORDER BY s.number",
            numbers,
        )
        return {row[0]: row[1:] for row in rows}

    def _merge(self, stories: set[str]) -> list[str]:
        """Makes one story of several, and returns who got another. The largest gives its id, of
        equal ones that with the article placed first.
        """
        into = max(stories, key=self._standing)
        moved: list[str] = []
        for story in sorted(stories - {into}):
            moved += (
                row[0]
                for row in self._db.run(
                    "UPDATE articles SET story = :into WHERE id = :of OR story = :of RETURNING id",
                    {"of": story, "into": into},
                )
            )
        self._db.run("UPDATE articles SET story = id WHERE id = ? AND story IS NULL", (into,))
        return moved

    def _standing(self, story: str) -> tuple[int, int]:
        row = self._db.row(
            "SELECT count(*), -min(s.number) FROM (SELECT id FROM articles"
            " WHERE id = :of OR story = :of LIMIT :most) a JOIN sketches s ON s.article_id = a.id",
            {"of": story, "most": _WEIGHED},
        )
        assert row is not None
        return row[0], row[1]


@lru_cache
def _looking_up(sizes: tuple[int, ...]) -> str:
    """The statement that finds who has some hashes, so many in each week; in the order of these.

    A part for each week, for of parts joined by OR SQLite has to keep which rows it has given. None
    may be without a hash: an empty IN would make it read the whole table.
    """
    return " UNION ALL ".join(
        f"SELECT week, hash, number FROM postings WHERE week = ? AND hash IN ({marks(range(size))})"
        for size in sizes
    )


def _day(text: str | None) -> int | None:
    """The number of a day; None for a date that is none, or known to the month only."""
    return date.fromisoformat(text).toordinal() if text and len(text) == 10 else None
