"""The default engine: Whoosh keeps the postings, the lengths and the columns.

Our own tree is evaluated over Whoosh's postings, with sets of document numbers: then what matches
and how it is scored is the same in every engine. Whoosh's files are not safe against a crash, so
the index lives in a folder of its own that `rebuild` replaces as a whole:

    index/whoosh/lock            one writer at a time
    index/whoosh/CURRENT         the name of the folder in use
    index/whoosh/g0001/          Whoosh's files, and stamp.json, written last after each commit
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from whoosh import columns, fields, formats
from whoosh.index import EmptyIndexError, FileIndex, create_in, open_dir
from whoosh.reading import TermNotFound
from whoosh.system import pack_uint

from archive.errors import IndexBusyError, IndexDamagedError
from index.document import Document, Stream
from index.engine import IndexStamp, fingerprint
from index.fields import FACETS, KEYS, STREAMS
from index.query import (
    All,
    And,
    Days,
    Key,
    KeyPrefix,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Undated,
    Word,
)
from index.ranking import best, bm25f, by_date
from index.results import Found, Request

_NO_DAY = 0
_NO_MOMENT = -(2**62)
_MOST_SEGMENTS = 12
_MERGED = 8  # of the smallest segments become one when there are too many
_SEPARATOR = "\x1f"
_STEM = "_stem"
_MANY = {field.name: field.many for field in FACETS}

Docs = set[int]
Postings = dict[str, dict[int, float]]  # stream -> document number -> frequency


class Tokens(fields.FieldType):  # type: ignore[misc]
    """A stream of tokens, given as {term: positions}; with positions or frequencies alone."""

    def __init__(self, positions: bool) -> None:
        kind = formats.Positions() if positions else formats.Frequency()
        super().__init__(kind, None, scorable=not positions)  # one length a stream is enough
        self.positions = positions

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's posting tuples: term, frequency, weight, encoded positions or frequency."""
        for term, found in value.items():
            count = len(found)
            kept = self.format.encode(found) if self.positions else pack_uint(count)
            yield term.encode(), count, float(count), kept


class Keys(fields.FieldType):  # type: ignore[misc]
    """Whole folded values, given as a tuple; kept in a column too where they are counted."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)
        self.column_type = columns.VarBytesColumn()

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One posting a value."""
        for key in value:
            yield key.encode(), 1, 1.0, b""

    def to_column_value(self, value: Any) -> bytes:
        """All values of a document as one."""
        return _SEPARATOR.join(value).encode()


def _schema() -> fields.Schema:
    schema = fields.Schema(
        id=Keys(),
        day=fields.COLUMN(columns.NumericColumn("q", default=_NO_DAY)),
        moment=fields.COLUMN(columns.NumericColumn("q", default=_NO_MOMENT)),
    )
    for name in KEYS:
        schema.add(_key_field(name), Keys())
    for name in STREAMS:
        schema.add(name, Tokens(positions=True))
        schema.add(name + _STEM, Tokens(positions=False))
    return schema


def _key_field(name: str) -> str:
    return f"{name}_key" if name in STREAMS else name


