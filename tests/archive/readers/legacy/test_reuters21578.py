"""Reuters-21578: all 20,000 items, what each part becomes, and what must leave no trace."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source, sources
from archive.text.markdown import to_text
from tests.helpers.archives import SAMPLES

FOLDER = SAMPLES / "reuters"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+);")
TAG = re.compile(
    r"</?(?:REUTERS|TEXT|TITLE|BODY|DATELINE|AUTHOR|DATE|TOPICS|PLACES|UNKNOWN)\b", re.I
)
SIGN_OFF = re.compile(r"\b(?:Reuter|REUTERS?|reuter)\W*$")


def item(inner: str, head: str = 'NEWID="7"', date: str = "26-FEB-1987 15:01:01.79") -> Article:
    text = f"<REUTERS {head}>\n<DATE>{date}</DATE>\n{inner}\n</REUTERS>"
    (raw,) = read(Source("x.sgm", lambda: io.BytesIO(text.encode("latin-1"))))
    assert isinstance(raw, RawArticle)
    made = normalise(raw)
    assert isinstance(made, Article)
    return made


def all_items(folder: Path) -> list[tuple[RawArticle, Article | Skipped]]:
    return [
        (raw, normalise(raw))
        for source in sources([str(folder)])
        for raw in read(source)
        if isinstance(raw, RawArticle)
    ]


def test_of_the_20000_items_all_but_one_are_kept_and_clean(data: Path) -> None:
    lacking: Counter[str] = Counter()
    reasons: list[str] = []
    for raw, made in all_items(data / "reuters-21578"):
        if isinstance(made, Skipped):
            reasons.append(made.reason)
            continue
        lacking.update(name for name in ("title", "body", "date") if not getattr(made, name))
        shown = f"{made.title or ''}\n{made.dateline or ''}\n{html.unescape(made.body)}"
        for trace in (CONTROL, ENTITY, TAG):
            assert not trace.search(shown), (raw.identifier, trace.search(shown))
        assert not SIGN_OFF.search(made.body), (raw.identifier, made.body[-40:])
        assert made.agency == ("Reuters",)
        assert made.language == "en"
        assert bool(made.authors) == bool(made.credit) or made.credit == "By keith grant, Reuters"
    assert reasons == ["it has neither a title nor a text"]
    assert lacking == {"body": lacking["body"], "title": lacking["title"]}
    assert (lacking["body"], lacking["title"]) == (1467, 29)


def test_the_parts_of_an_item() -> None:
    made = item(
        "<TOPICS><D>grain</D><D>wheat</D></TOPICS><PLACES><D>usa</D></PLACES><PEOPLE></PEOPLE>"
        "<ORGS><D>ec</D></ORGS><EXCHANGES><D>nyse</D></EXCHANGES><COMPANIES></COMPANIES>"
        "<UNKNOWN>&#5;&#5;C\n&#22;f0001&#31;reute</UNKNOWN><TEXT>&#2;\n"
        "<TITLE>SHOWERS &lt;XYZ> FALL &amp; MORE</TITLE><AUTHOR>    By Jane Roe, Reuters</AUTHOR>"
        "<DATELINE>    SALVADOR, Feb 26 - </DATELINE><BODY>Showers fell on &lt;SRD>\n"
        "land. A &amp; B.\n"
        "    More is expected^M\nby Friday.\n Reuter\n&#3;</BODY></TEXT>"
    )
    assert made.title == "SHOWERS <XYZ> FALL & MORE"
    assert (made.date, made.published) == ("1987-02-26", None)
    assert made.tags == ("grain", "wheat", "usa", "ec", "nyse")
    assert (made.authors, made.credit) == (("Jane Roe",), "By Jane Roe, Reuters")
    assert made.dateline == "SALVADOR, Feb 26"
    assert made.identity == "reuters-21578:7"
    assert to_text(made.body) == (
        "Showers fell on <SRD> land. A & B.\n\nMore is expected by Friday."
    )


def test_a_brief_has_a_title_alone() -> None:
    made = item(
        '<TEXT TYPE="BRIEF">&#2;\n******<TITLE>BANK RAISES\nRATE\n</TITLE>Blah.\n&#3;</TEXT>'
    )
    assert (made.title, made.body) == ("BANK RAISES RATE", "")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("LONDON COFFEE 1225 - APR 7\n MTH BYR\n May 1249\n Reuter", "LONDON COFFEE 1225 - APR 7",
            "MTH BYR May 1249"),
        ("AMEX INDEX AT 1030\n 343 UP", "AMEX INDEX AT 1030", "343 UP"),
        ("Beirut gold opg - april 7\n 423 dlrs.", "Beirut gold opg - april 7", "423 dlrs."),
        ("ZURICH GOLD 1515 - APRIL 7 pool 419.00\n bid", "ZURICH GOLD 1515 - APRIL 7",
            "pool 419.00 bid"),
        ("STRIKE GOES ON, MARKET CLOSED", "STRIKE GOES ON, MARKET CLOSED", ""),
        ("A plain sentence of text.\nAnd more.", None, "A plain sentence of text. And more."),
        ("BANK GIVES MORE HELP LONDON,\nMarch 16 - It did.", None,
            "BANK GIVES MORE HELP LONDON, March 16 - It did."),
    ],
)  # fmt: skip
def test_an_unprocessed_item_has_a_title_where_a_headline_is_clear(
    text: str, title: str | None, body: str
) -> None:
    made = item(f'<TEXT TYPE="UNPROC">&#2;\n{text}\n&#3;\n\n</TEXT>')
    assert (made.title, to_text(made.body)) == (title, body)


def test_the_samples_have_their_sign_offs_cut() -> None:
    made = [article for _, article in all_items(FOLDER) if isinstance(article, Article)]
    assert len(made) == 7
    assert all(article.agency == ("Reuters",) and article.date for article in made)
    assert not any(SIGN_OFF.search(article.body) for article in made)


def test_a_file_that_ends_inside_an_item_keeps_what_stands_before() -> None:
    data = b'<REUTERS NEWID="1"><TEXT><TITLE>A</TITLE></TEXT></REUTERS><REUTERS NEWID="2"><TEXT>'
    first, last = read(Source("x.sgm", lambda: io.BytesIO(data)))
    assert isinstance(first, RawArticle)
    assert isinstance(last, Skipped)
    assert last.reason == "the file ends inside an item"


@pytest.mark.parametrize("gap", [0, 1 << 19])
def test_an_item_without_its_end_is_told_and_leaves_the_next_one_whole(gap: int) -> None:
    filler = "A line.\n" * (gap // 8)
    texts = [
        f'<REUTERS NEWID="{number}">\n<TEXT><TITLE>T{number}</TITLE><BODY>{filler}B{number}</BODY>'
        "</TEXT>\n</REUTERS>\n"
        for number in (1, 2, 3)
    ]

    def items_of(listed: list[str]) -> list[RawArticle | Skipped]:
        return list(read(Source("x.sgm", lambda: io.BytesIO("".join(listed).encode()))))

    first, _, third = whole = items_of(texts)
    assert all(isinstance(item, RawArticle) for item in whole)
    for lost in ("</REUTERS>\n", "</BODY></TEXT>\n</REUTERS>\n"):
        damaged = items_of([texts[0], texts[1].replace(lost, ""), texts[2]])
        assert [damaged[0], damaged[2]] == [first, third]
        assert str(damaged[1]) == "x.sgm · NEWID 2: it has no end: the next item begins"
    ends = items_of([texts[0].replace("</REUTERS>\n", ""), texts[1].replace("</REUTERS>\n", "")])
    assert [str(item) for item in ends] == [
        "x.sgm · NEWID 1: it has no end: the next item begins",
        "x.sgm · last item: the file ends inside an item",
    ]


def test_an_item_without_a_number_is_skipped() -> None:
    (skipped,) = read(Source("x.sgm", lambda: io.BytesIO(b"<REUTERS><TEXT>x</TEXT></REUTERS>")))
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "it has no NEWID"


def test_items_are_cut_out_wherever_a_file_is_read_in_pieces() -> None:
    items = [
        b'<REUTERS NEWID="%d"><TEXT><BODY>%s</BODY></TEXT></REUTERS>' % (n, b"wheat " * length)
        for n, length in enumerate((43_000, 9, 20, 44_000, 3, 90_000, 5))
    ]
    data = b"<!DOCTYPE lewis>\n" + b"\n".join(items)
    found = list(read(Source("x.sgm", lambda: io.BytesIO(data))))
    assert [raw.original for raw in found if isinstance(raw, RawArticle)] == items
