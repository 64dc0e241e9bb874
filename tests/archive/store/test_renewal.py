"""What the store keeps of readings: older archives, the same bytes again, what took which place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.article import Article
from archive.normalise.version import RULES
from archive.store.renewal import Renewals, Selection
from archive.store.saved import Mark, SavedSearch
from archive.store.sqlite.database import FILE
from archive.store.store import Store
from index.query.parse import LANGUAGE
from tests.helpers.archives import ROOT
from tests.helpers.damage import cut_short
from tests.helpers.renewing import age, everything, line, run, take_in

# Two articles from one JSON Lines file, written when the schema had five steps.
BEFORE_RENEWALS = ROOT / "tests" / "fixtures" / "archive-schema-5.sql"

Make = Callable[..., Article]


def older(home: Path) -> Path:
    home.mkdir()
    with closing(sqlite3.connect(home / FILE)) as database:
        database.executescript(BEFORE_RENEWALS.read_text())
    return home


def test_an_older_archive_is_migrated_and_read_again_once(tmp_path: Path) -> None:
    with Store.open(older(tmp_path / "home")) as store:
        before = store.last_change()
        told, report = run(store)
        assert {one.fate for one in told.values()} == {"unchanged"}, told
        assert report.read == 2
        assert store.last_change() == before
        assert run(store)[1].read == 0
        assert [each.rules for each in store.arrivals(min(told))] == [None]
        assert list(store.problems()) == []


def test_numbers_of_changes_go_on_after_a_migration(tmp_path: Path) -> None:
    with Store.open(older(tmp_path / "home")) as store:
        before = store.last_change()[0]
        take_in(store, line())
        assert store.last_change()[0] == before + 1


def test_an_older_archive_can_be_looked_at_without_being_migrated(tmp_path: Path) -> None:
    home = older(tmp_path / "home")
    with Store.open(home, read_only=True) as store:
        article_id = min(store.ids())
        assert store.replacement(article_id) is None
    with closing(sqlite3.connect(home / FILE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (5,)


def test_the_same_bytes_under_later_rules_are_no_revision_of_the_source(store: Store) -> None:
    [article_id] = take_in(store, line())
    seen = store.last_change()[0]
    age(store, article_id, section="Wrong")
    take_in(store, line())
    assert store.get(article_id).section is None
    assert [each.rules for each in store.arrivals(article_id)] == [None, RULES]
    assert store.saved.novelties(seen, store.last_change()[0]) == {}


def test_nor_do_the_bytes_of_an_earlier_state_become_the_current_one(store: Store) -> None:
    [article_id] = take_in(store, line(identifier="a:1"))
    age(store, article_id, section="Wrong")
    take_in(store, line(identifier="a:1", body="It sails on Saturday."))
    take_in(store, line(identifier="a:1"))
    assert store.get(article_id).body == "It sails on Saturday."
    assert store.get(article_id, 3).section is None


def test_a_renewed_article_is_revised_by_its_source_as_ever(store: Store) -> None:
    [article_id] = take_in(store, line())
    age(store, article_id, section="Wrong")
    run(store)
    seen = store.last_change()[0]
    take_in(store, line(body="It sails on Saturday."))
    assert store.get(article_id).body == "It sails on Saturday."
    assert store.saved.novelties(seen, store.last_change()[0]) == {article_id: "changed"}


def test_an_article_that_was_replaced_comes_back_when_its_source_sends_it(store: Store) -> None:
    [new] = take_in(store, line(1))
    old = age(store, new, identity="text:afp|2017-11-03|ferry 2 returns")
    run(store)
    assert store.ids() == {new}
    take_in(store, line(2))
    assert store.ids() == {old, new}
    assert store.replacement(old) is None
    renewals = Renewals(store)
    held = renewals.held(old)
    assert held
    with store.transaction():
        renewals.replace(held, [new])
    assert store.ids() == {new}
    take_in(store, line(2))  # as it is there already
    assert store.ids() == {old, new}


def test_what_was_awaited_is_awaited_under_its_new_id(store: Store) -> None:
    [new] = take_in(store, line())
    old = age(store, new, identity="text:old")
    mark = Mark(store.last_change()[0], "2026-01-01T00:00:00Z", frozenset({old, "another"}))
    with store.transaction():
        store.saved.put(SavedSearch("Ferries", f"ferry story:{old}", LANGUAGE, mark))
    told, _ = run(store)
    assert store.saved.get("Ferries").mark.awaited == {new, "another"}
    assert told[old].saved == ("Ferries",)


def test_the_history_says_which_revisions_are_our_own(store: Store) -> None:
    [article_id] = take_in(store, line())
    age(store, article_id, section="Wrong")
    run(store, selection=everything())
    first, second = store.history(article_id).revisions
    assert (first.rules, second.rules) == (None, RULES)
    assert second.changed == ("section",)


@pytest.mark.leaves_damage("it has to be told")
def test_what_is_chosen_by_what_is_kept_of_it_is_chosen_beside_damaged_ones(store: Store) -> None:
    (sound,) = take_in(store, line(1), "2017/a.jsonl")
    (cut,) = take_in(store, line(2), "2017/b.jsonl")
    (unknown,) = take_in(store, line(3), "2017/c.jsonl")
    take_in(store, line(4), "2018/d.jsonl")
    cut_short(store, cut)
    with store.transaction():
        store.database.run("UPDATE revisions SET read_as = '[' WHERE article_id = ?", (unknown,))
    renewals = Renewals(store)
    for chosen, ids in (
        (Selection(RULES, file="2017"), {sound, unknown}),
        (Selection(RULES, file="2017", reader="jsonl"), {sound}),
        (Selection(RULES, file="2017", reader="csv"), set()),
    ):
        assert {each for page in renewals.pages(chosen, most=2) for each in page} == ids
        assert renewals.count(chosen) == len(ids)
    assert store.damaged.keys() == {cut, unknown}
