"""The manifest of an export: what was asked, how many, when, and the hash of every file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from archive.article import instant
from archive.errors import InputError

VERSION = 1
PROGRAM = "news-archive"
STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class About:
    """What was asked of an export. `change` is the number of the store's last change before it."""

    query: str
    filters: Mapping[str, Any]
    sort: str
    change: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an export: its name relative to the manifest's folder, bytes and SHA-256 (hex)."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest names: the folder of a tree, and the files."""

    folder: str | None
    files: tuple[Entry, ...]


def manifest_of(target: Path) -> Path:
    """Where the manifest of an exported file or folder stands: beside it."""
    return target.with_name(f"{target.name}.manifest.json")


class ManifestWriter:
    """Writes a manifest file by file, so that a million of them take no memory."""

    def __init__(
        self, stream: BinaryIO, about: About, format_name: str, folder: str | None = None
    ) -> None:
        self._stream = stream
        self._files = 0
        head = {
            "version": VERSION,
            "program": f"{PROGRAM} {version(PROGRAM)}",
            "created": instant(datetime.now(UTC).replace(microsecond=0)),
            **asdict(about),
            "format": format_name,
            "folder": folder,
        }
        lines = (f"  {json.dumps(key)}: {_json(value)},\n" for key, value in head.items())
        self._write("{\n" + "".join(lines) + '  "files": [')

    def add(self, entry: Entry) -> None:
        """Names one more file."""
        self._write((",\n    " if self._files else "\n    ") + _json(asdict(entry)))
        self._files += 1

    def end(self, articles: int) -> None:
        """Closes the list, and says how many articles there are in all the files."""
        self._write(f'\n  ],\n  "articles": {articles}\n}}\n')

    def _write(self, text: str) -> None:
        # Bytes in a name that are no text become what JSON writes them as.
        self._stream.write(text.encode("utf-8", "backslashreplace"))


def read_manifest(path: Path) -> Manifest:
    """A manifest from its file. InputError where it is not one, OSError where it cannot be read."""
    try:
        data = json.loads(path.read_bytes())
        files = tuple(Entry(each["name"], each["bytes"], each["sha256"]) for each in data["files"])
        manifest = Manifest(data["folder"], files)
        number = data["version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_manifest(path) from error
    sound = all(map(_is_sound, files)) and isinstance(manifest.folder, str | None)
    if not sound or not isinstance(number, int):
        raise _no_manifest(path)
    if number > VERSION:
        raise InputError(
            f"{path} was written by a newer version of this program", "install the newer version"
        )
    return manifest


def _is_sound(entry: Entry) -> bool:
    return (
        isinstance(entry.name, str)
        and isinstance(entry.bytes, int)
        and isinstance(entry.sha256, str)
    )


def _no_manifest(path: Path) -> InputError:
    return InputError(
        f"{path} is not a manifest of an export",
        "name the file ending in .manifest.json that `archive export` wrote",
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
