"""Every occurrence in one line, with what stands left and right of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.context import REACH, Line, context
from index.answers.search import Search
from index.engines.open import open_engine
from index.upkeep.sync import sync

ARTICLES: dict[str, dict[str, object]] = {
    "old": {
        "title": "Wheat sold", "body": "Mills buy\n*wheat* now. Cheap wheat arrives.",
        "date": "2016-05-01", "tags": ("Wheat",), "summary": "On wheat.",
    },
    "new": {"title": "Harvest", "body": "Much Wheat flour is short.", "date": "2018-05-01"},
    "killed": {"title": "Wheat found", "body": "Secret wheat.", "status": "withdrawn"},
}  # fmt: skip


@pytest.fixture
def search(store: Store, make_article: Callable[..., Article]) -> Search:
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, **fields), b"x", "text/plain")
    engine = open_engine("memory", store.path.parent)
    sync(store, engine)
    return Search(store, engine)


def shown(lines: tuple[Line, ...]) -> list[str]:
    return [f"{line.left}[{line.match}]{line.right}" for line in lines]


def test_occurrences_come_newest_first_then_in_the_order_of_the_article(search: Search) -> None:
    found = context(search, Asked("wheat"))
    assert shown(found.lines) == [
        "Much [Wheat] flour is short.",
        "[Wheat] sold",
        "Mills buy [wheat] now. Cheap wheat arrives.",
        "Mills buy wheat now. Cheap [wheat] arrives.",
        "On [wheat].",
    ]
    assert not found.more
    oldest = context(search, Asked("wheat", sort="oldest", limit=1))
    assert (shown(oldest.lines), oldest.more) == (["[Wheat] sold"], True)


@pytest.mark.parametrize(
    ("order", "neighbours"),
    [
        ("right", ["arrives", "flour", "now", "sold", ""]),
        ("left", ["buy", "Cheap", "Much", "On", ""]),
    ],
)
def test_lines_are_sorted_by_the_neighbour_and_those_without_one_come_last(
    search: Search, order: str, neighbours: list[str]
) -> None:
    whole = context(search, Asked("wheat"), order)  # type: ignore[arg-type]
    side = [
        (line.right.split()[:1] if order == "right" else line.left.split()[-1:])
        for line in whole.lines
    ]
    assert [" ".join(words).strip(".") for words in side] == neighbours
    page = context(search, Asked("wheat", offset=1, limit=2), order)  # type: ignore[arg-type]
    assert page.lines == whole.lines[1:3]
    assert page.more


def test_neighbouring_marks_are_one_occurrence(search: Search) -> None:
    assert "Much [Wheat flour] is short." in shown(context(search, Asked("flour wheat")).lines)


def test_the_text_of_a_withdrawn_article_is_not_shown(search: Search) -> None:
    found = context(search, Asked("is:withdrawn wheat"))
    assert shown(found.lines) == ["[Wheat] found"]


def test_context_is_cut_to_whole_words(
    search: Search, make_article: Callable[..., Article]
) -> None:
    body = "before " * 50 + "zebra" + " after" * 50
    with search.store.transaction():
        search.store.put(make_article("long", title="Z", body=body), b"x", "text/plain")
    sync(search.store, search.engine)
    (line,) = context(search, Asked("zebra")).lines
    assert set(line.left.split()) == {"before"}
    assert set(line.right.split()) == {"after"}
    assert REACH - 10 < len(line.left) <= REACH
    assert REACH - 10 < len(line.right) <= REACH


@pytest.mark.parametrize("text", ["", "tag:wheat", "-wheat"])
def test_a_query_without_words_has_no_context(search: Search, text: str) -> None:
    with pytest.raises(RequestError, match="none"):
        context(search, Asked(text))
