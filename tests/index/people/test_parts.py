"""People's work as text: the same work is the same text, and comes back whole."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article, make_id
from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.collecting.reading import Collections
from archive.errors import InputError
from archive.store.by_hand import Said
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from archive.tagging.tagging import Tagging
from index.answers.search import Search
from index.engines.memory import MemoryEngine
from index.people.parts import PARTS, dump, load
from index.people.work import Work
from index.query.parse import LANGUAGE
from index.upkeep.sync import sync

NAMES = ("one", "two", "three")
IDS = {name: make_id(f"test:{name}") for name in NAMES}
Make = Callable[..., Article]
Opened = Callable[[str], Work]


def fill(work: Work, make: Make, *names: str) -> None:
    with work.store.transaction():
        for name in names:
            article = make(name, tags=("Irak", "War"), tag_kinds={"topic": ("War",)})
            work.store.put(article, name.encode(), "text/plain")
    sync(work.store, work.search.engine)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Makes empty archives, by name."""
    stores: list[Store] = []

    def make(name: str) -> Work:
        store = Store.create(tmp_path / name)
        stores.append(store)
        engine = MemoryEngine()
        sync(store, engine)
        return Work(store, tmp_path / name, Search(store, engine))

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def worked(opened: Opened, make_article: Make) -> Work:
    """An archive with something of every part."""
    work = opened("worked")
    fill(work, make_article, *NAMES)
    store, tagging = work.store, Tagging(work.store)
    said = [Said.read(each) for each in ('+a "b" \\ #c', "+person:Élan Roe", "-War", "+محمد")]
    tagging.do(lambda: tagging.change(said, [IDS["one"], IDS["two"]], "a query"))
    tagging.do(lambda: tagging.rename("Irak", "Iraq"))
    filters = {"-tag": ("Sport",), "any.tag": ("Iraq", "a, b"), "missing": ("author",)}
    with store.transaction():
        for number in range(2):
            store.saved.put(
                SavedSearch(
                    f"A search's {number}", 'title:"x y"\\ -z', LANGUAGE, Mark(0, "2026-01-01"),
                    filters, "2017", None, "most", exact=True, variants=bool(number),
                )
            )  # fmt: skip
    lists = Collecting(store)
    lists.new("Bridges & ferries", 'On "the" whole.\n\nTwo \\ lines')
    lists.add("bridges & ferries", [IDS["three"], IDS["one"]], "why\nthese")
    lists.passage("bridges & ferries", IDS["three"], "Text of", "it says")
    lists.passage("bridges & ferries", IDS["three"], "three.")
    lists.move("bridges & ferries", [IDS["one"]], Place("first"))
    store.remove(IDS["one"], "a note\nof two lines", 'for "readers"', IDS["two"])
    store.remove(IDS["three"])
    (work.home / "variants.txt").write_text("# mine\nRaqa, Raqqa\r\n\nMosul, Mossul\n", newline="")
    sync(store, work.search.engine)
    return work


def shown(work: Work) -> dict[str, tuple[str, ...]]:
    return {name: work.store.get(article_id).tags for name, article_id in IDS.items()}


def test_all_of_it_comes_back_in_another_archive(
    worked: Work, opened: Opened, make_article: Make
) -> None:
    text, other = dump(worked), opened("other")
    fill(other, make_article, *NAMES)
    done = load(other, {"a text": text})
    assert [part.name for part, _ in done] == [part.name for part in PARTS]
    assert all(what.changed and not what.same and not what.waiting for _, what in done)
    assert dump(other) == text
    assert shown(other) == shown(worked)
    assert [other.store.told_of_removal(each) for each in IDS.values()] == [
        worked.store.told_of_removal(each) for each in IDS.values()
    ]
    assert sorted(other.store.ids()) == [IDS["two"]]
    mine, its = (one.home / "variants.txt" for one in (worked, other))
    assert its.read_bytes() == mine.read_bytes()
    assert other.store.saved.get("a search's 1").mark.at > "2026-01-02"


def test_loading_twice_changes_nothing(worked: Work, opened: Opened, make_article: Make) -> None:
    for work in (worked, opened("other")):
        fill(work, make_article, *NAMES)
        load(work, {"a text": dump(worked)})
        before, seen, acts = (
            dump(work), work.store.last_change(), len(Tagging(work.store).log()),
        )  # fmt: skip
        done = load(work, {"a text": dump(worked)})
        assert all(what.same and not what.changed for _, what in done)
        assert (dump(work), work.store.last_change(), len(Tagging(work.store).log())) == (
            before, seen, acts,
        )  # fmt: skip


