"""WARC: the pages of a crawl come out with their address, the rest is counted."""

from __future__ import annotations

import gzip
import io
import os

import brotli
import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read, recognise_collection
from archive.readers.sources.source import Source
from archive.readers.sources.warc import read as read_warc
from tests.helpers.ebooks import book
from tests.helpers.warcs import Crawl
from tests.helpers.workbooks import ods, xlsx

STORY = "Ferry sails again\n\nThe ferry sailed at nine. Zoë was on board.\n"
PAGE = "<html><head><title>Ferry</title></head><body><p>It sailed at nine.</p></body></html>"
URL = "https://example.org/ferry"


def chunked(data: bytes) -> bytes:
    parts = [data[at : at + 20] for at in range(0, len(data), 20)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_has_its_address_and_when_it_was_fetched(packed: bool) -> None:
    (item,) = Crawl(packed).add(URL, STORY.encode()).items()
    assert isinstance(item, RawArticle)
    assert (item.title, item.url) == ("Ferry sails again", URL)
    assert item.extra["fetched"] == "2017-11-03T09:00:00Z"
    assert str(item.origin) == f"crawl.warc.gz · {URL}"
    assert item.original == STORY.encode()


def test_html_is_handed_on_with_what_its_server_said() -> None:
    data = Crawl().add(URL, PAGE.encode("cp1251"), "text/html; charset=windows-1251").data
    source = Source("crawl.warc.gz", lambda: io.BytesIO(data))
    (page,) = [
        (item.url, item.charset, item.bytes())
        for item in read_warc(source)
        if isinstance(item, Source)
    ]
    assert page == (URL, "windows-1251", PAGE.encode("cp1251"))


def test_the_declared_charset_reaches_the_reader() -> None:
    story = "Паром\n\nПаром отплыл.".encode("koi8-r")
    (item,) = Crawl().add(URL, story, "text/plain; charset=koi8-r").items()
    assert isinstance(item, RawArticle)
    assert item.title == "Паром"


def test_the_codings_of_http_come_off() -> None:
    story = STORY.encode()
    crawl = Crawl()
    crawl.add(f"{URL}/1", gzip.compress(story), Content_Encoding="gzip")
    crawl.add(f"{URL}/2", brotli.compress(story), Content_Encoding="br")
    crawl.add(f"{URL}/3", chunked(story), Transfer_Encoding="chunked")
    crawl.add(
        f"{URL}/4", chunked(gzip.compress(story)),
        Transfer_Encoding="chunked", Content_Encoding="gzip",
    )  # fmt: skip
    crawl.add(f"{URL}/5", story, Transfer_Encoding="chunked", Content_Encoding="gzip")
    assert [isinstance(item, RawArticle) and item.original for item in crawl.items()] == [story] * 5


@pytest.mark.parametrize("coding", ["utf-8", "none", "compress", "UTF-8, gzip"])
def test_a_coding_that_nobody_knows_is_none(coding: str) -> None:
    first, second = Crawl().add(URL, STORY.encode(), Content_Encoding=coding).add(
        f"{URL}/2", STORY.encode()
    ).items()  # fmt: skip
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert first.original == second.original


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("compress", b"\x1f\x9d\x90Line"),
        ("br, gzip", gzip.compress(STORY.encode() * 99)[:-30]),
        ("br, gzip", gzip.compress(STORY.encode())[:10] + b"\xff" * 40),
        ("gzip, br", b"\xff" * 40),
    ],
    ids=["not read", "cut off within", "damaged within", "damaged"],
)
def test_a_page_whose_coding_is_damaged_or_not_read_is_left_out_alone(
    coding: str, body: bytes
) -> None:
    crawl = Crawl(packed=False).add(URL, body, Content_Encoding=coding)
    left, story = crawl.add(f"{URL}/2", STORY.encode()).items()
    assert isinstance(left, Skipped)
    assert left.origin.member == URL
    assert isinstance(story, RawArticle)
    assert story.url == f"{URL}/2"


