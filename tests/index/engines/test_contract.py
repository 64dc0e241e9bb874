"""What every engine must do: one suite, run over each of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from archive.article import Article, Image
from index.analysis.stems import stems
from index.document import document
from index.engines.common.interface import Engine, IndexStamp, fingerprint
from index.engines.common.request import Request
from index.engines.memory import MemoryEngine
from index.query.parse import parse
from index.query.spelling import similar
from index.query.tree import (
    All,
    And,
    Days,
    Key,
    KeyPrefix,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Undated,
    Word,
)

Fill = Callable[..., dict[str, str]]
TEXT = ("title", "body")


def word(text: str, *, streams: tuple[str, ...] = TEXT) -> Word:
    return Word(streams, text, stems(text, ("en",)))


CORPUS: dict[str, dict[str, Any]] = {
    "oil": {
        "title": "Crude oil rises", "body": "The oilfield of Omar pumps crude.\n\nOil is dear.",
        "tags": ("Oil", "Syria"), "agency": ("AFP",), "date": "2017-11-03", "section": "World",
    },
    "bank": {
        "title": "Bank cuts rates", "body": "A bank gave a loan for crude, and oil.",
        "tags": ("Syria", "Banks"), "agency": ("AFP", "Reuters"), "date": "2017-11",
        "precision": "month", "section": "Money", "authors": ("Jane Roe",),
    },
    "wheat": {
        "title": "Wheat", "body": "Farmers sow wheat.", "tags": ("usa",), "agency": ("Reuters",),
        "date": "2016", "precision": "year", "dateline": "CHICAGO",
        "images": (Image(None, "A field of rye"),), "summary": "Harvest ahead",
    },
    "undated": {"title": None, "body": "Economists met.", "date": None, "precision": None},
}  # fmt: skip


@pytest.fixture
def names(engine: Engine, fill: Fill) -> dict[str, str]:
    """The corpus, put into the engine: id -> name."""
    return fill(engine, CORPUS)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (All(), "bank oil undated wheat"),
        (word("crude"), "bank oil"),
        (word("farmers"), "wheat"),
        (word("oilfields"), "oil"),
        (word("crude", streams=("title",)), "oil"),
        (word("chicago", streams=("dateline",)), "wheat"),
        (word("roe", streams=("author",)), "bank"),
        (word("rye"), "wheat"),
        (word("harvest"), "wheat"),
        (word("banks"), "bank"),
        (word("nothing"), ""),
        (Phrase(TEXT, ("crude", "oil")), "oil"),
        (Phrase(TEXT, ("oil", "crude")), ""),
        (Phrase(TEXT, ("crude", "and", "oil")), "bank"),
        (Phrase(TEXT, ("crude",)), "bank oil"),
        (Phrase(TEXT, ("oilfields",)), ""),
        (Phrase(TEXT, ("oil", "missing")), ""),
        (Phrase(TEXT, ("rye", "usa")), ""),
        (Prefix(TEXT, "econom"), "undated"),
        (Prefix(TEXT, "oil"), "bank oil"),
        (Prefix(("title",), "x"), ""),
        (Key("tag", "syria"), "bank oil"),
        (Key("agency", "reuters"), "bank wheat"),
        (Key("tag", "syr"), ""),
        (KeyPrefix("tag", "s"), "bank oil"),
        (KeyPrefix("section", ""), "bank oil"),
        (KeyPrefix("author", "jane"), "bank"),
        (Days(20171103, 20171103), "oil"),
        (Days(20171101, 20171103), "bank oil"),
        (Days(20171102, None), "oil"),
        (Days(None, 20171101), "bank wheat"),
        (Days(None, None), "bank oil wheat"),
        (Days(20160101, 20160101), "wheat"),
        (Undated(), "undated"),
        (And((word("crude"), word("loan"))), "bank"),
        (And((word("crude"), Not(word("loan")))), "oil"),
        (And((Not(word("crude")), Not(word("wheat")))), "undated"),
        (And(()), "bank oil undated wheat"),
        (Or((word("loan"), word("wheat"))), "bank wheat"),
        (Or((word("loan"), Not(word("crude")))), "bank undated wheat"),
        (Or(()), ""),
        (Not(word("crude")), "undated wheat"),
        (Not(Not(word("crude"))), "bank oil"),
        (Not(All()), ""),
        (Prefer(word("crude"), ((word("loan"), 2.0),)), "bank oil"),
    ],
    ids=str,
)
def test_each_kind_of_query_matches_what_it_says(
    engine: Engine, names: dict[str, str], query: Query, expected: str
) -> None:
    found = engine.search(Request(query))
    assert sorted(names[article_id] for article_id, _ in found.hits) == expected.split()
    assert found.total == len(expected.split())


def ask(engine: Engine, names: dict[str, str], **request: Any) -> list[str]:
    return [names[article_id] for article_id, _ in engine.search(Request(**request)).hits]


def test_several_tags_must_all_hold_while_any_agency_will_do(
    engine: Engine, names: dict[str, str]
) -> None:
    assert ask(engine, names, filters={"tag": ("syria", "oil")}) == ["oil"]
    assert ask(engine, names, filters={"tag": ("syria",)}, sort="oldest") == ["bank", "oil"]
    assert len(ask(engine, names, filters={"agency": ("afp", "reuters")})) == 3
    assert ask(engine, names, filters={"tag": ("usa",), "agency": ("afp",)}) == []


def test_days_of_a_request_include_both_ends_and_leave_out_the_undated(
    engine: Engine, names: dict[str, str]
) -> None:
    assert ask(engine, names, days=(20171101, 20171103), sort="oldest") == ["bank", "oil"]
    assert ask(engine, names, days=(None, 20171031)) == ["wheat"]


@pytest.mark.parametrize("leaf", [Phrase(TEXT, ("crude", "oil")), Near(TEXT, ("oil", "crude"), 3)])
def test_what_a_phrase_finds_may_all_be_left_out(
    engine: Engine, names: dict[str, str], leaf: Query
) -> None:
    assert ask(engine, names, query=And((leaf, Not(Key("tag", "syria"))))) == []


def test_a_text_may_begin_with_the_end_of_a_phrase(engine: Engine, fill: Fill) -> None:
    bodies = {
        "none": "Wheat.", "other": "The start of the end.", "more": "The union of the moon.",
        "attack": "Oil state fighters took a town near the Oil state of the river.",
    }  # fmt: skip
    names = fill(engine, {name: {"title": "", "body": body} for name, body in bodies.items()})
    assert ask(engine, names, query=Phrase(TEXT, ("the", "oil", "state"))) == ["attack"]


def test_facets_are_ordered_by_count_then_by_value(engine: Engine, names: dict[str, str]) -> None:
    facets = engine.search(Request(facets=("tag", "agency", "section"))).facets
    assert facets["tag"] == (("syria", 2), ("banks", 1), ("oil", 1), ("usa", 1))
    assert facets["agency"] == (("afp", 2), ("reuters", 2))
    assert facets["section"] == (("money", 1), ("world", 1))


def test_facet_limit_keeps_the_most_frequent(engine: Engine, names: dict[str, str]) -> None:
    facets = engine.search(Request(facets=("tag",), facet_limit=2)).facets
    assert facets["tag"] == (("syria", 2), ("banks", 1))


def test_a_value_that_is_chosen_twice_is_listed_once(engine: Engine, names: dict[str, str]) -> None:
    chosen = {"tag": ("oil",), "any.tag": ("oil", "banks")}
    asked = Request(facets=("tag",), facet_limit=0, filters=chosen)
    assert engine.search(asked).facets["tag"] == (("oil", 1),)


def test_a_facet_of_which_any_value_will_do_is_counted_without_its_own_filter(
    engine: Engine, names: dict[str, str]
) -> None:
    found = engine.search(
        Request(facets=("agency", "section", "tag"), filters={"section": ("world",)})
    )
    assert found.total == 1
    assert found.facets["section"] == (("money", 1), ("world", 1))
    assert found.facets["agency"] == (("afp", 1),)
    both = {"section": ("world",), "agency": ("reuters",)}
    counted = engine.search(Request(facets=("agency", "section"), filters=both)).facets
    assert counted["agency"] == (("afp", 1),)
    assert counted["section"] == (("money", 1),)


def test_the_tag_facet_is_counted_within_the_chosen_tags(
    engine: Engine, names: dict[str, str]
) -> None:
    found = engine.search(Request(facets=("tag",), filters={"tag": ("oil",)}))
    assert found.facets["tag"] == (("oil", 1), ("syria", 1))


def test_facets_count_all_that_is_found_and_not_only_the_page(
    engine: Engine, names: dict[str, str]
) -> None:
    found = engine.search(Request(limit=0, facets=("tag",), timeline=True))
    assert found.hits == ()
    assert found.total == 4
    assert dict(found.facets["tag"])["syria"] == 2
    assert dict(found.days) == {20171103: 1, 20171101: 1, 20160101: 1, None: 1}


def test_the_timeline_counts_only_what_is_found(engine: Engine, names: dict[str, str]) -> None:
    found = engine.search(Request(word("crude"), filters={"section": ("world",)}, timeline=True))
    assert dict(found.days) == {20171103: 1}
    assert not engine.search(Request(word("crude"))).days


def test_a_beginning_is_looked_for_in_every_form_of_a_word(engine: Engine, fill: Fill) -> None:
    """Of "F-35B" f, f35b and 35b are indexed: each that begins so counts."""
    names = fill(
        engine,
        {"one": {"body": "An F-35B took off."}, "other": {"body": "A foal, and 35 boats."}},
    )
    assert ask(engine, names, query=Prefix(TEXT, "f35")) == ["one"]
    assert set(ask(engine, names, query=Prefix(TEXT, "f"))) == {"one", "other"}
    names = fill(engine, {"acronym": {"body": "The US said so."}, "word": {"body": "Let us go."}})
    assert ask(engine, names, query=Prefix(TEXT, "US")) == ["acronym"]


def test_names_are_found_as_others_write_them(engine: Engine, fill: Fill) -> None:
    texts = (
        "at St. John's", "at Saint John's", "a saint met John", "by J.K. Rowling",
        "by J. K. Rowling", "by jk Rowling", "Rowling met J", "to D'Arcy", "to DArcy", "to Arcy",
    )  # fmt: skip
    names = fill(engine, {text: {"title": None, "body": text} for text in texts})
    wanted = {
        "st john": texts[:2], '"Saint John\'s"': texts[:2], "jk rowling": texts[3:6],
        '"j k rowling"': texts[3:6], "darcy": texts[7:9], '"DArcy"': texts[7:9],
        "D'Arcy": texts[7:],
    }  # fmt: skip
    for text, expected in wanted.items():
        query = parse(text, ("en",), engine).query
        found = [names[key] for key, _ in engine.search(Request(query, limit=10)).hits]
        assert sorted(found) == sorted(expected), text


def test_african_names_are_names_in_french_articles(engine: Engine, fill: Fill) -> None:
    texts = ("de N'Dour", "de Ndour", "à N’Djamena", "gens d'Angers", "les dangers")
    names = fill(engine, {text: {"title": None, "body": text, "language": "fr"} for text in texts})
    wanted = {
        "ndour": texts[:2], "N'Dour": texts[:2], "Ndjamena": texts[2:3], "dangers": texts[4:],
    }  # fmt: skip
    for text, expected in wanted.items():
        query = parse(text, ("fr",), engine).query
        found = [names[key] for key, _ in engine.search(Request(query, limit=10)).hits]
        assert sorted(found) == sorted(expected), text


def test_sorting_by_date_puts_the_undated_last_either_way(
    engine: Engine, names: dict[str, str]
) -> None:
    assert ask(engine, names, sort="newest") == ["oil", "bank", "wheat", "undated"]
    assert ask(engine, names, sort="oldest") == ["wheat", "bank", "oil", "undated"]


def test_sorting_is_by_instant_in_utc_whatever_the_zone(engine: Engine, fill: Fill) -> None:
    tonga, niue = timezone(timedelta(hours=13)), timezone(timedelta(hours=-11))
    names = fill(
        engine,
        {
            "tonga": {"date": "2020-01-02", "published": datetime(2020, 1, 2, 8, tzinfo=tonga)},
            "niue": {"date": "2020-01-01", "published": datetime(2020, 1, 1, 20, tzinfo=niue)},
            "utc": {"date": "2020-01-01", "published": datetime(2020, 1, 1, 23, tzinfo=UTC)},
            "midnight": {"date": "2020-01-02"},
        },
    )
    assert ask(engine, names, sort="oldest") == ["tonga", "utc", "midnight", "niue"]
    assert ask(engine, names, days=(20200101, 20200101), sort="oldest") == ["utc", "niue"]


def test_a_time_without_a_zone_orders_its_day_and_never_leaves_it(
    engine: Engine, fill: Fill
) -> None:
    names = fill(
        engine,
        {
            "evening": {"date": "2020-01-01", "time": "23:59:30"},
            "noon": {"date": "2020-01-01", "published": datetime(2020, 1, 1, 12, tzinfo=UTC)},
            "morning": {"date": "2020-01-01", "time": "08:05"},
            "next day": {"date": "2020-01-02"},
            "same day": {"date": "2020-01-01"},
        },
    )
    expected = ["same day", "morning", "noon", "evening", "next day"]
    assert ask(engine, names, sort="oldest") == expected
    assert ask(engine, names, sort="newest") == expected[::-1]
    assert ask(engine, names, days=(20200101, 20200101), sort="oldest") == expected[:-1]


def test_moments_before_1970_and_far_ahead_are_sorted(engine: Engine, fill: Fill) -> None:
    names = fill(engine, {year: {"date": f"{year}-01-01"} for year in ("0001", "1900", "9999")})
    assert ask(engine, names, sort="newest") == ["9999", "1900", "0001"]


def test_equal_dates_and_equal_scores_are_ordered_by_id(engine: Engine, fill: Fill) -> None:
    names = fill(engine, {str(n): {"title": "Same", "body": "same"} for n in range(20)})
    for sort in ("newest", "oldest", "relevance"):
        found = engine.search(Request(word("same"), sort=sort, limit=20))
        assert [article_id for article_id, _ in found.hits] == sorted(names)


def test_equal_scores_come_newest_first(engine: Engine, fill: Fill) -> None:
    names = fill(
        engine, {f"{year}": {"title": "Same", "date": f"{year}"} for year in (2001, 2003, 2002)}
    )
    assert ask(engine, names, query=word("same")) == ["2003", "2002", "2001"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_follow_one_another_without_gap_or_repeat(
    engine: Engine, fill: Fill, sort: str
) -> None:
    names = fill(
        engine,
        {
            str(n): {"body": "oil " * (n % 4 + 1), "date": f"2017-01-{n % 9 + 1:02}"}
            for n in range(50)
        },
    )
    whole = ask(engine, names, query=word("oil"), sort=sort, limit=100)
    pages = [ask(engine, names, query=word("oil"), sort=sort, limit=7, offset=at)
             for at in range(0, 56, 7)]  # fmt: skip
    assert len(set(whole)) == 50
    assert [name for page in pages for name in page] == whole


def test_a_limit_beyond_all_numbers_gives_everything(engine: Engine, fill: Fill) -> None:
    names = fill(engine, {str(number): {} for number in range(100)})
    found = engine.search(Request(sort="newest", limit=sys.maxsize))
    assert {article_id for article_id, _ in found.hits} == set(names)


def test_an_offset_beyond_the_end_gives_no_hits_and_the_total(
    engine: Engine, names: dict[str, str]
) -> None:
    found = engine.search(Request(offset=100))
    assert (found.total, found.hits) == (4, ())


def test_a_word_in_the_title_counts_more_than_one_in_the_body(engine: Engine, fill: Fill) -> None:
    names = fill(
        engine,
        {
            "body": {"title": "Markets", "body": "Wheat falls today."},
            "title": {"title": "Wheat falls", "body": "Markets today."},
        },
    )
    assert ask(engine, names, query=word("wheat")) == ["title", "body"]


def test_scores_fall_along_the_page_and_filters_do_not_score(
    engine: Engine, names: dict[str, str]
) -> None:
    hits = engine.search(Request(word("oil"))).hits
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    filtered = engine.search(Request(word("oil"), filters={"agency": ("afp",)})).hits
    assert [score for _, score in filtered] == pytest.approx([score for _, score in hits])
    assert engine.search(Request(Key("tag", "oil"))).hits[0][1] == 0.0


def test_preferences_change_the_order_and_not_what_is_found(engine: Engine, fill: Fill) -> None:
    names = fill(
        engine,
        {
            "apart": {"title": "x", "body": "oil and crude"},
            "together": {"title": "x", "body": "and crude oil"},
        },
    )
    both = And((word("crude"), word("oil")))
    better = Prefer(both, ((Phrase(TEXT, ("crude", "oil")), 1.0),))
    assert set(ask(engine, names, query=both)) == {"apart", "together"}
    assert ask(engine, names, query=better) == ["together", "apart"]


def test_putting_a_known_id_replaces_it(
    engine: Engine, names: dict[str, str], make_article: Callable[..., Article]
) -> None:
    engine.write((), [document(make_article("oil", title="Gas", body="gas"))], 2, "t2")
    assert ask(engine, names, query=word("crude")) == ["bank"]
    assert ask(engine, names, query=word("gas")) == ["oil"]
    assert engine.search(Request()).total == 4


def test_an_id_that_comes_twice_in_a_batch_is_kept_as_it_came_last(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    twice = [document(make_article("a", body=text)) for text in ("first", "second")]
    engine.write((), twice, 1, "t1")
    assert engine.search(Request()).total == 1
    assert engine.search(Request(word("second"))).total == 1
    assert engine.stamp() == IndexStamp(1, "t1", fingerprint(engine.name), 1)


def test_an_id_both_removed_and_put_in_one_batch_is_there(
    engine: Engine, names: dict[str, str], make_article: Callable[..., Article]
) -> None:
    article = make_article("oil", body="new")
    engine.write([article.id], [document(article)], 2, "t2")
    assert ask(engine, names, query=word("new")) == ["oil"]
    assert engine.search(Request()).total == 4


def test_removed_articles_are_gone_from_hits_facets_and_values(
    engine: Engine, names: dict[str, str], make_article: Callable[..., Article]
) -> None:
    assert "usa" in engine.values("tag")
    engine.write([make_article("wheat").id], [], 2, "t2")
    found = engine.search(Request(facets=("tag",), timeline=True))
    assert found.total == 3
    assert "usa" not in dict(found.facets["tag"])
    assert 20160101 not in found.days
    assert engine.values("tag") == ["banks", "oil", "syria"]
    assert engine.ids() == {article_id for article_id, name in names.items() if name != "wheat"}


def test_every_commit_is_another_generation_though_it_changes_nothing(
    engine: Engine, names: dict[str, str]
) -> None:
    seen = [engine.generation()]
    engine.write(["nosuchid"], [], 1, "t1")
    seen.append(engine.generation())
    engine.rebuild([], 1, "t1")
    seen.append(engine.generation())
    assert len(set(seen)) == 3
    assert engine.generation() == seen[2]


def test_removing_an_id_that_is_not_there_is_harmless(
    engine: Engine, names: dict[str, str]
) -> None:
    engine.write(["nosuchid"], [], 2, "t2")
    assert engine.search(Request()).total == 4
    assert engine.stamp() == IndexStamp(2, "t2", fingerprint(engine.name), 4)


def test_replaying_a_batch_changes_nothing(
    engine: Engine, names: dict[str, str], make_article: Callable[..., Article]
) -> None:
    batch = [make_article(name, **fields) for name, fields in CORPUS.items()]
    request = Request(word("oil"), facets=("tag", "agency"), timeline=True)
    before = engine.search(request)
    engine.write(["nosuchid"], [document(article) for article in batch], 1, "t1")
    after = engine.search(request)
    if engine.name == "opensearch":  # what was replaced counts in its scores for a while
        assert [one for one, _ in after.hits] == [one for one, _ in before.hits]
        after = replace(after, hits=before.hits)
    assert after == before
    assert engine.stamp() == IndexStamp(1, "t1", fingerprint(engine.name), 4)


def test_rebuilding_replaces_everything(
    engine: Engine, names: dict[str, str], make_article: Callable[..., Article]
) -> None:
    batches = [[document(make_article(f"new{n}"))] for n in range(3)]
    engine.rebuild(batches, 9, "t9")
    assert engine.ids() == {make_article(f"new{n}").id for n in range(3)}
    assert engine.search(Request(word("crude"))).total == 0
    assert engine.stamp() == IndexStamp(9, "t9", fingerprint(engine.name), 3)


def test_of_two_documents_of_an_article_a_rebuild_keeps_the_last(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    twice = [document(make_article("a", body=text)) for text in ("first", "second")]
    engine.rebuild([twice], 1, "t1")
    assert engine.search(Request(word("first"))).total == 0
    assert engine.search(Request(word("second"))).total == 1
    assert engine.stamp() == IndexStamp(1, "t1", fingerprint(engine.name), 1)


def test_a_rebuild_that_fails_leaves_what_was_there(engine: Engine, names: dict[str, str]) -> None:
    def broken() -> Any:
        yield []
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken(), 9, "t9")
    assert engine.search(Request()).total == 4
    assert engine.stamp() == IndexStamp(1, "t1", fingerprint(engine.name), 4)


def test_a_write_that_fails_leaves_what_was_there(
    engine: Engine, names: dict[str, str], make_article: Callable[..., Article]
) -> None:
    def broken() -> Any:
        yield document(make_article("new"))
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        engine.write(list(names), broken(), 2, "t2")
    assert engine.search(Request()).total == 4
    assert engine.stamp() == IndexStamp(1, "t1", fingerprint(engine.name), 4)
    engine.write((), [document(make_article("new"))], 2, "t2")
    assert engine.search(Request()).total == 5


def test_an_empty_index_answers_every_question(engine: Engine) -> None:
    found = engine.search(
        Request(Or((word("x"), All())), facets=("tag",), timeline=True, filters={"tag": ("a",)})
    )
    assert (found.total, found.hits, found.facets["tag"], dict(found.days)) == (0, (), (), {})
    assert engine.values("tag") == []
    assert engine.ids() == set()
    assert engine.stamp() == IndexStamp(0, "", fingerprint(engine.name), 0)
    engine.verify()


def test_values_are_folded_sorted_and_once_each(engine: Engine, fill: Fill) -> None:
    fill(engine, {"a": {"tags": ("Été", "Syria")}, "b": {"tags": ("syria", "AI")}})
    assert engine.values("tag") == ["ai", "ete", "syria"]
    assert engine.values("author") == []


def test_the_documents_that_hold_a_stem_are_counted(engine: Engine, names: dict[str, str]) -> None:
    assert engine.holding("body", ["en/crude", "en/loan", "en/nothing", "fr/crude", "/crude"]) == {
        "en/crude": 2, "en/loan": 1, "en/nothing": 0, "fr/crude": 0, "/crude": 0,
    }  # fmt: skip
    assert engine.holding("title", ["en/crude"]) == {"en/crude": 1}


def test_many_small_writes_keep_every_article(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    made = [make_article(str(n), body=f"common w{n}", tags=(f"t{n}",)) for n in range(30)]
    for n, article in enumerate(made, 1):
        engine.write((), [document(article)], n, f"t{n}")
    assert engine.ids() == {article.id for article in made}
    assert engine.search(Request(word("common"), limit=0)).total == 30
    assert engine.search(Request(word("w7"))).hits[0][0] == made[7].id
    assert len(engine.values("tag")) == 30


def test_words_are_listed_whole_and_acronyms_are_not(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    """Small words may have an accent ("ÉL"); one letter may fold to words with blanks ("ﷺ")."""
    made = [
        document(make_article("a", body="ÉL y el EU, cœur über ﷺﷺ+", language="es")),
        document(make_article("b", body="US zebra Ünal", language="de")),
    ]
    oracle = MemoryEngine()
    for each in (engine, oracle):
        each.rebuild([made[:1]], 1, "t1")
        each.write((), made[1:], 2, "t2")
    listed = engine.terms("body")
    assert [word for word in listed if "+" not in word] == oracle.terms("body")
    assert sum("+" in word for word in listed) == (engine.name != "memory")
    assert engine.terms("body", "u") == ["uber", "unal", "us"]


def test_among_the_words_like_one_are_all_that_so_many_slips_make_of_it(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    """Letters have one byte to four; words are in two segments, and some in both."""
    bodies = ("oil oils soil foils spoil öle EU 石油 OIL", "oil lio olives über übel " + "o" * 130)
    for change, body in enumerate(bodies, 1):
        engine.write((), [document(make_article(f"a{change}", body=body))], change, f"t{change}")
    for word in ("oil", "oli", "öil", "ubel", "o", "ил", "o" * 129, "o" * 200):
        for edits in (1, 2):
            like, words = engine.like("body", word, edits), engine.terms("body")
            if like is None:  # all of them, then
                continue
            assert similar(word, edits, like) == similar(word, edits, words)
            assert like == sorted(set(like) & set(words))
    assert engine.like("title", "oil", 1) in (None, [])
