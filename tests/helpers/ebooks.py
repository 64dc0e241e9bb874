"""E-books written by hand (EPUB 3.3): two articles, a cover, a list of contents and an imprint."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from archive.readers.documents import epub
from tests.helpers.workbooks import packed

STORY = (
    "<p>The first ferry in three years crossed the river on Friday, with forty passengers on "
    "board. The operator said that there would be two a day from now on, both ways.</p>"
)
LINK = '<p><a href="a.xhtml">Ferry sails again on the river</a></p>'
PAGES = {
    "cover.xhtml": '<img src="cover.jpg"/>',
    "list.xhtml": "<p>Today</p>" + LINK * 9,
    "a 1.xhtml": f"<h1>Ferry sails again</h1>{STORY}",
    "b.xhtml": f"<h1>Bridge opens</h1>{STORY.replace('ferry', 'bus')}",
    "about.xhtml": f"<h1>Imprint</h1>{STORY}",
}
ABOUT = (
    "<dc:title>The Bell [Fri, 03 Nov 2017]</dc:title><dc:publisher>calibre</dc:publisher>"
    "<dc:date>2017-11-03</dc:date><dc:language>en</dc:language>"
)


def book(
    about: str = ABOUT,
    title: str = "",
    listed: str = "",
    more: Mapping[str, str | None] | None = None,
    **changed: str,
) -> bytes:
    """An e-book with such a title in each page; of `more` parts one that is None is left out."""
    items = "".join(
        f'<item id="i{place}" href="{quote(name)}" media-type="application/xhtml+xml"/>'
        for place, name in enumerate(PAGES)
    )
    spine = "".join(f'<itemref idref="i{place}"/>' for place in range(len(PAGES)))
    parts = {
        "mimetype": "application/epub+zip",
        epub.CONTAINER: "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>"
        "<rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>",
        "OEBPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf'>"
        f"<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>{about}</metadata>"
        f"<manifest>{items}{listed}</manifest><spine>{spine}</spine>"
        "<guide><reference type='copyright-page' href='about.xhtml'/></guide></package>",
    }
    for name, body in (PAGES | changed).items():
        parts[f"OEBPS/{name}"] = (
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title>{title}</title></head>"
            f"<body>{body}</body></html>"
        )
    return packed({name: text for name, text in (parts | (more or {})).items() if text is not None})
