#!/usr/bin/env bash
# IPTCInfo3 gives the last photographer, place and subject of a press photo, and drops those before.
#
# One would guess: what IPTC's IIM lets a picture have several times is read as a list, as its keywords are.
# What happens: keywords, supplemental categories and contacts are lists. Bylines, subject codes and the places shown
#   are single values, and each that is read overwrites the one before. Nothing is raised. Pillow gives a list for each
#   of them.
# Why it matters to an archive: a picture that two people took is credited to the second alone, and found by
#   that name only; one place and one subject code stay. `save` writes back what is left, so the picture itself
#   forgets the others.
# Seen with: IPTCInfo3 2.3.0, Pillow 12.0.0 (PyPI)
# Source: IIM 4.2, DataSets 2:12, 2:27, 2:80 ("repeatable"); `collectIIMInfo` in iptcinfo3.py
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check iptcinfo3==2.3.0 pillow==12.0.0
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import struct
import sys
from io import BytesIO
from pathlib import Path

from iptcinfo3 import IPTCInfo
from PIL import Image, IptcImagePlugin

NAMES = {12: "subject reference", 25: "keywords", 27: "content location name", 80: "by-line"}
TWICE = {12: (b"IPTC:03000000:::", b"IPTC:13000000:::"), 25: (b"ferry", b"river"), 27: (b"Oslo", b"Bergen")}
TWICE[80] = (b"Jane Roe", b"John Doe")


def jpeg(datasets):
    """A picture with the datasets of IIM's record 2, each a number and its values."""
    values = [(number, value) for number, both in datasets.items() for value in both]
    iim = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value for number, value in values)
    block = b"Photoshop 3.0\0" + struct.pack(">4sHHI", b"8BIM", 0x0404, 0, len(iim)) + iim + b"\0" * (len(iim) % 2)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    start, rest = picture.getvalue()[:2], picture.getvalue()[2:]
    application = int.from_bytes(rest[2:4], "big") + 2  # of the segment APP0, which comes first
    return start + rest[:application] + struct.pack(">2sH", b"\xff\xed", len(block) + 2) + block + rest[application:]


file = Path(sys.argv[1], "ferry.jpg")
file.write_bytes(jpeg(TWICE))


def listed():
    iptc = IptcImagePlugin.getiptcinfo(Image.open(file))
    return {number: iptc[2, number] for number in TWICE}


assert listed() == {number: list(both) for number, both in TWICE.items()}
read = IPTCInfo(str(file))
for number, name in NAMES.items():
    print(f"{name}: written {TWICE[number]}, read {read[name]}")
    assert read[name] == (list(TWICE[number]) if name == "keywords" else TWICE[number][1])
read.save()
print("saved again:", listed())
assert listed()[80] == b"John Doe" and listed()[25] == list(TWICE[25])
print("As described.")
PYTHON
