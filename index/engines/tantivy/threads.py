"""The thread that tantivy starts with each index it opens."""

from __future__ import annotations

import errno
import os
from threading import Thread


def need_thread() -> None:
    """OSError where no thread can be started: tantivy would panic, and print that it does."""
    thread = Thread(target=int)
    try:
        thread.start()
    except RuntimeError as error:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
    thread.join()
