"""The main job, end to end: a copied page goes in, and is found on both front-ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from archive.settings import load
from tests.helpers.browsing import follow
from tests.helpers.commands import Archive
from tests.helpers.engines import environment
from tests.helpers.servers import place
from webui.app import create_app

TITLE = "IS loses towns in face of twin Syria, Iraq assaults"


def taken_in_and_found(run: Archive, home: Path, page: Path) -> None:
    """By the commands."""
    assert run("--home", home, "ingest", page).code == 0
    filters = ["--tag", "Syria, Iraq, Conflict", "--agency", "AFP"]
    filters += ["--from", "2017-11-01", "--to", "2017-11-30"]
    found = run("--home", home, "search", "Deir Ezzor", *filters, "--facets", "--format", "json")
    assert found.code == 0
    answer = json.loads(found.out)
    assert [hit["title"] for hit in answer["hits"]] == [TITLE]
    assert answer["facets"]["tag"] == [
        {"value": name, "count": 1} for name in ("Conflict", "Iraq", "Syria")
    ]


def test_the_seed_page_is_ingested_and_found_by_its_facets(
    data: Path, tmp_path: Path, run: Archive
) -> None:
    home = tmp_path / "home"
    taken_in_and_found(run, home, data / "seed" / "is-loses-towns.txt")
    app = create_app(load(str(home), {}))
    with closing(app.extensions["archive"]):
        assert "IS loses towns" in app.test_client().get("/?q=Deir+Ezzor").text


def test_so_it_is_on_two_servers_and_in_a_real_browser(
    data: Path, tmp_path: Path, run: Archive, monkeypatch: pytest.MonkeyPatch,
    serve: Callable[..., str], browse: Callable[..., BrowserContext],
) -> None:  # fmt: skip
    """The database on PostgreSQL, the index in a cluster."""
    home = tmp_path / "home"
    with place("server") as store, environment("opensearch", home) as given:
        for name, value in {**given, "ARCHIVE_STORE": store}.items():
            monkeypatch.setenv(name, value)
        taken_in_and_found(run, home, data / "seed" / "is-loses-towns.txt")
        page = browse().pages[0]
        page.goto(serve(home))
        page.get_by_label("Search the archive").fill("Deir Ezzor")
        follow(page.get_by_role("button", name="Search"))
        narrow = page.get_by_role("navigation", name="Narrow the search")
        follow(narrow.get_by_role("link", name="AFP").first)
        page.locator(".hits h2 a").click()
        expect(page.locator("h1")).to_have_text(TITLE)
