"""Every word that NITF or NewsML-G2 has for readers is somewhere in the article."""

from __future__ import annotations

import re

import pytest

from archive.article import Article
from tests.archive.readers.wire.test_newsml import G2
from tests.helpers.reading import read_one

NITF = """<nitf><head><docdata><doc-id id-string="x1"/><ed-msg info="xmsg"/></docdata></head>
<body>xloose<body.head><hedline><hl1>Bridge xhlone</hl1><hl2>Costs xhltwo</hl2></hedline>
<note><body.content><p>xnote</p></body.content></note>
<byline>By Jane Xbyline<byttl>xtitle</byttl></byline>
<dateline><location>XLOCATION</location></dateline></body.head>
<body.content><block><p>xfirst <em>xem</em> xtail</p></block><hl2>xcrosshead</hl2><bq><block>
<p>xquote</p></block><credit>xcredit</credit></bq>
<table><tr><td>xcell</td></tr></table><ul><li>xitem</li></ul>
<media media-type="image"><media-reference source="https://example.org/a.jpg"/>
<media-caption>xcaption</media-caption></media><fn><p>xfootnote</p></fn></body.content>
<p>xbeside</p><body.content><p>xsecond</p></body.content>xbehind
<body.end><tagline>xtagline</tagline><bibliography>xbooks</bibliography></body.end></body></nitf>"""
G2_ITEM = f"""<newsItem {G2} guid="urn:x:1" version="1" xml:lang="en"><itemMeta>
<itemClass qcode="ninat:text"/><edNote>xednote</edNote></itemMeta><contentMeta>
<headline>Bridge xheadline</headline><headline role="hld:subHeadline">xsubheadline</headline>
<slugline>xslug</slugline><dateline>XDATELINE</dateline><by>By Jane Xby</by><by>By John Xsecond</by>
<creditline>xcreditline</creditline><keyword>xkeyword</keyword></contentMeta><contentSet><inlineXML>
<html><body><p>xone <span pubconstraint="x">hidden</span> xtail</p><p>xtwo</p></body></html>
</inlineXML></contentSet></newsItem>"""


@pytest.mark.parametrize("document", [NITF, G2_ITEM])
def test_every_word_is_somewhere_in_the_article(document: str) -> None:
    article = str(read_one(document)).lower()
    marks = {mark.lower() for mark in re.findall(r"\b[xX][A-Za-z]{2,}\b", document)}
    marks -= {"xml", "xmlns"}
    assert len(marks) >= 12
    assert {mark for mark in marks if mark not in article} == set()
    assert "hidden" not in article


def test_nitf_a_second_headline_is_the_summary_where_there_is_none() -> None:
    article = read_one(NITF)
    assert article.summary == "Costs xhltwo"
    assert article.body.index("xfirst") < article.body.index("xbeside") < article.body.index("xtag")
    both = NITF.replace("</hedline>", "</hedline><abstract>In short.</abstract>")
    assert read_one(both).summary == "In short."


def named(headlines: str, language: str = "fr") -> Article:
    return read_one(
        f'<newsItem {G2} guid="urn:x:1" version="1"><itemMeta><itemClass qcode="ninat:text"/>'
        f'</itemMeta><contentMeta><language tag="{language}"/>{headlines}</contentMeta></newsItem>'
    )


def test_g2_the_headline_is_that_in_the_language_of_the_item() -> None:
    two = '<headline xml:lang="en">Bridge</headline><headline xml:lang="fr">Pont</headline>'
    assert named(two).title == "Pont"
    assert named(two, "en").title == "Bridge"
    assert named(two, "de").title == "Bridge"
    assert named("<headline>Bridge</headline>").title == "Bridge"


def test_g2_a_headline_in_a_variety_of_that_language_is_none_in_another() -> None:
    below = '<headline role="x:subheadline">Below</headline>'
    assert named(f'{below}<headline xml:lang="en-US">Bridge</headline>', "en").title == "Bridge"
    assert named(f'{below}<headline xml:lang="EN">Bridge</headline>', "en-GB").title == "Bridge"
    two = '<headline xml:lang="pt-BR">Trem</headline><headline xml:lang="pt-PT">Comboio</headline>'
    assert named(two, "pt-PT").title == "Comboio"
    by = '<headline>Bridge</headline><by>Ann Poe</by><by xml:lang="en-US">By Jane Roe</by>'
    assert named(by, "en").authors == ("Ann Poe", "Jane Roe")


def test_g2_every_by_counts() -> None:
    article = named("<headline>Bridge</headline><by>By Jane Roe</by><by>By John Doe</by>")
    assert article.authors == ("Jane Roe", "John Doe")
