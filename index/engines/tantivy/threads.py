"""The thread that tantivy starts with each index it opens."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from threading import Thread
from time import sleep

_LOOKS = 10_000


def need_thread() -> None:
    """OSError where no thread can be started: tantivy would panic, and print that it does.

    The memory for the stack of the one that is tried here is what tantivy's is given then: that is
    there when the system has ended the thread, a moment after Python is done with it.
    """
    thread = Thread(target=int)
    try:
        thread.start()
    except RuntimeError as error:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
    thread.join()
    running = Path(f"/proc/self/task/{thread.native_id}")  # on Linux
    for _ in range(_LOOKS):  # its number may come again, seldom as that is
        if not running.exists():
            break
        sleep(0)
