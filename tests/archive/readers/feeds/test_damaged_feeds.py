"""A damaged feed gives every entry that is whole as it would be without the damage, and tells of
the one that is not.
"""

from __future__ import annotations

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from tests.helpers.reading import read_items, source_of

ATOM = 'xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/"'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def item(number: int, text: str = "", title: str = "") -> str:
    text = text or f"Text {number}"
    return (
        f"<item><title>{title or f'Story {number}</title>'}<link>https://example.org/{number}</link>"
        f"<dc:creator>Jane Roe {number}</dc:creator><pubDate>Wed, 01 Jan 2020 00:00:0{number} GMT"
        f"</pubDate><description>{text}</description></item>\n"
    )


def rss(second: str) -> str:
    items = item(1) + second + item(3, "<![CDATA[<p>Text 3</p> <item>]]>") + item(4)
    return (
        f'<?xml version="1.0"?><rss version="2.0" {DC}><channel><title>Times</title>\n{items}'
        "<language>en</language></channel></rss>"
    )


def rdf(second: str) -> str:
    items = item(1) + second + item(3) + item(4)
    return (
        f"<rdf:RDF {RDF} {DC}><channel><title>Times</title></channel>{items}"
        "<image><url>x</url></image></rdf:RDF>"
    )


def entry(number: int, content: str = "") -> str:
    return (
        f'<entry><title>Story {number}</title><link href="{number}"/><id>urn:x:{number}</id>'
        f"<updated>2020-01-0{number}T00:00:00Z</updated>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"{content or f'<p>Text {number}</p>'}</div></content></entry>"
    )


def atom(second: str) -> str:
    entries = entry(1) + second + entry(3) + entry(4)
    return f'<feed {ATOM} xml:lang="en"><title>Times</title>{entries}</feed>'


DAMAGED = {
    "crossed": rss(item(2, "<p>One <b>two</p> three")),
    "title": rss(item(2, title="Story 2")),
    "break": rss(item(2, "<p>Text 2<br>more <b>x</p>")),
    "unquoted": rss(item(2, "<a href=x>Text 2</a> after")),
    "cdata": rss(item(2, "<![CDATA[<p>Text 2")),
    "cdata-in-title": rss(item(2, title="<![CDATA[Story 2</title>")),
    "half": rss("<item><title>Story 2</title><description>Te"),
    "half-tag": rss("<item><title>Story 2</title><descr"),
    "no-start": rss("<title>Story 2</title></item>"),
    "two-ends": rss("<item><title>Story 2</title></item><link>x</link></item>"),
    "channel-ends": rss("<item><title>Story 2</title></channel><channel></item>"),
    "comment": rss(item(2, "Text 2 <!-- so")),
    "deep": rss(item(2, "<b>" * 300 + "Text 2" + "</b>" * 300)),
    "rdf": rdf(item(2, "<p>Text 2<br>more <b>x</p>")),
    "rdf-half": rdf("<item><title>Story 2"),
    "atom": atom(entry(2, "<p>One <b>two</p> three")),
    "atom-half": atom("<entry><title>Story 2</title>"),
    "atom-title": atom("<entry><title>Story 2<id>urn:x:2</id></entry>"),
}


def outcomes(feed: str) -> list[RawArticle | Skipped]:
    return list(read(source_of(feed.encode())))


def undamaged(feed: str) -> list[RawArticle | Skipped]:
    """The entries 1, 3 and 4 of the same feed with nothing wrong."""
    builder = atom if "<feed" in feed else rdf if "<rdf" in feed else rss
    found = outcomes(builder(entry(2) if builder is atom else item(2)))
    return [found[0], *found[2:]]


