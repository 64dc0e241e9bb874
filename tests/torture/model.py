"""What a store has to hold, told by a plain model, and what it holds, in the same words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.article import Article, Origin, make_id
from archive.store.by_hand import Said
from archive.store.store import Store

NAMES = ("bridge", "river", "oil", "grain", "glacier")


@dataclass
class Kept:
    """What the store has to hold: of each article its texts, and what people did."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    tags: set[tuple[str, str]] = field(default_factory=set)
    piles: set[str] = field(default_factory=set)
    saved: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, text: str) -> None:
        """What a source sends: nothing comes of what is removed, nor of what was there before."""
        texts = self.texts.setdefault(name, [])
        if name not in self.removed and text not in texts:
            texts.append(text)


def article(name: str, text: str) -> Article:
    """What a source sends of that name."""
    return Article(
        make_id(name), name, f"Of {name}", text, Origin(f"{name}.txt"), date="2017-11-03",
        precision="day", agency=("AFP",), tags=("Syria",) if "bridge" in text else (),
        language="en",
    )  # fmt: skip


IDS = {name: make_id(name) for name in NAMES}


def held(store: Store) -> dict[str, Any]:
    """What a store holds, in the words of `held_by`."""
    known = {name: each for name, each in IDS.items() if store.database.row(
        "SELECT 1 FROM articles WHERE id = ?", (each,))}  # fmt: skip
    return {
        "texts": {name: [store.get(each, one.revision).body for one in store.arrivals(each)]
                  for name, each in known.items()},
        "originals": {name: store.original(each).data for name, each in known.items()},
        "removed": {name for name, each in known.items() if store.is_removed(each)},
        "tags": {(name, each.tag) for name, article_id in known.items()
                 for each in said_of(store, article_id)},
        "piles": {name for name, each in known.items() if store.get(each).collections},
        "saved": {each.name: each.text for each in store.saved.all()},
    }  # fmt: skip


def said_of(store: Store, article_id: str) -> list[Said]:
    """What people say of its tags."""
    rows = store.database.run("SELECT said FROM hand_tags WHERE article_id = ?", (article_id,))
    return [Said.read(said) for (said,) in rows]


def held_by(kept: Kept) -> dict[str, Any]:
    """What a store has to hold."""
    return {
        "texts": kept.texts,
        "originals": {name: texts[-1].encode() for name, texts in kept.texts.items()},
        "removed": kept.removed,
        "tags": kept.tags,
        "piles": kept.piles,
        "saved": kept.saved,
    }
