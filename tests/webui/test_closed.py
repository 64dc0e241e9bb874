"""Articles that may not be read: their addresses stay, and say why."""

from __future__ import annotations

import subprocess
import sys

import pytest

WAYS = ["", "/slug", "/original", ".json"]
LATER = {"embargo": "2999-01-02T09:00:00Z"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        (
            {"status": "withdrawn", "note": "There was no fire", "agency": ("AFP",)},
            410,
            "AFP took it back, so its text is not shown. The article was dated 3 November 2017."
            " The note says: There was no fire",
        ),
        (
            {"status": "withheld"},
            403,
            "Its supplier asked for it not to be published until further notice",
        ),
        ({"extra": LATER}, 403, "It can be read from 2 January 2999, 09:00 UTC"),
        ({"extra": LATER, "status": "withdrawn"}, 403, "It can be read from 2 January 2999"),
    ],
)
def test_its_address_says_why_without_title_and_text(
    holding, visit, way, fields, status, says
) -> None:
    client, article = holding(original=b"Text of one", **fields)
    page = visit(client, f"/article/{article.id}{way}")
    assert page.status == status
    assert says in page.html
    assert "Title one" not in page.html
    assert "Text of one" not in page.html


def test_the_json_twin_is_an_error_that_programs_understand(holding) -> None:
    client, article = holding(status="withdrawn")
    answer = client.get(f"/article/{article.id}.json").json
    assert answer["error"]["status"] == 410
    assert "article" not in answer


def test_the_search_page_lists_it_by_name_alone_and_says_what_became_of_it(holding, visit) -> None:
    client, _ = holding(status="withdrawn")
    assert "Title one" not in visit(client, "/").text
    assert "Title one" not in visit(client, "/?q=text").text
    page = visit(client, "/?q=is:withdrawn")
    assert page.titles() == ["Title one"]
    assert "<bdi>withdrawn</bdi>" in page.html
    assert "Text of one" not in page.html


def test_an_embargoed_article_is_on_no_page(holding, visit) -> None:
    client, _ = holding(extra=LATER, tags=("Budget",))
    for address in ("/", "/?q=text", "/?tag=Budget", "/?q=status:*", "/search.json?q=text"):
        page = visit(client, address)
        assert "Title one" not in page.html


def test_an_embargo_that_is_over_leaves_no_trace(holding, visit) -> None:
    client, article = holding(extra={"embargo": "2018-01-02T09:00:00Z"})
    assert "Text of one" in visit(client, f"/article/{article.id}").text
    assert visit(client, "/").titles() == ["Title one"]


def test_a_removed_article_says_why_in_public_and_what_to_read_instead(
    open_home, visit, tmp_path, make_article
) -> None:
    from archive.store.store import Store

    one, other = make_article("one"), make_article("other", title="The corrected account")
    with Store.create(tmp_path / "own") as store:
        with store.transaction():
            store.put(one, b"x", "text/plain")
            store.put(other, b"y", "text/plain")
        store.remove(one.id, "legal request 12, by N. N.", "It named the wrong man", other.id)
    client = open_home(tmp_path / "own")
    page = visit(client, f"/article/{one.id}")
    assert page.status == 410
    assert "It named the wrong man" in page.text
    assert "legal request" not in page.html
    assert page.link(f"Article {other.id}").href == f"/article/{other.id}"
    answer = client.get(f"/article/{one.id}.json").json["error"]
    assert answer["instead"] == [other.id]
    with Store.open(tmp_path / "own") as store:
        store.restore(one.id)
        store.remove(one.id)
    assert "has been taken out of it" in visit(client, f"/article/{one.id}").text


def test_readers_see_where_an_article_came_from_but_no_path_of_the_server(
    tmp_path, open_home, visit
) -> None:
    pile = tmp_path / "secret-place" / "pile" / "2017"
    pile.mkdir(parents=True)
    (pile / "one.md").write_text("---\ntitle: Ferry sails\ndate: 2017-11-03\n---\nThe ferry.\n")
    home = tmp_path / "home"
    command = [sys.executable, "-m", "cli", "--home", str(home), "ingest", str(pile.parent)]
    subprocess.run(command, check=True, capture_output=True)
    client = open_home(home)
    href = next(x.href for x in visit(client, "/").links if x.href.startswith("/article/"))
    for address in (href, f"{href.rpartition('/')[0]}/history"):
        page = visit(client, address)
        assert "pile/2017/one.md" in page.text
        assert "secret-place" not in page.html
    for address in ("/export?format=jsonl", "/export?format=csv", "/search.json"):
        assert b"secret-place" not in client.get(address).data
    assert "secret-place" not in client.get(f"{href.rpartition('/')[0]}.json").text
