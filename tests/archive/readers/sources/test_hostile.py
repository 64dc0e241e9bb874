"""Whatever a file holds, it ends in a reason, in seconds and bounded memory, and stops nothing."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.source import Source, sources
from tests.helpers.packing import zipped

STORY = b"Ferry sails again\n\nThe ferry sailed at nine. Forty people were on board.\n"
MAIL = b"From: Zo\xc3\xab <z@example.org>\nSubject: Ferry\nTo: a@example.org\n\n" + STORY
ROWS = "title,date,text\n" + 'Ferry,2017-11-03,"Zoë was on board, at nine"\n' * 20
ITEM = {"maintext": "Zoë.", "date_publish": "2017-11-03", "source_domain": "x", "title": "Ferry"}
START = b"From a@b.c Fri Nov  3 14:05:00 2017\n"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + STORY
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    b"WARC-Target-URI: https://example.org/1\r\nWARC-Date: 2017-11-03T09:00:00Z\r\n"
    b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(HTTP), HTTP)
)


def tarred(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


SOUND: dict[str, bytes] = {
    "a.zip": zipped({"a.txt": STORY, "b.txt": STORY * 9}),
    "a.tar": tarred({"a.txt": STORY, "b.txt": STORY * 9}),
    "a.tgz": gzip.compress(tarred({"a.txt": STORY, "b.txt": STORY * 9})),
    "a.txt.gz": gzip.compress(STORY),
    "a.txt.bz2": bz2.compress(STORY),
    "a.txt.xz": lzma.compress(STORY),
    "a.txt.zst": zstandard.compress(STORY),
    "a.warc": WARC * 3,
    "a.warc.gz": gzip.compress(WARC) * 3,
    "a.csv": ROWS.encode(),
    "a.tsv": ROWS.replace(",", "\t").encode(),
    "a.eml": MAIL,
    "a.mbox": b"From z@example.org Fri Nov  3 14:05:00 2017\n" + MAIL,
    "a.json": json.dumps(ITEM).encode(),
    "a.jsonl": json.dumps(ITEM).encode() + b"\n" + json.dumps(ITEM).encode(),
}
TWINS: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-3],
    "begun late": lambda data: data[7:],
    "empty": lambda data: b"",
    "blank": lambda data: b" \n\t\n",
    "binary": lambda data: bytes(range(256)) * 40,
    "zeros behind": lambda data: data + bytes(5000),
    "zeros within": lambda data: data[: len(data) // 2] + bytes(50) + data[len(data) // 2 :],
    "in another charset": lambda data: data.decode("latin-1").encode("utf-16"),
    "with stray bytes": lambda data: data.replace(b"a", b"\xff\xfe\x80", 5),
    "upside down": lambda data: data[::-1],
}


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("name", SOUND)
def test_a_damaged_twin_ends_in_items_and_reasons(name: str, twin: str) -> None:
    data = TWINS[twin](SOUND[name])
    found = list(read(Source(name, lambda: io.BytesIO(data))))
    assert found
    assert all(
        isinstance(item, RawArticle) or (isinstance(item, Skipped) and item.reason)
        for item in found
    )


def directory_of_a_million() -> bytes:
    """A zip that is only a directory, of as many entries as its end says."""
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    entries = (entry + b"a") * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), 0, 0)
    return entries[:0] + b"PK\x03\x04" + entries + end


def tar_of_a_hundred_thousand() -> bytes:
    member = tarred({"a.txt": b"x\n"})[:1024]
    return gzip.compress(member * 1000) * 100


def tar_with_a_header_of_a_gigabyte() -> bytes:
    info = tarfile.TarInfo("a")
    info.size, info.type = 1 << 30, tarfile.GNUTYPE_LONGNAME
    return gzip.compress(info.tobuf(tarfile.GNU_FORMAT)) + gzip.compress(b"a" * (1 << 20)) * 1024


def nested_zips() -> bytes:
    data = STORY
    for depth in range(40):
        data = zipped({f"{depth}.zip": data, "a.txt": STORY})
    return data


def wide_and_deep_zips() -> bytes:
    """Sixteen in sixteen in sixteen ... and at the bottom many bytes, as 42.zip is made."""
    data = zipped({"0": bytes(100 << 20)})
    for _ in range(5):
        data = zipped({str(number): data for number in range(16)})
    return data


def nested_mail() -> bytes:
    head = b"From: a@example.org\nSubject: x\nTo: b@example.org\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
        for depth in range(3000)
    )
    return head + parts


def mail_of_many_parts() -> bytes:
    head = b"From: a@example.org\nSubject: x\nTo: b@example.org\n"
    part = b"--b\nContent-Type: text/plain; name=a.txt\n\nx\n"
    return head + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * 20_000


def mail_in_mail() -> bytes:
    data = b"Subject: end\n\nText."
    for _ in range(400):
        data = b"From: a@b.c\nSubject: x\nTo: b@c.d\nContent-Type: message/rfc822\n\n" + data
    return data


def brackets(depth: int) -> bytes:
    return b'{"@type": "NewsArticle", "headline": ' + b"[" * depth + b"]" * depth + b"}"


PARAMETERS = b'Content-Type: text/html; a="' + b";" * 1_000_000 + b"\n\n<p>Text.</p>"
SUBJECT = (
    b"1 of 1 DOCUMENTS\n\nThe Courier\n\nNovember 3, 2017\n\nFerry\n\nLENGTH: 2 words\n\n"
    b"It sails.\n\nSUBJECT: "
)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.gz": lambda: gzip.compress(bytes(1 << 20)) * 4000,
    "bomb.bz2": lambda: bz2.compress(bytes(1 << 22)) * 1280,
    "bomb.xz": lambda: lzma.compress(bytes(1 << 22)) * 1280,
    "bomb.zst": lambda: zstandard.compress(bytes(1 << 28)) * 20,
    "bomb.zip": lambda: zipped({f"{number}.txt": bytes(1 << 28) for number in range(2)}),
    "directory.zip": directory_of_a_million,
    "nested.zip": nested_zips,
    "wide.zip": wide_and_deep_zips,
    "many.tar.gz": tar_of_a_hundred_thousand,
    "header.tar.gz": tar_with_a_header_of_a_gigabyte,
    "escape.tar": lambda: tarred({"../../../a.bin": b"\x00\x01"}),
    "header.warc": lambda: b"WARC/1.0\r\n" + b"X: y\r\n" * 10_000_000,
    "chunk.warc": lambda: WARC.replace(
        b"text/plain", b"text/plain\r\nTransfer-Encoding: chunked"
    ).replace(STORY, b"7fffffff\r\n" + STORY),
    "field.csv": lambda: b"title,text\nA," + b"x" * (100 << 20) + b"\n",
    "quoted.csv": lambda: b'title,text\nA,"' + b"x\n" * (50 << 20),
    "columns.csv": lambda: b"title," + b"a," * 5_000_000 + b"\nA,B\n",
    "quotes.csv": lambda: b"title,text\n" + b'"' * 5_000_001 + b"\n",
    "endless.mbox": lambda: START + b"Subject: x\n\n" + b"x" * (100 << 20),
    "froms.mbox": lambda: (START + b"\n") * 20_000,
    "nested.eml": nested_mail,
    "parts.eml": mail_of_many_parts,
    "mails.eml": mail_in_mail,
    "subject.eml": lambda: b"From: a@b.c\nTo: d\nSubject: " + b"=?utf-8?q?a?= " * 500_000,
    "address.eml": lambda: b"To: d\nSubject: x\nFrom: " + b"(" * 5_000_000 + b"\n\nx",
    "parameters.eml": lambda: b"From: a@b.c\nTo: d\nSubject: x\n" + PARAMETERS,
    "parameters.mht": lambda: b"From: <Saved by Blink>\nMIME-Version: 1.0\n" + PARAMETERS,
    "terms.nexis.txt": lambda: SUBJECT + b"FERRIES (90%);\n" * 200_000,
    "strings.bib": lambda: b"@misc{a, title = {x}}\n" + b"@string{a={" * 200_000,
    "spaces.bib": lambda: b"@misc{a, title = {x}" + b" " * 1_000_000 + b"@a{" + b" " * 1_000_000,
    "names.bib": lambda: b"@string{a={%s}}\n@misc{b, title=a%s}" % (b"x" * 99999, b"#a" * 99999),
    "deep.json": lambda: brackets(100_000),
    "deeper.json": lambda: brackets(900),
}  # fmt: skip
READ = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))
from archive.readers.formats import read
from archive.readers.sources.source import sources
start, count = time.monotonic(), 0
for source in sources(sys.argv[1:]):
    for item in read(source):
        count += 1
        last = getattr(item, "reason", "an item")
print(count, last, sep="|")
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_made_to_harm_ends_in_a_reason(name: str, tmp_path: Path) -> None:
    """In a process of its own that may use 1.5 GB of addresses and a minute."""
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    count, _, last = done.stdout.strip().partition("|")
    assert int(count) <= 50_000
    assert last


def test_nothing_stops_the_rest(tmp_path: Path) -> None:
    for name, data in SOUND.items():
        for number, spoil in enumerate(TWINS.values()):
            (tmp_path / f"{number}-{name}").write_bytes(spoil(data))
    (tmp_path / "zz.txt").write_bytes(STORY)
    found = [item for source in sources([str(tmp_path)]) for item in read(source)]
    assert isinstance(found[-1], RawArticle)
    assert found[-1].title == "Ferry sails again"
