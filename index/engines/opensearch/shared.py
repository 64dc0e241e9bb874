"""The newest state of an index, shared by all threads that ask about it.

An answer takes several questions, of one state. So a state is closed when another has been
committed and nobody asks about it any more, and not before.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.engines.opensearch.client import Client, GoneError
from index.engines.opensearch.parts import Shape
from index.engines.opensearch.snapshot import Snapshot


class Shared:
    """What is open of one index."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._mutex = threading.Lock()
        self._newest: Snapshot | None = None
        self._users: dict[Snapshot, int] = {}  # how many ask about each that is open

    @contextmanager
    def newest(self, index: str, meta: dict[str, Any]) -> Iterator[Snapshot]:
        """The state of an index whose `_meta` is this. Whoever finds that it has gone raises
        GoneError in the block: then it is opened anew for who comes next.
        """
        snapshot = self._taken(meta["commit"]) or self._opened(index, meta)
        try:
            yield snapshot
        except GoneError:
            with self._mutex:
                if snapshot is self._newest:
                    self._newest = None
            raise
        finally:
            self._give_back(snapshot)

    def close(self) -> None:
        """Has the cluster forget what is open."""
        with self._mutex:
            left, self._users, self._newest = list(self._users), {}, None
        for each in left:
            each.close()

    def _taken(self, commit: str) -> Snapshot | None:
        with self._mutex:
            if self._newest is None or self._newest.commit != commit:
                return None
            self._users[self._newest] += 1
            return self._newest

    def _opened(self, index: str, meta: dict[str, Any]) -> Snapshot:
        # Not under the lock: where a node is silent, who needs nothing of it has not to wait.
        shape = Shape.of(meta)
        fresh = Snapshot(
            self._client, shape.every(index), meta["commit"],
            shape.shards * (1 + meta.get("parts", 0)), by_years=shape.years > 0,
        )  # fmt: skip
        with self._mutex:
            before, self._newest = self._newest, fresh
            self._users[fresh] = 1
        if before:
            self._close_unused(before)
        return fresh

    def _give_back(self, snapshot: Snapshot) -> None:
        with self._mutex:
            if snapshot in self._users:  # all was closed meanwhile
                self._users[snapshot] -= 1
        self._close_unused(snapshot)

    def _close_unused(self, snapshot: Snapshot) -> None:
        with self._mutex:
            if snapshot is self._newest or self._users.get(snapshot) != 0:
                return
            del self._users[snapshot]
        snapshot.close()
