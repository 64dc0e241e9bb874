"""Tantivy by itself: title and body stemmed, facets by its aggregations, one thread."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from beside.sides.protocol import TOP, run

tantivy: Any = import_module("tantivy")
HEAP = 128_000_000
BOOST = 3.0  # of the title
AGGREGATIONS = {
    "tags": {"terms": {"field": "tags", "size": TOP}},
    "agency": {"terms": {"field": "agency", "size": TOP}},
    "days": {"terms": {"field": "day", "size": 100_000}},
}


def schema() -> Any:
    """Fields: what is counted or sorted by is a fast one."""
    made = tantivy.SchemaBuilder()
    made.add_text_field("title", tokenizer_name="en_stem")
    made.add_text_field("body", tokenizer_name="en_stem")
    for name in ("tags", "agency"):
        made.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    made.add_integer_field("day", indexed=True, fast=True)
    made.add_integer_field("moment", fast=True)
    return made.build()


class Tantivy:
    """An index that is asked."""

    version = f"tantivy-py {version('tantivy')}"

    def __init__(self, folder: Path) -> None:
        self.schema = schema()
        self.searcher = tantivy.Index(self.schema, path=str(folder)).searcher()
        stemmed = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        stemmed = stemmed.filter(tantivy.Filter.lowercase())
        self.analyser = stemmed.filter(tantivy.Filter.stemmer("english")).build()

    def prepare(self, query: dict[str, Any]) -> tuple[Any, bool]:
        """A query of its own classes, and whether the newest come first."""
        if "from" in query:
            days = (query["from"], query["to"])
            kind = tantivy.FieldType.Integer
            return tantivy.Query.range_query(self.schema, "day", kind, *days), True
        return self._words(query), False

    def _words(self, query: dict[str, Any]) -> Any:
        both = self._both
        if "prefix" in query:
            pattern = f"{query['prefix']}.*"
            return both(lambda name: tantivy.Query.regex_query(self.schema, name, pattern))
        if "phrase" in query:
            words = self._stems(query["phrase"])
            return both(lambda name: tantivy.Query.phrase_query(self.schema, name, words))
        if "near" in query:
            words, apart = self._stems(query["near"]), query["apart"]
            return both(lambda name: tantivy.Query.phrase_query(self.schema, name, words, apart))
        parts = [(tantivy.Occur.Must, self._word(word)) for word in query["must"]]
        parts += [(tantivy.Occur.MustNot, self._word(word)) for word in query.get("not", ())]
        if "tag" in query:
            tag = tantivy.Query.term_query(self.schema, "tags", query["tag"], "basic")
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(tag, 0.0)))
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _word(self, word: str) -> Any:
        (stem,) = self._stems([word])
        return self._both(lambda name: tantivy.Query.term_query(self.schema, name, stem))

    def _both(self, made: Any) -> Any:
        title = tantivy.Query.boost_query(made("title"), BOOST)
        should = tantivy.Occur.Should
        return tantivy.Query.boolean_query([(should, title), (should, made("body"))])

    def _stems(self, words: list[str]) -> list[str]:
        return [stem for word in words for stem in self.analyser.analyze(word)[:1]]

    def ask(self, prepared: tuple[Any, bool], counts: bool) -> dict[str, Any]:
        """The ten best and the total in one go, the counts in another, as its interface has it."""
        query, newest = prepared
        order = {"order_by_field": "moment"} if newest else {}
        found = self.searcher.search(query, limit=TOP, count=True, **order)
        answer: dict[str, Any] = {
            "hits": [score for score, _ in found.hits],
            "total": found.count,
        }
        if counts:
            counted = self.searcher.aggregate(query, AGGREGATIONS)
            for name in AGGREGATIONS:
                buckets = counted[name]["buckets"]
                answer[name] = [(bucket["key"], bucket["doc_count"]) for bucket in buckets]
        return answer


def build(rows: Iterator[dict[str, Any]], folder: Path) -> None:
    """One thread, one commit, merged as it decides."""
    writer = tantivy.Index(schema(), path=str(folder)).writer(HEAP, num_threads=1)
    for row in rows:
        made = tantivy.Document(
            title=row["title"],
            body=row["body"],
            tags=row["tags"],
            agency=row["agency"],
            day=row["day"],
            moment=row["moment"],
        )
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()


if __name__ == "__main__":
    run(build, Tantivy)
