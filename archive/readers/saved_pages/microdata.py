"""Microdata (HTML Living Standard, chapter 5): items as objects of the same shape as JSON-LD."""

from __future__ import annotations

from typing import Any

from archive.text.markup import short_text

MOST_ITEMS = 500  # on one page
MOST_PROPERTIES = 500  # of one item
DEEPEST = 12  # items inside one another
LONGEST = 2_000  # characters of a value
LONGEST_TEXT = 300_000  # of the text of an article

_ADDRESS = {
    "a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "embed": "src",
    "iframe": "src", "source": "src", "track": "src", "video": "src", "object": "data",
}  # fmt: skip
_STATED = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}


def microdata(tree: Any) -> list[dict[str, Any]]:
    """The items of a page that are no property of another one."""
    found: list[dict[str, Any]] = []
    for element in tree.iterfind(".//*[@itemscope]"):
        if element.get("itemprop") is None:
            found.append(_item(element, 0))
            if len(found) >= MOST_ITEMS:
                break
    return found


def _item(element: Any, depth: int) -> dict[str, Any]:
    item: dict[str, Any] = {}
    kinds = (element.get("itemtype") or "").split()
    if kinds:
        item["@type"] = [kind.rstrip("/").rpartition("/")[2] for kind in kinds]
    if element.get("itemid"):
        item["@id"] = element.get("itemid")
    for part in _properties(element):
        names = [name.rpartition("/")[2] for name in part.get("itemprop").split()]
        if _is_item(part):
            value: Any = _item(part, depth + 1) if depth < DEEPEST else None
        else:
            value = _value(part, LONGEST_TEXT if "articleBody" in names else LONGEST)
        for name in names:
            if value:
                item.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in item.items()}


def _properties(element: Any) -> list[Any]:
    """The elements inside an item that are its properties, and not those of an item inside it."""
    found: list[Any] = []
    waiting = list(reversed(element))
    while waiting and len(found) < MOST_PROPERTIES:
        part = waiting.pop()
        if not isinstance(part.tag, str):
            continue
        if part.get("itemprop"):
            found.append(part)
        if not _is_item(part):
            waiting.extend(reversed(part))
    return found


def _is_item(element: Any) -> bool:
    return element.get("itemscope") is not None


def _value(element: Any, most: int) -> str | None:
    """What a property says; None where that is too long."""
    attribute = _STATED.get(element.tag) or _ADDRESS.get(element.tag)
    stated = element.get("content") or (element.get(attribute) if attribute else None)
    if stated is not None:
        return str(stated)[:most]
    return short_text(element, most)
