"""An index that was written when the code lay elsewhere opens, and is not built anew."""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path

import pytest

from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import fingerprint
from index.engines.open import open_engine
from index.upkeep.sync import sync
from tests.helpers.archives import ROOT

# Three articles, in both engines.
BEFORE_ROOMS = ROOT / "tests" / "fixtures" / "index-before-rooms.tar.xz"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with tarfile.open(BEFORE_ROOMS) as packed:
        if sys.version_info >= (3, 12):
            packed.extractall(tmp_path, filter="data")
        else:
            packed.extractall(tmp_path)
    # What is tried is the layout on disk: fields and analysis count as those of today.
    for stamp in (tmp_path / "home" / "index").glob("*/g*/stamp.json"):
        kept = json.loads(stamp.read_text())
        kept["stamp"]["fingerprint"] = fingerprint()
        stamp.write_text(json.dumps(kept))
    return tmp_path / "home"


def test_an_index_of_tantivy_from_before_the_rooms_is_searched_as_it_is(home: Path) -> None:
    current = home / "index" / "tantivy" / "CURRENT"
    before = current.read_text()
    with Store.open(home) as store:
        engine = open_engine("tantivy", home)
        sync(store, engine)
        results = Search(store, engine).search(
            Asked("Hawija OR airport OR Afar", exact=True, facets=True)
        )
        engine.verify()
        engine.close()
    assert results.total == 3
    assert current.read_text() == before


def test_what_is_written_to_it_stands_beside_what_was_there(
    home: Path, make_article: object
) -> None:
    with Store.open(home) as store:
        engine = open_engine("tantivy", home)
        sync(store, engine)
        with store.transaction():
            store.put(make_article(title="A fourth"), b"x", "text/plain")
        sync(store, engine)
        totals = [Search(store, engine).search(Asked(text)).total for text in ("", "fourth")]
        engine.close()
    assert totals == [4, 1]
