"""A desk whose archive has a saved search, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.store.store import Store
from tests.helpers.commands import Archive
from tests.helpers.receiving import Hook, hook


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets settings."""

    def set_(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"ARCHIVE_{name.upper()}", str(value))

    return set_


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def put(home: Path, make_article) -> Callable[..., str]:
    """Takes in an article, or another state of one; gives its id."""

    def put(name: str, **fields: object) -> str:
        article = make_article(name, **fields)
        with Store.create(home) as store, store.transaction():
            store.put(article, repr(fields).encode(), "text/plain")
        return str(article.id)

    return put


@pytest.fixture
def desk(archive: Archive, put: Callable[..., str]) -> Archive:
    """Runs commands on an archive with an old flood, and "floods" saved in it."""
    put("old", title="Flood last year")
    assert archive("save", "floods", "flood", "-title:sport").code == 0
    return archive


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as told:
        yield told
