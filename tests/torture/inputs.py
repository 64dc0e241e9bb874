"""Files of every format, damaged at random: each has to end in articles or in reasons."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from tests.helpers.archives import SAMPLES

MOST_SECONDS = 5.0  # of processor time, for a file

_PIECES = (
    b"\0", b"\xff\xfe", b"<", b">", b"&#x0;", b"]]>", b"{", b"[" * 200, b"(" * 200, b'"', b"\r",
    b"\n\n\n", b"9" * 60, b"-1", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"%00", b"../", b"---\n",
    b"Content-Length: 99999999999\r\n", b"1e999", b"NaN", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
)  # fmt: skip

_VALUES: tuple[Any, ...] = (
    {}, [], "", "x", None, True, -1, 1.5, 10**400, float("nan"), [[1, {"x": 2}]], [{}, None],
    {"a": {"b": [{}]}}, {"name": {"x": 1}, "code": [1], "value": {}}, "9" * 5000, ["x"] * 3,
)  # fmt: skip


def damaged(chance: Random) -> tuple[str, bytes]:
    """A file of samples/ with one to eight wounds, and its name."""
    path = chance.choice(sorted(each for each in SAMPLES.rglob("*") if each.is_file()))
    data = bytearray(path.read_bytes())
    if path.suffix == ".json" and chance.random() < 0.5:
        return path.name, _other_value(bytes(data), chance)
    for _ in range(chance.randint(1, 8)):
        _wound(data, chance)
    return path.name, bytes(data)


def _other_value(data: bytes, chance: Random) -> bytes:
    """JSON with something else in the place of one of its values."""
    whole = json.loads(data)
    held, key = chance.choice(list(_members(whole)))
    held[key] = chance.choice(_VALUES)
    return json.dumps(whole).encode()


def _members(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each value in a list or an object: what holds it, and where."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _members(value[key])


def _wound(data: bytearray, chance: Random) -> None:
    start = chance.randrange(len(data) + 1)
    stop = min(len(data), start + chance.choice((1, 1, 4, 30, 1000)))
    match chance.randrange(6):
        case 0 if start < len(data):
            data[start] ^= 1 << chance.randrange(8)
        case 1:
            del data[start:stop]
        case 2:
            data[start:start] = data[start:stop] * chance.choice((1, 2, 50))
        case 3:
            data[start:stop] = chance.choice(_PIECES)
        case 4:
            data[start:start] = chance.choice(_PIECES)
        case _:
            del data[max(start, 1) :]


def attack(store: Store, folder: Path, chance: Random) -> str:
    """Takes one damaged file in. What went wrong, in words; "" if all was as it should be."""
    name, data = damaged(chance)
    path = folder / name
    path.write_bytes(data)
    began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    try:
        report = ingest(store, sources([str(path)]))
    except Exception as error:
        return f"{name}: {error!r}"
    finally:
        path.unlink()
    took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - began
    if took > MOST_SECONDS:
        return f"{name}: {took:.1f} s"
    faults = [str(each) for each in report.skipped if "of the program" in each.reason]
    return f"{name}: {faults[0]}" if faults else ""


def attacks(store: Store, folder: Path, chance: Random, number: int) -> Iterator[str]:
    """What went wrong with so many damaged files."""
    for _ in range(number):
        if wrong := attack(store, folder, chance):
            yield wrong
