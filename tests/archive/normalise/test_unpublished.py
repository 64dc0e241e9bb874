"""What is nobody's to publish is kept and withheld, whichever content system it came from."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import time_machine

from archive.article import Article, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.normalise.unpublished import _OR_A_COUNTRYS, _SAID, _STATE
from archive.readers.formats import read
from archive.status import _WORDS, gravest
from tests.helpers.reading import read_items, read_one, source_of

WP = "http://wordpress.org/export/1.2/"


def wxr(status: str, more: str = "", kind: str = "post") -> str:
    return (
        f'<rss version="2.0" xmlns:wp="{WP}" xmlns:excerpt="{WP}excerpt/" xmlns:content="http://'
        'purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Hill Post</title><link>https://hill.example</link><wp:author><wp:author_login>apoe"
        "</wp:author_login><wp:author_display_name>Ann Poe</wp:author_display_name></wp:author>"
        "<item><title>Bridge memo</title><link>https://hill.example/?p=1</link>"
        "<dc:creator>apoe</dc:creator><content:encoded>It opens.</content:encoded>"
        f"<excerpt:encoded>In short.</excerpt:encoded><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status>{status}</wp:status>{more}</item></channel></rss>"
    )


def named(text: str, name: str) -> Article:
    (raw,) = read(source_of(text.encode(), name))
    assert isinstance(raw, RawArticle)
    article = normalise(raw)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("status", ["draft", "auto-draft", "pending", "private", "trash"])
def test_posts_of_wordpress_that_are_not_out_are_withheld(status: str) -> None:
    article = read_one(wxr(status))
    assert article.status == "withheld"
    assert status in (article.note or "")
    assert article.body == "It opens."


def test_a_published_post_is_an_article_with_its_author() -> None:
    article = read_one(wxr("publish", "<wp:post_date_gmt>2021-04-05 08:00:00</wp:post_date_gmt>"))
    assert (article.status, article.authors, article.summary) == (None, ("Ann Poe",), "In short.")
    assert article.date == "2021-04-05"


def test_a_password_withholds_and_is_not_kept() -> None:
    article = read_one(wxr("publish", "<wp:post_password>hush</wp:post_password>"))
    assert article.status == "withheld"
    assert "hush" not in json.dumps(dict(article.extra)) + str(article.note)


def test_a_scheduled_post_is_under_an_embargo_until_its_date() -> None:
    coming = "<wp:post_date_gmt>2031-01-01 06:00:00</wp:post_date_gmt>"
    article = read_one(wxr("future", coming))
    assert (article.status, article.extra["embargo"]) == (None, "2031-01-01T06:00:00Z")
    assert read_one(wxr("future")).status == "withheld"


@pytest.mark.parametrize("kind", ["attachment", "nav_menu_item", "revision"])
def test_what_is_no_post_is_left_out_with_that_reason(kind: str) -> None:
    (skipped,) = read_items(wxr("inherit", kind=kind))
    assert isinstance(skipped, Skipped)
    assert "of WordPress, no article" in skipped.reason


def rest(**more: object) -> dict[str, object]:
    return {
        "id": 7, "date": "2021-04-05T10:00:00", "date_gmt": "2021-04-05T08:00:00",
        "guid": {"rendered": "https://hill.example/?p=7"}, "status": "publish", "type": "post",
        "link": "https://hill.example/bridge", "title": {"rendered": "R&#038;D bridge"},
        "content": {"rendered": "<p>It opens.</p>", "protected": False},
        "excerpt": {"rendered": "<p>In short.</p>", "protected": False}, "author": 3,
        "_embedded": {"author": [{"name": "Ann Poe"}], "wp:term": [[{"name": "Bridges"}]]}, **more,
    }  # fmt: skip


def test_posts_of_wordpresss_interface_are_read() -> None:
    article = read_one([rest()])
    assert (article.title, article.body) == ("R&D bridge", "It opens.")
    assert (article.authors, article.tags) == (("Ann Poe",), ("Bridges",))
    assert article.url == "https://hill.example/bridge"
    assert article.status is None


@pytest.mark.parametrize(
    "more",
    [
        {"status": "draft"}, {"status": "private"}, {"password": "hush"},
        {"content": {"rendered": "<p>It opens.</p>", "protected": True}},
    ],
)  # fmt: skip
def test_those_that_are_not_out_are_withheld(more: dict[str, object]) -> None:
    assert read_one([rest(**more)]).status == "withheld"


def test_posts_of_ghost() -> None:
    post = {"title": "Bridge", "slug": "bridge", "html": "<p>It opens.</p>", "uuid": "u-1",
            "published_at": None, "authors": [{"name": "Ann Poe"}]}  # fmt: skip
    coming = {"status": "scheduled", "published_at": "2031-01-01T06:00:00.000Z"}
    posts = [{**post, "status": "published"}, {**post, "status": "draft"}, {**post, **coming}]
    out, draft, later = read_items({"posts": posts})
    assert isinstance(out, Article)
    assert isinstance(draft, Article)
    assert isinstance(later, Article)
    assert (out.status, draft.status, later.status) == (None, "withheld", None)
    assert later.extra["embargo"] == "2031-01-01T06:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Bridge\ndraft: true\n---\nIt opens.\n",
        "---\ntitle: Bridge\npublished: false\n---\nIt opens.\n",
        "---\ntitle: Bridge\nprivate: yes\n---\nIt opens.\n",
        "---\ntitle: Bridge\npermalink: false\n---\nIt opens.\n",
        "---\ntitle: Bridge\nstatus: draft\n---\nIt opens.\n",
        "---\ntitle: Bridge\nbuild:\n  render: never\n---\nIt opens.\n",
        '+++\ntitle = "Bridge"\ndraft = true\n+++\nIt opens.\n',
        '---json\n{"title": "Bridge", "draft": true}\n---\nIt opens.\n',
        '{"title": "Bridge", "draft": true}\n\nIt opens.\n',
        "Title: Bridge\nDate: 2021-04-05\nStatus: draft\n\nIt opens.\n",
    ],
)
def test_drafts_of_makers_of_sites_are_withheld(text: str) -> None:
    article = named(text, "bridge.md")
    assert (article.title, article.body, article.status) == ("Bridge", "It opens.", "withheld")
    assert article.note


@pytest.mark.parametrize("mark", ["draft: false", "published: true", "status: published", "x: 1"])
def test_what_is_out_is_not_withheld(mark: str) -> None:
    assert named(f"---\ntitle: Bridge\n{mark}\n---\nIt opens.\n", "a.md").status is None


def test_a_folder_of_drafts_is_one() -> None:
    text = "---\ntitle: Bridge\n---\nIt opens.\n"
    assert named(text, "site/_drafts/bridge.md").status == "withheld"
    assert named(text, "site/_posts/bridge.md").status is None


@pytest.mark.parametrize("key", ["date", "publishDate"])
def test_a_page_of_a_site_comes_out_on_its_day(key: str) -> None:
    article = named(f"---\ntitle: Bridge\n{key}: 2031-01-01T06:00:00Z\n---\nIt opens.\n", "a.md")
    assert article.extra["embargo"] == "2031-01-01T06:00:00Z"
    gone = named(f"---\ntitle: Bridge\n{key}: 2021-01-01T06:00:00Z\n---\nIt opens.\n", "a.md")
    assert "embargo" not in gone.extra


def test_the_names_of_front_matter_become_ours() -> None:
    text = (
        "---\ntitle: Bridge\ntopics: [River]\ncategories: [Local]\nexcerpt: In short.\n"
        "source_url: https://hill.example/bridge\npermalink: /bridge/\n---\nIt opens.\n"
    )
    article = named(text, "a.md")
    assert (article.tags, article.summary) == (("River", "Local"), "In short.")
    assert article.url == "https://hill.example/bridge"


def test_columns_may_say_it_too() -> None:
    rows = "title,text,date,status\nBridge,It opens.,2021-04-05,{}\n"
    assert read_one(rows.format("draft")).status == "withheld"
    assert read_one(rows.format("published")).status is None
    assert read_one({"headline": "B", "content": "It.", "published": False}).status == "withheld"


@pytest.mark.parametrize("column", sorted(_STATE - _OR_A_COUNTRYS))
@pytest.mark.parametrize("status", list(_WORDS))
def test_a_column_for_a_state_tells_the_status(column: str, status: str) -> None:
    for word in _WORDS[status].split():
        assert read_one(f"title,text,{column}\nBridge,It opens.,{word.title()}\n").status == status
        item = {"title": "B", "body": "It.", "date": "2017-11-03", "lang": "fr", column: word}
        due = word in ("future", "scheduled")  # and 2017 is past
        assert read_one(item).status == (None if due else status)


@pytest.mark.parametrize("column", sorted(_OR_A_COUNTRYS))
def test_a_state_that_may_be_a_countrys_can_only_withdraw(column: str) -> None:
    item = {"title": "B", "body": "It.", "lang": "fr", "country": "US"}
    for status, words in _WORDS.items():
        for word in words.split():
            found = read_one({**item, column: word.title()}).status
            assert found == ("withdrawn" if status == "withdrawn" else None)
    assert read_one({**item, column: "Draft"}).status == "withheld"


@pytest.mark.parametrize("name", ["date", "scheduled_at", "publish_at", "go_live"])
@pytest.mark.parametrize("column", ["status", "workflow_state", "visibility"])
def test_what_was_scheduled_for_a_day_that_is_past_is_out(column: str, name: str) -> None:
    item = {"title": "B", "body": "It.", "lang": "fr", column: "Scheduled"}
    assert read_one({**item, name: "2017-11-03"}).status is None
    coming = read_one({**item, name: "2031-01-01T06:00:00Z"})
    assert (coming.status, coming.extra["embargo"]) == (None, "2031-01-01T06:00:00Z")
    assert read_one(item).status == "withheld"


def test_of_several_states_the_gravest_is_it() -> None:
    item = {"title": "B", "body": "It.", "lang": "fr", "status": "updated", "state": ["killed"]}
    assert read_one(item).status == gravest(["updated", "withdrawn"]) == "withdrawn"
    assert read_one({**item, "state": "Ohio"}).status == "updated"
    own = {"title": "B", "body": "It.", "date": "2017-11-03", "extra": {"state": "killed"}}
    assert read_one({**own, "status": "Hot"}).status == "withdrawn"


@pytest.mark.parametrize(
    "note",
    [
        "Not for publication: call Ann on 123.", "Nicht zur Veröffentlichung: Anruf bei 123",
        "Notes NOT INTENDED FOR PUBLICATION", "Ne pas publier avant appel",
    ],
)  # fmt: skip
def test_notes_that_are_not_public_do_not_get_out(note: str) -> None:
    item = {
        "uri": "urn:x:1", "type": "text", "versioncreated": "2017-11-03T14:05:00Z",
        "headline": "Bridge", "body_text": "It opens.", "ednote": note,
    }  # fmt: skip
    article = read_one(item)
    assert note not in json.dumps(dict(article.extra), ensure_ascii=False) + str(article.note)


def test_what_newsml_marks_as_not_for_publication_is_left_out() -> None:
    g2 = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><itemMeta>'
        '<edNote pubconstraint="pc:no">Source is A. Poe.</edNote><edNote>Adds quote.</edNote>'
        "</itemMeta><contentMeta><headline>Bridge</headline></contentMeta><contentSet><inlineXML>"
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>It opens.</p></body></html>'
        "</inlineXML></contentSet></newsItem>"
    )
    article = read_one(g2)
    assert article.extra["editorial_note"] == "Adds quote."
    assert article.body == "It opens."


def test_contacts_below_the_text_that_are_not_public_are_cut() -> None:
    text = (
        "Bridge opens\n\nThe bridge over the river opens again on Friday.\n\nIt was closed for two "
        "years.\n\nDie folgenden Informationen sind nicht zur Veröffentlichung bestimmt\n\n"
        "Ansprechpartnerin: Ann Poe, 0123\n"
    )
    body = named(text, "a.txt").body
    assert "two years" in body
    assert "Ann Poe" not in body


def test_prose_that_speaks_of_publication_stays() -> None:
    text = (
        "Report stays secret\n\nThe council met on Friday.\n\nThe report, it said, is not for "
        "publication before the vote.\n\nA vote follows.\n"
    )
    assert named(text, "a.txt").body.endswith("A vote follows.")


@pytest.mark.parametrize(
    "mark",
    [
        {"status": False},
        {"status": 0},
        {"status": "0"},
        {"status": [{"value": False}]},
        {"moderation_state": "draft"},
        {"moderation_state": [{"value": "needs_review"}]},
        {"deleted": True},
        {"deleted_at": "2018-01-01T10:00:00Z"},
        {"Statut": "Brouillon"},
        {"status": "Черновик"},
        {"status": "下書き"},
    ],
)
def test_states_of_other_systems_and_languages_withhold(mark: dict[str, object]) -> None:
    article = read_one(json.dumps({"title": "Bridge memo", "body": "It opens.", **mark}))
    assert article.status == "withheld"
    assert "not published" in (article.note or "")


@pytest.mark.parametrize(
    "mark",
    [
        {"status": True},
        {"status": 1},
        {"status": [{"value": True}]},
        {"deleted": False},
        {"deleted_at": None},
        {"deleted_at": "0000-00-00 00:00:00"},
        {"moderation_state": "published"},
    ],
)
def test_states_of_other_systems_that_are_public_withhold_nothing(mark: dict[str, object]) -> None:
    article = read_one(json.dumps({"title": "Bridge memo", "body": "It opens.", **mark}))
    assert article.status is None


def test_the_posts_of_a_database_that_ghost_exports_are_items() -> None:
    day = {"published_at": "2017-11-03T14:05:00.000Z"}
    posts = [
        {"title": "Bridge", "html": "<p>It opens.</p>", "slug": "a", "status": "published", **day},
        {"title": "Mill", "html": "<p>It burns.</p>", "slug": "b", "status": "draft", **day},
    ]
    items = read_items(json.dumps({"db": [{"meta": {"version": "5.0"}, "data": {"posts": posts}}]}))
    articles = [item for item in items if isinstance(item, Article)]
    assert [(one.title, one.status) for one in articles] == [
        ("Bridge", None),
        ("Mill", "withheld"),
    ]


@pytest.mark.parametrize("first", ["NOT FOR PUBLICATION", "*** Nicht zur Veröffentlichung! ***"])
def test_a_text_that_begins_by_saying_it_is_not_public_is_withheld(first: str) -> None:
    article = named(f"{first}\n\nBridge memo\n\nIt opens on Monday, says the mayor.\n", "a.txt")
    assert article.status == "withheld"
    assert first.strip("* !") in (article.note or "")


def test_a_title_that_speaks_of_what_is_not_public_is_no_mark() -> None:
    said = {"title": "Off the record", "body": "Not for publication, the mayor told her, and went."}
    assert read_one(json.dumps(said)).status is None


def test_an_internal_note_at_the_end_is_cut_and_told() -> None:
    note = "Internal note - not for broadcast or publication: call Ann."
    text = f"It opens on Monday.\n\nSo says the mayor.\n\n{note}"
    rules: dict[str, str] = {}
    (raw,) = read(source_of(json.dumps({"title": "Bridge", "body": text}).encode(), "a.json"))
    assert isinstance(raw, RawArticle)
    article = normalise(raw, rules)
    assert isinstance(article, Article)
    assert "Ann" not in article.body
    assert "part not for the public" in rules["body"]


def test_what_is_looked_for_first_stands_in_each_mark_of_what_is_not_public() -> None:
    assert all(letters in said for letters, listed in _SAID.items() for said in listed)


def test_a_post_of_the_past_is_out_though_the_clock_was_not_set() -> None:
    with time_machine.travel(datetime(1970, 1, 1, tzinfo=UTC)):
        old = named("---\ndate: 2017-05-11\n---\nIt opens.\n", "bridge.md")
    assert (old.status, old.date, old.extra.get("embargo")) == (None, "2017-05-11", None)
