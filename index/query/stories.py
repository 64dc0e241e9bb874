"""`story:ID` with the id of any article: it means the story that the article belongs to now."""

from __future__ import annotations

from archive.store.store import Store
from index.query.tree import And, AtLeast, Boost, Key, Not, Or, Prefer, Query


def with_stories(query: Query, store: Store) -> Query:
    """The same query, each `story:` naming the story of the article that was named.

    Stories merge, and then go by another id: so an address that names one stays good for ever.
    """
    match query:
        case Key("story", article_id):
            return Key("story", store.stories([article_id]).get(article_id, article_id))
        case And(items):
            return And(tuple(with_stories(item, store) for item in items))
        case Or(items):
            return Or(tuple(with_stories(item, store) for item in items))
        case AtLeast(least, items):
            return AtLeast(least, tuple(with_stories(item, store) for item in items))
        case Boost(inner, weight):
            return Boost(with_stories(inner, store), weight)
        case Not(item):
            return Not(with_stories(item, store))
        case Prefer(inner, better):
            return Prefer(with_stories(inner, store), better)
        case _:
            return query
