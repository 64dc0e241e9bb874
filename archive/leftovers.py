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
_OF_DATABASES = ("-journal", "-wal", "-shm")  # which SQLite writes beside one
_REST = rf"(\d+)\.(?:[a-z0-9_]{{8}}|(?:partial|replaced)(?:{'|'.join(_OF_DATABASES)})?)"


def named(prefix: str) -> str:
    """The beginning of the name of something that goes when this process ends."""
    return f"{prefix}{os.getpid()}."


def partial_of(target: Path) -> Path:
    """Where this process writes what is to become `target`; nothing is there. What killed ones left
    beside it goes.
    """
    sweep(target)
    partial = _beside(target, "partial")
    for rest in ("", *_OF_DATABASES):  # of a process with the number of this one, as in a container
        _delete(partial.with_name(f"{partial.name}{rest}"))
    return partial


def replaced_of(target: Path) -> Path:
    """Where what was in a target's place stands for a moment."""
    return _beside(target, "replaced")


def sweep(target: Path) -> None:
    """Takes away what processes that have ended left beside a target. What one of them had put
    aside goes back where nothing has come into its place.
    """
    if not os.path.lexists(target):
        for replaced in _beside_ended(target, ".replaced"):
            with suppress(OSError):
                replaced.rename(target)
                break
    clear(target.parent, f".{target.name}.")


def partials(target: Path) -> list[Path]:
    """What processes that have ended had begun to write, to become a target."""
    return _beside_ended(target, ".partial")


def _beside_ended(target: Path, suffix: str) -> list[Path]:
    return [path for path in _left(target.parent, f".{target.name}.") if path.suffix == suffix]


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f"{named(f'.{target.name}.')}{what}")


def clear(folder: Path, prefix: str) -> None:
    """Takes away what processes that have ended left in a folder under such a name. What belongs
    to somebody else, or cannot be deleted, stays.
    """
    for path in _left(folder, prefix):
        with suppress(OSError):
            _delete(path)


def _left(folder: Path, prefix: str) -> list[Path]:
    """What has such a name, is our user's, and of a process that has ended."""
    name = re.compile(re.escape(prefix) + _REST)
    found = []
    with suppress(OSError):
        for entry in os.scandir(folder):
            match = name.fullmatch(entry.name)
            with suppress(OSError):
                if match and not runs(int(match[1])) and _is_ours(entry):
                    found.append(Path(entry.path))
    return found


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return entry.stat(follow_symlinks=False).st_uid == os.geteuid()


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
