"""A pile in parts, and what each part becomes: read and normalised by itself, here or elsewhere.

Parts and items are plain values that can be sent to another process (`workers.py`).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from archive.article import Article, Origin, RawArticle, Skipped
from archive.errors import ArchiveError, UnreadableError, no_memory
from archive.intake.again import Kept
from archive.intake.limit import within
from archive.normalise.rules import normalise
from archive.readers.formats import Leaf, leaves
from archive.readers.sources.source import Source
from archive.store.ready import Ready

# An Origin says that here a source begins, and goes through as it is; so does a Skipped.
Part = Origin | Skipped | Leaf | RawArticle | Kept


class Prepared(NamedTuple):
    """An item with the article that it becomes, which may be `ready` to be kept."""

    raw: RawArticle
    article: Article
    ready: Ready | None = None


Item = Origin | Skipped | Prepared

MOST_HELD = 2 * 1024 * 1024  # bytes of a file that is one part; of a larger one each item is


def parts(
    sources: Iterable[Source], format_name: str | None = None, seconds: float | None = None
) -> Iterator[Part]:
    """Each source's Origin, and behind it what it holds, in order and none of it normalised. A
    source is left where one part of it takes more than so many `seconds` of processor time.

    InputError for an unknown `format_name`.
    """
    for source in sources:
        origin = source.origin()
        yield origin
        found = _parts_of(source, format_name)
        if seconds is None:
            yield from found
        else:
            yield from within(found, seconds, partial(_late, origin, seconds))


def _parts_of(source: Source, format_name: str | None) -> Generator[Part]:
    try:
        for part in leaves(source, format_name):
            if isinstance(part, Leaf):
                yield from _held(part)
            else:
                yield part
    except ArchiveError:
        raise
    except Exception as error:  # a fault of ours in one file must not keep the others out
        yield _fault(source.origin(), error)


def _late(origin: Origin, seconds: float) -> Part:
    return Skipped(origin, f"reading a part of it takes more than {seconds:g} seconds")


def prepare(part: Part) -> Iterator[Item]:
    """Every item of a part with the article that it becomes. Whatever goes wrong is a Skipped."""
    if isinstance(part, Origin | Skipped):
        yield part
        return
    try:
        if isinstance(part, Kept):
            for item in part.items():
                yield item if isinstance(item, Skipped) else Prepared(*item)
            return
        for raw in part.read() if isinstance(part, Leaf) else (part,):
            yield raw if isinstance(raw, Skipped) else _normalised(raw)
    except ArchiveError as error:
        yield Skipped(origin_of(part), error.message)
    except Exception as error:  # as above
        yield _fault(origin_of(part), error)


def origin_of(part: Part) -> Origin:
    """Where a part stands."""
    if isinstance(part, Leaf):
        return part.source.origin()
    return part if isinstance(part, Origin) else part.origin


def _held(leaf: Leaf) -> Iterator[Part]:
    """The leaf with its bytes in memory, or the items of one that is too large for that."""
    try:
        source = leaf.source.held(MOST_HELD)
    except UnreadableError as error:
        yield Skipped(leaf.source.origin(), error.message)
        return
    if source is None:
        yield from leaf.read()
    else:
        yield replace(leaf, source=source)


def _normalised(raw: RawArticle) -> Item:
    try:
        article = normalise(raw)
    except Exception as error:  # a fault of ours in one item must not keep the others out
        return _fault(raw.origin, error)
    if isinstance(article, Skipped):
        return article
    ready = Ready(article, raw.original)
    with suppress(Exception):  # whoever keeps it will be told
        ready.make()
    return Prepared(raw, article, ready)


def _fault(origin: Origin, error: Exception) -> Skipped:
    if no_memory(error):
        error = OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    if isinstance(error, OSError) and error.strerror:  # it may pass
        return Skipped(origin, f"the system refused what reading it takes: {error.strerror}")
    return Skipped(origin, f"it could not be read, by a fault of the program: {error!r}")
