"""Counting words the plain way: every text is read. What quicker ways must agree with."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress

import numpy as np

from archive.errors import StoppedError
from index.document import Document, Stream
from index.engines.common.counting import (
    COUNTED,
    LONGEST_RUN,
    Counting,
    Counts,
    Numbers,
    Texts,
    is_counted,
    most_frequent,
    sample,
)
from index.engines.common.occurrences import windows
from index.engines.common.request import Found, Request
from index.query.patience import go_on
from index.query.tree import Near, Phrase, Prefix, Query, Terms, Variants, Word

Ids = Callable[[Query], Collection[str]]  # those of the articles that a query matches
_BATCH = 500  # texts read at once
# Why it takes long, and what to do about it; for readers of pages too.
WHY = "the engine of this archive tells no places of words, so the text of every article is read"
INSTEAD = (
    "narrow the search by dates, tags or agencies; or ask the default engine, which need not read"
    " them: ARCHIVE_ENGINE=whoosh archive words ... makes its index, once, beside this one"
)


def count_plainly(counting: Counting, ids: Ids, texts: Texts) -> Counts:
    """Counts by reading the text of every article that is held."""
    found, held = set(ids(counting.found)), set(ids(counting.held))
    groups = [frozenset(ids(group)) for group in counting.groups]
    often = {
        document.id: sum(
            len(occurrences(name, document.streams[name], counting.leaves)) for name in COUNTED
        )
        for document in _read(texts, sorted(found))
    }
    total = sum(often.values())
    sampled = total > counting.most
    drawn = found
    if sampled:
        ids_drawn = sample(map(str.encode, found), counting.most / total, counting.seed)
        drawn = set(compress(found, ids_drawn))
    tally = _Tally(len(groups))
    for document in _read(texts, sorted(held)):
        within = [at for at, group in enumerate(groups) if document.id in group]
        for name in COUNTED:
            stream = document.streams[name]
            tally.add_all(stream, within)
            if document.id in drawn:
                tally.add_around(
                    stream, occurrences(name, stream, counting.leaves), counting, within
                )
    words, near, totals = tally.tables(counting)
    return Counts(
        documents=tuple(len(found & group) for group in groups),
        occurrences=tuple(sum(often.get(each, 0) for each in found & group) for group in groups),
        held=tuple(len(held & group) for group in groups),
        size=tuple(tally.sizes),
        drawn=tuple(sum(often.get(each, 0) for each in drawn & group) for group in groups),
        whole=(len(found), total, sum(often.get(each, 0) for each in drawn)),
        sampled=sampled,
        around=tuple(each.total() for each in tally.near),
        words=words,
        near=near,
        totals=totals,
        runs=tally.most_frequent(counting.runs),
    )


def count_by_reading(
    counting: Counting, search: Callable[[Request], Found], texts: Texts
) -> Counts:
    """As `count_plainly`, of an engine that tells no places. What matches is what it finds."""

    def ids(query: Query) -> list[str]:
        every = Request(query, sort="newest", limit=sys.maxsize)
        return [article_id for article_id, _ in search(every).hits]

    return count_plainly(counting, ids, texts)


def _read(texts: Texts, ids: Sequence[str]) -> Iterator[Document]:
    for start in range(0, len(ids), _BATCH):
        try:
            go_on()
        except StoppedError as error:
            if not error.hint:  # nobody waits for the answer
                raise
            done = f"{start:,} of {len(ids):,} were"
            raise StoppedError(
                f"{error.message}. {WHY[0].upper()}{WHY[1:]}: {done}", INSTEAD
            ) from error
        yield from texts(ids[start : start + _BATCH])


class _Tally:
    """What has been counted so far, by group."""

    def __init__(self, groups: int) -> None:
        self._groups = groups
        self.sizes = [0] * groups
        self.near: list[Counter[str]] = [Counter() for _ in range(groups)]
        self.totals: list[Counter[str]] = [Counter() for _ in range(groups)]
        self.runs: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * groups)

    def add_all(self, stream: Stream, within: list[int]) -> None:
        """All words of a stream."""
        words = Counter(
            word for form in stream.forms if form for word in form.words if is_counted(word)
        )
        for group in within:
            self.totals[group].update(words)
            self.sizes[group] += words.total()

    def add_around(
        self, stream: Stream, found: dict[int, int], counting: Counting, within: list[int]
    ) -> None:
        """What stands around the occurrences in a stream."""
        if not found:
            return
        placed = {place: form.words for place, form in stream.positions()}
        if counting.near:
            own = {at + n for at, width in found.items() for n in range(width)}
            around = {
                place
                for at, width in found.items()
                for place in (
                    *range(at - counting.left, at),
                    *range(at + width, at + width + counting.right),
                )
            }
            words = Counter(
                word for place in around - own for word in placed.get(place, ()) if is_counted(word)
            )
            for group in within:
                self.near[group].update(words)
        if counting.runs:
            shown = {place: shown_word(words) for place, words in placed.items()}
            for at, width in found.items():
                for first, after in run_places(at, width):
                    if all(place in shown for place in range(first, after)):
                        run = tuple(shown[place] for place in range(first, after))
                        for group in within:
                            self.runs[run][group] += 1

    def most_frequent(self, most: int) -> dict[tuple[str, ...], tuple[int, ...]]:
        """The most frequent runs of each length."""
        found: dict[tuple[str, ...], tuple[int, ...]] = {}
        for length in {len(run) for run in self.runs}:
            runs = [run for run in self.runs if len(run) == length]
            often = np.array([sum(self.runs[run]) for run in runs], np.int64)
            for at in most_frequent(often, most).tolist():
                found[runs[at]] = tuple(self.runs[runs[at]])
        return found

    def tables(self, counting: Counting) -> tuple[list[str], Numbers, Numbers]:
        """The words with their rows."""
        is_all = counting.totals and not counting.leaves
        wanted = self.totals if is_all else self.near
        words: list[str] = []
        if counting.near or is_all:
            every = sorted(set().union(*wanted) - counting.untold)
            words = [word for word in every if max(each[word] for each in wanted) >= counting.least]
        near = [[each[word] for each in self.near] for word in words]
        totals = [[each[word] * counting.totals for each in self.totals] for word in words]
        shape = len(words), self._groups
        return (
            words,
            np.array(near, np.int64).reshape(shape),
            np.array(totals, np.int64).reshape(shape),
        )


def shown_word(words: Iterable[str]) -> str:
    """Of the words that a place is indexed by the one that it has among words side by side: the
    first in order that is no acronym. It is what was written there, not the whole of it.
    """
    ordered = sorted(words)
    return next((word for word in ordered if not word.rstrip("!").isupper()), ordered[0])


def run_places(at: int, width: int) -> Iterator[tuple[int, int]]:
    """The places [first, after) of the runs of two and three words of which an occurrence is one:
    whatever its own width, it counts as one.
    """
    for others in range(1, LONGEST_RUN):
        for before in range(others + 1):
            yield at - before, at + width + others - before


# Occurrences -----------------------------------------------------------------------------------


def occurrences(name: str, stream: Stream, leaves: Iterable[Terms]) -> dict[int, int]:
    """Where any of some leaves begins in the stream of that name, and how many words wide it is
    there. Two that begin at one place are one, the wider. Of words near each other each is one.
    """
    found: dict[int, int] = {}
    for leaf in leaves:
        if name in leaf.streams:
            for place, width in _places(name, stream, leaf):
                found[place] = max(found.get(place, 0), width)
    return found


def _places(name: str, stream: Stream, leaf: Terms) -> Iterator[tuple[int, int]]:
    placed = list(stream.positions())
    match leaf:
        case Word(_, _, stems):
            wanted = set(stems)
            yield from ((at, 1) for at, form in placed if not wanted.isdisjoint(form.stems))
        case Prefix(_, start):
            yield from (
                (at, 1) for at, form in placed if any(word.startswith(start) for word in form.words)
            )
        case Phrase(_, words):
            held = dict(placed)
            for at, _ in placed:
                forms = [held.get(at + n) for n in range(len(words))]
                if all(
                    form and word in form.words for form, word in zip(forms, words, strict=True)
                ):
                    yield at, len(words)
        case Near(_, words, apart):
            where = {word: [at for at, form in placed if word in form.words] for word in words}
            width = len(words) + apart
            for first in windows(where, words, width):
                for places in where.values():
                    yield from ((at, 1) for at in places if first <= at < first + width)
        case Variants(leaves):
            yield from occurrences(name, stream, leaves).items()
