"""Numbers, designations, signs and scripts: what finds what, and what is marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from archive.text.language import detect_language
from index.answers.asked import Asked
from index.answers.highlight import marked
from index.answers.search import Search
from index.engines.open import open_engine
from index.upkeep.sync import sync

TABLE = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in Path(__file__).with_name("ways_of_writing.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
Searched = Callable[[str], Search]


@pytest.fixture
def of(store: Store, make_article: Callable[..., Article], tmp_path: Path) -> Searched:
    """The archive of one article with a text."""

    def searched(text: str) -> Search:
        article = make_article(title="Untitled", body=text, language=detect_language(text))
        with store.transaction():
            store.put(article, b"x", "text/plain")
        engine = open_engine("memory", tmp_path)
        sync(store, engine)
        return Search(store, engine)

    return searched


@pytest.mark.parametrize(("typed", "text", "expected"), TABLE)
def test_what_is_typed_finds_a_text_or_does_not(
    of: Searched, typed: str, text: str, expected: str
) -> None:
    results = of(text).search(Asked(typed))
    assert (results.total == 1) == (expected == "found")


@pytest.mark.parametrize(("typed", "text"), [row[:2] for row in TABLE if row[2] == "found"])
def test_what_was_found_is_marked(of: Searched, typed: str, text: str) -> None:
    (hit,) = of(text).search(Asked(typed)).hits
    assert any(hit for snippet in hit.snippets for _, hit in marked(snippet))


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("F16", "Two F-16s took off", ["F-16s"]),
        ("C++", "written in C++ today", ["C++"]),
        ("6100", "Some 6,100, mostly", ["6,100"]),
        ("ガソリン", "ｶﾞｿﾘﾝ価格", ["ｶﾞｿﾘﾝ"]),
        ("9/11", "after 9/11 came", ["9/11"]),
        ("PhD", "she has a Ph.D. in law", ["Ph.D."]),
        ("رئیس‌جمهور", "رئیس‌جمهور ایران", ["رئیس‌جمهور"]),
    ],
)
def test_marks_stand_where_the_words_are(
    of: Searched, typed: str, text: str, shown: list[str]
) -> None:
    (hit,) = of(text).search(Asked(typed)).hits
    body = next(snippet for snippet in hit.snippets if snippet.field == "body")
    assert [piece for piece, matched in marked(body) if matched] == shown


def test_as_written_means_one_way_alone(of: Searched) -> None:
    search = of("Two F-16s took off")
    assert search.search(Asked("F16", exact=True)).total == 0
    assert search.search(Asked("=F16")).total == 0
    assert search.search(Asked("=F-16s")).total == 1
