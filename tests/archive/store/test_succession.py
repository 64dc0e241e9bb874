"""Kills and versions: which state of an article is the current one, whatever order they come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from archive.article import Article, Skipped
from archive.errors import IdentityClashError
from archive.store.ready import Ready
from archive.store.store import Store
from archive.store.succession import supersedes
from tests.helpers.reading import read_items, read_one

Make = Callable[..., Article]
G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


@pytest.fixture
def put(store: Store) -> Callable[[Article], str]:
    def put(article: Article) -> str:
        with store.transaction():
            return store.put(article, article.body.encode(), "text/plain")

    return put


def state(store: Store, article: Article) -> tuple[str | None, str, str | None, str | None]:
    now = store.get(article.id)
    return now.title, now.body, now.status, now.note


KILLS = {
    "ninjs": '{"uri": "urn:x:1", "version": "3", "pubstatus": "canceled", "ednote": "Wrong."}',
    "newsml-g2": f'<newsItem {G2} guid="urn:x:1" version="3"><itemMeta><pubStatus '
    'qcode="stat:canceled"/><edNote>Wrong.</edNote></itemMeta><contentMeta/></newsItem>',
    "newsml-1": "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:x:1"
    "</PublicIdentifier><RevisionId>3</RevisionId></NewsIdentifier></Identification>"
    '<NewsManagement><Status FormalName="Canceled"/></NewsManagement></NewsItem></NewsML>',
    "nitf": '<nitf><head><docdata management-status="canceled"><doc-id id-string="urn:x:1"/>'
    '<ed-msg info="Wrong."/></docdata></head><body/></nitf>',
    "xml": "<article><id>urn:x:1</id><headline/><content/><cancelled>true</cancelled></article>",
    "json": '{"identifier": "urn:x:1", "status": "killed", "note": "Wrong."}',
}


@pytest.mark.parametrize("kind", KILLS)
def test_a_kill_without_a_text_is_kept_in_every_format(kind: str) -> None:
    kill = read_one(KILLS[kind])
    assert (kill.status, kill.title, kill.body) == ("withdrawn", None, "")
    assert kill.identity in ("urn:x:1", "urn:x")  # NewsML 1 has the revision at its end
    if kind not in ("newsml-1", "xml"):
        assert kill.note == "Wrong."


def test_without_an_identifier_or_a_kill_an_empty_item_is_left_out() -> None:
    for text in (KILLS["json"].replace("urn:x:1", ""), KILLS["json"].replace("killed", "updated")):
        (skipped,) = read_items(text)
        assert isinstance(skipped, Skipped)


def test_a_kill_keeps_title_and_text_and_adds_nothing_twice(
    store: Store, make_article: Make, put: Callable[[Article], str]
) -> None:
    take = make_article(agency=("AFP",), tags=("Port",), note="First note.")
    kill = make_article(
        title=None, body="", date=None, precision=None, language=None, status="withdrawn",
        note="Wrong.", extra={"version": "3"},
    )  # fmt: skip
    assert [put(take), put(kill)] == ["added", "revised"]
    assert state(store, take) == ("Title one", "Text of one.", "withdrawn", "Wrong.")
    now = store.get(take.id)
    assert (now.revision, now.tags, now.date) == (2, ("Port",), "2017-11-03")
    assert now.extra == {"version": "3"}
    assert [put(take), put(kill)] == ["unchanged", "unchanged"]
    assert store.get(take.id, revision=1).status is None


def test_the_note_on_an_earlier_state_is_not_the_reason_of_a_kill(
    store: Store, make_article: Make, put: Callable[[Article], str]
) -> None:
    take = make_article(status="corrected", note="Corrects a name.")
    put(take)
    put(make_article(title=None, body="", status="withdrawn"))
    assert state(store, take) == ("Title one", "Text of one.", "withdrawn", None)


def test_a_kill_that_comes_again_does_not_end_the_take_that_lifted_it(
    store: Store, make_article: Make
) -> None:
    def put(article: Article, original: bytes) -> str:
        with store.transaction():
            foreseen = store.foresee(Ready(article, original))
            assert store.put(article, original, "text/plain") == foreseen
        return foreseen

    take, kill = make_article(), make_article(body="", status="withdrawn")
    mended = make_article(body="The mended text.")
    assert put(take, b"1") == "added"
    assert [put(kill, b"2"), put(mended, b"3")] == ["revised", "revised"]
    assert put(kill, b"2") == "unchanged"
    assert state(store, take) == ("Title one", "The mended text.", None, None)
    assert put(kill, b"a kill of its own") == "revised"
    assert state(store, take) == ("Title one", "The mended text.", "withdrawn", None)


def test_a_kill_of_what_was_never_sent_is_kept(
    store: Store, make_article: Make, put: Callable[[Article], str]
) -> None:
    kill = make_article(title=None, body="", status="withdrawn", note="Wrong.")
    assert [put(kill), put(kill)] == ["added", "unchanged"]
    assert state(store, kill) == (None, "", "withdrawn", "Wrong.")


def test_a_kill_with_the_id_of_another_article_is_an_error(
    make_article: Make, put: Callable[[Article], str]
) -> None:
    put(make_article())
    stranger = replace(make_article(body="", status="withdrawn"), identity="test:stranger")
    with pytest.raises(IdentityClashError):
        put(stranger)


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_takes_may_come_in_any_order(
    store: Store, make_article: Make, put: Callable[[Article], str], order: tuple[int, ...]
) -> None:
    takes = [
        make_article(body="First.", extra={"version": "9"}),
        make_article(body="Second.", extra={"version": "10"}),
        make_article(body="Taken back.", status="withdrawn", extra={"version": "11"}),
    ]
    for at in order:
        put(takes[at])
    now = store.get(takes[0].id)
    assert (now.body, now.status) == ("Taken back.", "withdrawn")
    assert {store.get(now.id, number).body for number in (1, 2, 3)} == {
        "First.", "Second.", "Taken back.",
    }  # fmt: skip
    assert store.summary().revisions == 3


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2", "10"), ("2.1", "2.10"), ("2", "2.1"), ("2", "2.0.1"), (2, 3),
        ("20200102T090000Z", "2020-01-02T09:00:01Z"),
    ],
)  # fmt: skip
def test_versions_are_compared_as_numbers_or_as_instants(
    store: Store, make_article: Make, put: Callable[[Article], str], earlier: object, later: object
) -> None:
    put(make_article(body="New.", extra={"version": later}))
    put(make_article(body="Old.", extra={"version": earlier}))
    assert store.get(make_article().id).body == "New."


@pytest.mark.parametrize(("first", "second"), [("b", "a"), ("2", "a"), (None, "1"), ("3.0", "3")])
def test_what_cannot_be_compared_comes_in_order_of_arrival(
    store: Store, make_article: Make, put: Callable[[Article], str], first: object, second: object
) -> None:
    put(make_article(body="New.", extra={"version": first}))
    put(make_article(body="Newer.", extra={"version": second}))
    assert store.get(make_article().id).body == "Newer."


@pytest.mark.parametrize(
    ("version", "hour", "status"),
    [("1", 14, "withdrawn"), ("2", 9, None), (None, 9, "withdrawn"), (None, 14, None)],
)
def test_a_kill_is_lifted_by_a_later_take_alone(
    store: Store,
    make_article: Make,
    put: Callable[[Article], str],
    version: str | None,
    hour: int,
    status: str | None,
) -> None:
    def at(hour: int) -> datetime:
        return datetime(2017, 11, 3, hour, tzinfo=UTC)

    extra = {} if version is None else {"version": "1"}
    put(make_article(body="Kill.", status="withdrawn", published=at(12), extra=extra))
    extra = {} if version is None else {"version": version}
    put(make_article(body="Take.", published=at(hour), extra=extra))
    assert store.get(make_article().id).status == status


@pytest.mark.parametrize(("time", "status"), [("09:00", "withdrawn"), ("14:00", None)])
def test_times_of_one_day_tell_as_well_which_is_later(
    store: Store,
    make_article: Make,
    put: Callable[[Article], str],
    time: str,
    status: str | None,
) -> None:
    day = {"date": "2017-11-03", "precision": "day"}
    put(make_article(body="Kill.", status="withdrawn", time="12:00", **day))
    put(make_article(body="Take.", time=time, **day))
    assert store.get(make_article().id).status == status


def test_a_kill_takes_the_place_of_a_kill_of_the_same_version(
    make_article: Callable[..., Article],
) -> None:
    kill = make_article(status="withdrawn", extra={"version": "3"})
    assert supersedes(replace(kill, note="For another reason."), kill)
    assert not supersedes(replace(kill, status="published"), kill)
