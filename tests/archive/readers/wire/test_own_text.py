"""What belongs to the text of a wire item, and what to its pictures, typists and places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.reading import article_in


def newsml1(inside: str) -> str:
    return f"<NewsML><NewsItem><NewsComponent>{inside}</NewsComponent></NewsItem></NewsML>"


def text_component(lines: str = "") -> str:
    return (
        f'<NewsComponent>{lines}<Role FormalName="Main"/><ContentItem><DataContent><p>The ferry '
        "stopped.</p></DataContent></ContentItem></NewsComponent>"
    )


PICTURE = (
    "<NewsComponent><NewsLines><CreditLine>Reuters/archive</CreditLine><ByLine>Pat Lens</ByLine>"
    '</NewsLines><NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent><p>Landing'
    "</p></DataContent></ContentItem></NewsComponent></NewsComponent>"
)


@pytest.mark.parametrize("role", ["Caption", "Photo", "Thumbnail"])
def test_the_by_line_of_a_picture_is_not_the_texts(tmp_path: Path, role: str) -> None:
    head = "<NewsLines><HeadLine>Ferry</HeadLine><DateLine>LANDING (AFP)</DateLine></NewsLines>"
    picture = PICTURE.replace("Caption", role)
    found = article_in(tmp_path / "a.xml", newsml1(head + text_component() + picture))
    assert (found.authors, found.agency, found.credit) == ((), ("AFP",), None)


def test_the_by_line_of_the_texts_own_component_is_its(tmp_path: Path) -> None:
    lines = "<NewsLines><HeadLine>Ferry</HeadLine><ByLine>By Jane Roe</ByLine></NewsLines>"
    found = article_in(tmp_path / "a.xml", newsml1(PICTURE + text_component(lines)))
    assert found.authors == ("Jane Roe",)


def test_an_alert_without_a_headline_is_its_own_title(tmp_path: Path) -> None:
    alert = "<ContentItem><DataContent><p>Ferry stops</p><p>jr/xy</p></DataContent></ContentItem>"
    found = article_in(tmp_path / "a.xml", newsml1(alert))
    assert (found.title, found.body) == ("Ferry stops", "")


def test_the_initials_of_typists_are_no_text(tmp_path: Path) -> None:
    body = "<p>The ferry stopped.</p><p>It sails on Friday.</p><p>jr/xy</p>"
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )
    found = article_in(tmp_path / "a.xml", nitf)
    assert found.body == "The ferry stopped.\n\nIt sails on Friday."


@pytest.mark.parametrize(
    "body",
    [
        {"role": "main", "contentType": "text/html", "value": "<p>It crossed.</p>"},
        {"role": "main", "contentType": "text/plain", "value": "It crossed."},
        {"role": "main", "value": "It crossed."},
        {"role": "web", "value": "<p>It crossed.</p>"},
        {"role": "html", "value": "<p>It crossed.</p>"},
        {"value": "It crossed."},
    ],
)
def test_a_body_of_ninjs_is_read_under_any_role(tmp_path: Path, body: dict[str, str]) -> None:
    item = {"uri": "urn:x:f", "type": "text", "versionCreated": "2017-11-03T14:05:00Z",
            "headlines": [{"role": "main", "value": "Ferry"}], "bodies": [body]}  # fmt: skip
    assert article_in(tmp_path / "a.json", json.dumps(item)).body == "It crossed."


def test_a_place_of_interest_with_its_address_is_no_tag(tmp_path: Path) -> None:
    item = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1">'
        "<contentMeta><headline>Court</headline><subject qcode='x:1'><name>Landing</name></subject>"
        "<subject type='cpnat:poi'><name>Old Court</name></subject>"
        "<subject qcode='x:2'><name>Court, 16 River Street, 80335 Landing</name></subject>"
        "</contentMeta><contentSet><inlineXML><html><body><p>It opens.</p></body></html>"
        "</inlineXML></contentSet></newsItem>"
    )
    found = article_in(tmp_path / "a.xml", item)
    assert found.tags == ("Landing",)
    assert found.extra["points_of_interest"] == ["Old Court"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("12:30", "12:30"), ("007", "007"), ("1_000", "1_000"), ("No", "No"), ("1e3", "1e3"),
     ("0x1F", "0x1F"), ("2017", "2017")],
)  # fmt: skip
def test_a_title_in_front_matter_is_read_as_written(
    tmp_path: Path, written: str, read_as: str
) -> None:
    page = f"---\ntitle: {written}\ntags: [{written}]\ncount: 7\n---\nIt crossed.\n"
    found = article_in(tmp_path / "a.md", page)
    assert (found.title, found.tags, found.extra["count"]) == (read_as, (read_as,), 7)
