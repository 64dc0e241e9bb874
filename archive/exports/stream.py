"""An export as bytes, made as they are asked for: the one way in which articles are written out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from archive.article import Article
from archive.exports.formats import Export
from archive.exports.manifest import About, Entry, ManifestWriter, manifest_of
from archive.exports.sink import Sink
from archive.text.plain import slug

_BLOCK = 1 << 16  # bytes that are gathered before they are given, so that few are sent at a time
_LONGEST_SLUG = 50  # characters, so at most 200 bytes of the 255 that a name may have
_PLAIN_FILE = 0o644 << 16


class Stream(Iterator[bytes]):
    """The bytes of an export, block by block. When all have been given, `articles`, `size` and
    `sha256` are those of the whole, and `manifest` describes it.
    """

    def __init__(self, export: Export, articles: Iterable[Article]) -> None:
        self.export = export
        self.articles = 0
        self.size = 0
        self._digest = hashlib.sha256()
        counted = self._counted(articles)
        self._blocks = _parts(export, counted)

    def __next__(self) -> bytes:
        block = next(self._blocks)
        self._digest.update(block)
        self.size += len(block)
        return block

    @property
    def sha256(self) -> str:
        """The SHA-256 (hex) of what has been given so far."""
        return self._digest.hexdigest()

    def entry(self, name: str) -> Entry:
        """What a manifest says of a file that holds all that has been given."""
        return Entry(name, self.size, self.sha256)

    def manifest(self, name: str, about: About) -> bytes:
        """The manifest of that file, as `archive verify` reads it."""
        written = io.BytesIO()
        listed = ManifestWriter(written, about, self.export.name)
        listed.add(self.entry(name))
        listed.end(self.articles)
        return written.getvalue()

    def _counted(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            self.articles += 1
            yield article


def stream(export: Export, articles: Iterable[Article]) -> Stream:
    """An export of any format but a `tree`; nothing is read before the first block is asked for."""
    return Stream(export, articles)


def packed(export: Export, articles: Iterable[Article], name: str, about: About) -> Iterator[bytes]:
    """A zip of an export, as a file of that name, and of the manifest beside it."""
    sink, written = Sink(), stream(export, articles)
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        with archive.open(_file(name), "w", force_zip64=True) as file:
            for block in written:
                file.write(block)
                yield sink.taken()
        beside = _file(manifest_of(Path(name)).name)
        archive.writestr(beside, written.manifest(name, about))
    yield sink.taken()


def file_name(article: Article) -> str:
    """Where an article goes in a tree: `2017/11/is-loses-towns-glrbaajcz23rguar.md`."""
    folders = (article.date or "undated").split("-")[:2]
    words = [slug(article.title or "", _LONGEST_SLUG), article.id]
    return "/".join([*folders, "-".join(filter(None, words)) + ".md"])


def _parts(export: Export, articles: Iterable[Article]) -> Iterator[bytes]:
    if export.whole:
        return export.whole(articles)  # whose blocks are large enough
    return _blocks(_zip(export, articles) if export.zipped else _text(export, articles))


def _text(export: Export, articles: Iterable[Article]) -> Iterator[bytes]:
    yield export.head.encode()
    between = ""
    for article in articles:
        yield (between + export.record(article)).encode()
        between = export.between
    yield export.tail.encode()


def _zip(export: Export, articles: Iterable[Article]) -> Iterator[bytes]:
    """A zip whose files have no time, so that the same articles give the same bytes."""
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for article in articles:
            archive.writestr(_file(file_name(article)), export.record(article).encode())
            yield sink.taken()
    yield sink.taken()


def _file(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _PLAIN_FILE
    return info


def _blocks(parts: Iterator[bytes]) -> Iterator[bytes]:
    gathered = bytearray()
    for part in parts:
        gathered += part
        if len(gathered) >= _BLOCK:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
