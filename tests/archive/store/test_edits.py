"""Edits: what a source changed, silently or not, and never what this archive reads otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article, Image
from archive.status import EDITED
from archive.store.edits import Edit
from archive.store.store import Store
from tests.helpers.renewing import age, line, run, take_in

Make = Callable[..., Article]
TEN: dict[str, object] = {"status": "corrected", "note": "Ten."}


def edits(store: Store, *states: Article) -> tuple[Edit, ...]:
    for number, article in enumerate(states):
        with store.transaction():
            store.put(article, f"{number} {article.body}".encode(), "text/plain")
    article_id = states[0].id
    return store.edits([store.get(article_id)]).get(article_id, ())


def test_a_changed_word_is_an_edit_and_counts_once(store: Store, make_article: Make) -> None:
    before = make_article(title="Ferry late", body="Nine were saved from the cold water today.")
    after = make_article(title="Ferry late", body="Ten were saved from the cold water today.")
    (edit,) = edits(store, before, after)
    assert (edit.changed, edit.kind, edit.words) == (("body",), "silent", 1)
    assert edit.share == 10  # of two words of the title and eight of the text
    assert (edit.before.revision, edit.after.revision) == (1, 2)


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"title": "Another"}, "title"),
        ({"body": "Other text."}, "body"),
        ({"summary": "In short"}, "summary"),
        ({"images": (Image("p.jpg", "A ferry"),)}, "caption"),
        ({"authors": ("Jane Roe",)}, "author"),
        ({"dateline": "ROME"}, "dateline"),
        ({"date": "2017-11-04"}, "date"),
    ],
)
def test_each_part_that_readers_read_can_be_edited(
    store: Store, make_article: Make, fields: dict[str, object], changed: str
) -> None:
    (edit,) = edits(store, make_article(), make_article(**fields))
    assert edit.changed == (changed,)
    assert set(edit.changed) <= set(EDITED)


@pytest.mark.parametrize(
    "fields",
    [
        {"tags": ("Syria",)},
        {"url": "https://news.example/other"},
        {"images": (Image("p.jpg"),)},
        {"body": "**Text** of one."},  # mark-up alone
        {"extra": {"version": "2"}},
    ],
)
def test_what_readers_do_not_read_is_no_edit(
    store: Store, make_article: Make, fields: dict[str, object]
) -> None:
    assert edits(store, make_article(), make_article(**fields)) == ()


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({}, {"status": "corrected"}, "marked"),
        ({}, {"status": "updated"}, "marked"),
        ({}, {"note": "It was ten."}, "marked"),
        ({}, {"status": "repeated"}, "silent"),  # which says that nothing has changed
        ({}, {"extra": {"version": "2"}}, "silent"),
        # Under the mark of an earlier correction:
        ({"status": "corrected"}, {"status": "corrected"}, "silent"),
        (TEN, TEN, "silent"),
        (TEN, {**TEN, "note": "Six."}, "marked"),
        ({"status": "corrected", "extra": {"version": "1"}},
         {"status": "corrected", "extra": {"version": "2"}}, "marked"),
    ],
)  # fmt: skip
def test_an_edit_is_silent_unless_the_new_state_says_that_it_is_one(
    store: Store,
    make_article: Make,
    before: dict[str, object],
    after: dict[str, object],
    kind: str,
) -> None:
    (edit,) = edits(store, make_article(**before), make_article(body="Other.", **after))
    assert edit.kind == kind


def test_each_state_is_compared_with_the_one_that_was_current(
    store: Store, make_article: Make
) -> None:
    first, third = make_article(extra={"version": "1"}), make_article(
        title="Third", extra={"version": "3"}
    )  # fmt: skip
    late = make_article(title="Second", extra={"version": "2"})
    fourth = make_article(title="Fourth", extra={"version": "4"})
    found = edits(store, first, third, late, fourth)
    assert [(e.before.title, e.after.title) for e in found] == [
        ("Title one", "Third"), ("Third", "Fourth"),
    ]  # fmt: skip


def test_what_was_never_out_was_never_edited(store: Store, make_article: Make) -> None:
    held = make_article(status="withheld", body="Not yet.")
    embargoed = make_article("two", extra={"embargo": "2999-01-01T00:00:00+00:00"}, body="Not yet.")
    assert edits(store, held, make_article()) == ()
    assert edits(store, embargoed, make_article("two")) == ()
    assert edits(store, make_article("three"), make_article("three", status="withdrawn")) == ()


def test_an_embargo_that_had_ended_does_not_hide_an_edit(store: Store, make_article: Make) -> None:
    released = make_article(extra={"embargo": "2001-01-01T00:00:00+00:00"}, body="Nine.")
    (edit,) = edits(store, released, make_article(body="Ten."))
    assert edit.before.body == "Nine."


def test_our_own_better_reading_is_no_edit_and_the_next_state_is_compared_with_it(
    store: Store,
) -> None:
    (article_id,) = take_in(store, line(extra={"identifier": "x"}, url="https://a.example/1"))
    age(store, article_id, body="Menu. Home. Ferry number 1 sails again on Friday.")
    run(store)
    current = store.get(article_id)
    assert current.revision == 2
    assert store.edits([current]) == {}
    text = "Ferry number 1 sails again on Sunday."
    take_in(store, line(extra={"identifier": "x"}, url="https://a.example/1", body=text))
    (edit,) = store.edits([store.get(article_id)])[article_id]
    assert (edit.before.revision, edit.after.revision, edit.words) == (2, 3, 1)


def test_readings_by_different_rules_are_not_compared(store: Store) -> None:
    (article_id,) = take_in(store, line(url="https://a.example/1"))
    age(store, article_id, body="Menu. Home. Ferry number 1 sails again on Friday.")
    take_in(store, line(url="https://a.example/1", body="Ferry number 1 sails on Friday."))
    current = store.get(article_id)
    assert current.revision == 2
    assert store.edits([current]) == {}


def test_articles_with_one_revision_cost_nothing(
    store: Store, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert edits(store, make_article()) == ()
    current = store.get(make_article().id)
    with monkeypatch.context() as without:
        without.setattr(store, "_db", None)  # nothing is looked up
        assert store.edits([current]) == {}


def test_it_is_told_when_articles_were_sent_again(store: Store, make_article: Make) -> None:
    edits(store, make_article(), make_article(body="Two."), make_article(body="Three."))
    edits(store, make_article("other"))
    ids = [make_article().id, make_article("other").id]
    found = store.resent(ids)
    assert [(article_id, number) for _, article_id, number in found] == [(ids[0], 3), (ids[0], 2)]
