"""Putting documents into an index, in bulks of a bounded size.

Each carries the number of a change of the store's log as its version. One that is sent again is
taken again; one that arrives after a later change is refused by the cluster (409), which is right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from time import sleep
from typing import Any

from archive.errors import IndexBusyError, IndexOverloadedError, SearchIndexError
from index.document import Document
from index.engines.opensearch.client import Client, GoneError, LargeError
from index.engines.opensearch.parts import Parts
from index.engines.opensearch.schema import body_of, words_of

Action = tuple[Mapping[str, Any], ...]  # an action, and what it is done with

_BYTES = 5 << 20  # of a bulk: of more a node may have no room
_MANY = 2_000  # actions in a bulk
_WAITS = (0.1, 0.5, 2.0, 5.0)  # seconds before what there was no room for is sent again
_MOST_KNOWN = 500_000  # words that are remembered as kept already
_LATER, _GONE = 409, 404  # what a cluster answers that is no fault
_IN_A_MOMENT = (429, 503)  # no room now; or its part is on its way to another node


class NotTakenError(SearchIndexError):
    """A document that an index refuses."""


class Writer:
    """Writes into the parts of one index and its index of words."""

    def __init__(self, client: Client, words: str, parts: Parts) -> None:
        self._client = client
        self._parts = parts
        self._words = words
        self._known: set[tuple[str, str]] = set()

    def put(self, removed: Collection[str], documents: Iterable[Document], change: int) -> None:
        """Takes ids out and documents in. NotTakenError names a document that is refused, GoneError
        a part of the index that is not there any more.
        """
        try:
            for bulk in _bulks(self._actions(removed, documents, change)):
                self._send(bulk)
        except BaseException:
            self._known.clear()  # words of a bulk that did not arrive are not kept
            self._parts.forget()
            raise

    def _actions(
        self, removed: Collection[str], documents: Iterable[Document], change: int
    ) -> Iterator[Action]:
        version = {"version": change, "version_type": "external_gte"}
        for article_id in removed:
            for each in self._parts.once_holding(article_id, removed):
                yield ({"delete": {"_index": each, "_id": article_id, **version}},)
        for document in documents:
            target, others = self._parts.holding(document)
            action = {**self._parts.address(target), "_id": document.id, **version}
            yield {"index": action}, body_of(document, by_years=self._parts.by_years)
            for each in others:
                yield ({"delete": {"_index": each, "_id": document.id, **version}},)
            for stream, word in set(words_of(document)) - self._known:
                self._remember(stream, word)
                name = hashlib.blake2b(f"{stream} {word}".encode(), digest_size=16).hexdigest()
                yield (
                    {"create": {"_index": self._words, "_id": name}},
                    {"stream": stream, "word": word},
                )

    def _remember(self, stream: str, word: str) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add((stream, word))

    def _send(self, bulk: list[Action]) -> None:
        """Sends a bulk, again what there was no room for, in halves where it is too much."""
        left = bulk
        for wait in (*_WAITS, None):
            try:
                answers = self._client.bulk(line for action in left for line in action)
            except (LargeError, IndexOverloadedError) as error:
                if len(left) == 1:
                    raise _too_much(left[0], error) from error
                half = len(left) // 2
                self._send(left[:half])
                self._send(left[half:])
                return
            left = [action for action, answer in zip(left, answers, strict=True)
                    if not _is_done(action, answer)]  # fmt: skip
            if not left:
                return
            if wait is None:
                raise _no_room()
            sleep(wait)


def _too_much(action: Action, error: Exception) -> SearchIndexError:
    """What is told of one action that is too much by itself."""
    if isinstance(error, IndexOverloadedError):
        return _no_room()
    (named,) = action[0].values()
    return NotTakenError(
        f"OpenSearch does not take {named['_id']}: it is larger than what is let through",
        "let its nodes, and what stands before them, take requests of 100 MB",
    )


def _no_room() -> IndexBusyError:
    return IndexBusyError("OpenSearch can take no documents now", "try again")


def _is_done(action: Action, answer: Mapping[str, Any]) -> bool:
    """Whether it is in the index; not where it could not be taken now. NotTakenError where it is
    refused, GoneError where there is no such index.
    """
    status = answer["status"]
    if status in _IN_A_MOMENT:
        return False
    if status < 300 or status == _LATER or ("delete" in action[0] and status == _GONE):
        return True
    error = answer.get("error", {})
    cause = error.get("caused_by", {}).get("reason") or error.get("reason")
    if status == _GONE:
        raise GoneError(cause)
    raise NotTakenError(f"OpenSearch does not take {answer['_id']}: {cause} ({status})")


def _bulks(actions: Iterable[Action]) -> Iterator[list[Action]]:
    bulk: list[Action] = []
    held = 0
    for action in actions:
        size = sum(len(json.dumps(line)) for line in action)
        if bulk and (held + size > _BYTES or len(bulk) >= _MANY):
            yield bulk
            bulk, held = [], 0
        bulk.append(action)
        held += size
    if bulk:
        yield bulk
