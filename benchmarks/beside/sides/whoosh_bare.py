"""Whoosh by itself (whoosh3): its English stemming analyser, BM25F, facets by its own columns."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from beside.sides.protocol import TOP, run

analysis: Any = import_module("whoosh.analysis")
fields: Any = import_module("whoosh.fields")
index: Any = import_module("whoosh.index")
query_of: Any = import_module("whoosh.query")
sorting: Any = import_module("whoosh.sorting")
BOOST = 3.0  # of the title
MEMORY = 256  # MiB that its writer may take before it writes a run


def schema() -> Any:
    """Title and body stemmed; what is counted or sorted by has a column."""
    words = analysis.StemmingAnalyzer(stoplist=None)
    return fields.Schema(
        title=fields.TEXT(analyzer=words, field_boost=BOOST),
        body=fields.TEXT(analyzer=words),
        tags=fields.KEYWORD(commas=True, sortable=True),
        agency=fields.KEYWORD(commas=True, sortable=True),
        day=fields.NUMERIC(int, bits=32, sortable=True),
        moment=fields.NUMERIC(int, bits=64, sortable=True),
    )


class Whoosh:
    """An index that is asked."""

    version = f"whoosh3 {version('whoosh3')}"

    def __init__(self, folder: Path) -> None:
        self.searcher = index.open_dir(str(folder)).searcher()
        self.analyser = self.searcher.schema["body"].analyzer

    def prepare(self, query: dict[str, Any]) -> tuple[Any, Any]:
        """A tree of its own query classes, and what its documents have to match besides."""
        tag = query_of.Term("tags", query["tag"]) if "tag" in query else None
        return self._tree(query), tag

    def _tree(self, query: dict[str, Any]) -> Any:
        if "from" in query:
            return query_of.NumericRange("day", query["from"], query["to"])
        if "prefix" in query:
            return self._both(lambda name: query_of.Prefix(name, query["prefix"]))
        if "phrase" in query or "near" in query:
            words = [self._stem(word) for word in query.get("phrase") or query["near"]]
            slop = 1 + query.get("apart", 0)
            return self._both(lambda name: query_of.Phrase(name, words, slop=slop))
        wanted = [self._word(word) for word in query["must"]]
        wanted += [query_of.Not(self._word(word)) for word in query.get("not", ())]
        return query_of.And(wanted) if len(wanted) > 1 else wanted[0]

    def _word(self, word: str) -> Any:
        stem = self._stem(word)
        return self._both(lambda name: query_of.Term(name, stem))

    def _both(self, made: Any) -> Any:
        return query_of.Or([made("title"), made("body")])

    def _stem(self, word: str) -> str:
        found: str = next(token.text for token in self.analyser(word, mode="query"))
        return found

    def ask(self, prepared: tuple[Any, Any], counts: bool) -> dict[str, Any]:
        """Its search with `groupedby`, which counts while it collects."""
        query, tag = prepared
        asks: dict[str, Any] = {"limit": TOP, "filter": tag}
        if isinstance(query, query_of.NumericRange):
            asks["sortedby"] = sorting.FieldFacet("moment", reverse=True)
        if counts:
            asks["maptype"] = sorting.Count
            asks["groupedby"] = {
                "tags": sorting.FieldFacet("tags", allow_overlap=True),
                "agency": sorting.FieldFacet("agency", allow_overlap=True),
                "days": sorting.FieldFacet("day"),
            }
        found = self.searcher.search(query, **asks)
        answer: dict[str, Any] = {
            "hits": found.top_n[:TOP],  # where it counts, it keeps all
            "total": len(found),
        }
        if counts:
            for name in ("tags", "agency"):
                groups = sorted(found.groups(name).items(), key=lambda each: -each[1])
                answer[name] = [(value, n) for value, n in groups if value][:TOP]
            answer["days"] = list(found.groups("days").items())
        return answer


def build(rows: Iterator[dict[str, Any]], folder: Path) -> None:
    """One writer, one commit."""
    writer = index.create_in(str(folder), schema()).writer(limitmb=MEMORY)
    for row in rows:
        writer.add_document(
            title=row["title"],
            body=row["body"],
            tags=",".join(value.replace(",", " ") for value in row["tags"]),
            agency=",".join(value.replace(",", " ") for value in row["agency"]),
            day=row["day"],
            moment=row["moment"],
        )
    writer.commit()


if __name__ == "__main__":
    run(build, Whoosh)
