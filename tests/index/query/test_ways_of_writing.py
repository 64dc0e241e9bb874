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
        ("5bn", "a loan of $5 bn was", ["5 bn"]),
        ("12500", "aide de 12 500 euros", ["12 500"]),
        ("1250.50", "kostet 1.250,50 Euro", ["1.250,50"]),
        ("5亿", "投资1.5亿元和5亿元", ["5亿元"]),
        ("F-35B", "Two F 35Bs took off", ["F 35Bs"]),
        ('"F-35B jets"', "two F35B jets", ["F35B jets"]),
        ("cease-fire", "the ceasefire held", ["ceasefire"]),
        ("کتابها", "آن کتاب ها را خواند", ["کتاب ها"]),
        ("می رود", "او می‌رود", ["می‌رود"]),
        ("น้ำ", "ระดับน้ำท่วม", ["น้ำ"]),
        ("น้ำ", "ระดับนํ้าท่วม", ["นํ้า"]),
        ("ガ", "ｶﾞｿﾘﾝ", ["ｶﾞ"]),
    ],
)
def test_marks_stand_where_the_words_are(
    of: Searched, typed: str, text: str, shown: list[str]
) -> None:
    (hit,) = of(text).search(Asked(typed)).hits
    body = next(snippet for snippet in hit.snippets if snippet.field == "body")
    assert [piece for piece, matched in marked(body) if matched] == shown


@pytest.mark.parametrize("typed", ["F-16", "F 16", "5 bn", "می رود"])
def test_any_word_is_enough_but_what_is_one_word_stays_whole(of: Searched, typed: str) -> None:
    parts = typed.replace("-", " ").split()
    search = of(f"{parts[0]} and then {parts[1]}")
    assert search.search(Asked(f"{typed} absent", match="any")).total == 0


def test_two_groups_of_figures_are_two_numbers_where_any_word_is_enough(of: Searched) -> None:
    assert of("on 12 May").search(Asked("12 500", match="any")).total == 1


def test_as_written_means_one_way_alone(of: Searched) -> None:
    search = of("Two F-16s took off")
    assert search.search(Asked("F16", exact=True)).total == 0
    assert search.search(Asked("=F16")).total == 0
    assert search.search(Asked("=F-16s")).total == 1
    search = of("a loan of $5 bn, a cease-fire and 12 500 men; او می رود")
    typed = ("=5bn", "=ceasefire", "=12500", "=میرود", '="5bn"')
    assert [each for each in typed if search.search(Asked(each)).total] == []
