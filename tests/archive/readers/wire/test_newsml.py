"""NewsML 1.2, NewsML-G2 and NITF: identity and version, signals, names of codes, several items."""

from __future__ import annotations

import base64
import io

import pytest

from archive.article import Article, Skipped
from archive.readers.formats import read
from archive.readers.records import xml_record
from archive.readers.sources.source import Source
from tests.helpers.reading import read_items, read_one, reason

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def g2(
    meta: str = "", content: str = "", item_class: str = "text", body: str | None = "<p>Text.</p>"
) -> str:
    page = f"<inlineXML><html><body>{body}</body></html></inlineXML>" if body else ""
    return (
        f'<newsItem {G2} guid="urn:newsml:example.org:1" version="2"><itemMeta>'
        f'<itemClass qcode="ninat:{item_class}"/><versionCreated>2020-01-02T23:30:00+13:00'
        f"</versionCreated>{meta}</itemMeta><contentMeta><headline>Bridge opens</headline>"
        f"{content}</contentMeta><contentSet>{page}</contentSet></newsItem>"
    )


def nitf(docdata: str = "", head: str = "", body: str = "<p>Text.</p>", status: str = "") -> str:
    return (
        f'<nitf><head><docdata management-status="{status}"><doc-id id-string="x1" regsrc="AAP"/>'
        f'<date.issue norm="20200102T120000Z"/>{docdata}</docdata></head><body><body.head>'
        f"<hedline><hl1>Bridge opens</hl1></hedline>{head}</body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def newsml(management: str = "", component: str = "", item_id: str = "7") -> str:
    return (
        "<NewsItem><Identification><NewsIdentifier><ProviderId>example.org</ProviderId>"
        f"<DateId>20200102</DateId><NewsItemId>{item_id}</NewsItemId><RevisionId>3</RevisionId>"
        "</NewsIdentifier></Identification><NewsManagement>"
        "<ThisRevisionCreated>20200102T120000Z</ThisRevisionCreated>"
        f"{management}</NewsManagement><NewsComponent><NewsLines><HeadLine>Bridge opens</HeadLine>"
        f"</NewsLines>{component}</NewsComponent></NewsItem>"
    )


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ('<pubStatus qcode="stat:usable"/>', None),
        ('<pubStatus qcode="stat:canceled"/>', "withdrawn"),
        ('<pubStatus qcode="stat:withheld"/>', "withheld"),
        ('<signal qcode="sig:correction"/>', "corrected"),
        ('<signal qcode="sig:update"/>', "updated"),
        ('<signal qcode="sig:update"/><signal qcode="sig:correction"/>', "corrected"),
        ("<embargoed>2020-01-03T09:00:00Z</embargoed>", None),
        ("<embargoed>until the minister has spoken</embargoed>", "withheld"),
    ],
)
def test_g2_signals_become_the_status(meta: str, status: str | None) -> None:
    assert read_one(g2(meta)).status == status


def test_g2_keeps_identity_apart_from_version_and_the_day_in_its_own_zone() -> None:
    article = read_one(g2("<embargoed>2020-01-03T09:00:00Z</embargoed>"))
    assert article.identity == "urn:newsml:example.org:1"
    assert article.extra["version"] == "2"
    assert article.extra["embargo"] == "2020-01-03T09:00:00Z"
    assert article.date == "2020-01-02"
    assert str(article.published) == "2020-01-02 10:30:00+00:00"


def test_g2_names_of_subjects_become_tags_and_bare_codes_do_not() -> None:
    article = read_one(
        g2(
            content='<subject qcode="medtop:1"><name xml:lang="de">Brücke</name>'
            '<name xml:lang="en">bridge</name></subject><subject qcode="medtop:2"/>'
            '<subject qcode="cat:f"><name>f</name></subject><keyword>River</keyword>'
            '<language tag="en"/>'
        )
    )
    assert article.tags == ("bridge", "River")
    assert {"code": "medtop:2"} in article.extra["subjects"]


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("picture", "a picture"),
        ("graphic", "a graphic"),
        ("video", "a video"),
        ("audio", "an audio clip"),
    ],
)
def test_g2_pictures_and_the_like_are_left_out_for_that_reason(kind: str, named: str) -> None:
    assert reason(g2(item_class=kind, body=None)) == f"{named} without a text"


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (f"<packageItem {G2}/>", "a package without a text"),
        (f"<planningItem {G2}/>", "a planning item without a text"),
        (f"<knowledgeItem {G2}/>", "a list of concepts without a text"),
        (
            f"<conceptItem {G2}><concept><eventDetails/></concept></conceptItem>",
            "an event without a text",
        ),
        (f"<newsMessage {G2}><itemSet/></newsMessage>", "no item in the NewsML-G2 message"),
    ],
)
def test_g2_items_that_are_no_news_are_left_out_for_that_reason(item: str, why: str) -> None:
    assert reason(item) == why


def test_g2_a_headline_alone_is_an_article() -> None:
    assert read_one(g2(body=None)).body == ""


