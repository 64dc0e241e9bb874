"""Answering a request: tantivy says which documents have words and which match best; all else is
worked out over arrays, as in the default engine.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
import tantivy

from index.engines.arrays.evaluate import Evaluation
from index.engines.arrays.files import Array, one_of
from index.engines.arrays.postings import Selection
from index.engines.arrays.values import Counted
from index.engines.common.request import Found, Request
from index.engines.tantivy.compile import EVERYTHING, Compiler
from index.engines.tantivy.schema import ID
from index.engines.tantivy.snapshot import Best, Snapshot, all_of, of_few, unscored
from index.query.filters import filtered
from index.query.patience import go_on
from index.query.tree import And, AtLeast, Boost, Not, Or, Prefer, Query, Terms, leaves

Page = tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]


class TantivyEvaluation(Evaluation):
    """One request over one state of an index."""

    index: Snapshot

    def __init__(self, index: Snapshot, request: Request) -> None:
        super().__init__(index, request)
        self._by_score = request.sort == "relevance" and any(
            isinstance(leaf, Terms) for leaf in leaves(request.query)
        )

    @cached_property
    def _scored(self) -> tantivy.Query:
        """What matches, with scores."""
        asked = self.request
        return Compiler(self.index).query(filtered(asked.query, asked.filters, asked.days))

    def _unscored(self, query: Query) -> tantivy.Query:
        """The same of any query, without scores."""
        return unscored(Compiler(self.index, scores=False).query(_unweighted(query)))

    def answer(self) -> Found:
        """Totals, page, facets and days."""
        asked = self.request
        if asked.facets or asked.timeline or asked.dates or asked.fold:
            return super().answer()
        if not asked.limit:
            whole = filtered(asked.query, asked.filters, asked.days)
            total = self.index.number_of(self._unscored(whole))
            return Found(total, (), {}, {}, total, {})
        if not self._by_score:
            return super().answer()
        page = slice(asked.offset, asked.offset + asked.limit)
        best = self.index.first(self._scored, page.stop)
        return Found(best.total, self._hits(best, page), {}, {}, best.total, {})

    # What matches -------------------------------------------------------------------------------

    def match(self, query: Query) -> Selection:
        """The documents that a query matches. What is all words is asked as a whole, and kept."""
        if not _is_text(query):
            return super().match(query)
        go_on()
        plain = _unweighted(query)
        return self.index.remembered(plain, lambda: self._having(plain))

    def _and(self, items: tuple[Query, ...], among: Selection | None = None) -> Selection:
        text = tuple(filter(_is_text, items))
        if len(text) > 1:
            items = (And(text), *(item for item in items if not _is_text(item)))
        return super()._and(items, among)

    def _within(self, query: Query, among: Selection) -> Selection:
        if _is_text(query):
            return among.within(self.match(query))
        return super()._within(query, among)

    def _without(self, query: Query, among: Selection) -> Selection:
        return among.without(self.match(query))

    def _having(self, query: Query) -> Array:
        """The documents that match, as a mask or as numbers. Tantivy is asked for those that match
        or for the others, whichever are fewer: to hand over one takes ten times as long as to find
        it.
        """
        index = self.index
        compiled = self._unscored(query)
        count = index.number_of(compiled)
        if 2 * count > index.count:
            others = index.matching(all_of([EVERYTHING], [compiled]), index.count - count)
            mask = index.everything.mask.copy()
            mask[others] = False
            return mask
        docs = index.matching(compiled, count)
        return docs if docs.nbytes < index.size else index.having([docs])

    # Order --------------------------------------------------------------------------------------

    def _page(self, found: Selection, counted: Counted) -> Page:
        asked = self.request
        if not (asked.limit and self._by_score):
            return super()._page(found, counted)
        page = slice(asked.offset, asked.offset + asked.limit)
        leads = self._leads(page.stop)
        hits = self._hits(leads, page)
        if not len(counted.together):
            return hits, {}
        return hits, self._folded(leads.docs[page], counted)

    def _hits(self, best: Best, page: slice) -> tuple[tuple[str, float], ...]:
        ids = self.index.column("id")[best.docs[page]].tolist()
        scores = best.scores[page].tolist()
        return tuple((one.decode(), score) for one, score in zip(ids, scores, strict=True))

    def _leads(self, count: int) -> Best:
        """The first `count` documents, of each story only the best if stories are folded."""
        read, index = count, self.index
        while True:
            best = index.first(self._scored, read)
            if not self.request.fold:
                return best
            stories = index.values("story").first(best.docs)
            first: dict[int, int] = {}
            for at, story in enumerate(stories.tolist()):
                first.setdefault(story, at)
            if len(first) >= count or len(best.docs) < read:
                leads = list(first.values())
                return Best(best.docs[leads], best.scores[leads], len(first))
            read *= 4

    def _folded(self, leads: Array, counted: Counted) -> dict[str, tuple[str, ...]]:
        """The ids that are folded under some documents that lead their stories, best first."""
        stories = self.index.values("story").first(leads).astype(np.int64)
        starts, ends = (counted.stories.searchsorted(stories, side) for side in ("left", "right"))
        under: dict[int, Array] = {}
        for lead, start, end in zip(leads.tolist(), starts.tolist(), ends.tolist(), strict=True):
            if start < end:
                told = counted.together[start:end]
                under[lead] = told[told != lead]
        ranks = self._ranks(one_of([each for each in under.values() if len(each) > 1]))
        ids = self.index.column("id")
        return {
            ids[lead].decode(): tuple(
                ids[doc].decode()
                for doc in sorted(each.tolist(), key=lambda doc: ranks.get(doc, 0))
            )
            for lead, each in under.items()
        }

    def _ranks(self, docs: Array) -> dict[int, int]:
        """Which place each of some documents has among them, by score."""
        if not len(docs):
            return {}
        index = self.index
        ids = (one.decode() for one in index.column("id")[docs].tolist())
        among = unscored(of_few(index.schema, ID, ids))
        best = index.first(all_of([self._scored, among]), len(docs)).docs.tolist()
        return dict(zip(best, range(len(best)), strict=True))


def _is_text(query: Query) -> bool:
    """Whether all leaves of a query are words."""
    found = list(leaves(query))
    return bool(found) and all(isinstance(leaf, Terms) for leaf in found)


def _unweighted(query: Query) -> Query:
    """What matches the same, without what only scores."""
    match query:
        case And(items) | Or(items) | AtLeast(_, items):
            return replace(query, items=tuple(map(_unweighted, items)))
        case Not(inner):
            return Not(_unweighted(inner))
        case Prefer(inner, _) | Boost(inner, _):
            return _unweighted(inner)
        case _:
            return query
