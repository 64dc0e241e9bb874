"""The states that an article has gone through: when each was seen, and what it changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from archive.article import JSON_VERSION, Article, Origin, instant
from archive.errors import NotFoundError, StoreDamagedError
from archive.store.common.database import Database
from archive.store.comparison import compare_articles, in_a_line
from archive.store.originals import Replacement
from archive.text.wording import counted

_RANGE = re.compile(r"(?=.)(\d{1,9})?(?:\.\.(\d{1,9})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a revision was first seen, and what its original is. `rules` is set where this archive
    has made it, by reading an original again: by the rules of that number.
    """

    revision: int
    seen_at: datetime
    media_type: str
    rules: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of an article, and what it changed in the one numbered before it.

    `changed` names fields as in the article's JSON; the first revision changed nothing. `rules`
    is as in Arrival. Where the one before it is damaged, it is compared with the last that can be
    read, whose number `since` is then.
    """

    number: int
    at: datetime
    changed: tuple[str, ...]
    words_removed: int
    words_added: int
    status: str | None
    note: str | None
    media_type: str
    origin: Origin
    rules: int | None = None
    since: int | None = None

    @property
    def summary(self) -> str:
        """What it changed, in a line; "" for the first."""
        return in_a_line(self.changed, self.words_removed, self.words_added)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A revision that cannot be read any more, or is not what was kept, and why."""

    number: int
    at: datetime
    media_type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removal:
    """The article was taken out of search, or brought back, and why."""

    removed: bool
    at: datetime
    note: str | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """Later rules made no such article of its original any more, and it left the search."""

    at: datetime


Event = Revision | Damaged | Removal | Replaced


@dataclass(frozen=True, slots=True)
class History:
    """What became of an article, in the order of time; `article` is the current state, or, where
    that cannot be read, the last that can; `current` is the number of the current one.

    `replacement` is what took its place, where it is replaced now; `formerly` are ids of articles
    whose place it has taken.
    """

    article: Article
    events: tuple[Event, ...]
    current: int
    replacement: Replacement | None = None
    formerly: tuple[str, ...] = ()

    @property
    def revisions(self) -> list[Revision]:
        """The revisions that can be read, alone."""
        return [event for event in self.events if isinstance(event, Revision)]

    @property
    def damaged(self) -> list[Damaged]:
        """The revisions that cannot be read."""
        return [event for event in self.events if isinstance(event, Damaged)]

    @property
    def removed(self) -> bool:
        """Whether a person has taken the article out of search."""
        removals = [event for event in self.events if isinstance(event, Removal)]
        return bool(removals) and removals[-1].removed


def arrivals(db: Database, article_id: str) -> list[Arrival]:
    """The revisions of an article in the order of their numbers; none for an unknown id."""
    rows = db.run(
        "SELECT r.revision, seen_at, media_type, CASE WHEN renews IS NOT NULL THEN rules END,"
        " r.revision = a.revision FROM revisions r LEFT JOIN articles a ON a.id = r.article_id"
        " WHERE r.article_id = ? ORDER BY r.revision",
        (article_id,),
    )
    return [
        Arrival(number, datetime.fromisoformat(at), media, rules, bool(current))
        for number, at, media, rules, current in rows
    ]


def history(
    db: Database,
    article_id: str,
    current: Callable[[], Article],
    get: Callable[[int], Article],
    replacement: Replacement | None = None,
) -> History:
    """The history of an article; `current` reads its state now, `get` one revision, and both raise
    StoreDamagedError, as this does where no state can be read. Two are in memory at a time.
    """
    revisions: list[Event] = []
    others: list[Event] = []
    before: Article | None = None
    arrived = arrivals(db, article_id)
    for arrival in arrived:
        try:
            state = get(arrival.revision)
        except StoreDamagedError as error:
            revisions.append(
                Damaged(arrival.revision, arrival.seen_at, arrival.media_type, error.message)
            )
            continue
        revisions.append(_revision(arrival, before, state))
        before = state
    try:
        article = current()
    except StoreDamagedError:
        if before is None:
            raise
        article = before
    rows = db.run(
        "SELECT kind, at, note FROM changes"
        " WHERE article_id = ? AND kind IN ('remove', 'restore', 'replace') ORDER BY seq",
        (article_id,),
    )
    for kind, at, note in rows:
        moment = datetime.fromisoformat(at)
        others.append(
            Replaced(moment) if kind == "replace" else Removal(kind == "remove", moment, note)
        )
    # By time, but each kind in its own order: a clock may have been put back in between.
    merged = tuple(merge(revisions, others, key=lambda event: event.at))
    formerly = db.run(
        "SELECT article_id FROM successors WHERE successor = ? ORDER BY article_id", (article_id,)
    )
    return History(
        article,
        merged,
        current_number(arrived),
        replacement,
        tuple(row[0] for row in formerly),
    )


