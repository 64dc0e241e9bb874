"""Every route has its rule, and keeps to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.settings import load
from tests.helpers.archives import SampleArchive
from webui.app import create_app
from webui.collecting.guard import TOKEN
from webui.common.busy import HURRIED
from webui.common.hosts import SHOWN_ELSEWHERE
from webui.visitors import (
    COSTS,
    LONG,
    LONG_BELOW,
    LONG_ENDING,
    QUICK,
    QUICK_BELOW,
    VISITS,
    is_long,
    is_quick,
    rules,
)

EVERY_PATH = {"/static/<path:filename>": "/static/style.css"}


@pytest.fixture(scope="module")
def app(samples: SampleArchive) -> Any:
    """The application with every route that it may have."""
    settings = load(str(samples.home), {"ARCHIVE_METRICS": "on"})
    app = create_app(replace(settings, values={**settings.values, TOKEN: "secret"}))
    yield app
    app.extensions["archive"].close()


def test_every_route_has_a_rule_and_every_rule_a_route(app: Any) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(VISITS)
    assert len(list(rules(app))) == len(list(app.url_map.iter_rules())) > 60
    assert set(VISITS.values()) == set(COSTS)


def test_a_new_route_without_a_rule_is_told(app: Any, samples: SampleArchive) -> None:
    fresh = create_app(load(str(samples.home), {}))
    try:
        fresh.add_url_rule("/brand-new", "brand_new", lambda: "new")
        with pytest.raises(KeyError, match="brand_new"):
            list(rules(fresh))
    finally:
        fresh.extensions["archive"].close()


def test_what_costs_nothing_is_what_the_quick_thread_answers(app: Any) -> None:
    quick = {address for address, cost, *_ in rules(app) if cost == "nothing"}
    assert quick == {*QUICK, f"{QUICK_BELOW}<path:filename>"}
    assert all(is_quick(path) for path in (*QUICK, "/static/style.css"))
    assert not any(map(is_quick, ("/", "/helpless", "/static", "/search.json", "/article/a")))


def test_what_the_quick_thread_answers_searches_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is refused, and who asks whether the server is well, waits for that one thread."""

    def search(*_: object) -> None:
        raise AssertionError("a search in the quick thread")

    live = client.application.extensions["archive"]
    monkeypatch.setattr(live.engine, "search", search)
    monkeypatch.setattr(live, "catch_up", search)
    for path in QUICK:
        answer = client.get(path, environ_overrides={HURRIED: True})
        assert answer.status_code < 500, (path, answer.text)


def test_what_sends_all_there_is_is_what_the_long_thread_answers(app: Any) -> None:
    long = {address for address, cost, *_ in rules(app) if cost == "all"}
    assert long == {*LONG, f"{LONG_BELOW}<collection_name>{LONG_ENDING}"}
    assert all(map(is_long, (*LONG, "/collection/Bridges & Co.md")))
    short = ("/", "/export/", "/exporting", "/search.json", "/collection/a", "/article/a.md")
    assert not any(map(is_long, short))


def test_one_address_writes_and_two_are_shown_elsewhere(app: Any) -> None:
    table = {address: (writes, elsewhere) for address, _, writes, elsewhere in rules(app)}
    assert [address for address, (writes, _) in table.items() if writes != "no"] == ["/edit"]
    shown = {address for address, (_, elsewhere) in table.items() if "picture" in elsewhere}
    assert shown == SHOWN_ELSEWHERE


@pytest.mark.parametrize("mode", ["no-cors", "cors"])
def test_a_foreign_page_gets_of_each_route_what_its_rule_says(app: Any, mode: str) -> None:
    client: FlaskClient = app.test_client()
    values = {"<article_id>": "a", "<path:filename>": "style.css", "<int:number>": "1"}
    for address, _, _, elsewhere in rules(app):
        path = address
        for variable, value in values.items():
            path = path.replace(variable, value)
        path = path.replace("<", "").replace(">", "")
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
        with client.get(path, headers=headers) as answer:
            assert (answer.status_code == 403) == ("picture" not in elsewhere), path
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_pages_of_other_sites_share_neither_window_nor_answer(
    open_home: Callable[..., FlaskClient], samples: SampleArchive
) -> None:
    client = open_home(samples.home)
    for address in ("/", "/search.json", "/feed.atom", "/help"):
        headers = client.get(address).headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for chart in SHOWN_ELSEWHERE:
        headers = client.get(f"{chart}?q=army").headers
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_table_is_in_the_docs() -> None:
    text = (Path(__file__).parents[2] / "docs" / "visitors.md").read_text("utf-8")
    assert "| `/search.json` | a search | no | a link |" in text
