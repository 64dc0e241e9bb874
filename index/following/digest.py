"""The news of a saved search as they are sent to somebody: all since the last time, under an id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from archive.article import Article
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.store.saved import Mark, SavedSearch
from archive.store.tellings import Telling
from index.answers.search import Search
from index.following.news import News, news
from index.following.states import once_found
from index.query.saved import described

MOST_GONE = 1000  # withdrawn articles of one digest


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that the search had found and that may not be read any more: neither title nor
    text of it is to be told.
    """

    article: Article
    reason: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new to a saved search since it was last told there.

    `id` is the same whenever the same is told again, because nobody knows whether it arrived.
    """

    id: str
    news: News
    withdrawn: tuple[Withdrawn, ...]
    told: Mark

    @property
    def saved(self) -> SavedSearch:
        """The search."""
        return self.news.saved

    @property
    def upto(self) -> Mark:
        """What has been told once it has arrived."""
        return self.news.mark

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.news.new or self.news.changed or self.withdrawn)


def digest(search: Search, saved: SavedSearch, place: str, telling: Telling) -> Digest:
    """What has to be told of a search at a place. RequestError for a search of a later language."""
    found = news(search, replace(saved, mark=telling.told), telling.pending)
    gone = _withdrawn(search, found, telling.told)
    named = (
        search.store.change_token(1) or "", place, saved.key, described(saved),
        str(telling.told.change), telling.told.at, str(found.mark.change), found.mark.at,
    )  # fmt: skip
    text = "\n".join(named).encode("utf-8", "backslashreplace")
    return Digest(hashlib.sha256(text).hexdigest()[:32], found, gone, telling.told)


def _withdrawn(search: Search, found: News, told: Mark) -> tuple[Withdrawn, ...]:
    """What could be read, and was found, when it was last told, and may not be read now."""
    before, now = datetime.fromisoformat(told.at), search.now()
    gone = []
    for article_id in search.store.following.touched(told.change, found.mark.change):
        article = search.store.get(article_id)
        reason = _reason(search, article, now)
        if (
            reason
            and _was_readable(search, article_id, before)
            and once_found(search.store, found.query, {article_id: before}, before=before)
        ):
            gone.append(Withdrawn(article, reason))
            if len(gone) == MOST_GONE:
                break
    return tuple(gone)


def _reason(search: Search, article: Article, now: datetime) -> str | None:
    """Why an article may not be read; None where it may, or another one has taken its place."""
    if search.store.is_removed(article.id):
        return None if search.store.replacement(article.id) else "removed"
    if embargoed_until(article, now):
        return "under an embargo"
    return article.status if article.status in HIDDEN else None


def _was_readable(search: Search, article_id: str, at: datetime) -> bool:
    """Whether the last state that was there at a time could be read then."""
    arrivals = [each for each in search.store.arrivals(article_id) if each.seen_at <= at]
    if not arrivals:
        return False
    state = search.store.get(article_id, arrivals[-1].revision)
    return state.status not in HIDDEN and not embargoed_until(state, at)
