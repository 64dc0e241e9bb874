"""What has to be there when the power has failed: a file's bytes, and the names in a folder, are on
the disk only when that was waited for (https://man7.org/linux/man-pages/man2/fsync.2.html).
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

# A folder on a file system that keeps names by itself, or knows no waiting for them.
_NEEDLESS = (errno.EINVAL, errno.ENOTSUP)


def persist(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk. OSError where it fails; a
    folder that may be written to but not opened is passed over.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NEEDLESS or not path.is_dir():
            raise
    finally:
        os.close(handle)


def persist_all(folder: Path) -> None:
    """As `persist`, for a folder and all that is in it."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            persist(path)
    persist(folder)


def make_folders(folder: Path, mode: int) -> None:
    """Makes a folder, and those it is in, where they are missing; their names are kept."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    for each in reversed(missing):
        persist(each.parent)


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replaces a small file at once, and on the disk; its mode is the given one, or else what it
    was, 0600 for a new one. OSError where that fails.
    """
    if mode is None:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    partial = path.with_name(f"{path.name}.new")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    persist(path.parent)
