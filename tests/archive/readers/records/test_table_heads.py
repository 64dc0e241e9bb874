"""The line of names of a table: below the names of groups of columns, and where it comes again."""

from __future__ import annotations

import io
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.source import Source
from tests.helpers.workbooks import ods, xls, xlsx

NAMES = ["Headline", "Published", "Source", "Country", "Body"]
FERRY = ["Ferry sails", "2017-11-03", "The Bell", "Malta", "It sails."]
BRIDGE = ["Bridge opens", "2017-11-04", "The Bell", "Malta", "It is open."]


def items(rows: list[list[str]], name: str = "a.csv", **columns: str) -> list[Any]:
    makers = {"a.xlsx": xlsx, "a.ods": ods}
    if name == "a.csv":
        data = "\n".join(",".join(row) for row in rows).encode()
    else:
        data = xls("A", rows) if name == "a.xls" else makers[name]({"A": rows})
    return list(read(Source(name, lambda: io.BytesIO(data), options=ReadOptions(columns))))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods", "a.xls"])
@pytest.mark.parametrize(
    "groups",
    [
        ["Article", "", "Publication", "", "Content"],
        ["Headline", "", "Source", "", "Body"],  # those that stand over one column alone come twice
    ],
)
@pytest.mark.parametrize("above", [[], [["Media report", "", "", "", ""]]])
def test_the_names_of_groups_of_columns_are_none(
    above: list[list[str]], groups: list[str], name: str
) -> None:
    ferry, bridge = items([*above, groups, NAMES, FERRY, BRIDGE], name)
    assert (ferry.title, ferry.date, ferry.body) == ("Ferry sails", "2017-11-03", "It sails.")
    assert (bridge.publisher, bridge.extra) == ("The Bell", {"Country": "Malta"})
    assert bridge.origin.record == "row 2"


def test_names_with_a_gap_are_names_where_an_article_is_below() -> None:
    (made,) = items([["", "Headline", "Body"], ["1", "Ferry sails", "It sails."]])
    assert (made.title, made.extra) == ("Ferry sails", {"column 1": "1"})
    (made,) = items([["", "Headline", "Body"], ["1", "Title", "It sails."]])
    assert made.title == "Title"


def test_names_that_come_again_are_told() -> None:
    ferry, told, bridge = items([NAMES, FERRY, NAMES, BRIDGE])
    assert isinstance(ferry, RawArticle)
    assert isinstance(bridge, RawArticle)
    assert isinstance(told, Skipped)
    assert (told.reason, told.origin.record) == ("the names of the columns once more", "row 2")


def test_columns_that_were_named_are_looked_for_below_groups_too() -> None:
    rows = [["Body", "", ""], ["kop", "stuk", "Country"], ["Ferry", "It sails.", "Malta"]]
    (made,) = items(rows, title="kop", body="stuk")
    assert (made.title, made.body) == ("Ferry", "It sails.")
