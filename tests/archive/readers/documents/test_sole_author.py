"""The creator of an e-book is the author of its pages, where it is the work of one person."""

from __future__ import annotations

import io
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.documents import sole_author
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.store.store import Store
from tests.helpers.ebooks import STORY, book
from tests.helpers.renewing import everything, run, take_in

ROE = "<dc:creator>Jane Roe</dc:creator>"
POE = f"<h1>Bridge opens</h1><p class='byline'>By Ann Poe</p>{STORY.replace('ferry', 'bus')}"
OPF = "xmlns:opf='http://www.idpf.org/2007/opf'"


def about(creators: str, title: str = "River Essays", more: str = "") -> str:
    return (
        f"<dc:title>{title}</dc:title><dc:publisher>Landing Press</dc:publisher>{creators}"
        f"<dc:date>2017-11-03</dc:date><dc:language>en</dc:language>{more}"
    )


def items(data: bytes) -> list[Any]:
    return list(read(Source("a.epub", lambda: io.BytesIO(data))))


def authors(data: bytes) -> list[tuple[str, ...]]:
    return [item.authors for item in items(data) if isinstance(item, RawArticle)]


@pytest.mark.parametrize(
    ("creators", "more"),
    [
        (ROE, ""),
        ("<dc:creator>Roe, Jane</dc:creator>", ""),
        (f"<dc:creator {OPF} opf:role='aut'>Jane Roe</dc:creator><dc:creator/>", ""),
        ("<dc:creator id='c'>Jane Roe</dc:creator>",
         "<meta refines='#c' property='role' scheme='marc:relators'>aut</meta>"
         "<meta refines='#d' property='role'>edt</meta>"),
        (f"{ROE}<dc:contributor>Ann Poe</dc:contributor>", ""),
    ],
)  # fmt: skip
def test_its_only_creator_wrote_pages_that_name_nobody(creators: str, more: str) -> None:
    data = book(about=about(creators, more=more))
    assert authors(data) == [("Jane Roe",)] * 2
    assert items(data)[2].found["authors"] == "the book's creator"


@pytest.mark.parametrize(
    "creators",
    [
        "",
        ROE + "<dc:creator>Ann Poe</dc:creator>",
        "<dc:creator>Jane Roe &amp; Ann Poe</dc:creator>",
        "<dc:creator>Jane Roe; Ann Poe</dc:creator>",
        "<dc:creator>Landing Press</dc:creator>",
        "<dc:creator>river essays</dc:creator>",
        "<dc:creator>Various Authors</dc:creator>",
        "<dc:creator>AA. VV.</dc:creator>",
        "<dc:creator>Unknown</dc:creator>",
        "<dc:creator>calibre</dc:creator>",
        "<dc:creator>Reuters</dc:creator>",
        "<dc:creator>Jane Roe (ed.)</dc:creator>",
        f"<dc:creator {OPF} opf:role='edt'>Jane Roe</dc:creator>",
    ],
)
def test_who_did_not_write_it_alone_is_no_author(creators: str) -> None:
    assert authors(book(about=about(creators))) == [(), ()]


def test_the_creator_of_an_issue_is_no_author() -> None:
    issue = about(ROE, title="The Bell [Fri, 03 Nov 2017]")
    periodical = "<meta name='calibre:publication_type' content='periodical:magazine:The Bell'/>"
    for said in (issue, about(ROE, more=periodical)):
        assert authors(book(about=said)) == [(), ()]


@pytest.mark.parametrize("where", ["a 1.xhtml", "b.xhtml"])
def test_where_a_page_is_by_somebody_else_the_others_name_nobody(where: str) -> None:
    found = items(book(about=about(ROE), **{where: POE}))
    made = [item for item in found if isinstance(item, RawArticle)]
    assert [one.origin.record for one in made] == ["OEBPS/a 1.xhtml", "OEBPS/b.xhtml"]
    assert all("Jane Roe" not in one.authors for one in made)


def test_a_page_that_names_the_creator_keeps_its_own_line() -> None:
    data = book(about=about(ROE), **{"b.xhtml": POE.replace("Ann Poe", "Jane Roe")})
    (first, second) = [item for item in items(data) if isinstance(item, RawArticle)]
    assert first.authors == ("Jane Roe",)
    assert second.found.get("authors") != "the book's creator"


def test_a_book_too_large_to_be_held_goes_in_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sole_author, "MOST_HELD", 500)
    data = book(about=about(ROE))
    assert authors(data) == [(), ()]
    assert len(items(data)) == 5


def test_what_was_read_before_a_book_may_unpack_no_more_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = book(about=about(ROE), **{"b.xhtml": f"<h1>Bridge</h1>{STORY * 200}"})
    monkeypatch.setattr("archive.readers.sources.allowance._FREE", 20_000)
    monkeypatch.setattr("archive.readers.sources.allowance.MOST_RATIO", 1)
    *kept, last = items(data)
    assert [item.title for item in kept if isinstance(item, RawArticle)] == ["Ferry sails again"]
    assert isinstance(last, Skipped)
    assert "the rest is not read" in last.reason


def test_an_author_is_still_there_when_it_is_read_again(store: Store) -> None:
    take_in(store, book(about=about(ROE)), "a.epub")
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged"] * 2


def test_a_book_by_one_person_is_not_its_own_publisher() -> None:
    said = about(ROE).replace("<dc:publisher>Landing Press</dc:publisher>", "")
    made = [item for item in items(book(about=said)) if isinstance(item, RawArticle)]
    assert [(one.authors, one.publisher) for one in made] == [(("Jane Roe",), None)] * 2
