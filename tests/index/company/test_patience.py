"""Counting words where every text has to be read: what is told where that takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient

from archive.settings import load
from archive.store.store import Store
from cli.main import invoke
from index.engines.open import open_engine
from index.upkeep.sync import sync
from webui.app import create_app

READ = "the text of every article is read"
INSTEAD = "ARCHIVE_ENGINE=whoosh archive words"


@pytest.fixture
def home(samples_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("tantivy")
    with Store.open(samples_copy) as store, closing(open_engine("tantivy", samples_copy)) as engine:
        sync(store, engine)
    monkeypatch.setenv("ARCHIVE_ENGINE", "tantivy")
    return samples_copy


@pytest.fixture
def client(home: Path) -> Iterator[FlaskClient]:
    app = create_app(load(str(home)))
    with closing(app.extensions["archive"]):
        yield app.test_client()


def test_the_command_goes_on_and_says_once_what_would_be_quicker(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = invoke(["--home", str(home), "words", "army"]), capsys.readouterr()
    assert READ not in quick[1].err
    with patch("cli.words.monotonic", count(0, 11).__next__):
        slow = invoke(["--home", str(home), "words", "army"]), capsys.readouterr()
    assert (slow[0], slow[1].out) == (quick[0], quick[1].out)
    assert slow[1].err.count(READ) == slow[1].err.count(INSTEAD) == 1


def test_the_default_engine_beside_it_answers_the_same(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke(["--home", str(home), "words", "army"])
    read = capsys.readouterr().out
    monkeypatch.setenv("ARCHIVE_ENGINE", "whoosh")
    invoke(["--home", str(home), "words", "army"])
    assert capsys.readouterr().out == read != ""


def stopped_after(client: FlaskClient, calls: int, address: str) -> str:
    """What an address answers where its time is over after so many steps."""
    times = iter([*[0.0] * (calls + 1)])
    with patch("webui.common.waiting.monotonic", lambda: next(times, 99.0)):
        return client.get(address).text


@pytest.mark.parametrize("address", ["/words?q=army", "/words.json?q=army"])
def test_the_page_says_why_it_was_stopped_and_what_to_do(client: FlaskClient, address: str) -> None:
    told = [stopped_after(client, calls, address) for calls in range(60)]
    assert any(READ in text for text in told)
    for text in told:
        if READ in text:
            assert "it took longer than 10 seconds. The engine" in text
            assert "arrow the search" in text
            assert INSTEAD in text
