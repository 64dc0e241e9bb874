"""An article is known by its page's own address, wherever a copy of the page was found."""

from __future__ import annotations

import io
import zipfile

import pytest
import zstandard

from archive.article import Article, RawArticle, Skipped
from archive.normalise.addresses import joined, live_address
from archive.normalise.rules import normalise
from archive.readers.formats import read
from tests.helpers.reading import read_one, source_of

TEXT = (
    "The bridge over the lower river opens again on Friday, the council said. Repairs took two "
    "years and cost seven million. Buses will cross it from Monday on, and lorries in the spring. "
) * 2
PAGE = (
    "<!DOCTYPE html>{note}<html{html}><head><title>Bridge opens</title>{head}"
    '<meta property="article:published_time" content="2017-11-03T14:05:00Z"></head>'
    f"<body><article><h1>Bridge opens</h1><p>{TEXT}</p></article></body></html>"
)
URL = "https://river.example/bridge"


def page(head: str = "", note: str = "", html: str = "") -> str:
    return PAGE.format(head=head, note=note, html=html)


def articles(data: bytes, name: str = "file", **facts: object) -> list[Article | Skipped]:
    found = read(source_of(data, name, **facts))
    return [normalise(item) if isinstance(item, RawArticle) else item for item in found]


def only(data: bytes, name: str = "file", **facts: object) -> Article:
    (article,) = articles(data, name, **facts)
    assert isinstance(article, Article)
    return article


def rss(channel: str, link: str) -> str:
    return (
        f'<rss version="2.0"><channel><title>{channel}</title>'
        f"<link>https://{channel}.example/</link><item><title>Council meets</title>"
        f"<link>{link}</link><description>It met.</description></item></channel></rss>"
    )


def test_two_papers_have_a_first_news_item_each() -> None:
    one, other = read_one(rss("alpha", "/news/1")), read_one(rss("beta", "/news/1"))
    assert one.url == "https://alpha.example/news/1"
    assert one.id != other.id
    columns = "title,text,source,url\nCouncil,It met.,{},/news/1\n"
    first, second = (read_one(columns.format(paper)) for paper in ("Alpha Post", "Beta Post"))
    assert first.id != second.id


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("?p=17", "https://alpha.example/?p=17"), ("//cdn.alpha.example/a", "https://cdn.alpha.example/a"),
        ("a/b", "https://alpha.example/a/b"), ("https://else.example/1", "https://else.example/1"),
    ],
)  # fmt: skip
def test_a_feeds_links_are_joined_with_its_own(link: str, whole: str) -> None:
    assert read_one(rss("alpha", link)).url == whole


@pytest.mark.parametrize(
    ("feed_base", "entry_base", "url"),
    [
        ("https://river.example/", "2017/", "https://river.example/2017/bridge"),
        ("https://river.example/blog/", "", "https://river.example/blog/bridge"),
        ("", "https://hill.example/x/", "https://hill.example/x/bridge"),
    ],
)
def test_xml_base_holds_for_what_is_inside(feed_base: str, entry_base: str, url: str) -> None:
    def base(value: str) -> str:
        return f' xml:base="{value}"' if value else ""

    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base(feed_base)}><title>River</title>'
        f"<id>tag:river.example,2017:f</id><entry{base(entry_base)}><title>Bridge</title>"
        '<id>tag:river.example,2017:1</id><link href="bridge"/><content>It opens.</content>'
        "</entry></feed>"
    )
    assert read_one(feed).url == url


