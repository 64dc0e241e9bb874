"""Files on their way in: whatever is wrong with one is a reason, and the others still come."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.members import allowance_of, member
from archive.readers.sources.source import Source, decode, sources

GOOD = b"A short title\n\nThe text of a short article.\n"


def outcome(path: Path | str) -> list[RawArticle | Skipped]:
    return [item for source in sources([str(path)]) for item in read(source)]


def reason(path: Path | str) -> str:
    (item,) = outcome(path)
    assert isinstance(item, Skipped)
    return item.reason


def test_a_path_that_is_not_there_is_a_reason() -> None:
    assert reason("no/such/file.txt") == "No such file or directory"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \n\n ", "the file is empty"),
        (gzip.compress(b"", mtime=0), "the file is empty"),
        (gzip.compress(GOOD * 500, mtime=0)[:60], "damaged or cut-off gzip data"),
        (b"\x1f\x8b and then no gzip at all", "damaged or cut-off gzip data"),
        (gzip.compress(GOOD, mtime=0)[:-6] + b"xxxxxx", "damaged or cut-off gzip data"),
        (
            b"PK\x03\x04\x00\x00\x00",
            "a damaged or cut-off zip; what is missing is not known",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "file.txt").write_bytes(data)
    assert reason(tmp_path / "file.txt") == why


def test_a_bad_file_in_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    (tmp_path / "b.txt").write_bytes(b"\x00")
    (tmp_path / "c.txt").symlink_to("c.txt")
    (tmp_path / "d.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "e.txt")
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "g.txt").write_bytes(gzip.compress(GOOD))
    (tmp_path / "f" / "loop").symlink_to(tmp_path)
    (tmp_path / ".hidden.txt").write_bytes(GOOD)
    found = outcome(tmp_path)
    names = [Path(item.origin.file).name for item in found]
    assert names == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "g.txt"]
    assert [isinstance(item, RawArticle) for item in found] == [
        True,
        False,
        False,
        False,
        False,
        True,
    ]
    assert "not a regular file" in [item.reason for item in found if isinstance(item, Skipped)]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").chmod(0)
    try:
        assert [str(item) for item in outcome(tmp_path)] == [
            f"{tmp_path}/a.txt: Permission denied",
            f"{tmp_path}/b: Permission denied",
        ]
    finally:
        (tmp_path / "b").chmod(0o700)


def test_a_file_that_vanishes_after_it_was_listed_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    listed = list(sources([str(tmp_path)]))
    (tmp_path / "a.txt").unlink()
    (item,) = read(listed[0])
    assert isinstance(item, Skipped)
    assert item.reason == "No such file or directory"


def test_a_name_that_is_no_utf8_can_be_read_printed_and_stored(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")  # noqa: PTH118
    try:
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(GOOD)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (item,) = outcome(tmp_path)
    assert isinstance(item, RawArticle)
    assert item.origin.file.encode("utf-8").endswith("caf\ufffd.txt".encode())


def test_standard_input_can_be_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD)))
    (source,) = sources(["-"])
    assert source.bytes() == source.bytes() == GOOD
    (item,) = read(source)
    assert isinstance(item, RawArticle)
    assert item.origin.file == "-"


class Counted(io.BytesIO):
    """A stream that must not be read whole; it tells how far it was read."""

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 < size <= 1 << 20, "read without a bound"
        return super().read(size)


def test_lines_from_standard_input_are_read_as_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = b'{"title": "A title", "body": "' + b"word " * 2_000 + b'"}\n'
    stream = Counted(line * 1_000)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
    (source,) = sources(["-"])
    items = read(source)
    assert isinstance(next(items), RawArticle)
    assert stream.tell() < len(line) * 200
    assert sum(isinstance(item, RawArticle) for item in items) == 999
    assert stream.tell() == len(line) * 1_000


def test_more_of_standard_input_than_memory_should_hold_can_be_read_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = bytes(range(256)) * (6 << 12)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Counted(data)))
    (source,) = sources(["-"])
    assert source.head(5) == data[:5]
    assert source.bytes() == source.bytes() == data


def test_bytes_are_read_in_the_encoding_they_show() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"):
        assert decode("Köln – “Dom”".encode(encoding)) == "Köln – “Dom”"
    assert decode("Köln é".encode()[:-1], cut=True) == "Köln "
    assert decode(b"\x81\x8d") == "\ufffd\ufffd"


def test_a_source_gives_no_more_than_the_head_that_is_asked_for() -> None:
    assert Source("x", lambda: io.BytesIO(GOOD)).head(7) == b"A short"


def test_a_beginning_that_was_read_is_not_read_again_and_is_that_of_no_other_bytes() -> None:
    def opener() -> io.BytesIO:
        opened.append(True)
        return io.BytesIO(GOOD)

    opened: list[bool] = []
    seen = Source("x", opener, beginning=GOOD)
    assert seen.head(7) == GOOD[:7]
    assert seen.guessed() is None
    assert opened == []
    held = seen.held(1 << 20)
    assert held is not None
    assert held.beginning is None
    with member(seen, "y", io.BytesIO(b"Other"), allowance_of(seen)) as inner:
        assert inner.head(5) == b"Other"
