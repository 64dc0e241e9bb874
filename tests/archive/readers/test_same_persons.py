"""The same byline names the same persons, in whatever format it comes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from tests.helpers.reading import article_in

TEXT = (
    "The first ferry in three years crossed the lower river on Friday with forty passengers. "
    "Residents welcomed the service, which had been suspended after a storm at the landing."
)
BYLINES = {
    "Roe, Jane": ("Jane Roe",),
    "Roe, Jane; Poe, Ann": ("Jane Roe", "Ann Poe"),
    "Sammy Davis, Jr.": ("Sammy Davis Jr.",),
    "Jane Roe, PhD": ("Jane Roe, PhD",),
    "By Jane Roe in Beirut and John Doe in Aleppo": ("Jane Roe", "John Doe"),
    "Posted by Jane Roe on Nov 3, 2017": ("Jane Roe",),
    "By JANE ROE, Associated Press Writer": ("JANE ROE",),
    "Text: Jane Roe / Photos: Ann Poe": ("Jane Roe",),
    "Jane Roe (jane@river.example)": ("Jane Roe",),
    "Von Jana Roth und Max Muster": ("Jana Roth", "Max Muster"),
    "王小明、李大力": ("王小明", "李大力"),
    "Staff reporter": (),
    "admin": (),
    "42": (),
}


def row(by: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["title", "date", "author", "text"], ["Ferry", "2017", by, TEXT]])
    return out.getvalue()


def record(by: object, key: str = "authors") -> str:
    return json.dumps({"title": "Ferry", "body": TEXT, key: by})


def page(head: str, above: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Ferry sails</title>{head}</head><body><article>"
        f"<h1>Ferry sails</h1>{above}<p>{TEXT}</p></article></body></html>"
    )


def json_ld(author: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Ferry sails", "author": author}
    return page(f'<script type="application/ld+json">{json.dumps(node)}</script>')


def microdata(by: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Ferry sails</title></head><body>"
        '<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Ferry'
        f'</h1><span itemprop="author">{escape(by)}</span><p>{TEXT}</p></article></body>'
    )


def rss(item: str) -> str:
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>'
        f"<item><title>Ferry</title>{item}<description>{TEXT}</description></item></channel></rss>"
    )


def atom(feed: str = "", entry: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{feed}<entry><id>urn:x:1</id>'
        f'<title>Ferry</title>{entry}<content type="text">{TEXT}</content></entry></feed>'
    )


def named(by: str) -> str:
    return f"<author><name>{escape(by)}</name></author>"


def json_feed(by: str) -> str:
    item = {"id": "1", "title": "Ferry", "content_text": TEXT}
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "T", "authors": [{"name": by}],
         "items": [item]}
    )  # fmt: skip


def nitf(by: str) -> str:
    return (
        f"<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline><byline>{escape(by)}</byline>"
        f"</body.head><body.content><p>{TEXT}</p></body.content></body></nitf>"
    )


def newsml1(by: str) -> str:
    return (
        "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Ferry</HeadLine>"
        f"<ByLine>{escape(by)}</ByLine></NewsLines><ContentItem><DataContent><p>{TEXT}</p>"
        "</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )


def newsmlg2(by: str) -> str:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1">'
        f"<contentMeta><by>{escape(by)}</by><headline>Ferry</headline></contentMeta><contentSet>"
        f"<inlineXML><html><body><p>{TEXT}</p></body></html></inlineXML></contentSet></newsItem>"
    )


def ninjs(by: str) -> str:
    return json.dumps(
        {"uri": "urn:x:1", "type": "text", "versioncreated": "2017-11-03T14:05:00Z",
         "headline": "Ferry", "byline": by, "body_text": TEXT}
    )  # fmt: skip


FORMATS: dict[str, tuple[str, Callable[[str], str]]] = {
    "csv": ("a.csv", row),
    "json": ("a.json", record),
    "json, a list": ("a.json", lambda by: record([by])),
    "json, an object": ("a.json", lambda by: record([{"name": by}])),
    "json, another key": ("a.json", lambda by: record(by, "byline")),
    "front matter": (
        "a.md", lambda by: f"---\ntitle: Ferry\nauthors: {json.dumps(by)}\n---\n{TEXT}\n"),
    "meta author": ("a.html", lambda by: page(f'<meta name="author" content="{escape(by)}">')),
    "dc.creator": ("a.html", lambda by: page(f'<meta name="dc.creator" content="{escape(by)}">')),
    "json-ld": ("a.html", json_ld),
    "json-ld person": ("a.html", lambda by: json_ld({"@type": "Person", "name": by})),
    "microdata": ("a.html", microdata),
    "byline shown": ("a.html", lambda by: page("", f'<p class="byline">{escape(by)}</p>')),
    "rss author": ("a.rss", lambda by: rss(f"<author>{escape(by)}</author>")),
    "rss dc": ("a.rss", lambda by: rss(f"<dc:creator>{escape(by)}</dc:creator>")),
    "atom entry": ("a.atom", lambda by: atom(entry=named(by))),
    "atom feed": ("a.atom", lambda by: atom(feed=named(by))),
    "atom source": ("a.atom", lambda by: atom(entry=f"<source>{named(by)}</source>")),
    "json feed": ("a.json", json_feed),
    "nitf": ("a.xml", nitf),
    "newsml 1": ("a.xml", newsml1),
    "newsml g2": ("a.xml", newsmlg2),
    "ninjs": ("a.json", ninjs),
    "other xml": (
        "a.xml",
        lambda by: f"<story><headline>Ferry</headline><byline>{escape(by)}</byline>"
                   f"<body>{TEXT}</body></story>"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("typed", BYLINES)
def test_a_byline_names_the_same_persons_in_every_format(
    tmp_path: Path, form: str, typed: str
) -> None:
    name, written = FORMATS[form]
    assert article_in(tmp_path / name, written(typed)).authors == BYLINES[typed]


@pytest.mark.parametrize("typed", ["By Jane Roe and John Doe", "By Jane Roe in Beirut, AFP"])
def test_plain_text_and_wires_of_teleprinters_name_them_too(tmp_path: Path, typed: str) -> None:
    wanted = article_in(tmp_path / "a.csv", row(typed)).authors
    assert article_in(tmp_path / "a.txt", f"Ferry sails\n{typed}\n\n{TEXT}\n").authors == wanted


def test_whoever_is_quoted_on_a_page_has_not_written_it(tmp_path: Path) -> None:
    quoted = '<blockquote><p>It sails.</p><p class="author">Ann Poe, minister</p></blockquote>'
    assert article_in(tmp_path / "a.html", page("", quoted)).authors == ()


def test_an_author_of_csl_json_has_a_given_and_a_family_name(tmp_path: Path) -> None:
    given = [{"family": "Roe", "given": "Jane"}, {"literal": "Ann Poe"}]
    assert article_in(tmp_path / "a.json", record(given, "author")).authors == (
        "Jane Roe",
        "Ann Poe",
    )
