"""The history of an article: every state, when it was seen, what it changed, and removals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from archive.article import Article
from archive.errors import NotFoundError
from archive.store.history import (
    Arrival,
    Removal,
    Revision,
    check_revision,
    history_json,
    two_revisions,
)
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
