"""Saved searches in the store: their names, how far their news were shown, and what is new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import NotFoundError, RequestError
from archive.store.saved import Mark, SavedSearch, checked_name
from archive.store.store import FILE, Store

START = Mark(3, "2026-01-01T08:00:00Z", frozenset({"embargoed"}))
BRIDGES = SavedSearch(
    "Brücken", "bridge*", 1, START, {"-tag": ("Sport", "Cards, bridge")}, "2017", None, "any"
)


def save(store: Store, *searches: SavedSearch) -> None:
    with store.transaction():
        for search in searches:
            store.saved.put(search)


def test_a_search_is_found_by_its_name_in_any_case_and_comes_back_as_it_was(store: Store) -> None:
    save(store, BRIDGES)
    found = store.saved.get("BRUCKEN")
    assert found == replace(BRIDGES, saved_at=found.saved_at)
    assert store.saved.find("Brook") is None


def test_an_unknown_name_is_told_with_those_near_it(store: Store) -> None:
    save(store, BRIDGES, replace(BRIDGES, name="Deir Ezzor"))
    with pytest.raises(NotFoundError, match="Bruken") as caught:
        store.saved.get("Bruken")
    assert caught.value.hint.startswith("Brücken;")
    assert store.saved.near("deir") == ["Deir Ezzor"]


@pytest.mark.parametrize("name", ["", "  ", "...", "-oil", "a:b", 'a "b"', "(a)", "a*", "x" * 61])
def test_what_a_query_could_not_name_is_no_name(name: str) -> None:
    with pytest.raises(RequestError):
        checked_name(name)


def test_a_name_is_kept_on_one_line_as_it_was_typed() -> None:
    assert checked_name(" Дейр-эз-Зор\n & Raqa ") == "Дейр-эз-Зор & Raqa"


def test_a_mark_moves_forward_only_and_not_past_another_query(store: Store) -> None:
    save(store, BRIDGES)
    later = Mark(7, "2026-01-02T08:00:00Z")
    with store.transaction():
        store.saved.see(BRIDGES, later)
        store.saved.see(BRIDGES, Mark(5, "2026-01-03T08:00:00Z"))
        store.saved.see(replace(BRIDGES, text="ferry"), Mark(9, "2026-01-04T08:00:00Z"))
    assert store.saved.get("brücken").mark == later


def test_a_search_in_place_of_another_keeps_what_that_has_not_shown(store: Store) -> None:
    save(store, BRIDGES)
    other = Mark(9, "2026-02-01T08:00:00Z", frozenset({"another"}))
    save(store, replace(BRIDGES, name="brucken", text="ferry", mark=other))
    (found,) = store.saved.all()
    assert (found.name, found.text) == ("brucken", "ferry")
    assert found.mark == replace(START, awaited=START.awaited | other.awaited)


def test_what_came_came_back_or_changed_is_new_and_nothing_else(
    store: Store, make_article: Callable[..., Article]
) -> None:
    def put(name: str, **fields: object) -> str:
        article = make_article(name, **fields)
        with store.transaction():
            store.put(article, repr(fields).encode(), "text/plain")
        return article.id

    for name in ("same", "changed", "late", "gone", "back"):
        put(name, extra={"version": "2"})
    before, _ = store.last_change()
    changed = put("changed", body="Another text.", extra={"version": "3"})
    put("late", body="An earlier take.", extra={"version": "1"})
    added = put("added")
    gone, back = make_article("gone").id, make_article("back").id
    for article_id in (gone, back):
        store.remove(article_id)
    store.restore(back)
    last, _ = store.last_change()
    assert store.saved.novelties(before, last) == {changed: "changed", added: "new", back: "new"}
    assert store.saved.novelties(last, last) == {}
    assert changed not in store.saved.novelties(before + 1, last)


@pytest.mark.file
def test_a_backup_holds_the_saved_searches(store: Store, tmp_path: Path) -> None:
    save(store, BRIDGES)
    (tmp_path / "copy").mkdir()
    store.backup(tmp_path / "copy" / FILE)
    with Store.open(tmp_path / "copy") as copy:
        assert copy.saved.all() == store.saved.all()
