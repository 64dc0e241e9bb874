"""Every real wire file and feed gives what the tables say, field by field."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.readers.feeds import feed as feeds
from tests.helpers.tables import outcomes, table

HERE = Path(__file__).parent
WIRE = table(HERE / "wire_table.yaml")
FEEDS = table(HERE / "feeds_table.yaml")


@pytest.mark.parametrize("name", WIRE)
def test_a_wire_file_gives_the_items_of_its_rows(data: Path, name: str) -> None:
    assert outcomes(data / "wire" / name) == WIRE[name]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_gives_its_number_of_items_and_the_first_and_last_of_its_rows(
    data: Path, name: str
) -> None:
    count, *ends = FEEDS[name]
    found = outcomes(data / "feeds" / name)
    assert len(found) == count["items"]
    assert [found[0], found[-1]][: len(ends)] == ends


def test_the_tables_name_every_file(data: Path) -> None:
    def files(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert files(data / "wire") == set(WIRE)
    assert files(data / "feeds") == set(FEEDS) | {"unrecognized.rss"}


def test_a_page_that_stands_where_a_feed_was_is_no_feed(data: Path) -> None:
    assert not feeds.looks_like((data / "feeds" / "unrecognized.rss").read_text())
