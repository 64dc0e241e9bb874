"""An index that an older version wrote in another layout is built anew, and written to then."""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path

import pytest

from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.open import open_engine
from index.upkeep.sync import state, sync
from tests.helpers.archives import ROOT

# Three articles, in both engines; tantivy kept their values too.
BEFORE_ROOMS = ROOT / "tests" / "fixtures" / "index-before-rooms.tar.xz"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with tarfile.open(BEFORE_ROOMS) as packed:
        if sys.version_info >= (3, 12):
            packed.extractall(tmp_path, filter="data")
        else:
            packed.extractall(tmp_path)
    return tmp_path / "home"


def test_an_index_of_tantivy_from_before_its_arrays_is_built_anew(
    home: Path, make_article: object
) -> None:
    with Store.open(home) as store:
        engine = open_engine("tantivy", home)
        assert state(store, engine).verdict == "rebuild"
        sync(store, engine)
        found = Search(store, engine).search(
            Asked("Hawija OR airport OR Afar", exact=True, facets=True)
        )
        assert found.total == 3
        with store.transaction():
            store.put(make_article(title="A fourth"), b"x", "text/plain")
        sync(store, engine)
        totals = [Search(store, engine).search(Asked(text)).total for text in ("", "fourth")]
        engine.verify()
        engine.close()
    assert totals == [4, 1]
