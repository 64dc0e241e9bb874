"""Sites in a box, made of real archives and opened in Chromium from the address of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from archive.article import Article
from archive.collecting.reading import Collections
from archive.collecting.shown import shown
from archive.exports.manifest import About
from archive.masthead import Masthead
from archive.store.store import Store
from archive.text.plain import fold_line
from index.answers.asked import Asked
from index.answers.search import Search
from index.boxes.collected import Collected
from index.boxes.site import write_site
from index.boxes.wanted import Edits, Wanted
from index.engines.open import open_engine
from index.names.groups import load_names
from tests.helpers.archives import SampleArchive
from tests.helpers.browsing import ARGUMENTS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MASTHEAD = Masthead(
    "The <Box> & Co", "https://news.example.org", "desk@example.org", "For reading only."
)
# A search in the page's own scripts: what its form does, without the form.
_FIND = """asked => {
  const {engine, words, language} = box.view;
  const of = ({name}) => [name, asked.chosen[name] || []];
  const chosen = Object.fromEntries(language.fields.map(of));
  const found = box.search(engine, words, language, {...asked, chosen});
  return {...found, ids: found.docs.map(doc => engine.rows[doc][0]), within: null, query: null};
}"""

# Another search on the page that is ready. The page's own listener was there first, so that it has
# shown the answer when this one is called.
_GO = """hash => new Promise(done => {
  if (new URL(hash, location).hash === location.hash) return done();
  addEventListener("hashchange", () => done(), {once: true});
  location.hash = hash;
})"""


@dataclass
class Box:
    """A site that is open in a browser."""

    page: Page
    folder: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def find(
        self, text: str, chosen: dict[str, Iterable[str]] | None = None,
        start: str = "", end: str = "", sort: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """What a search in the page finds: ids in order, notices, refusals."""
        asked = {
            "text": text, "from": start, "to": end, "sort": sort,
            "chosen": {name: list(map(fold_line, each)) for name, each in (chosen or {}).items()},
        }  # fmt: skip
        found: dict[str, Any] = self.page.evaluate(_FIND, asked)
        return found

    def ask(self, hash_: str) -> None:
        """Goes to a search by its address, as a link does, and waits until it is answered."""
        index = (self.folder / "index.html").as_uri()
        is_there = self.page.url.partition("#")[0] == index
        if not is_there:
            self.page.goto(f"{index}#{hash_}")
        self.page.locator("html[data-ready]").wait_for()
        if is_there:
            self.page.evaluate(_GO, f"#{hash_}")


@pytest.fixture
def about() -> About:
    return About("Syria", {"tag": ["Conflict"]}, "oldest", 7)


@pytest.fixture
def make_site(tmp_path: Path, about: About) -> Callable[..., Path]:
    """Writes the site of some articles, in an archive of these names."""

    def make(
        articles: Iterable[Article], home: Path | None = None, name: str = "box",
        collected: Collected | None = None, edits: Edits = lambda articles: {},
    ) -> Path:  # fmt: skip
        target = tmp_path / name
        wanted = Wanted(about, MASTHEAD, load_names(home or tmp_path), NOW, edits, collected)
        write_site(articles, target, wanted)
        return target

    return make


@pytest.fixture
def open_box(chromium: str, playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., Box]]:
    """Opens a site in a browser without a network. It asks for nothing but files, and no script or
    policy has a complaint.
    """
    with ExitStack() as stack:
        boxes: list[Box] = []

        def open_(folder: Path, **options: Any) -> Box:
            context: BrowserContext = playwright.chromium.launch_persistent_context(
                tmp_path / f"browser-{len(boxes)}", executable_path=chromium, headless=True,
                args=ARGUMENTS, offline=True, **options,
            )  # fmt: skip
            stack.callback(context.close)
            context.set_default_timeout(30_000)
            box = Box(context.pages[0], folder)
            context.on("request", lambda request: box.requests.append(request.url))
            context.on("console", lambda message: box.complaints.append(message.text))
            context.on("weberror", lambda error: box.complaints.append(str(error.error)))
            boxes.append(box)
            box.ask("q=")
            return box

        yield open_
        for box in boxes:
            assert [url for url in box.requests if not url.startswith("file://")] == []
            assert box.complaints == []


@pytest.fixture(scope="session")
def archive(samples: SampleArchive) -> Iterator[Search]:
    """The door to the samples, with the names of their archive."""
    with Store.open(samples.home) as store:
        engine = open_engine("whoosh", samples.home)
        yield Search(store, engine, load_names(samples.home))
        engine.close()


@pytest.fixture
def sampled(
    archive: Search, samples: SampleArchive, make_site: Callable[..., Path]
) -> Callable[..., Path]:
    """Writes the site of what a search finds in the samples, with the notes of a collection."""

    def make(text: str = "", collection: str = "") -> Path:
        lists = Collections(archive.store.database)
        found = lists.find(collection)
        members = tuple(shown(archive.store, lists.members(collection))) if found else ()
        collected = Collected(found, members) if found else None
        articles, edits = archive.articles(Asked(text)), archive.store.edits
        return make_site(articles, samples.home, collected=collected, edits=edits)

    return make
