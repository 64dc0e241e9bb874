"""Names for what is written beside its place until it is whole, and what killed processes left so."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path


def partial_of(target: Path) -> Path:
    """Where this process writes what is to become `target`, or another of its files."""
    return target.with_name(f".{target.name}.{os.getpid()}.partial")


def sweep(target: Path) -> None:
    """Takes away what processes that are no more left of `target` under such names.

    That another file of theirs is called so is all but impossible: the name ends with the number of
    a process and ".partial".
    """
    named = re.compile(rf"\.{re.escape(target.name)}\.(\d+)\.(partial|replaced)(-journal|-wal|-shm)?")
    with suppress(OSError):  # a folder that may not be listed
        for path in target.parent.iterdir():
            if (found := named.fullmatch(path.name)) and not _runs(int(found[1])):
                _remove(path)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # of somebody else
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()
