"""Revisions in the browser: which one is shown, the history, and comparisons."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store

REVISED = "nn3mrikuyz4gadnf"  # the correction among the samples
COPIES = ("ha6wjx3tggbkjuq7", "2a5x7lxtatghc2av")  # one dispatch on two sites
BEGAN = "began on <del>July</del><ins>June</ins> 6"


@pytest.fixture
def revised(open_home, tmp_path: Path, make_article) -> Callable[..., tuple]:
    """An application on an archive of one article, in the states given by their fields."""

    def make(*states: dict[str, object]) -> tuple:
        with Store.create(tmp_path / "own") as store:
            for number, fields in enumerate(states):
                article: Article = make_article(**fields)
                with store.transaction():
                    store.put(article, f"original {number + 1}".encode(), "text/plain")
        return open_home(tmp_path / "own"), article

    return make


def test_the_article_page_says_which_revision_it_is_and_what_that_changed(get) -> None:
    page = get(f"/article/{REVISED}")
    assert "Revision2 of 2, seen " in page.text
    assert "What revision 2 of 2 changed: body (2 words" in page.text
    assert BEGAN in page.html.split("<details")[1]
    assert page.link("Revision 1").href == f"/article/{REVISED}?revision=1"
    assert get(page.link("History").href).status == 200
    assert page.link("As it arrived").href == f"/article/{REVISED}/original"
    assert "earlier revision" not in page.text


def test_an_earlier_revision_is_shown_with_a_way_to_the_current_one(get, client) -> None:
    page = get(f"/article/{REVISED}?revision=1")
    assert "This is revision 1 of 2, an earlier revision" in page.text
    assert "began on July 6" in page.text
    assert "What revision" not in page.text
    assert "began on June 6" in get(page.link("see the current one").href).text
    original = client.get(page.link("As it arrived").href)
    assert b"July 6" in original.data
    twin = client.get(page.link("This page as JSON").href).json
    assert twin["article"]["revision"] == 1


def test_the_history_leads_to_every_revision_and_comparison(get, client) -> None:
    page = get(f"/article/{REVISED}/history")
    assert "Revision 2 the current one" in page.text
    assert "Changed: body (2 words removed, 18 added), status, note" in page.text
    assert "revision=1" in page.link("Read it").href
    for text in ("What it changed", "Compare with the current one"):
        assert BEGAN in get(page.link(text).href).html
    twin = client.get(page.link("This page as JSON").href).json
    assert [event["changed"] for event in twin["events"]] == [[], ["status", "note", "body"]]


def test_notes_on_removals_are_for_the_keeper_of_the_archive_alone(
    revised, visit, tmp_path
) -> None:
    client, article = revised({})
    with Store.open(tmp_path / "own") as store:
        store.remove(article.id, "as Mrs Lind asked")
        store.restore(article.id)
    page = visit(client, f"/article/{article.id}/history")
    assert "Removed" in page.text
    assert "Restored" in page.text
    for address in ("history", "history.json"):
        assert "Lind" not in client.get(f"/article/{article.id}/{address}").text


@pytest.mark.parametrize("pair", ["diff", "diff/1..2", "diff/1"])
def test_two_revisions_are_compared_in_words(get, client, pair: str) -> None:
    page = get(f"/article/{REVISED}/{pair}")
    assert BEGAN in page.html
    assert "<dt>status</dt>" in page.html
    assert page.link("Revision 1").href == f"/article/{REVISED}?revision=1"
    twin = client.get(page.link("This page as JSON").href).json
    assert (twin["before"]["revision"], twin["after"]["revision"]) == (1, 2)


def test_two_copies_of_one_dispatch_are_compared(get, client) -> None:
    page = get(f"/compare/{COPIES[0]}/{COPIES[1]}")
    assert "some 45 kilometres<ins> (28 miles)</ins> downstream" in page.html
    assert get(page.link("Army says Mayadeen retaken").href).status == 200
    assert page.link("← The first article").href.startswith(f"/article/{COPIES[0]}")
    assert "Different: " in page.text
    assert "What the first alone has is struck out" in page.text
    twin = client.get(page.link("This page as JSON").href).json
    assert "publisher" in twin["changed"]
    assert "Nothing differs" in get(f"/compare/{COPIES[0]}/{COPIES[0]}").text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"/article/{REVISED}?revision=7", "There is no revision 7"),
        (f"/article/{REVISED}?revision=two", "is not a revision"),
        (f"/article/{REVISED}.json?revision=7", "There is no revision 7"),
        (f"/article/{REVISED}/original?revision=7", "There is no revision 7"),
        (f"/article/{REVISED}/diff/1..{'9' * 9}", "There is no revision 999"),
        (f"/article/{REVISED}/diff/one", "is not a pair of revisions"),
        (f"/article/{COPIES[0]}/diff", "only one revision"),
        ("/article/nosucharticle/history", "No article has the id"),
        (f"/compare/{REVISED}/nosucharticle", "No article has the id"),
    ],
)
def test_what_is_not_there_is_not_found(get, path: str, told: str) -> None:
    page = get(path)
    assert page.status == 404
    assert told in page.text


def test_a_version_that_came_late_is_not_called_an_earlier_one(revised, visit, tmp_path) -> None:
    client, article = revised({"body": "The newest."}, {"body": "The first take."})
    with sqlite3.connect(tmp_path / "own" / "archive.db") as db:
        db.execute("UPDATE articles SET revision = 1")
    db.close()
    assert "The newest." in visit(client, f"/article/{article.id}").text
    late = visit(client, f"/article/{article.id}?revision=2")
    assert "revision 2 of 2, which came late and is not the newest version" in late.text


HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> </del><a href='javascript:x'>a"


def test_nothing_that_came_in_an_old_state_is_run(revised, visit) -> None:
    old = {
        "body": f"`{HOSTILE}` " + HOSTILE, "title": HOSTILE, "note": HOSTILE, "summary": HOSTILE,
        "tags": (HOSTILE,), "extra": {HOSTILE: HOSTILE}, "language": '"><script>',
    }  # fmt: skip
    client, article = revised(old, {"body": "Mended.", "language": "en"}, old | {"body": "Again."})
    at = f"/article/{article.id}"
    for address in (at, f"{at}?revision=1", f"{at}/history", f"{at}/diff/1..2", f"{at}/diff/2..1"):
        page = visit(client, address)
        assert page.status == 200
        for tag, attributes in page.elements:
            assert tag not in ("script", "iframe", "img", "style")
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not attributes.get("href", "").startswith(("javascript", "data", "//"))


def test_very_long_bodies_are_compared_on_a_page_of_their_own(revised, visit) -> None:
    body = "A long report, sentence by sentence. " * 4000
    client, article = revised({"body": body}, {"body": body + "An end."})
    page = visit(client, f"/article/{article.id}")
    assert "<ins>" not in page.html
    assert "<ins> An end.</ins>" in visit(client, page.link("The whole comparison").href).html


def test_the_note_on_a_state_that_is_held_back_is_on_no_page(revised, visit) -> None:
    later = {"embargo": "2999-01-02T09:00:00Z"}
    client, article = revised(
        {"note": "Note one", "extra": later}, {"note": "Note two", "status": "withheld"},
        {"note": "Note three", "status": "withdrawn", "extra": {"version": "1"}},
        {"note": "Note four", "extra": {"version": "2"}},
    )  # fmt: skip
    for way in ("history", "history.json"):
        page = visit(client, f"/article/{article.id}/{way}")
        assert page.status == 200
        assert "Note one" not in page.html
        assert "Note two" not in page.html
        assert "Note three" in page.html
        assert "Note four" in page.html
