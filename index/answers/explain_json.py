"""Why an article is found, as JSON, version 1: the same for the command line and the web."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.article import JSON_VERSION
from index.answers.explain import Explanation, Part
from index.answers.results_json import expansions_json


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """An explanation as JSON, version 1 (docs/query-language.md)."""
    return {
        "version": JSON_VERSION,
        "id": explanation.article.id,
        "query": explanation.query,
        "found": explanation.found,
        "score": round(explanation.score, 4),
        "parts": _parts_json(explanation.parts),
        "better": _parts_json(explanation.better),
        "notices": list(explanation.notices),
        "expansions": expansions_json(explanation.expansions),
    }


def _parts_json(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [
        {
            "asked": part.asked,
            "holds": part.holds,
            "score": round(part.score, 4),
            "articles": part.articles,
            "places": [
                {
                    "part": at.part,
                    "text": at.text,
                    "count": at.count,
                    "how": at.how,
                    "language": at.language or None,
                }
                for at in part.places
            ],
            "has": part.has or None,
            "parts": _parts_json(part.parts),
        }
        for part in parts
    ]
