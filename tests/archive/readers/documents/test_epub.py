"""E-books: their articles in order, with what the book says of all; what is none is told."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.documents import epub
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.store.store import Store
from tests.helpers.renewing import everything, run, take_in
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


def items(data: bytes, name: str = "news.epub") -> list[Any]:
    return list(read(Source(name, lambda: io.BytesIO(data))))


def titles(data: bytes) -> list[str | None]:
    return [item.title for item in items(data) if isinstance(item, RawArticle)]


def test_its_articles_come_in_order_with_what_the_book_says() -> None:
    made = [item for item in items(book()) if isinstance(item, RawArticle)]
    assert [(one.title, one.origin.record) for one in made] == [
        ("Ferry sails again", "OEBPS/a 1.xhtml"), ("Bridge opens", "OEBPS/b.xhtml"),
    ]  # fmt: skip
    assert "forty passengers" in made[0].body
    assert {(one.date, one.publisher, one.language) for one in made} == {
        ("2017-11-03", "The Bell", "en")
    }


def test_what_a_page_says_goes_before_what_the_book_says() -> None:
    own = '<h1>Bridge opens</h1><time datetime="2016-05-04">4 May 2016</time>' + STORY
    made = [item for item in items(book(**{"b.xhtml": own})) if isinstance(item, RawArticle)]
    assert [one.date for one in made] == ["2017-11-03", "2016-05-04"]


def test_what_is_no_article_is_told() -> None:
    said = {item.origin.record: item.reason for item in items(book()) if isinstance(item, Skipped)}
    assert set(said) == {"OEBPS/cover.xhtml", "OEBPS/list.xhtml", "OEBPS/about.xhtml"}
    assert "next to no text" in said["OEBPS/cover.xhtml"]
    assert "list of contents" in said["OEBPS/list.xhtml"]
    assert "no article" in said["OEBPS/about.xhtml"]


def test_an_article_is_read_again_with_what_the_book_said(store: Store) -> None:
    take_in(store, book(), "news.epub")
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged"] * 2


UNTITLED = {
    "a 1.xhtml": f"<h2>Ferry sails again</h2>{STORY}",
    "b.xhtml": STORY.replace("two", "six"),
}
NCX = (
    "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap>"
    "<navPoint><navLabel><text>Ferry</text></navLabel>"
    "<content src='../OEBPS/a%201.xhtml'/></navPoint>"
    "<navPoint><navLabel><text>Bridge opens</text></navLabel>"
    "<content src='b.xhtml#top'/></navPoint></navMap></ncx>"
)
NAV = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><body><nav><ol><li><a href='b.xhtml'>Bridge "
    "opens</a></li></ol></nav></body></html>"
)
CONTENTS = [
    ("<item id='c' href='toc.ncx' media-type='application/x-dtbncx+xml'/>", "toc.ncx", NCX),
    ("<item id='c' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>",
     "nav.xhtml", NAV),
]  # fmt: skip


@pytest.mark.parametrize("title", ["The Bell", "Unknown", ""])
@pytest.mark.parametrize(("item", "name", "contents"), CONTENTS, ids=["ncx", "nav"])
def test_a_page_called_as_the_book_has_the_title_of_its_heading_or_of_the_contents(
    title: str, item: str, name: str, contents: str, store: Store
) -> None:
    made = book(title=title, listed=item, more={f"OEBPS/{name}": contents}, **UNTITLED)
    assert titles(made) == ["Ferry sails again", "Bridge opens"]
    assert b"Bridge" not in items(made)[3].original  # which is the page as it came
    take_in(store, made, "news.epub")
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged"] * 2


def test_without_contents_a_page_has_the_title_of_the_book_or_none() -> None:
    assert titles(book(title="The Bell", **UNTITLED)) == ["Ferry sails again", "The Bell"]
    assert titles(book(title="Unknown", **UNTITLED)) == ["Ferry sails again", None]


def test_a_part_listed_under_several_names_has_none_of_them() -> None:
    item, name, _ = CONTENTS[1]
    links = "".join(f"<a href='b.xhtml#{part}'>{part}</a>" for part in ("One", "Two"))
    nav = f"<html><body><nav>{links}</nav></body></html>"
    made = book(listed=item, more={f"OEBPS/{name}": nav}, **UNTITLED)
    assert titles(made) == ["Ferry sails again", None]


@pytest.mark.parametrize("missing", ["mimetype", epub.CONTAINER])
def test_one_that_was_packed_anew_is_an_e_book_by_its_name(missing: str) -> None:
    assert titles(book(more={missing: None})) == ["Ferry sails again", "Bridge opens"]


@pytest.mark.parametrize("container", ["<container/>", None])
def test_one_without_a_package_is_told(container: str | None) -> None:
    (said,) = items(book(more={epub.CONTAINER: container, "OEBPS/book.opf": None}))
    assert "name it .zip" in said.reason


def test_what_is_encrypted_is_told() -> None:
    listed = "<encryption><EncryptedData><CipherData><CipherReference URI='OEBPS/b.xhtml'/>"
    listed += "</CipherData></EncryptedData></encryption>"
    said = {
        item.origin.record: item.reason
        for item in items(book(more={"META-INF/encryption.xml": listed}))
        if isinstance(item, Skipped)
    }
    assert "DRM" in said["OEBPS/b.xhtml"]


def test_a_short_text_in_japanese_is_an_article() -> None:
    text = "三年ぶりの渡し船が金曜日に川を渡った。四十人の乗客が乗っていた。" * 2
    assert "渡し船" in titles(book(**{"b.xhtml": f"<h1>渡し船</h1><p>{text}</p>"}))


@pytest.mark.parametrize("cut", [200, 1500])
def test_a_damaged_one_is_told(cut: int) -> None:
    (said,) = items(book()[:cut])
    assert "damaged or cut-off e-book" in said.reason


def test_no_more_of_it_is_unpacked_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_MOST_OF_BOOK", 100)
    (said,) = items(book())
    assert "larger than" in said.reason
