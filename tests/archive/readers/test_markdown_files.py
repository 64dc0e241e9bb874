"""Markdown files with front matter: read, written, and read back as the same article."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article, Image, Origin, RawArticle, Skipped
from archive.markdown_file import to_markdown_file
from archive.normalise import normalise
from archive.readers import Source, read


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
        ("title: !!python/object:os.system x", "not valid YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_skipped_with_the_reason(front: str, why: str) -> None:
    skipped = item(f"---\n{front}\n---\nText.")
    assert isinstance(skipped, Skipped)
    assert why in skipped.reason


def test_windows_line_ends_a_mark_and_an_unclosed_front_are_read() -> None:
    made = item(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nOne.\r\n\r\nTwo.\r\n")
    assert isinstance(made, Article)
    assert (made.title, made.body) == ("T", "One.\n\nTwo.")
    assert article("---\ntitle: T\n\nNo end.").title is None


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TEXTS = st.one_of(
    LINES,
    st.sampled_from(["a: b", "'", '"q" # x', "😀 – «ü»", "- x", "yes", "1984", "null", "---"]),
)
BODIES = st.one_of(
    st.lists(TEXTS, max_size=4).map("\n\n".join),
    st.sampled_from(
        ["# heading\n\ntext", "---\n\ntext", "   indented\n\n> q", "---\ntitle: no\n---\nx", "..."]
    ),
)
NAMES = st.sampled_from(
    ["Jane Roe", "José Ortega y Gasset", "王小明", "Mark O'Neill", "Nordwind TV"]
)
RAWS = st.builds(
    RawArticle,
    origin=st.just(Origin("x.txt")),
    original=st.just(b""),
    media_type=st.just("text/plain"),
    title=st.none() | TEXTS,
    body=BODIES,
    body_format=st.sampled_from(["text", "markdown"]),
    identifier=st.none() | st.sampled_from(["42", "urn:x:1", "2017-11-03"]),
    date=st.none()
    | st.sampled_from(["2017", "2017-11", "2017-11-03", "2017-11-03T00:30:00+13:00"]),
    published=st.none() | st.just("2017-11-02T23:30:00.5Z"),
    credit=st.none()
    | st.sampled_from(["AFP with Reuters", "By Jane Roe, dpa", "ANSA/Evening Star"]),
    agencies=st.lists(st.sampled_from(["AFP", "Fellside Wire", "AFP/Reuters"]), max_size=2).map(
        tuple
    ),
    authors=st.lists(NAMES, max_size=2).map(tuple),
    publisher=st.none() | TEXTS,
    section=st.none() | TEXTS,
    tags=st.lists(TEXTS, max_size=3).map(tuple),
    dateline=st.none() | st.just("PARIS, Nov 3 - "),
    language=st.none() | st.sampled_from(["en-GB", "de", "no"]),
    summary=st.none() | TEXTS,
    images=st.lists(st.builds(Image, st.none() | TEXTS, st.none() | TEXTS), max_size=2).map(tuple),
    url=st.none() | st.sampled_from(["https://x.example/a?b=c#d", "x.example"]),
    status=st.none() | st.just("corrected"),
    note=st.none() | TEXTS.map(lambda text: f"{text}\n{text}"),
    extra=st.dictionaries(
        st.sampled_from(["slug", "n", "a b"]),
        st.none() | st.integers() | st.booleans() | st.lists(st.sampled_from(["x", "2017-11-03"])),
        max_size=2,
    ),
)


@given(RAWS)
@settings(max_examples=200, deadline=None)
def test_an_article_written_as_markdown_comes_back_as_the_same(raw: RawArticle) -> None:
    made = normalise(raw)
    if isinstance(made, Skipped):
        return
    back = item(to_markdown_file(made))
    assert isinstance(back, Article), back
    assert replace(back, origin=made.origin) == made
