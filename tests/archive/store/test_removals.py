"""What a person takes out of search: what is kept of it, and what readers are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from archive.errors import NotFoundError, StoreError
from archive.store.history import Removal
from archive.store.removals import Withdrawal, Withdrawals
from archive.store.store import Store

Make = Callable[..., Article]
AT = "2026-03-02T09:14:00+00:00"


@pytest.fixture
def two(store: Store, make_article: Make) -> tuple[str, str]:
    """The ids of two articles, in order."""
    with store.transaction():
        for name in ("one", "two"):
            article = make_article(name)
            store.put(article, article.body.encode(), "text/plain")
    one, other = sorted(store.ids())
    return one, other


def notes(store: Store, article_id: str) -> list[tuple[bool, str | None]]:
    events = store.history(article_id).events
    return [(event.removed, event.note) for event in events if isinstance(event, Removal)]


def test_readers_are_told_the_reason_and_what_to_read_and_not_the_note(
    store: Store, two: tuple[str, str]
) -> None:
    one, other = two
    assert store.told_of_removal(one) == (None, None)
    store.remove(one, "Mrs Lind asked", "It was wrong", other)
    assert store.told_of_removal(one) == ("It was wrong", other)
    assert Withdrawals(store.database).all() == {
        one: Withdrawal("Mrs Lind asked", "It was wrong", other)
    }
    store.restore(one, "it was right")
    assert store.told_of_removal(one) == (None, None)
    assert Withdrawals(store.database).all() == {}
    assert notes(store, one) == [(True, "Mrs Lind asked"), (False, "it was right")]
    store.remove(one, "again")
    assert Withdrawals(store.database).all() == {one: Withdrawal("again")}


def test_what_is_not_here_is_nothing_to_read_instead(store: Store, two: tuple[str, str]) -> None:
    one, _ = two
    with pytest.raises(NotFoundError):
        store.remove(one, instead="aaaaaaaaaaaaaaaa")
    assert not store.is_removed(one)
    with store.transaction():
        wanted = Withdrawal(None, "Gone", "aaaaaaaaaaaaaaaa")
        Withdrawals(store.database).put(one, wanted, AT, waits=False)
    assert store.told_of_removal(one) == ("Gone", None)
    assert store.is_removed(one)
    assert store.count() == 1


def test_what_is_to_come_is_kept_until_it_comes(store: Store, two: tuple[str, str]) -> None:
    wanted = Withdrawal("a note", "A reason", two[0])
    with store.transaction():
        Withdrawals(store.database).put("aaaaaaaaaaaaaaaa", wanted, AT, waits=True)
    assert Withdrawals(store.database).all() == {"aaaaaaaaaaaaaaaa": wanted}
    assert store.count() == 2


def test_what_is_out_already_is_not_taken_out_again(store: Store, two: tuple[str, str]) -> None:
    one, _ = two
    for act, state in ((store.restore, "not"), (store.remove, "already")):
        if state == "already":
            store.remove(one)
        with pytest.raises(StoreError, match=f"{one} is {state} removed") as told:
            act(one)
        assert told.value.hint == f"archive history {one}"


@pytest.mark.leaves_damage("articles without revisions")
def test_an_id_that_is_none_or_several_is_told_with_what_to_do(
    store: Store, make_article: Make
) -> None:
    with store.transaction():
        for number in range(300):  # some begin alike
            store.database.run(
                "INSERT INTO articles (id, identity, revision, added_at) VALUES (?, ?, 1, '')",
                (f"aaaa{number:012}", str(number)),
            )
    with pytest.raises(NotFoundError) as told:
        store.resolve("AAAA ")
    assert told.value.message == "Several articles have an id that begins with aaaa"
    assert told.value.hint == "give more of it"
    for unknown in (store.is_removed, store.resolve, store.get, store.original):
        with pytest.raises(NotFoundError) as told:
            unknown("bbbbbbbbbbbbbbbb")
        assert told.value.message == "No article has the id 'bbbbbbbbbbbbbbbb'"
        assert told.value.hint == "find it: archive search WORDS --format ids"
