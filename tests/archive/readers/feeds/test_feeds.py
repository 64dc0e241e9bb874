"""RSS, RDF, Atom and JSON Feed: identity, full text, what senders get wrong."""

from __future__ import annotations

import pytest

from archive.article import Article, Skipped
from tests.helpers.reading import read_items, read_one, reason

CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(item: str, channel: str = "<link>https://example.org/</link>", spaces: str = "") -> str:
    return (
        f'<rss version="2.0" {spaces}><channel><title>Times</title>{channel}'
        f"<item><title>Bridge opens</title>{item}</item></channel></rss>"
    )


def atom(entry: str, feed: str = "") -> str:
    entry = f"<entry><title>Bridge opens</title>{entry}</entry>"
    return f"<feed {ATOM}><title>Times</title>{feed}{entry}</feed>"


@pytest.mark.parametrize(
    ("item", "identity"),
    [
        ("<guid>https://example.org/a</guid>", "https://example.org/a"),
        (
            "<guid>https://example.org/a</guid><link>https://x.example/click</link>",
            "https://example.org/a",
        ),
        ('<guid isPermaLink="false">https://example.org/?p=1</guid>', "https://example.org/?p=1"),
        ("<guid>urn:uuid:1-2</guid><link>https://example.org/a</link>", "urn:uuid:1-2"),
        ('<guid isPermaLink="false">17</guid>', "https://example.org/#17"),
        ("<guid>17</guid><link>https://example.org/a</link>", "https://example.org/#17"),
        ("<link>https://example.org/a?utm_source=rss</link>", "https://example.org/a"),
    ],
)
def test_a_guid_is_the_identity_if_global_else_behind_the_address_of_the_feed(
    item: str, identity: str
) -> None:
    assert read_one(rss(item)).identity == identity


def test_the_feed_is_known_by_its_own_address_and_a_feed_in_pages_by_its_first() -> None:
    link = '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="{}" href="https://example.org/{}"/>'
    own = link.format("self", "rss?page=3")
    assert read_one(rss("<guid>17</guid>", own)).identity == "https://example.org/rss?page=3#17"
    both = own + link.format("first", "rss")
    assert read_one(rss("<guid>17</guid>", both)).identity == "https://example.org/rss#17"


def test_full_content_is_the_body_and_the_description_the_summary() -> None:
    item = (
        "<description>Short &amp;amp; plain.</description>"
        "<content:encoded><![CDATA[<p>Long <b>and</b> whole.</p><script>x()</script>]]>"
        "</content:encoded>"
    )
    article = read_one(rss(item, spaces=CONTENT))
    assert (article.body, article.summary) == ("Long **and** whole.", "Short & plain.")
    assert article.publisher == "Times"


def test_a_description_alone_is_the_body() -> None:
    article = read_one(
        rss("<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</description>")
    )
    assert (article.body, article.summary) == ("One\n\nTwo", None)


def test_markup_that_was_not_escaped_is_read_all_the_same() -> None:
    article = read_one(rss("<description>One <b>bold</b> word<p>Two</p></description>"))
    assert article.body == "One **bold** word\n\nTwo"


@pytest.mark.parametrize(
    ("item", "authors"),
    [
        ("<author>jane@example.org (Jane Roe)</author>", ("Jane Roe",)),
        ("<author>jane@example.org</author>", ()),
        ('<c xmlns="http://purl.org/dc/elements/1.1/"/>', ()),
        (
            '<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Roe, J. M.</d:creator>',
            ("J. M. Roe",),
        ),
        (
            '<d:creator xmlns:d="http://purl.org/dc/elements/1.1">Jane Roe in Leith</d:creator>',
            ("Jane Roe",),
        ),
    ],
)
def test_authors_are_names_out_of_addresses(item: str, authors: tuple[str, ...]) -> None:
    assert read_one(rss(item)).authors == authors


