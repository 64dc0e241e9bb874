"""The archive's own engines, asked through `Engine.search` as the front door asks them."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive.settings import load
from archive.store.store import Store
from beside.sides.protocol import TOP, serve, timed
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.request import Request, Sort
from index.engines.open import open_engine
from index.names.groups import load_names


class Archive:
    """An archive and one of its engines."""

    def __init__(self, home: Path, engine: str) -> None:
        self.version = f"news-archive {version('news-archive')}, engine {engine}"
        settings = load(str(home))
        store = Store.open(home, settings.text("store"))
        self.engine = open_engine(engine, home, settings=settings.values)
        self.door = Search(store, self.engine, load_names(home))

    def prepare(self, query: dict[str, Any]) -> Request:
        """What the front door makes of the text: other spellings and preferences included."""
        _, request, _ = self.door._understood(_asked(query))
        return request

    def ask(self, prepared: Request, counts: bool) -> dict[str, Any]:
        """Hits and total; with counts, the facets of tags and agencies, and days."""
        if counts:
            facets = ("tag", "agency")
            prepared = replace(prepared, facets=facets, facet_limit=TOP, timeline=True)
        found = self.engine.search(prepared)
        answer: dict[str, Any] = {"hits": found.hits, "total": found.total}
        if counts:
            answer |= {"tags": found.facets["tag"], "agency": found.facets["agency"]}
            answer["days"] = [(day or 0, count) for day, count in found.days.items()]
        return answer

    def door_beside_engine(self, question: dict[str, Any]) -> dict[str, Any]:
        """Nanoseconds of the whole answer, with articles and snippets, and of the engine's part."""
        asked = _asked(question["query"])
        request = self.prepare(question["query"])
        whole, _ = timed(lambda: self.door.search(asked), question["times"])
        engine, _ = timed(lambda: self.engine.search(request), question["times"])
        understood, _ = timed(lambda: self.door._understood(asked), question["times"])
        return {"whole": whole, "engine": engine, "understood": understood}

    def folded(self, question: dict[str, Any]) -> dict[str, Any]:
        """Nanoseconds of a search folded by stories, with facets and days."""
        request = replace(
            self.prepare(question["query"]),
            facets=("tag", "agency"), facet_limit=TOP, timeline=True, fold=True,
        )  # fmt: skip
        cpu, wall = timed(lambda: self.engine.search(request), question["times"])
        return {"cpu": cpu, "wall": wall, "total": self.engine.search(request).total}


def _asked(query: dict[str, Any]) -> Asked:
    start, end = (_day(query[name]) if name in query else None for name in ("from", "to"))
    sort: Sort | None = "newest" if "from" in query else None
    return Asked(query["text"], start=start, end=end, sort=sort, limit=TOP)


def _day(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


if __name__ == "__main__":
    serve(Archive(Path(sys.argv[1]), sys.argv[2]))
