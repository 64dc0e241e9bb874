"""What an archive exports comes back as it was, whatever stands in it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article, Image, Origin, RawArticle, Skipped
from archive.exports.formats import EXPORTS
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source, sources
from archive.store.store import Store

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TEXTS = st.one_of(
    LINES,
    st.sampled_from(
        [
            "a: b", "'", '"q" # x', "😀 – «ü»", "- x", "no", "1984", "null", "None", "---",
            "2017-11-03", "Paris, Texas", "a; b", '["a"]', "=1+1", "'=x", "@SUM", "وكالة", "a\\",
            "line\nline", "{x}", "12:30", "nan", "<<", "\u202eRTL", "#tag",
        ]
    ),
)  # fmt: skip
BODIES = st.one_of(
    st.lists(TEXTS, max_size=4).map("\n\n".join),
    st.sampled_from(
        [
            "# heading\n\ntext", "---\n\ntext", "   indented\n\n> q", "---\ntitle: no\n---\nx",
            "...", "PARIS, Nov 3 (AFP) - ROME, Nov 4 (AFP) - It rained.",
            "By Jane Roe\n\nBy John Doe\n\nIt is.",
            "It rained.\n\n(AFP)", '\\"quoted\\"', "- a\n- b", "=cmd", "tab\there", "two\r\nlines",
            "<p>not a page</p>", '{"id": "x"}',
        ]
    ),
)  # fmt: skip
NAMES = st.sampled_from(
    ["Jane Roe", "José Ortega y Gasset", "王小明", "Mark O'Neill", "Nordwind TV", "Roe, Jane"]
)
EXTRAS = st.dictionaries(
    st.sampled_from(["slug", "n", "a b", "pubstatus", "versioncreated", "yes", "body", "id"]),
    st.none() | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(st.sampled_from(["x", "2017-11-03", "no"])) | st.just({"deep": [{"a: b": None}]}),
    max_size=2,
)  # fmt: skip
RAWS = st.builds(
    RawArticle,
    origin=st.just(Origin("x.txt")),
    original=st.just(b""),
    media_type=st.just("text/plain"),
    title=st.none() | TEXTS,
    body=BODIES,
    body_format=st.sampled_from(["text", "markdown"]),
    identifier=st.none() | st.sampled_from(["42", "urn:x:1", "2017-11-03", "x: 'y' #z"]),
    date=st.none()
    | st.sampled_from(
        [
            "2017",
            "2017-11",
            "2017-11-03",
            "2017-11-03 09:30",
            "3 Nov 2017 12:30:15",
            "2017-11-03T00:30:00+13:00",
            "1066-10-14T09:00Z",
        ]
    ),
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
    language=st.none() | st.sampled_from(["en-GB", "de", "no", "x-klingon"]),
    summary=st.none() | TEXTS,
    images=st.lists(st.builds(Image, st.none() | TEXTS, st.none() | TEXTS), max_size=2).map(tuple),
    url=st.none() | st.sampled_from(["https://x.example/a?b=c#d", "x.example"]),
    status=st.none() | st.just("corrected"),
    note=st.none() | TEXTS.map(lambda text: f"{text}\n{text}"),
    extra=EXTRAS,
)


def back(article: Article, name: str) -> Article | Skipped:
    """The article exported in a format, and read as a file whose name tells nothing."""
    data = (EXPORTS[name].head + EXPORTS[name].record(article)).encode()
    (raw,) = read(Source("-", lambda: io.BytesIO(data)))
    return raw if isinstance(raw, Skipped) else normalise(raw)


@given(RAWS)
@settings(max_examples=100, deadline=None)
def test_an_article_comes_back_equal_from_jsonl_markdown_and_csv(raw: RawArticle) -> None:
    made = normalise(raw)
    if isinstance(made, Skipped):
        return
    for name in ("jsonl", "markdown", "csv"):
        returned = back(made, name)
        assert isinstance(returned, Article), (name, returned)
        assert replace(returned, origin=made.origin) == made, name
        assert returned.content_hash() == made.content_hash()
    returned = back(made, "ninjs")
    assert isinstance(returned, Article), returned
    assert (returned.id, returned.identity) == (made.id, made.identity)


def test_ninjs_keeps_the_day_and_the_instant() -> None:
    raw = RawArticle(Origin("x"), b"", "text/plain", "Text.", date="2017-11-03T00:30:00+13:00")
    made = normalise(raw)
    assert isinstance(made, Article)
    returned = back(made, "ninjs")
    assert isinstance(returned, Article)
    assert (returned.date, returned.published) == ("2017-11-03", made.published)


def test_an_article_that_was_edited_is_cleaned_and_stays_the_same_one(
    make_article: Callable[..., Article],
) -> None:
    text = EXPORTS["markdown"].record(make_article())
    edited = text.replace("date: 2017-11-03", "date: 4 November 2017\ntags: [Syria, SYRIA, ' ']")
    (raw,) = read(Source("a.md", lambda: io.BytesIO(edited.encode())))
    assert isinstance(raw, RawArticle)
    made = normalise(raw)
    assert isinstance(made, Article)
    assert (made.id, made.date, made.tags) == (make_article().id, "2017-11-04", ("Syria",))


def test_an_id_that_does_not_fit_the_identifier_is_no_sign_of_an_export() -> None:
    item = {"id": "a" * 16, "identifier": "x:1", "body": "PARIS, Nov 3 (AFP) - It rained."}
    (raw,) = read(Source("a.json", lambda: io.BytesIO(json.dumps(item).encode())))
    assert isinstance(raw, RawArticle)
    made = normalise(raw)
    assert isinstance(made, Article)
    assert (made.dateline, made.agency) == ("PARIS, Nov 3", ("AFP",))


def assert_all_come_back_equal(articles: Iterable[Article]) -> None:
    for article in articles:
        for name in ("jsonl", "markdown", "csv"):
            returned = back(article, name)
            assert isinstance(returned, Article), (name, returned)
            assert returned.id == article.id
            assert returned.content_hash() == article.content_hash()


def test_every_sample_comes_back_equal(samples: object) -> None:
    home: Path = samples.home  # type: ignore[attr-defined]
    with Store.open(home) as store:
        articles = store.get_many(store.ids())
    assert len(articles) > 50
    assert_all_come_back_equal(articles.values())


def test_real_news_comes_back_equal(data: Path) -> None:
    pages = sorted((data / "pages").glob("*.html.gz"))[::20]
    files = sources([str(data / "reuters-21578" / "reut2-009.sgm.gz"), *map(str, pages)])
    items = (normalise(raw) for file in files for raw in islice(read(file), 100))
    articles = [item for item in items if isinstance(item, Article)]
    assert len(articles) > 100
    assert_all_come_back_equal(articles)
