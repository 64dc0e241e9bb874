"""Archives as older rules would have left them, which today's rules then read again."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from archive.article import Article, make_id, to_json
from archive.intake.ingest import ingest
from archive.intake.renew import Renewal, RenewReport, renew
from archive.normalise.version import RULES
from archive.readers.sources.source import Source
from archive.store.renewal import Selection
from archive.store.store import Store


def take_in(store: Store, text: str | bytes, name: str = "news.jsonl") -> list[str]:
    """Takes in one file, and gives the ids of the articles that came with it."""
    before = store.ids()
    data = text if isinstance(text, bytes) else text.encode()
    ingest(store, [Source(name, partial(io.BytesIO, data))])
    return sorted(store.ids() - before)


def line(number: int = 1, **fields: object) -> str:
    """An article as a line of JSON; its identity is made of agency, date and title."""
    values: dict[str, object] = {
        "title": f"Ferry {number} returns", "date": "2017-11-03", "agency": "AFP", "language": "en",
        "body": f"Ferry number {number} sails again on Friday.",
    }  # fmt: skip
    return json.dumps(values | fields)


def age(store: Store, article_id: str, **fields: Any) -> str:
    """Makes the current state of an article what older rules have made of its original: one with
    other `fields`. With an `identity` it gets another id, which is returned.
    """
    old = store.get(article_id)
    if "identity" in fields:
        fields["id"] = make_id(fields["identity"])
    aged = replace(old, **fields)
    with store.transaction():
        run = store._db.run
        run("PRAGMA defer_foreign_keys = ON" if store.path else "SET CONSTRAINTS ALL DEFERRED")
        run(
            "UPDATE articles SET id = ?, identity = ?, date = ?, read_rules = NULL WHERE id = ?",
            (aged.id, aged.identity, aged.date, old.id),
        )
        for table in ("revisions", "changes", "sketches"):
            run(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (aged.id, old.id))
        run("UPDATE successors SET successor = ? WHERE successor = ?", (aged.id, old.id))
        run(
            "UPDATE revisions SET data = ?, content_hash = ?, rules = NULL"
            " WHERE article_id = ? AND revision = ?",
            (json.dumps(to_json(aged)), aged.content_hash(), aged.id, aged.revision),
        )
    return aged.id


def put_as(store: Store, article: Article, original: bytes, media_type: str) -> str:
    """Keeps an article that older rules are to have made of an original."""
    with store.transaction():
        store.put(article, original, media_type)
    return age(store, article.id)


def run(store: Store, **options: Any) -> tuple[dict[str, Renewal], RenewReport]:
    """Renews; what became of each article, and the report."""
    told: dict[str, Renewal] = {}
    report = renew(store, on_article=lambda one: told.update({one.article_id: one}), **options)
    return told, report


def everything(upto: int = RULES) -> Selection:
    """All articles, whatever rules have read them."""
    return Selection(upto=upto)


def dump(home: Path) -> str:
    """All that is in the database of an archive."""
    with closing(sqlite3.connect(home / "archive.db")) as database:
        return "\n".join(database.iterdump())
