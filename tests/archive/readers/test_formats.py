"""Recognising a format: content first, the name only a hint."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import RawArticle, Skipped
from archive.errors import InputError
from archive.normalise.rules import normalise
from archive.readers.formats import FORMATS, Format, format_named, read, recognise
from archive.readers.sources.source import Source, sources
from tests.helpers.archives import SAMPLES

PAGE = "Sign in\nMenu\n\nA title of a page\n\nBy AFP | Nov 3, 2017\n\nText.\n"


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ('{"title": "a"}', "x.txt", "json"), ("  \n{\n", "-", "json"), ("[{}]", "x", "json"),
        ("[]", "x", "json"), ('{"a":1}\n{"a":2}\n', "x.json", "jsonl"), ('{"a":1}\n', "x.jsonl",
            "jsonl"),
        ('{"a":1}\n', "x.ndjson.gz", "jsonl"), ("null", "x.json", "json"), ("\ufeff{", "-", "json"),
        ("<!DOCTYPE lewis SYSTEM 'lewis.dtd'>\n<REUTERS NEWID='1'>", "x", "reuters-21578"),
        ("<REUTERS>", "x.txt", "reuters-21578"),
        ("---\ntitle: a\n---\nText", "x.txt", "markdown"), ("# A\n\nText", "x.md", "markdown"),
        ("# A\n\nText", "x.txt", "text"), ("--- not front matter ---\n\nText", "x.txt", "text"),
        ("[Editor's note: this is a text.]\n\nText.", "x.txt", "text"),
        ("A title\n\nText with a stop.", "-", "text"), ("<AAPL.O> falls\n\nText.", "x.txt", "text"),
        ("<DIA> SETS PAYOUT\n\nText.", "x.txt", "text"),
        ("<A> RISES, <B> FALLS\n\nText.", "-", "text"),
        ("<CINRAM LTD> 4TH QTR NET\n\nShr 45 cts.", "x.txt", "text"),
        ("{Editor note} Council meets\n\nText.", "x.txt", "text"),
        ('{\n  "title": 1}', "-", "json"),
        ("[{Editor note}] Council meets\n\nText.", "x.txt", "text"), ("{}", "-", "json"),
        (PAGE, "x.txt", "page"), (PAGE, "-", "page"),
        ("Title\n\nCaption of one picture\nCaption of one picture\n\nText.", "x", "page"),
    ],
)  # fmt: skip
def test_a_format_is_told_from_its_content(head: str, name: str, expected: str) -> None:
    chosen = recognise(head.encode(), name)
    assert chosen is not None
    assert chosen.name == expected


@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0'?><plist/>", b"<svg width='9'>", b"<dict/>", b"<plist version='1.0'>",
        b"\x89PNG\r\n\x1a\n\x00", b"<story><p>A</p></story>", b"<DIA>A</DIA>", b"<br/>",
        b"\x7fELF\x00",
    ],
)  # fmt: skip
def test_what_is_not_read_yet_is_not_taken_for_text(head: bytes) -> None:
    assert recognise(head, "x.txt") is None
    (item,) = read(Source("x.txt", lambda: io.BytesIO(head)))
    assert isinstance(item, Skipped)
    assert "not a format that is read (see `archive formats`)" in item.reason


def test_wide_characters_are_text() -> None:
    chosen = recognise("Ein Titel\n\nEin Text.".encode("utf-16"), "x.txt")
    assert chosen is not None
    assert chosen.name == "text"


def test_a_forced_format_wins_over_what_was_recognised() -> None:
    source = Source("x.json", lambda: io.BytesIO(b'{"title": "a"}'))
    (item,) = read(source, "text")
    assert isinstance(item, RawArticle)
    assert item.title == '{"title": "a"}'


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(InputError) as raised:
        format_named("word")
    assert "'word'" in raised.value.message
    assert all(one.name in raised.value.hint for one in FORMATS)


def test_every_sample_is_recognised_by_content_alone() -> None:
    folders = {
        "pages": "page",
        "text": "text",
        "reuters": "reuters-21578",
        "json": "json",
        "jsonl": "jsonl",
    }
    for source in sources([str(SAMPLES)]):
        chosen = recognise(source.head(1 << 20), "-")
        folder = Path(source.name).parent.name
        if folder in folders:
            assert chosen is not None
            assert chosen.name == folders[folder], source.name


PIECES = st.sampled_from(
    [
        b"By AFP Nov 3, 2017", b"\n", b"\n\n", b"{", b"}", b'"title":', b'"a"', b"---\n",
        b"title: x\n",
        b'<REUTERS NEWID="1">', b"</REUTERS>", b"<TEXT>", b"<TITLE>", b"\xff", b"\xe9", b"- x -",
        b"PARIS (AFP) - ", b"Tags: a, b", b"Menu", b"word " * 20, b"[", b"]", b",", b"&#3;",
        b"\x00",
        b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"Image caption, x", b"* a", b"Title of it",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map(b"".join), st.sampled_from([None, *FORMATS]))
@settings(deadline=None)
def test_no_bytes_make_a_reader_raise(data: bytes, forced: Format | None) -> None:
    for item in read(Source("x.txt", lambda: io.BytesIO(data)), forced.name if forced else None):
        if isinstance(item, RawArticle):
            normalise(item)
