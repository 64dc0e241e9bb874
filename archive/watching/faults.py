"""What kept something from being read that is no fault of its own, so that it may be read later."""

from __future__ import annotations

import errno
import os

DAY = 86400.0  # seconds; the longest pause

# What the system says where a file cannot be read, whatever is in it.
FAULTS = {os.strerror(code) for code in errno.errorcode}
# What `archive.intake.workers` says; somebody else may have ended the process.
_ENDED = ("reading it ended the process", "no process could be started")


def may_pass(reason: str) -> bool:
    """Whether what was skipped for this reason may come in at another attempt."""
    return reason in FAULTS or reason.startswith(_ENDED)


def pause(every: float, failures: int) -> float:
    """How many seconds to wait after so many failures of what is else looked at `every` so many:
    twice as long after each, up to a day.
    """
    return min(every * 2.0 ** min(failures, 20), DAY)
