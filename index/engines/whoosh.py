"""The default engine: Whoosh keeps the postings and the columns.

Our own tree is evaluated over Whoosh's postings (`evaluate`), each commit is a folder of its own
(`generations`): Whoosh's files are not safe against a crash.
"""

from __future__ import annotations

import sys
import threading
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import create_in, open_dir
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.system import pack_uint

from archive.errors import ArchiveError
from index.document import Document, Stream
from index.engine import IndexStamp, fingerprint
from index.engines.evaluate import NO_DAY, NO_MOMENT, Evaluation
from index.engines.folding import SEPARATOR
from index.engines.generations import Generations, verify
from index.engines.occurrences import Frequencies
from index.fields import KEYS, STREAMS
from index.results import Found, Request

_MOST_SEGMENTS = 12
_MERGED = 8  # of the smallest segments become one when there are too many
_POOL = 256  # MiB of postings that are sorted in memory
_STEM = "_stem"


class Tokens(fields.FieldType):  # type: ignore[misc]
    """A stream of tokens, given as {term: positions}; with positions or frequencies alone."""

    def __init__(self, positions: bool) -> None:
        super().__init__(formats.Positions() if positions else formats.Frequency(), None)
        self.positions = positions

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's posting tuples: term, frequency, weight, encoded positions or frequency."""
        for term, found in value.items():
            count = len(found)
            kept = self.format.encode(found) if self.positions else pack_uint(count)
            yield term.encode(), count, float(count), kept


class Keys(fields.FieldType):  # type: ignore[misc]
    """Whole folded values, given as a tuple; kept in a column too, to be counted."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)
        self.column_type = columns.VarBytesColumn()

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One posting a value."""
        for key in value:
            yield key.encode(), 1, 1.0, b""

    def to_column_value(self, value: Any) -> bytes:
        """All values of a document as one."""
        return SEPARATOR.join(value).encode()


class Numbers(columns.NumericColumn):  # type: ignore[misc]
    """A column of whole numbers that is read at once: a tenth of the time of one by one."""

    class Reader(columns.NumericColumn.Reader):  # type: ignore[misc]
        """Reads what NumericColumn.Writer wrote: big-endian, defaults left off at the end."""

        def load(self) -> array[int]:
            """All numbers."""
            loaded = array(self._typecode)
            loaded.frombytes(self._dbfile.get(self._basepos, self._count * self._fixedlen))
            if sys.byteorder == "little":
                loaded.byteswap()
            loaded.extend([self._default] * (self._doccount - len(loaded)))
            return loaded


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, without a length for each posting: streams have theirs in a column."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=1)


def _schema() -> fields.Schema:
    schema = fields.Schema(
        id=Keys(),
        day=fields.COLUMN(Numbers("i", default=NO_DAY)),
        moment=fields.COLUMN(Numbers("q", default=NO_MOMENT)),
    )
    for name in KEYS:
        schema.add(_key_field(name), Keys())
    for name in STREAMS:
        schema.add(name, Tokens(positions=True))
        schema.add(name + _STEM, Tokens(positions=False))
        schema.add(_length_field(name), fields.COLUMN(Numbers("i")))
    return schema


def _key_field(name: str) -> str:
    return f"{name}_key" if name in STREAMS else name


def _length_field(stream: str) -> str:
    return f"{stream}_length"


class WhooshEngine:
    """The index in a folder. Reading is safe from several threads, one at a time inside."""

    name = "whoosh"

    def __init__(self, folder: Path, lock_timeout: float = 30.0) -> None:
        self.folder = folder
        self._generations = Generations(folder, lock_timeout)
        self._mutex = threading.RLock()
        self._snapshot: _Snapshot | None = None

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None without an index."""
        return self._generations.stamp()

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in, in one commit."""
        with self._generations.draft(anew=False) as draft:
            with self._readable():
                count = _write(draft.folder, removed, documents)
            draft.seal(IndexStamp(change, token, fingerprint(), count))

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Writes a new folder beside the one in use, then swaps."""
        with self._generations.draft(anew=True) as draft:
            create_in(draft.folder, _schema()).close()
            count = 0
            for batch in batches:
                count = _write(draft.folder, (), batch)
            draft.seal(IndexStamp(change, token, fingerprint(), count))

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        with self._mutex, self._readable():
            return Evaluation(self._open(), request).answer()

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field of documents that are there, sorted."""
        with self._mutex, self._readable():
            snapshot = self._open()
            lexicon = [term.decode() for term in snapshot.reader.lexicon(_key_field(field))]
            return sorted(
                value
                for value in lexicon
                if not snapshot.everything.isdisjoint(snapshot.with_key(field, value))
            )

    def terms(self, stream: str, start: str = "") -> list[str]:
        """The words of a stream that begin so, sorted; some may be those of documents gone."""
        with self._mutex, self._readable():
            return self._open().terms(stream, start)

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; some may be of those gone."""
        with self._mutex, self._readable():
            frequency = self._open().reader.doc_frequency
            return {stem: frequency(stream + _STEM, stem) for stem in stems}

    def ids(self) -> set[str]:
        """The ids of all documents."""
        with self._mutex, self._readable():
            snapshot = self._open()
            ids = snapshot.column("id")
            return {ids[doc] for doc in snapshot.everything}

    def verify(self) -> None:
        """Compares every byte on disk with what was written."""
        self._generations.read(lambda folder: verify(folder, read_all=True))

    def size(self) -> int:
        """Bytes on disk."""
        return self._generations.size()

    def close(self) -> None:
        """Closes the files that it reads."""
        with self._mutex:
            if self._snapshot:
                self._snapshot.close()
                self._snapshot = None

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Broken files can make Whoosh raise anything. If they are to blame, IndexDamagedError;
        if every byte is as it was written, it is a fault of the program and stays one.
        """
        try:
            yield
        except ArchiveError:
            raise
        except Exception:
            self.verify()
            raise

    def _open(self) -> _Snapshot:
        """The newest state; opened again only when another has been committed."""
        if self._snapshot is None or self._snapshot.name != self._generations.name():
            fresh = self._generations.read(_Snapshot)
            self.close()
            self._snapshot = fresh
        return self._snapshot


