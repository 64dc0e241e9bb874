"""Files that are one thing together: an ALTO page is read with the METS that names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from archive.article import Skipped
from archive.readers.scans import alto, mets
from archive.readers.scans.claims import is_either, is_mets, owner, with_taken
from archive.readers.sources.allowance import Allowance, size_of
from archive.readers.sources.sisters import Packed, Sisters
from archive.readers.sources.source import Source


def alone(source: Source, format_name: str, asked: bool) -> Source | Skipped | None:
    """The source as it is read by itself; None where that is done with another, which is taken in
    too, and a Skipped, which names the other, where that may not be.
    """
    sisters = source.sisters
    if format_name == mets.NAME:
        return with_taken(source)
    if format_name == alto.NAME and sisters and not asked and (whole := owner(sisters)):
        if sisters.within.whole:
            return None
        reason = f"a page of {whole}, read with that; if it came later, take {whole} in again"
        return Skipped(source.origin(), reason)
    return replace(source, sisters=None)


def sees_members(source: Source) -> bool:
    """Whether what it sees are members of a container, which are there while that is read."""
    return source.sisters is not None and isinstance(source.sisters.within, Packed)


@contextmanager
def container(
    source: Source, read: Callable[[Source], Iterator[Any]] | None
) -> Iterator[Packed | None]:
    """What the members of a container see of each other while it is read; no `read`, nothing."""
    if read is None:
        yield None
        return

    def members() -> Iterator[Any]:
        with source.opener() as stream:
            allowance = Allowance(size_of(stream))
        return read(replace(source, allowance=allowance))

    packed = Packed(members, is_either, is_mets)
    try:
        yield packed
    finally:
        packed.close()


def placed(member: Source, packed: Packed | None) -> Source:
    """A member that sees the others, or none."""
    return replace(member, sisters=Sisters(packed, member.label) if packed else None)
