"""Zip and tar: each member is read as a file of its own, and nothing of them is trusted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest
import zstandard

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.source import Source
from tests.helpers.packing import zipped

STORY = b"Ferry sails again\n\nThe ferry sailed at nine. Forty people were on board.\n"
JSON = b'{"title": "Bridge opens", "body": "The bridge opened on Friday."}'
BIG = 9 * 1024 * 1024  # more than is held in memory


def items(data: bytes, name: str = "pile") -> list[RawArticle | Skipped]:
    return list(read(Source(name, lambda: io.BytesIO(data))))


def titles(found: list[RawArticle | Skipped]) -> dict[str | None, str | None]:
    """{member: title, or the reason}"""
    return {
        item.origin.member: item.title if isinstance(item, RawArticle) else item.reason
        for item in found
    }


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


class Unseekable(io.RawIOBase):
    """A pipe that a zip is written to: its members' lengths stand behind them."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[arg-type]
        return len(bytes(data))  # type: ignore[arg-type]


PAIR = {"day/ferry.txt": STORY, "bridge.json": JSON}
FOUND = {"day/ferry.txt": "Ferry sails again", "bridge.json": "Bridge opens"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_members_of_a_zip_are_read_and_named(method: int) -> None:
    assert titles(items(zipped(PAIR, method), "news.zip")) == FOUND


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_the_members_of_a_tar_are_read_and_named(form: int) -> None:
    long_name = "deep/" * 30 + "ferry.txt"
    found = titles(items(tarred(PAIR, form)))
    assert found == FOUND
    if form != tarfile.USTAR_FORMAT:
        assert titles(items(tarred({long_name: STORY}, form))) == {long_name: "Ferry sails again"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_compressed_tar_is_a_tar(pack: Callable[[bytes], bytes]) -> None:
    assert titles(items(pack(tarred(PAIR)))) == FOUND


def test_a_zip_inside_gzip_is_a_zip() -> None:
    assert titles(items(gzip.compress(zipped(PAIR)))) == FOUND


def test_nested_members_carry_the_whole_way() -> None:
    inner = tarred({"c.txt": STORY, "d.json.gz": gzip.compress(JSON)})
    found = items(zipped({"b.tar": inner}), "a.zip")
    assert titles(found) == {"b.tar/c.txt": "Ferry sails again", "b.tar/d.json.gz": "Bridge opens"}
    assert str(found[0].origin) == "a.zip · b.tar/c.txt"


def test_nesting_has_an_end() -> None:
    data = STORY
    for _ in range(20):
        data = zipped({"in": data})
    (item,) = items(data)
    assert isinstance(item, Skipped)
    assert item.reason == "nested more than 4 deep"


def test_large_members_are_read_from_a_temporary_file_that_goes() -> None:
    line = b'{"title": "One", "body": "%s"}\n' % (b"Text. " * 2000)
    lines = line * (BIG // len(line) + 1)
    for data in (zipped({"a.jsonl": lines}, zipfile.ZIP_STORED), tarred({"a.jsonl": lines})):
        assert len(items(data)) == lines.count(b"\n")


def test_names_that_lead_elsewhere_are_only_labels() -> None:
    names = {"../../etc/ferry.txt": STORY, "/root/ferry.txt": STORY}
    for data in (zipped(names), tarred(names)):
        found = items(data)
        assert [item.origin.member for item in found] == list(names)
        assert all(isinstance(item, RawArticle) for item in found)


def test_hidden_files_are_passed_over_as_in_folders() -> None:
    names = {".git/config": b"x", "a/.DS_Store": b"x", "__MACOSX/._a.txt": b"x", "a.txt": STORY}
    for data in (zipped(names), tarred(names)):
        assert titles(items(data)) == {"a.txt": "Ferry sails again"}


def test_links_and_devices_are_not_followed() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("null", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):  # fmt: skip
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = len(STORY)
        archive.addfile(info, io.BytesIO(STORY))
    assert titles(items(buffer.getvalue())) == {
        "soft": "a link", "hard": "a link", "null": "a device, not a file",
        "pipe": "a device, not a file", "a.txt": "Ferry sails again",
    }  # fmt: skip


def test_a_link_in_a_zip_is_not_followed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("soft")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert titles(items(buffer.getvalue())) == {"soft": "a link"}


def test_an_encrypted_member_is_told_and_the_others_go_in() -> None:
    data = bytearray(zipped(PAIR))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    found = titles(items(bytes(data)))
    assert found == {"day/ferry.txt": "encrypted", "bridge.json": "Bridge opens"}


def test_other_methods_are_refused_by_number() -> None:
    found = items(zipped(PAIR, zipfile.ZIP_BZIP2))
    assert [item.reason for item in found if isinstance(item, Skipped)] == [
        "packed by method 12, which is not read"
    ] * 2


def test_a_damaged_member_does_not_stop_the_next() -> None:
    data = bytearray(zipped(PAIR))
    at = data.index(b"ferry.txt") + len("ferry.txt")
    data[at : at + 20] = b"\xff" * 20
    assert titles(items(bytes(data))) == {
        "day/ferry.txt": "damaged or cut off", "bridge.json": "Bridge opens"
    }  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_member_whose_own_compression_is_damaged_does_not_stop_the_next(
    make: Callable[[dict[str, bytes]], bytes], pack: Callable[[bytes], bytes]
) -> None:
    large = gzip.compress(random.Random(1).randbytes(3 << 20))  # more than a header may have
    for bad in (gzip.compress(STORY)[:-9], large[:10] + b"\xff" * 9 + large[19:]):
        found = titles(items(pack(make({"a.txt": STORY, "b.gz": bad, "c.txt": STORY}))))
        assert "damaged or cut" in str(found.pop("b.gz"))
        assert found == {"a.txt": "Ferry sails again", "c.txt": "Ferry sails again"}


def test_what_stands_before_the_cut_of_a_compressed_tar_goes_in() -> None:
    whole = tarred({"a.txt": STORY, "b.gz": gzip.compress(random.Random(1).randbytes(3 << 20))})
    *kept, last = items(gzip.compress(whole)[: 2 << 20])
    assert titles(kept) == {"a.txt": "Ferry sails again"}
    assert isinstance(last, Skipped)
    assert (last.origin.member, last.reason) == (None, "damaged or cut-off gzip data")


def test_what_stands_before_the_cut_of_a_zip_goes_in() -> None:
    pipe = Unseekable()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in PAIR.items():
            archive.writestr(name, data)
    for whole in (zipped(PAIR), zipped(PAIR, zipfile.ZIP_STORED), bytes(pipe.data)):
        *kept, last = items(whole[: whole.index(b"PK\x01\x02") + 10])
        assert titles(kept) == FOUND
        assert isinstance(last, Skipped)
        assert "cut-off zip" in last.reason


def test_what_stands_before_the_cut_of_a_tar_goes_in() -> None:
    whole = tarred({"a.txt": STORY, "b.txt": STORY * 400})
    *kept, last = items(whole[:2500])
    assert titles(kept) == {"a.txt": "Ferry sails again"}
    assert isinstance(last, Skipped)
    assert "damaged or cut-off tar" in last.reason


def test_damage_amid_a_tar_is_told_not_taken_for_its_end() -> None:
    whole = bytearray(tarred({"a.txt": STORY, "b.txt": STORY}, tarfile.USTAR_FORMAT))
    whole[1024:1500] = b"\xff" * 476
    *kept, last = items(bytes(whole))
    assert titles(kept) == {"a.txt": "Ferry sails again"}
    assert isinstance(last, Skipped)
    assert "what follows the damage" in last.reason


def test_office_documents_are_no_collections() -> None:
    (item,) = items(zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}))
    assert isinstance(item, Skipped)
    assert "office document" in item.reason


def test_a_forced_format_is_that_of_the_members() -> None:
    data = zipped({"a": b"Title: not a mail\n\nText of it."})
    (item,) = read(Source("a.zip", lambda: io.BytesIO(data)), "text")
    assert isinstance(item, RawArticle)
    assert item.title == "Title: not a mail"


def test_an_empty_zip_or_tar_holds_nothing() -> None:
    assert items(zipped({})) == []
    (item,) = items(bytes(10240))
    assert isinstance(item, Skipped)


def test_members_that_share_their_bytes_count_each_time() -> None:
    """As in a zip of D. Fifield's kind: many entries of the directory, one packed member."""
    body = zipped({"a": bytes(40 << 20)})
    end = body.rindex(b"PK\x05\x06")
    start = body.index(b"PK\x01\x02")
    entry = body[start:end]
    many = 50
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, many, many, len(entry) * many, start, 0)
    found = items(body[:start] + entry * many + tail)
    assert isinstance(found[-1], Skipped)
    if len(found) == many:  # later Pythons read no entry that shares its bytes with the next
        cut = [isinstance(each, Skipped) and each.reason == "damaged or cut off" for each in found]
        assert sum(cut) == many - 1
    else:
        assert len(found) < 10
        assert "unpacks to more than 200 times its size" in found[-1].reason
