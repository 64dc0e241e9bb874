"""Parquet: what is exported is what is read again, by two libraries, in row groups."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars
import pyarrow
import pyarrow.parquet
import pytest

from archive.article import TAG_KINDS, Article, Image, Supplied, to_json
from archive.errors import OutputError
from archive.exports import parquet as module
from archive.exports.csv_row import COLUMNS
from archive.exports.formats import EXPORTS
from archive.exports.manifest import About
from archive.exports.parquet import parquet
from archive.exports.verify import verify
from archive.exports.write import write_file
from archive.store.store import Store
from tests.helpers.archives import SampleArchive


def read(articles: list[Article]) -> pyarrow.Table:
    return pyarrow.parquet.read_table(io.BytesIO(b"".join(parquet(articles))))


def test_the_samples_come_back_as_they_were(samples: SampleArchive) -> None:
    with Store.open(samples.home) as store:
        articles = list(store.get_many(store.ids()).values())
    rows = read(articles).to_pylist()
    assert list(rows[0]) == [*COLUMNS, "day"]
    assert len(rows) == len(articles) > 20
    for row, article in zip(rows, articles, strict=True):
        data = to_json(article)
        assert row.pop("day") == (
            date.fromisoformat((data["date"] + "-01-01")[:10]) if data["date"] else None
        )
        row["extra"] = json.loads(row["extra"] or "{}")
        row["tag_kinds"] = {kind: tags for kind, tags in row["tag_kinds"].items() if tags}
        data["published"] = article.published
        assert row == {name: data[name] for name in COLUMNS}


def test_types_are_those_of_the_values_even_where_nothing_is(
    make_article: Callable[..., Article],
) -> None:
    for articles in ([], [make_article()]):
        types = dict(zip(*(lambda s: (s.names, map(str, s.types)))(read(articles).schema),
                         strict=True))  # fmt: skip
        assert types["published"] == "timestamp[us, tz=UTC]"
        assert types["day"] == "date32[day]"
        assert types["revision"] == "int32"
        assert types["tags"] == types["agency"] == "list<element: string>"
        assert types["title"] == types["date"] == types["body"] == "string"


def test_polars_reads_what_every_field_can_hold(make_article: Callable[..., Article]) -> None:
    full = make_article(
        "full", date="2017-11", precision="month", agency=("AFP", "Reuters"), tags=("é", "=1+1"),
        published=datetime(1969, 3, 1, 4, 5, 6, tzinfo=UTC), images=(Image(None, "A caption"),),
        extra={"a": [1, {"b": None}]}, tag_kinds={"place": ("Raqa",)}, body="\x00 \n'=\U0001f4f0",
        revision=7,
    )  # fmt: skip
    (row,) = polars.read_parquet(io.BytesIO(b"".join(parquet([full])))).to_dicts()
    assert row["date"] == "2017-11"
    assert row["day"] == date(2017, 11, 1)
    assert row["published"] == full.published
    assert row["tags"] == ["é", "=1+1"]  # nothing is guarded: it is no spreadsheet
    assert row["images"] == [{"url": None, "caption": "A caption"}]
    assert row["tag_kinds"] == {kind: ["Raqa"] if kind == "place" else [] for kind in TAG_KINDS}
    assert json.loads(row["extra"]) == full.extra
    assert (row["body"], row["revision"]) == (full.body, 7)


def test_an_article_with_every_field_comes_back_as_it_was(
    make_article: Callable[..., Article],
) -> None:
    full = make_article(
        "full", date="2017-11-03", precision="day", time="14:05", agency=("AFP",), credit="AFP",
        published=datetime(2017, 11, 3, 14, 5, tzinfo=UTC), authors=("A. Writer",), section="World",
        publisher="The Paper", tags=("minister", "Raqa"), dateline="RAQA, Syria", language="en",
        summary="In short.", images=(Image("https://example.org/1.jpg", "A caption"),),
        url="https://example.org/full", status="corrected", note="The name was wrong.",
        extra={"a": [1]}, tag_kinds={"place": ("Raqa",)}, collections=("Pile",), revision=7,
        supplied=Supplied(("Zed", "Raqa"), {"place": ("Raqa",)}),
    )  # fmt: skip
    assert all(getattr(full, each.name) for each in fields(full))
    (row,) = read([full]).to_pylist()
    data = to_json(full)
    assert json.loads(row["supplied"]) == data["supplied"]
    assert json.loads(row["extra"]) == data["extra"]
    assert {kind: tags for kind, tags in row["tag_kinds"].items() if tags} == data["tag_kinds"]
    assert row["published"] == full.published
    own = {"supplied", "extra", "tag_kinds", "published"}
    assert {name: row[name] for name in COLUMNS if name not in own} == {
        name: data[name] for name in COLUMNS if name not in own
    }


def test_memory_holds_a_row_group_and_not_the_export(
    make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 100)
    one = make_article(body="word " * 2000)

    def articles() -> Iterator[Article]:
        for number in range(5000):
            yield replace(one, body=f"{number} {one.body}")

    pool = pyarrow.default_memory_pool()
    next(parquet(articles()))  # so that the library is loaded
    tracemalloc.start()
    before = pool.bytes_allocated()
    most = size = 0
    data = bytearray()
    for block in parquet(articles()):
        data += block
        size += 1
        most = max(most, pool.bytes_allocated() - before)
    _, held = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pyarrow.parquet.ParquetFile(io.BytesIO(data)).num_row_groups == 50
    assert size == 51
    assert most < 8_000_000
    assert held < 8_000_000 + len(data)  # of 50 MB of text


def test_a_row_group_ends_where_its_texts_are_large(
    make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_TEXT", 1000)
    data = b"".join(parquet([make_article(str(n), body="x" * 400) for n in range(10)]))
    assert pyarrow.parquet.ParquetFile(io.BytesIO(data)).num_row_groups == 4


def test_the_manifest_holds(make_article: Callable[..., Article], tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    articles = [make_article(str(number)) for number in range(3)]
    write_file(EXPORTS["parquet"], articles, target, About("", {}, "oldest", 1))
    beside = tmp_path / "out.parquet.manifest.json"
    assert list(verify(beside, None)) == []
    assert json.loads(beside.read_text())["format"] == "parquet"
    target.write_bytes(target.read_bytes()[:-1] + b"x")
    assert list(verify(beside, None))


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert not EXPORTS["parquet"].ready()
    with pytest.raises(OutputError, match="not installed") as raised:
        parquet([])
    assert "news-archive[parquet]" in raised.value.hint
