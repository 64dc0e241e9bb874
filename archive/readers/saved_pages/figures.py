"""The pictures of an article and what stands below them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from archive.article import Image
from archive.readers.saved_pages.meta import NOWHERE, PageMeta
from archive.readers.saved_pages.schema_org import SchemaArticle
from archive.text.markup import is_quotation, name_of, short_text

MOST_FIGURES = 100
LONGEST_CAPTION = 300  # characters
_CREDIT = re.compile(
    r"\b(?:(?:image|photo|picture|foto|bild|immagine|imagem|imagen)s?(?: \w+)?|cr[eé]dits?)\s?:|©",
    re.I,
)
_FRAMES = {"div", "section", "dl", "table", "center", "span"}
_PICTURES = ("img", "picture", "amp-img")
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset")


def choose_pictures(
    near: Any, article: SchemaArticle, meta: PageMeta, base: str | None
) -> tuple[str, list[Image]]:
    """(place, pictures): those in figures; what metadata name, for a page that shows none."""
    if shown := figures(near, base):
        return "the figures beside the text", shown
    if stated := article.images():
        return f"{article.form} image", stated[:10]
    place, shared = next(meta.placed("og:image", "twitter:image"), NOWHERE)
    return place, [Image(shared)] if shared else []


def is_captioned(element: Any) -> bool:
    """Whether an element is a picture with a line below it, though not marked up as a figure."""
    if name_of(element) not in _FRAMES or next(element.iter(*_PICTURES), None) is None:
        return False
    if not short_text(element, LONGEST_CAPTION):
        return False
    if next(element.iter("blockquote"), None) is not None:  # the portrait of who is quoted
        return False
    lines = list(element.iter("p"))
    return len(lines) <= 1 or (
        len(lines) == 2 and _CREDIT.match("".join(lines[1].itertext()).strip()) is not None
    )


def names_a_picture(text: str) -> bool:
    """Whether a line says whose picture it goes with."""
    return _CREDIT.search(text) is not None


def figures(container: Any, base: str | None) -> list[Image]:
    """The figures inside an element, each with its address and caption, as far as it has them."""
    found: list[Image] = []
    for figure in container.iter("figure"):
        if is_quotation(figure):
            continue
        caption = " ".join(
            text
            for part in figure.iter("figcaption")
            if (text := " ".join("".join(part.itertext()).split()))
        )
        image = Image(_address(figure, base), caption or None)
        if (image.url or image.caption) and image not in found:
            found.append(image)
        if len(found) >= MOST_FIGURES:
            break
    return found


def _address(figure: Any, base: str | None) -> str | None:
    for image in figure.iter("img", "source", "amp-img"):
        for name in _SOURCES:
            given = (image.get(name) or "").strip()
            if name.endswith("srcset"):
                given = given.split(",")[0].partition(" ")[0]
            if not given or given.startswith("data:"):
                continue
            try:
                address = urljoin(base or "", given)
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return str(address)
    return None