def test_each_item_of_a_message_keeps_its_own_bytes_and_reads_the_same_alone() -> None:
    message = (
        f"<newsMessage {G2}><itemSet>{g2()}{g2('<edNote>Two</edNote>')}</itemSet></newsMessage>"
    )
    together = read_items(message)
    source = Source("file", lambda: io.BytesIO(message.encode()))
    raws = [raw for raw in read(source) if not isinstance(raw, Skipped)]
    for article, raw in zip(together, raws, strict=True):
        assert isinstance(article, Article)
        assert read_one(raw.original).content_hash() == article.content_hash()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("usable", None),
        ("embargoed", "withheld"),
        ("withheld", "withheld"),
        ("canceled", "withdrawn"),
    ],
)
def test_nitf_management_status_becomes_the_status(status: str, expected: str | None) -> None:
    assert read_one(nitf(status=status)).status == expected


def test_nitf_the_key_that_links_versions_is_the_identity_where_the_id_only_adds_a_number() -> None:
    first = read_one(nitf('<du-key key="x" version="1"/>'))
    assert first.identity == "aap:x1"
    versioned = nitf('<du-key key="x1" version="4"/>').replace('id-string="x1"', 'id-string="x1_3"')
    assert read_one(versioned).identity == "aap:x1"
    assert read_one(versioned).extra["version"] == "4"


def test_nitf_a_release_after_the_issue_is_an_embargo_and_one_with_it_is_none() -> None:
    later = read_one(nitf('<date.release norm="20200103T000100Z"/>'))
    assert later.extra["embargo"] == "2020-01-03T00:01:00Z"
    assert "embargo" not in read_one(nitf('<date.release norm="20200102T120000Z"/>')).extra


def test_nitf_byline_gives_the_name_and_the_credit_its_title_too() -> None:
    article = read_one(nitf(head="<byline>By JANE ROE<byttl>Science Writer</byttl></byline>"))
    assert article.authors == ("JANE ROE",)
    assert article.credit == "By JANE ROE, Science Writer"
    assert read_one(nitf(head="<byline>jr/xp</byline>")).authors == ()


def test_nitf_structure_becomes_markdown() -> None:
    body = (
        "<hl2>Costs</hl2><p>It <em>cost</em> <person>Jane</person> much.</p>"
        "<bq><block><p>Too much.</p></block></bq><ul><li>One</li></ul>"
    )
    text = read_one(nitf(body=body)).body
    assert "# Costs" in text
    assert "It *cost* Jane much." in text
    assert "> Too much." in text
    assert "- One" in text


def test_newsml_1_builds_the_identity_without_the_revision_and_reads_every_item() -> None:
    two = read_items(f"<NewsML>{newsml()}{newsml(item_id='8')}</NewsML>")
    assert [item.identity for item in two if isinstance(item, Article)] == [
        "urn:newsml:example.org:20200102:7",
        "urn:newsml:example.org:20200102:8",
    ]
    assert all(isinstance(item, Article) and item.extra["version"] == "3" for item in two)


@pytest.mark.parametrize(
    ("management", "status"),
    [
        ('<Status FormalName="Usable"/>', None),
        ('<Status FormalName="Canceled"/>', "withdrawn"),
        ('<Status FormalName="Embargoed"/>', "withheld"),
        ('<Status FormalName="Usable"/><Instruction FormalName="Correction"/>', "corrected"),
    ],
)
def test_newsml_1_management_becomes_the_status(management: str, status: str | None) -> None:
    assert read_one(f"<NewsML>{newsml(management)}</NewsML>").status == status


def test_newsml_1_a_status_that_will_change_is_an_embargo() -> None:
    change = (
        '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
        "<DateAndTime>20200103T060000Z</DateAndTime></StatusWillChange>"
    )
    article = read_one(f"<NewsML>{newsml(change)}</NewsML>")
    assert article.extra["embargo"] == "2020-01-03T06:00:00Z"


def test_newsml_1_a_picture_is_left_out_and_text_may_be_packed() -> None:
    picture = '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
    assert reason(f"<NewsML>{newsml(component=picture)}</NewsML>") == "a picture without a text"
    packed = base64.b64encode("Die Brücke ist offen.".encode()).decode()
    data = f"<DataContent>{packed}</DataContent>"
    text = f'<ContentItem><Encoding Notation="base64"/>{data}</ContentItem>'
    assert read_one(f"<NewsML>{newsml(component=text)}</NewsML>").body == "Die Brücke ist offen."


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><title>T</title><body><p>Text.</p></body>",
        "<?xml version='1.0'?><html><head><title>T</title></head><body/></html>",
        "<meta charset='utf-8'><title>T</title><body>Text.</body>",
    ],
)
def test_a_page_is_not_taken_for_such_records(page: str) -> None:
    assert not xml_record.looks_like(page)


def test_records_of_no_known_standard_are_read_by_the_names_of_their_elements() -> None:
    text = (
        "<export><item><Head-Line>no</Head-Line></item><Article><Headline>Bridge opens</Headline>"
        "<PublishDate>2020-01-02T10:00:00Z</PublishDate><Annuleret>true</Annuleret>"
        "<BodyText>It is open.</BodyText><Tags><tag>River</tag><tag>Roads</tag></Tags></Article>"
        "</export>"
    )
    article = read_items(text)[-1]
    assert isinstance(article, Article)
    assert (article.title, article.date, article.status) == (
        "Bridge opens",
        "2020-01-02",
        "withdrawn",
    )
    assert article.tags == ("River", "Roads")
    assert article.body == "It is open."
