"""Kept originals read again by later rules: what changes, what does not, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article, Origin, make_id
from archive.intake.ingest import ingest
from archive.intake.workers import Workers
from archive.normalise.version import RULES
from archive.readers.sources.source import sources
from archive.store.health import problems
from archive.store.renewal import Renewals, Selection
from archive.store.store import Store
from tests.helpers.archives import DATA, SAMPLES
from tests.helpers.damage import cut_short
from tests.helpers.newspapers import ARTICLES, PAGES
from tests.helpers.renewing import age, dump, everything, line, put_as, run, take_in

Make = Callable[..., Article]
FERRY = "text:afp|2017-11-03|ferry 1 returns"
NO_NEWS = b'{"$schema": "http://json-schema.org/draft-07/schema#", "pubstatus": "usable"}'


def test_reading_everything_again_by_the_same_rules_changes_nothing(store: Store) -> None:
    ingest(store, sources([str(SAMPLES)]))
    before = store.last_change()
    told, report = run(store, selection=everything())
    assert {one.fate for one in told.values()} == {"unchanged"}, told
    assert report.read == store.count() > 50
    assert store.last_change() == before


def test_nor_does_it_where_an_older_version_did_not_keep_how_things_were_read(
    store: Store,
) -> None:
    ingest(store, sources([str(SAMPLES)]))
    with store.transaction():
        store._db.run("UPDATE revisions SET read_as = NULL")
    told, _ = run(store, selection=everything())
    assert {one.fate for one in told.values()} == {"unchanged"}, told


def test_what_today_reads_differently_becomes_a_revision_of_our_own(store: Store) -> None:
    [article_id] = take_in(store, line())
    age(store, article_id, section="Wrong", tags=("A tag",))
    told, report = run(store)
    assert told[article_id].fate == "changed"
    assert told[article_id].changed == ("section", "tags")
    assert (report.fates["changed"], report.fields) == (1, {"section": 1, "tags": 1})
    now = store.get(article_id)
    assert (now.revision, now.section, now.tags) == (2, None, ())
    first, second = store.arrivals(article_id)
    assert (first.rules, second.rules) == (None, RULES)
    assert store.original(article_id, 1) == store.original(article_id, 2)
    assert [change.article_id for change in store.changes(0, 99)] == [article_id]


def test_what_older_rules_have_read_is_read_once(store: Store, tmp_path: Path) -> None:
    first, second = take_in(store, f"{line(1)}\n{line(2)}")
    age(store, first, section="Wrong")
    assert run(store)[1].read == 1
    before = dump(tmp_path / "home")
    assert run(store)[1].read == 0
    assert run(store, selection=everything())[1].fates == {"unchanged": 2}
    assert dump(tmp_path / "home") == before
    assert second in store.ids()


def test_it_is_no_news_but_what_a_source_has_sent_stays_news(store: Store) -> None:
    first, second = take_in(store, f"{line(1)}\n{line(2)}")
    seen = store.last_change()[0]
    take_in(store, line(2, body="It sails on Saturday."))
    for article_id in (first, second):
        age(store, article_id, section="Wrong")
    run(store)
    last = store.last_change()[0]
    assert store.get(first).section is None
    assert store.saved.novelties(seen, last) == {second: "changed"}
    assert store.saved.novelties(0, last) == {first: "new", second: "new"}


def test_an_article_of_another_identity_takes_the_place_of_the_old_one(store: Store) -> None:
    [new] = take_in(store, line())
    old = age(store, new, identity=FERRY.replace("ferry 1", "ferry"), title="Ferry returns")
    added = store._db.run("SELECT added_at FROM articles")
    told, _ = run(store)
    assert (told[old].fate, told[old].others) == ("moved", (new,))
    assert store.ids() == {new}
    assert store._db.run("SELECT added_at FROM articles") == added * 2
    replacement = store.replacement(old)
    assert replacement is not None
    assert replacement.successors == (new,)
    assert store.get(old).title == "Ferry returns"
    assert store.history(new).formerly == (old,)
    assert take_in(store, line()) == []  # the same file again adds nothing
    assert store.arrivals(new)[-1].revision == 1
    assert store.saved.novelties(0, store.last_change()[0]) == {new: "new"}  # it was, of the old


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"import os\n\nprint(os.name)\n", "tool.py", "program source"),
        (
            b"https://e.org/1\nhttps://e.org/2\nhttps://e.org/3\n",
            "seeds.txt",
            "a list of addresses",
        ),
        (
            b"org,e)/ 20170101000000 https://e.org/ text/html 200 A - - 1 2 f\n",
            "i.cdx",
            "the index",
        ),
    ],
)
def test_a_file_that_today_is_no_article_goes_and_the_reason_is_said(
    store: Store, make_article: Make, data: bytes, name: str, reason: str
) -> None:
    old = put_as(store, make_article(origin=Origin(name)), data, "text/plain")
    told, report = run(store)
    assert told[old].fate == "gone"
    assert (told[old].reason or "").startswith(reason)
    assert report.fates == {"gone": 1}
    assert run(store)[1].read == 0
    assert store.ids() == set()


def test_articles_that_are_there_already_leave_no_original_of_nobody(
    store: Store, make_article: Make
) -> None:
    folder = Path(__file__).parents[1] / "readers" / "databases" / "downloads"
    data = (folder / "nexis-2012.txt").read_bytes()
    there = take_in(store, data, "first.txt")
    old = put_as(store, make_article(origin=Origin("again.txt")), data + b"\n\n", "text/plain")
    told, _ = run(store)
    assert (told[old].fate, told[old].others) == ("split", tuple(there))
    assert list(problems(store._db)) == []


def test_the_place_of_a_place_is_told_too(store: Store) -> None:
    [last] = take_in(store, line())
    first = age(store, last, identity="text:first")
    run(store)
    middle = age(store, last, identity="text:middle")
    run(store)
    assert [store.history(each).replacement.successors for each in (first, middle)] == [  # type: ignore[union-attr]
        (last,), (last,),
    ]  # fmt: skip


def test_it_joins_the_article_of_its_identity_in_the_order_in_which_both_came(
    store: Store,
) -> None:
    [one] = take_in(store, line(body="Sent first."))
    early = age(store, one, identity="text:early")
    take_in(store, line(body="Sent second."))
    told, _ = run(store)
    assert told[early].fate == "moved"
    assert store.ids() == {one}
    assert store.get(one).body == "Sent second."
    assert store.get(one, 2).body == "Sent first."


def test_an_original_that_gives_several_now_adds_the_others(
    store: Store, make_article: Make
) -> None:
    mine = replace(
        make_article(title="Ferry 1 returns", origin=Origin("news.json")),
        id=make_id(FERRY),
        identity=FERRY,
    )
    whole = f"[{line(1)}, {line(2)}]".encode()
    article_id = put_as(store, mine, whole, "application/json")
    told, report = run(store)
    assert report.fates == {"split": 1}
    [other] = store.ids() - set(told)
    assert told[article_id].others == (other,)
    assert store.get(other).title == "Ferry 2 returns"
    assert store.original(other).data == line(2).encode()
    assert store.get(other).origin == Origin("news.json", None, "item 2")
    assert run(store, selection=everything())[1].fates == {"unchanged": 2}


def test_an_article_that_its_original_gives_no_more_leaves_the_search(
    store: Store, make_article: Make
) -> None:
    article_id = put_as(store, make_article(), NO_NEWS, "application/vnd.iptc.ninjs+json")
    told, report = run(store)
    assert (told[article_id].fate, told[article_id].reason) == (
        "gone", "a JSON Schema, not a news item",
    )  # fmt: skip
    assert store.ids() == set()
    assert store.get(article_id).title == "Title one"
    assert report.reasons == {"a JSON Schema, not a news item": 1}


def test_what_a_person_brings_back_stays(store: Store, make_article: Make) -> None:
    article_id = put_as(store, make_article(), NO_NEWS, "application/vnd.iptc.ninjs+json")
    run(store)
    store.restore(article_id, "we want it")
    assert store.replacement(article_id) is None
    told, _ = run(store, selection=everything())
    assert told[article_id].fate == "left"
    assert article_id in store.ids()
    assert run(store)[1].read == 0


def test_what_a_person_removed_is_not_read_and_stays_removed(store: Store) -> None:
    [new] = take_in(store, line())
    old = age(store, new, identity="text:old")
    store.remove(old, "a legal request")
    told, report = run(store)
    assert (told, report.removed) == ({}, 1)
    assert store.ids() == set()
    with pytest.raises(Exception, match="No article has the id"):
        store.get(new)


def test_nor_does_it_come_back_under_the_id_of_another(store: Store) -> None:
    [removed] = take_in(store, line())
    other = age(store, removed, identity="text:other")
    take_in(store, line())
    store.remove(removed)
    run(store)
    assert store.ids() == set()
    assert store.replacement(other) is not None


def test_what_cannot_be_read_stays_as_it_was_and_is_tried_again(
    store: Store, make_article: Make
) -> None:
    article_id = put_as(store, make_article(), b"\x7fELF\2\1\1\0\0", "text/plain")
    for _ in range(2):
        told, report = run(store)
        assert told[article_id].fate == "unreadable"
        assert report.reasons == {"not a format that is read (see `archive formats`)": 1}
    assert store.get(article_id).body == "Text of one."


def test_what_is_to_be_withheld_is_withheld_at_once(store: Store) -> None:
    [article_id] = take_in(store, line(status="withheld", note="Not yet."))
    age(store, article_id, status=None, note=None)
    told, report = run(store)
    assert (told[article_id].hides, report.withheld) == (True, 1)
    assert store.get_many([article_id])[article_id].status == "withheld"


def test_a_kill_without_a_text_still_withdraws_the_text_before_it(store: Store) -> None:
    [article_id] = take_in(store, line(identifier="a:1"))
    take_in(store, '{"identifier": "a:1", "status": "withdrawn", "note": "Kill it."}')
    body = store.get(article_id).body
    age(store, article_id, note="Misread.")
    told, _ = run(store)
    assert told[article_id].changed == ("note",)
    now = store.get(article_id)
    assert (now.status, now.note, now.body) == ("withdrawn", "Kill it.", body)


def test_a_piece_keeps_what_only_the_file_around_it_said(store: Store) -> None:
    feed = (
        '<rss version="2.0"><channel><title>The Harbour Post</title><language>fr</language>'
        "<link>https://harbour.example</link><item><guid isPermaLink='false'>17</guid>"
        "<title>Ferry returns</title><description>It sails on Friday.</description>"
        "<pubDate>Fri, 03 Nov 2017 14:05:00 GMT</pubDate></item></channel></rss>"
    )
    [article_id] = take_in(store, feed, "feed.xml")
    before = store.get(article_id)
    age(store, article_id, title="Fery returns")
    told, _ = run(store)
    assert told[article_id].changed == ("title",)
    assert replace(store.get(article_id), revision=1) == before
    assert (before.publisher, before.language) == ("The Harbour Post", "fr")


SENT = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sender>The Ferry Desk
</sender></header><itemSet><packageItem guid="p"/><newsItem guid="urn:ferry:1" version="1">
<itemMeta><provider literal="FD"/><versionCreated>2017-11-03T14:05:00Z</versionCreated></itemMeta>
<contentMeta><headline>Ferry returns</headline></contentMeta><contentSet><inlineData>
It sails on Friday.</inlineData></contentSet></newsItem></itemSet></newsMessage>"""
CODED = """<NewsML><TopicSet><Topic><FormalName>SHP</FormalName><Description xml:lang="en">Shipping
</Description></Topic></TopicSet>{}</NewsML>""".format("".join(
    f"""<NewsItem><Identification><NewsIdentifier><ProviderId>ferry.example</ProviderId>
    <DateId>20171103</DateId><NewsItemId>{n}</NewsItemId><RevisionId>1</RevisionId>
    </NewsIdentifier></Identification><NewsManagement><ThisRevisionCreated>20171103T140500Z
    </ThisRevisionCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Ferry {n} returns
    </HeadLine></NewsLines><DescriptiveMetadata><SubjectCode><SubjectDetail FormalName="SHP"/>
    <Subject FormalName="04000000"/></SubjectCode></DescriptiveMetadata><ContentItem>
    <DataContent><p>It sails on Friday.</p></DataContent></ContentItem></NewsComponent>
    </NewsItem>"""
    for n in (1, 2)
))  # fmt: skip
POSTS = """<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Harbour Post</title><wp:author>
<wp:author_login>jdoe</wp:author_login><wp:author_display_name>Jane Doe</wp:author_display_name>
</wp:author><item><title>Ferry returns</title><guid isPermaLink="false">https://h.example/?p=1</guid>
<dc:creator>jdoe</dc:creator><description>It sails on Friday.</description>
<wp:post_date_gmt>2017-11-03 14:05:00</wp:post_date_gmt><wp:status>publish</wp:status></item>
</channel></rss>"""
REFERENCES = """@string{hp = "The Harbour Post"} @string{third = "2017-11-03"}
@article{a, title = {Ferry returns}, journal = hp, date = third, publisher = hp # { Press},
abstract = {It sails on Friday.}}
@article{b, title = {Ferry leaves}, journal = {Elsewhere}, year = 2017, month = nov}"""


