"""Making an archive's folder and file, so that nobody else may read them."""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import StoreError
from archive.store.sqlite.database import FILE, refuse_emptied


def make_folder(home: Path) -> None:
    """Makes an archive's folder (0700) where it is missing, and an empty one this user's alone.
    StoreError where it cannot be made.
    """
    try:
        if not home.is_dir():
            from archive.durable import make_folders  # once in an archive's life

            make_folders(home, 0o700)
        if not any(home.iterdir()) and home.stat().st_uid == os.geteuid():
            home.chmod(0o700)
    except OSError as error:
        raise StoreError(
            f"{home} cannot be made: {error.strerror}", "name another folder with --home"
        ) from error


def make_file(home: Path) -> None:
    """Makes an empty database (0600) where there is none. StoreError where it cannot be made, or
    an archive was lost.
    """
    path = home / FILE
    if (home / "index").exists():
        refuse_emptied(path)
    if path.exists():
        return
    try:  # SQLite would make it by the umask, and its log like it
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"{path} cannot be made: {error.strerror}", "see who may write to its folder"
        ) from error
