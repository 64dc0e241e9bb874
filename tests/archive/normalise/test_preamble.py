"""What stands above a dispatch: a by-line is taken out, notes and summaries stay."""

from __future__ import annotations

import pytest

from archive.article import Article, Origin, RawArticle
from archive.normalise.preamble import split_byline
from archive.normalise.rules import normalise


def article(body: str, **fields: object) -> Article:
    raw = RawArticle(Origin("f"), b"x", "text/plain", body=body, title="T", **fields)  # type: ignore[arg-type]
    found = normalise(raw)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("body", "line", "rest"),
    [
        ("By Jane Roe\n\nText.", "By Jane Roe", "Text."),
        ("Von Jana Roth und Jan Roth\n\nText.", "Von Jana Roth und Jan Roth", "Text."),
        ("(Adds)\n\n\\* River\n\nBy Jane Roe\n\nX.", "By Jane Roe", "(Adds)\n\n\\* River\n\nX."),
        ("By the river\n\nText.", None, "By the river\n\nText."),
        ("By Monday it was open.\n\nText.", None, "By Monday it was open.\n\nText."),
        ("BY FIRST BOSTON\n\nText.", None, "BY FIRST BOSTON\n\nText."),
        ("Text.\n\nBy Jane Roe", None, "Text.\n\nBy Jane Roe"),
        ("", None, ""),
    ],
)  # fmt: skip
def test_a_byline_in_a_paragraph_of_its_own_is_taken_out(
    body: str, line: str | None, rest: str
) -> None:
    assert split_byline(body) == (line, rest)


def test_the_dateline_stands_below_notes_and_byline() -> None:
    found = article(
        "(Adds width)\n\n* River is wide\n\nBy Jane Roe\n\nLEITH, March 5 (Reuters) - It is open."
    )
    assert (found.dateline, found.agency, found.authors) == (
        "LEITH, March 5",
        ("Reuters",),
        ("Jane Roe",),
    )
    assert found.body.endswith("It is open.")


def test_declared_authors_leave_the_text_as_it_is() -> None:
    assert article("By Jane Roe\n\nText.", authors=("John Poe",)).body == "By Jane Roe\n\nText."


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ("LEITH, March 5, 2020 (AFP) -", "LEITH, March 5, 2020"),
        ("Leith (dpa) - ", "Leith"),
        ("Leith, Scotland", "Leith, Scotland"),
        ("4/4/2018", None),
        ("", None),
    ],
)
def test_a_declared_dateline_loses_dash_and_agency(declared: str, kept: str | None) -> None:
    assert article("Text.", dateline=declared).dateline == kept


@pytest.mark.parametrize(
    "start",
    ["LEITH (AP) _ ", "Leith, Jan 2 (EFE).- ", "LEITH, Nov 26 AFP - ", "LEITH (Reuters) -- "],
)
def test_the_text_loses_the_dateline_that_is_also_declared(start: str) -> None:
    found = article(f"{start}It is open.", dateline="Leith")
    assert (found.body, found.dateline) == ("It is open.", "Leith")
