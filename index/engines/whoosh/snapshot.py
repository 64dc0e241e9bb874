"""One committed state of a Whoosh index, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from index.engines.common.generations import verify
from index.engines.common.layout import key_field, stem_field
from index.engines.common.occurrences import Frequencies
from index.engines.whoosh.schema import Numbers, length_field

_MOST_ABSENT = 50_000  # terms that are known not to be there


class Snapshot:
    """One committed state (`evaluate.Postings`), its columns loaded when first asked for."""

    def __init__(self, folder: Path) -> None:
        verify(folder)
        self.name = folder.name
        self._index = open_dir(folder)
        self.reader: Any = self._index.reader()
        self.everything: set[int] = set(self.reader.all_doc_ids())
        self._columns: dict[str, Sequence[Any]] = {}
        self._averages: dict[str, float] = {}
        self._absent: set[tuple[str, bytes]] = set()

    def column(self, name: str) -> Sequence[Any]:
        """A column by document number."""
        if name not in self._columns:
            leaves = [leaf for leaf, _ in self.reader.leaf_readers() if leaf.doc_count_all()]
            found = [_whole_column(leaf, name) for leaf in leaves]
            self._columns[name] = [value for part in found for value in part]
        return self._columns[name]

    def days(self) -> Sequence[int]:
        """The day of every document number, or NO_DAY."""
        return self.column("day")

    def moments(self) -> Sequence[int]:
        """The moment of every document number, or NO_MOMENT."""
        return self.column("moment")

    def values(self, field: str) -> Sequence[str]:
        """The values of a keyword field of every document number, joined."""
        return self.column(key_field(field))

    def id(self, doc: int) -> str:
        """The id of a document."""
        return str(self.column("id")[doc])

    def length(self, stream: str, doc: int) -> float:
        """The length of a stream of a document, relative to the average."""
        lengths = self.column(length_field(stream))
        if stream not in self._averages:
            total = sum(lengths[doc] for doc in self.everything)
            self._averages[stream] = total / len(self.everything) or 1.0
        return float(lengths[doc] / self._averages[stream])

    def with_key(self, field: str, key: str) -> Iterable[int]:
        """The documents whose keyword field has this folded value."""
        return self._ids(key_field(field), key.encode())

    def with_key_prefix(self, field: str, start: str) -> Iterable[int]:
        """The documents whose keyword field has a value beginning so."""
        field = key_field(field)
        for term in list(self.reader.expand_prefix(field, start)):
            yield from self._ids(field, term)

    def terms(self, stream: str, start: str) -> list[str]:
        """The words of a stream that begin so, sorted; acronyms, in capitals, are no words."""
        found = (term.decode() for term in self.reader.expand_prefix(stream, start))
        return [term for term in found if not term.isupper()]

    def counts(self, stream: str, word: str) -> Frequencies:
        """How often a word, or an acronym in capitals, stands in each document."""
        return self._counts(stream, word)

    def stem_counts(self, stream: str, stem: str) -> Frequencies:
        """How often a stem stands in each document."""
        return self._counts(stem_field(stream), stem)

    def documents(self, stream: str, word: str) -> Iterable[int]:
        """The documents that hold a word."""
        return self._ids(stream, word.encode())

    def stem_documents(self, stream: str, stem: str) -> Iterable[int]:
        """The documents that hold a stem."""
        return self._ids(stem_field(stream), stem.encode())

    def positions(self, stream: str, word: str, docs: set[int]) -> dict[int, Sequence[int]]:
        """Where a word stands in those of `docs` that hold it, ascending."""
        found: dict[int, Sequence[int]] = {}
        matcher = self._matcher(stream, word.encode())
        while matcher is not None and matcher.is_active():
            doc = matcher.id()
            if doc in docs:
                found[doc] = matcher.value_as("positions")
            matcher.next()
        return found

    def _counts(self, field: str, term: str) -> Frequencies:
        counts: Frequencies = {}
        matcher = self._matcher(field, term.encode())
        while matcher is not None and matcher.is_active():
            counts[matcher.id()] = matcher.weight()
            matcher.next()
        return counts

    def _ids(self, field: str, term: bytes) -> Iterable[int]:
        matcher = self._matcher(field, term)
        return matcher.all_ids() if matcher is not None else ()

    def _matcher(self, field: str, term: bytes) -> Any:
        if (field, term) in self._absent:
            return None
        try:
            return self.reader.postings(field, term)
        except TermNotFound:
            # A word is asked for in every language of the archive, and stands in one or two.
            if len(self._absent) >= _MOST_ABSENT:
                self._absent.clear()
            self._absent.add((field, term))
            return None

    def close(self) -> None:
        """Closes its files."""
        self.reader.close()
        self._index.close()


def _whole_column(leaf: Any, name: str) -> Iterable[Any]:
    """A column of one segment, texts decoded."""
    reader = leaf.column_reader(name, translate=False)
    if isinstance(reader, Numbers.Reader):
        return reader.load()
    return [value.decode() if isinstance(value, bytes) else value for value in reader]
