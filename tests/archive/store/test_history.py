"""The history of an article: every state, when it was seen, what it changed, and removals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from archive.article import Article
from archive.errors import NotFoundError, StoreDamagedError
from archive.store.history import (
    Arrival,
    Damaged,
    History,
    Removal,
    Replaced,
    Revision,
    check_revision,
    compared_states,
    history_json,
    place_taken,
    read_again,
    two_revisions,
)
from archive.store.originals import Replacement
from archive.store.store import Store

Make = Callable[..., Article]


def put(store: Store, *articles: Article) -> str:
    for article in articles:
        with store.transaction():
            store.put(article, article.body.encode(), "text/plain")
    return articles[0].id


def test_each_revision_says_when_it_was_seen_and_what_it_changed(
    store: Store, make_article: Make
) -> None:
    article_id = put(
        store,
        make_article(body="Nine were saved."),
        make_article(body="Ten were saved.", status="corrected", note="It was ten."),
    )
    first, second = store.history(article_id).revisions
    assert (first.number, first.changed, first.summary) == (1, (), "")
    assert second.changed == ("status", "note", "body")
    assert second.summary == "body (1 word removed, 1 added), status, note"
    assert (second.status, second.note) == ("corrected", "It was ten.")
    assert (second.media_type, str(second.origin)) == ("text/plain", "one.txt")
    assert datetime.now(UTC) - second.at < timedelta(minutes=5)
    assert first.at <= second.at


def test_removals_and_restores_stand_in_it_with_their_notes(
    store: Store, make_article: Make
) -> None:
    article_id = put(store, make_article())
    store.remove(article_id, "a legal request")
    assert store.history(article_id).removed
    store.restore(article_id)
    put(store, make_article(body="Changed."))
    history = store.history(article_id)
    assert not history.removed
    one, removed, restored, two = history.events
    assert isinstance(one, Revision)
    assert isinstance(two, Revision)
    assert removed == Removal(True, removed.at, "a legal request")
    assert restored == Removal(False, restored.at, None)
    events = history_json(history)["events"]
    assert [event["event"] for event in events] == ["revision", "removed", "restored", "revision"]
    assert events[1]["note"] == "a legal request"


def test_a_clock_that_was_put_back_turns_nothing_round(store: Store, make_article: Make) -> None:
    article_id = put(store, make_article())
    store.remove(article_id, "by mistake")
    store.restore(article_id)
    with store.transaction():
        early = "1970-01-01T00:00:07Z"
        store.database.run("UPDATE changes SET at = ? WHERE kind = 'restore'", (early,))
    history = store.history(article_id)
    assert [getattr(event, "removed", None) for event in history.events] == [None, True, False]
    assert not history.removed


def test_the_current_revision_need_not_be_the_last(store: Store, make_article: Make) -> None:
    article_id = put(store, make_article(title="New"), make_article(title="Old, came late"))
    store.database.run("UPDATE articles SET revision = 1")
    history = store.history(article_id)
    assert history.article.title == "New"
    assert [revision.number for revision in history.revisions] == [1, 2]
    assert history_json(history)["current"] == 1


def test_an_unknown_id_has_no_history(store: Store) -> None:
    for call in (store.history, store.arrivals):
        with pytest.raises(NotFoundError):
            call("aaaaaaaaaaaaaaaa")


ARRIVED = [Arrival(number, datetime(2017, 11, number, tzinfo=UTC), "") for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (None, (3, 4)), ("1..3", (1, 3)), ("3..1", (3, 1)), ("1", (1, 2)), ("1..", (1, 2)),
        ("..3", (1, 3)), ("..", (1, 2)), ("4", (4, 2)),
    ],
)  # fmt: skip
def test_two_revisions_are_named_by_their_numbers(
    asked: str | None, expected: tuple[int, int]
) -> None:
    assert two_revisions(asked, ARRIVED, current=2) == expected


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("1..9", "no revision 9: the article has 4 revisions"), ("0", "no revision 0"),
        ("a..b", "not a pair of revisions"), ("1...2", "not a pair"), ("-1..2", "not a pair"),
        ("9" * 30, "not a pair"), ("١..٢", "not a pair"), ("", "not a pair"),
    ],
)  # fmt: skip
def test_what_names_no_two_revisions_is_a_sentence(asked: str, told: str) -> None:
    with pytest.raises(NotFoundError, match=told):
        two_revisions(asked, ARRIVED, current=4)


def test_one_revision_alone_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(NotFoundError, match="only one revision"):
        two_revisions(None, ARRIVED[:1], current=1)
    with pytest.raises(NotFoundError, match="no revision 2: the article has only one revision"):
        check_revision(2, ARRIVED[:1])


def test_as_json_each_thing_that_happened_has_all_that_is_known_of_it(make_article: Make) -> None:
    at = datetime(2017, 11, 3, 12, 30, tzinfo=UTC)
    shown = {"at": "2017-11-03T12:30:00Z"}
    article = make_article(status="corrected", note="It was ten.")
    history = History(
        article,
        (
            Revision(3, at, ("body",), 1, 2, "corrected", "It was ten.", "text/plain",
                     article.origin, rules=4, since=1),
            Damaged(2, at, "text/html", "it cannot be read"),
            Removal(True, at, "a request"),
            Removal(False, at, None),
            Replaced(at),
        ),
        3,
        Replacement(4, ("aaaa", "bbbb"), None),
        ("cccc",),
    )  # fmt: skip
    assert history_json(history) == {
        "version": 1, "id": article.id, "current": 3, "removed": False,
        "replaced_by": ["aaaa", "bbbb"], "formerly": ["cccc"],
        "events": [
            {"event": "revision", "revision": 3, **shown, "changed": ["body"], "since": 1,
             "words_removed": 1, "words_added": 2, "status": "corrected", "note": "It was ten.",
             "media_type": "text/plain", "read_again_by_rules": 4,
             "origin": {"file": "one.txt", "member": None, "record": None}},
            {"event": "damaged", "revision": 2, **shown, "media_type": "text/html",
             "reason": "it cannot be read"},
            {"event": "removed", **shown, "note": "a request"},
            {"event": "restored", **shown, "note": None},
            {"event": "replaced", **shown},
        ],
    }  # fmt: skip
    assert history_json(replace(history, replacement=None))["replaced_by"] is None


def test_what_took_the_place_of_an_article_is_told_in_words() -> None:
    told = "By the rules of news of today (4), its original gives "
    assert place_taken(Replacement(4, ("a",), None)) == f"{told}1 other article in its place"
    assert place_taken(Replacement(4, ("a", "b"), None)) == f"{told}2 other articles in its place"
    assert place_taken(Replacement(4, (), "a menu")) == f"{told}no article: a menu"
    assert read_again(4) == "read again by this archive, rules 4"


def test_the_two_states_that_were_asked_for_are_compared(store: Store, make_article: Make) -> None:
    article_id = put(store, *(make_article(body=f"It is {n}.") for n in (1, 2, 3)))
    arrived, get = store.arrivals(article_id), partial(store.get, article_id)
    for asked, pair in (("1..2", (1, 2)), ("3..1", (3, 1)), ("2", (2, 3)), (None, (2, 3))):
        before, after, damaged = compared_states(asked, arrived, get)
        assert (before.revision, after.revision, damaged) == (*pair, {})


@pytest.mark.parametrize(
    ("asked", "arrived", "hint"),
    [
        (None, ARRIVED[:1], "compare it with another article: archive diff ID OTHER_ID"),
        ("a..b", ARRIVED, "write them as 1..2"),
        ("1..9", ARRIVED, "archive history ID lists them"),
    ],
)
def test_what_to_do_is_said_too(asked: str | None, arrived: list[Arrival], hint: str) -> None:
    with pytest.raises(NotFoundError) as told:
        two_revisions(asked, arrived, current=4)
    assert told.value.hint == hint


def test_that_an_article_was_replaced_is_told_as_that(store: Store, make_article: Make) -> None:
    article_id = put(store, make_article())
    with store.transaction():
        store.log(article_id, "replace", "2026-03-02T09:14:00+00:00")
    last = max(store.history(article_id).events, key=lambda event: isinstance(event, Replaced))
    assert last == Replaced(datetime(2026, 3, 2, 9, 14, tzinfo=UTC))


@pytest.mark.leaves_damage("what cannot be read has to be told")
def test_a_revision_that_cannot_be_read_is_told_with_the_reason(
    store: Store, make_article: Make
) -> None:
    article_id = put(store, *(make_article(body=f"It is {n}.") for n in (1, 2, 3)))
    get = partial(store.get, article_id)
    sql = "UPDATE revisions SET data = '{' WHERE revision = ?"
    store.database.run(sql, (2,))
    history = store.history(article_id)
    (damaged,) = history.damaged
    assert (damaged.number, damaged.media_type) == (2, "text/plain")
    assert damaged.reason.startswith("revision 2: ")
    assert [(each.number, each.since) for each in history.revisions] == [(1, None), (3, 1)]
    before, after, passed = compared_states(None, store.arrivals(article_id), get)
    assert (before.body, after.body, passed) == ("It is 1.", "It is 3.", {2: damaged.reason})
    store.database.run(sql, (1,))
    with pytest.raises(StoreDamagedError) as told:
        compared_states(None, store.arrivals(article_id), get)
    first = damaged.reason.replace("revision 2", "revision 1")
    assert told.value.message == f"fewer than two revisions can be read: {damaged.reason}; {first}"