def test_a_pages_canonical_link_may_be_relative() -> None:
    data = page('<link rel="canonical" href="/bridge">').encode()
    assert only(data, url="https://river.example/bridge?from=mail").url == URL
    data = page('<base href="https://river.example/x/"><link rel="canonical" href="/bridge">')
    assert only(data.encode()).url == URL


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/20180105101112/https://river.example/bridge",
        "http://web.archive.org/web/20180105101112if_/https:/river.example/bridge",
        "https://web.archive.org/web/2018*/https://river.example/bridge",
        "https://wayback.archive-it.org/1234/20180105101112/https://river.example/bridge",
        "https://arquivo.pt/wayback/20180105101112/https://river.example/bridge",
        "https://www.webarchive.org.uk/wayback/archive/20180105101112/https://river.example/bridge",
        "https://webarchive.nationalarchives.gov.uk/ukgwa/20180105101112/https://river.example/bridge",
        "https://archive.ph/2018.01.05-101112/https://river.example/bridge",
        "https://archive.today/newest/https://river.example/bridge",
        "https://crawl.library.example/all/20180105101112mp_/https://river.example/bridge",
        "https://webcache.googleusercontent.com/search?q=cache:aBcDeFgHiJkL:https://river.example/bridge+x",
    ],
)
def test_the_address_of_a_copy_is_that_of_the_page(address: str) -> None:
    assert live_address(address) == URL


@pytest.mark.parametrize(
    "address",
    [
        "https://river.example/2018/01/05/bridge", "https://web.archive.org/",
        "https://share.example/go/2018/https://river.example/bridge", "mid:1@x.example", "/news/1",
        "https://archive.org/details/bridge",
    ],
)  # fmt: skip
def test_another_address_stays_as_it_is(address: str) -> None:
    assert live_address(address) == address


def test_a_copy_in_a_web_archive_is_the_live_page() -> None:
    prefix = "https://web.archive.org/web/20180105101112"
    live = only(page(f'<link rel="canonical" href="{URL}"><meta property="og:image" '
                     'content="https://river.example/a.jpg">').encode())  # fmt: skip
    copy = only(page(f'<link rel="canonical" href="{prefix}/{URL}"><meta property="og:image" '
                     f'content="{prefix}im_/https://river.example/a.jpg">').encode())  # fmt: skip
    assert copy.id == live.id
    assert copy.publisher == "river.example"
    assert copy.content_hash() == live.content_hash()


def test_the_toolbar_of_wayback_is_no_text() -> None:
    toolbar = (
        '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><p>'
        + "This calendar lists all captures of the page, one by one. " * 20
        + "</p></div><!-- END WAYBACK TOOLBAR INSERT -->"
    )
    article = only(page().replace("<body>", f"<body>{toolbar}").encode())
    assert "captures" not in article.body


def test_a_link_to_a_copy_in_a_live_article_stays() -> None:
    copy = "https://web.archive.org/web/20180105101112/https://hill.example/old"
    data = page(f'<link rel="canonical" href="{URL}">')
    data = data.replace("Repairs", f'<a href="{copy}">Repairs</a>', 1)
    assert copy in only(data.encode()).body


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("<!-- saved from url=(0028)https://river.example/bridge -->", ""),
        (f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: x\n-->", ""),
        (f"<!-- Saved from {URL} at 2018-01-05T10:11:12Z using monolith v2 -->", ""),
        ("", ' data-scrapbook-source="https://river.example/bridge"'),
    ],
)  # fmt: skip
def test_a_saved_page_tells_its_address(note: str, html: str) -> None:
    article = only(page(note=note, html=html).encode(), "bridge.html")
    assert article.url == URL
    assert article.publisher == "river.example"


def test_a_page_saved_by_nobody_in_particular_has_no_address() -> None:
    assert only(page(note="<!-- saved from url=(0014)about:internet -->").encode()).url is None


def mhtml(head: str, location: str = URL) -> bytes:
    return (
        f"{head}Subject: Bridge opens | River\nDate: Tue, 10 Feb 2026 09:00:00 -0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/html; charset=utf-8\nContent-Location: {location}\n\n"
        f"{page()}\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    "head",
    [
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\n",
        "From: <Saved by Windows Internet Explorer 8>\n",
        "",
    ],
)
def test_a_page_in_one_file_is_the_page(head: str) -> None:
    data = mhtml(head)
    article = only(data, "bridge.mhtml")
    assert (article.title, article.date, article.url) == ("Bridge opens", "2017-11-03", URL)
    assert article.content_hash() == only(page().encode(), url=URL).content_hash()
    (raw,) = read(source_of(data))
    assert isinstance(raw, RawArticle)
    assert raw.original == data


