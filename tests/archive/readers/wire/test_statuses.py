"""A kill, a hold and a correction are heard whichever way a format has to say them."""

from __future__ import annotations

import json

import pytest

from archive.article import Article
from tests.archive.readers.wire.test_newsml import g2, newsml, nitf
from tests.helpers.reading import read_items, read_one

URI = "http://cv.iptc.org/newscodes"
STATUSES = {"canceled": "withdrawn", "withheld": "withheld", "correction": "corrected"}
CARRIERS = {
    "g2 pubStatus qcode": g2('<pubStatus qcode="stat:{}"/>'),
    "g2 pubStatus uri": g2(f'<pubStatus uri="{URI}/pubstatusg2/{{}}"/>'),
    "g2 pubStatus literal": g2('<pubStatus literal="{}"/>'),
    "g2 pubStatus name": g2('<pubStatus qcode="x:1"><name xml:lang="en">{}</name></pubStatus>'),
    "g2 signal qcode": g2('<signal qcode="sig:{}"/>'),
    "g2 signal uri": g2(f'<signal uri="{URI}/signal/{{}}"/>'),
    "g2 signal literal": g2('<signal literal="{}"/>'),
    "g2 signal name": g2('<signal qcode="x:1"><name>{}</name></signal>'),
    "newsml 1 Status": "<NewsML>{}</NewsML>".format(newsml('<Status FormalName="{}"/>')),
    "newsml 1 Instruction": "<NewsML>{}</NewsML>".format(newsml('<Instruction FormalName="{}"/>')),
    "nitf management-status": nitf(status="{}"),
}
NINJS = {
    "pubstatus": lambda word: {"pubstatus": word},
    "pubstatus code": lambda word: {"pubstatus": {"code": f"stat:{word}"}},
    "signal name": lambda word: {"signal": [{"name": word}]},
    "signal code": lambda word: {"signal": [{"code": f"sig:{word}"}]},
    "signal uri": lambda word: {"signals": [{"uri": f"{URI}/signal/{word}"}]},
    "signal literal": lambda word: {"signals": [{"literal": word}]},
    "signal text": lambda word: {"signal": [f"sig:{word}"]},
}


@pytest.mark.parametrize("word", STATUSES)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_status_is_heard_in_xml(carrier: str, word: str) -> None:
    assert read_one(CARRIERS[carrier].replace("{}", word)).status == STATUSES[word]


@pytest.mark.parametrize("word", STATUSES)
@pytest.mark.parametrize("carrier", NINJS)
def test_a_status_is_heard_in_ninjs(carrier: str, word: str) -> None:
    item = {"uri": "urn:x:1", "versioncreated": "2020-01-02T00:00:00Z", "headline": "Bridge opens",
            "body_text": "Text.", **NINJS[carrier](word)}  # fmt: skip
    assert read_one(json.dumps(item)).status == STATUSES[word]


@pytest.mark.parametrize("word", ["Rectify", "Correction"])
def test_newsml_1_an_instruction_to_rectify_is_a_correction(word: str) -> None:
    instruction = newsml(f'<Instruction FormalName="{word}"/>')
    assert read_one(f"<NewsML>{instruction}</NewsML>").status == "corrected"


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ('<embargoed xsi:nil="true"/>', "withheld"),
        ('<embargoed xsi:nil="1"/><pubStatus qcode="stat:usable"/>', "withheld"),
        ("<embargoed/>", None),
        ('<embargoed/><pubStatus qcode="stat:withheld"/>', "withheld"),
        ('<embargoed/><pubStatus qcode="stat:Usable"/>', None),
        ('<embargoed/><pubStatus qcode="x:1"><name>Usable</name></pubStatus>', None),
        ('<embargoed></embargoed><pubStatus qcode="stat:usable"/>', None),
        ("", None),
    ],
)
def test_g2_an_embargo_without_a_time_lasts_until_further_notice(
    meta: str, status: str | None
) -> None:
    file = g2(meta).replace(
        "<newsItem", '<newsItem xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    assert read_one(file).status == status


def test_g2_the_class_of_an_item_is_known_by_its_address_too() -> None:
    item = g2(body=None).replace('qcode="ninat:text"', f'uri="{URI}/ninature/picture"')
    (left,) = read_items(item)
    assert "a picture" in str(left)


def test_nitf_a_correction_says_what_was_wrong() -> None:
    article = read_one(nitf('<correction info="Name corrected" id-string="x0"/>'))
    assert (article.status, article.note) == ("corrected", "Name corrected")
    assert article.extra["refers_to"] == "x0"
    assert read_one(nitf('<correction info="" id-string=""/>')).status is None


def refers(other: str, status: str, rest: str = "") -> str:
    mark = f'management-doc-idref="{other}" management-idref-status="{status}" management-status='
    return nitf(rest).replace("management-status=", mark)


def test_nitf_what_a_document_takes_back_is_withdrawn() -> None:
    own, other = read_items(refers("x0", "canceled"))
    assert isinstance(own, Article)
    assert isinstance(other, Article)
    assert (own.identity, own.status) == ("aap:x1", None)
    assert (other.identity, other.status, other.body) == ("aap:x0", "withdrawn", "")


@pytest.mark.parametrize(
    "file",
    [
        refers("x0", "usable"),
        refers("x1", "canceled"),
        refers("k.1", "canceled", '<du-key key="k" version="2"/>'),
    ],
)
def test_nitf_what_it_does_not_take_back_or_has_replaced_is_left_alone(file: str) -> None:
    assert read_one(file).status is None
