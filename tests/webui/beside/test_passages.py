"""Passages in the browser: listed, and two texts beside each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.article import Article
from archive.store.store import Store
from tests.helpers.texts import edited, paragraph, text


@pytest.fixture
def shared(
    open_home, tmp_path: Path, make_article: Callable[..., Article]
) -> tuple[FlaskClient, Article, Article]:
    """A press release, and an article that took a paragraph over and edited it."""
    body = f"{text(11)}\n\n{edited(paragraph(2))} & <b>\n\n{text(12)}"
    release = make_article("release", body=text(1, 2, 3), date="2017-11-02")
    taker = make_article("taker", body=body.replace("<", "\\<"), date="2017-11-03")
    with Store.create(tmp_path / "own") as store, store.transaction():
        for article in (release, taker):
            store.put(article, article.body.encode(), "text/plain")
    return open_home(tmp_path / "own"), release, taker


def test_an_article_leads_to_its_passages_and_these_beside_each_other(shared, visit) -> None:
    client, release, taker = shared
    page = visit(client, f"/article/{release.id}")
    listed = visit(client, page.link("Passages of it in other articles").href)
    assert "1 article holds passages of this one" in listed.text
    assert "This article was the first of these" in listed.text
    assert "later" in listed.text
    beside = visit(client, listed.link("Both beside each other").href)
    one, other = re.findall(r"<mark>(.*?)</mark>", beside.html, re.S)
    assert one.split()[:5] == other.split()[:5] == paragraph(2).split()[:5]
    assert "otherwise" in other
    assert "otherwise" not in one
    assert 'id="a1" href="#b1"' in beside.html
    assert "<b>" not in beside.html.split("<main")[1]
    assert f"/article/{taker.id}" in beside.html


def test_the_taker_is_told_that_the_other_was_earlier(shared, visit) -> None:
    client, release, taker = shared
    page = visit(client, f"/article/{taker.id}/passages")
    assert "Another one was the first of these" in page.text
    assert page.link("Another one was the first of these").href == f"/article/{release.id}"


def test_the_twins_say_the_same(shared) -> None:
    client, release, taker = shared
    (holder,) = client.get(f"/article/{release.id}/passages.json").json["holders"]
    assert (holder["id"], holder["came"], len(holder["passages"])) == (taker.id, "later", 1)
    beside = client.get(f"/passages/{release.id}/{taker.id}.json").json
    assert beside["id"] == release.id
    assert beside["holder"] == holder


def test_what_was_withdrawn_is_not_told(shared, tmp_path: Path) -> None:
    client, release, taker = shared
    with Store.open(tmp_path / "own") as store, store.transaction():
        kill = replace(taker, status="withdrawn")
        store.put(kill, b"kill", "text/plain")
    assert client.get(f"/article/{release.id}/passages.json").json["holders"] == []
    assert client.get(f"/passages/{release.id}/{taker.id}").status_code == 410
    assert client.get(f"/article/{taker.id}/passages").status_code == 410


def test_an_article_that_shares_nothing_says_so(get, client) -> None:
    page = get("/article/nn3mrikuyz4gadnf/passages")
    assert "No other article holds a passage" in page.text
    assert get("/article/aaaaaaaaaaaaaaaa/passages").status == 404
