"""Pages over the loopback: of the archive, and of Datasette with the same facets."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from beside import rows
from beside.corpora import Corpus, Say
from beside.processes import ARCHIVE, Command
from beside.queries import words_to_ask
from beside.server import Server

WARM = 4  # pages before those that count
PAGES, AGAIN = 24, 400
FRESH = 3  # servers started for each first answer
SIMPLE = {
    "search page": "/?q={}",
    "search, as JSON": "/search.json?q={}",
    "facet page, agencies": "/facet/agency?q={}",
    "words in context": "/?q={}&view=kwic",
    "folded search page": "/?q={}&fold=1",
    "suggestions": "/suggest.json?q={}",
}
DATASETTE = """
CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, body TEXT, tags TEXT, agency TEXT,
                       day INTEGER);
CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, content='articles', content_rowid='id',
                                             tokenize='porter unicode61');
"""


def pages(made: Corpus, say: Say) -> dict[str, Any]:
    """What each kind of page takes of the server's processor."""
    say(f"{made.name}: pages")
    asked = [quote_plus(word) for word in words_to_ask(made.rows, made.articles, PAGES + WARM)]
    warm, words = asked[:WARM], asked[WARM:]
    found: dict[str, Any] = {}
    with _served(made) as server:
        for name, address in SIMPLE.items():
            for word in warm:
                server.ask(address.format(word))
            found[name] = server.costs([address.format(word) for word in words])
        _, listing = server.ask(f"/search.json?q={words[0]}")
        ids = [each["id"] for each in json.loads(listing)["hits"]]
        found["article page"] = server.costs([f"/article/{each}" for each in ids])
        page = f"/?q={words[-1]}"
        answer, _ = server.ask(page)
        found["page that is kept"] = server.costs([page] * AGAIN, together=20)
        if tag := answer.headers["ETag"]:
            headers = {"If-None-Match": tag}
            found["unchanged (304)"] = server.costs([page] * AGAIN, headers, 304, together=20)
        found["memory"] = server.memory()
    found["first"] = _first(made, words)
    return found


def _served(made: Corpus) -> Server:
    return Server([ARCHIVE, "--home", made.home, "serve", "--port", "{port}"])


def _first(made: Corpus, words: list[str]) -> dict[str, Any]:
    """The first answer of a new process, each asked of several new ones: the median counts."""
    word = words[len(words) // 2]
    addresses = {
        "first search": f"/?q={word}",
        "first letter": f"/suggest.json?q={word[0]}",
        "first ~": f"/?q={word[:-2]}{word[-1]}{word[-2]}~",
    }
    found = {}
    for name, address in addresses.items():
        costs = []
        for _ in range(FRESH):
            with _served(made) as server:
                costs.append(server.costs([address]))
        found[name] = sorted(costs, key=lambda each: each["cpu"])[FRESH // 2]
    return found


def datasette(made: Corpus, python: Path, say: Say) -> dict[str, Any]:
    """The page of the same words with facets of tags, agencies and days."""
    path = made.folder / "datasette.db"
    if not path.exists():
        say(f"{made.name}: a database for Datasette")
        _fill(path.with_suffix(".part"), made)
        path.with_suffix(".part").replace(path)
    say(f"{made.name}: Datasette's pages")
    asked = words_to_ask(made.rows, made.articles, PAGES + WARM)[WARM :: PAGES // 6]
    limits = ("facet_time_limit_ms", "sql_time_limit_ms")
    options = [each for name in limits for each in ("--setting", name, "60000")]
    facets = "_facet_array=tags&_facet=agency&_facet=day&_facet_size=10&_size=10"
    arguments: Command = [
        python, "-m", "datasette", "serve", path, "--host", "127.0.0.1", "--port", "{port}",
        *options,
    ]  # fmt: skip
    with Server(arguments) as server:
        addresses = [f"/datasette/articles?_search={quote_plus(word)}&{facets}" for word in asked]
        server.ask(addresses[0])
        costs: dict[str, Any] = dict(server.costs(addresses[1:]))
        costs["memory"] = server.memory()
    return costs


def _fill(path: Path, made: Corpus) -> None:
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(DATASETTE)
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO articles (title, body, tags, agency, day) VALUES (?, ?, ?, ?, ?)",
        (
            (row["title"], row["body"], json.dumps(row["tags"]), "; ".join(row["agency"]),
             row["day"])
            for row in rows.read(made.rows)
        ),
    )  # fmt: skip
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    db.execute("CREATE INDEX by_agency ON articles (agency)")
    db.execute("CREATE INDEX by_day ON articles (day)")
    db.execute("COMMIT")
    db.close()
