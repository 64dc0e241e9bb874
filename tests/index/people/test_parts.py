"""People's work as text: the same work is the same text, and comes back whole."""

from __future__ import annotations

import tomllib
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from tests.index.people.conftest import IDS, NAMES, Make, Opened, fill


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


def test_what_a_text_does_not_say_of_a_withdrawal_stays(worked: Work) -> None:
    one = f"version = 1\n[withdrawals.{IDS['one']}]\nidentifier = 'test:one'\n"
    before = dump(worked)
    load(worked, {"a text": one})
    assert dump(worked) == before
    load(worked, {"a text": f"{one}note = 'newer'\nreason = ''\n"})
    assert worked.store.told_of_removal(IDS["one"]) == (None, IDS["two"])
    assert 'note = "newer"' in dump(worked)


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
