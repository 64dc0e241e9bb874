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
        ("module Main where\n\nmain :: IO ()\nmain = print 1\n", "a.hs", "program source"),
        ("all: a.c\n\tcc -o a a.c\n", "Makefile", "program source"),
        ("Tool\n\nBuild it with ./configure && make install.\n", "README", "documentation"),
        ("Creative Commons Attribution 4.0 International Public License\n\nThe terms and "
         "conditions bind you.\n", "cc.txt", "a licence"),
        ("{0}{50}The ferry\n{60}{90}came back\n", "a.sub", "subtitles"),
        ("0:00:01.000,0:00:04.000\nThe ferry\n\n0:00:05.000,0:00:08.000\ncame\n", "a.txt",
         "subtitles"),
        ("[ti:Ferry]\n[00:12.00]The ferry\n[00:17.20]came back\n", "a.lrc", "the words of a song"),
        ('1.2.3.4 - - [03/Nov/2017:10:00:00 +0000] "GET / HTTP/1.1" 200 1\n' * 2, "a.txt",
         "the log of a program"),
        ("2017-11-03 10:00:00,123 INFO main: started\n2017-11-03 10:00:01 [ERROR] it failed\n",
         "a.log", "the log of a program"),
        ("Nov  3 10:00:00 host cron[12]: run\nNov  3 10:00:01 host sshd[1]: in\n", "syslog",
         "the log of a program"),
        ("Traceback (most recent call last):\n  File 'a'\nValueError: x\n", "a.txt",
         "the log of a program"),
        ("# For all\nUser-agent: *\nDisallow: /admin/\n", "robots.txt", "rules for robots"),
        ("a.example, pub-1, DIRECT, f0\nb.example, 2, RESELLER\n", "ads.txt", "the list of a site"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Ferry\nEND:VEVENT\n", "a.ics", "a calendar"),
        ("BEGIN:VCARD\nFN:Jane Roe\nEND:VCARD\n", "a.vcf", "contacts"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "a.txt", "a key"),
        ("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "a.txt", "changes"),
        ("d41d8cd98f00b204e9800998ecf8427e  a\nd41d8cd98f00b204e9800998ecf8427e  b\n", "s.txt",
         "checksums"),
        ('msgid "Ferry"\nmsgstr "Fähre"\n', "de.po", "translations"),
        ("# Links\n\n- [A ferry](https://e.org/1)\n- [A town](https://e.org/2)\n"
         "- [A river](https://e.org/3)\n", "l.md", "a list of pages"),
        ('{"roots": {"bookmark_bar": {"children": [{"name": "A", "url": "https://e.org/"}]}}}',
         "Bookmarks", "a list of bookmarks"),
        ('{"title": "", "type": "text/x-moz-place-container", "children": [{"title": "A", "type": '
         '"text/x-moz-place", "uri": "https://e.org/"}]}', "b.json", "a list of bookmarks"),
        ("Opera Hotlist version 2.0\n\n#URL\n\tNAME=A\n\tURL=https://e.org/\n", "b.adr",
         "a list of bookmarks"),
        ('[["urlkey", "timestamp", "original"], ["org,e)/", "2017", "https://e.org/"]]', "c.json",
         "the index of a crawl"),
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
        ("Day of the ferry\n\n10:00 The mayor speaks.\n11:00 The ferry comes, at last.\n", "a.txt"),
        ("# Ferry\n\nSee [the town](https://e.org/1), which waited.\n\n[More](https://e.org/2)\n",
         "a.md"),
        ("Ten o'clock\n\nAt 00:00:01,000 the clock stopped, it was said --> here.\n", "a.txt"),
    ],
)  # fmt: skip
def test_an_article_about_such_things_stays_one(text: str, name: str) -> None:
    made = item(text, name)
    assert isinstance(made, RawArticle)
    assert made.body
