"""A dry run: what would become of a pile, of which nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from archive.article import Article
from archive.store.ready import Ready
from archive.store.store import Outcome, Store
from archive.validators import Validators


class Rehearsal:
    """Stands where a Store does while a pile is taken in: answers like it and keeps nothing.

    Items of the same pile are compared with each other too, as if the earlier ones had been kept.
    It takes about 200 bytes an item. `store` is None where there is no archive yet.
    """

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._put: set[str] = set()  # ids of the pile
        self._states: set[tuple[str, str]] = set()  # ids with the hashes of what they held

    def transaction(self) -> AbstractContextManager[None]:
        """Does nothing: nothing is kept."""
        return nullcontext()

    def put(
        self,
        article: Article,
        original: bytes,
        media_type: str,
        read_as: Mapping[str, Any] | None = None,
        ready: Ready | None = None,
        under: Iterable[str] | None = None,
    ) -> Outcome:
        """What `Store.put` would answer, or raise."""
        ready = ready or Ready(article, original)
        ready.data.encode()  # ValueError as the store's
        outcome = self._store.foresee(ready) if self._store else "added"
        state = (article.id, ready.content)
        if outcome != "removed" and article.id in self._put:
            outcome = "unchanged" if outcome == "unchanged" or state in self._states else "revised"
        self._put.add(article.id)
        self._states.add(state)
        return outcome

    def get_validators(self, url: str) -> Validators | None:
        """None: an address is fetched, for what has not changed has to be shown as well."""
        return None

    def set_validators(self, url: str, validators: Validators) -> None:
        """Remembers nothing of an address."""
