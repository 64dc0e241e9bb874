"""What stands around words: numbers worked out by hand, in every engine; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log, sqrt
from typing import Any

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.company.asked import SHOWN, Around
from index.company.company import company, compared
from index.company.method import cited, method, sample_of
from index.company.results import Company
from index.company.rows import tables
from index.company.small_words import small_words
from index.company.together import together
from index.engines.common.interface import Engine
from index.upkeep.sync import sync

TEXTS = {
    "a": ("1986-01-05", "Crude oil falls", "Crude oil prices fell. Oil prices fell again."),
    "b": ("1986-03-01", "Palm oil", "Palm oil exports rose while crude oil prices fell."),
    "c": ("1987-02-02", "Oil glut", "OPEC cut oil output. OPEC said oil output was too high."),
    "d": ("1987-03-03", "Gold", "Gold prices rose, gold miners said."),
    "e": (None, "Undated oil", "The oil is here."),
}
EMBARGOED = {"embargo": "2999-01-01T09:00:00+00:00"}


@pytest.fixture(scope="module")
def search(shared: tuple[Store, Engine], make_article: Callable[..., Article]) -> Search:
    """Five articles, and one removed, one withdrawn, one under an embargo, in each engine."""
    store, engine = shared
    hidden = {"title": "Oil oil", "body": "Oil prices prices."}
    articles = [
        *(
            make_article(name, date=date, precision=date and "day", title=title, body=body)
            for name, (date, title, body) in TEXTS.items()
        ),
        gone := make_article("gone", **hidden),
        make_article("dead", status="withdrawn", **hidden),
        make_article("later", extra=EMBARGOED, **hidden),
    ]
    with store.transaction():
        for article in articles:
            store.put(article, article.id.encode(), "text/plain")
    sync(store, engine)
    store.remove(gone.id)
    sync(store, engine)
    return Search(store, engine)


def near(found: Company, at: int = 0) -> dict[str, int]:
    return {word.word: word.near[at] for word in found.words if word.near[at]}


def test_words_near_are_counted_once_for_each_place(search: Search) -> None:
    found = company(search, Asked("oil"), Around(left=1, right=1, least=1))
    assert (found.documents, found.occurrences) == (4, 11)
    # Each place beside an occurrence, the small words left out: two texts, titles, and captions.
    assert near(found)["crude"] == 3
    assert near(found)["prices"] == 3
    assert near(found)["output"] == 2
    assert "the" not in near(found)
    assert "the" in near(
        company(search, Asked("oil"), Around(left=1, right=1, least=1, small=True))
    )


def test_a_score_is_what_the_formula_says(search: Search) -> None:
    (found,) = (company(search, Asked("oil"), Around(left=2, right=0, least=1)),)
    (crude,) = (word for word in found.words if word.word == "crude")
    o11, r1 = crude.near[0], found.groups[0].near
    c1, n = crude.total[0], found.groups[0].size
    cells = [
        (o11, r1 * c1), (r1 - o11, r1 * (n - c1)), (c1 - o11, (n - r1) * c1),
        (n - r1 - c1 + o11, (n - r1) * (n - c1)),
    ]  # fmt: skip
    expected = 2 * sum(seen * log(seen * n / product) for seen, product in cells if seen)
    assert crude.score[0] == pytest.approx(expected)
    assert crude.expected[0] == pytest.approx(r1 * c1 / n)
    by_dice = company(search, Asked("oil"), Around(left=2, right=0, least=1, measure="dice"))
    (crude,) = (word for word in by_dice.words if word.word == "crude")
    assert crude.score[0] == pytest.approx(2 * o11 / (r1 + c1))


def test_two_years_are_told_apart_and_what_changed_between_them(search: Search) -> None:
    found = company(search, Asked("oil"), Around(by="year", least=1))
    assert [(g.label, g.documents, g.occurrences) for g in found.groups] == [
        ("1986", 2, 6), ("1987", 1, 3), ("no date", 1, 2),
    ]  # fmt: skip
    for at, year in enumerate(("1986", "1987")):
        alone = company(search, Asked("oil", start=year, end=year), Around(least=1, limit=100))
        listed = {word.word: word for word in alone.words}
        for word in found.words:
            if word.score[at] is not None:
                assert listed[word.word].near == (word.near[at],)
                assert listed[word.word].total == (word.total[at],)
                assert listed[word.word].score[0] == pytest.approx(word.score[at])
    change = {word.word: word.change for word in found.words}
    assert (change["output"] or 0) > 0 > (change["crude"] or 0)


def test_shares_are_of_articles_and_of_words(search: Search) -> None:
    found = company(search, Asked("oil -palm"), Around(shown="counts", by="year"))
    first = found.groups[0]
    assert (first.documents, first.held, first.share) == (1, 2, 0.5)
    assert first.per_words == pytest.approx(first.occurrences * 10_000 / first.size)
    assert not found.words


def test_neighbours_hold_the_words_in_a_row(search: Search) -> None:
    found = company(search, Asked('"crude oil"'), Around(shown="neighbours"))
    assert {each.words: each.counts for each in found.neighbours} == {
        ("crude", "oil", "prices"): (2,), ("crude", "oil", "falls"): (1,),
        ("while", "crude", "oil"): (1,), ("crude", "oil", "prices", "fell"): (2,),
        ("rose", "while", "crude", "oil"): (1,), ("while", "crude", "oil", "prices"): (1,),
    }  # fmt: skip


def test_any_of_several_words_is_an_occurrence(search: Search) -> None:
    either = company(search, Asked("gold OR opec"), Around(shown="counts"))
    assert either.occurrences == sum(
        company(search, Asked(word), Around(shown="counts")).occurrences
        for word in ("gold", "opec")
    )
    phrase = company(search, Asked('oil OR "oil prices"'), Around(shown="counts"))
    assert phrase.occurrences == company(search, Asked("oil"), Around(shown="counts")).occurrences


def test_words_are_shown_as_they_are_written(search: Search) -> None:
    found = company(search, Asked("oil"), Around(least=2))
    assert {word.word: word.written for word in found.words}["opec"] == "OPEC"


def test_two_searches_are_compared_by_words_and_by_value(search: Search) -> None:
    found = compared(search, Asked("oil"), "gold", Around(by="year", least=1))
    assert (found.documents, found.both) == ((4, 1), 0)
    assert found.words[0].key == "oil"
    assert found.words[0].score > 0
    second = next(pair for pair in found.words if pair.score < 0)
    assert second.key == "gold"
    assert second.counts == (0, 3)
    assert [(pair.key, pair.counts, pair.occurrences) for pair in found.values] == [
        ("1986", (2, 0), (6, 0)), ("1987", (1, 1), (3, 3)), ("", (1, 0), (2, 0)),
    ]  # fmt: skip


def test_of_too_many_occurrences_a_sample_is_looked_at(search: Search) -> None:
    found = company(search, Asked("oil"), Around(least=1, most=5, seed=7))
    assert found.sampled
    assert found.occurrences == 11
    assert found.drawn < 11
    assert (found.margin is None) == (found.drawn == 0)
    again = company(search, Asked("oil"), Around(least=1, most=5, seed=7))
    assert near(found) == near(again)
    exact = company(search, Asked("oil"), Around(least=1))
    assert not exact.sampled
    assert exact.margin is None
    assert sample_of(exact) == ""


def test_a_table_and_its_citation_say_that_it_is_of_a_sample(search: Search) -> None:
    for around in (Around(least=1, by="year"), Around(shown="neighbours")):
        for most, seed in ((5, 7), (1_000, None)):
            found = company(search, Asked("oil"), replace(around, most=most, seed=7))
            heads, *rows = tables(found)
            assert rows
            told = {row[heads.index("value")]: row[-4:] for row in rows}
            for group in found.groups:
                if group.label in told:
                    margin = None if seed is None or not group.drawn else 0.98 / sqrt(group.drawn)
                    expected = (group.occurrences, group.drawn, seed, margin)
                    assert told[group.label] == pytest.approx(expected)
    sampled = company(search, Asked("oil"), Around(most=5, seed=7))
    said = f"a sample of {sampled.drawn} of 11 occurrences (seed 7)"
    assert said in cited("oil", sampled.around, "here", "now", sample=sample_of(sampled))


def test_dice_of_a_sample_takes_as_much_of_each_word(search: Search) -> None:
    found = company(search, Asked("oil"), Around(least=1, most=5, seed=7, measure="dice"))
    (group,) = found.groups
    share = group.drawn / group.occurrences
    assert 0 < share < 1
    for word in found.words:
        expected = 2 * word.near[0] / (group.near + share * word.total[0])
        assert word.score[0] == pytest.approx(expected)


@pytest.mark.parametrize("more", [{"measure": "dice"}, {"left": 2}, {"shown": "counts"}])
def test_two_searches_have_no_window_of_their_own(search: Search, more: dict[str, Any]) -> None:
    around = Around(**more)
    with pytest.raises(RequestError, match="compared by all their words"):
        compared(search, Asked("oil"), "gold", around)
    names = {said.name for said in method(around, of_two=True)}
    alone = {said.name for said in method(Around())}
    assert alone - names >= {"The measure", "The window"}
    assert "Two searches" in names


def test_the_method_is_that_of_the_table_that_is_asked_for(search: Search) -> None:
    told = {
        shown: {said.name: said.text for said in method(Around(shown=shown, limit=7, least=3))}  # type: ignore[arg-type]
        for shown in SHOWN
    }
    assert "at least 3 times, and more often than expected" in told["company"]["What is listed"]
    runs = told["neighbours"]
    assert "at most 7 of each length, however rare" in runs["What is listed"]
    assert not {"The window", "The measure", "Change"} & runs.keys()
    assert not {"What is listed", "Small words", "The measure"} & told["counts"].keys()
    found = company(search, Asked("oil"), Around(shown="neighbours", limit=400, least=3))
    assert min(sum(each.counts) for each in found.neighbours) < 3
    small = small_words()["en"]
    assert any(small & {*each.words} for each in found.neighbours)
    two = {said.name: said.text for said in method(Around(limit=7, least=3), of_two=True)}
    assert "at least 3 times in all that one of the searches finds" in two["What is listed"]
    often = [pair.counts for pair in compared(search, Asked("oil"), "gold", Around(least=3)).words]
    assert often
    assert all(max(counts) >= 3 for counts in often)


def test_what_is_found_nowhere_is_an_empty_answer(search: Search) -> None:
    for by in ("", "year", "tag"):
        for shown in ("company", "neighbours", "counts"):
            around = Around(shown=shown, by=by)  # type: ignore[arg-type]
            found = company(search, Asked("unheard"), around)
            assert (found.documents, found.occurrences, found.words) == (0, 0, ())
            assert list(tables(found))
    assert compared(search, Asked("unheard"), "unknown", Around(by="tag")).words == ()


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("", Around()), ("tag:x", Around()), ("-oil", Around()), ("oil", Around(left=51)),
        ("oil", Around(left=0, right=0)), ("oil", Around(by="colour")), ("oil", Around(limit=0)),
        ("oil", Around(measure="guess")), ("oil", Around(shown="all")),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(search: Search, text: str, around: Around) -> None:
    with pytest.raises(RequestError) as error:
        company(search, Asked(text), around)
    assert error.value.hint


def test_both_words_are_searched_near_each_other_where_a_query_can_say_so() -> None:
    assert together("oil", "prices", Around()) == '"oil prices"~4'
    assert together('"crude oil"', "prices", Around(left=2, right=3)) == '"crude oil prices"~2'
    for text in ("oil OR gas", "oil date:1987", "oil*", "-oil", "oil^2"):
        assert together(text, "prices", Around()) == f'({text}) AND "prices"'
