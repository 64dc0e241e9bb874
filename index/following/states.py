"""Earlier states of articles: which of those that a search does not find any more it found once.

What an engine holds is how articles are now. States of before are read many at once, and what was
made of them is kept for a while: they do not change.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakKeyDictionary

from archive.article import Article
from archive.normalise.embargo import read_embargo
from archive.status import HIDDEN
from archive.store.edits import Edit
from archive.store.following import State
from archive.store.store import Store
from index.analysis.lexicon import shared
from index.document import NO_FORM, Document, documents, edit_keys
from index.engines.memory import matches
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Variants,
    Word,
    leaves,
)

_MOST_KEPT = 8 << 20  # bytes of documents, about
_A_STATE, _A_TOKEN = 2000, 24  # bytes that a document takes, and each of its tokens
_OF_EDITS = frozenset({"edited", "changed"})  # the fields that tell of them


@dataclass(frozen=True, slots=True)
class _Made:
    """What is made of a state: its document, all words and stems in it, the end of its embargo."""

    document: Document
    held: frozenset[str]
    hidden: bool
    until: datetime | None

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        tokens = sum(len(stream.numbers) for stream in self.document.streams.values())
        return _A_STATE + _A_TOKEN * tokens

    def readable(self, at: datetime) -> bool:
        """Whether it could be read at a time."""
        return not self.hidden and not (self.until and self.until > at)


class _Kept:
    """What was made of the states of one store that were looked at last. Threads share it."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, int], _Made] = OrderedDict()
        self._size = 0
        self._lexicon = shared()
        self._mutex = threading.Lock()

    def of(self, store: Store, states: Iterable[State]) -> dict[str, _Made]:
        """What is made of states, by the ids of their articles; those that cannot be read are left
        out.
        """
        wanted = {(each.article_id, each.revision): each for each in states}
        with self._mutex:
            if self._lexicon is not shared():  # documents keep the one they were made with
                self._made.clear()
                self._size, self._lexicon = 0, shared()
            found = {key: kept for key in wanted if (kept := self._made.get(key))}
        read = store.following.as_they_were(wanted.keys() - found.keys(), store.damaged)
        fresh = dict(zip(read, _made(list(read.values())), strict=True))
        self._keep(fresh)
        return {article_id: made for (article_id, _), made in {**found, **fresh}.items()}

    def _keep(self, made: Mapping[tuple[str, int], _Made]) -> None:
        with self._mutex:
            for key, each in made.items():
                if key not in self._made:
                    self._made[key] = each
                    self._size += each.size
            while self._size > _MOST_KEPT:
                _, last = self._made.popitem(last=False)
                self._size -= last.size


_kept: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()


def once_found(
    store: Store,
    query: Query,
    gone: Mapping[str, datetime],
    *,
    before: datetime | None = None,
    most: int | None = None,
) -> set[str]:
    """Those of some articles that a query found in a state that could be read until each was gone
    (`gone` tells when), and that came no later than `before`. With `most`, in one of so many last
    states but the current one.
    """
    listed: dict[str, list[State]] = {}
    for state in store.following.states(gone):
        if (not before or state.seen_at <= before) and not (most and state.is_current):
            listed.setdefault(state.article_id, []).append(state)
    ways = {article_id: states[-(most or 0) :] for article_id, states in listed.items()}
    kept, keys = _kept.setdefault(store, _Kept()), _OwnKeys(store, query, ways)
    found: set[str] = set()
    while ways:  # the last state of each, then the one before of those that are not found yet
        last = {article_id: states.pop() for article_id, states in ways.items()}
        for article_id, made in kept.of(store, last.values()).items():
            if made.readable(gone[article_id]) and _may_match(query, made.held):
                own = keys.of(last[article_id])
                document = replace(made.document, keys={**made.document.keys, **own})
                if matches(query, document):
                    found.add(article_id)
        ways = {each: states for each, states in ways.items() if states and each not in found}
    return found


class _OwnKeys:
    """What is known of states that is not in them, and may change: stories, collections, edits."""

    def __init__(self, store: Store, query: Query, ids: Collection[str]) -> None:
        self._stories = store.stories(ids)
        self._collected = store.following.collected(ids)
        self._edits: dict[str, tuple[Edit, ...]] = {}
        if not _OF_EDITS.isdisjoint(_fields(query)):  # which have to be worked out
            self._edits = store.edits(store.get_many(ids).values())

    def of(self, state: State) -> dict[str, tuple[str, ...]]:
        """The values of those fields for a state; of one that could be read no embargo was on."""
        edits = self._edits.get(state.article_id, ())
        return {
            "story": (self._stories.get(state.article_id, state.article_id),),
            "collection": self._collected.get(state.article_id, ()),
            "embargo": (),
            **edit_keys(each for each in edits if each.after.revision <= state.revision),
        }


def _made(articles: Sequence[Article]) -> list[_Made]:
    """What is made of states, all at once."""
    return [
        _Made(made, _held(made), article.status in HIDDEN, _embargo(article))
        for article, made in zip(articles, documents(articles, {}, {}), strict=True)
    ]


def _held(document: Document) -> frozenset[str]:
    held: set[str] = set()
    for stream in document.streams.values():
        for number in set(stream.numbers) - {NO_FORM}:
            form = stream.lexicon.forms[number]
            held.update(form.words, form.stems)
    return frozenset(held)


def _embargo(article: Article) -> datetime | None:
    return read_embargo(article.extra.get("embargo"))


def _may_match(query: Query, held: frozenset[str]) -> bool:
    """Whether a query may match what holds these words and stems; far faster than whether it does,
    and for most states the answer is that it may not.
    """
    match query:
        case And(items):
            return all(_may_match(item, held) for item in items)
        case Or(items) | Variants(items):
            return any(_may_match(item, held) for item in items)
        case AtLeast(least, items):
            return sum(_may_match(item, held) for item in items) >= least
        case Prefer(inner, _) | Boost(inner, _):
            return _may_match(inner, held)
        case Word(_, _, stems):
            return not held.isdisjoint(stems)
        case Phrase(_, words) | Near(_, words, _):
            return held.issuperset(words)
        case Prefix(_, start):
            return any(each.startswith(start) for each in held)
    return True


def _fields(query: Query) -> Iterator[str]:
    """The keyword fields that a query asks about, wherever in it."""
    return (leaf.field for leaf in leaves(query) if isinstance(leaf, Key | KeyPrefix | Keys))