@pytest.mark.parametrize(
    ("file", "name", "field", "value"),
    [
        (SENT, "message.xml", "agency", ("The Ferry Desk",)),
        (CODED, "envelope.xml", "tags", ("Shipping", "economy, business and finance")),
        (POSTS, "posts.xml", "authors", ("Jane Doe",)),
        (REFERENCES, "news.bib", "publisher", "The Harbour Post"),
    ],
)
def test_nor_is_it_replaced_by_what_the_piece_says_of_it(
    store: Store, file: str, name: str, field: str, value: object
) -> None:
    """The sender of a message, the names of its codes, the author behind a log-in, a text by name:
    without what stood around a piece says something else, and nothing better.
    """
    ids = take_in(store, file, name)
    before = {each: store.get(each) for each in ids}
    assert value in [getattr(each, field) for each in before.values()]
    for each in ids:
        age(store, each, title="Fery")
    told, _ = run(store)
    assert {each: told[each].changed for each in ids} == dict.fromkeys(ids, ("title",))
    assert {each: replace(store.get(each), revision=1) for each in ids} == before


SCOOP = DATA / "wire" / "superdesk" / "scoop.xml"


@pytest.mark.skipif(not SCOOP.exists(), reason="the real news is not here")
def test_what_is_read_by_the_agency_of_the_message_is_read_by_it_again(store: Store) -> None:
    """Which lines above the text are a byline depends on who the agency is."""
    [article_id] = take_in(store, SCOOP.read_bytes(), "scoop.xml")
    before = store.get(article_id)
    assert (before.agency, before.authors) == (("BusinessDesk",), ("Jonathan Underhill",))
    told, _ = run(store, selection=everything())
    assert told[article_id].fate == "unchanged"


