"""Writing a file or a folder whole or not at all: under another name first, then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.durable import persist, persist_all
from archive.errors import OutputError
from archive.leftovers import partial_of, replaced_of


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become `target`, in place of what was there, once all are on the disk;
    the name is there too when it ends.

    Whatever goes wrong inside, Ctrl-C too, leaves nothing behind. OutputError where it cannot be
    written.
    """
    partial = partial_of(target)
    try:
        with explained(target):
            with partial.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _persist_name(target)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder that becomes `target`, in place of what was there; else as `whole_file`."""
    partial, replaced = partial_of(target), replaced_of(target)
    try:
        with explained(target):
            partial.mkdir()
            yield partial
            persist_all(partial)
            if target.exists():
                target.rename(replaced)
            try:
                partial.rename(target)
            except OSError:
                if replaced.exists():
                    replaced.rename(target)
                raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _persist_name(target)
    shutil.rmtree(replaced, ignore_errors=True)


def _persist_name(target: Path) -> None:
    try:
        persist(target.parent)
    except OSError as error:
        raise OutputError(
            f"{target} is written, but its disk does not say that it will stay:"
            f" {error.strerror or error}",
            "look at that disk, and then whether the file is still there",
        ) from error


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """OutputError in place of any OSError: what cannot be written, and why."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(
            f"{target} cannot be written: {why}",
            "look at free space, and whether you may write there; nothing was left behind",
        ) from error
