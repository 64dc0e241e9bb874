"""What is written beside its place until it is whole, and what killed processes left of that."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path


def partial_of(target: Path) -> Path:
    """Where this process writes what is to become `target`. What ended processes left under such
    names is taken away first.
    """
    sweep(target)
    return _named(target, os.getpid(), "partial")


def replaced_of(target: Path) -> Path:
    """Where what was in the target's place stands for a moment."""
    return _named(target, os.getpid(), "replaced")


def _named(target: Path, process: int, what: str) -> Path:
    return target.with_name(f".{target.name}.{process}.{what}")


def sweep(target: Path) -> None:
    """Takes away what ended processes left of a target."""
    pattern = rf"\.{re.escape(target.name)}\.(\d+)\.(partial|replaced)(?:-journal|-wal|-shm)?"
    with suppress(OSError):  # a folder that may not be listed
        for path in list(target.parent.iterdir()):
            found = re.fullmatch(pattern, path.name)
            if not found or _runs(int(found[1])):
                continue
            if found[2] == "replaced" and not os.path.lexists(target):
                path.rename(target)  # killed between two steps: it is all that there is
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number of a process
        return True
    return process != os.getpid()
