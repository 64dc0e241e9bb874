"""Who else may read an archive: the modes of its files and folders, by the setting `sharing`.

What an owner has allowed to more people is left so, and told by `archive check`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.settings import FILE as SETTINGS_FILE
from archive.store.sqlite.database import FILE

MODES = {"private": (0o600, 0o700), "group": (0o640, 0o750), "all": (0o644, 0o755)}
_INDEX = "index"


def share(home: Path, sharing: str) -> None:
    """Lets those read an archive whom the setting names; nobody loses anything."""
    for path in _parts(home):
        with suppress(FileNotFoundError):  # each commit of an index takes the one before away
            state = path.stat()
            wanted = _wanted(path, sharing)
            if state.st_uid == os.geteuid() and wanted & ~state.st_mode:
                path.chmod(stat.S_IMODE(state.st_mode) | wanted)


def wider(home: Path, sharing: str) -> Iterator[str]:
    """A sentence for each part of an archive that more people may read than the setting says."""
    if not home.stat().st_mode & 0o077 & ~_wanted(home, sharing):
        return  # nobody else gets in
    for path in (home, *(each for each in _parts(home) if each.parent == home)):
        try:
            mode, wanted = stat.S_IMODE(path.stat().st_mode), _wanted(path, sharing)
        except FileNotFoundError:  # a log, which the last program to use it takes away
            continue
        if mode & 0o077 & ~wanted:
            yield (
                f"{path} has the mode {mode:04o}, wider than `sharing = {sharing}` says; if that is"
                f" not meant: chmod {wanted:04o} {path}"
            )


def _wanted(path: Path, sharing: str) -> int:
    if path.name == SETTINGS_FILE:  # which may have a password in it
        return 0o600
    return MODES[sharing][path.is_dir()]


def _parts(home: Path) -> Iterator[Path]:
    yield home
    for path in home.iterdir():
        ours = path.name.startswith(FILE) or path.name in (SETTINGS_FILE, "variants.txt")
        if ours and path.is_file() and not path.is_symlink():
            yield path
    # A walk by os leaves out a folder that has gone; one by pathlib ends with an error.
    for folder, _, names in os.walk(home / _INDEX):
        yield Path(folder)
        for name in names:
            if not (path := Path(folder, name)).is_symlink():
                yield path
