"""What is no article says what it is; what only looks a little like it stays an article."""

from __future__ import annotations

import io

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.source import Source

PYTHON = "import os\n\n\ndef f(x):\n    y = os.getcwd()\n    return x + y\n\n\nprint(f('a'))\n"
SCRIPT = "const a = require('a');\nfunction run(x) {\n  return a(x);\n}\nmodule.exports = run;\n"


def item(text: str, name: str) -> RawArticle | Skipped:
    (made,) = read(Source(name, lambda: io.BytesIO(text.encode())))
    return made


@pytest.mark.parametrize(
    ("text", "name", "what"),
    [
        (PYTHON, "tool.py", "program source"),
        (PYTHON, "saved.txt", "program source"),
        (SCRIPT, "page.txt", "program source"),
        ("#!/bin/sh\necho a\n", "run", "program source"),
        ("MIT License\n\nCopyright (c) 2017\n\nTHE SOFTWARE IS PROVIDED \"AS IS\".\n", "a.txt",
         "a licence"),
        ("Copyright 2017 X\n\nYou may use it under this licence.\n", "LICENCE.txt", "a licence"),
        ("# Tool\n\n## Installation\n\n```\npip install tool\n```\n", "README.md", "documentation"),
        ("1\n00:00:01,000 --> 00:00:02,000\nThe ferry.\n", "talk.srt", "subtitles"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nThe ferry.\n", "talk.vtt", "subtitles"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='/'>A</A></DL>", "b.html",
         "a list of bookmarks"),
        (" CDX N b a m s k r M S V g\norg,e)/ 20170101000000 https://e.org/ text/html 200 A",
         "i.cdx", "the index of a crawl"),
        ("org,e)/ 20170101000000 https://e.org/ text/html 200 A - - 1 2 f\n", "i.cdxj",
         "the index of a crawl"),
        ("1 https://e.org/1\n2 https://e.org/2\n3 https://e.org/3\n", "s.txt", "a list of pages"),
        ("https://e.org/1\nhttps://e.org/2\nhttps://e.org/3\n", "seeds.txt", "a list of addresses"),
    ],
)  # fmt: skip
def test_junk_is_skipped_with_what_it_is(text: str, name: str, what: str) -> None:
    made = item(text, name)
    assert isinstance(made, Skipped)
    assert made.reason.startswith(what)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ferry returns\n\nThe town will import oil from Norway, the mayor said.\n", "a.txt"),
        ("Licence fees rise\n\nThe MIT License was discussed in court on Friday.\n", "a.txt"),
        ("# Readme wins prize\n\nA text file won a prize on Friday.\n", "readme.md"),
        ("From here to there\n\nPublic voters said: see https://e.org/1 for more.\n", "a.txt"),
        ("Ten o'clock\n\nAt 00:00:01,000 the clock stopped, it was said --> here.\n", "a.txt"),
    ],
)
def test_an_article_about_such_things_stays_one(text: str, name: str) -> None:
    made = item(text, name)
    assert isinstance(made, RawArticle)
    assert made.body