class WhooshEngine:
    """The index in a folder. Reading is safe from several threads, one at a time inside."""

    name = "whoosh"

    def __init__(self, folder: Path, lock_timeout: float = 30.0) -> None:
        self.folder = folder
        self._timeout = lock_timeout
        self._mutex = threading.RLock()
        self._snapshot: _Snapshot | None = None

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None without an index. A broken stamp is an IndexDamagedError."""
        current = self._current()
        if current is None:
            return None
        try:
            return IndexStamp(**json.loads((current / "stamp.json").read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamagedError(f"the stamp of {current} cannot be read") from error

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in, in one commit."""
        with self._lock(), _damage(self.folder):
            current = self._current()
            if current is None:
                raise IndexDamagedError(f"{self.folder} holds no index")
            _write(current, removed, documents)
            _put_stamp(current, change, token)

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Writes a new folder beside the one in use, then swaps."""
        with self._lock():
            used = self._current()
            for leftover in self.folder.glob("g[0-9]*"):
                if leftover != used:
                    shutil.rmtree(leftover, ignore_errors=True)
            number = int(used.name[1:]) + 1 if used else 1
            fresh = self.folder / f"g{number:04}"
            fresh.mkdir(mode=0o700)
            create_in(fresh, _schema()).close()
            for batch in batches:
                _write(fresh, (), batch)
            _put_stamp(fresh, change, token)
            _write_whole(self.folder / "CURRENT", fresh.name)
            if used:
                shutil.rmtree(used, ignore_errors=True)

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        with self._mutex, _damage(self.folder):
            return _Search(self._open(), request).answer()

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field, sorted."""
        with self._mutex, _damage(self.folder):
            lexicon = self._open().reader.lexicon(_key_field(field))
            return sorted(value.decode() for value in lexicon)

    def ids(self) -> set[str]:
        """The ids of all documents."""
        with self._mutex, _damage(self.folder):
            snapshot = self._open()
            ids = snapshot.column("id")
            return {ids[doc] for doc in snapshot.everything}

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """Closes the files that it reads."""
        with self._mutex:
            if self._snapshot:
                self._snapshot.close()
                self._snapshot = None

    def _current(self) -> Path | None:
        try:
            name = (self.folder / "CURRENT").read_text().strip()
        except OSError:
            return None
        current = self.folder / name
        return current if name and current.is_dir() else None

    def _open(self) -> _Snapshot:
        """The newest state; opened again only when another has been committed."""
        for attempt in range(4):
            current = self._current()
            if current is None:
                raise IndexDamagedError(f"{self.folder} holds no index")
            try:
                state = (current / "stamp.json").stat()
                key = (current.name, state.st_mtime_ns, state.st_ino)
                if self._snapshot is None or self._snapshot.key != key:
                    fresh = _Snapshot(open_dir(current), key)
                    self.close()
                    self._snapshot = fresh
                return self._snapshot
            except FileNotFoundError:
                if attempt == 3:  # a commit took the files away under us, but hardly four times
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with FileLock(self.folder / "lock", timeout=self._timeout):
                yield
        except Timeout as error:
            raise IndexBusyError(
                f"Another process has been writing to the index for {self._timeout:.0f} s",
                "try again when it is done, or raise lock_timeout",
            ) from error


class _Snapshot:
    """One committed state: its reader, and columns as lists, loaded when first asked for."""

    def __init__(self, index: FileIndex, key: tuple[object, ...]) -> None:
        self.key = key
        self._index = index
        self.reader = index.reader()
        self.everything: Docs = set(self.reader.all_doc_ids())
        self._columns: dict[str, list[Any]] = {}
        self._average: dict[str, float] = {}
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)

    def column(self, name: str) -> list[Any]:
        """A column by document number."""
        if name not in self._columns:
            loaded: list[Any] = []
            for leaf, _ in self.reader.leaf_readers():
                if leaf.has_column(name):
                    loaded.extend(leaf.column_reader(name))
                else:
                    kind = leaf.schema[name].column_type
                    loaded.extend([kind.default_value()] * leaf.doc_count_all())
            self._columns[name] = loaded
        return self._columns[name]

    def length(self, stream: str, doc: int) -> float:
        """The length of a stream of a document, relative to the average."""
        field = stream + _STEM
        if stream not in self._average:
            total = self.reader.field_length(field)
            self._average[stream] = total / max(self.reader.doc_count(), 1) or 1.0
        lengths = self._lengths[stream]
        found = lengths.get(doc)
        if found is None:
            found = lengths[doc] = self.reader.doc_field_length(doc, field)
        return found / self._average[stream]

    def close(self) -> None:
        self.reader.close()
        self._index.close()


