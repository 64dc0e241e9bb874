"""How far the news of saved searches have been told where they are sent to: told once a place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive.store.common.database import Database
from archive.store.saved import Mark, SavedSearch, options_json


@dataclass(frozen=True, slots=True)
class Telling:
    """How far the news of a search have been told at a place: up to `told`. Where `pending` is set,
    something up to there was sent, and nobody knows whether it arrived.
    """

    told: Mark
    pending: Mark | None = None


class Tellings:
    """The tellings of one store. All but `of` is called inside a `transaction`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, search: SavedSearch, place: str) -> Telling:
        """That of a search at a place; at a new one, what has not been printed yet is to be told.

        A place is an address with its kind ("webhook:https://..."). Its hash alone is kept.
        """
        row = self._db.row(
            "SELECT change, at, awaited, pending FROM tellings WHERE key = ? AND place = ?",
            (search.key, _hashed(place)),
        )
        if row is None:
            return Telling(search.mark)
        change, at, awaited, pending = row
        told = Mark(change, at, frozenset(json.loads(awaited)))
        return Telling(told, _read(pending) if pending else None)

    def sending(self, search: SavedSearch, place: str, told: Mark, upto: Mark) -> None:
        """Something is about to be sent: what has come after `told`, up to `upto`."""
        self._keep(search, place, told, upto)

    def told(self, search: SavedSearch, place: str, upto: Mark) -> None:
        """Has arrived, or there was nothing to tell."""
        self._keep(search, place, upto, None)

    def refused(self, search: SavedSearch, place: str, told: Mark) -> None:
        """Has certainly not arrived: it is told anew, with what comes until then."""
        self._keep(search, place, told, None)

    def _keep(self, search: SavedSearch, place: str, told: Mark, pending: Mark | None) -> None:
        """Not if the search has been replaced or forgotten since it was looked up."""
        self._db.run(
            "INSERT INTO tellings SELECT key, ?, ?, ?, ?, ? FROM saved_searches"
            " WHERE key = ? AND text = ? AND options = ? ON CONFLICT (key, place) DO UPDATE"
            " SET change = excluded.change, at = excluded.at, awaited = excluded.awaited,"
            " pending = excluded.pending",
            (_hashed(place), told.change, told.at, _listed(told.awaited),
             _written(pending) if pending else None,
             search.key, search.text, options_json(search)),
        )  # fmt: skip


def _hashed(place: str) -> str:
    return hashlib.sha256(place.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _listed(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))


def _written(mark: Mark) -> str:
    return json.dumps({"change": mark.change, "at": mark.at, "awaited": sorted(mark.awaited)})


def _read(text: str) -> Mark:
    kept = json.loads(text)
    return Mark(kept["change"], kept["at"], frozenset(kept["awaited"]))
