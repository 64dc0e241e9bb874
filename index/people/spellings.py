"""The archive's own spellings of names, line by line: variants.txt in its home."""

from __future__ import annotations

from typing import Any

from archive.durable import write_whole
from archive.errors import InputError, OutputError
from index.names.own import FILE
from index.people.work import Loaded, Work, only, table, texts

_PART = "spellings"


def dump(work: Work) -> dict[str, Any]:
    """The lines as they stand there; none where there is no such file."""
    path = work.home / FILE
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "save it as UTF-8") from error
    return {"lines": text.split("\n")}


def load(work: Work, data: Any) -> Loaded:
    """Writes the file; where there is one, the lines that it lacks are added to it."""
    only(_PART, table(_PART, data), "lines")
    lines = texts(_PART, data, "lines")
    before = dump(work).get("lines", [])
    if not any(before):
        after = list(lines)
    else:
        held = {line.rstrip("\r") for line in before}
        new = [line for line in lines if line.strip() and line.rstrip("\r") not in held]
        end = before[:-1] if new and not before[-1] else before
        after = [*end, *new, *([""] if new else [])]
    written = sum(map(bool, map(str.strip, lines)))
    if after == before or not lines:
        return Loaded(0, written)
    path = work.home / FILE
    try:
        write_whole(path, "\n".join(after).encode())
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    added = len(set(after) - set(before) - {""})
    return Loaded(added, written - added)
