"""Indexes of an archive made, filled, sealed, put in the place of the one before, and taken away.

What an index holds stands in the `_meta` of its mapping. It is written last, so that whoever is
killed before has everything written once more, which is harmless (`writing.py`). Until then `_meta`
says who fills it, and when that was last so by the cluster's clock: each machine has its own.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.errors import IndexBusyError, SearchIndexError
from archive.leftovers import runs
from index.document import Document
from index.engines.common.interface import IndexStamp, fingerprint
from index.engines.opensearch.client import Client, GoneError
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.parts import Parts, Shape, bases, drop, make, parts_of, words_of
from index.engines.opensearch.schema import index_body, words_body
from index.engines.opensearch.writing import Writer

_COPYING = 60  # seconds that copies of a new index are waited for
_MOST_PARTS = 32_768  # of a query
_BEAT = 30.0  # seconds after which who fills an index says so again
_MOVES = 5  # times that the alias is to be moved, while others move it
_SILENT = 900  # seconds after which nobody fills it any more
_UNTOLD = 86_400  # the same of one that says nothing, since it was made: older versions did so


class Building:
    """What is done to whole indexes of an alias."""

    def __init__(self, client: Client, cluster: Cluster, alias: str) -> None:
        self._client = client
        self._cluster = cluster
        self._alias = alias

    def anew(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Fills another index, then moves the alias to it and deletes the one before.
        IndexBusyError where it was taken away meanwhile, as one that nobody fills.
        """
        self.clear()
        self._allow_long_queries()
        index = f"{self._alias}-{secrets.token_hex(6)}"
        shape = Shape(self._cluster.shards, self._cluster.years)
        try:
            filling = _Filling(self._client, index, shape)
            parts = Parts(self._client, index, shape, 0)
            writer = Writer(self._client, words_of(index), parts)
            for batch in batches:
                writer.put((), filling.seen(batch), change)
            filling.say()
            self.seal(index, shape, change, token, filling=filling.sign)
            if self._cluster.replicas:
                self._copy(index, shape)
            filling.refuse_another()
            before = self._moved(index)
        except GoneError as error:
            self.drop([index])
            raise replaced() from error
        except BaseException:
            self.drop([index])
            raise
        self.drop(before)

    def seal(self, index: str, shape: Shape, change: int, token: str, **more: Any) -> None:
        """Makes visible what was written, then says what it is. SearchIndexError where a part of
        the index is not there to be counted, IndexBusyError where all of it has gone.
        """
        try:
            parts = len(parts_of(self._client, index)) if shape.years else 0
            every = shape.every(index)
            done = self._client.ask("POST", f"/{every}/_refresh")["_shards"]
            if done["failed"] or done["successful"] < shape.shards * (1 + parts):
                raise SearchIndexError(
                    f"A part of {index} does not answer", "try again in a minute"
                )
            self._client.ask("POST", f"/{words_of(index)}/_refresh")
            meta = asdict(IndexStamp(change, token, fingerprint(), self.counted(every)))
            meta |= {"commit": secrets.token_hex(8), **asdict(shape), "parts": parts, **more}
            self._client.ask("PUT", f"/{index}/_mapping", {"_meta": meta})
        except GoneError as error:
            raise replaced() from error

    def counted(self, index: str) -> int:
        """How many documents an index holds, in all of its parts."""
        body = {"size": 0, "track_total_hits": True}
        found = self._client.ask(
            "POST", f"/{index}/_search", body, allow_partial_search_results="false"
        )
        count: int = found["hits"]["total"]["value"]
        return count

    def drop(self, indexes: Iterable[str]) -> None:
        """Takes indexes away, with their words and parts."""
        for index in indexes:
            drop(self._client, index)

    def clear(self) -> None:
        """Takes away what those have left who were ended while they filled an index, or before they
        had deleted the one before. Who may not see it leaves it to others.
        """
        with suppress(GoneError, SearchIndexError):
            self.drop(list(self._abandoned()))

    def _abandoned(self) -> Iterator[str]:
        wanted = "*.aliases,*.mappings._meta,*.settings.index.creation_date"
        found = self._client.ask("GET", f"/{self._alias}-*", filter_path=wanted)
        names = bases(self._alias, found)
        unused = [name for name in names if not found.get(name, {}).get("aliases")]
        if not unused:
            return
        now = _now(self._client)
        for name in unused:
            if name not in found:  # its words or parts alone are left, which are made after it
                yield name
                continue
            sign = found[name].get("mappings", {}).get("_meta", {}).get("filling")
            made = int(found[name]["settings"]["index"]["creation_date"]) // 1000
            if _has_ended(sign, now) if sign else now - made > _UNTOLD:
                yield name

    def _allow_long_queries(self) -> None:
        """A pasted paragraph has more parts than the 1,024 that a cluster takes unless it is told.
        Who may not tell it gets a sentence for such a search.
        """
        more = {"persistent": {"indices.query.bool.max_clause_count": _MOST_PARTS}}
        with suppress(SearchIndexError, GoneError):
            self._client.ask("PUT", "/_cluster/settings", more)

    def _copy(self, index: str, shape: Shape) -> None:
        """Has copies made, which is quicker when all is written, and waits for them a while: where
        there are too few nodes there will be fewer.
        """
        names = f"{shape.every(index)},{words_of(index)}"
        copies = {"index": {"number_of_replicas": self._cluster.replicas}}
        self._client.ask("PUT", f"/{names}/_settings", copies)
        waiting = f"/_cluster/health/{names}?wait_for_status=green&timeout={_COPYING}s"
        with suppress(SearchIndexError):
            self._client.ask("GET", waiting, patience=_COPYING + 10)

    def _moved(self, index: str) -> set[str]:
        """Moves the alias; the indexes that it was of. GoneError where others go on moving it."""
        before: set[str] = set()
        is_moved = False
        for _ in range(_MOVES):
            try:
                held = set(self._client.ask("GET", f"/_alias/{self._alias}"))
            except GoneError:
                held = set()
            if held == {index} or (is_moved and index not in held):  # or another's, since
                return before
            before |= held - {index}
            # Unless it must exist, an alias that another has taken away meanwhile is passed over,
            # and then there would be two.
            actions: list[dict[str, Any]] = [
                {"remove": {"index": each, "alias": self._alias, "must_exist": True}}
                for each in sorted(held - {index})
            ]
            actions.append({"add": {"index": index, "alias": self._alias}})
            with suppress(GoneError):
                self._client.ask("POST", "/_aliases", {"actions": actions}, patience=60)
                is_moved = True
        raise GoneError(f"{self._alias} is being moved by others")


