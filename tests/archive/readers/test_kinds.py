"""Kinds of tag: whatever format tells topics, places, persons and organisations apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.reading import read_one
from tests.helpers.saved_pages import TEXT, article, news, page

KINDS = {
    "topic": ("Bridges",), "place": ("Lisbon",), "person": ("Jane Roe",), "organisation": ("IMF",),
}  # fmt: skip
REUTERS = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="9">
<DATE> 3-NOV-1987 15:01:01.79</DATE>
<TOPICS><D>Bridges</D></TOPICS><PLACES><D>Lisbon</D></PLACES><PEOPLE><D>Jane Roe</D></PEOPLE>
<ORGS><D>IMF</D></ORGS><EXCHANGES></EXCHANGES><COMPANIES></COMPANIES>
<TEXT><TITLE>A BRIDGE</TITLE><DATELINE>LISBON, Nov 3 - </DATELINE><BODY>It stands.</BODY></TEXT>
</REUTERS>"""
NITF = """<nitf><head><tobject><tobject.subject tobject.subject.type="Bridges"/></tobject><docdata>
<identified-content><location>Lisbon</location><person>Jane Roe</person><org>IMF</org>
</identified-content></docdata></head><body><body.head><hedline><hl1>A bridge</hl1></hedline>
</body.head><body.content><p>It stands.</p></body.content></body></nitf>"""
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:e.org:1" version="1">
<contentMeta><headline>A bridge</headline>
<subject type="cpnat:abstract" qcode="medtop:20000424"><name>Bridges</name></subject>
<subject type="cpnat:geoArea" qcode="a:1"><name>Lisbon</name></subject>
<subject type="cpnat:person" qcode="a:2"><name>Jane Roe</name></subject>
<subject type="cpnat:organisation" qcode="a:3"><name>IMF</name></subject></contentMeta>
<contentSet><inlineData contenttype="text/plain">It stands.</inlineData></contentSet></newsItem>"""
NEWSML = """<NewsML Version="1.2"><NewsItem><Identification><NewsIdentifier><PublicIdentifier>
urn:newsml:e.org:20171103:1</PublicIdentifier></NewsIdentifier></Identification><NewsComponent>
<TopicSet><Topic><FormalName Scheme="IptcSubjectCodes">13010000</FormalName>
<Description Variant="Name">Bridges</Description></Topic></TopicSet>
<NewsLines><HeadLine>A bridge</HeadLine></NewsLines><DescriptiveMetadata><SubjectCode>
<SubjectMatter FormalName="13010000"/></SubjectCode></DescriptiveMetadata><ContentItem>
<MediaType FormalName="Text"/><DataContent>It stands.</DataContent></ContentItem></NewsComponent>
</NewsItem></NewsML>"""
NINJS = {
    "uri": "urn:newsml:e.org:1", "type": "text", "headline": "A bridge", "body_text": "It stands.",
    "versioncreated": "2017-11-03T12:00:00Z",
    "subject": [{"code": "medtop:20000424", "name": "Bridges"}], "place": [{"name": "Lisbon"}],
    "person": [{"name": "Jane Roe"}], "organisation": [{"name": "IMF"}],
}  # fmt: skip
AP = {
    "api_version": "1.1",
    "data": {"item": {
        "type": "text", "headline": "A bridge", "place": [{"name": "Lisbon"}],
        "person": [{"name": "Jane Roe"}], "organisation": [{"name": "IMF"}],
        "subject": [{"code": "medtop:20000424", "name": "Bridges"}],
        "body_nitf": "<nitf><body><body.content><p>It stands.</p></body.content></body></nitf>",
    }},
}  # fmt: skip
OWN = {
    "title": "A bridge", "body": "It stands.", "tags": ["Bridges", "Lisbon", "Jane Roe", "IMF"],
    "tag_kinds": {kind: list(names) for kind, names in KINDS.items()},
}  # fmt: skip
ABOUT = [
    {"@type": "DefinedTerm", "name": "Bridges"},
    {"@type": ["Place", "City"], "name": "Lisbon"},
    {"@type": "https://schema.org/Person", "name": "Jane Roe"},
]
MENTIONS = [{"@type": "NGO", "name": "IMF"}, {"@type": "Thing", "name": "Winter"}]


@pytest.mark.parametrize(
    ("item", "kinds"),
    [
        pytest.param(REUTERS, KINDS, id="reuters-21578"),
        pytest.param(NITF, KINDS, id="nitf"),
        pytest.param(G2, KINDS, id="newsml-g2"),
        pytest.param(NEWSML, {"topic": ("Bridges",)}, id="newsml-1"),
        pytest.param(NINJS, KINDS, id="ninjs"),
        pytest.param(AP, KINDS, id="ap-json"),
        pytest.param(OWN, KINDS, id="json"),
    ],
)
def test_formats_that_tell_kinds_of_tag_keep_them(item: Any, kinds: Any) -> None:
    found = read_one(item)
    assert found.tag_kinds == kinds
    assert {name for names in kinds.values() for name in names} <= set(found.tags)


def of_page(head: str) -> Any:
    return article(page(head, f"<article><h1>Bridge to be repaired</h1>{TEXT}</article>"))


def test_a_saved_page_tells_kinds_by_what_it_is_about_and_mentions() -> None:
    found = of_page(news(about=ABOUT, mentions=MENTIONS))
    assert found.tag_kinds == KINDS
    assert found.tags == ("Bridges", "Lisbon", "Jane Roe", "IMF")  # of a thing nothing is told


def test_tags_of_a_page_that_have_no_stated_kind_have_none() -> None:
    keywords = ["Harbours", "jane  roe", "Lisbon", "Winter"]
    found = of_page(news(keywords=keywords, about=ABOUT, mentions=MENTIONS))
    assert found.tags == ("Harbours", "jane roe", "Lisbon", "Winter")
    assert found.tag_kinds == {"place": ("Lisbon",), "person": ("jane roe",)}
    assert of_page(news(keywords=keywords)).tag_kinds == {}


def test_a_page_refers_to_another_of_its_objects_or_says_it_in_its_markup() -> None:
    graph = [
        {"@id": "#mayor", "@type": "Person", "name": "Jane &amp; Roe"},
        {"@type": "NewsArticle", "headline": "Bridge to be repaired", "about": {"@id": "#mayor"}},
    ]
    block = news(**{"@type": "Graph", "headline": "", "@graph": graph})
    assert of_page(block).tag_kinds == {"person": ("Jane & Roe",)}
    marked = article(
        page(
            "",
            f"""<article itemscope itemtype="https://schema.org/NewsArticle">
      <h1 itemprop="headline">Bridge to be repaired</h1>{TEXT}
      <span itemprop="about" itemscope itemtype="https://schema.org/Place">
      <span itemprop="name">Lisbon</span></span></article>""",
        )
    )
    assert marked.tag_kinds == {"place": ("Lisbon",)}


@pytest.mark.parametrize("odd", ["Lisbon", 7, None, [], {}, [["x"]], {"@type": 3, "name": 4}])
def test_odd_values_of_about_tell_nothing(odd: Any) -> None:
    assert of_page(news(about=odd, mentions=odd)).tag_kinds == {}