def test_the_widest_picture_is_kept_and_sound_is_none() -> None:
    item = (
        '<media:content url="https://example.org/1.jpg" width="100"/>'
        '<media:content url="https://example.org/2.jpg" width="900" medium="image">'
        "<media:description>The bridge</media:description></media:content>"
        '<media:content url="https://example.org/3.mp3" type="audio/mpeg" width="2000"/>'
    )
    (image,) = read_one(rss(item, spaces=MEDIA)).images
    assert (image.url, image.caption) == ("https://example.org/2.jpg", "The bridge")
    assert not read_one(
        rss('<enclosure url="https://example.org/a.mp3" type="audio/mpeg"/>')
    ).images


@pytest.mark.parametrize("root", ["rdf:RDF", "RDF"])
def test_rss_1_has_its_items_beside_the_channel(root: str) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = (
        f'<{root} xmlns:rdf="{rdf}" xmlns="http://purl.org/rss/1.0/"><channel><title>Times</title>'
        "</channel><item rdf:about='https://example.org/a'><title>Bridge opens</title>"
        "<date xmlns='http://purl.org/dc/elements/1.1/'>2020-01-02</date></item>"
        f"</{root}>"
    )
    article = read_one(text)
    assert (article.identity, article.date) == ("https://example.org/a", "2020-01-02")


def test_atom_content_is_text_html_or_xhtml_by_its_type() -> None:
    assert read_one(atom("<content>1 &lt; 2</content>")).body == "1 &lt; 2"
    assert read_one(atom('<content type="html">&lt;b&gt;1&lt;/b&gt;</content>')).body == "**1**"
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div>'
    assert read_one(atom(f'<content type="xhtml">{div}</content>')).body == "One\n\nTwo"


def test_atom_published_is_the_date_and_updated_the_modification() -> None:
    article = read_one(
        atom(
            "<id>tag:example.org,2020:1</id><published>2020-01-01T23:30:00-11:00</published>"
            '<updated>2020-01-05T00:00:00Z</updated><link href="a/b"/>',
            '<link rel="self" href="https://example.org/feed"/>',
        )
    )
    assert (article.date, article.identity) == ("2020-01-01", "tag:example.org,2020:1")
    assert article.extra["modified"] == "2020-01-05T00:00:00Z"
    assert article.url == "https://example.org/a/b"


def test_a_feed_without_items_and_an_empty_entry_give_their_reasons() -> None:
    assert reason(f"<feed {ATOM}/>") == "the feed has no items"
    assert reason("<rss><channel/></rss>") == "the feed has no items"
    assert (
        reason({"version": "https://jsonfeed.org/version/1", "items": []})
        == "the feed has no items"
    )
    assert reason(f"<feed {ATOM}><entry><id>x</id></entry></feed>") == "neither a title nor a text"


def test_a_damaged_feed_gives_the_items_before_the_damage() -> None:
    whole = rss("<guid>1</guid></item><item><title>Second</title><description>Te")
    cut = whole[: whole.index("<description>Te") + 15]
    first, last = read_items(cut)
    assert isinstance(first, Article)
    assert isinstance(last, Skipped)
    assert "damaged XML" in last.reason


@pytest.mark.parametrize(
    "fault",
    ["\n  ", "\x1f", "<!-- a comment -->", "<?xml-stylesheet href='x'?>", "<!DOCTYPE rss>"],
)
def test_what_senders_get_wrong_without_harm_is_mended(fault: str) -> None:
    assert read_one(fault + rss("<description>A&nbsp;b &copy; \x0b &amp; c</description>")).title


def test_json_feed_1_and_1_1_are_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Times",
        "feed_url": "https://example.org/feed.json",
        "items": [
            {"id": "7", "title": "A < B", "content_html": "<p>It is <i>open</i>.</p>",
             "author": {"name": "Jane Roe"}},
            {"id": "8", "content_text": "a < b", "authors": [{"name": "John Poe"}],
             "tags": ["River", 5]},
            "no item",
        ],
    }  # fmt: skip
    first, second, third = read_items(feed)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.body, first.authors) == ("A < B", "It is *open*.", ("Jane Roe",))
    assert first.identity == "https://example.org/feed.json#7"
    assert (second.body, second.tags) == ("a &lt; b", ("River", "5"))
    assert str(third).endswith("not a JSON object")
