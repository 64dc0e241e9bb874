"""Rows of totals, at the end of a table or of a part of it, are told and make no articles."""

from __future__ import annotations

import io

import pytest

from archive.article import RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.records.totals import is_total
from archive.readers.sources.source import Source
from tests.helpers.workbooks import ods, xls, xlsx

NAMES = ["No", "Title", "Date", "Text", "Words"]
FERRY = ["1", "Ferry sails", "3 Nov 2017", "It sails.", "120"]
ENDS = [
    ["", "Total", "", "", "120"],
    ["Total", "", "", "", "120"],
    ["Total: 1", "", "", "", ""],
    ["", "", "", "Grand total", "120,5"],
    ["", "Total articles: 1,200", "", "", ""],
    ["Gesamtsumme", "", "", "", "120"],
    ["", "", "Summe", "2", ""],
    ["", "合計", "", "", "120"],
    ["", "المجموع", "", "", "120"],
]


def items(data: bytes, name: str) -> list[RawArticle | Skipped]:
    return list(read(Source(name, lambda: io.BytesIO(data))))


@pytest.mark.parametrize("end", ENDS, ids=[" ".join(end).strip() for end in ENDS])
def test_a_row_of_totals_is_told_and_what_follows_is_read(end: list[str]) -> None:
    rows = [NAMES, FERRY, end, FERRY]
    table = "\n".join(";".join(row) for row in rows).encode()
    made = [(table, "a.csv"), (xlsx({"A": rows}), "a.xlsx"), (ods({"A": rows}), "a.ods"),
            (xls("A", rows), "a.xls")]  # fmt: skip
    for data, name in made:
        first, told, second = items(data, name)
        assert isinstance(first, RawArticle)
        assert isinstance(second, RawArticle)
        assert isinstance(told, Skipped)
        assert told.reason == "a row of totals, and no article"
        assert told.origin.record == "row 2"


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "", "", "The company pays.", ""],
        ["Total pays 120 million", "", "", "", ""],
        ["Sum of all fears", "", "", "", "120"],
        ["", "", "", "", "120"],
        ["Totality", "", "", "", ""],
        ["Total", "https://example.org/17", "", "", ""],
        ["Total " + "1 " * 40, "", "", "", ""],
    ],
)
def test_what_says_more_is_none(cells: list[str]) -> None:
    assert not is_total(cells)


def test_a_headline_with_a_day_is_an_article() -> None:
    (made,) = items(b"title,date,words\nTotal,2017-11-03,120\n", "a.csv")
    assert isinstance(made, RawArticle)
    assert made.title == "Total"


def test_a_row_without_title_and_text_is_no_article() -> None:
    (made,) = items(b"title,date,text,words\n,2017-11-03,,120\n", "a.csv")
    assert isinstance(made, RawArticle)
    told = normalise(made)
    assert isinstance(told, Skipped)
    assert (told.reason, told.origin.record) == ("it has neither a title nor a text", "row 1")
