"""A citation in the format of Research Information Systems (RIS, 2001 and 2011)."""

from __future__ import annotations

from collections.abc import Iterator

from archive.citing.cited import Cited


def ris(cited: Cited) -> str:
    """One reference of type NEWS. Lines end with CR and LF, and a value is one line, as RIS asks.

    RIS has no place for an agency or a revision, so these are notes.
    """
    lines = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _values(cited) if value)
    return "".join(lines) + "ER  - \r\n\r\n"


def _values(cited: Cited) -> Iterator[tuple[str, str | None]]:
    yield "TY", "NEWS"
    yield "ID", cited.id
    yield "TI", cited.title
    for name in cited.names:
        yield "AU", name.inverted
    yield "T2", cited.container
    if cited.when:
        yield "PY", f"{cited.when[0]:04}"
        yield "DA", _date(cited.when)
    if cited.accessed and cited.address:
        day = cited.accessed
        yield "Y2", _date((day.year, day.month, day.day))
    yield "AB", cited.summary
    yield "SE", cited.section
    for tag in cited.tags:
        yield "KW", tag
    yield "LA", cited.language
    yield "UR", cited.address
    yield "UR", cited.original
    yield "DB", cited.archive
    yield "N1", cited.note
    yield "N1", f"Agency: {cited.supplier}" if cited.supplier else None
    yield "N1", f"Revision {cited.revision}" if cited.revision else None


def _date(when: tuple[int, ...]) -> str:
    """Year/month/day/other information."""
    year, *rest = when
    return "/".join([f"{year:04}", *(f"{part:02}" for part in rest), "", ""][:3]) + "/"
