"""Markdown files with front matter, as people and programs write them."""

from __future__ import annotations

import io

import pytest

from archive.article import Article, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source


def item(text: str | bytes, name: str = "a.md") -> Article | Skipped:
    data = text if isinstance(text, bytes) else text.encode()
    (raw,) = read(Source(name, lambda: io.BytesIO(data)))
    return raw if isinstance(raw, Skipped) else normalise(raw)


def article(text: str) -> Article:
    made = item(text)
    assert isinstance(made, Article), made
    return made


@pytest.mark.parametrize(
    ("written", "date", "precision"),
    [
        ("2017", "2017", "year"), ("2017-11", "2017-11", "month"), ("2017-11-03", "2017-11-03",
            "day"),
        ("2017-11-03T00:30:00+13:00", "2017-11-03", "day"), ("2017-11-03 23:30:00 -11:00",
            "2017-11-03", "day"),
        ("'2017-11-03'", "2017-11-03", "day"), ("3 November 2017", "2017-11-03", "day"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_shape_that_yaml_knows(
    written: str, date: str, precision: str
) -> None:
    made = article(f"---\ntitle: T\ndate: {written}\n---\nText.")
    assert (made.date, made.precision) == (date, precision)


def test_a_first_heading_is_the_title_only_without_front_matter() -> None:
    assert article("# The title #\n\nText.").title == "The title"
    assert article("# The title #\n\nText.").body == "Text."
    made = article("---\nagency: AFP\n---\n# A heading\n\nText.")
    assert (made.title, made.body) == (None, "# A heading\n\nText.")


@pytest.mark.parametrize(
    ("front", "why"),
    [
        ("title: [a", "not valid YAML at line"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("- a\n- b", "`key: value`"),
        ("title: {a: b}", '"title" should be a text, not an object'),
        ("title: " + "[" * 5000, "not valid YAML"),
        ("n: 1" + "0" * 5000, "not valid YAML"),
        ("\n".join(" " * level + "a:" for level in range(1200)), "not valid YAML"),
        ("title: !!python/object:os.system x", "not valid YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_skipped_with_the_reason(front: str, why: str) -> None:
    skipped = item(f"---\n{front}\n---\nText.")
    assert isinstance(skipped, Skipped)
    assert why in skipped.reason


@pytest.mark.parametrize("count", [3, 300])
def test_front_matter_is_the_same_however_long_it_is(count: int) -> None:
    tags = "\n".join(f"- {'tag' * (at + 1)}" for at in range(count))
    made = article(
        f"---\ntitle: No\ndate: 2017-11-03\ntags:\n{tags}\nissue: 012\nx: {{a: [1]}}\n---\nT."
    )
    assert (made.title, made.date, len(made.tags)) == ("No", "2017-11-03", count)
    assert made.extra["issue"] == 10  # as YAML 1.1 reads it
    assert made.extra["x"] == {"a": [1]}


@pytest.mark.parametrize("front", ["title:\tT", "title: T\nx: [a:, b]", "title: T\nx: 1.0"])
def test_front_matter_that_either_reader_of_yaml_takes_is_read(front: str) -> None:
    assert article(f"---\n{front}\n---\nText.").title == "T"


def test_windows_line_ends_a_mark_and_an_unclosed_front_are_read() -> None:
    made = item(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nOne.\r\n\r\nTwo.\r\n")
    assert isinstance(made, Article)
    assert (made.title, made.body) == ("T", "One.\n\nTwo.")
    assert article("---\ntitle: T\n\nNo end.").title is None
