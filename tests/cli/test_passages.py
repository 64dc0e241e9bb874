"""`archive passages`: listed, two compared, and for programs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.article import Article
from archive.store.store import Store
from index.engines.open import open_engine
from index.upkeep.sync import sync
from tests.helpers.commands import Archive, Run
from tests.helpers.texts import edited, paragraph, text


@pytest.fixture
def ids(tmp_path: Path, make_article: Callable[..., Article]) -> tuple[str, str]:
    body = f"{text(11)}\n\n{edited(paragraph(2))}\n\n{text(12)}"
    release = make_article("release", body=text(1, 2, 3), date="2017-11-02")
    taker = make_article("taker", body=body, date="2017-11-03")
    with Store.create(tmp_path / "own") as store:
        with store.transaction():
            for article in (release, taker):
                store.put(article, article.body.encode(), "text/plain")
        engine = open_engine("whoosh", tmp_path / "own")
        sync(store, engine)
        engine.close()
    return release.id, taker.id


def test_those_that_hold_passages_are_listed_with_who_was_first(archive: Archive, ids) -> None:
    release, taker = ids
    run = archive("passages", release[:8])
    assert run.code == 0
    assert f"2017-11-03 · later · {taker}" in run.out
    assert "words in 1 passage:" in run.out
    assert f"“{' '.join(paragraph(2).split()[:5])}" in run.out
    assert "This article was the first of these." in run.out
    assert f"{release} was the first of these." in archive("passages", taker).out


def test_two_articles_show_in_which_words_a_passage_differs(archive: Archive, ids) -> None:
    run = archive("passages", *ids)
    assert run.code == 0
    assert "{+otherwise+}" in run.out
    assert archive("passages", *reversed(ids)).out.count("[-otherwise-]") >= 1


def test_for_programs(archive: Archive, ids) -> None:
    release, taker = ids
    assert archive("passages", release, "--format", "ids").out.split() == [taker]
    answer = json.loads(archive("passages", release, "--format", "json").out)
    pair = json.loads(archive("passages", release, taker, "--format", "json").out)
    assert answer["holders"] == [pair["holder"]]


def test_ids_come_on_standard_input(
    archive: Archive, ids: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    release, taker = ids

    def piped(text: str, *args: str) -> Run:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        return archive("passages", "-", *args)

    assert piped(f"{release}\n").out == archive("passages", release).out
    both = archive("passages", release, taker).out
    assert piped(f"{release} {taker}").out == piped(release, taker).out == both
    assert "Two articles are compared" in piped(f"{release} {taker}", taker).err
    assert "no ids on standard input" in piped("").err


def test_where_nothing_is_shared_it_ends_with_1(sampled: Archive) -> None:
    run = sampled("passages", "nn3mrikuyz4gadnf")
    assert run.code == 1
    assert "No other article holds a passage of it." in run.out
