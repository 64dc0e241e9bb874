"""Collections as text: loaded into an archive that has some of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.collecting.reading import Collections
from archive.store.by_hand import nameless
from index.people.parts import dump, load
from index.people.work import Work
from tests.index.people.conftest import IDS, NAMES, Make, Opened, fill


def test_a_collection_that_is_loaded_waits_for_its_articles_and_keeps_its_order(
    worked: Work, opened: Opened, make_article: Make
) -> None:
    text, other, name = dump(worked), opened("other"), "Bridges & ferries"
    load(other, {"a text": text})
    lists = Collections(other.store.database)
    assert lists.ids(name) == []
    assert [identity for _, identity in lists.waiting(name)] == ["test:one", "test:three"]
    fill(other, make_article, *NAMES)
    assert lists.ids(name) == [IDS["one"], IDS["three"]]
    assert lists.waiting(name) == []
    assert other.store.get(IDS["three"]).collections == (name,)

    # What is here and not in the text stands behind; what the text says counts.
    collecting = Collecting(other.store)
    collecting.add(name, [IDS["two"]], "mine", Place("first"))
    collecting.note(name, "otherwise", IDS["three"])
    load(other, {"a text": text})
    assert lists.ids(name) == [IDS["one"], IDS["three"], IDS["two"]]
    notes = [each.listed.note for each in lists.members(name) if each.listed]
    assert notes == ["why\nthese", "why\nthese", "mine"]
    collecting.undo()
    assert lists.ids(name)[0] == IDS["two"]


@pytest.fixture
def annotated(opened: Opened, make_article: Make) -> Callable[[str, str, Sequence[str]], Work]:
    """Makes archives with a collection of two articles: with a note on the whole and on the first
    article, and with passages of that.
    """

    def make(name: str, note: str, passages: Sequence[str]) -> Work:
        work = opened(name)
        fill(work, make_article, *NAMES)
        lists = Collecting(work.store)
        lists.new("Bridges", note and f"{note} on the whole")
        lists.add("Bridges", [IDS["one"]], note)
        lists.add("Bridges", [IDS["two"]])
        for quote in passages:
            lists.passage("Bridges", IDS["one"], quote, note and f"{note} on {quote}")
        return work

    return make


def written(work: Work) -> tuple[str, str, list[tuple[str, str]]]:
    """The note on the whole, that on the first article, and the passages with theirs."""
    lists = Collections(work.store.database)
    listed = {each.article_id: each.listed for each in lists.members("Bridges")}[IDS["one"]]
    assert listed is not None
    passages = [(each.quote, each.note) for each in listed.passages]
    return lists.get("Bridges").note, listed.note, passages


def test_a_text_that_says_nothing_of_notes_and_passages_takes_none_away(
    annotated: Callable[[str, str, Sequence[str]], Work],
) -> None:
    mine, bare = annotated("mine", "mine", ["Text of", "one.", "of one"]), annotated("bare", "", ())
    before = dump(mine)
    done = {part.name: what for part, what in load(mine, {"a text": dump(bare)})}
    assert not done["collections"].changed
    assert dump(mine) == before
    load(bare, {"a text": before})
    assert dump(bare) == before


def test_what_two_people_wrote_is_joined_by_passages_and_the_notes_of_the_text_count(
    annotated: Callable[[str, str, Sequence[str]], Work],
) -> None:
    mine = annotated("mine", "mine", ["Text of", "one."])
    load(mine, {"a text": dump(annotated("theirs", "theirs", ["of one", "one."]))})
    assert written(mine) == (
        "theirs on the whole",
        "theirs",
        [
            ("of one", "theirs on of one"), ("one.", "theirs on one."),
            ("Text of", "mine on Text of"),
        ],
    )  # fmt: skip
    before = dump(mine)
    load(mine, {"a text": before})
    assert dump(mine) == before
    Collecting(mine.store).undo()
    assert written(mine)[:2] == ("mine on the whole", "mine")


def test_an_empty_note_in_the_text_takes_a_note_away(
    annotated: Callable[[str, str, Sequence[str]], Work],
) -> None:
    mine = annotated("mine", "mine", ["Text of", "one."])
    load(mine, {"a text": f"""version = 1
[collections.Bridges]
note = ""
[collections.Bridges.articles.{IDS["one"]}]
identifier = "test:one"
note = ""
passages = [{{ quote = "TEXT of", note = "" }}, {{ quote = "one." }}]
"""})  # fmt: skip
    assert written(mine) == ("", "", [("TEXT of", ""), ("one.", "mine on one.")])


def test_what_was_taken_out_of_a_pile_stays_out_where_it_is_loaded(
    opened: Opened, make_article: Make
) -> None:
    one, other = opened("one"), opened("other")
    article = make_article("one", collections=("Pile",))
    with one.store.transaction():
        one.store.put(article, b"one", "text/plain")
    lists = Collecting(one.store)
    lists.new("Pile")
    lists.remove("Pile", [article.id])
    load(other, {"a text": dump(one)})
    assert dump(other) == dump(one)
    with other.store.transaction():
        other.store.put(article, b"one", "text/plain")
    assert Collections(other.store.database).ids("Pile") == []
    Collecting(other.store).undo()  # and it is where it came in
    assert Collections(other.store.database).ids("Pile") == [article.id]


def test_what_was_put_in_by_hand_and_taken_out_is_in_no_text(
    opened: Opened, make_article: Make
) -> None:
    work = opened("one")
    fill(work, make_article, *NAMES)
    lists = Collecting(work.store)
    lists.new("Bridges")
    lists.add("Bridges", [IDS["one"]])
    before = dump(work)
    lists.add("Bridges", [IDS["two"]])
    lists.remove("Bridges", [IDS["two"]])
    assert dump(work) == before
    with work.store.transaction():
        work.store.database.run(
            "UPDATE listed SET article_id = 'gone' WHERE article_id = ?", (IDS["two"],)
        )
    assert nameless(work.store.database) == []


def test_a_note_on_one_article_of_a_pile_is_loaded_without_a_place(
    opened: Opened, make_article: Make
) -> None:
    one, other, empty = opened("one"), opened("other"), opened("empty")
    articles = [
        make_article(name, collections=("Pile",), date=f"2017-0{number}-01")
        for number, name in enumerate(NAMES, 1)
    ]
    for work in (one, other):
        with work.store.transaction():
            for article in articles:
                work.store.put(article, article.id.encode(), "text/plain")
        Collecting(work.store).new("Pile")
    Collecting(one.store).note("Pile", "mine", IDS["three"])
    text = dump(one)
    assert text.count("by_date = true") == text.count("[collections.Pile.articles.") == 1
    Collecting(other.store).move("Pile", [IDS["two"]], Place("first"))
    for work in (other, empty):
        load(work, {"a text": text})
    assert dump(empty) == text
    lists = Collections(other.store.database)
    assert lists.ids("Pile") == [IDS["two"], IDS["one"], IDS["three"]]

    # A place that it has here stays.
    Collecting(other.store).move("Pile", [IDS["three"]], Place("first"))
    load(other, {"a text": text})
    assert lists.ids("Pile") == [IDS["three"], IDS["two"], IDS["one"]]
