"""However large an archive is, few of its articles are in memory at once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.article import Article
from archive.collecting.acts import told
from archive.collecting.collecting import Collecting
from archive.normalise.version import RULES
from archive.store.renewal import Renewals, Selection
from archive.store.store import Store
from archive.tagging.carriers import Carriers

NUMBER, SIZE = 300, 100_000


def log(store: Store) -> list[str]:
    (act,) = Collecting(store).log()
    ids = list(store.ids())
    acts = [replace(act, number=at, said=f"Put in {each}") for at, each in enumerate(ids)]
    return [each.said for each in told(store, acts)]


WALKS: dict[str, Callable[[Store], list[str]]] = {
    "sitemap": lambda store: [each[0] for each in store.following.between("", "~", {})],
    "carriers": lambda store: Carriers(store).of({"flood"}),
    "renewals": lambda store: [
        each for ids in Renewals(store).pages(Selection(RULES, file="in")) for each in ids
    ],
    "log": log,
}


@pytest.mark.file
def test_of_many_long_articles_few_are_held(
    store: Store, make_article: Callable[..., Article]
) -> None:
    with store.transaction():
        for number in range(NUMBER):
            article = make_article(str(number), body=f"{number} {'x' * SIZE}", tags=("Flood",))
            origin = replace(article.origin, file=f"in/{number}.txt")
            store.put(replace(article, origin=origin), b"as it came", "text/plain")
    Collecting(store).new("Nile")
    for name, walk in WALKS.items():
        tracemalloc.start()
        try:
            found = walk(store)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert len(set(found)) == NUMBER, name
        assert most < NUMBER * SIZE * 2 // 3, name
