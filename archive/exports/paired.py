"""An export and its manifest: both take their places, the manifest first, or neither does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from archive.durable import persist
from archive.errors import InputError
from archive.exports.manifest import manifest_of, read_manifest
from archive.exports.verify import is_whole, unlisted
from archive.exports.whole import explained, whole_file
from archive.leftovers import partials, replaced_of, sweep

_Written = TypeVar("_Written", Path, BinaryIO)


@contextmanager
def paired(
    place: Callable[[Path], AbstractContextManager[_Written]], target: Path
) -> Iterator[tuple[_Written, BinaryIO]]:
    """What is to become `target` by `whole_file` or `whole_folder`, and its manifest. Where the
    second of them cannot take its place, the first gives its own back.

    The manifest is the first, for a folder without one is not taken for an export.
    """
    manifest = manifest_of(target)
    before = replaced_of(manifest)
    with explained(manifest):
        _keep(manifest, before)
    new: list[os.stat_result] = []
    try:
        with place(target) as written, whole_file(manifest) as listed:
            new = [written.stat() if isinstance(written, Path) else os.fstat(written.fileno())]
            new += [os.fstat(listed.fileno())]
            with explained(target):
                yield written, listed
                persist(target.parent)  # or the manifest might be found without what it names
    except BaseException:
        if new and _is(manifest, new[1]) and not _is(target, new[0]):
            with suppress(OSError):
                before.replace(manifest) if before.exists() else manifest.unlink()
        raise
    finally:
        with suppress(OSError):
            before.unlink(missing_ok=True)


def sweep_pair(target: Path) -> None:
    """Takes away what exports that were killed have left of a target and its manifest.

    One that was killed between its two last steps has left its manifest in its place, and what it
    names whole beside that. Such a manifest goes, and what it replaced comes back; any other that
    stands alone is somebody's record of an export, and stays.
    """
    manifest = manifest_of(target)
    for partial in partials(target):
        process = partial.name.removeprefix(f".{target.name}.")
        its_own = manifest.with_name(f".{manifest.name}.{process}")  # before it is in its place
        if not os.path.lexists(its_own) and _names(manifest, target.name, partial):
            with suppress(OSError):
                manifest.unlink()
    sweep(target)
    sweep(manifest)


def _keep(manifest: Path, aside: Path) -> None:
    """A second name for a manifest that is to be replaced, so that it can come back."""
    aside.unlink(missing_ok=True)  # of a process with the number of this one
    if not manifest.is_file():
        return
    try:
        os.link(manifest, aside, follow_symlinks=False)
    except OSError:  # no links on this disk
        shutil.copyfile(manifest, aside)


def _is(path: Path, made: os.stat_result) -> bool:
    """Whether what was made is what stands there."""
    try:
        return os.path.samestat(path.lstat(), made)
    except OSError:
        return False


def _names(manifest: Path, name: str, written: Path) -> bool:
    """Whether all that was written to become `name`, and no more, is what a manifest says."""
    try:
        listed = read_manifest(manifest)
        files = [(each, written / Path(each.name).relative_to(name)) for each in listed.files]
        if not all(is_whole(entry, file) for entry, file in files):
            return False
        names = {file.relative_to(written.parent).as_posix() for _, file in files}
        is_tree = listed.folder == name
        return is_tree == written.is_dir() and not any(unlisted(written, names))
    except (InputError, OSError, ValueError):
        return False
