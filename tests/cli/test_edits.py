"""`archive edits` on the samples, among which one article was corrected."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from index.engines.open import open_engine
from index.upkeep.sync import sync

REVISED = "nn3mrikuyz4gadnf"


@pytest.fixture
def home(tmp_path: Path, make_article: Callable[..., Article]) -> Path:
    with Store.create(tmp_path / "own") as store:
        for title, body in [("Nine die", "It was late."), ("Ten die", "It was very late.")]:
            with store.transaction():
                store.put(make_article(title=title, body=body), title.encode(), "text/plain")
        engine = open_engine("whoosh", tmp_path / "own")
        sync(store, engine)
        engine.close()
    return tmp_path / "own"


def test_a_correction_is_marked_and_shown_with_its_note(run, samples) -> None:
    found = run("--home", samples.home, "edits")
    assert found.code == 0
    assert f"marked · AFP · Meridian Courier · {REVISED}" in found.out
    assert "changed: body (18 words, 8%)" in found.out
    assert "[-July-]{+June+}" in found.out
    assert f"archive diff {REVISED} 1..2" in found.out
    assert run("--home", samples.home, "edits", "edited:silent").code == 1


def test_a_silent_edit_shows_both_titles(run, home: Path) -> None:
    found = run("--home", home, "edits", "edited:title")
    assert "[-Nine-]{+Ten+} die" in found.out
    assert "· silent ·" in found.out
    assert "changed: title, body (2 words, 34%)" in found.out


@pytest.mark.parametrize("style", ["json", "jsonl", "csv"])
def test_edits_for_programs(run, home: Path, style: str) -> None:
    out = run("--home", home, "edits", "--format", style).out
    if style == "csv":
        (row,) = csv.DictReader(io.StringIO(out))
        assert (row["title_before"], row["title_after"]) == ("Nine die", "Ten die")
        assert row["changed"] == "title; body"
    else:
        answer = json.loads(out)
        edit = answer["edits"][0] if style == "json" else answer
        assert edit["title"] == {"before": "Nine die", "after": "Ten die"}
        assert (edit["kind"], edit["words"], edit["share"]) == ("silent", 2, 34)


def test_further_edits_are_a_page_away(run, home: Path, make_article) -> None:
    with Store.open(home) as store, store.transaction():
        store.put(make_article(title="Six die"), b"six", "text/plain")
    first = run("--home", home, "edits", "--limit", "1")
    assert "Six" in first.out
    assert "Earlier ones: --offset 1" in first.err
    second = run("--home", home, "edits", "--limit", "1", "--offset", "1")
    assert "Nine" in second.out
    assert "--offset" not in second.err
