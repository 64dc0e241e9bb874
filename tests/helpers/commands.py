"""What a command of `archive` ended with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str


Archive = Callable[..., Run]
