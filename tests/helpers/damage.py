"""Records that are damaged, as by a disk, while the database around them is sound."""

from __future__ import annotations

from archive.store.store import Store


def cut_short(store: Store, article_id: str) -> None:
    """Leaves of what is kept of an article no more than a beginning, which is no JSON."""
    with store.transaction():
        store.database.run(
            "UPDATE revisions SET data = substr(data, 1, 40) WHERE article_id = ?", (article_id,)
        )
