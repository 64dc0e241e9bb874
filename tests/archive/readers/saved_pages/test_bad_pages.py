"""Bad web pages: each ends in an article or a reason within seconds."""

from __future__ import annotations

import io

import pytest

from archive.article import Article, Origin, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.saved_pages.html import MOST_BYTES, read_page
from archive.readers.sources.source import Source

SENTENCE = "The council agreed on Friday to repair the old bridge before the winter."
TEXT = f"<p>{SENTENCE}</p>" + "".join(
    f"<p>Its speaker named reason number {number}, and gave the costs of it at length.</p>"
    for number in range(4)
)
OPEN = '{"a":'
ATTRIBUTES = [f"a{number}" for number in range(200_000)]
MARKS = "".join(f"{attribute}='>'" for attribute in ATTRIBUTES)


def page(head: str = "", body: str = f"<h1>Bridge to be repaired</h1>{TEXT}") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


BAD = {
    "empty": b" \n",
    "binary": bytes(range(256)) * 100,
    "nothing": b"<html></html>",
    "truncated": page()[:-300],
    "truncated in a tag": page()[:-30] + b"<p class='x",
    "wrong bytes": page().replace(b"winter", b"w\xefnt\xffer"),
    "attributes": page("", f"<div {' '.join(f'a{n}' for n in range(1_000_000))}>{TEXT}"),
    "attributes and slashes": page("", f"<div {'/'.join(ATTRIBUTES)}>{TEXT}"),
    "attributes and marks": page("", f"<div {MARKS}>{TEXT}"),
    "hidden attributes": page("", f"<script>'<a b=\"'</script><p {' '.join(ATTRIBUTES)}>{TEXT}\""),
    "deep": page("", "<div>" * 100_000 + TEXT),
    "deep lists": page("", "<ul><li><a href='/tag/x'>" * 30_000 + TEXT),
    "large": page("", TEXT * (60_000_000 // len(TEXT))),
    "many links": page("", "<p><a href='/tag/x'>A story</a></p>" * 50_000),
    "many styles": page("", "<p>" + "<i>a</i> <b>b</b>" * 50_000),
    "one paragraph": page("", "<p>" + "word " * 500_000),
    "deep json": page(f"<script type='application/ld+json'>{'[' * 3_000_000}</script>"),
    "deep objects": page(f"<script type='application/ld+json'>{OPEN * 500_000}</script>"),
    "blank json": page(f"<script type='application/ld+json'>{' ' * 3_000_000}x</script>"),
    "long title": page("<title>" + "a | b - " * 500_000 + "</title>"),
    "long keywords": page("<meta name='keywords' content='" + "a," * 500_000 + "'>"),
    "laughs": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><html><body><p>&c;</p>' + TEXT.encode(),
    "outside": b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><body><p>&x;</p>'
    + TEXT.encode(),
}  # fmt: skip

# Those whose text is still there.
WHOLE = {
    "truncated", "laughs", "outside", "attributes", "attributes and slashes",
    "attributes and marks", "deep",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_ends_in_an_article_or_a_reason(name: str) -> None:
    source = Source(f"{name}.html", lambda: io.BytesIO(BAD[name]))
    [item] = read(source, "html")
    if isinstance(item, RawArticle):
        done = normalise(item)
        assert isinstance(done, Article | Skipped)
        assert SENTENCE in item.body or name not in WHOLE
    else:
        assert item.reason
        assert name not in WHOLE


def test_a_page_whose_tags_are_never_closed_keeps_all_of_its_text() -> None:
    said = [
        f"Its speaker named reason number {number}, and gave the costs of it at length."
        for number in range(1, 1201)
    ]
    data = page("", "<h1>Bridge to be repaired</h1><p><font>" + "<p><font size=2>".join(said))
    item = read_page(data, Origin("x"))
    assert isinstance(item, RawArticle)
    assert item.body.split("\n\n") == said


def test_reasons_say_what_is_wrong() -> None:
    def reason(data: bytes) -> str:
        item = read_page(data, Origin("x"))
        assert isinstance(item, Skipped)
        return item.reason

    assert reason(b"") == "the file is empty"
    assert reason(b"<p>" * (MOST_BYTES // 3 + 1)) == "a web page larger than 8 MiB"
    assert "not text" in reason(b"<html>\x00\x01")
    assert "without a title" in reason(b"<html></html>")
    assert reason(BAD["hidden attributes"]) == "there is no HTML in it"
