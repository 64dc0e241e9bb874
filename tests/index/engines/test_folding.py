"""Folding: the articles of one story as one hit, counts that say what they count, `story:`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.results_json import results_json
from index.answers.search import Search
from index.document import document
from index.engines.common.interface import Engine
from index.engines.common.request import SORTS, Request
from index.engines.open import open_engine
from index.query.tree import Key, Not, Word
from index.upkeep.sync import sync
from tests.helpers.archives import make_one_story

# name -> (story, fields); a flood told three times, a vote told twice, and a match.
TOLD: dict[str, tuple[str, dict[str, object]]] = {
    "flood-1": ("flood", {"date": "2017-05-01", "tags": ("Rivers",), "agency": ("AFP",),
                          "title": "Water, water"}),
    "flood-2": ("flood", {"date": "2017-05-02", "tags": ("Rivers", "Rain"), "agency": ("AP",)}),
    "flood-3": ("flood", {"date": "2017-05-03", "tags": ("Rain",), "agency": ("AP",),
                          "title": "Water"}),
    "vote-1": ("vote", {"date": "2017-05-04", "tags": ("Rivers",), "agency": ("AFP",)}),
    "vote-2": ("vote", {"date": None, "precision": None, "agency": ("Reuters",)}),
    "match": ("match", {"date": "2017-05-05", "agency": ("AP",), "body": "No water at the match."}),
}  # fmt: skip
WATER = Word(("title", "body"), "water", ("en/water",))


@pytest.fixture
def ask(engine: Engine, make_article: Callable[..., Article]) -> Callable[..., Any]:
    """Asks an engine that holds all of it; ids are given as names."""
    made = {name: make_article(name, **fields) for name, (_, fields) in TOLD.items()}
    names = {article.id: name for name, article in made.items()}
    stories = {story: made[name].id for name, (story, _) in reversed(TOLD.items())}
    documents = [document(made[name], stories[story]) for name, (story, _) in TOLD.items()]
    engine.write((), documents, 1, "t1")

    def ask(**request: Any) -> Any:
        found = engine.search(Request(fold=True, **request))
        hits = [names[article_id] for article_id, _ in found.hits]
        folded = {names[lead]: [names[i] for i in ids] for lead, ids in found.folded.items()}
        return found, hits, folded

    return ask


def test_the_best_of_each_story_in_the_order_asked_is_its_lead(ask: Callable[..., Any]) -> None:
    _, newest, under = ask(sort="newest")
    assert newest == ["match", "vote-1", "flood-3"]
    assert under == {"vote-1": ["vote-2"], "flood-3": ["flood-2", "flood-1"]}
    _, oldest, under = ask(sort="oldest")
    assert oldest == ["flood-1", "vote-1", "match"]
    assert under == {"vote-1": ["vote-2"], "flood-1": ["flood-2", "flood-3"]}
    _, best, under = ask(query=WATER, sort="relevance")
    assert best == ["flood-1", "match"]
    assert under == {"flood-1": ["flood-3"]}


def test_equal_articles_of_a_story_stand_in_the_order_of_their_ids(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    made = [make_article(f"twin-{n}", title="Twin", body="Same.") for n in range(5)]
    engine.write((), [document(article, "twins") for article in made], 1, "t1")
    lead, *others = sorted(article.id for article in made)
    for sort in SORTS:
        found = engine.search(Request(sort=sort, fold=True))
        assert [article_id for article_id, _ in found.hits] == [lead]
        assert found.folded == {lead: tuple(others)}


def test_of_some_stories_equal_articles_lead_and_of_some_they_follow(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    """And of one whose lead is deleted they are those that lead from then on; of two, one is alone
    when the other is deleted.
    """
    dates = {"tied": (3, 3, 1, 3), "led": (2, 5, 2, 2, 1), "two": (4, 4), "one": (3,)}
    told = [
        (make_article(f"{story}-{n}", date=f"2017-05-0{day}", title="T", body="Same."), story)
        for story, days in dates.items()
        for n, day in enumerate(days)
    ]
    documents = [document(article, f"{story:x<16}") for article, story in told]
    engine.write((), documents[:7], 1, "t1")
    engine.write((), documents[7:], 2, "t2")
    told.sort(key=lambda each: each[0].id)
    told.sort(key=lambda each: str(each[0].date), reverse=True)
    ranked = [(article.id, story) for article, story in told]
    gone = ranked[0][0], ranked[1][0]  # of "led", and of "two"
    for removed in ((), gone):
        left = [each for each in ranked if each[0] not in removed]
        engine.write(removed, (), 3 + len(removed), f"t{3 + len(removed)}")
        under = {story: [one for one, other in left if other == story] for story in dates}
        found = engine.search(Request(sort="newest", fold=True))
        leads = list(dict.fromkeys(under[story][0] for _, story in left))
        assert [one for one, _ in found.hits] == leads
        assert found.folded == {lead: tuple(rest) for lead, *rest in under.values() if rest}
        assert (found.total, found.articles) == (len(dates), len(left))


def test_both_numbers_are_told_and_pages_are_pages_of_stories(ask: Callable[..., Any]) -> None:
    found, hits, folded = ask(sort="oldest", offset=1, limit=1)
    assert (found.total, found.articles) == (3, 6)
    assert (hits, folded) == (["vote-1"], {"vote-1": ["vote-2"]})
    assert ask(limit=0)[1:] == ([], {})


def test_only_what_passes_query_and_filters_is_folded(ask: Callable[..., Any]) -> None:
    found, hits, folded = ask(filters={"agency": ("ap",)}, query=Not(WATER), sort="oldest")
    assert (hits, folded) == (["flood-2"], {})
    assert (found.total, found.articles) == (1, 1)


def test_facets_count_stories_and_the_timeline_articles(ask: Callable[..., Any]) -> None:
    found, *_ = ask(facets=("tag", "agency"), timeline=True, filters={"agency": ("afp",)})
    assert dict(found.facets["tag"]) == {"rivers": 2}
    assert dict(found.facets["agency"]) == {"afp": 2, "ap": 2, "reuters": 1}
    whole, *_ = ask(facets=("tag",), timeline=True)
    assert dict(whole.facets["tag"]) == {"rivers": 2, "rain": 1}
    assert sum(whole.days.values()) == whole.articles == 6


def test_an_engine_finds_a_story_by_its_key(
    engine: Engine, ask: Callable[..., Any], make_article: Callable[..., Article]
) -> None:
    flood = make_article("flood-1").id
    found = engine.search(Request(Key("story", flood)))
    assert (found.total, found.articles, found.folded) == (3, 3, {})
    assert engine.values("story") == sorted(
        make_article(name).id for name in ("flood-1", "vote-1", "match")
    )


# The one door ---------------------------------------------------------------------------------


@pytest.fixture
def told(samples_copy: Path) -> Iterator[tuple[Search, list[str]]]:
    """The samples, with six articles on Raqa made one story, and their ids."""
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy)
        search = Search(store, engine)
        ids = [hit.article.id for hit in search.search(Asked("raqa", limit=6)).hits]
        assert len(ids) == 6
        make_one_story(samples_copy, ids)
        sync(store, engine)
        yield search, ids
        engine.close()


def test_a_change_of_story_reaches_the_index(told: tuple[Search, list[str]]) -> None:
    search, ids = told
    flat, folded = search.search(Asked("raqa")), search.search(Asked("raqa", fold=True))
    assert (flat.counted, flat.total, flat.articles) == ("articles", flat.total, flat.total)
    assert (folded.counted, folded.articles) == ("stories", flat.total)
    assert folded.total == flat.total - 5
    lead = folded.hits[0]
    assert (lead.article.id, lead.story, lead.more) == (ids[0], ids[0], 5)
    assert [other.id for other in lead.others] == ids[1:]
    assert not any(hit.more for hit in flat.hits)


def test_a_story_is_found_by_any_of_its_articles(told: tuple[Search, list[str]]) -> None:
    search, ids = told
    for article_id in (ids[0], ids[5], ids[5].upper()):
        results = search.search(Asked(f"story:{article_id}"))
        assert {hit.article.id for hit in results.hits} == set(ids)
    dates = [hit.article.date or "" for hit in results.hits]
    assert dates == sorted(dates, reverse=True)
    assert search.search(Asked(f"raqa (story:nosuchid OR -story:{ids[3]})")).total == (
        search.search(Asked("raqa")).total - 6
    )


def test_as_many_others_are_given_as_are_asked_for(told: tuple[Search, list[str]]) -> None:
    search, ids = told
    (lead,) = search.search(Asked(f"story:{ids[0]}", fold=True, others=2)).hits
    assert (lead.more, len(lead.others)) == (5, 2)
    hit = results_json(search.search(Asked("raqa", fold=True)))["hits"][0]
    assert (hit["story"], hit["more"]) == (ids[0], 5)
    assert list(hit["others"][0]) == ["id", "title", "date", "agency", "publisher"]


def test_a_copy_removed_since_the_index_was_read_is_not_shown(
    told: tuple[Search, list[str]],
) -> None:
    search, ids = told
    search.store.remove(ids[2])
    (lead,) = search.search(Asked(f"story:{ids[0]}", fold=True)).hits
    assert ids[2] not in {lead.article.id, *(other.id for other in lead.others)}


def test_a_value_of_a_folded_facet_leads_to_as_many_stories_as_it_says(
    told: tuple[Search, list[str]],
) -> None:
    search, _ = told
    results = search.search(Asked("raqa", fold=True, facets=True, timeline=True))
    for facet in results.facets:
        for bucket in facet.buckets:
            asked = Asked("raqa", {facet.name: (bucket.value,)}, fold=True)
            assert search.search(asked).total == bucket.count
    assert sum(period.count for period in results.timeline) == results.articles
