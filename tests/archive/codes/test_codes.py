"""What codes mean: IPTC's of topics, those of Reuters-21578; and where each table is from."""

from __future__ import annotations

from pathlib import Path

import pytest

import archive.codes
from archive.codes.iptc import iptc_name
from archive.codes.reuters import reuters_meanings
from archive.codes.tables import table
from archive.normalise.tags import clean_tags
from archive.store.labels import meanings
from archive.store.store import Store
from index.query.values import facet_key
from tests.helpers.archives import SampleArchive

TABLES = sorted(Path(archive.codes.__file__).parent.glob("*.txt"))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("medtop:20000065", "civil unrest"),
        ("20000065", "civil unrest"),
        ("http://cv.iptc.org/newscodes/mediatopic/20000065", "civil unrest"),
        ("subj:04008024", "commodities market"),
        ("iptc:15000000", "sport"),
        ("medtop:99999999", None),
        ("afp:20000065", None),
        ("2000006", None),
        ("", None),
    ],
)
def test_a_code_of_the_iptc_has_its_name(code: str, name: str | None) -> None:
    assert iptc_name(code) == name


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_table_says_its_source_and_licence_and_has_no_line_without_a_meaning(
    path: Path,
) -> None:
    text = path.read_text("utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert "Source: " in " ".join(head)
    assert "licen" in " ".join(head).lower()
    codes = table(path.name)
    assert len(codes) == len(text.splitlines()) - len(head) > 100
    assert all(meaning.strip() and code != meaning for code, meaning in codes.items())


def test_a_tag_that_is_a_code_of_the_iptc_is_its_name_and_is_found_by_either() -> None:
    assert clean_tags(["medtop:20000065", "Riots", "20000065", "afp:7"]) == [
        "civil unrest",
        "Riots",
    ]
    assert facet_key("tag", "medtop:20000065") == facet_key("tag", "Civil unrest")
    assert facet_key("section", "medtop:20000065") == "medtop:20000065"


def test_codes_of_reuters_are_told_where_articles_of_the_collection_are_held(
    samples: SampleArchive, store: Store
) -> None:
    keys = ["acq", "ec", "japan"]
    told = {"acq": "mergers and acquisitions", "ec": "European Community"}
    assert reuters_meanings(keys) == told
    with Store.open(samples.home) as held:
        assert meanings(held.database, keys) == told
    assert meanings(store.database, keys) == {}
