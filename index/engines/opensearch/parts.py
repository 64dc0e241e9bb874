"""An index by years: the base, which the alias is of, and beside it a part for each so many years.

An article is filed by the day of the state in which it came first. That never changes, so it is in
the same part whoever writes it, however late, and never in two. Where it is matters for speed
alone: every question goes to all parts. The base has what is undated, is of no usual year, or has
a first state that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from archive.errors import SearchIndexError
from index.document import UNKNOWN, Document
from index.engines.opensearch.client import Client, GoneError
from index.engines.opensearch.schema import index_body

_USUAL = range(1600, 2100)  # each other year in a part of its own would be a way to fill a cluster
_WORDS = "-words"
_BESIDE = rf"{_WORDS}|-(?:in-)?y[0-9]{{4}}"  # the base
_AT_ONCE = 50  # names in one address: 4,096 bytes of one are taken


@dataclass(frozen=True, slots=True)
class Shape:
    """In how many shards an index is, or each part of one by so many years."""

    shards: int
    years: int = 0

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> Shape:
        """As the mapping of an index says; one of an earlier version knows no years."""
        return cls(meta["shards"], meta.get("years", 0))

    def every(self, index: str) -> str:
        """An index with all of its parts, as an address has it."""
        return f"{index},{index}-y*" if self.years else index


class Parts:
    """The parts of one index, for who writes to it. They are made as they are needed.

    What is written to one goes by a second name, for OpenSearch makes no index of its own accord
    where it is told that there has to be such a name (`require_alias`).
    """

    def __init__(self, client: Client, index: str, shape: Shape, replicas: int) -> None:
        self._client = client
        self._index = index
        self._years = shape.years
        self.by_years = shape.years > 0
        self._body = index_body(shape.shards, replicas, by_years=self.by_years)
        self._made: set[int] = set()

    def forget(self) -> None:
        """Has it be seen again which parts there are."""
        self._made.clear()

    def holding(self, document: Document) -> tuple[str, list[str]]:
        """Where a document is put, and where else a state of it may be that has to be taken out:
        it was put into the base while its first state could not be read.
        """
        if not self._years:
            return self._index, []
        if document.first_day == UNKNOWN:
            return self._index, self._others()
        target = self._by_day(document.first_day)
        return target, [self._index] if document.is_revised and target != self._index else []

    def once_holding(self, article_id: str, removed: Collection[str]) -> list[str]:
        """Where an article of those removed may be."""
        if not self._years:
            return [self._index]
        day = removed[article_id] if isinstance(removed, Mapping) else UNKNOWN
        if day == UNKNOWN:
            return [self._index, *self._others()]
        return list(dict.fromkeys((self._index, self._by_day(day))))

    def address(self, target: str) -> dict[str, Any]:
        """The same for an action of a bulk."""
        return {"_index": target} if target == self._index else {
            "_index": target, "require_alias": True,
        }  # fmt: skip

    def _by_day(self, day: int | None) -> str:
        year = 0 if day is None else day // 10_000
        if year not in _USUAL:
            return self._index
        year -= year % self._years
        if year not in self._made:
            self._make(year)
        return self._written(year)

    def _written(self, year: int) -> str:
        return f"{self._index}-in-y{year:04}"

    def _make(self, year: int) -> None:
        """Makes a part, unless another has done so."""
        name = f"{self._index}-y{year:04}"
        body = self._body | {"aliases": {self._written(year): {}}}
        if name not in parts_of(self._client, self._index):
            make(self._client, name, body)
        self._made.add(year)

    def _others(self) -> list[str]:
        return [self._written(int(name[-4:])) for name in parts_of(self._client, self._index)]


def make(client: Client, name: str, body: dict[str, Any]) -> None:
    """Makes an index, unless it is there: made by another, or by a request that got no answer and
    was sent once more.
    """
    try:
        client.ask("PUT", f"/{name}", body, patience=60)
    except SearchIndexError as error:
        try:
            client.ask("GET", f"/{name}/_alias")
        except GoneError:
            raise error from None


def words_of(index: str) -> str:
    """The index of the words of an index."""
    return f"{index}{_WORDS}"


def parts_of(client: Client, index: str) -> list[str]:
    """The parts that an index has beside its base."""
    found = client.ask("GET", f"/{index}-y*/_alias")
    return [name for name in found if re.fullmatch(rf"{re.escape(index)}-y[0-9]{{4}}", name)]


def bases(alias: str, names: Collection[str]) -> set[str]:
    """Of which indexes of an alias some are the bases, words and parts."""
    own = re.compile(rf"({re.escape(alias)}-[0-9a-f]{{12}})(?:{_BESIDE})?")
    return {match[1] for name in names if (match := own.fullmatch(name))}


def drop(client: Client, index: str) -> None:
    """Takes an index away, with its words and parts; the base first, for parts without one are
    known to be left.
    """
    with suppress(GoneError, SearchIndexError):
        client.ask("DELETE", f"/{index}")
    with suppress(GoneError, SearchIndexError):
        for names in _some(list(client.ask("GET", f"/{index}-*/_alias")), index):
            client.ask("DELETE", f"/{names}", ignore_unavailable="true", patience=60)


def _some(names: list[str], index: str) -> Iterator[str]:
    own = re.compile(rf"{re.escape(index)}(?:{_BESIDE})")
    every = sorted(name for name in names if own.fullmatch(name))
    for start in range(0, len(every), _AT_ONCE):
        yield ",".join(every[start : start + _AT_ONCE])