class _Filling:
    """A new index, which says that this process fills it."""

    def __init__(self, client: Client, index: str, shape: Shape) -> None:
        self._client = client
        self._index = index
        self.sign = {"table": _table(), "process": os.getpid(), "at": _now(client)}
        body = index_body(shape.shards, 0, by_years=shape.years > 0)
        body["mappings"]["_meta"] = {"filling": self.sign}
        for name, what in ((index, body), (words_of(index), words_body(1, 0))):
            make(client, name, what)
        self._made = self._which()
        self._said = time.monotonic()

    def seen(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents, while the index says now and then that it is being filled."""
        for each in documents:
            if time.monotonic() - self._said > _BEAT:
                self.say()
            yield each

    def say(self) -> None:
        """Says that it is being filled now."""
        self.sign["at"] = _now(self._client)
        self._client.ask("PUT", f"/{self._index}/_mapping", {"_meta": {"filling": self.sign}})
        self._said = time.monotonic()

    def refuse_another(self) -> None:
        """IndexBusyError where the index is not the one that was made: it was deleted, and what was
        written since has made another of its name.
        """
        if self._which() != self._made:
            raise replaced()

    def _which(self) -> str:
        wanted = "*.settings.index.uuid"
        (found,) = self._client.ask("GET", f"/{self._index}", filter_path=wanted).values()
        name: str = found["settings"]["index"]["uuid"]
        return name


def replaced() -> IndexBusyError:
    """What is raised where an index is no longer there to be written to."""
    return IndexBusyError("The index was built anew meanwhile", "try again")


def _now(client: Client) -> int:
    """Seconds since 1970, as the cluster has it."""
    return int(client.ask("GET", "/_cat/health", format="json")[0]["epoch"])


def _has_ended(sign: dict[str, Any], now: int) -> bool:
    """Whether who has left such a sign fills the index no more: it has ended here, or is silent."""
    if sign["table"] and sign["table"] == _table() and not runs(sign["process"]):
        return True
    return bool(now - sign["at"] > _SILENT)


def _table() -> str:
    """The table in which processes have their numbers here: no other machine, start or container
    has the same. "" where that cannot be told.
    """
    try:
        start = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{start} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""