def test_what_is_no_page_is_counted_in_a_line() -> None:
    crawl = Crawl()
    crawl.add(f"{URL}.png", b"\x89PNG", "image/png").add(f"{URL}.css", b"p{}", "text/css")
    crawl.add(URL, b"", status="301 Moved", Location="/").add(URL, b"no", status="404 Not Found")
    crawl.add("https://example.org/robots.txt", b"User-agent: *")
    crawl.record("resource", URL, STORY.encode(), "text/plain")
    crawl.record("revisit", URL, b"HTTP/1.1 200 OK\r\n\r\n", "application/http; msgtype=response")
    crawl.record("warcinfo", "", b"software: none\r\n", "application/warc-fields")
    crawl.record("request", URL, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
    first, *others = crawl.items()
    assert isinstance(first, RawArticle)
    assert [item.reason for item in others if isinstance(item, Skipped)] == [
        "1 record about the server, not its pages",
        "1 record of pages that had not changed since the crawl they refer to",
        "2 records of pictures, styles, scripts and other things without a text",
        "2 records of redirects and errors",
    ]


SHEET = {"News": [["Title", "Text"], ["Bridge opens", "It is open."]]}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_documents_are_read_as_files_are() -> None:
    crawl = Crawl().add(f"{URL}.xlsx", xlsx(SHEET), EXCEL)
    crawl.add(f"{URL}?list=1", ods(SHEET), "application/octet-stream")
    crawl.add(f"{URL}.epub", book(), "application/epub+zip")
    crawl.add(f"{URL}.pdf", b"%PDF-1.4 cut", "application/pdf")
    sheet, other, *pages, broken = crawl.items()
    assert isinstance(sheet, RawArticle)
    assert isinstance(other, RawArticle)
    assert (sheet.title, sheet.url, sheet.body) == ("Bridge opens", None, "It is open.")
    assert sheet.extra["fetched"] == "2017-11-03T09:00:00Z"
    assert str(sheet.origin) == f"crawl.warc.gz · {URL}.xlsx/News.csv · row 1"
    assert other.origin.member == f"{URL}?list=1/News.csv"
    assert [page.title for page in pages if isinstance(page, RawArticle)] == [
        "Ferry sails again", "Bridge opens",
    ]  # fmt: skip
    assert isinstance(broken, Skipped)
    assert "damaged or cut-off PDF" in broken.reason
    assert broken.origin.member == f"{URL}.pdf"


HOLDER = f"WARC-Refers-To-Target-URI: {URL}"
MIRROR = "https://mirror.example.org/ferry"


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("reference", ["WARC-Refers-To: <urn:uuid:0>", HOLDER])
def test_the_same_bytes_at_another_address_are_a_page_of_that_address(
    packed: bool, reference: str
) -> None:
    crawl = Crawl(packed).add(
        URL, "Паром\n\nПаром отплыл.".encode("koi8-r"), "text/plain; charset=koi8-r"
    )
    crawl.revisit(MIRROR, reference).add(f"{URL}/2", STORY.encode())
    first, second, again = crawl.items()
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert isinstance(again, RawArticle)
    assert (again.title, again.url, again.original) == ("Паром", MIRROR, first.original)
    assert again.extra["fetched"] == "2017-11-05T09:00:00Z"


def test_a_revisit_finds_its_bytes_by_their_digest_wherever_they_stand() -> None:
    digest = "WARC-Payload-Digest: sha1:AAAA"
    crawl = Crawl().revisit(MIRROR, digest).revisit(f"{MIRROR}/2", digest).revisit(URL, digest)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + STORY.encode()
    crawl.record("response", URL, block, "application/http; msgtype=response", digest)
    found = [item.url for item in crawl.items() if isinstance(item, RawArticle)]
    assert found == [URL, MIRROR, f"{MIRROR}/2"]


def test_a_revisit_that_gives_no_page_is_counted_with_the_reason() -> None:
    crawl = Crawl().add(URL, STORY.encode()).add(f"{URL}/old", b"", status="301 Moved")
    crawl.revisit(URL, HOLDER)
    crawl.revisit(URL, "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified")
    crawl.revisit(f"{MIRROR}/gone", HOLDER, status="404 Not Found")
    crawl.revisit(f"{MIRROR}/old", f"WARC-Refers-To-Target-URI: {URL}/old")
    crawl.revisit(f"{MIRROR}/3", f"WARC-Refers-To-Target-URI: {URL}/3")
    crawl.revisit(f"{MIRROR}/4", "WARC-Payload-Digest: sha1:BBBB")
    story, *others = crawl.items()
    assert isinstance(story, RawArticle)
    assert [item.reason for item in others if isinstance(item, Skipped)] == [
        "2 records of pages that had not changed since the crawl they refer to",
        f"2 records of pages whose bytes another file holds, such as {URL}/3",
        "3 records of redirects and errors",
    ]


def test_a_bomb_in_a_record_does_not_stop_the_next() -> None:
    crawl = Crawl(packed=False)
    crawl.add(f"{URL}/bomb", gzip.compress(bytes(200 << 20)), Content_Encoding="gzip")
    crawl.add(URL, STORY.encode())
    bomb, story = crawl.items()
    assert isinstance(bomb, Skipped)
    assert "expands" in bomb.reason
    assert isinstance(story, RawArticle)


def test_the_records_before_a_cut_go_in() -> None:
    crawl = Crawl(packed=False).add(f"{URL}/1", STORY.encode()).add(f"{URL}/2", STORY.encode() * 50)
    data = crawl.data[:-800]
    found = list(read(Source("a.warc", lambda: io.BytesIO(data))))
    assert isinstance(found[0], RawArticle)
    assert isinstance(found[-1], Skipped)
    assert "ends inside a record" in found[-1].reason


def test_what_follows_damage_is_not_read_and_that_is_told() -> None:
    data = Crawl(packed=False).add(URL, STORY.encode()).data + b"\x00\x01 no record\r\n"
    *kept, last = read(Source("a.warc", lambda: io.BytesIO(data)))
    assert len(kept) == 1
    assert isinstance(last, Skipped)
    assert "damaged WARC" in last.reason


def four(packed: bool, *, size: int = 1) -> list[bytes]:
    """Four records, each by itself."""
    texts = [STORY.replace("nine", f"{number} o'clock") for number in (1, 2, 3, 4)]
    crawls = [
        Crawl(packed).add(f"{URL}/{at}", (text * size).encode()) for at, text in enumerate(texts, 1)
    ]
    return [crawl.data for crawl in crawls]


def taken(records: list[bytes]) -> list[RawArticle | Skipped]:
    data = b"".join(records)
    name = "a.warc.gz" if data.startswith(b"\x1f") else "a.warc"
    return list(read(Source(name, lambda: io.BytesIO(data))))


def check_that_only_the_second_is_lost(sound: list[bytes], damaged: bytes) -> None:
    whole = taken(sound)
    assert all(isinstance(item, RawArticle) for item in whole)
    found = taken([sound[0], damaged, *sound[2:]])
    assert [item for item in found if isinstance(item, RawArticle)] == [
        whole[0],
        whole[2],
        whole[3],
    ]
    assert len(found) == 4
    assert isinstance(found[1], Skipped)


@pytest.mark.parametrize("size", [1, 4000])
@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.99])
def test_a_damaged_member_of_gzip_costs_its_record_alone(size: int, place: float) -> None:
    sound = four(packed=True, size=size)
    at = min(int(len(sound[1]) * place), len(sound[1]) - 6)
    flipped = bytes(byte ^ 0xFF for byte in sound[1][at : at + 5])
    damaged = sound[1][:at] + flipped + sound[1][at + 5 :]
    check_that_only_the_second_is_lost(sound, damaged)
    check_that_only_the_second_is_lost(sound, sound[1][: len(sound[1]) // 2])


@pytest.mark.parametrize("size", [1, 4000])
def test_damage_at_the_end_of_members_of_gzip_is_told_once(size: int) -> None:
    sound = four(packed=True, size=size)
    whole = taken(sound)
    last = sound[3]
    for end, count in (
        (last + b"junk junk", 4), (last[: len(last) * 9 // 10], 3), (last[:3], 3), (last[:-5], 4),
    ):  # fmt: skip
        *kept, told = taken([*sound[:3], end])
        assert kept == whole[:count]
        assert isinstance(told, Skipped)


def test_the_records_before_a_cut_in_one_member_of_gzip_go_in() -> None:
    plain = four(packed=False)
    data = gzip.compress(b"".join(plain) + os.urandom(900))  # most of it behind the third
    *kept, told = taken([data[: len(data) * 7 // 10]])
    assert kept[:3] == taken(four(packed=True))[:3]
    assert isinstance(told, Skipped)


@pytest.mark.parametrize("size", [1, 500])
@pytest.mark.parametrize("packed", [True, False])
def test_a_record_with_a_wrong_beginning_or_length_costs_itself_alone(
    packed: bool, size: int
) -> None:
    sound = four(packed, size=size)
    plain = gzip.decompress(sound[1]) if packed else sound[1]
    length = plain.partition(b"Content-Length: ")[2].partition(b"\r\n")[0]
    for damaged in (
        plain.replace(b"WARC/1.0", b"XARC/1.0", 1),
        plain.replace(b"Content-Length: " + length, b"Content-Length: 99999999", 1),
    ):
        again = gzip.compress(damaged) if packed else damaged
        check_that_only_the_second_is_lost(sound, again)


def test_a_record_that_holds_a_warc_is_one_page() -> None:
    inner = b"\r\n\r\n" + b"".join(four(packed=False))
    records = [Crawl(packed=False).add(f"{URL}/0", b"A WARC:" + inner).data, *four(packed=False)]
    assert [isinstance(item, RawArticle) for item in taken(records)] == [True] * 5


def test_damage_everywhere_ends_in_a_reason() -> None:
    records = [record.replace(b"WARC/1.0", b"XARC/1.0") for record in four(packed=False)] * 50
    *_, last = taken(
        [
            four(packed=False)[0],
            *(r for pair in zip(records, four(packed=False) * 50, strict=True) for r in pair),
        ]
    )
    assert isinstance(last, Skipped)
    assert "so much damage" in last.reason


def test_an_endless_header_ends_in_a_reason() -> None:
    data = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * (20 << 20)
    (item,) = read(Source("a.warc", lambda: io.BytesIO(data)))
    assert isinstance(item, Skipped)
    assert "header is larger" in item.reason


def test_only_a_record_makes_a_warc() -> None:
    assert recognise_collection(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n") is not None
    assert recognise_collection(b"WARC/1.0 is a format") is None
