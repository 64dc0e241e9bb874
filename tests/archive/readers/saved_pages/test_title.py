"""Titles: what most of a page's statements agree on, without the site's name."""

from __future__ import annotations

import pytest

from tests.helpers.saved_pages import TEXT, article, news, page

SITE = '<meta property="og:site_name" content="The Courier">'


def titled(
    page_title: str, shared: str | None = None, h1: str = "", stated: str | None = None
) -> str | None:
    head = f"<title>{page_title}</title>"
    head += f'<meta property="og:title" content="{shared}">' if shared else ""
    head += news(headline=stated) if stated else ""
    return article(page(SITE + head, f"<h1>{h1}</h1>{TEXT}")).title


@pytest.mark.parametrize(
    "between",
    [
        " | ",
        " - ",
        " – ",
        " — ",
        " :: ",
        " / ",
        " ~ ",
        " » ",
        " • ",
        "|",
        ", ",
        ": ",
        " (",
        "_",
        "-",
    ],
)
def test_the_site_s_name_is_cut_whatever_the_sign_between(between: str) -> None:
    end = ")" if "(" in between else ""
    assert titled(f"Bridge to be repaired{between}The Courier{end}") == "Bridge to be repaired"


def test_the_site_s_name_is_cut_before_the_headline_too() -> None:
    for between in (": ", " | ", " - "):
        assert titled(f"The Courier{between}Bridge to be repaired") == "Bridge to be repaired"


def test_a_name_that_is_part_of_the_headline_stays() -> None:
    assert titled("Owners sell The Courier") == "Owners sell The Courier"
    assert titled("Courier: bridge to be repaired") == "Courier: bridge to be repaired"


@pytest.mark.parametrize("headline", ["Tireless", "Tireless work", "Tireless work goes on again"])
@pytest.mark.parametrize("sign", ["-", "–", "|", "·"])
def test_a_name_that_the_page_states_nowhere_else_is_cut_behind_what_it_shows(
    headline: str, sign: str
) -> None:
    named = f"{headline} {sign} The New Town Gazette"
    assert titled(named, named, headline) == headline


def test_a_title_for_sharing_does_not_win_against_all_others() -> None:
    own = "Bridge repair: all dates at a glance"
    for shared in ("Bridge repair: what nobody else tells you about the costs", "Costs explode"):
        assert titled(own, shared, own, own) == own
        assert titled(f"{own} | The Courier", shared, own) == own


def test_a_section_behind_the_headline_is_cut_with_the_site_s_name() -> None:
    assert titled("Bridge to be repaired - Politics | The Courier") == "Bridge to be repaired"
    assert titled("Bridge to be repaired - Politics") == "Bridge to be repaired - Politics"
