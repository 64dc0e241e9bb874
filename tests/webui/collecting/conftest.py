"""An archive whose collections can be changed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.collecting.collecting import Collecting
from archive.collecting.reading import Collections
from archive.settings import load
from archive.store.store import Store
from tests.helpers.serving import started
from webui.app import create_app
from webui.collecting.guard import TOKEN

SECRET = "of-this-run"
NOTE = "Ask the <b>ministry</b>.\n\nTwice."


@pytest.fixture
def collected(samples_copy: Path) -> Path:
    """A home with the samples and a collection of three articles."""
    with Store.open(samples_copy) as store:
        lists = Collecting(store)
        lists.new("Bridges & Co", "For Monday")
        lists.add("Bridges & Co", three(store), NOTE)
    return samples_copy


def three(store: Store) -> list[str]:
    """The ids of three articles that may be read, not in the order of their dates."""
    found = [each for each in store.get_many(store.ids()).values() if "bridge" in each.body]
    found = sorted((each for each in found if each.status is None), key=lambda each: each.id)
    assert len(found) > 2
    return [each.id for each in found[:3]]


def members(home: Path, name: str = "Bridges & Co") -> list[str]:
    with Store.open(home) as store:
        return Collections(store.database).ids(name)


@pytest.fixture
def editable(collected: Path) -> Iterator[FlaskClient]:
    """A client of the application as `archive serve --edit` makes it."""
    settings = load(str(collected), {})
    app = create_app(replace(settings, values={**settings.values, TOKEN: SECRET}))
    yield app.test_client()
    app.extensions["archive"].close()


@pytest.fixture
def serve_editable(collected: Path) -> Iterator[Callable[..., str]]:
    """Starts `archive serve --edit` on the home; gives its address."""
    servers: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environ: str) -> str:
        server, address = started(collected, arguments=("--edit", *arguments), **environ)
        servers.append(server)
        return address

    yield start
    for server in servers:
        server.terminate()
        server.communicate(timeout=20)
