"""Every address that a visitor can ask for: what it may cost, and what another site gets of it."""

from __future__ import annotations

QUICK = frozenset({"/healthz", "/metrics", "/help", "/help.json", "/robots.txt", "/opensearch.xml"})
_STATIC = "/static/"


def is_quick(path: str) -> bool:
    """Whether what stands at a path costs next to nothing."""
    return path in QUICK or path.startswith(_STATIC)