class _Search:
    """One request over one snapshot."""

    def __init__(self, snapshot: _Snapshot, request: Request) -> None:
        self.snapshot = snapshot
        self.reader = snapshot.reader
        self.request = request
        self._postings: dict[Word | Phrase | Prefix, Postings] = {}

    def answer(self) -> Found:
        request = self.request
        matching = self.match(request.query)
        first, last = request.days
        if first or last:
            matching = matching & self.match(Days(first, last))
        passed = {name: self._filter(name, keys) for name, keys in request.filters.items()}
        found = matching.intersection(*passed.values())
        facets = {}
        for name in request.facets:
            counted = found
            if name in passed and not _MANY.get(name):
                others = (docs for other, docs in passed.items() if other != name)
                counted = matching.intersection(*others)
            facets[name] = self._facet(name, counted)
        days: Counter[int | None] = Counter()
        if request.timeline:
            column = self.snapshot.column("day")
            days.update(column[doc] or None for doc in found)
        return Found(len(found), self._page(found), facets, days)

    # Matching -----------------------------------------------------------------------------------

    def match(self, query: Query) -> Docs:
        """The numbers of the documents that a query matches."""
        match query:
            case All():
                return self.snapshot.everything
            case And(items):
                wanted = [self.match(item) for item in items if not isinstance(item, Not)]
                found = set.intersection(*wanted) if wanted else self.snapshot.everything
                for item in items:
                    if isinstance(item, Not):
                        found = found - self.match(item.item)
                return found
            case Or(items):
                return set().union(*(self.match(item) for item in items))
            case Not(item):
                return self.snapshot.everything - self.match(item)
            case Prefer(inner, _):
                return self.match(inner)
            case _:
                return self._leaf(query)

    def _leaf(self, leaf: Leaf) -> Docs:
        match leaf:
            case Key(field, key):
                return set(self._ids(_key_field(field), key.encode()))
            case KeyPrefix(field, start):
                field = _key_field(field)
                terms = self.reader.expand_prefix(field, start)
                return set(chain.from_iterable(self._ids(field, term) for term in list(terms)))
            case Days(first, last):
                low, high = first or 1, last or 99_999_999
                column = self.snapshot.column("day")
                return {doc for doc in self.snapshot.everything if low <= column[doc] <= high}
            case Undated():
                column = self.snapshot.column("day")
                return {doc for doc in self.snapshot.everything if column[doc] == _NO_DAY}
            case Word() | Phrase() | Prefix():
                return set(chain.from_iterable(self.postings(leaf).values()))

    def postings(self, leaf: Word | Phrase | Prefix) -> Postings:
        """The frequencies of a leaf, by stream and document."""
        if leaf not in self._postings:
            self._postings[leaf] = {name: self._frequencies(leaf, name) for name in leaf.streams}
        return self._postings[leaf]

    def _frequencies(self, leaf: Word | Phrase | Prefix, stream: str) -> dict[int, float]:
        match leaf:
            case Word(_, _, stems):
                return self._sum(stream + _STEM, [stem.encode() for stem in stems])
            case Prefix(_, start):
                return self._sum(stream, list(self.reader.expand_prefix(stream, start)))
            case Phrase(_, (word,)):
                return self._sum(stream, [word.encode()])
            case Phrase(_, words):
                return self._phrase(stream, words)

    def _sum(self, field: str, terms: list[bytes]) -> dict[int, float]:
        sums: dict[int, float] = {}
        for term in terms:
            matcher = self._matcher(field, term)
            while matcher is not None and matcher.is_active():
                doc = matcher.id()
                sums[doc] = sums.get(doc, 0.0) + matcher.weight()
                matcher.next()
        return sums

    def _phrase(self, stream: str, words: tuple[str, ...]) -> dict[int, float]:
        distinct = [word.encode() for word in dict.fromkeys(words)]
        docs = set.intersection(*(set(self._ids(stream, word)) for word in distinct))
        if not docs:
            return {}
        places = {word: self._positions(stream, word, docs) for word in distinct}
        found: dict[int, float] = {}
        for doc in docs:
            starts = places[words[0].encode()][doc]
            for offset, word in enumerate(words[1:], 1):
                starts = starts & {at - offset for at in places[word.encode()][doc]}
            if starts:
                found[doc] = float(len(starts))
        return found

    def _positions(self, stream: str, word: bytes, docs: Docs) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        matcher = self._matcher(stream, word)
        while matcher is not None and matcher.is_active():
            doc = matcher.id()
            if doc in docs:
                found[doc] = set(matcher.value_as("positions"))
            matcher.next()
        return found

    def _ids(self, field: str, term: bytes) -> Iterable[int]:
        matcher = self._matcher(field, term)
        return matcher.all_ids() if matcher is not None else ()

    def _matcher(self, field: str, term: bytes) -> Any:
        try:
            return self.reader.postings(field, term)
        except TermNotFound:
            return None

    # Filters, facets, order ---------------------------------------------------------------------

    def _filter(self, name: str, keys: tuple[str, ...]) -> Docs:
        sets = [self._leaf(Key(name, key)) for key in keys]
        return set.intersection(*sets) if _MANY.get(name) else set().union(*sets)

    def _facet(self, name: str, docs: Docs) -> tuple[tuple[str, int], ...]:
        column = self.snapshot.column(_key_field(name))
        counts: Counter[str] = Counter()
        for joined, count in Counter(map(column.__getitem__, docs)).items():
            if joined:
                for key in joined.split(_SEPARATOR):
                    counts[key] += count
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(ranked[: self.request.facet_limit])

    def _page(self, found: Docs) -> tuple[tuple[str, float], ...]:
        request = self.request
        upto = request.offset + request.limit
        if not request.limit:
            return ()
        ids, moments = self.snapshot.column("id"), self.snapshot.column("moment")

        def order(doc: int, newest: bool = True) -> tuple[object, ...]:
            moment = moments[doc]
            return by_date(None if moment == _NO_MOMENT else moment, ids[doc], newest)

        if request.sort == "relevance":
            scores = dict.fromkeys(found, 0.0)
            self._add_scores(request.query, scores, 1.0)
            ranked = best(scores, upto, order)
            return tuple((ids[doc], scores[doc]) for doc in ranked[request.offset :])
        newest = request.sort == "newest"
        ranked = sorted(found, key=lambda doc: order(doc, newest))
        return tuple((ids[doc], 0.0) for doc in ranked[request.offset : upto])

    def _add_scores(self, query: Query, scores: dict[int, float], weight: float) -> None:
        match query:
            case And(items) | Or(items):
                for item in items:
                    self._add_scores(item, scores, weight)
            case Prefer(inner, better):
                self._add_scores(inner, scores, weight)
                for item, more in better:
                    self._add_scores(item, scores, weight * more)
            case Word() | Phrase() | Prefix():
                frequencies = self.postings(query)
                total = len(self.snapshot.everything)
                for doc, score in bm25f(frequencies, total, scores, self.snapshot.length).items():
                    scores[doc] += weight * score


