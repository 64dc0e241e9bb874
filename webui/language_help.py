"""The help page of the query language as JSON: the table of the language and that of the fields."""

from __future__ import annotations

from typing import Any

from archive.article import JSON_VERSION
from index.query.language import GRAMMAR, SECTIONS, TERMINALS, Entry, fields


def help_json() -> dict[str, Any]:
    """The help page as JSON, version 1."""
    return {
        "version": JSON_VERSION,
        "grammar": GRAMMAR,
        "terminals": TERMINALS,
        "syntax": [
            {"section": section.title, **_entry_json(entry)}
            for section in SECTIONS
            for entry in section.entries
        ],
        "fields": [
            {
                "name": field.name or None,
                "aliases": list(field.aliases),
                "example": field.example,
                "meaning": field.help,
            }
            for field in fields()
        ],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "example": entry.example,
        "meaning": entry.meaning,
        "finds": str(entry.relation),
        "other": entry.other,
        "noticed": entry.noticed,
    }
