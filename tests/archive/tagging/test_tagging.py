"""Tags over many articles at once: given, taken away, renamed, undone, done again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article, make_id
from archive.errors import RequestError
from archive.store.by_hand import Said
from archive.store.store import Store
from archive.tagging.tagging import Change, Tagging
from archive.text.plain import fold_line
from index.answers.asked import Asked
from index.answers.search import Search
from index.upkeep.sync import state, sync
from tests.helpers.damage import cut_short
from tests.helpers.engines import ENGINES, opened

SENT = {"one": ("Irak", "War"), "two": ("Iraq",), "three": ("war", "Irak"), "four": ()}
IDS = {name: make_id(f"test:{name}") for name in SENT}


@pytest.fixture
def piled(store: Store, make_article: Callable[..., Article]) -> Store:
    with store.transaction():
        for name, tags in SENT.items():
            store.put(make_article(name, tags=tags), name.encode(), "text/plain")
    return store


def shown(store: Store) -> dict[str, tuple[str, ...]]:
    return {name: store.get(article_id).tags for name, article_id in IDS.items()}


def act(store: Store, *said: str, of: str = "one two three four") -> Change:
    tagging = Tagging(store)
    ids = [IDS[name] for name in of.split()]
    return tagging.do(lambda: tagging.change(list(map(Said.read, said)), ids, "a query"))


def rename(store: Store, old: str, new: str) -> Change:
    tagging = Tagging(store)
    return tagging.do(lambda: tagging.rename(old, new))


def test_only_articles_that_show_it_count_as_changed(piled: Store) -> None:
    change = act(piled, "+War", "-Iraq")
    assert set(change.articles) == {IDS["two"], IDS["four"]}
    assert {step.place for step in change.steps} == set(IDS.values())
    assert shown(piled) == {
        "one": ("Irak", "War"), "two": ("War",), "three": ("war", "Irak"), "four": ("War",),
    }  # fmt: skip
    assert not act(piled, "+War", "-Iraq").steps
    assert len(Tagging(piled).log()) == 1


def test_what_is_given_stays_when_its_source_gives_it_no_more(
    piled: Store, make_article: Callable[..., Article]
) -> None:
    act(piled, "+War")
    with piled.transaction():
        piled.put(make_article("one", tags=("Talks",)), b"later", "text/plain")
    assert piled.get(IDS["one"]).tags == ("Talks", "War")


def test_acts_are_undone_one_by_one_and_done_again(piled: Store) -> None:
    states = [shown(piled)]
    for said in (("+War",), ("-war", "+Peace"), ("+War",)):
        act(piled, *said)
        states.append(shown(piled))
    rename(piled, "Irak", "Iraq")
    states.append(shown(piled))
    tagging = Tagging(piled)
    for expected in reversed(states[:-1]):
        tagging.undo()
        assert shown(piled) == expected
    with pytest.raises(RequestError, match="nothing to undo"):
        tagging.undo()
    assert piled.database.run("SELECT count(*) FROM hand_tags") == [(0,)]
    for expected in states[1:]:
        tagging.redo()
        assert shown(piled) == expected
    with pytest.raises(RequestError, match="nothing to do again"):
        tagging.redo()


def test_what_was_undone_is_given_up_when_something_else_is_done(piled: Store) -> None:
    act(piled, "+War")
    tagging = Tagging(piled)
    tagging.undo()
    act(piled, "+Peace")
    with pytest.raises(RequestError, match="nothing to do again"):
        tagging.redo()
    assert [(one.said, one.state, one.query) for one in tagging.log()] == [
        ("+Peace", "done", "a query"), ("+War", "given up", "a query"),
    ]  # fmt: skip
    assert piled.database.run("SELECT DISTINCT number FROM tagged") == [(2,)]


def test_a_tag_is_renamed_for_what_comes_later_too(
    piled: Store, make_article: Callable[..., Article]
) -> None:
    change = rename(piled, "IRAK", "iraq")
    assert set(change.articles) == {IDS["one"], IDS["three"]}
    expected = {
        "one": ("Iraq", "War"), "two": ("Iraq",), "three": ("war", "Iraq"), "four": (),
    }  # fmt: skip
    assert shown(piled) == expected
    late = make_article("late", tags=("irak",))
    with piled.transaction():
        piled.put(late, b"late", "text/plain")
    assert piled.get(late.id).tags == ("Iraq",)
    assert Tagging(piled).undo().articles == 3
    assert piled.get(late.id).tags == ("irak",)
    assert shown(piled) == SENT


def test_names_are_followed_and_never_in_a_circle(piled: Store) -> None:
    rename(piled, "Irak", "Iraq")
    rename(piled, "Iraq", "Mesopotamia")
    assert piled.get(IDS["one"]).tags == ("Mesopotamia", "War")
    assert piled.get(IDS["two"]).tags == ("Mesopotamia",)
    change = rename(piled, "War", "Iraq")
    assert change.notices == ("Iraq is called Mesopotamia in this archive",)
    assert piled.get(IDS["one"]).tags == ("Mesopotamia",)
    rename(piled, "Mesopotamia", "Irak")
    assert {tags for name, tags in shown(piled).items() if name != "four"} == {("Irak",)}
    names = piled.tag_names()
    assert all(names.get(fold_line(name), name) == name for name in names.values())
    rename(piled, "Iraq", "Iraq")  # its own name again
    assert piled.get(IDS["two"]).tags == ("Iraq",)
    for _ in range(5):
        Tagging(piled).undo()
    assert shown(piled) == SENT
    assert not piled.tag_names()


def test_a_tag_is_written_as_people_want(piled: Store) -> None:
    rename(piled, "Irak", "Krieg")
    rename(piled, "Krieg", "War")
    rename(piled, "war", "WAR")
    assert piled.get(IDS["three"]).tags == ("WAR",)
    assert piled.labels("tag", ["war"]) == {"war": "WAR"}
    Tagging(piled).undo()
    assert piled.labels("tag", ["war"]) == {"war": "War"}


def test_an_old_name_means_the_tag(piled: Store) -> None:
    rename(piled, "Irak", "Iraq")
    change = act(piled, "-Irak", of="one two")
    assert change.notices == ("Irak is called Iraq in this archive",)
    assert (shown(piled)["one"], shown(piled)["two"]) == (("War",), ())


@pytest.mark.parametrize(
    ("said", "why"), [(("+War", "-war"), "twice"), (("+Irak", "+Iraq"), "twice")]
)
def test_a_tag_is_not_given_and_taken_at_once(
    piled: Store, said: tuple[str, ...], why: str
) -> None:
    rename(piled, "Irak", "Iraq")
    with pytest.raises(RequestError, match=why):
        act(piled, *said)
    with pytest.raises(RequestError, match="No article has"):
        rename(piled, "Unheard", "Heard")
    with pytest.raises(RequestError, match="already"):
        rename(piled, "Irak", "Iraq")
    assert len(Tagging(piled).log()) == 1


@pytest.mark.parametrize("name", ENGINES)
def test_the_index_follows(piled: Store, tmp_path: Path, name: str) -> None:
    engine = opened(name, tmp_path / "home")
    search = Search(piled, engine)
    sync(piled, engine)

    def found(text: str) -> int:
        sync(piled, engine)
        return search.search(Asked(text)).total

    assert (found("tag:Peace"), found("Peace")) == (0, 0)
    act(piled, "+Peace", "+person:Jane Roe", "-War", of="one two")
    assert state(piled, engine).behind == 2
    assert (found("tag:Peace"), found("Peace"), found('person:"Jane Roe"')) == (2, 2, 2)
    assert found("tag:War") == 1
    Tagging(piled).undo()
    assert (found("tag:Peace"), found('person:"Jane Roe"'), found("tag:War")) == (0, 0, 2)
    rename(piled, "Irak", "Iraq")
    assert (found("tag:Irak"), found("tag:Iraq")) == (0, 3)
    facets = {each.name: each for each in search.search(Asked(facets=True)).facets}
    assert ("Iraq", 3) in [(each.value, each.count) for each in facets["tag"].buckets]
    engine.close()


@pytest.mark.leaves_damage("it has to be told")
def test_a_damaged_article_is_named_and_does_not_keep_others_from_being_renamed(
    piled: Store,
) -> None:
    cut_short(piled, IDS["one"])
    assert rename(piled, "Irak", "Iraq").articles == (IDS["three"],)
    assert piled.damaged.keys() == {IDS["one"]}
