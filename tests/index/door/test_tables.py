"""Rows as pandas, polars and Arrow take them: the real libraries, the same values and types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import nanoarrow
import pandas
import polars
import pyarrow
import pytest

from archive.errors import RequestError
from index.door import Archive, Rows, open_archive
from index.door.columns import ARTICLE, LINE, PERIOD, SIMILAR, TEXT, VALUE
from tests.helpers.archives import SampleArchive


@pytest.fixture(scope="module")
def archive(samples: SampleArchive) -> Iterator[Archive]:
    with open_archive(samples.home) as opened:
        yield opened


def every(archive: Archive) -> dict[str, Rows]:
    """Rows of each kind; some columns of the samples are empty."""
    found = archive.search("army OR oil")
    best = next(iter(archive.search("army").rows()))["id"]
    return {
        "articles": archive.search().rows(text=True),
        "none": archive.search("nothingatall").rows(),
        "facet": found.facet("tag"),
        "timeline": archive.search().timeline(),
        "split": found.timeline(by="year", split="agency"),
        "context": found.context(),
        "similar": archive.similar(best, limit=10),
        "words": archive.search("army").words(by="year", least=1),
        "side by side": archive.search("army").words(show="neighbours"),
        "counts": archive.search("army").words(show="counts", by="publisher"),
        "beside": archive.search("army").words(against="Syria"),
        "values beside": archive.search("oil").words(against="tag:Syria", by="tag"),
    }


KINDS = (
    "articles", "none", "facet", "timeline", "split", "context", "similar", "words",
    "side by side", "counts", "beside", "values beside",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_every_column(archive: Archive, kind: str) -> None:
    rows = every(archive)[kind]
    listed = list(rows)
    assert listed == list(rows)  # it can be gone through again
    assert all(list(row) == list(rows.columns) for row in listed)
    assert bool(listed) is (kind != "none")


@pytest.mark.parametrize("kind", KINDS)
def test_arrow_has_the_same_values_and_types(archive: Archive, kind: str) -> None:
    rows = every(archive)[kind]
    table = pyarrow.table(rows.arrow())
    assert table.to_pylist() == list(rows)
    types = {
        "text": pyarrow.string(), "texts": pyarrow.list_(pyarrow.string()),
        "number": pyarrow.int64(), "real": pyarrow.float64(), "day": pyarrow.date32(),
        "instant": pyarrow.timestamp("us", "UTC"),
    }  # fmt: skip
    assert dict(zip(table.column_names, table.schema.types, strict=True)) == {
        name: types[column] for name, column in rows.columns.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_polars_takes_rows_and_arrow_alike(archive: Archive, kind: str) -> None:
    rows = every(archive)[kind]
    typed = polars.DataFrame(rows.arrow())
    assert typed.columns == list(rows.columns)
    assert typed.to_dicts() == list(rows)
    plain = polars.DataFrame(rows, infer_schema_length=None)
    assert plain.to_dicts() == list(rows)


@pytest.mark.parametrize("kind", KINDS)
def test_pandas_takes_rows(archive: Archive, kind: str) -> None:
    rows = every(archive)[kind]
    frame = pandas.DataFrame(rows, columns=list(rows.columns))
    assert list(frame.columns) == list(rows.columns)
    assert len(frame) == len(list(rows))
    for name, column in rows.columns.items():
        if column in ("texts", "number") and not frame[name].isna().any():
            assert frame[name].tolist() == [row[name] for row in rows]
    if kind != "none":
        assert list(pandas.DataFrame(rows).columns) == list(rows.columns)


def test_pyarrow_takes_a_list_of_rows(archive: Archive) -> None:
    rows = archive.search("army").rows()
    assert pyarrow.Table.from_pylist(list(rows)).to_pylist() == list(rows)


def test_many_rows_are_several_arrays_of_one_stream() -> None:
    def rows() -> Iterator[dict[str, object]]:
        for number in range(25_001):
            yield {"value": None if number % 7 else "é", "count": number, "link": None}

    table = pyarrow.table(Rows(VALUE, rows).arrow())
    assert table.column("count").to_pylist() == list(range(25_001))
    assert table.column("count").num_chunks == 3
    assert table.column("value").null_count == sum(bool(n % 7) for n in range(25_001))


def test_days_before_1970_and_moments_are_themselves() -> None:
    columns = {"day": "day"}
    days = [date(1, 1, 1), date(1887, 5, 6), None, date(9999, 12, 31)]
    rows = Rows(columns, lambda: [{"day": day} for day in days])  # type: ignore[arg-type]
    assert pyarrow.table(rows.arrow()).column("day").to_pylist() == days


def test_without_the_library_arrow_says_what_to_install(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nanoarrow.__name__ == "nanoarrow"
    monkeypatch.setitem(__import__("sys").modules, "nanoarrow", None)
    with pytest.raises(RequestError, match="not installed") as raised:
        archive.search("army").rows().arrow()
    assert "news-archive[arrow]" in raised.value.hint


def test_a_value_of_rows_shows_its_first(archive: Archive) -> None:
    shown = repr(archive.search().rows())
    assert shown.startswith("<Rows of id, title, date")
    assert shown.count("\n") == 6
    assert {*ARTICLE, *TEXT, *LINE, *PERIOD, *SIMILAR, *VALUE} >= {"link"}
