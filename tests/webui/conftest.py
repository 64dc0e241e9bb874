"""The application, opened on archives and visited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.article import Article
from archive.settings import load
from archive.store.store import Store
from tests.helpers.pages import Page
from webui.app import create_app


@pytest.fixture(scope="session")
def visit() -> Callable[..., Page]:
    """Opens an address with a client."""

    def visit_(client: FlaskClient, address: str, **extra: object) -> Page:
        answer = client.get(address, **extra)  # type: ignore[arg-type]
        return Page(answer.status_code, answer.text, dict(answer.headers))

    return visit_


@pytest.fixture
def open_home() -> Iterator[Callable[..., FlaskClient]]:
    """Opens the application on a home; settings are given as environment variables."""
    live = []

    def open_(home: Path, **environ: str) -> FlaskClient:
        app = create_app(load(str(home), environ))
        live.append(app.extensions["archive"])
        return app.test_client()

    yield open_
    for archive in live:
        archive.close()


@pytest.fixture
def client(open_home: Callable[..., FlaskClient], samples: Any) -> FlaskClient:
    """A client of the application on the samples."""
    return open_home(samples.home)


@pytest.fixture
def get(client: FlaskClient, visit: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page of the samples' archive."""
    return partial(visit, client)


@pytest.fixture
def holding(
    open_home: Callable[..., FlaskClient], tmp_path: Path, make_article: Callable[..., Article]
) -> Callable[..., tuple[FlaskClient, Article]]:
    """An application on an archive of one article, made of the fields given."""

    def make(original: bytes = b"as it came", **fields: object) -> tuple[FlaskClient, Article]:
        article = make_article(**fields)
        home = tmp_path / "own"
        with Store.create(home) as store, store.transaction():
            store.put(article, original, "text/plain")
        return open_home(home), article

    return make
