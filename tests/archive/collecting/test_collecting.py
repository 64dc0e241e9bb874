"""Collections: made, filled, put in order, annotated, renamed, deleted; all of it undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article, make_id
from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.collecting.kept import checked_name, checked_note
from archive.collecting.reading import Collections
from archive.errors import NotFoundError, RequestError
from archive.store.renewal import Renewals
from archive.store.store import Store

Make = Callable[..., Article]
NAMES = tuple(f"n{number}" for number in range(8))
IDS = tuple(make_id(f"test:{name}") for name in NAMES)


def fill(store: Store, make: Make, *names: str, **fields: object) -> list[str]:
    with store.transaction():
        for name in names:
            article = make(name, **fields)
            store.put(article, repr((name, fields)).encode(), "text/plain")
    return [make_id(f"test:{name}") for name in names]


def members(store: Store, name: str) -> list[str]:
    return Collections(store.database).ids(name)


def notes(store: Store, name: str) -> list[str]:
    return [
        each.listed.note if each.listed else ""
        for each in Collections(store.database).members(name)
    ]


def state(store: Store) -> list[list[tuple[object, ...]]]:
    tables = ("lists", "listed", "collections")
    return [sorted(store.database.run(f"SELECT * FROM {table}")) for table in tables]


def test_a_collection_is_in_the_order_that_it_is_given(store: Store, make_article: Make) -> None:
    one, two, three, four = fill(store, make_article, *NAMES[:4])
    lists = Collecting(store)
    lists.new("Bridges", "What was crossed.")
    lists.add("bridges", [three, one])
    assert members(store, "BRIDGES") == [three, one]
    lists.add("Bridges", [two, one], place=Place("first"))
    assert members(store, "Bridges") == [two, three, one]
    lists.add("Bridges", [four], place=Place("before", article_id=one))
    assert members(store, "Bridges") == [two, three, four, one]
    lists.move("Bridges", [one, two], Place("number", 2))
    assert members(store, "Bridges") == [three, one, two, four]
    lists.move("Bridges", [three], Place("after", article_id=two))
    assert members(store, "Bridges") == [one, two, three, four]
    lists.move("Bridges", [one], Place("last"))
    assert members(store, "Bridges") == [two, three, four, one]
    assert store.get(one).collections == ("Bridges",)
    with pytest.raises(RequestError, match="no place 0"):
        lists.move("Bridges", [one], Place("number", 0))
    with pytest.raises(RequestError, match="is no place in it"):
        lists.move("Bridges", [one], Place("before", article_id=one))


def test_there_is_always_room_between_two(store: Store, make_article: Make) -> None:
    ids = fill(store, make_article, *NAMES)
    lists = Collecting(store)
    lists.new("Full")
    lists.add("Full", ids)
    order = list(ids)
    for turn in range(120):  # each halves the gap between the same neighbours
        moving = order[2 + turn % 2]
        lists.move("Full", [moving], Place("number", 2))
        order.remove(moving)
        order.insert(1, moving)
        assert members(store, "Full") == order


def test_what_came_in_under_a_name_is_in_its_collection_behind_what_has_a_place(
    store: Store, make_article: Make
) -> None:
    pile = fill(store, make_article, "n0", "n1", "n2", collections=("AFP 2017",))
    (other,) = fill(store, make_article, "n3")
    lists = Collecting(store)
    with pytest.raises(NotFoundError, match="nobody's collection"):
        lists.add("afp 2017", [other])
    lists.new("afp 2017")
    assert store.get(pile[0]).collections == ("afp 2017",)
    lists.add("AFP 2017", [other])
    assert members(store, "AFP 2017") == [other, *sorted(pile)]
    lists.note("AFP 2017", "third", sorted(pile)[1])
    assert members(store, "AFP 2017")[:2] == [other, sorted(pile)[0]]
    assert notes(store, "AFP 2017") == ["", "", "third", ""]
    with pytest.raises(RequestError, match="3 articles came in under the name"):
        lists.rename("AFP 2017", "Agency")

    # What a person takes out stays out, whatever is delivered, until a person puts it in again.
    lists.remove("AFP 2017", [pile[0], other])
    fill(store, make_article, "n0", collections=("AFP 2017",))
    fill(store, make_article, "n0", collections=("AFP 2017",), title="Another state")
    assert set(members(store, "AFP 2017")) == {pile[1], pile[2]}
    lists.add("AFP 2017", [pile[0]])
    assert set(members(store, "AFP 2017")) == set(pile)

    # Deleted, it is what came in.
    lists.remove("AFP 2017", [pile[1]])
    lists.add("AFP 2017", [other])
    lists.delete("AFP 2017")
    assert set(members(store, "AFP 2017")) == set(pile)


def test_a_note_on_one_article_of_a_pile_gives_no_place_to_others(
    store: Store, make_article: Make
) -> None:
    pile = [
        fill(store, make_article, name, collections=("Pile",), date=f"2017-11-{number + 10}")[0]
        for number, name in enumerate(NAMES)
    ]
    lists, tables = Collecting(store), Collections(store.database)
    lists.new("Pile")

    def rows(table: str) -> int:
        return len(store.database.run(f"SELECT article_id FROM {table} WHERE article_id <> ''"))

    lists.note("Pile", "last", pile[-1])
    lists.passage("Pile", pile[3], "Text of", "said")
    lists.add("Pile", [pile[5]], quote="Text of")
    assert (rows("listed"), rows("list_steps")) == (3, 3)
    assert members(store, "Pile") == pile
    assert tables.placed("Pile", reversed(pile)) == pile[::-1]  # as they stood

    # What is delivered later stands by its date, and what is put in by hand before all of them.
    (older,) = fill(store, make_article, "older", collections=("Pile",), date="2017-11-01")
    (hand,) = fill(store, make_article, "hand", date="2017-12-01")
    lists.add("Pile", [hand])
    assert members(store, "Pile") == [hand, older, *pile]
    lists.move("Pile", [pile[-1]], Place("first"))
    assert members(store, "Pile") == [pile[-1], hand, older, *pile[:-1]]
    lists.remove("Pile", [pile[3]])
    assert pile[3] not in members(store, "Pile")
    for _ in range(3):
        lists.undo()
    assert members(store, "Pile") == [older, *pile]
    for _ in range(3):
        lists.undo()
    assert (rows("listed"), members(store, "Pile")) == (0, [older, *pile])


def test_the_index_is_told_of_who_joins_and_leaves_and_of_nobody_else(
    store: Store, make_article: Make
) -> None:
    one, two, _ = fill(store, make_article, *NAMES[:3])
    lists = Collecting(store)
    lists.new("Bridges")
    lists.add("Bridges", [one])
    seen, _ = store.last_change()

    def told() -> set[str]:
        nonlocal seen
        before, (seen, _) = seen, store.last_change()
        return {each.article_id for each in store.changes(before, seen)}

    lists.add("Bridges", [one, two])
    assert told() == {two}
    lists.move("Bridges", [two], Place("first"))
    lists.note("Bridges", "seen", two)
    lists.note("Bridges", "of the whole")
    assert told() == set()
    lists.remove("Bridges", [two])
    assert told() == {two}
    lists.undo()
    assert told() == {two}
    lists.rename("Bridges", "Crossings")
    assert told() == {one, two}
    lists.rename("Crossings", "CROSSINGS")
    assert told() == set()
    assert store.labels("collection", ["crossings"]) == {"crossings": "CROSSINGS"}
    lists.delete("Crossings")
    assert told() == {one, two}


def test_deleting_can_be_undone_with_all_notes(store: Store, make_article: Make) -> None:
    one, two = fill(store, make_article, "n0", "n1", body="The bridge  was “rebuilt” — again.")
    lists = Collecting(store)
    lists.new("Bridges", "on the whole")
    lists.add("Bridges", [two, one], "see")
    lists.passage("Bridges", one, 'was "REBUILT" - again', "so they say")
    before = state(store)
    lists.delete("Bridges")
    assert Collections(store.database).all() == []
    assert store.get(one).collections == ()
    assert lists.undo().said == "Deleted Bridges"
    assert state(store) == before
    member = Collections(store.database).members("Bridges")[1]
    assert member.listed is not None
    (passage,) = member.listed.passages
    assert passage.quote == "was “rebuilt” — again"  # as the article has it
    lists.redo()
    assert members(store, "Bridges") == []
    assert [act.state for act in lists.log()] == ["done"] * 4


def test_an_act_is_not_undone_where_something_was_done_since(
    store: Store, make_article: Make
) -> None:
    one, two = fill(store, make_article, "n0", "n1")
    lists = Collecting(store)
    lists.new("Bridges")
    first = lists.add("Bridges", [one])
    second = lists.add("Bridges", [two])
    lists.note("Bridges", "seen", one)
    assert first
    assert second
    with pytest.raises(RequestError, match="has been changed since"):
        lists.undo(first.number)
    lists.undo(second.number)  # which nobody touched
    assert members(store, "Bridges") == [one]
    with pytest.raises(RequestError, match="is undone already"):
        lists.undo(second.number)
    with pytest.raises(RequestError, match="no act 99"):
        lists.undo(99)


def test_a_passage_is_one_that_stands_in_the_article(store: Store, make_article: Make) -> None:
    (one,) = fill(store, make_article, "n0", title="Bridge", body="First *line*.\n\nSecond line.")
    lists = Collecting(store)
    lists.new("Bridges")
    lists.add("Bridges", [one], quote="line.\nSecond", on_quote="across paragraphs")
    lists.passage("Bridges", one, "first line.", "the first")
    lists.passage("Bridges", one, "Second line", "the second")
    lists.passage("Bridges", one, "FIRST LINE.", "better")
    (member,) = Collections(store.database).members("Bridges")
    assert member.listed is not None
    assert [(each.quote, each.note) for each in member.listed.passages] == [
        ("line. Second", "across paragraphs"), ("First line.", "better"),
        ("Second line", "the second"),
    ]  # fmt: skip
    lists.without_passage("Bridges", one, "second  line")
    with pytest.raises(RequestError, match="not kept of the article"):
        lists.without_passage("Bridges", one, "second line")
    for quote, problem in (
        ("Third line", "does not stand in"),
        (" ", "No passage"),
        ("x" * 5001, "too long"),
    ):
        with pytest.raises(RequestError, match=problem):
            lists.passage("Bridges", one, quote)
    with pytest.raises(RequestError, match="is not in Bridges"):
        lists.passage("Bridges", IDS[1], "First line.")


def test_a_collection_is_made_and_filled_by_one_act(store: Store, make_article: Make) -> None:
    one, two, other = fill(store, make_article, "n0", "n1", "n2", body="First line.")
    lists = Collecting(store)
    act = lists.add("Bridges", [two, one], "seen", make=True)
    assert act
    assert (act.said, act.articles) == ("Made Bridges: put in 2 articles", 2)
    assert (members(store, "Bridges"), notes(store, "Bridges")) == ([two, one], ["seen", "seen"])
    lists.undo()
    assert Collections(store.database).find("Bridges") is None
    lists.redo()
    lists.add("bridges", [other], make=True)
    assert members(store, "Bridges") == [two, one, other]

    before = state(store)
    for name, quote in (("Rivers", "no such line"), ("a/b", "")):
        with pytest.raises(RequestError):
            lists.add(name, [one], "seen", quote=quote, make=True)
    assert state(store) == before
    assert len(lists.log()) == 2


def test_what_came_in_under_the_name_of_a_collection_that_is_made_gets_the_note(
    store: Store, make_article: Make
) -> None:
    one, _ = fill(store, make_article, "n0", "n1", collections=("Pile",))
    lists = Collecting(store)
    act = lists.add("Pile", [one], make=True)
    assert act
    assert (act.said, act.articles) == ("Made Pile", 0)
    lists.undo()
    lists.add("Pile", [one], "seen", make=True)
    assert sorted(notes(store, "Pile")) == ["", "seen"]
    assert lists.undo().said == f"Made Pile: noted on {IDS[0]}"
    assert Collections(store.database).all() == []


def test_articles_out_of_search_are_not_put_in(store: Store, make_article: Make) -> None:
    one, two = fill(store, make_article, "n0", "n1")
    store.remove(two)
    lists = Collecting(store)
    lists.new("Bridges")
    assert lists.add("Bridges", [two]) is None
    act = lists.add("Bridges", [one, two])
    assert act
    assert act.articles == 1
    assert members(store, "Bridges") == [one]


@pytest.mark.parametrize(
    "name", ["", "  ", "-x", "a/b", 'a"b', "x.json", "x.atom", "a" * 101, "…", "a?b", "a:b"]
)
def test_what_cannot_be_a_name_is_told(name: str) -> None:
    with pytest.raises(RequestError):
        checked_name(name)


def test_notes_are_tidy_and_of_a_length() -> None:
    assert checked_note("  one \r\n two\x00\n") == "one\n two"
    with pytest.raises(RequestError, match="too long"):
        checked_note("x" * 10_001)


NAME = st.sampled_from(["Bridges", "bridges", "Rivers", "Pile"])
SOME = st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True)
PLACE = st.one_of(
    st.builds(Place, st.sampled_from(["first", "last"])),
    st.builds(Place, st.just("number"), st.integers(1, 9)),
    st.builds(Place, st.sampled_from(["before", "after"]), article_id=st.sampled_from(IDS)),
)
TEXT = st.sampled_from(["", "seen", "later"])
ACT = st.one_of(
    st.tuples(st.just("new"), NAME, TEXT),
    st.tuples(st.just("add"), NAME, SOME, TEXT, PLACE),
    st.tuples(st.just("fill"), NAME, SOME, TEXT, PLACE),
    st.tuples(st.just("remove"), NAME, SOME),
    st.tuples(st.just("move"), NAME, SOME, PLACE),
    st.tuples(st.just("note"), NAME, TEXT, st.sampled_from(IDS)),
    st.tuples(st.just("passage"), NAME, st.sampled_from(IDS), st.just("the text"), TEXT),
    st.tuples(st.just("rename"), NAME, NAME),
    st.tuples(st.just("delete"), NAME),
)


@settings(
    deadline=None, max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(acts=st.lists(ACT, min_size=1, max_size=12))
def test_all_that_is_done_can_be_undone_and_done_again(
    acts: list[tuple[object, ...]], tmp_path_factory: pytest.TempPathFactory, make_article: Make
) -> None:
    home: Path = tmp_path_factory.mktemp("lists")
    with Store.create(home) as store:
        fill(store, make_article, *NAMES[:3], collections=("Pile",), body="the text")
        fill(store, make_article, *NAMES[3:], body="the text")
        lists, states = Collecting(store), [state(store)]
        for name, *arguments in acts:
            with suppress(RequestError):
                do = partial(lists.add, make=True) if name == "fill" else getattr(lists, str(name))
                if do(*arguments):
                    states.append(state(store))
        assert_sound(store)
        for expected in reversed(states[:-1]):
            lists.undo()
            without_names = [sorted(row[:2] for row in table) for table in state(store)]
            assert without_names == [sorted(row[:2] for row in table) for table in expected]
            assert state(store)[:2] == expected[:2]
        for expected in states[1:]:
            lists.redo()
            assert state(store)[:2] == expected[:2]
            assert_sound(store)


def assert_sound(store: Store) -> None:
    """What a person has placed is a member, what was taken out is none, nothing is left over."""
    placed = store.database.run("SELECT key, article_id FROM listed WHERE place IS NOT NULL")
    out = store.database.run("SELECT key, article_id FROM listed WHERE place IS NULL")
    inside = set(store.database.run("SELECT key, article_id FROM collections"))
    assert set(placed) <= inside
    assert not set(out) & inside
    keys = {row[0] for row in store.database.run("SELECT key FROM lists")}
    assert {key for key, _ in [*placed, *out]} <= keys


def deliver(store: Store, make: Make, name: str = "n0", under: str = "Pile") -> None:
    fill(store, make, name, collections=(under,))


def test_what_was_put_in_and_then_delivered_stays_when_the_putting_in_is_undone(
    store: Store, make_article: Make
) -> None:
    (one,) = fill(store, make_article, "n0")
    lists = Collecting(store)
    lists.new("Pile")
    put_in = lists.add("Pile", [one], "seen")
    assert put_in
    deliver(store, make_article)
    with pytest.raises(RequestError, match="1 article came in under the name"):
        lists.rename("Pile", "Heap")
    for _ in range(2):
        lists.undo(put_in.number)
        assert (members(store, "Pile"), notes(store, "Pile")) == ([one], [""])
        lists.redo(put_in.number)
        assert (members(store, "Pile"), notes(store, "Pile")) == ([one], ["seen"])
    lists.delete("Pile")
    assert store.get(one).collections == ("Pile",)


def test_what_is_delivered_after_a_putting_in_was_undone_stays_after_it_is_done_and_undone_again(
    store: Store, make_article: Make
) -> None:
    (one,) = fill(store, make_article, "n0")
    lists = Collecting(store)
    lists.new("Pile")
    lists.add("Pile", [one])
    lists.undo()
    deliver(store, make_article)
    lists.redo()
    lists.undo()
    assert members(store, "Pile") == [one]
    lists.undo()  # there is no such collection, and the pile is what was delivered
    assert store.get(one).collections == ("Pile",)


def test_what_was_put_in_by_hand_and_taken_out_stays_out_whatever_is_delivered(
    store: Store, make_article: Make
) -> None:
    one, two = fill(store, make_article, "n0", "n1")
    lists = Collecting(store)
    lists.new("Pile")
    lists.add("Pile", [one, two], "seen")
    lists.remove("Pile", [one])
    deliver(store, make_article)
    assert members(store, "Pile") == [two]
    lists.undo()  # the taking out
    assert members(store, "Pile") == [one, two]
    lists.redo()
    lists.add("Pile", [one])
    assert (members(store, "Pile"), notes(store, "Pile")) == ([two, one], ["seen", ""])


def test_a_collection_out_of_which_something_was_taken_can_be_renamed_and_deleted(
    store: Store, make_article: Make
) -> None:
    one, two = fill(store, make_article, "n0", "n1")
    lists = Collecting(store)
    lists.new("Bridges")
    lists.add("Bridges", [one, two])
    lists.remove("Bridges", [one])
    lists.rename("Bridges", "Crossings")
    deliver(store, make_article, under="Crossings")
    assert members(store, "Crossings") == [two]
    lists.delete("Crossings")
    assert members(store, "Crossings") == [one], "as it was delivered"


def replace_by(store: Store, old: str, new: str) -> None:
    """As `archive renew` does where later rules read an original as another article."""
    renewals = Renewals(store)
    with store.transaction():
        held = renewals.held(old)
        assert held
        renewals.replace(held, [new])


def test_what_took_an_article_s_place_leaves_with_it_when_the_putting_in_is_undone(
    store: Store, make_article: Make
) -> None:
    old, new, other = fill(store, make_article, "n0", "n1", "n2")
    lists = Collecting(store)
    lists.new("Bridges")
    lists.add("Bridges", [old, other], "seen")
    lists.note("Bridges", "later", old)
    replace_by(store, old, new)
    assert (members(store, "Bridges"), notes(store, "Bridges")) == ([new, other], ["later", "seen"])
    lists.undo()
    assert notes(store, "Bridges") == ["seen", "seen"]
    lists.undo()
    assert members(store, "Bridges") == []
    lists.redo()
    assert (members(store, "Bridges"), notes(store, "Bridges")) == ([new, other], ["seen", "seen"])


def test_what_took_an_article_s_place_and_stood_there_already_stays_by_its_own(
    store: Store, make_article: Make
) -> None:
    old, new = fill(store, make_article, "n0", "n1")
    lists = Collecting(store)
    lists.new("Bridges")
    lists.add("Bridges", [new], "its own")
    lists.add("Bridges", [old], "seen")
    replace_by(store, old, new)
    assert (members(store, "Bridges"), notes(store, "Bridges")) == ([new], ["its own"])
    lists.undo()
    assert (members(store, "Bridges"), notes(store, "Bridges")) == ([new], ["its own"])


def test_what_took_an_article_s_place_and_came_in_stays_in(
    store: Store, make_article: Make
) -> None:
    old, new = fill(store, make_article, "n0", "n1")
    deliver(store, make_article, "n1")
    lists = Collecting(store)
    lists.new("Pile")
    lists.add("Pile", [old])
    lists.remove("Pile", [old])
    replace_by(store, old, new)
    lists.note("Pile", "seen", new)
    assert (members(store, "Pile"), notes(store, "Pile")) == ([new], ["seen"])
    for _ in range(3):
        lists.undo()
        assert store.get(new).collections == ("Pile",)


def test_what_took_an_article_s_place_and_came_in_stays_when_the_putting_in_is_undone(
    store: Store, make_article: Make
) -> None:
    old, new = fill(store, make_article, "n0", "n1")
    deliver(store, make_article, "n1")
    lists = Collecting(store)
    lists.new("Pile")
    lists.add("Pile", [old], "seen")
    replace_by(store, old, new)
    for _ in range(2):
        assert (members(store, "Pile"), notes(store, "Pile")) == ([new], ["seen"])
        lists.undo()
        assert (members(store, "Pile"), notes(store, "Pile")) == ([new], [""])
        lists.redo()


def test_what_was_done_with_the_one_that_took_an_article_s_place_keeps_no_act_from_being_undone(
    store: Store, make_article: Make
) -> None:
    old, new = fill(store, make_article, "n0", "n1")
    lists = Collecting(store)
    lists.new("Bridges")
    lists.add("Bridges", [old])
    lists.add("Bridges", [new])
    lists.delete("Bridges")
    lists.new("Bridges")
    lists.add("Bridges", [old], "again")
    replace_by(store, old, new)
    assert (members(store, "Bridges"), notes(store, "Bridges")) == ([new], ["again"])
    for expected in ([], [], [new], [], [], []):
        lists.undo()
        assert members(store, "Bridges") == expected
    with pytest.raises(RequestError, match="nothing to undo"):
        lists.undo()


def test_what_was_undone_last_is_done_again_though_the_clock_was_set_back(
    store: Store, make_article: Make
) -> None:
    lists = Collecting(store)
    lists.new("Bridges")
    lists.note("Bridges", "one")
    lists.note("Bridges", "two")
    assert lists.undo().number == 3
    with store.transaction():  # by a clock that was ahead
        store.database.run(
            "UPDATE list_acts SET changed_at = ? WHERE number = 3", ("2999-01-01T00:00:00Z",)
        )
    assert [lists.undo().number, lists.redo().number, lists.redo().number] == [2, 2, 3]
