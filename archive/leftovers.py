"""What a killed process has left behind, found by the process id in its name and taken away."""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

# What the library puts into the name of a temporary file or folder, and what we end names with. It
# has to be narrow: beside them lie files that are not ours.
_REST = r"(\d+)\.(?:[a-z0-9_]{8}|(?:partial|replaced)(?:-journal|-wal|-shm)?)"


def named(prefix: str) -> str:
    """The beginning of the name of something that goes when this process ends."""
    return f"{prefix}{os.getpid()}."


def partial_of(target: Path) -> Path:
    """Where this process writes what is to become `target`; nothing is there. What killed ones left
    beside it goes.
    """
    sweep(target)
    partial = _beside(target, "partial")
    _delete(partial)  # of a process with the number of this one, as in a container
    return partial


def replaced_of(target: Path) -> Path:
    """Where what was in a target's place stands for a moment."""
    return _beside(target, "replaced")


def sweep(target: Path) -> None:
    """Takes away what processes that have ended left beside a target. What one of them had put
    aside goes back where nothing has come into its place.
    """
    if not os.path.lexists(target):
        for replaced in target.parent.glob(f".{glob.escape(target.name)}.*.replaced"):
            with suppress(OSError):
                replaced.rename(target)
                break
    clear(target.parent, f".{target.name}.")


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f"{named(f'.{target.name}.')}{what}")


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
            if runs(int(match[1])) or entry.stat(follow_symlinks=False).st_uid != os.geteuid():
                continue
            _delete(Path(entry.path))


def temporary(prefix: str) -> tempfile.TemporaryDirectory[str]:
    """A folder for a while; what killed runs left of such folders goes."""
    clear(Path(tempfile.gettempdir()), prefix)
    return tempfile.TemporaryDirectory(prefix=named(prefix))


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def runs(process: int) -> bool:
    """Whether there is a process of this number here."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
