"""Tables of codes: a line each, the code, a tab and what it means."""

from __future__ import annotations

from pathlib import Path


def table(name: str) -> dict[str, str]:
    """Code -> meaning, of a file of this room. Lines that begin with "#" say where it is from."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return dict(pairs)
