"""The application, opened on archives and visited."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Playwright

from archive.article import Article
from archive.settings import load
from archive.store.store import Store
from tests.helpers.browsing import ARGUMENTS
from tests.helpers.pages import Page
from tests.helpers.serving import started
from webui.app import create_app

REFUSED = "the server responded with a status of 40"


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


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Starts `archive serve` on a home, in a process of its own; gives its address. Settings are
    given as environment variables.
    """
    servers: list[subprocess.Popen[str]] = []

    def start(home: Path, stderr: TextIO | None = None, **environ: str) -> str:
        server, address = started(home, stderr, **environ)
        servers.append(server)
        return address

    yield start
    for server in servers:
        server.terminate()
        server.communicate(timeout=20)


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


@pytest.fixture
def browse(
    chromium: str, playwright: Playwright, tmp_path: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own. It asks nothing of another host, and has no complaint."""
    contexts: list[BrowserContext] = []
    hosts: set[str | None] = set()
    complaints: list[str] = []

    def complain(text: str) -> None:
        complaints.append(text)

    def open_(*, refused: bool = False, **options: Any) -> BrowserContext:
        """`refused`: pages that are refused are among what is opened, which the browser tells."""
        context = playwright.chromium.launch_persistent_context(
            tmp_path / f"browser-{len(contexts)}",
            executable_path=chromium, headless=True, args=ARGUMENTS, **options,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        context.on(
            "console",
            lambda message: (refused and REFUSED in message.text) or complain(message.text),
        )
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()
    assert hosts == {"127.0.0.1"}
    assert complaints == []
