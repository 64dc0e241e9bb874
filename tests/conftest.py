"""What the whole suite shares: a real archive made from samples/, and real news to read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from archive.article import Article, Origin, make_id
from archive.collecting.collecting import Collecting
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.engines.open import open_engine
from index.query.parse import LANGUAGE
from index.upkeep.sync import sync
from tests.helpers.archives import DATA, SAMPLES, SampleArchive
from tests.helpers.looks import REVISED, TAKEN


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleArchive:
    """The samples, ingested and indexed with the default engine, and a saved search. Shared: read
    only.
    """
    home = tmp_path_factory.mktemp("samples") / "home"
    with Store.create(home) as store:
        report = ingest(store, sources([str(SAMPLES)]), collections=("Samples",))
        with store.transaction():  # what the field table's example names
            mark = Mark(store.last_change()[0], "2026-01-01T00:00:00Z")
            store.saved.put(SavedSearch("Euphrates", "Euphrates -Raqa", LANGUAGE, mark))
        lists = Collecting(store)
        lists.new("Samples", "Written to try things out.\n\nNone of it is news.")
        lists.add("Samples", [TAKEN], quote="completed the recapture of the city of Deir Ezzor",
                  on_quote="A passage with a note.")  # fmt: skip
        lists.note("Samples", "An article with a note.", REVISED)
        engine = open_engine("whoosh", home)
        sync(store, engine)
        engine.close()
    return SampleArchive(home, report)


@pytest.fixture
def samples_copy(samples: SampleArchive, tmp_path: Path) -> Path:
    """A home of one's own with the samples in it, to write to."""
    return Path(shutil.copytree(samples.home, tmp_path / "home"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.create(tmp_path / "home") as store:
        yield store


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real news. In CI its absence is a failure, elsewhere a skip."""
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing")
        pytest.skip("real news is read from ../shared/data, which is not there")
    return DATA


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Makes articles by the fields that a test cares about."""

    def make(name: str = "one", **fields: object) -> Article:
        identity = f"test:{name}"
        values: dict[str, object] = {
            "title": f"Title {name}", "body": f"Text of {name}.", "origin": Origin(f"{name}.txt"),
            "date": "2017-11-03", "precision": "day", "language": "en",
        } | fields  # fmt: skip
        return Article(id=make_id(identity), identity=identity, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser. In CI its absence is a failure, elsewhere a skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt install chromium")
        pytest.skip("the journey needs Chromium: apt install chromium")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the suite must not reach it."""
    for name in list(os.environ):
        if name.startswith("ARCHIVE_"):
            monkeypatch.delenv(name)
