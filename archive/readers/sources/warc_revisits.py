"""WARC's revisits (ISO 28500, 6.7): answers that a crawl did not write down a second time.

A page seen again at its own address adds nothing. The bytes of one address found at another are a
page of that other address: it is remembered here until the record that holds them comes by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

MOST = 100_000  # that are remembered of one file
_UNCHANGED = "of pages that had not changed since the crawl they refer to"
_TOO_MANY = f"of pages with the bytes of others, beyond {MOST:,}, which are not looked for"


@dataclass(frozen=True, slots=True)
class Revisit:
    """A page whose bytes another record holds; `refers_to` is the most that is said of which."""

    url: str
    fetched: str | None
    refers_to: str


class Revisits:
    """The revisits of one file whose pages are still to be found."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Revisit]] = {}  # by what their record is known by
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def take(self, record: ArcWarcRecord) -> str | None:
        """Remembers a revisit, or says why it gives no page, in words that follow "12 records"."""
        url = header(record, "WARC-Target-URI")
        seen_at = header(record, "WARC-Refers-To-Target-URI")
        known_by = (
            header(record, "WARC-Payload-Digest") or header(record, "WARC-Refers-To") or seen_at
        )
        profile = header(record, "WARC-Profile")
        if not (url and known_by) or url == seen_at or profile.endswith("/server-not-modified"):
            return _UNCHANGED
        if self._count == MOST:
            return _TOO_MANY
        date = header(record, "WARC-Date") or None
        self._waiting.setdefault(known_by, []).append(Revisit(url, date, seen_at or known_by))
        self._count += 1
        return None

    def of(self, record: ArcWarcRecord) -> list[Revisit]:
        """Those that have the bytes of this record, which are no longer waited for."""
        names = ("WARC-Payload-Digest", "WARC-Record-ID", "WARC-Target-URI")
        found: list[Revisit] = []
        for name in names:
            found += self._waiting.pop(header(record, name), [])
        self._count -= len(found)
        return [revisit for revisit in found if revisit.url != header(record, "WARC-Target-URI")]

    def reasons(self) -> Iterator[tuple[str, int]]:
        """What is to be told of those that are still waited for, and how many they are."""
        first = next((waiting[0] for waiting in self._waiting.values()), None)
        if first:
            yield f"of pages whose bytes another file holds, such as {first.refers_to}", self._count


def header(record: ArcWarcRecord, name: str) -> str:
    """A header of a record without the angle brackets around it; "" where it has none."""
    return cast(str, record.rec_headers.get_header(name) or "").strip("<> ")
