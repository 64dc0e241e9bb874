"""Links to what was perhaps meant: each keeps the rest of the search and finds what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import quote

import pytest

from tests.helpers.pages import Page, query_of

COUNT = r"([\d,]+ (?:articles?|story|stories))"
SPELLING = re.compile(
    rf'Did you mean <a href="([^"]+)"><bdi>(.+?)</bdi></a>\?\s*<span class="count">{COUNT}<'
)
WAY = re.compile(rf'<li><a href="([^"]+)" rel="nofollow">.+?<span class="count">{COUNT}<', re.S)
REST = [
    "tag=Syria", "any.tag=Syria&any.tag=Iraq", "-tag=Sport", "agency=Reuters",
    "all.agency=Reuters", "-agency=AFP", "missing=section", "-missing=agency", "language=en",
    "from=2017&to=2018", "sort=oldest", "fold=1", "exact=1", "variants=off", "match=any",
    "tag=Syria&-agency=AFP&from=2017&sort=newest&fold=1",
]  # fmt: skip
Get = Callable[..., Page]


def heading(page: Page) -> str:
    """How much a page says was found."""
    found = re.search(rf"<h1>\s*{COUNT}", page.html)
    assert found
    return found[1]


def followed(get: Get, page: Page) -> list[tuple[str, str]]:
    """The spellings that a page offers, once every link of its advice has found what it says."""
    spellings = [(unescape(u), unescape(what), count) for u, what, count in
                 SPELLING.findall(page.html)]  # fmt: skip
    nothing = page.html.partition('<section class="nothing">')[2].partition("</section>")[0]
    ways = [(unescape(url), count) for url, count in WAY.findall(nothing)]
    for url, count in [*((url, count) for url, _, count in spellings), *ways]:
        assert heading(get(url)) == count, url
    return [(url, what) for url, what, _ in spellings]


@pytest.mark.parametrize("rest", REST)
def test_a_spelling_keeps_every_filter_and_finds_what_it_says(get: Get, rest: str) -> None:
    kept = 0
    for text in ("Euphartes", "Euphartes zebra", "army Euphartes", '"the Euphartes"'):
        address = f"/?q={quote(text)}&{rest}"
        for url, what in followed(get, get(address)):
            if not re.search(r", without .*(: |the filters|dates from)", what):
                kept += 1
                assert others(url) == others(address), what
    assert kept


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tag=Syira", [("tag", "Syria")]),
        ("any.tag=Syira&any.tag=Iraqq", [("any.tag", "Syria"), ("any.tag", "Iraq")]),
        ("-tag=Syira", [("-tag", "Syria")]),
        ("agency=Reutres", [("agency", "Reuters")]),
        ("-agency=Reutres", [("-agency", "Reuters")]),
    ],
)
def test_a_misspelt_value_is_mended_beside_all_else(
    get: Get, wrong: str, right: list[tuple[str, str]]
) -> None:
    rest = "from=2017&sort=oldest&missing=publisher"
    offers = followed(get, get(f"/?q=Euphrates&{wrong}&{rest}"))
    assert [sorted(query_of(url)) for url, _ in offers] == [
        sorted([("q", "Euphrates"), *right, *query_of(f"/?{rest}")])
    ]


def test_a_word_and_a_value_are_mended_together(get: Get) -> None:
    [(url, what)] = followed(get, get("/?q=Euphartes&tag=Syira&sort=oldest"))
    assert what == "Euphrates, tag: Syria"
    assert query_of(url) == [("q", "Euphrates"), ("tag", "Syria"), ("sort", "oldest")]


def test_what_a_spelling_leaves_away_is_said(get: Get) -> None:
    [(url, what)] = followed(get, get("/?q=Euphartes&tag=Sport"))
    assert what == "Euphrates for Euphartes, without tag: Sport"
    assert query_of(url) == [("q", "Euphrates")]


def others(url: str) -> list[tuple[str, str]]:
    """All of an address but the words."""
    return sorted(pair for pair in query_of(url) if pair[0] != "q")