def test_what_a_piece_says_itself_is_read_by_the_rules_of_today(store: Store) -> None:
    """Though its message has a sender, the agency is the item's where that one is known."""
    sent = SENT.replace("<provider", "<provider><name>Reuters</name></provider><provider")
    [article_id] = take_in(store, sent, "message.xml")
    age(store, article_id, agency=("REUTERS NEWS",))
    told, _ = run(store)
    assert told[article_id].changed == ("agency",)
    assert store.get(article_id).agency == ("Reuters",)


def test_the_charset_of_a_row_is_that_in_which_it_says_what_it_said(store: Store) -> None:
    table = "title,date,text\nПаром вернулся,2017-11-03,Паром снова ходит по пятницам.\n"
    [article_id] = take_in(store, table.encode("cp1251"), "news.csv")
    body = store.get(article_id).body
    age(store, article_id, section="Wrong")
    told, _ = run(store)
    assert told[article_id].changed == ("section",)
    assert store.get(article_id).body == body == "Паром снова ходит по пятницам."


def test_a_piece_of_a_file_in_utf_16_is_read_as_such(store: Store) -> None:
    take_in(store, f"[{line(1, title='Fährfahrt')}, {line(2)}]".encode("utf-16"), "news.json")
    with store.transaction():
        store._db.run("UPDATE revisions SET read_as = NULL")
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged", "unchanged"], told


