"""What kept something from being read that is no fault of its own, so that it may be read later."""

from __future__ import annotations

import errno
import os

DAY = 86400.0  # seconds; the longest pause

# What the system says where a file cannot be read, whatever is in it, and what
# `archive.intake.prepare` says before that where it was something else that was refused.
_FAULTS = {os.strerror(code) for code in errno.errorcode}
_REFUSED = "the system refused what reading it takes: "
# What `archive.intake.workers` says; somebody else may have ended the process.
_ENDED = ("reading it ended the process", "no process could be started")


def may_pass(reason: str) -> bool:
    """Whether what was skipped for this reason may come in at another attempt."""
    return is_of_system(reason) or reason.startswith(_ENDED)


def is_of_system(reason: str) -> bool:
    """Whether it is the system alone that did not give something."""
    return reason.removeprefix(_REFUSED) in _FAULTS


def pause(every: float, failures: int) -> float:
    """How many seconds to wait after so many failures of what is else looked at `every` so many:
    twice as long after each, up to a day.
    """
    return min(every * 2.0 ** min(failures, 20), DAY)