def read_again(rules: int) -> str:
    """In words that a revision is our own."""
    return f"read again by this archive, rules {rules}"


def place_taken(replacement: Replacement) -> str:
    """In words what took the place of an article."""
    told = f"By the rules of news of today ({replacement.rules}), its original "
    if not replacement.successors:
        return told + f"gives no article: {replacement.reason}"
    return told + f"gives {counted(len(replacement.successors), 'other article')} in its place"


def two_revisions(asked: str | None, arrived: Sequence[Arrival], current: int) -> tuple[int, int]:
    """The revisions to compare: "1..3", "1.." or "1" (with the current one); None: the last two.

    NotFoundError where there are no such two.
    """
    if len(arrived) == 1:
        raise NotFoundError(
            "There is nothing to compare: the article has only one revision",
            "compare it with another article: archive diff ID OTHER_ID",
        )
    if asked is None:
        return arrived[-2].revision, arrived[-1].revision
    match = _RANGE.fullmatch(asked)
    if not match:
        raise NotFoundError(f"{asked!r} is not a pair of revisions", "write them as 1..2")
    before, after = int(match[1] or arrived[0].revision), int(match[2] or current)
    for number in (before, after):
        check_revision(number, arrived)
    return before, after


def compared_states(
    asked: str | None,
    arrived: Sequence[Arrival],
    get: Callable[[int], Article],
) -> tuple[Article, Article, dict[int, str]]:
    """The two states to compare, and the damaged revisions that were passed over, each with what is
    wrong with it: where no two were asked for, they are the last two that can be read. `get` reads
    one. NotFoundError as from `two_revisions`, StoreDamagedError where no two can be read.
    """
    pair = two_revisions(asked, arrived, current_number(arrived))
    if asked is not None:
        return get(pair[0]), get(pair[1]), {}
    found: list[Article] = []
    damaged: dict[int, str] = {}
    for arrival in reversed(arrived):
        try:
            found.append(get(arrival.revision))
        except StoreDamagedError as error:
            damaged[arrival.revision] = error.message
        if len(found) == 2:
            return found[1], found[0], damaged
    raise StoreDamagedError(f"fewer than two revisions can be read: {'; '.join(damaged.values())}")


def current_number(arrived: Sequence[Arrival]) -> int:
    """Which of an article's revisions is the current one."""
    return next((each.revision for each in arrived if each.is_current), len(arrived))


def check_revision(number: int, arrived: Sequence[Arrival]) -> None:
    """NotFoundError where there is no such revision."""
    if not any(arrival.revision == number for arrival in arrived):
        count = "only one revision" if len(arrived) == 1 else f"{len(arrived)} revisions"
        raise NotFoundError(
            f"There is no revision {number}: the article has {count}",
            "archive history ID lists them",
        )


def history_json(history: History) -> dict[str, Any]:
    """A history as JSON, version 1 (see docs/revisions.md)."""
    return {
        "version": JSON_VERSION,
        "id": history.article.id,
        "current": history.current,
        "removed": history.removed,
        "replaced_by": list(history.replacement.successors) if history.replacement else None,
        "formerly": list(history.formerly),
        "events": [_event_json(event) for event in history.events],
    }


def _revision(arrival: Arrival, before: Article | None, state: Article) -> Revision:
    difference = compare_articles(before or state, state)
    return Revision(
        number=arrival.revision,
        at=arrival.seen_at,
        changed=difference.changed,
        words_removed=difference.words_removed,
        words_added=difference.words_added,
        status=state.status,
        note=state.note,
        media_type=arrival.media_type,
        origin=state.origin,
        rules=arrival.rules,
        since=before.revision if before and before.revision != arrival.revision - 1 else None,
    )


def _event_json(event: Event) -> dict[str, Any]:
    at = instant(event.at)
    if isinstance(event, Replaced):
        return {"event": "replaced", "at": at}
    if isinstance(event, Damaged):
        return {
            "event": "damaged",
            "revision": event.number,
            "at": at,
            "media_type": event.media_type,
            "reason": event.reason,
        }
    if isinstance(event, Removal):
        return {"event": "removed" if event.removed else "restored", "at": at, "note": event.note}
    return {
        "event": "revision",
        "revision": event.number,
        "at": at,
        "changed": list(event.changed),
        "since": event.since,
        "words_removed": event.words_removed,
        "words_added": event.words_added,
        "status": event.status,
        "note": event.note,
        "media_type": event.media_type,
        "origin": asdict(event.origin),
        "read_again_by_rules": event.rules,
    }
