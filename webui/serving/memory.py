"""Memory that is given back once it is free, so that what many ask at once does not stay here."""

from __future__ import annotations

import ctypes
import sys

# mallopt(3): their numbers in glibc's malloc.h, and what they are set to. Left to itself glibc maps
# large buffers one by one, which gives them back, but takes what it maps from the heap the next
# time, up to 32 MiB, and has a heap for each thread: free memory lies there in pieces, for good.
# What is mapped comes page by page, which takes longer than to count in it: so not the buffers of a
# few MiB of which counting words has many.
_OPTIONS = {
    "M_TRIM_THRESHOLD": (-1, 16 << 20),
    "M_MMAP_THRESHOLD": (-3, 4 << 20),
    "M_ARENA_MAX": (-8, 2),
}


def give_back() -> None:
    """Has this process, and those it forks, give large buffers back to the system when they are
    free. Nothing happens where the system's malloc is not glibc's.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return
    for option, value in _OPTIONS.values():
        library.mallopt(option, value)