def test_what_is_attached_to_a_mail_is_read_by_itself(store: Store) -> None:
    mail = (
        "From: Harbour Office <news@harbour.example>\nTo: all@harbour.example\n"
        "Subject: Ferry returns\nDate: Fri, 3 Nov 2017 14:05:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="x"\n\n'
        "--x\nContent-Type: text/plain\n\nThe ferry sails again on Friday.\n\n"
        '--x\nContent-Type: text/plain; name="bridge.txt"\n'
        'Content-Disposition: attachment; filename="bridge.txt"\n\n'
        "Bridge opens\n\nThe bridge is open to all, from Saturday on.\n\n--x--\n"
    )
    assert len(take_in(store, mail, "news.eml")) == 2
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged", "unchanged"], told


def test_the_columns_and_the_format_that_a_person_chose_are_taken_again(store: Store) -> None:
    from archive.readers.sources.options import ReadOptions

    def source(name: str) -> list[object]:
        import io
        from functools import partial

        from archive.readers.sources.source import Source

        data = b"kopf,inhalt\nFerry returns,It sails on Friday.\n"
        columns = {"title": "kopf", "body": "inhalt"}
        return [Source(name, partial(io.BytesIO, data), options=ReadOptions(columns))]

    ingest(store, source("news.csv"))  # type: ignore[arg-type]
    ingest(store, source("news.txt"), format_name="text")  # type: ignore[arg-type]
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged", "unchanged"], told


