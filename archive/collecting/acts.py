"""Acts on collections as they are told: an article is kept by its id, and told by its title as long
as it may be read.

Acts of before were kept with the title in quotation marks. It is that of an article that may be
read no more, perhaps, so it is never told: the article of such an act is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from archive.article import ID_LENGTH, Article
from archive.collecting.journal import ITSELF, Act
from archive.collecting.shown import may_be_read
from archive.store.store import Store

_TOGETHER = 50  # articles whose texts are in memory at once
# What is done to a single article; what it is said of is its id, or the title that it had.
_OF_ONE = re.compile(
    r"(?P<done>Put in|Noted on|Took out|Moved|Forgot a passage of|Made .*?: (?:put in|noted on)) "
    rf"(?:(?P<id>[a-z2-7]{{{ID_LENGTH}}})|“.*”)",
    re.DOTALL,
)


def told(
    store: Store, acts: Sequence[Act], readable: Callable[[Article], bool] = may_be_read
) -> list[Act]:
    """The same acts, in words that tell no title of an article that may not be read now."""
    of_one = {act.number: found for act in acts if (found := _OF_ONE.fullmatch(act.said))}
    ids = {number: found["id"] for number, found in of_one.items() if found["id"]}
    ids |= _looked_up(store, [act for act in acts if act.number in of_one.keys() - ids.keys()])
    headlines = _headlines(store, ids.values(), readable)
    return [
        replace(act, said=f"{found['done']} {_named(ids.get(act.number), headlines)}")
        if (found := of_one.get(act.number))
        else act
        for act in acts
    ]


def _looked_up(store: Store, acts: Sequence[Act]) -> dict[int, str]:
    """The article of each of these acts, by number; those that touched others too are left out."""
    numbers = [act.number for act in acts if act.articles == 1]
    sql = "SELECT number, article_id FROM list_steps WHERE article_id <> ? AND number IN"
    return dict(store.database.rows_among(sql, numbers, ITSELF))


def _headlines(
    store: Store, ids: Iterable[str], readable: Callable[[Article], bool]
) -> dict[str, str]:
    """The headlines of those of some articles that may be read."""
    found: dict[str, str] = {}
    rest = iter(dict.fromkeys(ids))
    while some := list(islice(rest, _TOGETHER)):
        live = store.get_many(some)
        found |= {each: one.headline for each, one in live.items() if readable(one)}
    return found


def _named(article_id: str | None, headlines: Mapping[str, str]) -> str:
    if article_id is None:
        return "an article"
    return f"“{headlines[article_id]}”" if article_id in headlines else article_id
