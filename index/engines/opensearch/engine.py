"""The index in a cluster: an alias, behind it the index in use, beside that its index of words and,
where it is kept by years, its parts (`parts.py`).

A rebuild fills another index and moves the alias, at one stroke (`building.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from archive.errors import IndexDamagedError, RequestError, SearchIndexError, SettingsError
from index.document import Document
from index.engines.common.interface import IndexStamp
from index.engines.common.layout import key_field, stem_field
from index.engines.common.request import Found, Request
from index.engines.opensearch.answer import ClusterAnswer
from index.engines.opensearch.building import Building, replaced
from index.engines.opensearch.client import Client, GoneError, LargeError, LostError
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.compile import EVERYTHING, Json
from index.engines.opensearch.health import Health, health
from index.engines.opensearch.parts import Parts, Shape, words_of
from index.engines.opensearch.shared import Shared
from index.engines.opensearch.snapshot import Snapshot, words
from index.engines.opensearch.writing import NotTakenError, Writer

if TYPE_CHECKING:
    from index.engines.common.counting import Counting, Counts, Texts

T = TypeVar("T")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,180}")
_WAITS = (0.0, 1.0, 3.0)  # seconds before a question is asked again whose state has gone
_STEMS = 200  # counted in one question
_MOST_EDITS = 2  # that a cluster looks for


class OpenSearchEngine:
    """The index of an archive in a cluster. Any number of threads, processes and machines may read
    and write at once.
    """

    name = "opensearch"
    reads_texts = True
    files_by_first_day = True

    def __init__(self, home: Path, cluster: Cluster) -> None:
        self.alias = cluster.index_of(home)
        if not _NAME.fullmatch(self.alias):
            raise SettingsError(
                f"{self.alias!r} is no name for an index of OpenSearch",
                "set `opensearch_index` to small letters, figures, _ and -",
            )
        self._client = Client(cluster)
        self._replicas = cluster.replicas
        self._building = Building(self._client, cluster, self.alias)
        self._cleared = False  # whether what killed ones have left was looked for
        self._shared = Shared(self._client)
        self._writer: tuple[str, Writer] | None = None

    # What it holds ------------------------------------------------------------------------------

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None without one."""
        if (standing := self._standing()) is None:
            return None
        _, meta = standing
        return IndexStamp(**{name: meta[name] for name in IndexStamp.__dataclass_fields__})

    def generation(self) -> str | None:
        """The name of the last commit; None without an index."""
        standing = self._standing()
        return standing[1]["commit"] if standing else None

    def _standing(self) -> tuple[str, dict[str, Any]] | None:
        """The index in use, and what its mapping says of it."""
        found = self._of_index("/_mapping", "mappings._meta")
        return found and (found[0], found[1]["mappings"]["_meta"])

    def _of_index(self, path: str, wanted: str) -> tuple[str, dict[str, Any]] | None:
        """The index in use, and what of it is asked for."""
        try:
            answer = self._client.ask(
                "GET", f"/{self.alias}{path}", filter_path=f"*.{wanted}", managed=True
            )
        except GoneError:
            return None
        return next(iter(answer.items()), None)

    def _used(self) -> tuple[str, dict[str, Any]]:
        """The same, where there has to be one."""
        if (standing := self._standing()) is None:
            raise self._missing()
        return standing

    def _missing(self) -> IndexDamagedError:
        return IndexDamagedError(f"There is no index {self.alias} in the cluster")

    # Writing ------------------------------------------------------------------------------------

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in, in one commit."""
        index, meta = self._used()
        self.fill(index, removed, documents, change)
        self._building.seal(index, Shape.of(meta), change, token)
        if not self._cleared:
            self._building.clear()
            self._cleared = True

    def fill(
        self, index: str, removed: Collection[str], documents: Iterable[Document], change: int
    ) -> None:
        """Takes ids out of an index and documents in, without a commit. Any number of processes may
        do so at once, in any order: of what two write of an article, the later change stays.
        IndexBusyError where another index has taken its place meanwhile.
        """
        try:
            self._writer_to(index).put(removed, documents, change)
        except NotTakenError:
            self._refuse_replaced(index)
            raise
        except GoneError as error:
            self._refuse_replaced(index)
            raise replaced() from error
        self._refuse_replaced(index)

    def _writer_to(self, index: str) -> Writer:
        if self._writer is None or self._writer[0] != index:
            shape = Shape.of(self._refuse_replaced(index))
            parts = Parts(self._client, index, shape, self._replicas)
            self._writer = index, Writer(self._client, words_of(index), parts)
        return self._writer[1]

    def _refuse_replaced(self, index: str) -> dict[str, Any]:
        """The `_meta` of an index. IndexBusyError where it is no longer the one in use: it has been
        deleted, and what was written since has made another of its name, which is taken away.
        """
        standing, meta = self._used()
        if standing != index:
            self._building.drop([index])
            raise replaced()
        return meta

    def commit(self, index: str, change: int, token: str) -> bool:
        """Makes visible what an index was filled with, and says that it holds all up to a change.
        False where another index has taken its place.
        """
        standing, meta = self._used()
        if standing != index:
            return False
        self._building.seal(index, Shape.of(meta), change, token)
        return True

    def place(self) -> tuple[str, str]:
        """The name of the index in use, and what no other index has ever had, not even one that was
        restored under this name. IndexDamagedError without an index.
        """
        if (found := self._of_index("", "settings.index.uuid")) is None:
            raise self._missing()
        return found[0], found[1]["settings"]["index"]["uuid"]

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Fills another index, then moves the alias to it and deletes the one before."""
        self._building.anew(batches, change, token)

    # Asking -------------------------------------------------------------------------------------

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        return self._answered(lambda snapshot: ClusterAnswer(snapshot, request).found())

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field of documents that are there, sorted."""
        return self._answered(lambda snapshot: snapshot.values(key_field(field)))

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The first words of a stream that begin so; some may only be in deleted documents."""
        wanted = [{"prefix": {"word": start}}] if start else []
        return self._words(stream, wanted, most)

    def like(self, stream: str, word: str, edits: int) -> list[str] | None:
        """Words of a stream that so many slips make of a word; None of more slips than a cluster
        looks for.
        """
        if not 1 <= edits <= _MOST_EDITS:
            return None
        how = {"value": word, "fuzziness": edits, "rewrite": "constant_score"}
        return self._words(stream, [{"fuzzy": {"word": how}}], None)

    def _words(self, stream: str, wanted: list[Json], most: int | None) -> list[str]:
        def read() -> list[str]:
            index = words_of(self._used()[0])
            return list(words(self._client, index, [{"term": {"stream": stream}}, *wanted], most))

        return self._again(read)

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream."""
        every = list(stems)
        field = stem_field(stream)

        def counts(snapshot: Snapshot) -> dict[str, int]:
            found: dict[str, int] = {}
            for start in range(0, len(every), _STEMS):
                some = every[start : start + _STEMS]
                filters = {"filters": [{"term": {field: stem}} for stem in some]}
                answer = snapshot.ask(EVERYTHING, aggs={"each": {"filters": filters}})
                buckets = answer["aggregations"]["each"]["buckets"]
                found |= dict(zip(some, (one["doc_count"] for one in buckets), strict=True))
            return found

        return self._answered(counts)

    def count(self, counting: Counting, texts: Texts) -> Counts:
        """Counts words, and what stands around some. Every text is read: a cluster tells no
        places.
        """
        from index.engines.common.plain import count_by_reading  # a search counts none

        return count_by_reading(counting, self.search, texts)

    def ids(self) -> set[str]:
        """The ids of all documents."""
        return self._answered(lambda snapshot: snapshot.ids())

    def verify(self) -> None:
        """Asks whether all parts of the index are there, and holds as much as was written.
        IndexDamagedError if not.
        """
        self._again(self._verify)

    def _verify(self) -> None:
        index, meta = self._used()
        every = Shape.of(meta).every(index)
        if health(self._client, every).status == "red":
            raise IndexDamagedError(f"Parts of the index {index} are on nodes that do not answer")
        if (count := self._building.counted(every)) != meta["documents"]:
            raise IndexDamagedError(f"{index} holds {count} documents, not {meta['documents']}")

    def health(self) -> Health:
        """How the cluster is, as far as this index needs it."""

        def asked() -> Health:
            standing = self._standing()
            every = Shape.of(standing[1]).every(standing[0]) if standing else ""
            return health(self._client, every)

        return self._again(asked)

    def size(self) -> int:
        """Bytes on the nodes, those of copies too."""

        def size() -> int:
            if (standing := self._standing()) is None:
                return 0
            index, meta = standing
            every = f"{Shape.of(meta).every(index)},{words_of(index)}"
            stats = self._client.ask("GET", f"/{every}/_stats/store")
            return int(stats["_all"]["total"]["store"]["size_in_bytes"])

        return self._again(size)

    def close(self) -> None:
        """Has the cluster forget the state that was read, and closes all connections."""
        self._shared.close()
        self._client.close()

    def _answered(self, question: Callable[[Snapshot], T]) -> T:
        """The answer to a question about one state, which stays as long as it is asked."""

        def answer() -> T:
            with self._shared.newest(*self._used()) as snapshot:
                return question(snapshot)

        return self._again(answer)

    def _again(self, question: Callable[[], T]) -> T:
        """The answer to a question, asked again where what it was about went away meanwhile, or
        nodes with parts of it: it takes the others a moment to see that.
        """
        for wait in (*_WAITS, None):
            try:
                return question()
            except LargeError as error:
                raise RequestError(
                    "The search is longer than the cluster takes", "ask for fewer words at once"
                ) from error
            except GoneError as error:
                if wait is None and isinstance(error, LostError):
                    raise SearchIndexError(
                        f"Parts of the index {self.alias} are on nodes that do not answer",
                        "see whether all nodes run, and try again",
                    ) from error
                if wait is None:
                    raise IndexDamagedError(f"{self.alias} cannot be read: {error}") from error
                sleep(wait if isinstance(error, LostError) else 0.0)
        raise AssertionError
