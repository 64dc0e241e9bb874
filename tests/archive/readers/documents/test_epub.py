"""E-books: their articles in order, with what the book says of all; what is none is told."""

from __future__ import annotations

import io
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.documents import epub
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.store.store import Store
from tests.helpers.ebooks import STORY, book
from tests.helpers.renewing import everything, run, take_in


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
