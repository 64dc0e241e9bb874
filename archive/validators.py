"""What a web server gives so that, next time, it can be asked whether a page has changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave so that it can be asked whether anything has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None
