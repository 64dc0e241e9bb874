"""What a killed process has left behind, found by the process id in its name and taken away."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

# What the library puts into the name of a temporary file or folder, and what we end names with. It
# has to be narrow: beside them lie files that are not ours.
_REST = r"(\d+)\.(?:[a-z0-9_]{8}(?:\.partial)?|partial)"


def named(prefix: str) -> str:
    """The beginning of the name of something that goes when this process ends."""
    return f"{prefix}{os.getpid()}."


def clear(folder: Path, prefix: str) -> None:
    """Takes away what processes that have ended left in a folder under such a name. What belongs
    to somebody else, or cannot be deleted, stays.
    """
    name = re.compile(re.escape(prefix) + _REST)
    try:
        found = [(entry, match) for entry in os.scandir(folder)
                 if (match := name.fullmatch(entry.name))]  # fmt: skip
    except OSError:
        return
    for entry, match in found:
        with suppress(OSError):
            if _runs(int(match[1])) or entry.stat(follow_symlinks=False).st_uid != os.geteuid():
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)  # noqa: PTH108 - of an entry


def temporary(prefix: str) -> tempfile.TemporaryDirectory[str]:
    """A folder for a while; what killed runs left of such folders goes."""
    clear(Path(tempfile.gettempdir()), prefix)
    return tempfile.TemporaryDirectory(prefix=named(prefix))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
