"""What people say of tags, over what sources say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Origin, Supplied, make_id, to_json
from archive.errors import RequestError
from archive.exports.formats import EXPORTS
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.by_hand import NAMELESS, Said, merged, nameless, said_in
from archive.store.store import Store
from archive.tagging.tagging import Tagging
from archive.text.plain import fold_line
from tests.helpers.plans import read_for_each_row

_TAGS = st.sampled_from(["Syria", "syria", "Irak", "Iraq", "War", "Jane Roe", "Élan", "elan"])
_SAID = st.builds(Said, st.booleans(), _TAGS, st.sampled_from([None, "person", "place"]))


def _article(*tags: str, **kinds: tuple[str, ...]) -> Article:
    return Article(
        make_id("test:1"), "test:1", "A title", "A text.", Origin("a"), tags=tags, tag_kinds=kinds
    )


def _tags(tags: tuple[str, ...], said: str, names: dict[str, str] | None = None) -> tuple[str, ...]:
    return merged(_article(*tags), map(Said.read, said.split()), names or {}).tags


@pytest.mark.parametrize(
    ("sent", "said", "names", "shown"),
    [
        (("Syria",), "", {}, ("Syria",)),
        (("Syria",), "+War", {}, ("Syria", "War")),
        (("Syria",), "+SYRIA", {}, ("Syria",)),
        (("Syria", "War"), "-syria", {}, ("War",)),
        (("Syria",), "-War", {}, ("Syria",)),
        (("Irak", "War"), "", {"irak": "Iraq"}, ("Iraq", "War")),
        (("Irak", "Iraq"), "", {"irak": "Iraq"}, ("Iraq",)),
        (("Irak",), "-Irak", {"irak": "Iraq"}, ()),
        (("Irak", "Iraq"), "-Irak", {"irak": "Iraq"}, ("Iraq",)),
        (("Irak", "Iraq"), "-Iraq", {"irak": "Iraq"}, ()),
        (("War",), "+Irak", {"irak": "Iraq"}, ("War", "Iraq")),
        (("War",), "+Irak -Iraq", {"irak": "Iraq"}, ("War",)),
        (("syria",), "", {"syria": "Syria"}, ("Syria",)),
    ],
)
def test_tags_are_those_of_the_source_as_people_want_them(
    sent: tuple[str, ...], said: str, names: dict[str, str], shown: tuple[str, ...]
) -> None:
    assert _tags(sent, said, names) == shown


def test_a_kind_given_by_hand_is_one_of_the_article() -> None:
    article = _article("Syria", place=("Syria",))
    found = merged(article, [Said.read("+person:Jane Roe"), Said.read("+topic:syria")], {})
    assert found.tag_kinds == {
        "topic": ("Syria",), "place": ("Syria",), "person": ("Jane Roe",),
    }  # fmt: skip
    assert found.people_tags == ("Jane Roe",)
    assert merged(article, [], {"syria": "Suriyah"}).tag_kinds == {"place": ("Suriyah",)}


@given(st.lists(_TAGS, max_size=4, unique_by=fold_line), st.lists(_SAID, max_size=4))
def test_what_the_source_sent_is_known_whatever_people_say(
    sent: list[str], said: list[Said]
) -> None:
    article = _article(*sent)
    found = merged(article, said, {"irak": "Iraq"})
    assert found.as_supplied() == article
    assert found.content_hash() == article.content_hash()
    again = merged(article, said_in(found), {})
    assert {*map(fold_line, again.tags)} == {*map(fold_line, found.tags)}
    # Of two kinds that a renamed tag has, one from its source and one by hand, an export keeps one.
    assert again.tag_kinds.keys() <= found.tag_kinds.keys()
    assert bool(again.tag_kinds) == bool(found.tag_kinds)
    assert set(map(fold_line, found.people_tags)).isdisjoint(map(fold_line, sent))


@pytest.mark.parametrize("text", ["Syria", "", "+", "-", "+ ", "- ", "person:x"])
def test_what_says_nothing_of_a_tag_is_refused(text: str) -> None:
    for read in (Said.read, Said.typed):
        with pytest.raises(RequestError):
            read(text)


def test_a_tag_is_given_that_can_be_one_and_any_is_taken_away(
    store: Store, make_article: Callable[..., Article]
) -> None:
    odd = ("—", "x" * 81, "topic:Rice")
    for tag in ("—", "x" * 81):
        with pytest.raises(RequestError, match="cannot be a tag"):
            Said.typed(f"+{tag}")
    assert str(Said.typed("-person:Jane Roe")) == "-Jane Roe"
    assert str(Said.typed("+PERSON: Jane  Roe")) == "+person:Jane Roe"
    article = make_article("one", tags=("War",), supplied=Supplied(("War", *odd)))
    with store.transaction():
        store.put(article, b"one", "text/plain")
    assert store.get(article.id) == article


def test_what_is_said_is_read_as_it_is_written() -> None:
    for text in ("+Syria", "-Syria", "+person:Jane Roe", "+Page: one", "-topic:Rice"):
        assert str(Said.read(text)) == text


@pytest.fixture
def tagged(store: Store, make_article: Callable[..., Article]) -> Store:
    """A store with an article of which people have said something, and one as it came."""
    with store.transaction():
        for name in ("one", "two"):
            article = make_article(name, tags=("Irak", "War"), tag_kinds={"place": ("Irak",)})
            store.put(article, name.encode(), "text/plain")
    tagging = Tagging(store)
    one = make_id("test:one")
    tagging.do(lambda: tagging.change([Said.read("+Jane Roe"), Said.read("-War")], [one], None))
    return store


def test_revisions_hold_what_the_source_sent(tagged: Store) -> None:
    one = make_id("test:one")
    assert tagged.get(one).tags == ("Irak", "Jane Roe")
    assert tagged.get(one, 1).tags == ("Irak", "War")
    assert tagged.get_many([one])[one] == tagged.get(one)
    rows = tagged.database.run("SELECT data FROM revisions WHERE article_id = ?", (one,))
    assert [json.loads(row[0])["tags"] for row in rows] == [["Irak", "War"]]
    with tagged.transaction():  # coming back as it is shown here, it is the same
        assert tagged.put(tagged.get(one), b"other bytes", "text/plain") == "unchanged"


def test_the_next_delivery_does_not_wipe_them(
    tagged: Store, make_article: Callable[..., Article]
) -> None:
    later = make_article("one", tags=("War", "Talks", "Irak"), body="Corrected.")
    with tagged.transaction():
        assert tagged.put(later, b"later", "text/plain") == "revised"
    assert tagged.get(later.id).tags == ("Talks", "Irak", "Jane Roe")
    kill = replace(later, body="", title=None, status="withdrawn", tags=())
    with tagged.transaction():
        assert tagged.put(kill, b"kill", "text/plain") == "revised"
    assert tagged.get(later.id).tags == ("Talks", "Irak", "Jane Roe")
    assert tagged.get(later.id, 3).tags == ("War", "Talks", "Irak")


@pytest.mark.parametrize("name", ["jsonl", "csv", "markdown-zip"])
def test_an_export_brings_them_along_and_changes_nothing_at_home(
    tagged: Store, tmp_path: Path, name: str
) -> None:
    from archive.exports.stream import stream

    tagging = Tagging(tagged)
    tagging.do(lambda: tagging.rename("Irak", "Iraq"))
    export = EXPORTS[name]
    ids = sorted(tagged.ids())
    path = tmp_path / f"out{export.ending}"
    path.write_bytes(b"".join(stream(export, map(tagged.get, ids))))
    report = ingest(tagged, sources([str(path)]))
    assert (report.unchanged, report.revised, report.added) == (2, 0, 0)
    with Store.create(tmp_path / "other") as other:
        assert ingest(other, sources([str(path)])).added == 2
        for article_id in ids:
            mine, its = tagged.get(article_id), other.get(article_id)
            assert sorted(its.tags) == sorted(mine.tags)  # what is given stands last
            assert its.tag_kinds == mine.tag_kinds
            assert its.supplied == mine.supplied
            assert sorted(its.people_tags) == sorted(mine.people_tags)
            assert its.content_hash() == mine.content_hash()


def test_json_tells_which_tags_are_of_people(tagged: Store) -> None:
    told = to_json(tagged.get(make_id("test:one")))
    assert told["people_tags"] == ["Jane Roe"]
    assert told["supplied"] == {"tags": ["Irak", "War"], "tag_kinds": {"place": ["Irak"]}}
    told = to_json(tagged.get(make_id("test:two")))
    assert told["people_tags"] == []
    assert told["supplied"] is None


def test_those_that_nothing_names_are_found_without_reading_all_articles_for_each(
    tagged: Store,
) -> None:
    db = tagged.database
    with db.transaction():
        for name in ("lost", "awaited"):
            db.run("INSERT INTO hand_tags VALUES (?, 'war', '+War')", (make_id(f"test:{name}"),))
        db.run("INSERT INTO expected VALUES (?, ?)", (make_id("test:awaited"), "test:awaited"))
    assert nameless(db) == [make_id("test:lost")]
    assert read_for_each_row(db, NAMELESS) == []