def test_what_is_said_of_an_article_waits_for_it(
    worked: Work, opened: Opened, make_article: Make
) -> None:
    text, other = dump(worked), opened("other")
    fill(other, make_article, "two")
    done = {part.name: what for part, what in load(other, {"a text": text})}
    assert done["tags"].waiting == ("test:one",)
    assert set(done["withdrawals"].waiting) == {"test:one", "test:three"}
    assert dump(other) == text
    assert other.store.get(IDS["two"]).tags == worked.store.get(IDS["two"]).tags
    fill(other, make_article, "one", "three")
    assert dump(other) == text
    assert shown(other) == shown(worked)
    assert other.store.ids() == {IDS["two"]}
    events = other.store.history(IDS["one"]).events
    assert [getattr(event, "note", None) for event in events] == [None, "a note\nof two lines"]
    assert other.store.told_of_removal(IDS["one"]) == ('for "readers"', IDS["two"])
    fill(other, make_article, *NAMES)  # delivered again, they stay out
    assert other.store.ids() == {IDS["two"]}


def test_what_readers_are_to_read_instead_is_named_when_it_is_here(
    worked: Work, opened: Opened, make_article: Make
) -> None:
    other = opened("other")
    fill(other, make_article, "one")
    load(other, {"a text": dump(worked)})
    assert other.store.told_of_removal(IDS["one"]) == ('for "readers"', None)
    fill(other, make_article, "two")
    assert other.store.told_of_removal(IDS["one"]) == ('for "readers"', IDS["two"])


def test_what_was_there_stays_and_what_the_text_says_counts(
    worked: Work, opened: Opened, make_article: Make
) -> None:
    other = opened("other")
    fill(other, make_article, *NAMES)
    tagging = Tagging(other.store)
    mine = [Said.read("+War"), Said.read("+Mine")]
    tagging.do(lambda: tagging.change(mine, IDS.values(), "*"))
    (other.home / "variants.txt").write_text("Raqa, Raqqa\nAleppo, Alep\n")
    load(other, {"a text": dump(worked)})
    assert other.store.get(IDS["two"]).tags == (
        "Iraq", 'a "b" \\ #c', "Élan Roe", "Mine", "محمد",
    )  # fmt: skip
    own = (other.home / "variants.txt").read_bytes()
    assert own == b"Raqa, Raqqa\nAleppo, Alep\n# mine\nMosul, Mossul\n"
    tagging.undo()
    assert other.store.get(IDS["two"]).tags == ("Irak", "War", "Mine")


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
    Collecting(other.store).undo()
    assert Collections(other.store.database).ids("Pile") == []
    with other.store.transaction():
        other.store.put(article, b"one", "text/plain")
    assert Collections(other.store.database).ids("Pile") == [article.id]


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


def test_an_empty_archive_has_nothing_to_tell(opened: Opened, worked: Work) -> None:
    text = dump(opened("empty"))
    assert tomllib.loads(text) == {
        "version": 1, "tags": {"names": {}, "articles": {}}, "collections": {}, "searches": {},
        "withdrawals": {}, "spellings": {},
    }  # fmt: skip
    before = dump(worked)
    load(worked, {"a text": text})
    assert dump(worked) == before


def test_a_part_alone_is_a_piece_of_the_whole(worked: Work) -> None:
    whole = dump(worked).split("version = 1\n")[1]
    assert "".join(dump(worked, part).split("version = 1\n")[1] for part in PARTS) == whole


