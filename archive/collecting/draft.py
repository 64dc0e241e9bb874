"""What a change of collections is to be, before it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.collecting.journal import ITSELF, Step
from archive.collecting.kept import COLUMNS, Collection, Listed
from archive.store.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a collection: first, last, the number from 1, or before or after an article."""

    how: Literal["first", "last", "number", "before", "after"] = "last"
    number: int = 0
    article_id: str = ""


@dataclass(slots=True)
class Draft:
    """What is there of collections, by key and article, and what it is to be."""

    store: Store
    before: dict[tuple[str, str], Listed | None] = field(default_factory=dict)
    after: dict[tuple[str, str], Listed | None] = field(default_factory=dict)
    whole: list[Step] = field(default_factory=list)

    def read(self, key: str) -> dict[str, Listed]:
        """All that people have said of the articles of a collection, by id."""
        rows = self.store.database.run(
            f"SELECT article_id, {COLUMNS} FROM listed WHERE key = ?", (key,)
        )
        found = {article_id: Listed.of_row(*row) for article_id, *row in rows}
        self.before |= {(key, article_id): each for article_id, each in found.items()}
        return found

    def put(self, key: str, article_id: str, wanted: Listed | None) -> None:
        """What is to be said of an article of a collection that has been read."""
        self.after[key, article_id] = wanted

    def put_whole(self, key: str, before: Collection | None, after: Collection | None) -> None:
        """What a collection itself is to be."""
        texts = (each.written() if each else None for each in (before, after))
        self.whole.append(Step(key, ITSELF, *texts))

    def steps(self) -> list[Step]:
        """What changes."""
        states = [
            Step(key, article_id, *(each.written() if each else None for each in (old, new)))
            for (key, article_id), new in self.after.items()
            for old in (self.before.get((key, article_id)),)
        ]
        return [step for step in [*self.whole, *states] if step.before != step.after]
