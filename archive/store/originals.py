"""Originals: the bytes as they arrived, packed one by one with zstd; and what was made of them."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.article import Article, from_json
from archive.errors import StoreDamagedError
from archive.frozen import frozen
from archive.store.common.database import Database, Row

_LEVEL = 6
AT_ONCE = 50  # whole records that are in memory at once: one may have a megabyte
# An article `a` in its revision `r` (`digest`: r.content_hash, to compare it, or NULL), and what is
# kept beside it: its collections, and what people say of its tags; one a line, in order, NULL where
# there is none.
KEPT = (
    "a.id, r.data, {digest}, (SELECT group_concat(name, char(10)) FROM"
    " (SELECT name FROM collections WHERE article_id = a.id ORDER BY key) c),"
    " (SELECT group_concat(said, char(10)) FROM"
    " (SELECT said FROM hand_tags WHERE article_id = a.id ORDER BY key) h)"
)
_READ_AS = json.JSONEncoder(ensure_ascii=False)
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a revision was made from: the hash of its original, what that is, and how it was read.

    `renews` says whose reading it is; see the column of that name (schema.py).
    """

    original_hash: str
    media_type: str
    read_as: Mapping[str, Any] | None = None
    renews: int | None = None

    @property
    def read_as_json(self) -> str | None:
        """How it was read, as it is kept."""
        return _READ_AS.encode(self.read_as) if self.read_as else None

    @classmethod
    def of_row(
        cls, article_id: str, digest: str, media_type: str, read_as: str | None, renews: int | None
    ) -> Provenance:
        """As it is kept. StoreDamagedError where it cannot be read."""
        return cls(digest, media_type, record_of(article_id, read_as) if read_as else None, renews)


@frozen
class Original:
    """Bytes as they arrived and their media type."""

    data: bytes
    media_type: str


@frozen
class Replacement:
    """What later rules make of an original: other articles, or none and why."""

    rules: int
    successors: tuple[str, ...]
    reason: str | None


def hash_of(data: bytes) -> str:
    """What an original is known by: the SHA-256 (hex) of its bytes."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> bytes:
    """The bytes as one zstd frame."""
    import zstandard

    if not hasattr(_local, "compressor"):  # one a thread; to make it takes as long as to use it
        _local.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    packed: bytes = _local.compressor.compress(data)
    return packed


def unpack(data: bytes, size: int) -> bytes:
    """The bytes of a frame that holds `size` of them. StoreDamagedError where it is damaged."""
    import zstandard  # which a search has no use for

    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=max(size, 1))
    except (zstandard.ZstdError, MemoryError, TypeError) as error:
        raise StoreDamagedError(f"an original cannot be unpacked: {error}") from error


def write(db: Database, digest: str, size: int, packed: bytes) -> None:
    """Writes a frame under the hash of its bytes, also in the place of a damaged one."""
    db.run(
        "INSERT INTO originals (hash, size, data) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE"
        " SET size = excluded.size, data = excluded.data"
        " WHERE originals.size <> excluded.size OR originals.data <> excluded.data",
        (digest, size, packed),
    )


def arrived(data: bytes, size: int, digest: str) -> bytes:
    """The bytes of a frame as they arrived. StoreDamagedError where they are not those any more."""
    unpacked = unpack(data, size)
    if hash_of(unpacked) != digest:
        raise StoreDamagedError(
            f"the original {digest[:12]} is damaged: its bytes are not the ones that arrived"
        )
    return unpacked


def record_of(article_id: str, data: str) -> dict[str, Any]:
    """What is kept of an article as a JSON object: itself, or how it was read. It is read here and
    in no SQL, where one that is damaged would end the reading of all. StoreDamagedError where it
    cannot be read.
    """
    try:
        kept = json.loads(data)
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable(article_id) from error
    if not isinstance(kept, dict):
        raise _unreadable(article_id)
    return kept


def _unreadable(article_id: str) -> StoreDamagedError:
    return StoreDamagedError(f"the article {article_id} is damaged: it cannot be read")


def live_records(
    db: Database, damaged: dict[str, str], *more: str, first: str = "", last: str = "~"
) -> Iterator[Row]:
    """The live articles of ids from `first` to before `last`, one by one in order: the id, the
    record as its source sent it, `more` columns of SQL. One that cannot be read is left out, and
    named in `damaged`.
    """
    sql = (
        f"SELECT {', '.join(('a.id', 'r.data', *more))} FROM articles a JOIN revisions r"
        " ON r.article_id = a.id AND r.revision = a.revision WHERE a.id IN"
    )
    start = ">="
    while ids := [
        row[0]
        for row in db.run(
            f"SELECT id FROM articles WHERE id {start} ? AND id < ? AND removed_at IS NULL"
            " ORDER BY id LIMIT ?",
            (first, last, AT_ONCE),
        )
    ]:
        start, first = ">", ids[-1]
        for article_id, data, *rest in sorted(db.rows_one_by_one(sql, ids, damaged)):
            try:
                yield article_id, record_of(article_id, data), *rest
            except StoreDamagedError as error:
                damaged[article_id] = error.message


def as_sent(
    article_id: str,
    data: str,
    digest: str | None = None,
    collections: str | None = None,
    said: str | None = None,
) -> Article:
    """An article as its source sent it, out of a row of KEPT. StoreDamagedError where its JSON is
    not one, or that of another article, or has not the hash `digest` of what was kept.
    """
    kept = record_of(article_id, data)
    if collections:
        kept["collections"] = collections.split("\n")
    try:
        article = from_json(kept)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(article_id) from error
    if article.id != article_id:
        raise StoreDamagedError(
            f"the article {article_id} is damaged: what is kept of it is that of another"
        )
    if digest is not None and article.content_hash() != digest:
        raise StoreDamagedError(f"the article {article_id} is damaged: its text has been altered")
    return article


def as_wanted(
    names: Mapping[str, str],
    article_id: str,
    data: str,
    digest: str | None,
    collections: str | None,
    said: str | None,
) -> Article:
    """An article with the tags that people want it to have, out of a row of KEPT."""
    article = as_sent(article_id, data, digest, collections)
    if not (said or names):
        return article
    from archive.store.by_hand import Said, merged

    return merged(article, map(Said.read, said.split("\n")) if said else (), names)
