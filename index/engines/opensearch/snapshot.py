"""One state of an index, and the questions that the cluster answers about it.

The state is a point in time: whatever is written meanwhile, all questions of one search are
answered from the same documents, and by the same copies of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any

from archive.errors import SearchIndexError
from index.engines.common.layout import NO_DAY, NO_MOMENT, key_field
from index.engines.common.request import Sort
from index.engines.opensearch.answering import Ranked
from index.engines.opensearch.client import Client, GoneError
from index.engines.opensearch.compile import EVERYTHING, Json, all_of, one_of, sieved
from index.engines.opensearch.schema import COPY, DAY, ID, NEWEST, OLDEST, STORY

AT_ONCE = 10_000  # hits of one answer, as many as a node gives
MOST_BUCKETS = 60_000  # of one answer: above 65,535 it is refused
MOST_SEVERAL = 100_000  # stories of several documents that are counted one by one
_STORIES = 1_000  # whose values are counted at once
# Different stories are counted by sketches (HyperLogLog++): about so many exactly, of more the
# standard error is 0.2, 1.2 and 3.3 in 100. A count takes 256, 8 and 1 KB in each shard, which
# bounds how many of a kind are made at once: a node of 256 MB has no room for 1,000 of the second.
_SHARP, _ROUGH, _COARSE = 40_000, 1_000, 100
_ROUGHLY, _COARSELY = 250, 1_000
_FEW_VALUES = 1_000
_KEPT = "5m"  # how long a cluster remembers a point in time that nobody asks


class Snapshot:
    """An index, of so many shards in all, as it was when it was opened, for any number of threads.
    A question raises GoneError where the cluster has forgotten it, or another index has taken its
    place; so does opening it, also where a part of it has gone.
    """

    def __init__(
        self, client: Client, index: str, commit: str, shards: int, *, by_years: bool = False
    ) -> None:
        self._client = client
        self.commit = commit
        self._several_shards = shards > 1
        self._by_years = by_years
        self._values: dict[str, list[str]] = {}
        # Unless told otherwise, a point in time leaves out the parts that are not there when it is
        # opened, for good, and no answer from it says so.
        # A later one is of the same copies of the parts, so that no total is less than before.
        opened = client.ask(
            "POST", f"/{index}/_search/point_in_time", keep_alive=_KEPT,
            allow_partial_pit_creation="false", preference=client.session,
        )  # fmt: skip
        self._point = opened["pit_id"]
        if opened["_shards"]["total"] < shards:  # a part that was made since is no fault
            self.close()
            raise GoneError(f"of {shards} shards of {index} some are gone")

    def close(self) -> None:
        """Lets the cluster forget it, which it does some time by itself."""
        with suppress(GoneError, SearchIndexError):
            self._client.ask("DELETE", "/_search/point_in_time", {"pit_id": [self._point]})

    def ask(self, query: Json, *, by_score: bool = False, **wanted: Any) -> Json:
        """One question. Never a part of an answer: where a shard fails, all does."""
        how: Json = {"search_type": "query_then_fetch"}
        if self._by_years:  # first each shard is asked whether it has anything of these dates
            how["pre_filter_shard_size"] = 1
            query = sieved(query)
        if by_score and self._several_shards:  # words are as rare as they are in all shards
            how = {"search_type": "dfs_query_then_fetch"}
        body = {
            "pit": {"id": self._point, "keep_alive": _KEPT},
            "query": query, "track_total_hits": True, "size": 0, "_source": False, **wanted,
        }  # fmt: skip
        answer: Json = self._client.ask(
            "POST", "/_search", body, allow_partial_search_results="false", **how
        )
        return answer

    def count(self, query: Json) -> int:
        """How many documents match."""
        return _total(self.ask(query))

    def ids(self) -> set[str]:
        """The ids of all documents."""
        return {hit["_id"] for hit in self._walked(EVERYTHING, [{ID: "asc"}], None)}

    def first(self, query: Json, sort: Sort, count: int) -> list[Ranked[str]]:
        """The `count` first documents that match, all if there are fewer."""
        by_score = sort == "relevance"
        date = {"newest": NEWEST, "oldest": OLDEST}.get(sort, NEWEST)
        order: list[Json] = [{date: {"order": "desc", "missing": NO_MOMENT}}, {ID: "asc"}]
        if by_score:
            order.insert(0, {"_score": "desc"})
        return [
            Ranked(hit["_id"], hit["sort"][0] if by_score else 0.0, hit["fields"][STORY][0])
            for hit in self._walked(query, order, count, by_score=by_score, docvalue_fields=[STORY])
        ]

    def _walked(
        self, query: Json, order: list[Json], count: int | None, **wanted: Any
    ) -> Iterator[Json]:
        """So many hits in an order that has no ties, as many at once as can be had."""
        after: Json = {}
        while count is None or count > 0:
            size = AT_ONCE if count is None else min(count, AT_ONCE)
            hits = self.ask(query, size=size, sort=order, **wanted, **after)["hits"]["hits"]
            yield from hits
            if len(hits) < size:
                return
            after = {"search_after": hits[-1]["sort"]}
            count = None if count is None else count - size

    # Values -------------------------------------------------------------------------------------

    def values(self, field: str) -> list[str]:
        """All values of a keyword field, sorted. Few are remembered: every page asks for some."""
        if field not in self._values:
            terms = {"field": field, "size": _FEW_VALUES, "order": {"_key": "asc"}}
            found = self.ask(EVERYTHING, aggs={"each": {"terms": terms}})["aggregations"]["each"]
            if found["sum_other_doc_count"] or len(found["buckets"]) == _FEW_VALUES:
                return [key for (key,), _ in self.combined(EVERYTHING, {field: {}})]
            self._values[field] = [key for key, _ in _pairs(found)]
        return list(self._values[field])

    def combined(self, query: Json, fields: dict[str, Json]) -> Iterator[tuple[list[Any], int]]:
        """How many documents that match have each combination of values of some fields, exactly."""
        sources = [{name: {"terms": {"field": name, **how}}} for name, how in fields.items()]
        after: Json = {}
        while True:
            asked = {"composite": {"size": AT_ONCE, "sources": sources, **after}}
            found = self.ask(query, aggs={"each": asked})["aggregations"]["each"]
            for one in found["buckets"]:
                yield list(one["key"].values()), one["doc_count"]
            if "after_key" not in found:
                return
            after = {"after": found["after_key"]}

    def value_counts(
        self, query: Json, names: Sequence[str], most: int, chosen: Collection[str] = ()
    ) -> dict[str, Counter[str]]:
        """How many of the documents that match have each of the `most` frequent values of these
        facets, and of those chosen; under "" those that have none.
        """
        if not names:
            return {}
        size = min(max(most, 1), MOST_BUCKETS // len(names))
        wanted: Json = {}
        for name in names:
            field = key_field(name)
            order = [{"_count": "desc"}, {"_key": "asc"}]
            terms = {"field": field, "size": size, "order": order}
            wanted[f"most {name}"] = {"terms": terms | self._exactly()}
            wanted[f"none {name}"] = {"missing": {"field": field}}
            if chosen:
                some = {"field": field, "include": sorted(chosen), "size": len(chosen)}
                wanted[f"some {name}"] = {"terms": some | self._exactly()}
        answer = self.ask(query, aggs=wanted)["aggregations"]
        counts = {}
        for name in names:
            found = answer[f"most {name}"]
            pairs = _pairs(answer.get(f"some {name}", {"buckets": []}))
            if found["doc_count_error_upper_bound"] or (
                found["sum_other_doc_count"] and size < most
            ):  # more values than are told at once: all are counted, one after the other
                every = self.combined(query, {key_field(name): {}})
                pairs = [(key, count) for (key,), count in every]
            else:
                pairs += _pairs(found)
            counts[name] = Counter(dict(pairs) | {"": answer[f"none {name}"]["doc_count"]})
        return counts

    def _exactly(self) -> Json:
        """All values of a shard take part, or the counts would be estimates."""
        return {"shard_size": MOST_BUCKETS} if self._several_shards else {}

    def day_counts(self, query: Json) -> Counter[int | None]:
        """How many of the documents that match there are of each day; None is the undated."""
        terms = {"field": DAY, "size": MOST_BUCKETS, "missing": NO_DAY}
        found = self.ask(query, aggs={DAY: {"terms": terms}})["aggregations"][DAY]
        pairs = [(one["key"], one["doc_count"]) for one in found["buckets"]]
        if found["sum_other_doc_count"]:
            days = self.combined(query, {DAY: {"missing_bucket": True}})
            pairs = [(day or NO_DAY, count) for (day,), count in days]
        return Counter({day or None: count for day, count in pairs})

    # Stories ------------------------------------------------------------------------------------

    def several(self, query: Json) -> dict[str, int] | None:
        """The stories of which several documents match, and how many; None where they are more than
        MOST_SEVERAL. One document of each, at least, carries the id of another.
        """
        copied = all_of([query, {"exists": {"field": COPY}}])
        copies = self.count(copied)
        if copies > MOST_SEVERAL and self.stories(copied) > MOST_SEVERAL:
            return None
        if not copies:
            return {}
        return self.several_of(query, [story for (story,), _ in self.combined(copied, {COPY: {}})])

    def several_of(self, query: Json, stories: Collection[str]) -> dict[str, int]:
        """Those of some stories of which several documents match, and how many."""
        found: dict[str, int] = {}
        every = list(stories)
        for start in range(0, len(every), AT_ONCE):
            some = of_stories(query, every[start : start + AT_ONCE])
            wanted = {"field": STORY, "size": AT_ONCE, "min_doc_count": 2} | self._exactly()
            answer = self.ask(some, aggs={"each": {"terms": wanted}})
            found |= dict(_pairs(answer["aggregations"]["each"]))
        return found

    def repeated(
        self, query: Json, stories: Collection[str], names: Sequence[str]
    ) -> dict[str, Counter[str]]:
        """How often each value of each facet counts too much where each of these stories is one;
        under "" those without a value.
        """
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        every = sorted(stories) if names else []
        exactly = {"size": MOST_BUCKETS, "min_doc_count": 2} | self._exactly()
        inner = {name: {"terms": {"field": key_field(name), "missing": "", **exactly}}
                 for name in names}  # fmt: skip
        for start in range(0, len(every), _STORIES):
            some = of_stories(query, every[start : start + _STORIES])
            outer = {"terms": {"field": STORY, **exactly}, "aggs": inner}
            for group in self.ask(some, aggs={"each": outer})["aggregations"]["each"]["buckets"]:
                for name in names:
                    for key, count in _pairs(group[name]):
                        counts[name][key] += count - 1
        return counts

    def days_of(self, query: Json, stories: Collection[str]) -> dict[str, Counter[int | None]]:
        """How many documents of each of these stories there are of each day."""
        found: dict[str, Counter[int | None]] = {}
        every = sorted(stories)
        for start in range(0, len(every), AT_ONCE):
            some = of_stories(query, every[start : start + AT_ONCE])
            fields = {STORY: {}, DAY: {"missing_bucket": True}}
            for (story, day), count in self.combined(some, fields):
                found.setdefault(story, Counter())[day] = count
        return found

    # By and large ------------------------------------------------------------------------------

    def stories(self, query: Json) -> int:
        """About how many stories the documents are of that match."""
        answer = self.ask(query, aggs=_different(_SHARP))["aggregations"]
        return int(answer[STORY]["value"])

    def stories_of_values(self, query: Json, name: str, keys: Collection[str]) -> dict[str, int]:
        """About how many stories have each of these values of a facet; under "" those that have a
        document without one.
        """
        field = key_field(name)
        answer = self.ask(query, aggs={"none": {"missing": {"field": field}, "aggs": _different()}})
        found = {"": int(answer["aggregations"]["none"][STORY]["value"])}
        every = sorted(keys)
        for start in range(0, len(every), _ROUGHLY):
            some = every[start : start + _ROUGHLY]
            terms = {"field": field, "include": some, "size": len(some)}
            each = {"terms": terms | self._exactly(), "aggs": _different()}
            for one in self.ask(query, aggs={"each": each})["aggregations"]["each"]["buckets"]:
                found[one["key"]] = int(one[STORY]["value"])
        return found

    def stories_of_days(self, query: Json, days: int) -> dict[int | None, int]:
        """About how many stories there are of each so many days, as numbers of the calendar: 10,000
        are a year, 100 a month, and 1 is a day, of which there are many. Under None the undated.
        """
        size, exactly = (_COARSELY, _COARSE) if days == 1 else (_ROUGHLY, _ROUGH)
        spans = {"histogram": {"field": DAY, "interval": days, "missing_bucket": True}}
        found: dict[int | None, int] = {}
        after: Json = {}
        while True:
            asked = {"size": size, "sources": [{DAY: spans}], **after}
            each = {"composite": asked, "aggs": _different(exactly)}
            answer = self.ask(query, aggs={"each": each})["aggregations"]["each"]
            for one in answer["buckets"]:
                day = one["key"][DAY]
                found[None if day is None else int(day)] = int(one[STORY]["value"])
            if "after_key" not in answer:
                return found
            after = {"after": answer["after_key"]}


def _different(exactly: int = _ROUGH) -> Json:
    return {STORY: {"cardinality": {"field": STORY, "precision_threshold": exactly}}}


def words(client: Client, index: str, wanted: list[Json], most: int | None) -> Iterator[str]:
    """The words of an index of words that match, sorted, as it has them now; the first `most`."""
    after: Json = {}
    while most is None or most > 0:
        size = AT_ONCE if most is None else min(most, AT_ONCE)
        body = {
            "query": {"bool": {"filter": wanted}}, "size": size, "sort": [{"word": "asc"}],
            "_source": False, "track_total_hits": True, **after,
        }  # fmt: skip
        answer = client.ask("POST", f"/{index}/_search", body, allow_partial_search_results="false")
        hits = answer["hits"]["hits"]
        yield from (hit["sort"][0] for hit in hits)
        if len(hits) < size:
            return
        after = {"search_after": hits[-1]["sort"]}
        most = None if most is None else most - size


def of_stories(query: Json, stories: Collection[str]) -> Json:
    """What of a query is in one of some stories."""
    return all_of([query, one_of(STORY, sorted(stories))])


def _pairs(found: Json) -> list[tuple[str, int]]:
    return [(one["key"], one["doc_count"]) for one in found["buckets"]]


def _total(answer: Json) -> int:
    total: int = answer["hits"]["total"]["value"]
    return total
