"""An answer that is sent while it is made."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, stream_with_context


def sent(blocks: Iterator[str] | Iterator[bytes], content_type: str) -> Response:
    """All of it, of which nobody knows the length; nothing may gather it in memory."""
    response = Response(stream_with_context(blocks), content_type=content_type)
    response.implicit_sequence_conversion = False
    return response
