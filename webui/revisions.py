"""How the state of an article that is shown stands among its revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.article import Article
from archive.errors import NotFoundError, StoreDamagedError
from archive.store.comparison import Comparison, compare_articles
from archive.store.history import Arrival, check_revision
from archive.store.store import Store
from webui.common.closed import is_readable, readable
from webui.common.parameters import whole_number

_MOST_COMPARED = 200_000  # characters: longer bodies are compared on a page of their own


@dataclass(frozen=True, slots=True)
class Standing:
    """A revision of an article among the others.

    `changes` is what it changed in the one `before` it; None where there is none, or it is long
    or damaged.
    `rules` is set where this archive made it, by reading an original again.
    """

    number: int
    before: int | None
    current: int
    seen_at: datetime
    arrivals: Sequence[Arrival]
    changes: Comparison | None
    rules: int | None


def at_revision(store: Store, current: Article, asked: str | None) -> Article:
    """An article at the revision asked for, else the current one. NotFoundError if none, or if it
    is damaged, ClosedError where that state was held back.
    """
    if not asked:
        return current
    number = whole_number(asked)
    if number is None:
        raise NotFoundError(f"{asked!r} is not a revision: they are numbered 1, 2, 3 ...")
    check_revision(number, store.arrivals(current.id))
    try:
        return readable(store.get(current.id, number))
    except StoreDamagedError as error:
        raise NotFoundError(f"Revision {number} is damaged, and cannot be read") from error


def standing(store: Store, current: Article, shown: Article) -> Standing:
    """How a revision stands among those of its article, and what it changed."""
    arrivals = store.arrivals(current.id)
    earlier = [arrival.revision for arrival in arrivals if arrival.revision < shown.revision]
    changes = _changes(store, shown, earlier[-1]) if earlier else None
    return Standing(
        number=shown.revision,
        before=earlier[-1] if earlier else None,
        current=current.revision,
        seen_at=seen_at(arrivals, shown.revision),
        arrivals=arrivals,
        changes=changes,
        rules=next(each.rules for each in arrivals if each.revision == shown.revision),
    )


def _changes(store: Store, shown: Article, number: int) -> Comparison | None:
    try:
        before = store.get(shown.id, number, verified=True)
    except StoreDamagedError:
        return None
    short = len(before.body) + len(shown.body) <= _MOST_COMPARED
    return compare_articles(before, shown) if short and is_readable(before) else None


def seen_at(arrivals: Sequence[Arrival], number: int) -> datetime:
    """When a revision that is there was first seen."""
    return next(arrival.seen_at for arrival in arrivals if arrival.revision == number)
