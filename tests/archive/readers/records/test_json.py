"""JSON and JSON Lines: every record an article or a reason, and our own JSON comes back equal."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from archive.article import Article, Origin, RawArticle, Skipped, to_json
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source


def items(data: bytes, name: str = "news.json") -> list[Article | Skipped]:
    raws = list(read(Source(name, lambda: io.BytesIO(data))))
    found = [raw if isinstance(raw, Skipped) else normalise(raw) for raw in raws]
    for item in found:
        if isinstance(item, Article):  # what a store does with it later
            json.dumps(to_json(item), allow_nan=False, ensure_ascii=False).encode("utf-8")
    return found


def titles(data: bytes, name: str = "news.json") -> list[str | None]:
    return [item.title for item in items(data, name) if isinstance(item, Article)]


@pytest.mark.parametrize(
    "data",
    [
        b'[{"title":"a"},{"title":"b"}]', b'{"articles":[{"title":"a"},{"title":"b"}]}',
        b'{"title":"a"}\n{"title":"b"}\n', b'{"title":"a"}{"title":"b"}',
        b'{\n  "title": "a"\n}\n{\n  "title": "b"\n}', b'\x1e{"title":"a"}\n\x1e{"title":"b"}\n',
        b'[{"title":"a"},{"title":"b"},]', b'\xef\xbb\xbf[{"title":"a"},{"title":"b"}]',
        '[{"title":"a"},{"title":"b"}]'.encode("utf-16"),
        '{"title":"a"}\n{"title":"b"}'.encode("utf-16"),
        b'{"version":1,"article":{"title":"a"}}\n{"version":1,"article":{"title":"b"}}',
    ],
)  # fmt: skip
def test_articles_are_read_in_every_shape_of_file(data: bytes) -> None:
    assert titles(data) == ["a", "b"]
    assert all(isinstance(item, Article) for item in items(data))


def test_one_object_a_line_needs_no_telling_name() -> None:
    assert [str(item.origin) for item in items(b'{"title":"a"}\n\n{"title":"b"}\n', "-")] == [
        "- · line 1",
        "- · line 3",
    ]


@pytest.mark.parametrize(
    ("data", "where", "why"),
    [
        (b'{"title": ["a"]}', None, '"title" should be a text, not a list'),
        (b'{"title": "a", "tags": {"a": 1}}', None, '"tags" should be a text, not an object'),
        (b'{"title": true}', None, '"title" should be a text, not true or false'),
        (b'{"title": "a", "images": "x"}', None, '"images" should be a list, not a text'),
        (b'{"title": "a", "images": [1]}', None, 'an item of "images" should be an object'),
        (b'{"title": "a",}', None, "at line 1, column"),
        (b"[[1]]", "item 1", "not a JSON object"),
        (b"null", None, "not a JSON object"),
        (b"[]", None, "the list is empty"),
        (b'{"articles": []}', None, "the list of articles is empty"),
        (b"{}", None, "neither a title nor a text"),
        (b"[" * 100_000, "item 1", "nested too deeply"),
        (b'{"a":' * 100_000, None, "nested too deeply"),
        (b'{"title": "a", "x": ' + b"[" * 300 + b"]" * 300 + b"}", None, "nested too deeply"),
        (b'{"title": 1' + b"0" * 5000 + b"}", None, "a number is too long"),
        (b'{"articles": [{"title": "\\ud800"}]}', "item 1", "neither a title nor a text"),
    ],
)
def test_what_is_no_article_is_skipped_with_where_and_why(
    data: bytes, where: str | None, why: str
) -> None:
    (skipped,) = items(data)
    assert isinstance(skipped, Skipped)
    assert skipped.origin == Origin("news.json", record=where)
    assert why in skipped.reason


def test_what_is_broken_keeps_what_stands_before_it() -> None:
    for data in (
        b'[{"title":"a"},{"title":"b"', b'[{"title":"a"}', b'[{"title":"a"}] x', b'{"title":"a"} x',
    ):  # fmt: skip
        first, last = items(data)
        assert isinstance(first, Article)
        assert isinstance(last, Skipped)


def test_a_bad_line_does_not_stop_the_next() -> None:
    first, bad, last = items(b'{"title":"a"}\n{"title":\n{"title":"b"}\n', "x.jsonl")
    assert isinstance(first, Article)
    assert isinstance(bad, Skipped)
    assert bad.origin.record == "line 2"
    assert isinstance(last, Article)


def test_numbers_that_are_none_are_null() -> None:
    (article,) = items(b'{"title": "a", "date": NaN, "k": [NaN, -Infinity, 1e999, 1.5]}')
    assert isinstance(article, Article)
    assert article.date is None
    assert article.extra == {"k": [None, None, None, 1.5]}


def test_lone_surrogates_and_controls_are_gone_from_extra_too() -> None:
    (article,) = items(b'{"title": "a\\ud800", "\\udc00k": {"\\u0000x": ["\\ud800y"]}}')
    assert isinstance(article, Article)
    assert article.title == "a"
    assert article.extra == {"k": {"x": ["y"]}}


def test_unknown_keys_are_kept_and_numbers_are_texts_where_texts_are_wanted() -> None:
    (article,) = items(b'{"title": 1984, "date": 2017, "id": 7, "extra": {"a": 1}, "slug": "s"}')
    assert isinstance(article, Article)
    assert (article.title, article.date) == ("1984", "2017")
    assert article.extra == {"id": 7, "a": 1, "slug": "s"}


def test_tags_in_one_text_are_cut_at_commas_and_listed_ones_are_whole() -> None:
    one, two = items(b'[{"title":"a","tags":"Syria, Iraq"},{"title":"b","tags":["Oil, gas"]}]')
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.tags, two.tags) == (("Syria", "Iraq"), ("Oil, gas",))


def test_of_two_equal_keys_the_last_counts() -> None:
    assert titles(b'{"title": "a", "title": "b"}') == ["b"]


def test_an_article_that_was_shown_as_json_comes_back_as_the_same() -> None:
    raw = RawArticle(
        Origin("x.txt"), b"", "text/plain", title="Töwn: taken", body="PARIS (AFP) - <SRD> *fell*.",
        date="2017-11-03T00:30:00+13:00", credit="Jane Roe, AFP with Reuters", tags=("Oil, gas",),
        publisher="The Ledger", identifier="42", extra={"n": [1, None]},
    )  # fmt: skip
    article = normalise(raw)
    assert isinstance(article, Article)
    for shown in ({"version": 1, "article": to_json(article)}, to_json(article)):
        (back,) = items(json.dumps(shown).encode())
        assert isinstance(back, Article)
        assert replace(back, origin=article.origin) == article


def originals(data: bytes, name: str = "x.json") -> list[bytes]:
    raws = read(Source(name, lambda: io.BytesIO(data)))
    return [raw.original for raw in raws if isinstance(raw, RawArticle)]


ONE = '{ "title" :"caf\u00e9 \\u00e9",\t"body": "\\/ \u00e9 1.50", "n": 1.50e0 }'
TWO = '{"title":\n  "b"}'
MARKS = [
    ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("latin-1", b""), ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"), ("utf-32-le", b"\xff\xfe\x00\x00"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "mark"), MARKS)
@pytest.mark.parametrize(
    ("before", "between", "after"),
    [
        ("[ ", " ,\n", "]\n"),
        (" ", " ", "\n"),
        (
            '{"articles": [{"title": "x"}], "next": {"articles": []},\n "articles" : [',
            " , ",
            '\n] , "more": [1, {}] }\n',
        ),
    ],
)
def test_each_record_is_kept_as_the_very_bytes_it_arrived_in(
    encoding: str, mark: bytes, before: str, between: str, after: str
) -> None:
    data = mark + f"{before}{ONE}{between}{TWO}{after}".encode(encoding)
    assert originals(data) == [ONE.encode(encoding), TWO.encode(encoding)]


@pytest.mark.parametrize(("encoding", "mark"), MARKS)
def test_each_line_is_kept_as_the_very_bytes_it_arrived_in(encoding: str, mark: bytes) -> None:
    data = mark + f'{{"title":"a"}}\r\n\n  {ONE} \n'.encode(encoding)
    assert originals(data, "x.jsonl")[1] == ONE.encode(encoding)


@pytest.mark.parametrize(("encoding", "mark"), MARKS)
def test_of_a_file_with_one_object_the_file_is_the_original(encoding: str, mark: bytes) -> None:
    data = mark + f" \n{ONE}\n".encode(encoding)
    assert originals(data) == [data]


def test_bytes_that_are_wrong_in_their_encoding_stay_in_the_original() -> None:
    records = [b'{"title":"a\x81\xe9"}', b'{"title":"b"}']
    assert originals(b"[" + b",".join(records) + b"]") == records
    assert originals(b"\xef\xbb\xbf[" + b",".join(records) + b"]") == records
