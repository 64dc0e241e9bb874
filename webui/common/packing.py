"""Answers made small on their way: Brotli or gzip, whichever a browser takes, at a level that is
cheap. 40 KB of a search page become 9 in .15 ms (Brotli 3); level 6 saves 1 KB more for 1 ms.
"""

from __future__ import annotations

import gzip

from flask import Request, Response

_LEAST = 1000  # bytes: less than a packet is not worth it
_BROTLI, _GZIP = 3, 3  # levels
_PACKED = ("text/", "application/json", "application/atom+xml", "image/svg+xml", "application/xml")
_PLAIN = "identity"


def pack(response: Response, request: Request) -> None:
    """Packs the body of an answer that is all there; one that is streamed stays as it is."""
    if response.status_code != 200 or (response.is_streamed and not response.direct_passthrough):
        return
    if not (response.mimetype or "").startswith((*_PACKED, "text/javascript")):
        return
    response.vary.add("Accept-Encoding")
    how = request.accept_encodings.best_match(("br", "gzip", _PLAIN), default=_PLAIN)
    if how == _PLAIN or "Content-Encoding" in response.headers:
        return
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < _LEAST:
        return
    response.set_data(_brotli(data) if how == "br" else gzip.compress(data, _GZIP, mtime=0))
    response.headers["Content-Encoding"] = how


def _brotli(data: bytes) -> bytes:
    import brotli  # a server alone needs it

    return bytes(brotli.compress(data, quality=_BROTLI))
