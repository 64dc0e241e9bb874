"""What has not changed is not made a second time; what has is new at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.article import Article
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.answers.search import Search
from index.names.own import FILE
from webui.common import kept
from webui.common.kept import Answers

Holding = Callable[..., tuple[FlaskClient, Article]]
PAGES = ("/?q=Mosul", "/search.json?q=Mosul", "/?q=Mosul&view=kwic", "/facet/tag", "/", "/help")


def nothing_is_searched() -> object:
    return patch.object(Search, "search", side_effect=AssertionError("it was searched"))


def told(answer: TestResponse) -> list[tuple[str, str]]:
    """The headers of an answer. Flask gives the time, the server does where it does not."""
    return sorted((name, value) for name, value in answer.headers if name != "Date")


def asked_again(client: FlaskClient, address: str, etag: str) -> int:
    return client.get(address, headers={"If-None-Match": etag}).status_code


@pytest.mark.parametrize("address", PAGES)
def test_what_has_not_changed_is_neither_searched_nor_sent(client, address: str) -> None:
    first = client.get(address)
    with nothing_is_searched():
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        same = client.get(address)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == same.headers["ETag"] == first.headers["ETag"]
    assert (same.status_code, same.data) == (200, first.data)
    assert told(same) == told(first)


def test_another_address_or_wish_is_another_answer(client) -> None:
    seen = {client.get(address).headers["ETag"] for address in (*PAGES, "/?q=Mosul&sort=newest")}
    seen |= {client.get("/?q=Mosul", headers={"Accept": kind}).headers["ETag"] for kind in "ab"}
    seen |= {client.get("/?q=Mosul", base_url="http://127.0.0.1").headers["ETag"]}
    assert len(seen) == len(PAGES) + 4


def test_a_page_that_is_not_found_is_not_kept(client) -> None:
    assert [client.get("/article/aaaaaaaaaaaaaaaa").status_code for _ in range(2)] == [404, 404]
    assert "ETag" not in client.get("/?page=0&q=Mosul").headers


def changed(client: FlaskClient, address: str, change: Callable[[], object]) -> str:
    """The answer to an address after a change; it must be another one than before."""
    before = client.get(address)
    assert asked_again(client, address, before.headers["ETag"]) == 304
    change()
    assert asked_again(client, address, before.headers["ETag"]) == 200
    after = client.get(address)
    assert after.headers["ETag"] != before.headers["ETag"]
    return after.text


def test_a_kill_is_obeyed_at_once(holding: Holding, tmp_path: Path) -> None:
    client, article = holding(title="Zeppelin lands", body="It landed.")

    def kill() -> None:
        with Store.open(tmp_path / "own") as store:
            store.remove(article.id)

    assert "</mark> lands" not in changed(client, "/?q=zeppelin", kill)


def test_an_article_that_arrives_is_found(holding: Holding, tmp_path: Path, make_article) -> None:
    client, _ = holding(title="Zeppelin lands")

    def arrive() -> None:
        with Store.open(tmp_path / "own") as store, store.transaction():
            store.put(make_article("b", title="Zeppelin starts"), b"", "text/plain")

    assert "</mark> starts" in changed(client, "/?q=zeppelin", arrive)


def test_an_embargo_ends(holding: Holding) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    client, _ = holding(title="Zeppelin lands", extra={"embargo": until.isoformat()})
    search = client.application.extensions["archive"]._search

    def wait() -> None:
        search.now = lambda: until + timedelta(seconds=1)

    assert "lands" in changed(client, "/?q=zeppelin", wait)


def test_a_day_ends(holding: Holding) -> None:
    client, _ = holding(title="Zeppelin lands")
    search = client.application.extensions["archive"]._search

    def wait() -> None:
        search.now = lambda: datetime.now(UTC) + timedelta(days=1)

    changed(client, "/?q=zeppelin+date:today", wait)


def test_a_spelling_is_added(holding: Holding, tmp_path: Path) -> None:
    client, _ = holding(title="Zeppelin lands")

    def add() -> None:
        (tmp_path / "own" / FILE).write_text("Zeppelin, Luftschiff\n", "utf-8")

    assert "lands" in changed(client, "/?q=luftschiff", add)


def test_a_search_is_saved(holding: Holding, tmp_path: Path) -> None:
    client, _ = holding(title="Zeppelin lands")

    def save() -> None:
        with Store.open(tmp_path / "own") as store:
            store.saved.put(SavedSearch("Airships", "zeppelin", 1, Mark(0, "2020-01-01T00:00:00Z")))

    assert "Airships" in changed(client, "/", save)


def test_another_server_of_the_same_archive_names_its_answers_alike(
    samples_copy, open_home
) -> None:
    one, other = open_home(samples_copy), open_home(samples_copy)
    assert one.get("/?q=Mosul").headers["ETag"] == other.get("/?q=Mosul").headers["ETag"]
    larger = open_home(samples_copy, ARCHIVE_PAGE_SIZE="3")
    assert larger.get("/?q=Mosul").headers["ETag"] != one.get("/?q=Mosul").headers["ETag"]


def test_what_changes_while_an_answer_is_made_leaves_it_without_a_name(
    holding: Holding, tmp_path: Path
) -> None:
    client, article = holding(title="Zeppelin lands")
    whole = Search.search

    def slowly(search: Search, asked: object) -> object:
        found = whole(search, asked)  # type: ignore[arg-type]
        with Store.open(tmp_path / "own") as store:
            if not store.is_removed(article.id):
                store.remove(article.id)
        return found

    with patch.object(Search, "search", slowly):
        stale = client.get("/?q=zeppelin")
    assert "lands" in stale.text
    assert "lands" not in client.get("/?q=zeppelin").text


def test_what_is_kept_is_bounded() -> None:
    answers = Answers()
    limits = {"MOST_BYTES": 1000, "_LARGEST": 400, "_BESIDES": 10}
    with patch.multiple(kept, **limits):
        answers.put("large", b"x" * 401, [])
        for number in range(10):
            answers.put(str(number), b"x" * 300, [("A", "b")])
            assert answers.get("0") is not None  # so it stays, though it is the oldest
            answers.put(str(number), b"other", [])
    assert answers.get("large") is None
    assert [number for number in range(10) if answers.get(str(number))] == [0, 8, 9]
    assert answers.get("9") == (b"x" * 300, [("A", "b")])


def test_an_original_is_kept_with_what_tells_a_browser_not_to_run_it(holding: Holding) -> None:
    client, article = holding(original=b"<script>alert(1)</script>")
    first, again = (client.get(f"/article/{article.id}/original") for _ in range(2))
    assert told(again) == told(first)
    assert again.content_type == "text/plain; charset=utf-8"
    assert again.headers["Content-Disposition"].startswith("inline; filename=")
