"""What is answered while too many search at once: nothing but what is kept, and that it is so."""

from __future__ import annotations

from flask import request

from webui.common.errors import BusyError

REFUSED = "archive.refused"  # in the environment of a request for which there is no thread
HURRIED = "archive.hurried"  # of one that the quick thread answers, for which others wait


def check() -> None:
    """BusyError for a request that the server has refused."""
    if REFUSED in request.environ:
        raise BusyError("Too many are searching at this moment", "try again in a few seconds")
