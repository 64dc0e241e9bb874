"""How long a page may search, and what is answered where it was too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient

from archive.article import Article
from index.answers.search import Search
from tests.helpers.archives import SampleArchive

SLOW = ("/?q=a*+OR+*b*", "/search.json?q=a*+OR+*b*", "/chart?q=army", "/facet/tag?q=army",
        "/export?q=army&format=csv", "/?q=army&view=kwic", "/context.jsonl?q=army",
        "/words.json?q=army", "/feed.atom?q=army")  # fmt: skip


@pytest.mark.parametrize("address", SLOW)
def test_a_search_that_takes_too_long_ends_with_a_sentence_that_says_what_helps(
    client: FlaskClient, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with patch("webui.common.waiting.monotonic", count(0, 11).__next__):
        answer = client.get(address)
    assert answer.status_code == 503
    assert "stopped: it took longer than 10 seconds" in answer.text
    assert "sk for less: fewer words" in answer.text
    assert "Retry-After" not in answer.headers  # nor does the page ask again by itself
    assert "http-equiv" not in answer.text
    assert capsys.readouterr().err == ""
    assert client.get(address).status_code == 200  # and nothing of it is kept


@pytest.mark.parametrize("address", SLOW)
def test_a_search_ends_when_its_client_has_left(client: FlaskClient, address: str) -> None:
    has_left = {"waitress.client_disconnected": lambda: True}
    assert client.get(address, environ_overrides=has_left).status_code == 503
    stays = {"waitress.client_disconnected": lambda: False}
    assert client.get(address, environ_overrides=stays).status_code == 200


def test_the_time_is_a_setting_and_nothing_ends_without_one(
    open_home: Callable[..., FlaskClient], samples: SampleArchive
) -> None:
    address = "/search.json?q=army"
    with patch("webui.common.waiting.monotonic", count(0, 11).__next__):
        patient = open_home(samples.home, ARCHIVE_SEARCH_TIMEOUT="0")
        assert patient.get(address).status_code == 200
        brief = open_home(samples.home, ARCHIVE_SEARCH_TIMEOUT="1")
        assert "longer than 1 second" in brief.get(address).get_json()["error"]["message"]


def test_how_much_is_looked_up_is_a_setting(
    open_home: Callable[..., FlaskClient], samples: SampleArchive
) -> None:
    few = open_home(samples.home, ARCHIVE_LOOKED_UP="2")
    text = few.get("/?q=a*y+OR+o*l+OR+t*wn").text
    assert "A search looks up 2 different words" in text
    assert "&#34;t*wn&#34; on they were left out" in text


@pytest.fixture
def slowly_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Time passes while articles are read alone; how many were."""
    now, read = [0.0], [0]
    as_it_is = Search._read

    def one_by_one(search: Search, *what: Any) -> Iterator[Article]:
        for article in as_it_is(search, *what):
            now[0] += 9
            read[0] += 1
            yield article

    monkeypatch.setattr(Search, "_read", one_by_one)
    monkeypatch.setattr("webui.common.waiting.monotonic", lambda: now[0])
    return read


def test_lines_that_are_sorted_before_they_are_sent_are_read_in_time(
    client: FlaskClient, slowly_read: list[int]
) -> None:
    answer = client.get("/context.jsonl?q=army&lines=left")
    assert (answer.status_code, slowly_read) == (503, [2])
    assert client.get("/context.jsonl?q=army").status_code == 200  # these are sent as they are read


def test_a_manifest_takes_its_time_but_ends_when_nobody_waits_for_it(
    client: FlaskClient, slowly_read: list[int]
) -> None:
    address = "/export?q=army&format=csv&manifest=1"
    assert client.get(address).status_code == 200
    assert slowly_read[0] > 3
    slowly_read[0] = 0
    left = {"waitress.client_disconnected": lambda: slowly_read[0] >= 2}
    assert client.get(address, environ_overrides=left).status_code == 503
    assert slowly_read == [2]