def test_a_dry_run_says_the_same_and_changes_nothing(
    store: Store, make_article: Make, tmp_path: Path
) -> None:
    first, second, third = take_in(store, "\n".join(map(line, range(3))))
    age(store, first, section="Wrong")
    age(store, second, identity="text:old")
    put_as(store, make_article(), NO_NEWS, "application/vnd.iptc.ninjs+json")
    before = dump(tmp_path / "home")
    told, report = run(store, dry_run=True)
    assert dump(tmp_path / "home") == before
    assert run(store) == (told, report)
    assert sorted(one.fate for one in told.values()) == ["changed", "gone", "moved"]
    assert third in store.ids()


def test_workers_find_the_same(store: Store) -> None:
    ids = take_in(store, "\n".join(map(line, range(30))))
    for article_id in ids[::2]:
        age(store, article_id, section="Wrong")
    here = run(store, selection=everything(), dry_run=True, batch=7)
    with Workers(2, head_start=0) as workers:
        assert run(store, selection=everything(), batch=7, workers=workers) == here
    assert here[1].fates == {"changed": 15, "unchanged": 15}


def test_an_article_that_changes_meanwhile_is_left_for_the_next_run(store: Store) -> None:
    first, second = take_in(store, f"{line(1, identifier='a:1')}\n{line(2, identifier='a:2')}")
    for article_id in (first, second):
        age(store, article_id, section="Wrong")
    changed: list[str] = []

    def change(done: int, of: int) -> None:
        if not changed:
            changed.append(second)
            with store.transaction():
                newer = replace(store.get(second), body="The source has sent another text.")
                store.put(newer, b"newer", "text/plain")

    _, report = run(store, batch=1, on_progress=change)
    assert (report.fates["changed"], report.overtaken) == (1, 1)
    assert store.get(second).body == "The source has sent another text."


