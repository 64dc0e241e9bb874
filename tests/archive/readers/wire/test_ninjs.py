"""ninjs of every version, AP's media JSON, and the wrappers and types that news systems add."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.article import Article
from archive.readers.formats import recognise
from tests.helpers.reading import read_items, read_one, reason


def ninjs(**fields: Any) -> dict[str, Any]:
    return {
        "uri": "urn:newsml:example.org:1",
        "type": "text",
        "versioncreated": "2020-01-02T12:00:00Z",
        "headline": "Bridge opens",
        "body_text": "It is open.",
    } | fields


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"pubstatus": "usable"}, None),
        ({"pubstatus": "canceled"}, "withdrawn"),
        ({"pubStatus": "withheld"}, "withheld"),
        ({"pubstatus": "withheld", "embargoed": "2020-01-03T09:00:00+01:00"}, None),
        ({"signals": ["correction"]}, "corrected"),
        ({"slugline": "Bridge, 2nd Ld-Writethru"}, "updated"),
        ({"slugline": "Bridge-kill-two"}, None),
    ],
)
def test_status_and_marks_become_the_status(fields: dict[str, Any], status: str | None) -> None:
    assert read_one(ninjs(**fields)).status == status


def test_version_2_and_3_say_in_lists_what_version_1_says_in_keys() -> None:
    lists = {
        "uri": "urn:newsml:example.org:1",
        "type": "text",
        "versionCreated": "2020-01-02T12:00:00Z",
        "headlines": [
            {"role": "short", "value": "Open"},
            {"role": "main", "value": "Bridge opens"},
        ],
        "bodies": [{"contentType": "text/plain", "value": "It is open."}],
    }
    assert read_one(lists).content_hash() == read_one(ninjs()).content_hash()


def test_names_of_subjects_people_and_places_become_tags() -> None:
    item = ninjs(
        subject=[{"name": "bridges", "code": "b"}, {"code": "c"}, {"name": "x", "code": "x"}],
        people=[{"name": "Jane Roe"}],
        place=[{"name": "Leith"}],
        keywords=["river"],
    )
    assert read_one(item).tags == ("bridges", "Jane Roe", "Leith", "river")


def test_a_subject_of_the_iptc_without_a_name_is_a_topic_by_the_name_of_its_code() -> None:
    subjects = [{"code": "medtop:20000065"}, {"code": "medtop:99"}, {"name": "Riots", "code": "r"}]
    article = read_one(ninjs(subject=subjects))
    assert article.tags == ("civil unrest", "Riots")
    assert article.tag_kinds == {"topic": ("civil unrest",)}
    assert {"code": "medtop:20000065"} in article.extra["subjects"]


def test_the_widest_rendition_of_a_picture_goes_with_its_caption() -> None:
    renditions = {
        "a": {"href": "https://example.org/a.jpg", "width": 10},
        "b": {"href": "https://example.org/b.jpg", "width": 900, "mimetype": "image/jpeg"},
        "c": {"href": "https://example.org/c.mp4", "width": 9000, "mimetype": "video/mp4"},
        "d": {"href": "https://example.org/d.jpg", "width": -(10**400)},
    }
    picture = {"type": "picture", "description_text": "The bridge.", "renditions": renditions}
    (image,) = read_one(ninjs(associations={"main": picture, "clip": {"type": "video"}})).images
    assert (image.url, image.caption) == ("https://example.org/b.jpg", "The bridge.")


@pytest.mark.parametrize(
    ("kind", "named"),
    [("picture", "a picture"), ("Graphic", "a graphic"), ("video", "a video"),
     ("audio", "an audio clip"), ("planning", "a planning item"), ("event", "an event")],
)  # fmt: skip
def test_what_is_no_text_is_left_out_for_that_reason(kind: str, named: str) -> None:
    item = ninjs(type=kind)
    del item["body_text"]
    assert reason(item) == f"{named} without a text"


def test_a_picture_whose_text_is_its_caption_has_none() -> None:
    item = ninjs(type="picture", description_text="The bridge.", body_text="The bridge.")
    assert reason(item) == "a picture without a text"


def test_an_event_is_known_by_its_details_and_kept_if_it_has_a_text() -> None:
    details = {"dates": {"startDate": "2020-02-01"}}
    assert read_one(ninjs(eventDetails=details)).body == "It is open."
    bare = ninjs(eventDetails=details)
    del bare["body_text"], bare["type"]
    assert reason(bare) == "an event without a text"


@pytest.mark.parametrize(
    "wrap", [list, lambda items: {"total": 2, "item": items}, lambda items: {"_items": items}]
)
def test_lists_and_wrappers_of_several_items_are_opened(wrap: Any) -> None:
    items = read_items(wrap([ninjs(), ninjs(uri="urn:newsml:example.org:2")]))
    assert [item.identity for item in items if isinstance(item, Article)] == [
        "urn:newsml:example.org:1",
        "urn:newsml:example.org:2",
    ]


def test_one_item_a_line_is_read_and_a_bad_line_told_with_its_place() -> None:
    text = "\n".join([json.dumps(ninjs()), json.dumps(ninjs(uri="urn:x:2")), "{broken"])
    first, second, bad = read_items(text)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert "value 3" in str(bad)
    assert "not valid JSON" in str(bad)


def test_a_schema_is_no_news() -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "T",
        "type": "object",
    }
    assert reason(schema) == "a JSON Schema, not a news item"


def test_own_json_is_not_taken_for_ninjs() -> None:
    found = recognise(b'{"title": "T", "date": "2020-01-02", "body": "x", "extra": {}}', "a.json")
    assert found is not None
    assert found.name == "json"


def test_ap_answers_keep_the_id_of_the_item_and_not_the_address_of_the_request() -> None:
    item = ninjs(uri="https://api.example.org/x?qt=1", altids={"itemid": "ab12"})
    one = {"api_version": "1.1", "data": {"item": item}}
    many = {"api_version": "1.1", "data": {"items": [{"item": item}, {"meta": {}, "item": item}]}}
    assert read_one(one).identity == "ap-media:ab12"
    assert len(read_items(many)) == 2
    assert reason({"api_version": "1.1", "error": {"code": 404}}) == "no item in the answer"


@pytest.mark.parametrize("key", ["by", "value", "name"])
def test_every_by_line_of_a_list_counts(key: str) -> None:
    article = read_one(ninjs(bylines=[{key: "By Jane Roe"}, {key: "John Doe, Reuters"}]))
    assert article.authors == ("Jane Roe", "John Doe")
    assert article.credit == "By Jane Roe; John Doe, Reuters"
    assert article.agency == ("Reuters",)
