"""What a web server gives to ask with, next time, whether a page has changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask with, next time, whether anything has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None