def test_a_mail_with_a_page_and_pictures_stays_a_mail() -> None:
    head = "From: Desk <desk@river.example>\nTo: me@x.example\nMessage-ID: <1@river.example>\n"
    assert only(mhtml(head), "a.eml").identity == "mid:1@river.example"


def crawled(version: str = "WARC/1.0") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page()}".encode()
    if version == "arc":
        name = "filedesc://IA-1.arc 0.0.0.0 20051103140500 text/plain 69\n1 0 InternetArchive\n"
        about = "URL IP-address Archive-date Content-type Archive-length\n"
        name = name.replace(" 69\n", f" {len('1 0 InternetArchive') + 1 + len(about)}\n")
        record = f"{URL} 1.2.3.4 20051103140501 text/html {len(http)}\n".encode()
        return f"{name}{about}\n".encode() + record + http + b"\n"
    head = (
        f"{version}\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\n"
        "WARC-Date: 2005-11-03T14:05:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.1", "arc"])
def test_crawls_of_all_ages_are_read(version: str) -> None:
    article = only(crawled(version))
    assert (article.title, article.url) == ("Bridge opens", URL)


def test_of_a_wacz_only_the_crawl_is_read() -> None:
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("archive/data.warc", crawled())
        head = '{"format": "json-pages-1.0", "title": "All Pages"}'
        listed = f'{{"url": "{URL}", "title": "Bridge opens", "text": "Bridge opens ..."}}'
        archive.writestr("pages/pages.jsonl", f"{head}\n{listed}\n")
        archive.writestr("indexes/index.cdx", "example,river)/bridge 20051103140500 {}\n")
        archive.writestr("datapackage.json", '{"title": "My crawl", "description": "A crawl"}')
    assert only(pack.getvalue()).url == URL


@pytest.mark.parametrize(
    "line", [" CDX N b a m s k r M S V g", 'example,river)/bridge 20051103140500 {"url": "x"}']
)
def test_an_index_of_a_crawl_is_no_article(line: str) -> None:
    (skipped,) = articles(f"{line}\n{line}\n".encode(), "index.cdx")
    assert isinstance(skipped, Skipped)
    assert "index of a crawl" in skipped.reason


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("ニュース一覧ソ", "cp932"), ("表", "cp932"), ("新闻稿", "gbk"), ("보도자료", "cp949"),
        ("功許", "big5"), ("Größe müller", "cp437"), ("Zoë", "utf-8"), ("новости мост", "cp1251"),
    ],
)  # fmt: skip
def test_names_in_a_zip_are_those_that_were_given(name: str, encoding: str) -> None:
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("x" * len(f"{name}.txt".encode(encoding)), f"A bridge\n\n{TEXT}")
    data = pack.getvalue()
    raw = f"{name}.txt".encode(encoding)
    data = data.replace(b"x" * len(raw), raw)
    assert only(data).origin.member == f"{name}.txt"


def test_zstd_with_a_long_window_is_read() -> None:
    options = zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=False)
    packer = zstandard.ZstdCompressor(compression_params=options).compressobj()
    data = packer.compress(f"A bridge\n\n{TEXT}".encode()) + packer.flush()
    assert zstandard.get_frame_parameters(data).window_size == 1 << 31
    assert only(data).title == "A bridge"


def test_joining_never_fails() -> None:
    assert joined("//[bad", "https://river.example/") is not None
    assert joined("a", None, "tag:x", "https://river.example/") == "https://river.example/a"
    assert joined(None, "https://river.example/") is None


def test_a_guid_that_is_stated_to_be_an_address_is_joined_with_that_of_its_feed() -> None:
    article = read_one(
        '<rss version="2.0"><channel><title>Hill Post</title><link>https://hill.example/</link>'
        '<item><title>Bridge</title><guid isPermaLink="true">/news/9</guid>'
        "<description>It opens.</description></item></channel></rss>"
    )
    assert article.url == "https://hill.example/news/9"
