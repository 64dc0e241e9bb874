"""A reporter's journey: a collection with notes, by command and in the browser, taken away as a
site that opens from a disk without a network and finds by the same words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from tests.helpers.browsing import ARGUMENTS, follow
from tests.helpers.commands import Run
from tests.helpers.engines import environment

ENGINES = {"whoosh": "tantivy", "opensearch": "whoosh"}  # and the one that it is compared with
NAME = "Brücken & Co"
SAID = "Ask the <b>ministry</b>.\n\nTwice."
WORDS = ("river", "Deir Ezzor", '"banks of the river"', "bridge OR oil", "Euphrates -Raqa", "الجيش",
         "unheardof", "tag:Conflict forces")  # fmt: skip

# Whether the articles that a site shows as found are these.
SHOWN = """expected => {
  const shown = [...document.querySelectorAll(".hits h2 a")];
  const ids = shown.map(link => link.href.match(/articles\\/(\\w+)\\.html/)[1]);
  return ids.sort().join() === expected.join();
}"""


@pytest.fixture
def offline(chromium: str, playwright: Playwright) -> Callable[[Path], Page]:
    """Opens a file in a browser that has no network; every address it asks for is of a file."""

    def open_(file: Path) -> Page:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.set_offline(True)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        asked: list[str] = []
        page.goto(file.as_uri())
        page.locator("html[data-ready]").wait_for()
        assert asked
        assert all(url.startswith("file://") for url in asked)
        return page

    return open_


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest, samples_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The engine that the journey is made with."""
    with environment(request.param, samples_copy) as given:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield request.param


def test_a_reporter_takes_a_collection_with_notes_to_where_no_network_is(
    run: Callable[..., Run],
    samples_copy: Path,
    engine: str,
    tmp_path: Path,
    serve: Callable[..., str],
    browse: Callable[..., BrowserContext],
    offline: Callable[[Path], Page],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def archive(*args: object) -> Run:
        return run("--home", samples_copy, *args)

    # By command: three articles, in an order, with a note on one and on a passage of it.
    found = archive("search", "Euphrates", "--limit", 3, "--format", "ids").out.split()
    one, two, three = found
    assert "Made" in archive("collection", "new", NAME, "--note", "For Monday").out
    assert "Put in 3 articles." in archive("collection", "add", NAME, *found).out
    archive("collection", "move", NAME, three, "--first")
    archive("collection", "note", NAME, SAID, "--on", three)
    body = json.loads(archive("show", three, "--format", "json").out)["article"]["body"]
    passage = " ".join(body.split()[4:10])
    archive("collection", "note", NAME, "Who?", "--on", three, "--passage", passage)

    # In the browser: a fourth, with a note; its place is changed.
    address = serve(samples_copy, arguments=("--edit",))
    mine = browse().pages[0]
    [four] = archive("search", "title:Storm", "--format", "ids", "--limit", 1).out.split()
    assert four not in found
    mine.goto(f"{address}/article/{four}")
    mine.get_by_text("Put it into a collection").click()
    mine.locator("select[name=collection]").select_option(NAME)
    mine.locator("section.collected textarea[name=note]").fill("Call <them>")
    follow(mine.get_by_role("button", name="Put in"))
    follow(mine.locator("section.collected").get_by_role("link", name=NAME))
    expect(mine.locator(".members > li")).to_have_count(4)
    last = mine.locator(".members > li").last
    last.locator("summary").click()
    last.get_by_label("Place").fill("2")
    follow(last.get_by_role("button", name="Move"))
    order = [three, four, one, two]
    assert archive("collection", "show", NAME, "--format", "ids").out.split() == order

    # Exported by another engine too, it is the same folder.
    sites: dict[str, Path] = {}
    ids: dict[str, list[list[str]]] = {}
    asked = ("--collection", NAME)
    other = ENGINES[engine]
    for each in (engine, other):
        monkeypatch.setenv("ARCHIVE_ENGINE", each)
        sites[each] = tmp_path / each
        told = archive("export", *asked, "--format", "site", "--output", sites[each])
        assert "4 articles" in told.out + told.err
        ids[each] = [
            sorted(archive("search", word, *asked, "--format", "ids").out.split()) for word in WORDS
        ]
    assert ids[engine] == ids[other]
    assert max(map(len, ids[engine])) > min(map(len, ids[engine])) == 0
    pages = [
        {path.name: path.read_bytes() for path in folder.rglob("*.html")}
        for folder in sites.values()
    ]
    assert pages[0] == pages[1]

    # Opened where there is no network, it finds by the same words, and has order and notes.
    page = offline(sites[other] / "index.html")
    for word, expected in zip(WORDS, ids[engine], strict=True):
        page.get_by_role("searchbox").fill(word)
        page.get_by_role("searchbox").press("Enter")
        try:
            page.wait_for_function(SHOWN, arg=expected)
        except PlaywrightError:
            pytest.fail(f"{word}: {expected}\n{page.locator('main').inner_text()}")
    follow(page.get_by_role("link", name=NAME, exact=True))
    expect(page.locator("h1")).to_have_text(NAME)
    links = [link.get_attribute("href") or "" for link in page.locator(".members h2 a").all()]
    assert [Path(link).stem for link in links] == order
    shown = page.locator("main").inner_text()
    for said in ("For Monday", SAID, passage, "Who?", "Call <them>"):
        assert said in shown
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".members h2 a").first.click()
    expect(page.locator(".record").first).to_contain_text("Ask the <b>ministry</b>.")
    page.context.browser.close()  # type: ignore[union-attr]