def test_a_stop_keeps_what_was_done_and_the_next_run_goes_on(store: Store) -> None:
    for article_id in take_in(store, "\n".join(map(line, range(10)))):
        age(store, article_id, section="Wrong")
    asked = iter(range(100))
    _, report = run(store, batch=2, should_stop=lambda: next(asked) >= 3)
    assert report.stopped
    assert report.read == 4
    assert run(store)[1].read == 6


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (Selection(file="2017/a.jsonl"), {"Ferry 1 returns", "Ferry 2 returns"}),
        (Selection(file="2017"), {"Ferry 1 returns", "Ferry 2 returns", "Ferry 3 returns"}),
        (Selection(reader="jsonl"), {"Ferry 1 returns", "Ferry 2 returns"}),
        (Selection(reader="csv", media_types=("text/csv",)), {"Ferry 3 returns"}),
        (Selection(file="201"), set()),
    ],
)
def test_what_is_read_again_can_be_chosen(store: Store, chosen: Selection, names: set[str]) -> None:
    take_in(store, f"{line(1)}\n{line(2)}", "2017/a.jsonl")
    take_in(store, "title,date,text\nFerry 3 returns,2017-11-03,It sails.\n", "2017/b.csv")
    take_in(store, "Ferry 4 returns\n\nIt sails on Friday, too.\n", "2018/c.txt")
    told, _ = run(store, selection=replace(chosen, upto=RULES))
    assert {store.get(each).title for each in told} == names
    if names:
        one = min(told)
        assert set(run(store, selection=replace(chosen, upto=RULES, ids=(one,)))[0]) == {one}


@pytest.mark.parametrize("issue", [ARTICLES, PAGES])
def test_an_article_out_of_mets_is_read_again_without_the_pages(
    store: Store, tmp_path: Path, issue: dict[str, str]
) -> None:
    for name, text in issue.items():
        path = tmp_path / "issue" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ingest(store, sources([str(tmp_path / "issue")]))
    told, report = run(store, selection=everything())
    assert {one.fate for one in told.values()} == {"unchanged"}, told
    assert report.read == store.count() > 1


def _without_original(store: Store, article_id: str) -> None:
    store.database.run("PRAGMA foreign_keys = OFF")
    store.database.run(
        "DELETE FROM originals WHERE hash IN"
        " (SELECT original_hash FROM revisions WHERE article_id = ?)",
        (article_id,),
    )


@pytest.mark.leaves_damage("it has to be told")
@pytest.mark.parametrize("removed", [False, True])
@pytest.mark.parametrize(
    ("damage", "said"), [(cut_short, "cannot be read"), (_without_original, "original is missing")]
)
def test_one_that_would_join_a_damaged_article_is_left_as_it_was_and_the_rest_is_read(
    store: Store, damage: Callable[[Store, str], None], said: str, removed: bool
) -> None:
    [one] = take_in(store, line(body="Sent first."))
    early = age(store, one, identity="text:early")
    take_in(store, line(body="Sent second."))
    [other] = take_in(store, line(2), "other.jsonl")
    age(store, other, section="Wrong")
    if removed:  # because later rules read it otherwise, so that it may come back
        renewals = Renewals(store)
        held = renewals.held(one)
        assert held
        with store.transaction():
            renewals.replace(held, [other])
    damage(store, one)
    before = store.last_change()
    told, report = run(store)
    assert told[early].fate == "unreadable"
    assert said in str(told[early].reason)
    assert told[other].fate == "changed"
    changed = store.changes(before[0], 1 << 30)
    assert [change.article_id for change in changed] == [other]
    assert report.fates == {"unreadable": 1, "changed": 1}


@pytest.mark.leaves_damage("it has to be told")
@pytest.mark.parametrize("damage", [cut_short, _without_original])
def test_a_damaged_article_is_told_as_one_that_cannot_be_read(
    store: Store, damage: Callable[[Store, str], None]
) -> None:
    [one] = take_in(store, line())
    [other] = take_in(store, line(2), "other.jsonl")
    damage(store, one)
    told, _ = run(store, selection=everything())
    assert {each: told[each].fate for each in told} == {one: "unreadable", other: "unchanged"}
