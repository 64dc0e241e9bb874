"""What a search may show: not the withdrawn and withheld, unless it asks for them by name, and
nothing under an embargo until its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from archive.article import Article
from archive.frozen import frozen
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN, STATUSES
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.query.tree import And, Key, KeyPrefix, Keys, Not, Or, Query, wanted_leaves


@frozen
class Visibility:
    """What one search leaves out: articles of the statuses `hidden`, and of embargoes after `now`.

    It is a part of the query that an engine gets, so hits and all counts agree in every engine.
    """

    hidden: frozenset[str]
    now: datetime

    @classmethod
    def of(cls, query: Query, now: datetime) -> Visibility:
        """That of a query: it shows a hidden status that one of its wanted leaves names."""
        named = {
            status for status in HIDDEN for leaf in wanted_leaves(query) if _names(leaf, status)
        }
        return cls(HIDDEN - named, now)

    def narrowed(self, query: Query, embargoes: Iterable[str]) -> Query:
        """The query without what is not to be shown. `embargoes` are the pending ones that
        the index holds, those that have ended since among them.
        """
        left_out = [Not(Key("status", status)) for status in sorted(self.hidden)]
        left_out += [Not(Key("embargo", until)) for until in pending(embargoes, self.now)]
        return And((query, *left_out)) if left_out else query

    def shows(self, article: Article) -> bool:
        """Whether an article as it is kept now may be shown: an index may lag behind a kill."""
        return article.status not in self.hidden and not embargoed_until(article, self.now)


def kept_back(engine: Engine, now: datetime) -> list[tuple[str, int]]:
    """What no ordinary search shows, in words, and how many articles: those that there are."""
    ending = pending(engine.values("embargo"), now)
    queries: list[tuple[str, Query]] = [
        (status, Key("status", status)) for status in STATUSES if status in HIDDEN
    ]
    queries.append(("under an embargo", Or(tuple(Key("embargo", until) for until in ending))))
    counts = [(name, engine.search(Request(query, limit=0)).total) for name, query in queries]
    return [(name, count) for name, count in counts if count]


def pending(embargoes: Iterable[str], now: datetime) -> list[str]:
    """The embargoes that are still to end."""
    return [until for until in embargoes if datetime.fromisoformat(until) > now]


def _names(leaf: Query, status: str) -> bool:
    match leaf:
        case Key("status", key):
            return key == status
        case KeyPrefix("status", start):
            return status.startswith(start)
        case Keys("status", keys):
            return status in keys
    return False