def _write(folder: Path, removed: Collection[str], documents: Iterable[Document]) -> None:
    """One commit: deletes what is removed or replaced and stands in the index, adds the rest.

    Whoosh does not see a writer's own uncommitted documents, so a batch holds each id once.
    """
    index = open_dir(folder)
    writer = index.writer(limitmb=256)
    try:
        with index.reader() as reader:
            known = reader.doc_count_all() > 0
            for article_id in removed:
                _delete(writer, reader, article_id)
            for document in documents:
                if known:
                    _delete(writer, reader, document.id)
                writer.add_document(**_fields(document))
    except BaseException:
        writer.cancel()
        raise
    crowded = len(writer.segments) > _MOST_SEGMENTS
    writer.commit(mergetype=_merge_smallest if crowded else _merge_nothing)
    index.close()


def _delete(writer: Any, reader: Any, article_id: str) -> None:
    with suppress(TermNotFound):
        for number in list(reader.postings("id", article_id.encode()).all_ids()):
            writer.delete_document(number)


def _merge_nothing(writer: Any, segments: list[Any]) -> list[Any]:
    return [segment for segment in segments if segment.doc_count()]


def _merge_smallest(writer: Any, segments: list[Any]) -> list[Any]:
    """A merge policy for Whoosh: takes the smallest segments into the one being written."""
    from whoosh.reading import SegmentReader

    ordered = sorted(segments, key=lambda segment: segment.doc_count_all())
    for segment in ordered[:_MERGED]:
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return ordered[_MERGED:]


def _fields(document: Document) -> dict[str, Any]:
    """A document as Whoosh's fields."""
    values: dict[str, Any] = {
        "id": (document.id,),
        "day": document.day if document.day is not None else _NO_DAY,
        "moment": document.moment if document.moment is not None else _NO_MOMENT,
    }
    for name, keys in document.keys.items():
        if keys:
            values[_key_field(name)] = keys
    for name, stream in document.streams.items():
        words, stems = _places(stream)
        if words:
            values[name] = words
            values[name + _STEM] = stems
    return values


def _places(stream: Stream) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    words: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for at, word, stem in stream.positions():
        words.setdefault(word, []).append(at)
        stems.setdefault(stem, []).append(at)
    return words, stems


def _put_stamp(folder: Path, change: int, token: str) -> None:
    """Brings the committed files to the disk, then says what they hold."""
    index = open_dir(folder)
    count = index.doc_count()
    index.close()
    for path in folder.iterdir():
        if path.is_file() and path.name != "stamp.json":
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
    stamp = IndexStamp(change, token, fingerprint(), count)
    text = json.dumps({name: getattr(stamp, name) for name in IndexStamp.__slots__})
    _write_whole(folder / "stamp.json", text)


def _write_whole(path: Path, text: str) -> None:
    """Replaces a small file at once, and on the disk."""
    partial = path.with_name(path.name + ".new")
    with partial.open("w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """Whatever a broken file makes Whoosh raise, a reader is told that the index is damaged."""
    try:
        yield
    except (IndexBusyError, IndexDamagedError, MemoryError, AttributeError, NameError):
        raise
    except EmptyIndexError as error:
        raise IndexDamagedError(f"{folder} holds no index") from error
    except Exception as error:
        raise IndexDamagedError(f"the index in {folder} cannot be read: {error!r}") from error