@pytest.mark.parametrize("damage", DAMAGED)
def test_every_whole_entry_is_what_it_is_without_the_damage(damage: str) -> None:
    found = outcomes(DAMAGED[damage])
    whole = [each for each in found if isinstance(each, RawArticle) and each.title != "Story 2"]
    shifted = damage == "no-start"  # nobody knows that there was a second one
    for is_, was in zip(whole, undamaged(DAMAGED[damage]), strict=True):
        assert isinstance(was, RawArticle)
        assert shifted or is_.origin == was.origin
        assert {**vars_of(is_), "origin": None} == {**vars_of(was), "origin": None}
    (told,) = (each for each in found if isinstance(each, Skipped))
    assert told.origin.record == ("item 1" if shifted else "item 2")
    assert "damaged XML" in told.reason
    assert "line" not in told.reason


def vars_of(article: RawArticle) -> dict[str, object]:
    return {name: getattr(article, name) for name in RawArticle.__dataclass_fields__}


@pytest.mark.parametrize(
    ("damage", "body"),
    [
        ("crossed", "One **two** three"),
        ("break", "Text 2"),
        ("unquoted", "Text 2 after"),
        ("cdata", "Text 2"),
        ("cdata-in-title", "Text 2"),
        ("rdf", "Text 2"),
        ("atom", "One **two** three"),
    ],
)
def test_what_is_bad_in_its_markup_alone_is_read_as_html(damage: str, body: str) -> None:
    (found,) = (
        each
        for each in outcomes(DAMAGED[damage])
        if isinstance(each, RawArticle) and each.title == "Story 2"
    )
    flat = " ".join(found.body.split())
    assert flat.startswith(body)
    assert "Text 3" not in flat
    assert found.date


@pytest.mark.parametrize("damage", ["title", "half", "half-tag", "channel-ends", "atom-half"])
def test_an_entry_whose_fields_cannot_be_told_apart_is_no_article(damage: str) -> None:
    titles = [each.title for each in outcomes(DAMAGED[damage]) if isinstance(each, RawArticle)]
    assert titles == ["Story 1", "Story 3", "Story 4"]


@pytest.mark.parametrize("whole", [rss(item(2)), atom(entry(2)), rdf(item(2))])
def test_a_feed_that_is_cut_keeps_the_entries_before(whole: str) -> None:
    articles = outcomes(whole)
    for at in range(whole.index("Story 1"), len(whole) - 1, 7):
        found = outcomes(whole[:at])
        read_ = [each for each in found if isinstance(each, RawArticle)]
        assert read_ == articles[: len(read_)] or read_[-1].language != "en"
        assert len(read_) == whole[:at].count("</item>") + whole[:at].count("</entry>")
        assert isinstance(found[-1], Skipped)


def test_the_channel_stays_itself_where_its_title_has_no_end() -> None:
    feed = rss(item(2)).replace("Times</title>", "Times<link>https://example.org/</link>")
    *articles, told = read_items(feed)
    assert len(articles) == 4
    assert isinstance(told, Skipped)
    assert all(not isinstance(each, Skipped) and each.title for each in articles)


@pytest.mark.parametrize(
    "text",
    [
        "<![CDATA[A feed has <item> elements with <![CDATA[ in them]]>",
        "<![CDATA[Write </item><item> and <![CDATA[ of it]]>",
        "<![CDATA[Write <item><title>x</title></item> or <![CDATA[ of it]]>",
    ],
)
def test_text_that_speaks_of_entries_is_no_damage(text: str) -> None:
    found = outcomes(rss(item(2, text)))
    titles = [each.title for each in found if isinstance(each, RawArticle)]
    assert titles == ["Story 1", "Story 2", "Story 3", "Story 4"]


def test_a_damaged_feed_that_is_nested_too_deep_is_not_parsed_for_every_entry() -> None:
    entries = f"{item(1)}{item(2)}<".replace("dc:", "")
    (told,) = outcomes(f"<rss><channel>{'<foo>' * 300}{entries}")
    assert isinstance(told, Skipped)
    found = outcomes(f"<rss><channel>{'<foo>' * 100}{entries}")
    assert [each.title for each in found if isinstance(each, RawArticle)] == ["Story 1", "Story 2"]
