"""JSON-LD blocks of a page (W3C JSON-LD 1.1), read as leniently as pages write them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

MOST_TEXT = 4_000_000  # characters of one block; more is no description of a page
# Properties whose objects are other articles than the one that has them.
_PARTS = {"liveBlogUpdate", "comment", "review", "isPartOf", "hasPart", "isBasedOn", "citation"}
MOST_OBJECTS = 5_000
DEEPEST = 12

_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[")
_CLOSINGS = ("//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "-->", ";")
_SPARE_COMMAS = re.compile(r",(?:\s*,)*(\s*[}\]])?")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])|\\u(?![0-9a-fA-F]{4})")


def json_ld(tree: Any) -> list[dict[str, Any]]:
    """All objects on a page that have a type, outer ones first; blocks beyond repair give none."""
    found: list[dict[str, Any]] = []
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" not in script.get("type").lower():
            continue
        for value in load("".join(script.itertext())):
            for node in nodes(value):
                found.append(node)
                if len(found) >= MOST_OBJECTS:
                    return found
    return found


def load(text: str) -> list[Any]:
    """The JSON values of a block: control characters in strings, comment marks, spare commas and
    several values one after the other are put up with. Of broken text, what comes before the break.
    """
    if len(text) > MOST_TEXT:
        return []
    text = text.replace("\ufeff", "").strip()
    for opening in _OPENINGS:
        text = text.removeprefix(opening).lstrip()
    for closing in _CLOSINGS:
        text = text.removesuffix(closing).rstrip()
    values: list[Any] = []
    for attempt in (text, _repaired(text), html.unescape(text)):
        values, whole = _values(attempt)
        if whole:
            return values
    return values


def _repaired(text: str) -> str:
    """Without spare commas and with stray backslashes escaped."""
    text = _SPARE_COMMAS.sub(lambda match: match[1] or ",", text)
    return _BAD_ESCAPE.sub(lambda match: "\\\\" + match[0][1:], text)


def _values(text: str) -> tuple[list[Any], bool]:
    """The values at the start of a text, and whether they are all of it."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
        if at >= len(text):
            return values, True
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)


def nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The typed objects in a value, each before those inside it."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        inside = [item for name, item in value.items() if name not in _PARTS]
    else:
        inside = value if isinstance(value, list) else []
    for item in inside:
        if isinstance(item, dict | list):
            yield from nodes(item, depth + 1)
