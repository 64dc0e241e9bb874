"""Articles: ids that are the same everywhere, JSON that comes back, content that is compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from archive.article import Article, Image, Origin, from_json, instant, make_id, to_json

HASH_WITHOUT_TIME = "d363f280a03d06276df06ce9863a586513dea6b84caedab4ae16d74a841f7528"

MakeArticle = Callable[..., Article]


def test_an_id_is_the_same_on_every_machine() -> None:
    assert make_id("reuters-21578:1") == "obahrrabj5kj7c2p"
    assert len(make_id("")) == 16


def test_a_record_from_before_times_is_the_same_article(make_article: MakeArticle) -> None:
    made = make_article()
    older = to_json(made)
    del older["time"]
    assert from_json(older) == made
    assert replace(made, time="14:05").content_hash() != made.content_hash()
    # what an archive kept before there was a field for the time
    assert made.content_hash() == HASH_WITHOUT_TIME


def test_an_article_comes_back_from_its_json(make_article: MakeArticle) -> None:
    made = make_article(
        published=datetime(2017, 11, 3, 14, 5, tzinfo=UTC),
        agency=("AFP",),
        images=(Image("https://x.example/1.jpg", None), Image(None, "A caption")),
        origin=Origin("a.zip", "b.txt", "line 3"),
        extra={"slug": "x", "n": [1, None]},
    )
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


def test_the_content_hash_sees_content_and_not_where_it_came_from(
    make_article: MakeArticle,
) -> None:
    made = make_article()
    moved = replace(made, origin=Origin("elsewhere.txt"), revision=2)
    assert made.content_hash() == moved.content_hash()
    assert made.content_hash() != replace(made, body="Another text.").content_hash()


def test_a_headline_stands_in_for_a_missing_title(make_article: MakeArticle) -> None:
    assert make_article(title="T").headline == "T"
    assert make_article(title=None, body="Two words").headline == "[Two words]"
    assert make_article(title=None, body="w " * 11).headline == f"[{'w ' * 10}…]"
    assert make_article(title=None, body="").headline == "[no title]"


def test_an_instant_is_written_in_utc() -> None:
    moment = datetime(2017, 11, 3, 14, 5, tzinfo=timezone(timedelta(hours=13)))
    assert instant(moment) == "2017-11-03T01:05:00Z"
    assert instant(None) is None


def test_an_origin_names_file_member_and_record() -> None:
    assert str(Origin("a.zip", "b.txt", "line 3")) == "a.zip · b.txt · line 3"
    assert str(Origin("a.txt")) == "a.txt"
