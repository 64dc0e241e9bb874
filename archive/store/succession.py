"""Which of two states of an article is the current one, what a kill without a text becomes, and
which states are readings of one original.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from archive.article import Article
from archive.dates.parse import parse_date
from archive.normalise.version import RULES
from archive.store.common.database import Database

_NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,20}){0,3}")


def is_bare_kill(article: Article) -> bool:
    """Whether an item says no more than that what was sent before it is withdrawn."""
    return article.status == "withdrawn" and not article.body


def completed(kill: Article, earlier: Article) -> Article:
    """The withdrawn state of an article: all that it was, with what the kill says of it."""
    return replace(
        earlier,
        title=earlier.title or kill.title,
        status=kill.status,
        note=kill.note,  # what is known of an earlier state says nothing of the kill
        extra={**earlier.extra, **kill.extra},
        origin=kill.origin,
    )


def supersedes(new: Article, current: Article) -> bool:
    """Whether a state that arrives takes the place of the current one: not one of a lower version,
    nor a take of the very version, or the very time, that was killed.
    """
    mine, its = (_version(article.extra.get("version")) for article in (new, current))
    comparable = mine is not None and type(mine) is type(its)
    if comparable and mine != its:
        return bool(mine > its)
    lifts = current.status == "withdrawn" and new.status != "withdrawn"
    return not lifts or (not comparable and _is_later(new, current))


def has_original(db: Database, article_id: str, digest: str) -> bool:
    """Whether a revision of an article came as these bytes."""
    sql = "SELECT 1 FROM revisions WHERE article_id = ? AND original_hash = ?"
    return db.row(sql, (article_id, digest)) is not None


def root_of(db: Database, article_id: str, revision: int) -> int:
    """The revision as which the original of a revision came."""
    row = db.row(
        "SELECT coalesce(nullif(renews, 0), revision) FROM revisions"
        " WHERE article_id = ? AND revision = ?",
        (article_id, revision),
    )
    return int(row[0]) if row else revision


def root_of_older_rules(db: Database, article_id: str, original_hash: str) -> int | None:
    """The revision as which an original came, where only other rules than today's have read it."""
    rows = db.run(
        "SELECT coalesce(nullif(renews, 0), revision), coalesce(rules, 0) FROM revisions"
        " WHERE article_id = ? AND original_hash = ? ORDER BY revision DESC",
        (article_id, original_hash),
    )
    return None if not rows or any(rules == RULES for _, rules in rows) else int(rows[0][0])


def _is_later(new: Article, current: Article) -> bool:
    """By the instants of both, or the times of one day; where one is not known, what arrives later
    is later.
    """
    if new.published and current.published:
        return new.published > current.published
    if new.time and current.time and new.date == current.date:
        return new.time > current.time
    return True


def _version(value: object) -> Any:
    """A version as what can be compared: numbers ("2", "2.1"), or an instant; else None."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    if _NUMBER.fullmatch(text):
        numbers = [int(part) for part in text.split(".")]
        while len(numbers) > 1 and not numbers[-1]:
            numbers.pop()
        return tuple(numbers)
    found = parse_date(text) if text else None
    moment: datetime | None = found.published if found else None
    return moment
