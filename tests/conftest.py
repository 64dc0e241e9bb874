"""What the whole suite shares: a real archive made from samples/, and real news to read."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.article import Article, Origin, make_id
from archive.ingest import IngestReport, ingest
from archive.readers import sources
from archive.saved import Mark, SavedSearch
from archive.store import FILE, Store
from index.engine import open_engine
from index.parse import LANGUAGE
from index.sync import sync

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class SampleArchive:
    """An archive on disk that holds the samples; not to be written to."""

    home: Path
    report: IngestReport


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleArchive:
    """The samples, ingested and indexed with the default engine, and a saved search. Shared: read
    only.
    """
    home = tmp_path_factory.mktemp("samples") / "home"
    with Store.create(home) as store:
        report = ingest(store, sources([str(SAMPLES)]))
        with store.transaction():  # what the field table's example names
            mark = Mark(store.last_change()[0], "2026-01-01T00:00:00Z")
            store.saved.put(SavedSearch("Euphrates", "Euphrates -Raqa", LANGUAGE, mark))
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


def make_one_story(home: Path, ids: Sequence[str]) -> None:
    """Makes articles one story, that of the first, whatever they say; an index has to follow."""
    with closing(sqlite3.connect(home / FILE)) as database, database:
        for article_id in ids:
            database.execute("UPDATE articles SET story = ? WHERE id = ?", (ids[0], article_id))
            database.execute(
                "INSERT INTO changes (article_id, kind, at) VALUES (?, 'revise', '')", (article_id,)
            )


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the suite must not reach it."""
    for name in list(os.environ):
        if name.startswith("ARCHIVE_"):
            monkeypatch.delenv(name)
