"""Articles made ready beforehand: kept as if they had been made ready while they are kept."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from archive.article import Article
from archive.store.ready import Ready
from archive.store.store import FILE, Store

Make = Callable[..., Article]
TEXT = "The ferry ran aground off Velmar on Tuesday and all 212 people were brought ashore. " * 8
PARTS = {name for name, of in vars(Ready).items() if isinstance(of, cached_property)}


def elsewhere(article: Article, original: bytes) -> Ready:
    """As another process sends it."""
    ready: Ready = pickle.loads(pickle.dumps(Ready(article, original).make()))
    return ready


def rows(home: Path) -> list[tuple[object, ...]]:
    """All that is kept but times and tokens."""
    with sqlite3.connect(home / FILE) as db:
        return [
            row
            for sql in (
                "SELECT revision, content_hash, original_hash, data FROM revisions",
                "SELECT hash, size, data FROM originals",
                "SELECT * FROM sketches",
                "SELECT * FROM postings",
                "SELECT id, revision, story FROM articles",
                "SELECT seq, article_id, kind FROM changes",
            )
            for row in db.execute(f"{sql} ORDER BY 1, 2, 3")
        ]


def test_all_parts_are_made_beforehand_and_sent_along(make_article: Make) -> None:
    assert set(vars(elsewhere(make_article(body=TEXT), b"as it came"))) >= PARTS
    assert len(PARTS) == 5


def test_what_is_ready_is_kept_as_what_is_not(tmp_path: Path, make_article: Make) -> None:
    first, copy = make_article("a", body=TEXT), make_article("b", body=TEXT + " It rained.")
    articles = [first, copy, first, replace(first, title="Corrected", revision=7)]
    for name in ("ready", "not"):
        with Store.create(tmp_path / name) as store, store.transaction():
            for article in articles:
                original = article.body.encode()
                ready = elsewhere(article, original) if name == "ready" else None
                store.put(article, original, "text/plain", None, ready)
    assert rows(tmp_path / "ready") == rows(tmp_path / "not")
    assert len(rows(tmp_path / "ready")) > 10


def test_a_kill_that_is_ready_keeps_the_text_that_it_ends(store: Store, make_article: Make) -> None:
    article = make_article(body=TEXT)
    kill = replace(article, title=None, body="", status="withdrawn", note="Wrong.")
    with store.transaction():
        store.put(article, b"1", "text/plain", None, elsewhere(article, b"1"))
        assert store.put(kill, b"2", "text/plain", None, elsewhere(kill, b"2")) == "revised"
        assert store.put(kill, b"2", "text/plain", None, elsewhere(kill, b"2")) == "unchanged"
    now = store.get(article.id)
    assert (now.body, now.status, now.revision) == (article.body, "withdrawn", 2)
