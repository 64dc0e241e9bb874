"""Lists of other stories, told by their shape whatever they are called: a link, a sentence or two,
and the same again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from archive.text.markup import name_of, short_text

LEAST_ITEMS = 3  # of a list
MOST_CHARACTERS = 450  # of one item beside its headline
_LEAST_HEADLINE = 8  # characters; enough in scripts that write words in one letter
_ITEMS = {"div", "li", "article", "section", "a", "td"}
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "div", "section", *HEADINGS)


def teasers(root: Any, weights: Mapping[Any, int], url: str | None) -> set[Any]:
    """The items of such lists, among the elements that hold paragraphs."""
    site = _site(url)
    beside: dict[Any, list[Any]] = {}
    for element in weights:
        if name_of(element) in _ITEMS and element.getparent() is not None:
            beside.setdefault(element.getparent(), []).append(element)
    found: set[Any] = set()
    for items in beside.values():
        if len(items) < LEAST_ITEMS:
            continue
        alike = [item for item in items if _is_teaser(item, weights[item], site)]
        if len(alike) >= LEAST_ITEMS:
            found.update(alike)
    return found


def is_linked(heading: Any) -> bool:
    """Whether a heading is a link: the headline of another story."""
    around = heading.iterancestors("a")
    return next(heading.iter("a"), None) is not None or next(around, None) is not None


def _is_teaser(item: Any, weight: int, site: str) -> bool:
    """Whether an item is the headline of another page, as a link, and little more."""
    if weight > MOST_CHARACTERS:
        return False
    if name_of(item) == "a":
        return _leads_on(item, site)
    for link in item.iter("a"):
        label = short_text(link, MOST_CHARACTERS)
        if label == "":  # around a picture
            continue
        return label is None or (
            len(label) >= _LEAST_HEADLINE and _is_headline(link, item) and _leads_on(link, site)
        )
    return False


def _is_headline(link: Any, item: Any) -> bool:
    """Whether a link is a heading or holds one, or is a line of its own in the item."""
    if next(link.iter(*_BLOCKS), None) is not None:
        return True
    above = link.getparent()
    while above is not item and name_of(above) not in _BLOCKS:
        above = above.getparent()
    if name_of(above) in HEADINGS:
        return True
    around = short_text(above, MOST_CHARACTERS)
    if above is not item and around is not None:
        return len(around) < 1.2 * len("".join(link.itertext()))
    following = link.getnext()
    return following is not None and name_of(following) in _BLOCKS and not (link.tail or "").strip()


def _leads_on(link: Any, site: str) -> bool:
    """Whether a link leads to another page of the site."""
    address = (link.get("href") or "").strip()
    if not address or "#" in address:
        return False
    return _site(address) in ("", site)


def _site(address: str | None) -> str:
    """The longest label of an address's host, which is the site's own; "" of a relative one."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return max(host.removeprefix("www.").split(".")[:-1] or [""], key=len)
