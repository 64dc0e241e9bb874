"""Numbers of wire items say the same without their markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.reading import article_in

NITF = (
    "<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head><body.content>{}"
    "</body.content></body></nitf>"
)
NEWSML_G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"><contentMeta>'
    "<headline>Ferry</headline></contentMeta><contentSet><inlineXML "
    'contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{}'
    "</body></html></inlineXML></contentSet></newsItem>"
)
HTML = (
    "<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>{}</article></body></html>"
)
FEED = (
    '<rss version="2.0"><channel><title>Courier</title><item><title>Ferry</title><link>'
    "https://e.org/1</link><description><![CDATA[{}]]></description></item></channel></rss>"
)
TEXT = (
    "<p>The ferry took 10<sup>6</sup> people over in the summer, <del>12</del> <ins>10</ins> a "
    'minute<sup><a href="#n1">1</a></sup>, on 5 m<sup>2</sup> of deck, said the company.</p>'
    "<p>It sails again on Friday, and 40 people have been invited to be on board.</p>"
)


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.xml", NITF), ("b.xml", NEWSML_G2), ("c.html", HTML), ("d.rss", FEED)],
)
def test_raised_digits_and_edits_are_what_they_mean(tmp_path: Path, name: str, form: str) -> None:
    found = article_in(tmp_path / name, form.format(TEXT))
    assert (found.body or found.summary or "").startswith(
        "The ferry took 10⁶ people over in the summer, 10 a minute, on 5 m² of deck, said the "
    )


def test_a_fraction_of_nitf_stands_apart_from_its_whole(tmp_path: Path) -> None:
    half = "<frac><numer>1</numer><frac-sep>/</frac-sep><denom>2</denom></frac>"
    found = article_in(tmp_path / "a.xml", NITF.format(f"<p>It took 1{half} hours.</p>"))
    assert found.body == "It took 1 1/2 hours."
