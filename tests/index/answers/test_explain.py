"""Why a search finds an article: every part of what was asked, told the same in every engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.explain import Explanation, Part, explain
from index.answers.explain_json import explanation_json
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.names.groups import load_names
from index.query.written import written
from index.upkeep.sync import sync

ARTICLES: dict[str, dict[str, object]] = {
    "dam": {
        "title": "Dams near Raqqa", "body": "The dam of Raqqa holds. Engineers feared delay.",
        "tags": ("Water", "Syria"), "agency": ("AFP",), "date": "2017-11-03",
    },
    "river": {"title": "A river", "body": "Barges wait at a dam.", "agency": ("Reuters",)},
    "killed": {"title": "Dam bursts", "status": "withdrawn"},
    "later": {"title": "Dam budget", "extra": {"embargo": "2999-01-02T09:00:00Z"}},
    "other": {"title": "Bread", "body": "Flour is short.", "date": None, "precision": None},
}  # fmt: skip
Why = Callable[..., Explanation]


def filled(store: Store, engine: Engine, make_article: Callable[..., Article]) -> Search:
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, **fields), b"x", "text/plain")
    sync(store, engine)
    return Search(store, engine, load_names(store.path.parent))


def asking(search: Search, make_article: Callable[..., Article]) -> Why:
    def why(name: str, text: str, **asked: object) -> Explanation:
        article = search.store.get(make_article(name).id)
        return explain(search, article, Asked(text, **asked))  # type: ignore[arg-type]

    return why


@pytest.fixture(scope="module")
def search(shared: tuple[Store, Engine], make_article: Callable[..., Article]) -> Search:
    return filled(*shared, make_article)


@pytest.fixture(scope="module")
def why(search: Search, make_article: Callable[..., Article]) -> Why:
    return asking(search, make_article)


def leaves(parts: tuple[Part, ...]) -> list[Part]:
    return [leaf for part in parts for leaf in (leaves(part.parts) if part.parts else [part])]


def failing(found: Explanation) -> dict[str, str]:
    return {part.asked: part.has for part in found.parts if not part.holds}


@pytest.mark.parametrize(
    "text",
    [
        "dam", "dams raqqa", "Raqa", "title:dam^3 OR (holds flour)", '"dam of"~2 eng*', "d?m",
        "dam -flour tag:water", "tag:water", "delay~ dam", "tag:w?ter tag:Syira~", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("match", ["all", "any"])
def test_the_scores_of_all_parts_add_up_to_that_of_the_hit(
    search: Search, text: str, match: str
) -> None:
    asked = Asked(text, match=match, sort="relevance")  # type: ignore[arg-type]
    hits = search.search(asked).hits
    assert hits
    for hit in hits:
        found = explain(search, hit.article, asked)
        every = [part.score for part in leaves(found.parts + found.better)]
        assert found.found
        assert found.score == pytest.approx(hit.score)
        assert sum(every) == pytest.approx(hit.score, abs=0.0005)  # an engine may round each


@pytest.mark.parametrize(
    "text",
    ["dam -raqqa", "da* OR flour", "tag:syria dam", "date:none", "tag:s*a", "has:body -tag:w?ter"],
)
def test_an_article_is_explained_as_found_just_when_it_is(search: Search, text: str) -> None:
    hits = {hit.article.id for hit in search.search(Asked(text)).hits}
    found = {
        article_id
        for article_id in search.store.ids()
        if explain(search, search.store.get(article_id), Asked(text)).found
    }
    assert found == hits != set()


def test_a_part_is_told_with_its_weight_and_distance(why: Why) -> None:
    found = why("dam", 'Raqa^5 "dam Raqa"~3')
    assert [part.asked for part in found.parts] == ["Raqa^5", '"dam Raqa"~3']


def test_each_form_that_stands_for_a_word_is_named_with_its_place(why: Why) -> None:
    found = why("dam", "dam Raqa eng* d?m")
    places = {
        (part.asked, place.part, place.text, place.count): place.how
        for part in found.parts
        for place in part.places
    }
    assert places == {
        ("dam", "title", "Dams", 1): "another form",
        ("dam", "body", "dam", 1): "as typed",
        ("Raqa", "title", "Raqqa", 1): "another spelling",
        ("Raqa", "body", "Raqqa", 1): "another spelling",
        ("eng*", "body", "Engineers", 1): "pattern",
        ("(dam)", "body", "dam", 1): "pattern",
    }


def test_what_failed_is_told_with_what_the_article_has_instead(why: Why) -> None:
    found = why(
        "dam", "flour -engineers tag:o?l has:image",
        filters={"agency": ("Reuters", "AP"), "tag": ("Syria", "Oil")}, start="2018",
    )  # fmt: skip
    assert not found.found
    assert failing(found) == {
        "flour": "",
        "-engineers": "",
        "tag:o?l": "it has Water; Syria",
        "has:image": "it has body",
        "agency: Reuters or AP": "it has AFP",
        "tag: Oil": "it has Water; Syria",
        "date:2018-01-01..": "it is dated 2017-11-03",
    }
    against = next(part for part in found.parts if part.asked == "-engineers")
    assert [(place.part, place.text) for place in against.places] == [("body", "Engineers")]


def test_every_kind_of_filter_is_told_as_it_was_chosen(why: Why) -> None:
    found = why(
        "dam", "flour",
        filters={
            "any.tag": ("Oil", "Water"), "-tag": ("Syria",), "agency": ("AP",),
            "missing": ("agency", "section"), "-missing": ("author",),
        },
    )  # fmt: skip
    told = {part.asked: part.has for part in found.parts if part.asked != "flour"}
    assert told == {
        "tag: not Syria": "it has Water; Syria",
        "tag: Oil or Water": "",
        "agency: AP or none given": "it has AFP",
        "section: none given": "",
        "author: any": "it has no author",
    }


@pytest.mark.parametrize(
    ("name", "why_not"),
    [
        ("killed", "it is withdrawn: is:withdrawn finds it"),
        ("later", "it is under an embargo until 2999-01-02 09:00 UTC"),
        ("river", "it has been removed from search"),
    ],
)
def test_an_article_that_no_search_shows_says_so(
    store: Store, engine: Engine, make_article: Callable[..., Article], name: str, why_not: str
) -> None:
    why = asking(filled(store, engine, make_article), make_article)
    store.remove(make_article("river").id)
    sync(store, engine)
    found = why(name, "dam")
    assert list(failing(found).values()) == [why_not]
    assert not why(name, "is:withdrawn").parts[0].places


def test_hidden_articles_are_not_counted_among_those_that_have_a_word(why: Why) -> None:
    assert why("dam", "dam").parts[0].articles == 2


def test_an_article_that_is_not_indexed_yet_says_so(
    store: Store, engine: Engine, make_article: Callable[..., Article]
) -> None:
    why = asking(filled(store, engine, make_article), make_article)
    with store.transaction():
        store.put(make_article("new", title="Dam opens"), b"x", "text/plain")
    assert failing(why("new", "dam")) == {"in the index": "it is not indexed yet"}


def test_the_json_of_an_explanation_is_the_explanation(why: Why) -> None:
    found = why("dam", "(dam OR flour) tag:syria")
    answer = json.loads(json.dumps(explanation_json(found)))
    assert (answer["version"], answer["found"], answer["query"]) == (1, True, found.query)
    assert [part["asked"] for part in answer["parts"]] == ["dam OR flour", "tag:syria"]
    assert answer["parts"][0]["parts"][0]["places"][0] == {
        "part": "title", "text": "Dams", "count": 1, "how": "another form",
        "language": "English",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "oil", "IS oil", '"crude oil"', '"crude oil"~3', "oil*", "title:oil", "tag:water*",
        "oil -gas", "-(oil gas)", "(oil OR gas) rye", "oil^2.5", "date:2017-01-01..2017-12-31",
        "date:none", "*", 'tag:"deir ezzor"', "-(a OR b)^2", "title:Raqa",
    ],
)  # fmt: skip
def test_a_written_query_means_what_was_parsed(search: Search, text: str) -> None:
    query = search.understood(Asked(text)).query
    assert search.understood(Asked(written(query))).query == query


@pytest.mark.parametrize(
    ("text", "shown"),
    [("after:9999", "date:9999-12-32.."), ("before:0001", "date:..0001-01-00")],
)
def test_days_beyond_the_calendar_are_told(why: Why, text: str, shown: str) -> None:
    (part,) = why("dam", text).parts
    assert (part.asked, part.holds) == (shown, False)


def test_a_query_of_which_most_words_will_do_says_how_many(search: Search) -> None:
    parsed = search.understood(replace(Asked("oil gas rye tea"), match="most"))
    assert written(parsed.query) == "3 of (oil, gas, rye, tea)"
