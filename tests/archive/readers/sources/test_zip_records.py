"""What a zip's records claim, of its directory and of its members, is not believed."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources import zip_archive
from archive.readers.sources.source import Source, sources
from archive.readers.sources.zip_salvage import MOST_DAMAGED
from tests.helpers.packing import zipped

STORY = b"Ferry sails again\n\nThe ferry sailed at nine. Forty people were on board.\n"
MEMBERS = 20
END, NO_DISK = b"PK\x05\x06", b"\0\0\0\0"


def items(data: bytes) -> list[RawArticle | Skipped]:
    return list(read(Source("a.zip", lambda: io.BytesIO(data))))


def ended(members: int, size: int | None, zip64: bool, disks: bytes = NO_DISK) -> bytes:
    """A zip of MEMBERS whose classic end states something else; `size` in bytes, None the true."""
    whole = zipped({f"{number}.txt": STORY for number in range(MEMBERS)})
    start, at = whole.index(b"PK\x01\x02"), whole.rindex(END)
    wide = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, MEMBERS, MEMBERS, at - start, start
    ) + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    fields = (members, members, at - start if size is None else size, start, 0)
    end = END + disks + struct.pack("<2H2LH", *fields)
    return whole[:at] + (wide if zip64 else b"") + end


ENDS = {
    "a zip64 record behind it that says more": ended(1, 46, zip64=True),
    "all of it left to the zip64 record": ended(0xFFFF, 0xFFFFFFFF, zip64=True),
    "fewer members than there are": ended(1, None, zip64=False),
    "the mark of an end within it": ended(1, None, zip64=False, disks=END),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_members_are_counted_whatever_the_end_says(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [type(item) for item in items(ENDS[end])] == [RawArticle] * MEMBERS
    monkeypatch.setattr(zip_archive, "MOST_MEMBERS", MEMBERS - 1)
    (refused,) = items(ENDS[end])
    assert isinstance(refused, Skipped)
    assert refused.reason == "more than 19 members; unpack it first"


def test_a_directory_of_few_and_huge_entries_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.comment = bytes(60_000)
        archive.writestr(info, STORY)
    assert isinstance(items(buffer.getvalue())[0], RawArticle)
    monkeypatch.setattr(zip_archive, "MOST_MEMBERS", 100)
    (refused,) = items(buffer.getvalue())
    assert isinstance(refused, Skipped)
    assert refused.reason == "more than 100 members; unpack it first"


def test_a_member_at_a_place_that_no_file_has_is_left_out_alone(tmp_path: Path) -> None:
    whole = zipped({"a.txt": STORY, "b.txt": STORY})
    start = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", start + 1)
    first = bytearray(whole[start:second])
    first[30:32], first[42:46] = struct.pack("<H", 12), b"\xff" * 4
    directory = bytes(first) + struct.pack("<2HQ", 1, 8, (1 << 63) - 1)
    directory += whole[second : whole.rindex(END)]
    end = struct.pack("<4s4H2LH", END, 0, 0, 2, 2, len(directory), start, 0)
    path = tmp_path / "a.zip"
    path.write_bytes(whole[:start] + directory + end)
    left, story = (item for source in sources([str(path)]) for item in read(source))
    assert isinstance(left, Skipped)
    assert (left.origin.member, left.reason) == ("a.txt", "damaged or cut off")
    assert isinstance(story, RawArticle)


class Measured(io.BytesIO):
    """Knows the most bytes that it was asked for at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.most = max(self.most, len(data))
        return data


def test_a_member_that_ends_with_the_file_is_cut_off_and_is_read_piece_by_piece() -> None:
    large = STORY * 400_000  # of 29 MB
    whole = zipped({"a.txt": STORY, "b.txt": large, "c.txt": STORY}, zipfile.ZIP_STORED)
    streams: list[Measured] = []

    def opener() -> Measured:
        streams.append(Measured(whole[: len(whole) - len(large) // 2]))
        return streams[-1]

    story, cut, last = read(Source("a.zip", opener))
    assert isinstance(story, RawArticle)
    assert isinstance(cut, Skipped)
    assert (cut.origin.member, cut.reason) == ("b.txt", "damaged or cut off")
    assert isinstance(last, Skipped)
    assert "cut-off zip" in last.reason
    assert max(stream.most for stream in streams) < len(large) // 3


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_behind_a_damaged_one_are_read(method: int) -> None:
    whole = zipped({"a.txt": STORY, "b.txt": STORY, "c.txt": STORY, "d.txt": STORY}, method)
    data = bytearray(whole[: whole.index(b"PK\x01\x02")])
    second, third = data.index(b"b.txt"), data.index(b"c.txt")
    data[third - 30 : third - 26] = b"gone"  # where the header of the third begins
    if method == zipfile.ZIP_DEFLATED:
        data[second + 5 : second + 15] = b"\xff" * 10
    found = items(bytes(data))
    kept = [item.origin.member for item in found if isinstance(item, RawArticle)]
    is_read = ["b.txt"] if method == zipfile.ZIP_STORED else []
    assert kept == ["a.txt", *is_read, "d.txt"]
    said = {item.origin.member: item.reason for item in found if isinstance(item, Skipped)}
    assert "cut-off zip" in said.pop(None)
    assert said == ({} if is_read else {"b.txt": "damaged or cut off"})


@pytest.mark.parametrize("pipe", [False, True])
@pytest.mark.parametrize("signed", [True, False])
def test_a_member_that_unpacks_to_another_text_is_damaged(pipe: bool, signed: bool) -> None:
    buffer = Piped() if pipe else io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=0) as archive:
        for name in ("a.txt", "b.txt", "c.txt"):
            archive.writestr(name, STORY)
    whole = buffer.getvalue()
    whole = whole[: whole.index(b"PK\x01\x02")]
    if not signed:
        whole = whole.replace(b"PK\x07\x08", b"")
    first, rest = whole.split(b"b.txt")
    found = items(first + b"b.txt" + rest.replace(b"at nine", b"at five", 1))
    assert [item.origin.member for item in found if isinstance(item, RawArticle)] == [
        "a.txt", "c.txt"
    ]  # fmt: skip
    said = {item.origin.member: item.reason for item in found if isinstance(item, Skipped)}
    assert said["b.txt"] == "damaged or cut off"


def test_the_rest_of_a_hostile_zip_is_not_read_again_and_again() -> None:
    header = b"PK\x03\x04" + bytes(4) + b"\x08\0" + bytes(16) + b"\x01\0\0\0x"
    found = items((header + b"\xff" * 8) * 1000)
    assert len(found) == MOST_DAMAGED + 2


@pytest.mark.parametrize(
    ("method", "pipe"),
    [(zipfile.ZIP_STORED, 0), (zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_DEFLATED, 1)],
)
def test_the_lengths_of_zip64_lead_from_member_to_member(method: int, pipe: int) -> None:
    buffer = Piped() if pipe else io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in ("a.txt", "b.txt"):
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(STORY)
    whole = buffer.getvalue()
    *kept, last = items(whole[: whole.index(b"PK\x01\x02")])
    assert [item.origin.member for item in kept] == ["a.txt", "b.txt"]
    assert all(isinstance(item, RawArticle) and item.original == STORY for item in kept)
    assert isinstance(last, Skipped)


class Piped(io.BytesIO):
    """Cannot go back, so that a member's lengths stand behind it."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError
