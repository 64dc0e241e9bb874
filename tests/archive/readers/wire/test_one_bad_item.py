"""One bad item of a file takes no other with it: one that is cut, too large, too deep."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from tests.helpers.reading import source_of

Outcome = list[RawArticle | Skipped]
PHOTO = base64.encodebytes(os.urandom(8_200_000)).decode()  # 11 MB, in lines of 76 characters
DEEP = "<b>" * 300 + "deep" + "</b>" * 300


def g2(*items: str) -> str:
    head = '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sender>AP</sender>'
    return f"{head}</header><itemSet>{''.join(items)}</itemSet></newsMessage>"


def g2_item(number: int, text: str = "Text.", data: str = "") -> str:
    packed = data and f'<inlineData encoding="b64">{data}</inlineData>'
    return (
        f'<newsItem guid="urn:x:{number}" version="1"><itemMeta><itemClass qcode="ninat:text"/>'
        f"</itemMeta><contentMeta><headline>Story {number}</headline></contentMeta><contentSet>"
        f"<inlineXML><html><body><p>{text}</p></body></html></inlineXML>"
        f"{packed}</contentSet></newsItem>"
    )


def newsml(*items: str) -> str:
    envelope = "<NewsEnvelope><Priority FormalName='3'/></NewsEnvelope>"
    return f'<NewsML Version="1.2">{envelope}{"".join(items)}</NewsML>'


def newsml_item(number: int, text: str = "Text.", data: str = "") -> str:
    packed = f'<ContentItem><Encoding Notation="Base64"/><DataContent>{data}</DataContent>'
    return (
        "<NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:x:"
        f"{number}</PublicIdentifier></NewsIdentifier></Identification><NewsComponent><NewsLines>"
        f"<HeadLine>Story {number}</HeadLine></NewsLines><ContentItem><DataContent><body><p>{text}"
        f"</p></body></DataContent></ContentItem>{data and f'{packed}</ContentItem>'}"
        "</NewsComponent></NewsItem>"
    )


def nitf(*items: str) -> str:
    return f"<docs>{''.join(items)}</docs>"


def nitf_item(number: int, text: str = "Text.", data: str = "") -> str:
    media = f'<media media-type="image"><media-object encoding="base64">{data}</media-object>'
    return (
        f'<nitf><head><docdata><doc-id id-string="x{number}"/></docdata></head><body><body.head>'
        f"<hedline><hl1>Story {number}</hl1></hedline></body.head><body.content><p>{text}</p>"
        f"{data and f'{media}</media>'}</body.content></body></nitf>"
    )


def records(*items: str) -> str:
    return f"<articles>{''.join(items)}</articles>"


def record(number: int, text: str = "Text.", data: str = "") -> str:
    return (
        f"<article><id>{number}</id><headline>Story {number}</headline>"
        f"<text><p>{text}</p></text>{data and f'<data>{data}</data>'}</article>"
    )


def enex(*items: str) -> str:
    return f'<en-export version="10.0">{"".join(items)}</en-export>'


def note(number: int, text: str = "Text.", data: str = "") -> str:
    packed = f'<resource><data encoding="base64">{data}</data></resource>'
    inner = f"<![CDATA[<en-note><p>{text}</p></en-note>]]>" if text == "Text." else text
    return f"<note><title>Story {number}</title><content>{inner}</content>{data and packed}</note>"


KINDS: dict[str, tuple[Callable[..., str], Callable[..., str]]] = {
    "g2": (g2, g2_item), "newsml": (newsml, newsml_item), "nitf": (nitf, nitf_item),
    "xml": (records, record), "enex": (enex, note),
}  # fmt: skip


def outcomes(text: str) -> Outcome:
    # What wraps several NITFs has no name of its own, so a person has to say what it is.
    return list(read(source_of(text.encode()), "nitf" if text.startswith("<docs>") else None))


@pytest.mark.parametrize("kind", KINDS)
def test_the_items_beside_a_bad_one_are_what_they_are_without_it(kind: str) -> None:
    file, item = KINDS[kind]
    first, _, third = outcomes(file(item(1), item(2), item(3)))
    for bad in (item(2)[:-40], item(2, "a <i>b</p> c"), item(2, DEEP)):
        one, told, three = outcomes(file(item(1), bad, item(3)))
        assert (one, three) == (first, third)
        assert isinstance(told, Skipped)
        assert told.origin.record in ("item 2", "note 2")
        assert "damaged XML" in told.reason


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_cut_keeps_the_items_before(kind: str) -> None:
    file, item = KINDS[kind]
    whole = file(item(1), item(2), item(3))
    first, second, third = outcomes(whole)
    *kept, told = outcomes(whole[:-50])
    assert kept == [first, second]
    assert isinstance(told, Skipped)
    *kept, told = outcomes(whole[:-5])  # the end of what is around them
    assert kept == [first, second, third]
    assert isinstance(told, Skipped)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_in_an_item_neither_hides_it_nor_the_others(kind: str) -> None:
    file, item = KINDS[kind]
    one, two, three = outcomes(file(item(1), item(2, data=PHOTO), item(3)))
    assert all(isinstance(each, RawArticle) for each in (one, two, three))
    assert isinstance(two, RawArticle)
    assert two.title == "Story 2"
    assert PHOTO.encode() in two.original
    assert "Text." in two.body
    assert PHOTO[:70] not in two.body


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_that_make_a_file_too_large_for_its_text_do_not_count(kind: str) -> None:
    file, item = KINDS[kind]
    found = outcomes(file(*(item(number, data=PHOTO) for number in range(4))))
    assert [each.title for each in found if isinstance(each, RawArticle)] == [
        f"Story {number}" for number in range(4)
    ]
