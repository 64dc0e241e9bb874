"""What `make bench` measures with: a corpus that comes out the same, queries by rule, figures."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store

ARTICLES = 1500
benchmarks = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def from_their_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A benchmark is a script: what stands beside it is imported by its bare name."""
    monkeypatch.syspath_prepend(str(benchmarks))


@pytest.fixture(scope="module")
def generated() -> list[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(benchmarks))
        from beside.corpus import records

        return list(records(ARTICLES))


def row(number: int, record: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(number), "title": record["title"], "body": record["body"],
        "tags": [tag.lower() for tag in record["tags"]], "agency": record["agency"],
        "day": int(record["published"][:10].replace("-", "")), "moment": number,
        "bytes": len((record["title"] + record["body"]).encode()),
    }  # fmt: skip


def test_the_corpus_is_the_same_each_time_and_a_larger_one_begins_with_it(
    generated: list[dict[str, Any]],
) -> None:
    from beside.corpus import records

    assert list(islice(records(ARTICLES), 50)) == generated[:50]
    larger = list(islice(records(ARTICLES * 2), 50))
    assert [each["body"] for each in larger] == [each["body"] for each in generated[:50]]
    assert list(islice(records(ARTICLES, seed=1), 50)) != generated[:50]


def test_the_corpus_is_like_the_news_that_it_is_fitted_to(generated: list[dict[str, Any]]) -> None:
    from beside.corpus import DAYS
    from beside.likeness import likeness

    found = likeness(row(number, each) for number, each in enumerate(generated))
    assert 2500 < found.mean < 3100
    assert 1700 < found.median < 2200
    # Reuters-21578 has 9,087 different words among its first 100,000, Wikinews 11,534.
    assert 9_000 < found.growth[100_000] < 12_500
    assert 0.15 < found.commonest[1] < 0.21
    assert 2 < found.tags < 3
    assert found.days > DAYS / 2
    days = [each["published"] for each in generated]
    assert days == sorted(days)
    assert 0.12 < found.weekend < 0.22


def test_words_of_different_ranks_differ_in_all_their_forms() -> None:
    from beside.words import FORMS, word

    ranks = [*range(2000), *range(81_000 - 50, 81_000 + 50), *range(7_000_000, 7_000_100)]
    written = [word(rank) + form for rank in ranks for form in FORMS]
    assert len(set(written)) == len(written)
    assert all(each.isalpha() and each.islower() for each in written)


def test_the_archive_reads_what_is_generated(
    generated: list[dict[str, Any]], tmp_path: Path
) -> None:
    from beside.rows import row_of

    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in generated[:30]), "utf-8")
    with Store.create(tmp_path / "home") as store:
        assert ingest(store, sources([str(path)])).added == 30
        rows = {row["title"]: row for row in map(row_of, store.get_many(store.ids()).values())}
    for each in generated[:30]:
        found = rows[each["title"]]
        assert found["body"].startswith(each["body"].split("\n", 1)[0])
        assert found["tags"] == [tag.lower() for tag in each["tags"]]
        assert str(found["day"]) == each["published"][:10].replace("-", "")


def test_every_class_has_its_queries_and_they_find_something(
    generated: list[dict[str, Any]], tmp_path: Path
) -> None:
    from beside.figures import WANTED
    from beside.queries import CLASSES, EACH, chosen

    path = tmp_path / "rows.jsonl"
    rows = [row(number, each) for number, each in enumerate(generated)]
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
    queries = chosen(path, ARTICLES)
    assert list(queries) == list(CLASSES) == list(WANTED)
    assert {name: len(each) for name, each in queries.items()} == dict.fromkeys(CLASSES, EACH)
    assert queries == chosen(path, ARTICLES)
    texts = [f" {each['title']} {each['body']} ".lower() for each in rows]
    for query in queries["one word"] + queries["two, three words"] + queries["five words"]:
        assert any(all(word in text for word in query["must"]) for text in texts)
    for query in queries["tag and word"]:
        assert any(
            query["tag"] in each["tags"] and query["must"][0] in text
            for each, text in zip(rows, texts, strict=True)
        )


def test_a_figure_is_the_median_of_the_ratios_with_the_worst_beside_it() -> None:
    from beside.figures import percentile, ratio

    def query(text: str, ours: float, theirs: float) -> dict[str, Any]:
        sides = {"whoosh": {"cpu": [ours, ours, 900.0]}, "fts5": {"cpu": [theirs]}}
        return {"query": {"text": text}, "counts": sides}

    queries = [query("a", 1, 10), query("b", 2, 10), query("c", 9, 10)]
    found = ratio(queries, "counts", "whoosh", "fts5")
    assert found
    assert (found.figure, found.worst, found.query) == (0.2, 0.9, "c")
    assert not found.even
    assert ratio(queries, "counts", "whoosh", "xapian-bare") is None
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95


def test_charts_are_pictures_whatever_is_in_their_names() -> None:
    from beside.charts import bars, lines

    for picture in (
        bars("a < b & c", {"one": {"x": 0.05, "y": 12}}, {"one": {"x": 0.1}}),
        lines('"growth"', "articles", {"one": [(100, 0.5), (1000, 0.9)], "two": [(100, 3)]}),
    ):
        root = ElementTree.fromstring(picture)
        assert root.tag.endswith("svg")
        assert not [text for text in root.itertext() if "nan" in text.lower()]
