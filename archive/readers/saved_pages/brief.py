"""A brief item: the few words below a page's headline, where there are no paragraphs to weigh."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.readers.saved_pages.blocks import letters
from archive.text.markup import short_text

MOST_HEADINGS = 100  # of a page that are looked at
_LONGEST = 1_000  # characters of a heading


def heading_of(root: Any, title: str | None, in_furniture: Callable[[Any], bool]) -> Any | None:
    """The heading that is the page's title, else its only <h1>."""
    wanted = letters(title or "")
    first: list[Any] = []
    for count, heading in enumerate(root.iter("h1", "h2", "h3")):
        if count == MOST_HEADINGS:
            break
        text = letters(short_text(heading, _LONGEST) or "")
        if not text or in_furniture(heading):
            continue
        if wanted and text == wanted:
            return heading
        if heading.tag == "h1":
            first.append(heading)
    return first[0] if len(first) == 1 else None
