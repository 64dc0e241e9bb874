"""The one door for front-ends, on the samples."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.results import Results
from index.answers.results_json import results_json
from index.answers.search import Search
from index.answers.tally import tally
from index.engines.open import open_engine
from index.following.news import keep
from index.upkeep.sync import sync

Make = Callable[..., Article]


def titles(results: Results) -> list[str]:
    return [hit.article.headline for hit in results.hits]


def test_a_search_gives_hits_with_scores_and_marked_snippets(search_samples: Search) -> None:
    results = search_samples.search(Asked("deir ezzor", limit=3))
    assert results.query == "deir ezzor"
    assert results.total >= 3
    assert len(results.hits) == 3
    assert results.took_ms > 0
    for hit in results.hits:
        assert hit.score > 0
        marks = {snippet.text[a:b].lower() for snippet in hit.snippets for a, b in snippet.spans}
        assert marks & {"deir", "ezzor"}


def test_nothing_typed_gives_everything_newest_first(search_samples: Search) -> None:
    results = search_samples.search(Asked(limit=100))
    hidden = search_samples.search(Asked("is:withdrawn")).total
    assert results.total == search_samples.store.count() - hidden
    dates = [hit.article.date for hit in results.hits if hit.article.date]
    assert dates[0] == max(dates)
    assert [
        snippet.spans for hit in results.hits for snippet in hit.snippets if snippet.spans
    ] == []


def test_a_query_without_words_is_sorted_newest_first(search_samples: Search) -> None:
    chosen = search_samples.search(Asked("tag:syria"))
    newest = search_samples.search(Asked("tag:syria", sort="newest"))
    assert titles(chosen) == titles(newest)
    assert chosen.total > 3


def test_no_hits_is_an_empty_answer(search_samples: Search) -> None:
    results = search_samples.search(Asked("zzzyx", facets=True, timeline=True))
    assert (results.total, results.hits, results.timeline) == (0, (), ())
    assert all(not facet.buckets for facet in results.facets)


def test_a_query_of_nothing_searchable_finds_nothing_and_says_so(search_samples: Search) -> None:
    results = search_samples.search(Asked('""'))
    assert results.total == 0
    assert results.notices


def test_filters_narrow_and_several_tags_must_all_hold(search_samples: Search) -> None:
    one = search_samples.search(Asked(filters={"tag": ("Syria",)}, limit=100))
    both = search_samples.search(Asked(filters={"tag": ("SYRIA", "iraq")}, limit=100))
    assert 0 < both.total < one.total
    assert all({"Syria", "Iraq"} <= set(hit.article.tags) for hit in both.hits)


def test_an_agency_is_chosen_by_any_of_its_names(search_samples: Search) -> None:
    counts = {
        search_samples.search(Asked(filters={"agency": (name,)})).total
        for name in ("AFP", "afp", "Agence France-Presse")
    }
    assert len(counts) == 1
    assert counts.pop() > 0


def test_both_ends_of_a_range_of_dates_are_included(search_samples: Search) -> None:
    whole = search_samples.search(Asked(start="2017", end="2017", limit=100))
    assert {(hit.article.date or "")[:4] for hit in whole.hits} == {"2017"}
    typed = search_samples.search(Asked("date:2017")).total
    parts = [("2017-01", "2017-06-30"), ("2017-07-01", "2017-12")]
    assert (
        whole.total
        == typed
        == sum(search_samples.search(Asked(start=start, end=end)).total for start, end in parts)
    )
    open_ends = [
        search_samples.search(Asked(start="2017")).total,
        search_samples.search(Asked(end="2017")).total,
    ]
    undated = search_samples.search(Asked("date:none")).total
    assert sum(open_ends) - typed + undated == search_samples.search(Asked()).total


def test_facets_show_values_as_first_written_and_add_up(search_samples: Search) -> None:
    results = search_samples.search(Asked(facets=True, facet_limit=500))
    tags = {bucket.key: bucket for facet in results.facets if facet.name == "tag"
            for bucket in facet.buckets}  # fmt: skip
    assert tags["syria"].value == "Syria"
    assert not tags["syria"].chosen
    articles = search_samples.store.get_many(search_samples.store.ids()).values()
    assert sum(bucket.count for bucket in tags.values()) == sum(len(a.tags) for a in articles)


def test_a_chosen_value_is_listed_however_rare(search_samples: Search) -> None:
    asked = Asked(filters={"tag": ("syria", "nosuchtag")}, facets=True, facet_limit=1)
    (tags,) = (facet for facet in search_samples.search(asked).facets if facet.name == "tag")
    assert {bucket.key for bucket in tags.buckets if bucket.chosen} == {"syria", "nosuchtag"}
    assert [bucket.count for bucket in tags.buckets] == [0, 0]


def test_the_timeline_counts_every_hit(search_samples: Search) -> None:
    results = search_samples.search(Asked("oil", timeline=True))
    assert sum(period.count for period in results.timeline) == results.total > 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked(limit=-1), "negative"),
        (Asked(offset=-1), "negative"),
        (Asked(sort="best"), "no order 'best'"),  # type: ignore[arg-type]
        (Asked(start="foo"), "no date for 'from'"),
        (Asked(end="2017-02-31"), "no date for 'to'"),
        (Asked(start="2018", end="2017"), "ends .* before it begins"),
    ],
)
def test_what_has_no_answer_is_refused_in_a_sentence(
    search_samples: Search, asked: Asked, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        search_samples.search(asked)


def test_behind_the_last_hit_there_is_nothing_and_no_error(search_samples: Search) -> None:
    assert search_samples.search(Asked(offset=1_000_000)).hits == ()


def test_a_chosen_value_is_counted_truly_though_it_be_rare(search_samples: Search) -> None:
    for author in ("Jane Roe", "John Poe"):
        asked = Asked(filters={"author": (author,)}, facets=True, facet_limit=1)
        results = search_samples.search(asked)
        facet = next(facet for facet in results.facets if facet.name == "author")
        assert {b.value: b.count for b in facet.buckets if b.chosen} == {author: results.total}
        assert results.total > 0


def test_all_that_match_are_told_though_the_index_still_holds_removed_ones(
    samples_copy: Path,
) -> None:
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy)
        search = Search(store, engine)
        ids = [article.id for article in search.articles(Asked(sort="oldest"))]
        for article_id in ids[:3]:
            store.remove(article_id)
        assert [article.id for article in search.articles(Asked(sort="oldest"))] == ids[3:]
        engine.close()


def test_an_article_removed_since_the_index_was_read_is_not_shown(samples_copy: Path) -> None:
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy)
        search = Search(store, engine)
        first = search.search(Asked("deir ezzor")).hits[0].article.id
        store.remove(first)
        assert first not in {hit.article.id for hit in search.search(Asked("deir ezzor")).hits}
        engine.close()


def test_another_process_s_articles_are_found_after_a_sync(
    samples_copy: Path, make_article: Make
) -> None:
    with Store.open(samples_copy) as store, Store.open(samples_copy) as other:
        engines = [open_engine("whoosh", samples_copy) for _ in range(2)]
        assert Search(store, engines[0]).search(Asked("zebra")).total == 0
        with other.transaction():
            other.put(make_article("new", body="zebra"), b"x", "text/plain")
        sync(other, engines[1])
        assert Search(store, engines[0]).search(Asked("zebra")).total == 1
        for engine in engines:
            engine.close()


def test_today_is_the_day_of_the_clock_that_ends_embargoes(
    store: Store, tmp_path: Path, make_article: Make
) -> None:
    with store.transaction():
        for day in ("2017-11-02", "2017-11-03", "2017-11-04"):
            store.put(make_article(day, title=day, date=day), day.encode(), "text/plain")
    with closing(open_engine("whoosh", tmp_path / "index")) as engine:
        sync(store, engine)
        noon = datetime(2017, 11, 3, 12, tzinfo=UTC)
        search = Search(store, engine, now=lambda: noon)
        keep(search, "Of the day", Asked("date:today"))
        keep(search, "In the range", Asked(start="today", end="today"))
        for asked in (
            Asked("date:today"),
            Asked(start="today", end="today"),
            Asked('query:"Of the day"'),
            Asked('query:"In the range"'),
        ):
            assert titles(search.search(asked)) == ["2017-11-03"], asked
            assert tally(search, asked).hits == 1, asked
        assert titles(search.search(Asked("after:today"))) == ["2017-11-04"]


def test_the_json_of_an_answer_has_every_promised_field(search_samples: Search) -> None:
    asked = Asked('"deir ezzor" foo:', facets=True, timeline=True, limit=1)
    answer = json.loads(json.dumps(results_json(search_samples.search(asked))))
    assert list(answer) == [
        "version", "query", "total", "about", "counted", "articles", "took_ms", "hits", "facets",
        "timeline", "mentions", "notices", "missing", "dates", "series",
        "advice", "expansions",
    ]  # fmt: skip
    answer = results_json(search_samples.search(Asked("deir", facets=True, timeline=True, limit=1)))
    assert list(answer["hits"][0]) == [
        "id", "title", "date", "precision", "time", "published", "agency", "credit", "authors",
        "publisher",
        "section", "tags", "people_tags", "places", "collections", "language", "url", "status",
        "score",
        "snippets", "story",
        "more", "others",
    ]  # fmt: skip
    assert set(answer["hits"][0]["snippets"][0]) == {"field", "text", "spans"}
    assert set(answer["timeline"][0]) == {"key", "from", "to", "count", "of", "parts"}
    assert set(answer["facets"]["tag"][0]) == {"value", "count"}
