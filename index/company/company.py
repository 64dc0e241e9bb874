"""The door: what stands around what a search asks for, and what is typical of one search beside
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from archive.errors import RequestError
from index.answers.asked import Asked, request_of
from index.answers.search import Search
from index.answers.tally import found_by
from index.answers.visibility import Visibility
from index.company.asked import PERIODS, Around
from index.company.axis import Value, axis
from index.company.measures import Floats, dice, expected, keyness, log_likelihood
from index.company.results import Company, Comparison, Group, Neighbour, Pair, Word, margin_of
from index.company.small_words import small_words_of
from index.company.written import written_forms
from index.document import Document, document
from index.engines.common.counting import COUNTED, Counting, Counts
from index.query.filters import filtered
from index.query.parse import Parsed
from index.query.tree import (
    And,
    Boost,
    Or,
    Prefer,
    Query,
    Terms,
    leaves,
    wanted_leaves,
)


def company(search: Search, asked: Asked, around: Around) -> Company:
    """What stands around what is asked for. RequestError for a query without words, and for what
    cannot be asked.
    """
    around = around.checked()
    parsed, found = found_by(search, asked)
    leaves = leaves_of(parsed.query)
    if not leaves:
        raise RequestError("Only words have company, and the query has none", "add a word to it")
    held = held_by(search, asked, parsed)
    values, others = axis(search, found, around.by)
    counting = Counting(
        found, held, tuple(value.query for value in values),
        leaves, around.left, around.right, near=around.shown == "company",
        runs=around.limit * (around.shown == "neighbours"), totals=around.shown == "company",
        least=around.least, untold=_untold(search, around), most=around.most, seed=around.seed,
    )  # fmt: skip
    counts = _count(search, counting)
    documents, occurrences, drawn = counts.whole
    words = _words(search, found, counts, values, around) if counting.near else ()
    return Company(
        query=asked.text,
        around=around,
        documents=documents,
        occurrences=occurrences,
        drawn=drawn,
        sampled=counts.sampled,
        margin=margin_of(drawn) if counts.sampled else None,
        groups=_groups(values, counts),
        others=others,
        words=words,
        neighbours=_neighbours(counts, around.limit) if counting.runs else (),
        notices=(*parsed.notices, *_noticed(leaves)),
        expansions=parsed.expansions,
    )


def compared(search: Search, asked: Asked, other: str, around: Around) -> Comparison:
    """What is typical of a search beside another, with the same filters and dates: words by how
    often they stand in all that each finds, and the values of an axis by articles. RequestError for
    what belongs to the company of one.
    """
    around = around.checked()
    if around != around.of_two():
        raise RequestError(
            "Two searches are compared by all their words, or by an axis, with log-likelihood",
            "choose no table, measure or window",
        )
    first, found = found_by(search, asked)
    second, beside = found_by(search, replace(asked, text=other))
    either = Or((found, beside))
    untold = _untold(search, around)
    counting = Counting(
        either, either, (found, beside), totals=True, least=around.least, untold=untold
    )
    counts = _count(search, counting)
    both = sum(counts.documents) - _count(search, Counting(either, either)).documents[0]
    values, others = axis(search, either, around.by) if around.by else ((), 0)
    return Comparison(
        queries=(asked.text, other),
        around=around,
        documents=(counts.documents[0], counts.documents[1]),
        sizes=(counts.size[0], counts.size[1]),
        both=both,
        words=_typical(search, (found, beside), counts, around),
        values=_values_beside(search, (found, beside), (first, second), values, counts),
        others=others,
        notices=(*first.notices, *second.notices),
        expansions=(*first.expansions, *second.expansions),
    )


# What is counted ---------------------------------------------------------------------------------


def leaves_of(query: Query) -> tuple[Terms, ...]:
    """The words and phrases whose occurrences count: any that can be why an article is found."""
    counted = set(COUNTED)
    return tuple(
        leaf
        for leaf in wanted_leaves(query)
        if isinstance(leaf, Terms) and not counted.isdisjoint(leaf.streams)
    )


def held_by(search: Search, asked: Asked, parsed: Parsed) -> Query:
    """What all words are counted in: the articles that filters and dates let pass, those typed
    among the words too, and that readers may see.
    """
    request = request_of(asked, search.today())
    query = And(tuple(_conditions(parsed.query)))
    visible = Visibility.of(parsed.query, search.now())
    narrowed = visible.narrowed(query, search.words.values("embargo"))
    return filtered(narrowed, request.filters, request.days)


def _conditions(query: Query) -> Sequence[Query]:
    """What a query wants besides words."""
    match query:
        case And(items):
            return [each for item in items for each in _conditions(item)]
        case Prefer(inner, _) | Boost(inner, _):
            return _conditions(inner)
        case _:
            return () if _has_words(query) else (query,)


def _has_words(query: Query) -> bool:
    return any(isinstance(leaf, Terms) for leaf in leaves(query))


def _count(search: Search, counting: Counting) -> Counts:
    def texts(ids: Sequence[str]) -> list[Document]:
        return [document(article) for article in search.store.get_many(ids).values()]

    return search.mended(lambda: search.engine.count(counting, texts))


def _untold(search: Search, around: Around) -> frozenset[str]:
    """The words that are not to be listed."""
    return frozenset() if around.small else small_words_of(search.words.values("language"))


def _groups(values: Sequence[Value], counts: Counts) -> tuple[Group, ...]:
    return tuple(
        Group(
            value.key, value.label, counts.documents[at], counts.occurrences[at], counts.held[at],
            counts.size[at], counts.drawn[at], counts.around[at],
            margin_of(counts.drawn[at]) if counts.sampled else None,
        )
        for at, value in enumerate(values)
    )  # fmt: skip


def _noticed(leaves: Sequence[Terms]) -> tuple[str, ...]:
    if len(leaves) < 2:
        return ()
    return ("An occurrence is one of any of the words; words in quotation marks are one, together",)


# Words -------------------------------------------------------------------------------------------


def _words(
    search: Search, found: Query, counts: Counts, values: Sequence[Value], around: Around
) -> tuple[Word, ...]:
    """The words of the highest scores in any group, the highest first; of equal ones those that
    stand near more often, then by letter.
    """
    names = counts.words
    near, total = counts.near.astype(float), counts.totals.astype(float)
    windows = counts.around  # of all words, the small ones too
    chance, scores = np.zeros((2, *near.shape))
    for at in range(len(values)):
        row, whole = float(windows[at]), float(counts.size[at])
        chance[:, at] = expected(near[:, at], total[:, at], row, whole)
        # Of what stands near everything half of a sample is near: as much is in all of the word.
        looked_at = counts.drawn[at] / max(counts.occurrences[at], 1)
        scores[:, at] = (
            dice(near[:, at], total[:, at] * looked_at, row)
            if around.measure == "dice"
            else log_likelihood(near[:, at], total[:, at], row, whole)
        )
    drawn_near = (near > chance) & (near >= around.least)
    scores = np.where(drawn_near, scores, np.nan)
    best = np.where(
        drawn_near.any(axis=1), np.nan_to_num(scores, nan=-1.0).max(axis=1, initial=-1.0), -1.0
    )
    often = near.sum(axis=1)
    least = np.partition(best, -around.limit)[-around.limit] if len(best) > around.limit else 0
    order = sorted(
        np.flatnonzero(best >= max(least, 0)).tolist(),
        key=lambda at: (-best[at], -often[at], names[at]),
    )[: around.limit]
    change = _change(near, windows, values, around)
    forms = written_forms(search, found, [names[at] for at in order])
    return tuple(
        Word(
            names[at],
            forms.get(names[at]),
            tuple(near[at].astype(int).tolist()),
            tuple(total[at].astype(int).tolist()),
            tuple(chance[at].tolist()),
            tuple(None if np.isnan(each) else each for each in scores[at].tolist()),
            None if change is None else float(change[at]),
        )
        for at in order
    )


def _change(
    near: Floats,
    windows: Sequence[int],
    values: Sequence[Value],
    around: Around,
) -> Floats | None:
    """Of periods how far the last differs from the first; None of what is in no order."""
    dated = [at for at, value in enumerate(values) if value.key]
    if around.by not in PERIODS or len(dated) < 2:
        return None
    first, last = dated[0], dated[-1]
    return keyness(near[:, last], near[:, first], float(windows[last]), float(windows[first]))


def _neighbours(counts: Counts, limit: int) -> tuple[Neighbour, ...]:
    """The most frequent runs of two words, then those of three."""
    every = sorted(counts.runs.items(), key=lambda each: (-sum(each[1]), each[0]))
    lengths = sorted({len(run) for run, _ in every})
    return tuple(
        Neighbour(run, often)
        for length in lengths
        for run, often in [each for each in every if len(each[0]) == length][:limit]
    )


# Two searches ------------------------------------------------------------------------------------


def _typical(
    search: Search, found: tuple[Query, Query], counts: Counts, around: Around
) -> tuple[Pair, ...]:
    """The words most typical of the first search, then those of the second."""
    names = counts.words
    often = counts.totals.astype(float)
    scores = keyness(often[:, 0], often[:, 1], float(counts.size[0]), float(counts.size[1]))
    pairs: list[Pair] = []
    for side, sign in enumerate((1, -1)):
        mine = np.flatnonzero(sign * scores > 0).tolist()
        mine.sort(key=lambda at: (-abs(scores[at]), names[at]))
        mine = mine[: around.limit]
        forms = written_forms(search, found[side], [names[at] for at in mine])
        for at in mine:
            first, second = (int(each) for each in often[at])
            shares = _share(first, counts.size[0]), _share(second, counts.size[1])
            form = forms.get(names[at])
            pairs.append(Pair(names[at], form, (first, second), shares, float(scores[at])))
    return tuple(pairs)


def _values_beside(
    search: Search,
    found: tuple[Query, Query],
    parsed: tuple[Parsed, Parsed],
    values: Sequence[Value],
    counts: Counts,
) -> tuple[Pair, ...]:
    """Each value of the axis in both searches: articles, and occurrences where both have words."""
    if not values:
        return ()
    groups = tuple(value.query for value in values)
    leaves = [leaves_of(each.query) for each in parsed]
    sides = [
        _count(search, Counting(query, query, groups, mine))
        for query, mine in zip(found, leaves, strict=True)
    ]
    often = np.array([side.documents for side in sides], float)
    scores = keyness(often[0], often[1], float(counts.documents[0]), float(counts.documents[1]))
    return tuple(
        Pair(
            value.key,
            value.label,
            (int(often[0][at]), int(often[1][at])),
            (
                _share(int(often[0][at]), counts.documents[0]),
                _share(int(often[1][at]), counts.documents[1]),
            ),
            float(scores[at]),
            (sides[0].occurrences[at], sides[1].occurrences[at]) if all(leaves) else None,
        )
        for at, value in enumerate(values)
    )


def _share(count: int, whole: int) -> float | None:
    return count / whole if whole else None
