"""One committed state of the index, and the questions that tantivy answers about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.errors import IndexDamagedError
from index.engines.common.answering import Ranked
from index.engines.common.generations import verify
from index.engines.common.layout import NO_DAY, NO_MOMENT, key_field
from index.engines.common.ranking import by_date
from index.engines.common.request import Sort
from index.engines.tantivy.schema import (
    DAY,
    NEWEST,
    OLDEST,
    STORY,
    id_columns,
    id_from,
)
from index.engines.tantivy.threads import need_thread
from index.query.patience import go_on

# Tantivy refuses an answer of more than 65,000 values, over all that one question counts.
_MOST_VALUES = 60_000
_MORE = 40  # hits read beyond those wanted, so that ties at the end rarely need a second reading
# Scores have 32 bits: of equal documents in different segments they may differ in the last.
_DECIMALS = 4


class Snapshot:
    """A folder that is never changed again, open for reading from any number of threads."""

    def __init__(self, folder: Path) -> None:
        verify(folder)
        self.name = folder.name
        need_thread()
        try:
            index = tantivy.Index.open(str(folder))
        except ValueError as error:  # for one, of another version of tantivy
            raise IndexDamagedError(f"{folder} cannot be opened: {error}") from error
        index.config_reader("manual")  # without a thread that watches a folder nobody changes
        self.schema = index.schema
        self.searcher = index.searcher()
        self.total: int = self.searcher.num_docs

    def close(self) -> None:
        """Nothing: a search under way keeps the files, and the last one lets go of them."""

    def count(self, query: Query) -> int:
        """How many documents match."""
        go_on()
        found: int = self.searcher.search(query, limit=1).count  # type: ignore[attr-defined]
        return found

    def matching(self, query: Query) -> list[tantivy.DocAddress]:
        """All documents that match, in no order."""
        count = self.count(query)
        if not count:
            return []
        return [address for _, address in self.searcher.search(query, limit=count).hits]

    def column(self, name: str, addresses: list[tantivy.DocAddress]) -> list[Any]:
        """The number that each of these documents has in a column."""
        return self.searcher.fast_field_values(name, addresses)

    def ids(self, addresses: list[tantivy.DocAddress]) -> list[str]:
        """The id of each of these documents."""
        columns = (self.column(name, addresses) for name in id_columns())
        return [id_from(halves) for halves in zip(*columns, strict=True)]

    def values(self, field: str) -> list[str]:
        """The terms of a field that a document has, sorted."""
        found = self.searcher.terms_with_prefix(field, "", Query.all_query())
        return sorted(term for term, count in found if count)

    def words(self, stream: str, start: str) -> list[str]:
        """The words of a stream that begin so, sorted; acronyms, in capitals, are no words."""
        return sorted(form for form in self.forms(stream, start) if not form.isupper())

    def forms(self, stream: str, start: str) -> list[str]:
        """All that a stream's words are found as, and that begins so."""
        return [term for term, _ in self.searcher.terms_with_prefix(stream, start)]

    def value_counts(self, query: Query, names: Sequence[str]) -> dict[str, Counter[str]]:
        """How many of the documents that match have each value of these keyword fields; those
        that have none count under "".
        """
        if not names:
            return {}
        size = _MOST_VALUES // len(names)
        wanted = {name: _every_value(key_field(name), size, lacking="") for name in names}
        go_on()
        answer = self.searcher.aggregate(query, wanted)
        counts: dict[str, Counter[str]] = {}
        for name in names:
            if answer[name]["sum_other_doc_count"]:
                field = key_field(name)
                none = self.count(all_of([query], [Query.exists_query(field)]))
                pairs = [("", none), *self.searcher.terms_with_prefix(field, "", query)]
            else:
                pairs = [(one["key"], one["doc_count"]) for one in answer[name]["buckets"]]
            counts[name] = Counter(dict(pairs))
        return counts

    def repeated_values(
        self, query: Query, column: str, names: Sequence[str]
    ) -> Iterator[tuple[str, str, int]]:
        """For each number of a column, among the documents that match and have it: the field, the
        value, "" for none, and how many more than one have it, where several do.
        """
        values = {
            name: _every_value(key_field(name), _MOST_VALUES, lacking="", least=2) for name in names
        }
        answer = self.searcher.aggregate(
            query, {column: _every_value(column, _MOST_VALUES) | {"aggs": values}}
        )
        for group in answer[column]["buckets"]:
            for name in names:
                for one in group[name]["buckets"]:
                    yield name, one["key"], one["doc_count"] - 1

    def day_counts(self, query: Query) -> Counter[int | None]:
        """How many of the documents that match there are of each day; None is the undated."""
        go_on()
        wanted = {DAY: _every_value(DAY, _MOST_VALUES, lacking=NO_DAY)}
        answer = self.searcher.aggregate(query, wanted)[DAY]
        if answer["sum_other_doc_count"]:
            return Counter(self.column(DAY, self.matching(query)))
        return Counter({int(one["key"]) or None: one["doc_count"] for one in answer["buckets"]})

    def first(self, query: Query, sort: Sort, count: int) -> list[Ranked[int]]:
        """At least the `count` first documents that match, all if there are fewer.

        Tantivy leaves open which of equal ones it gives: those at the end of what it gave are
        dropped, for there may be more of them, and the rest are put into our order.
        """
        by = {"newest": NEWEST, "oldest": OLDEST}.get(sort)
        limit = min(count, self.total) + _MORE  # of more, tantivy panics
        while True:
            go_on()
            hits = self.searcher.search(query, limit=limit, order_by_field=by).hits
            whole = len(hits) < limit
            keys = [round(value, _DECIMALS) for value, _ in hits]
            settled = len(hits) if whole else keys.index(keys[-1])
            if whole or settled >= count:
                break
            limit *= 4
        addresses = [address for _, address in hits[:settled]]
        ids, moments = self.ids(addresses), self.column(NEWEST, addresses)
        stories = self.column(STORY, addresses)

        def order(at: int) -> tuple[object, ...]:
            moment = None if moments[at] == NO_MOMENT else moments[at]
            return (-keys[at] if by is None else 0, *by_date(moment, ids[at], sort != "oldest"))

        return [
            Ranked(ids[at], 0.0 if by else keys[at], stories[at])
            for at in sorted(range(settled), key=order)
        ]


def all_of(queries: Iterable[Query], but: Iterable[Query] = ()) -> Query:
    """What matches all of `queries`, at least one of them, and none of `but`; scores add up."""
    clauses = [(Occur.Must, query) for query in queries]
    return Query.boolean_query([*clauses, *((Occur.MustNot, query) for query in but)])


def unscored(query: Query) -> Query:
    """The same, adding nothing to a score."""
    return Query.const_score_query(query, 0.0)


def _every_value(
    field: str, size: int, lacking: str | int | None = None, least: int = 1
) -> dict[str, Any]:
    # `segment_size`: all values of a segment take part, or the counts would be estimates.
    terms = {"field": field, "size": size, "segment_size": 2**31 - 1, "min_doc_count": least}
    return {"terms": terms if lacking is None else terms | {"missing": lacking}}
