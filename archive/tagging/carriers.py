"""Which articles carry a tag, as their sources or people say; whatever it is called here."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache

from archive.store.by_hand import Said
from archive.store.common.database import Database
from archive.text.plain import fold_line


class Carriers:
    """The articles of one store, by the tags that they carry."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, keys: Collection[str]) -> list[str]:
        """The ids of the live articles that carry one of some folded tags, in order."""
        folded = cache(fold_line)  # of few tags there are many
        rows = self._db.rows(
            "SELECT a.id, json_extract(r.data, '$.tags'), (SELECT group_concat(said, char(10))"
            " FROM hand_tags WHERE article_id = a.id) FROM articles a"
            " JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision"
            " WHERE a.removed_at IS NULL ORDER BY a.id"
        )
        found = []
        for article_id, sent, said in rows:
            tags = json.loads(sent) + (
                [Said.read(one).tag for one in said.split("\n")] if said else []
            )
            if any(folded(tag) in keys for tag in tags):
                found.append(article_id)
        return found
