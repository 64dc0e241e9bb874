"""The rooms' SQL as PostgreSQL writes it: places of values, and what it calls otherwise."""

from __future__ import annotations

import re
from functools import lru_cache

_CALLS = {"group_concat": "string_agg", "instr": "strpos", "char": "chr"}
_TOKENS = re.compile(
    r"CAST\((?P<blob>[\w.]+) AS BLOB\)"
    r"|(?P<hint> INDEXED BY \w+)"  # by which SQLite's planner is led
    r"|(?P<literal>'(?:[^']|'')*')"
    r"|(?P<mark>\?)"
    r"|(?<!:):(?P<name>[a-z_]+)"
    r"|\b(?P<call>group_concat|instr|char)(?=\()"
    r"|(?P<percent>%)"
)


@lru_cache(maxsize=1000)
def translated(sql: str) -> str:
    """A statement as psycopg takes it: `%s` and `%(name)s` for values, each other "%" doubled."""
    return _TOKENS.sub(_translated, sql)


def _translated(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "blob":
            return f"convert_to({found['blob']}, 'UTF8')"
        case "hint":
            return ""
        case "literal":
            return found[0].replace("%", "%%")
        case "mark":
            return "%s"
        case "name":
            return f"%({found['name']})s"
        case "call":
            return _CALLS[found["call"]]
    return "%%"
