"""One committed state of the index: what tantivy knows of words, and the arrays of all else.

Tantivy numbers documents anew whenever it merges segments. So each has a serial, which stays, in a
column there and in the arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tantivy
from tantivy import Occur, Query

from archive.errors import IndexDamagedError
from index.engines.arrays.files import Array
from index.engines.arrays.segment import SERIAL
from index.engines.arrays.snapshot import Snapshot as Arrays
from index.engines.tantivy.threads import need_thread
from index.query.patience import go_on

# Hits read beyond those wanted, so that ties at the end rarely need a second reading: of a word in
# nearly all articles, which says next to nothing, there are many.
_MORE, _ONE_MORE_OF = 40, 2_000
# Scores have 32 bits: of equal documents in different segments they may differ in the last.
_DECIMALS = 4


class Best(NamedTuple):
    """The first of `total` documents in order, best first, and their scores."""

    docs: Array
    scores: Array
    total: int


class Snapshot(Arrays):
    """A folder that is never changed again, open for reading from any number of threads."""

    def __init__(self, folder: Path, before: Snapshot | None = None) -> None:
        super().__init__(folder, before)
        need_thread()
        try:
            index = tantivy.Index.open(str(folder))
        except ValueError as error:  # for one, of another version of tantivy
            raise IndexDamagedError(f"{folder} cannot be opened: {error}") from error
        index.config_reader("manual")  # without a thread that watches a folder nobody changes
        self.schema = index.schema
        self.searcher = index.searcher()
        if self.searcher.num_docs != self.count:  # `check` reads the ids of the arrays alone
            raise IndexDamagedError(
                f"{folder} has words of {self.searcher.num_docs:,} articles, and values of "
                f"{self.count:,}"
            )

    @cached_property
    def _by_serial(self) -> Array:
        """The document of each serial."""
        serials = self.column(SERIAL)
        numbers = np.zeros(int(serials.max(initial=0)) + 1, np.intp)
        docs = self.everything.docs
        numbers[serials[docs]] = docs
        return numbers

    def number_of(self, query: Query) -> int:
        """How many documents match."""
        go_on()
        found: int = self.searcher.search(query, limit=1).count  # type: ignore[attr-defined]
        return found

    def addresses(self, query: Query, count: int) -> list[tantivy.DocAddress]:
        """All documents that match, `count` of them, as tantivy knows them, in no order."""
        if not count:
            return []
        found = self.searcher.search(query, limit=count, count=False)
        return [address for _, address in found.hits]

    def matching(self, query: Query, count: int) -> Array:
        """All documents that match, `count` of them, ascending."""
        return np.sort(self._numbers(self.addresses(query, count)))

    def _numbers(self, addresses: list[tantivy.DocAddress]) -> Array:
        serials = self.searcher.fast_field_values(SERIAL, addresses)
        return np.asarray(self._by_serial[np.fromiter(serials, np.intp, len(serials))])

    def words(self, stream: str, start: str) -> list[str]:
        """The words of a stream that begin so, sorted; acronyms, in capitals, are no words."""
        return sorted(form for form in self.forms(stream, start) if not form.isupper())

    def forms(self, stream: str, start: str) -> list[str]:
        """All that a stream's words are found as, and that begins so."""
        return [term for term, _ in self.searcher.terms_with_prefix(stream, start)]

    def first(self, query: Query, count: int) -> Best:
        """At least the `count` documents that score highest, all if there are fewer.

        Tantivy leaves open which of equal ones it gives: those at the end of what it gave are
        dropped, for there may be more of them, and the rest are put into our order.
        """
        # Of many more than there are, tantivy panics.
        limit = min(count, self.count) + _MORE + self.count // _ONE_MORE_OF
        while True:
            go_on()
            found = self.searcher.search(query, limit=limit)
            hits = found.hits
            keys = np.round([score for score, _ in hits], _DECIMALS)
            settled = len(hits)
            if settled == limit:
                settled = int(np.argmax(keys == keys[-1]))
            if len(hits) < limit or settled >= count:
                break
            limit *= 4
        docs = self._numbers([address for _, address in hits[:settled]])
        keys = keys[:settled]
        order = np.lexsort((self.column("id")[docs], -self.column("moment")[docs], -keys))
        total: int = found.count  # type: ignore[attr-defined]
        return Best(docs[order], keys[order], total)


def all_of(queries: Iterable[Query], but: Iterable[Query] = ()) -> Query:
    """What matches all of `queries`, at least one of them, and none of `but`; scores add up."""
    clauses = [(Occur.Must, query) for query in queries]
    return Query.boolean_query([*clauses, *((Occur.MustNot, query) for query in but)])


def of_few(schema: tantivy.Schema, field: str, terms: Iterable[str]) -> Query:
    """What has one of few terms, which are looked up sooner one by one than as a set."""
    each = (Query.term_query(schema, field, term) for term in terms)
    return Query.boolean_query([(Occur.Should, query) for query in each])


def unscored(query: Query) -> Query:
    """The same, adding nothing to a score."""
    return Query.const_score_query(query, 0.0)
