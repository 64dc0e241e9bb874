"""Comparing articles: which fields differ, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive.article import Article, Image, Origin
from archive.store.comparison import compare_articles, comparison_json
from archive.text.diff import Piece

Make = Callable[..., Article]


def test_an_article_and_itself_differ_in_nothing(make_article: Make) -> None:
    article = make_article(extra={"fetched": "2017-11-03"})
    again = replace(article, origin=Origin("copy.txt"), revision=2, extra={"fetched": "2018-01-01"})
    comparison = compare_articles(article, again)
    assert comparison.changed == ()
    assert comparison.summary == ""


def test_each_field_that_differs_is_named_with_its_values_and_words(make_article: Make) -> None:
    before = make_article(
        title="Ferry sinks off Ystad", tags=("Sea", "Sweden"), date="2017-11-03",
        body="Nine people were saved.", extra={"version": 1, "desk": "North"},
    )  # fmt: skip
    after = make_article(
        title="Ferry sinks off Trelleborg", tags=("Sea", "Rescue"), date="2017-11-04",
        body="Ten people were saved, all of them Danes.", extra={"version": 2, "desk": "North"},
        images=(Image(None, "The ferry"),),
    )  # fmt: skip
    comparison = compare_articles(before, after)
    assert comparison.changed == ("title", "date", "tags", "images", "extra.version", "body")
    assert comparison.summary == (
        "title, body (1 word removed, 5 added), date, tags, images, extra.version"
    )
    fields = {field.name: field for field in comparison.fields}
    assert fields["title"].pieces == (
        Piece("same", "Ferry sinks off "), Piece("removed", "Ystad"), Piece("added", "Trelleborg"),
    )  # fmt: skip
    assert fields["date"].pieces == (Piece("removed", "2017-11-03"), Piece("added", "2017-11-04"))
    assert fields["images"].pieces == (Piece("added", "caption: The ferry"),)
    assert (fields["tags"].before, fields["tags"].after) == (["Sea", "Sweden"], ["Sea", "Rescue"])


def test_a_body_may_differ_in_its_mark_up_alone(make_article: Make) -> None:
    comparison = compare_articles(make_article(body="So *very*."), make_article(body="So very."))
    assert comparison.changed == ("body",)
    assert comparison.summary == "body (mark-up or punctuation alone)"
    assert comparison.text == (Piece("same", "So very."),)


def test_two_articles_are_compared_as_two_revisions_are(make_article: Make) -> None:
    before, after = make_article("one", title="T"), make_article("two", title="T")
    answer = comparison_json(compare_articles(before, after))
    assert answer["before"] == {"id": before.id, "revision": 1}
    assert answer["after"] == {"id": after.id, "revision": 1}
    assert answer["changed"] == ["body"]
    assert answer["body"]["pieces"] == [
        {"kind": "same", "text": "Text of "},
        {"kind": "removed", "text": "one"},
        {"kind": "added", "text": "two"},
        {"kind": "same", "text": "."},
    ]
