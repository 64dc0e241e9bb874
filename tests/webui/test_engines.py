"""One visit to the pages of an archive in a cluster, and to one with the default engine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.helpers.archives import SampleArchive
from tests.helpers.browsing import follow
from tests.helpers.commands import Archive
from tests.helpers.engines import environment


def visit(page: Page, address: str) -> list[object]:
    """What a reader sees who searches, folds, narrows, goes deep and looks at the chart."""
    seen: list[object] = []

    def look() -> None:
        hits = page.locator(".hits h2 a").all_inner_texts()
        copies = page.locator(".hits details.copies summary").all_inner_texts()
        values = page.locator(".narrow .choices a").all_inner_texts()
        seen.append((page.locator("h1").inner_text(), hits, copies, values))

    def search(words: str) -> None:
        page.get_by_label("Search the archive").fill(words)
        page.get_by_role("button", name="Search", exact=True).click()
        page.wait_for_url(re.compile(r"\?q="))

    page.goto(address)
    search("Syria OR oil OR said")
    page.locator(".orders").get_by_role("link", name="Newest").click()
    page.wait_for_url(re.compile("sort=newest"))
    look()
    page.get_by_role("link", name="Show every copy").click()
    page.wait_for_url(re.compile("fold=0"))
    look()
    page.locator(".pager").get_by_role("link", name="Next").click()
    page.wait_for_url(re.compile("page=2"))
    look()
    last = int(page.locator("[aria-current=page]").last.inner_text().split()[-1])
    page.goto(re.sub("page=2", f"page={last}", page.url))
    look()
    narrow = page.get_by_role("navigation", name="Narrow the search")
    narrow.get_by_role("link", name=re.compile("^Syria")).first.click()
    page.wait_for_url(re.compile("tag="))
    look()
    follow(page.get_by_role("link", name="Chart, numbers, compare"))
    seen.append(page.locator(".chartpage tbody tr").all_inner_texts())
    assert seen[-1]
    return seen


def test_a_reader_sees_the_same_in_a_cluster(
    run: Archive, samples: SampleArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    serve: Callable[..., str], browse: Callable[..., BrowserContext],
) -> None:  # fmt: skip
    home = Path(shutil.copytree(samples.home, tmp_path / "home"))
    with environment("opensearch", home) as given:
        page = browse(viewport={"width": 1280, "height": 900}).pages[0]
        expected = visit(page, serve(samples.home))
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        assert run("--home", home, "reindex").code == 0
        assert visit(page, serve(home)) == expected
    assert len({str(each) for each in expected}) == len(expected)
