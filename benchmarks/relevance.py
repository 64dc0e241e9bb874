"""Relevance on a test collection: MAP, nDCG@10 and MRR, beside plain Whoosh and plain tantivy.

    python benchmarks/relevance.py DIR [--match any]

DIR holds documents.jsonl (articles as `archive export` writes them, or any with an `id` and no
`identifier`), queries.tsv (number, tab, text) and qrels.txt (TREC: number, 0, id of the document,
grade). All systems search title and body
of the same articles: Whoosh with its BM25F, English analyser and OrGroup; tantivy with its default
tokenizer, scorer and query parser. The measures are those of trec_eval: a grade above 0 is
relevant, the gain of nDCG is the grade.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from archive.article import Article
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from archive.text.markdown import to_text
from index.analysis.tokens import words
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.open import open_engine
from index.names.groups import load_names
from index.query.match import MATCHES, Match
from index.upkeep.sync import sync

DEPTH = 1000  # documents of a ranking that are looked at
Rank = Callable[[str], list[str]]  # a query -> ids, best first
Grades = dict[str, dict[str, int]]  # query -> document -> grade


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("folder", type=Path)
    options.add_argument("--match", choices=MATCHES, default="any")
    chosen = options.parse_args()
    queries = read_queries(chosen.folder / "queries.tsv")
    grades = read_grades(chosen.folder / "qrels.txt")
    with TemporaryDirectory() as home, Store.create(Path(home)) as store:
        documents = Path(home) / "documents.jsonl"
        known = identified(chosen.folder / "documents.jsonl", documents)
        report = ingest(store, sources([str(documents)]))
        print(f"{report.added:,} documents, {len(queries):,} queries", file=sys.stderr)
        articles = list(store.get_many(sorted(store.ids())).values())
        names = {article.id: known[article.identity] for article in articles}
        print(f"{'':28}{'MAP':>8}{'nDCG@10':>9}{'MRR':>8}{'ms a query':>12}")
        with archive_search(store, Path(home), chosen.match) as ours:
            show(f"archive, --match {chosen.match}", ours, names, queries, grades)
        show("Whoosh, BM25F", whoosh_search(articles), names, queries, grades)
        show("tantivy, defaults", tantivy_search(articles), names, queries, grades)


def read_queries(path: Path) -> dict[str, str]:
    """Number -> text."""
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def read_grades(path: Path) -> Grades:
    """Number of the query -> id of the document -> grade."""
    grades: Grades = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            number, _, document, grade = line.split()
            grades[number][document] = int(grade)
    return grades


def identified(path: Path, target: Path) -> dict[str, str]:
    """Writes the documents with an `identifier` each, made of the `id` where there is none.
    Identifier -> id that the collection knows the document by.
    """
    names = {}
    with path.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in filter(str.strip, lines):
            record = json.loads(line)
            identifier = record.get("identifier") or f"collection:{record['id']}"
            names[identifier] = str(record.get("id") or identifier)
            out.write(json.dumps(record | {"identifier": identifier}) + "\n")
    return names


def show(
    name: str, rank: Rank, names: dict[str, str], queries: dict[str, str], grades: Grades
) -> None:
    """Prints a line of the table: the means over the queries that have a relevant document."""
    judged = [number for number in queries if any(grades.get(number, {}).values())]
    began = perf_counter()
    ranked = {number: [names[found] for found in rank(queries[number])] for number in judged}
    took = (perf_counter() - began) * 1000 / max(len(judged), 1)
    measures = [measure(ranked[number], grades[number]) for number in judged]
    means = [sum(column) / len(judged) for column in zip(*measures, strict=True)]
    print(f"{name:28}{means[0]:8.4f}{means[1]:9.4f}{means[2]:8.4f}{took:12.1f}")


def measure(ranked: list[str], grades: dict[str, int]) -> tuple[float, float, float]:
    """Average precision, nDCG@10 and reciprocal rank of one ranking."""
    relevant = sum(grade > 0 for grade in grades.values())
    found, precision, first = 0, 0.0, 0.0
    for place, document in enumerate(ranked[:DEPTH], 1):
        if grades.get(document, 0) > 0:
            found += 1
            precision += found / place
            first = first or 1 / place
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    gained = gain([max(grades.get(document, 0), 0) for document in ranked[:10]])
    return precision / relevant, gained / gain(ideal[:10]), first


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain (Järvelin and Kekäläinen 2002), by log2(place + 1)."""
    return sum(grade / log2(place + 1) for place, grade in enumerate(grades, 1))


@contextmanager
def archive_search(store: Store, home: Path, match: Match) -> Iterator[Rank]:
    """The archive with its default engine."""
    engine = open_engine("whoosh", home)
    sync(store, engine)
    yield ranked_by(Search(store, engine, load_names(home)), match)
    engine.close()


def ranked_by(search: Search, match: Match) -> Rank:
    """What a search finds where so many of the words have to occur."""

    def rank(text: str) -> list[str]:
        asked = Asked(text, match=match, sort="relevance", limit=DEPTH, snippets=False)
        return [hit.article.id for hit in search.search(asked).hits]

    return rank


def whoosh_search(articles: Iterable[Article], *, every_word: bool = False) -> Rank:
    """Whoosh as its documentation has it: BM25F over stemmed title and body, any word being enough;
    or, where `every_word` is required, over our own words as they are, small ones too.
    """
    from whoosh import fields, qparser
    from whoosh.analysis import SpaceSeparatedTokenizer, StemmingAnalyzer
    from whoosh.filedb.filestore import RamStorage

    analyzer = SpaceSeparatedTokenizer() if every_word else StemmingAnalyzer()
    group = qparser.AndGroup if every_word else qparser.OrGroup
    text = fields.TEXT(analyzer=analyzer)
    schema = fields.Schema(id=fields.ID(stored=True), title=text, body=text)
    index = RamStorage().create_index(schema)
    writer = index.writer(limitmb=256)
    for article in articles:
        title, body = article.title or "", to_text(article.body)
        if every_word:
            title, body = " ".join(words(title)), " ".join(words(body))
        writer.add_document(id=article.id, title=title, body=body)
    writer.commit()
    parser = qparser.MultifieldParser(["title", "body"], schema, group=group)
    parser.remove_plugin_class(qparser.WildcardPlugin)
    searcher = index.searcher()

    def rank(query: str) -> list[str]:
        plain = " ".join(words(query))
        return [hit["id"] for hit in searcher.search(parser.parse(plain), limit=DEPTH)]

    return rank


def tantivy_search(articles: Iterable[Article]) -> Rank:
    """tantivy as it comes: its default tokenizer and scorer over title and body."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title")
    builder.add_text_field("body")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for article in articles:
        document = tantivy.Document(
            id=article.id, title=article.title or "", body=to_text(article.body)
        )
        writer.add_document(document)
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(query: str) -> list[str]:
        parsed = index.parse_query(" ".join(words(query)), ["title", "body"])
        hits = searcher.search(parsed, limit=DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return rank


if __name__ == "__main__":
    main()
