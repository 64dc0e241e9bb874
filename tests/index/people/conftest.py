"""Archives with people's work in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article, make_id
from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.store.by_hand import Said
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from archive.tagging.tagging import Tagging
from index.answers.search import Search
from index.engines.memory import MemoryEngine
from index.people.work import Work
from index.query.parse import LANGUAGE
from index.upkeep.sync import sync

NAMES = ("one", "two", "three")
IDS = {name: make_id(f"test:{name}") for name in NAMES}
Make = Callable[..., Article]
Opened = Callable[[str], Work]


def fill(work: Work, make: Make, *names: str) -> None:
    with work.store.transaction():
        for name in names:
            article = make(name, tags=("Irak", "War"), tag_kinds={"topic": ("War",)})
            work.store.put(article, name.encode(), "text/plain")
    sync(work.store, work.search.engine)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Makes empty archives, by name."""
    stores: list[Store] = []

    def make(name: str) -> Work:
        store = Store.create(tmp_path / name)
        stores.append(store)
        engine = MemoryEngine()
        sync(store, engine)
        return Work(store, tmp_path / name, Search(store, engine))

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def worked(opened: Opened, make_article: Make) -> Work:
    """An archive with something of every part."""
    work = opened("worked")
    fill(work, make_article, *NAMES)
    store, tagging = work.store, Tagging(work.store)
    said = [Said.read(each) for each in ('+a "b" \\ #c', "+person:Élan Roe", "-War", "+محمد")]
    tagging.do(lambda: tagging.change(said, [IDS["one"], IDS["two"]], "a query"))
    tagging.do(lambda: tagging.rename("Irak", "Iraq"))
    filters = {"-tag": ("Sport",), "any.tag": ("Iraq", "a, b"), "missing": ("author",)}
    with store.transaction():
        for number in range(2):
            store.saved.put(
                SavedSearch(
                    f"A search's {number}", 'title:"x y"\\ -z', LANGUAGE, Mark(0, "2026-01-01"),
                    filters, "2017", None, "most", exact=True, variants=bool(number),
                )
            )  # fmt: skip
    lists = Collecting(store)
    lists.new("Bridges & ferries", 'On "the" whole.\n\nTwo \\ lines')
    lists.add("bridges & ferries", [IDS["three"], IDS["one"]], "why\nthese")
    lists.passage("bridges & ferries", IDS["three"], "Text of", "it says")
    lists.passage("bridges & ferries", IDS["three"], "three.")
    lists.move("bridges & ferries", [IDS["one"]], Place("first"))
    store.remove(IDS["one"], "a note\nof two lines", 'for "readers"', IDS["two"])
    store.remove(IDS["three"])
    (work.home / "variants.txt").write_text("# mine\nRaqa, Raqqa\r\n\nMosul, Mossul\n", newline="")
    sync(store, work.search.engine)
    return work
