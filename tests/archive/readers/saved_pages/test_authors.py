"""Authors: the byline before the site, and nobody whom the text only speaks of."""

from __future__ import annotations

import pytest

from tests.helpers.saved_pages import TEXT, article, news, page

HEADLINE = "<h1>Bridge to be repaired</h1>"


def organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


@pytest.mark.parametrize(
    "site",
    ["RIVERPOST.example", "River Post", "RiverPost Online", "riverpost.example", "RIVER POST"],
)
@pytest.mark.parametrize(
    "byline",
    [
        '<div class="byline">By Jane Roe and John Poe, Rivertown</div>',
        '<p class="author">Jane Roe, John Poe</p>',
        "<p>Von Jane Roe und John Poe</p>",
    ],
)
def test_reporters_whom_the_page_shows_come_before_the_site(site: str, byline: str) -> None:
    head = '<meta property="og:site_name" content="River Post">'
    head += news(author=organisation(site), publisher=organisation("River Post"))
    found = article(page(head, f"<article>{HEADLINE}{byline}<div>{TEXT}</div></article>"))
    assert found.authors == ("Jane Roe", "John Poe")


def test_a_name_that_the_text_speaks_of_is_a_label_and_no_author() -> None:
    head = news(
        author=organisation("River Broadcasting"), publisher=organisation("River Broadcasting")
    )
    said = "<p>There was no other way, said Tilda Brand, who has lived at the bridge for years.</p>"
    for label in ("<p>Tilda Brand</p>", "<div>Quay</div><p><b>Tilda Brand</b></p>"):
        body = f"<article>{HEADLINE}<div>{label}{TEXT}{said}</div></article>"
        assert "Tilda Brand" not in article(page(head, body)).authors
    signed = f"<article>{HEADLINE}<div>{TEXT}<p>Tilda Brand</p></div></article>"
    assert article(page(head, signed)).authors == ("Tilda Brand",)