class _Snapshot:
    """One committed state (`evaluate.Postings`), its columns loaded when first asked for."""

    def __init__(self, folder: Path) -> None:
        verify(folder)
        self.name = folder.name
        self._index = open_dir(folder)
        self.reader: Any = self._index.reader()
        self.everything: set[int] = set(self.reader.all_doc_ids())
        self._columns: dict[str, Sequence[Any]] = {}
        self._averages: dict[str, float] = {}

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
        return self.column(_key_field(field))

    def id(self, doc: int) -> str:
        """The id of a document."""
        return str(self.column("id")[doc])

    def length(self, stream: str, doc: int) -> float:
        """The length of a stream of a document, relative to the average."""
        lengths = self.column(_length_field(stream))
        if stream not in self._averages:
            total = sum(lengths[doc] for doc in self.everything)
            self._averages[stream] = total / len(self.everything) or 1.0
        return float(lengths[doc] / self._averages[stream])

    def with_key(self, field: str, key: str) -> Iterable[int]:
        """The documents whose keyword field has this folded value."""
        return self._ids(_key_field(field), key.encode())

    def with_key_prefix(self, field: str, start: str) -> Iterable[int]:
        """The documents whose keyword field has a value beginning so."""
        field = _key_field(field)
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
        return self._counts(stream + _STEM, stem)

    def documents(self, stream: str, word: str) -> Iterable[int]:
        """The documents that hold a word."""
        return self._ids(stream, word.encode())

    def stem_documents(self, stream: str, stem: str) -> Iterable[int]:
        """The documents that hold a stem."""
        return self._ids(stream + _STEM, stem.encode())

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
        try:
            return self.reader.postings(field, term)
        except TermNotFound:
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


def _write(folder: Path, removed: Collection[str], documents: Iterable[Document]) -> int:
    """One commit: deletes what is removed or replaced and stands in the index, adds the rest.

    Whoosh does not see a writer's own uncommitted documents, so a batch is collapsed to the last
    document of each id. Returns how many documents the index holds now.
    """
    latest = {document.id: document for document in documents}
    index = open_dir(folder)
    writer: Any = index.writer(limitmb=_POOL, codec=_Codec())
    try:
        with index.reader() as reader:
            for article_id in removed:
                _delete(writer, reader, article_id)
            for document in latest.values():
                _delete(writer, reader, document.id)
                writer.add_document(**_fields(document))
    except BaseException:
        writer.cancel()
        raise
    crowded = len(writer.segments) > _MOST_SEGMENTS
    writer.commit(mergetype=_merge_smallest if crowded else _merge_nothing)
    count: int = index.refresh().doc_count()
    index.close()
    (folder / f"{index.indexname}_WRITELOCK").unlink(missing_ok=True)
    return count


def _delete(writer: Any, reader: Any, article_id: str) -> None:
    with suppress(TermNotFound):
        for number in list(reader.postings("id", article_id.encode()).all_ids()):
            writer.delete_document(number)


def _merge_nothing(writer: Any, segments: list[Any]) -> list[Any]:
    """A merge policy for Whoosh: only drops segments that hold nothing any more."""
    return [segment for segment in segments if segment.doc_count()]


def _merge_smallest(writer: Any, segments: list[Any]) -> list[Any]:
    """A merge policy for Whoosh: takes the smallest segments into the one being written."""
    ordered = sorted(segments, key=lambda segment: segment.doc_count_all())
    for segment in ordered[:_MERGED]:
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return ordered[_MERGED:]


def _fields(document: Document) -> dict[str, Any]:
    """A document as Whoosh's fields."""
    values: dict[str, Any] = {
        "id": (document.id,),
        "day": document.day if document.day is not None else NO_DAY,
        "moment": document.moment if document.moment is not None else NO_MOMENT,
    }
    for name, keys in document.keys.items():
        if keys:
            values[_key_field(name)] = keys
    for name, stream in document.streams.items():
        words, stems = _places(stream)
        if words:
            values[name] = words
            values[name + _STEM] = stems
            values[_length_field(name)] = stream.length
    return values


def _places(stream: Stream) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    words: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for at, forms, stem in stream.positions():
        for form in forms:
            words.setdefault(form, []).append(at)
        stems.setdefault(stem, []).append(at)
    return words, stems
