"""Every address that a visitor can ask for: what it may cost, and what another site gets of it.

The table is by endpoint; a route without a line in it makes a test fail. What is `QUICK` is
answered by a thread of its own (`serving/lanes.py`), and what may be shown elsewhere is let through
by the check of hosts (`common/hosts.py`). docs/visitors.md is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from flask import Flask
from werkzeug.routing import Rule

from webui.common import hosts

Cost = Literal["nothing", "little", "a search", "searches", "texts", "all"]
COSTS: dict[Cost, str] = {
    "nothing": "is at hand: answered by a thread of its own, however busy the others are",
    "little": "a few looks into the database",
    "a search": "one search, with what is counted beside it, and the texts of a page of hits",
    "searches": "several searches, of which each may be one of a chart or a list",
    "texts": "the texts of many articles are read, or the words of all counted",
    "all": "everything that a search finds, or a collection has, is sent while it is read, by a"
    " thread of its own",
}


_BY_COST: dict[Cost, tuple[str, ...]] = {
    "nothing": (
        "static", "help_json", "opensearch", "robots", "healthz", "metrics",
    ),
    "little": (
        "article", "article_json", "original", "history", "history_json", "diff", "diff_json",
        "compare", "compare_json", "passages_beside", "passages_beside_json", "cite", "cite_json",
        "cite_ris", "cite_bibtex", "cite_csl-json", "collections", "collections_json",
        "sitemap", "sitemap_part", "openapi", "api", "collect", "edit", "words_method",
        "chart_method", "calendar_method", "map_method", "coverage_method",
    ),
    "a search": (
        "search", "search_alias", "search_json", "search_json_alias", "facet", "facet_json",
        "calendar", "calendar_csv", "map", "map_json", "map_csv", "collection", "collection_json",
        "collection_feed", "suggest", "suggest_opensearch", "feed",
        "new_json", "advanced", "edits", "edits_json", "edits_feed",
    ),
    "searches": (
        "chart", "chart_csv", "chart_svg", "chart_png", "coverage", "coverage_json",
        "coverage_csv", "passages", "passages_json", "help",
    ),
    "texts": ("words", "words_json", "words_csv", "cite_list"),
    "all": ("export", "context_jsonl", "collection_document"),
}  # fmt: skip
VISITS: dict[str, Cost] = {  # what a visit of each endpoint may cost
    endpoint: cost for cost, endpoints in _BY_COST.items() for endpoint in endpoints
}
# The paths of what costs nothing: those of its routes, which a test compares.
QUICK = frozenset({"/help.json", "/opensearch.xml", "/robots.txt", "/healthz", "/metrics"})
QUICK_BELOW = "/static/"
LONG = frozenset({"/export", "/context.jsonl"})  # those of what sends all that is found
LONG_BELOW, LONG_ENDING = "/collection/", ".md"  # and all that there is in a collection


def is_quick(path: str) -> bool:
    """Whether what stands at a path costs nothing."""
    return path in QUICK or path.startswith(QUICK_BELOW)


def is_long(path: str) -> bool:
    """Whether what stands at a path sends all that a search finds, or a collection has."""
    return path in LONG or (path.startswith(LONG_BELOW) and path.endswith(LONG_ENDING))


def rules(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Of each route of an application, in order: its address, what it may cost, whether it writes,
    and what a page of another site gets of it. KeyError for one that is not in the table.
    """
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        yield rule.rule, VISITS[rule.endpoint], _writes(rule), _elsewhere(rule)


def _writes(rule: Rule) -> str:
    """Whether a route takes anything but a question."""
    writing = (rule.methods or set()) - {"GET", "HEAD"}
    return "with `--edit`, by a form of its own page" if writing else "no"


def _elsewhere(rule: Rule) -> str:
    if _writes(rule) != "no":
        return "nothing"
    return "a link, and the picture" if rule.rule in hosts.SHOWN_ELSEWHERE else "a link"
