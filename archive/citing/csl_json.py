"""A citation as an item of CSL-JSON (Citation Style Language 1.0.2), which citeproc and reference
managers read.
"""

from __future__ import annotations

import json
from typing import Any

from archive.citing.cited import Cited
from archive.citing.names import Name


def csl_item(cited: Cited) -> dict[str, Any]:
    """The item as an object; what is not known is left out."""
    day = cited.accessed
    accessed = (day.year, day.month, day.day) if day and cited.address else ()
    notes = (
        (cited.note or "").rstrip("."),
        f"Agency: {cited.supplier}" if cited.supplier else None,
        f"First published at {cited.original}" if cited.original else None,
    )
    item = {
        "id": cited.id,
        "type": "article-newspaper",
        "title": cited.title,
        "container-title": cited.container,
        "author": [_name(name) for name in cited.names],
        "issued": _date(cited.when),
        "accessed": _date(accessed),
        "URL": cited.address,
        "language": cited.language,
        "section": cited.section,
        "abstract": cited.summary,
        "keyword": ", ".join(cited.tags),
        "source": cited.archive,
        "version": str(cited.revision) if cited.revision else None,
        "note": "; ".join(filter(None, notes)),
    }
    return {name: value for name, value in item.items() if value}


def csl_line(cited: Cited) -> str:
    """The item on one line, which does not end."""
    return json.dumps(csl_item(cited), ensure_ascii=False)


def csl_json(cited: Cited) -> str:
    """An array of the one item, to be read by people too."""
    return json.dumps([csl_item(cited)], ensure_ascii=False, indent=2) + "\n"


def _name(name: Name) -> dict[str, str]:
    if name.whole:
        return {"literal": name.whole}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _date(when: tuple[int, ...]) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [list(when)]} if when else None