_ID = IDS["one"]
_IN_A = f'[collections.a.articles.{_ID}]\nidentifier = "test:one"\n'
_HERE = f'[tags.articles.{_ID}]\nidentifier = "test:one"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("version = ", "is no TOML"),
        ("", "does not say its version"),
        ("version = 2", "newer version"),
        ("version = 1\n[notes]", "no part 'notes'"),
        ("version = 1\ntags = 3", "should be a table"),
        ("version = 1\n[tags]\nother = 1", "no key 'other'"),
        ("version = 1\n[tags.names]\nirak = 'a'\nIrak = 'b'", "irak and Irak are one name"),
        ("version = 1\n[searches.x]\n[searches.X]", "one name"),
        ("version = 1\n[collections.'é']\n[collections.E]", "one name"),
        ("version = 1\n[tags.names]\nirak = 1", "'irak' should be a text"),
        ("version = 1\n[tags.names]\na = 'b'\nb = 'c'\nc = 'a'", "circle"),
        (f"version = 1\n[tags.articles.{_ID}]\ntags = []", "has no identifier"),
        (f"version = 1\n[tags.articles.{_ID}]\nidentifier = 'test:two'", "is not that"),
        (f"version = 1\n{_HERE}tags = ['Syria']", "neither"),
        (f"version = 1\n{_HERE}tags = ['+Syria', '-syria']", "both"),
        (f"version = 1\n{_HERE}tags = '+Syria'", "list of texts"),
        (f"version = 1\n{_HERE}tags = 5", "list of texts"),
        (f"version = 1\n{_HERE}tag = []", "no key 'tag'"),
        ("version = 1\n[searches.x]\nfilters = {colour = ['red']}", "no filter 'colour'"),
        ("version = 1\n[searches.x]\nmatch = 'some'", "match should be"),
        ("version = 1\n[searches.x]\nexact = 'yes'", "true or false"),
        ("version = 1\n[searches.x]\nlanguage = 'two'", "language should be"),
        ("version = 1\n[searches.'a:b']\nquery = 'x'", "cannot contain"),
        (f"version = 1\n[withdrawals.{_ID}]\nidentifier = 'test:one'\nnote = 1", "a text"),
        (
            f"version = 1\n[withdrawals.{_ID}]\nidentifier = 'test:one'\ninstead = '{_ID}'",
            "another article",
        ),
        ("version = 1\n[spellings]\nlines = [1]", "list of texts"),
        ("version = 1\n[collections.'a/b']", "cannot contain /"),
        ("version = 1\n[collections.a]\nnote = 1", "a text"),
        ("version = 1\n[collections.a]\nnotes = 'x'", "no key 'notes'"),
        (f"version = 1\n[collections.a.articles.{_ID}]\nidentifier = 'test:two'", "is not that"),
        (f"version = 1\n{_IN_A}passages = [{{quote = ' '}}]", "no quote"),
        (f"version = 1\n{_IN_A}passages = 'x'", "passages should be a list"),
        (f"version = 1\n{_IN_A}passages = [{{quote = 'x', revision = 0}}]", "1 or more"),
        (f"version = 1\n{_IN_A}taken_out = 1", "true or false"),
        (f"version = 1\n{_IN_A}by_date = 'yes'", "true or false"),
    ],
)
def test_what_cannot_be_loaded_is_told_and_nothing_is_loaded(
    worked: Work, text: str, why: str
) -> None:
    before, seen = dump(worked), worked.store.last_change()
    good = "version = 1\n[tags.names]\nnew = 'Newer'\n[searches.Other]\nquery = 'x'\n"
    with pytest.raises(InputError, match=why) as told:
        load(worked, {"good": good, "bad": text})
    assert told.value.hint
    assert (dump(worked), worked.store.last_change()) == (before, seen)


def test_what_stands_twice_in_a_text_is_said_once(worked: Work) -> None:
    """As it does where git has put two texts together."""
    load(worked, {"a text": f"version = 1\n{_HERE}tags = ['+Twice', '+twice', '+Twice']\n"})
    assert dump(worked).lower().count('"+twice"') == 1


def test_names_of_two_archives_are_joined(worked: Work) -> None:
    text = "version = 1\n[tags.names]\niraq = 'Mesopotamia'\nsham = 'irak'\n"
    load(worked, {"a text": text})
    assert worked.store.tag_names() == {
        "irak": "Mesopotamia", "iraq": "Mesopotamia", "sham": "Mesopotamia",
    }  # fmt: skip


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    tags=st.lists(_TEXT.map(lambda text: f"{text.strip()}x"), min_size=1, max_size=4),
    reason=_TEXT,
    query=_TEXT,
)
def test_any_words_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    make_article: Make,
    tags: list[str],
    reason: str,
    query: str,
) -> None:
    texts = []
    home = tmp_path_factory.mktemp("any")
    for name in ("a", "b"):
        with Store.create(home / name) as store:
            engine = MemoryEngine()
            work = Work(store, home / name, Search(store, engine))
            fill(work, make_article, *NAMES)
            if name == "a":
                tagging = Tagging(store)
                for tag in tags:
                    said = [Said.read(f"+{tag}")]
                    tagging.do(partial(tagging.change, said, [IDS["two"]], None))
                store.remove(IDS["one"], reason, reason)
                with store.transaction():
                    store.saved.put(SavedSearch("any", query, LANGUAGE, Mark(0, "")))
            else:
                load(work, {"a": texts[0]})
            texts.append(dump(work))
    assert texts[0] == texts[1]
