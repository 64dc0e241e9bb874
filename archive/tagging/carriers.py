"""Which articles carry a tag, as their sources or people say; whatever it is called here."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from archive.store.by_hand import Said
from archive.store.originals import live_records
from archive.store.store import Store
from archive.text.plain import fold_line

_SAID = "(SELECT group_concat(said, char(10)) FROM hand_tags WHERE article_id = a.id)"


class Carriers:
    """The articles of one store, by the tags that they carry."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, keys: Collection[str]) -> list[str]:
        """The ids of the live articles that carry one of some folded tags, in order. One that is
        damaged is left out, and noted in the store.
        """
        folded = cache(fold_line)  # of few tags there are many
        found = []
        for article_id, sent, said in live_records(
            self._store.database, self._store.damaged, _SAID
        ):
            tags = [tag for tag in sent.get("tags") or () if isinstance(tag, str)]
            tags += [Said.read(one).tag for one in said.split("\n")] if said else []
            if any(folded(tag) in keys for tag in tags):
                found.append(article_id)
        return found
