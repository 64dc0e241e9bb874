"""JSON with a bad record in it: the others are the articles that they are without it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.common.json_runs import Run
from archive.readers.formats import read
from archive.readers.sources.source import Source
from tests.helpers.reading import source_of

NAMES = ("A", "B", "C", "D")


def ninjs(name: str) -> dict[str, Any]:
    return {
        "uri": f"urn:x:{name}", "type": "text", "versioncreated": "2017-11-03T14:05:00Z",
        "headline": name, "subject": [{"name": "x"}, {"name": "y"}],
        "body_text": f"Text of {name}.",
    }  # fmt: skip


def own(name: str) -> dict[str, Any]:
    return {
        "title": name, "date": "2017-11-03", "images": [{"url": "a"}, {"url": "b"}],
        "body": f"Text of {name}.",
    }  # fmt: skip


def feed(name: str) -> dict[str, Any]:
    return {
        "id": name, "title": name, "attachments": [{"url": "a"}, {"url": "b"}],
        "content_text": f"Text of {name}.",
    }  # fmt: skip


def joined(head: str, between: str, end: str) -> Callable[[list[str]], str]:
    return lambda items: head + between.join(items) + end


_FEED = '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": ['
_AP = '{"api_version": "1.1", "data": {"items": ['
FORMS: dict[str, tuple[Callable[[str], Any], Callable[[list[str]], str]]] = {
    "json list": (own, joined("[", ",", "]")),
    "json articles": (own, joined('{"articles": [', ", ", "]}")),
    "json posts": (own, joined('{"posts": [', ", ", "]}")),
    "json answer": (own, joined('{"status": "ok", "results": [', ", ", '], "next": null}')),
    "json run": (own, joined("", "\n", "\n")),
    "ninjs list": (ninjs, joined("[", ", ", "]")),
    "ninjs items": (ninjs, joined('{"total": 4, "items": [', ", ", "]}")),
    "ninjs lines": (ninjs, joined("", "\n", "\n")),
    "ap-json": (lambda name: {"item": ninjs(name)}, joined(_AP, ", ", "]}}")),
    "json-feed": (feed, joined(_FEED, ", ", "]}")),
}
LINES = {"json run", "ninjs lines"}
INDENTED = [name for name in FORMS if name != "ninjs lines"]
# What may happen to a record: (what stands there, what stands there then).
FAULTS = {
    "a missing comma": ('", "', '" "'),
    "a missing quotation mark": ('Text of B."', "Text of B."),
    "a missing colon": ('": "', '" "'),
    "a missing bracket": ('"}]', '"}'),
    "a raw line end": ("Text of", "Text\nof"),
    "no value": ('"Text of B."', ""),
    "a word": ('"Text of B."', "undefined"),
}


def taken(text: str) -> list[Any]:
    return list(read(source_of(text.encode(), "file.json")))


def told(item: object) -> object:
    return item if isinstance(item, RawArticle) else "skipped"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("form", FORMS)
def test_a_bad_record_is_told_and_the_others_are_what_they_were(
    form: str, indent: int | None, fault: str
) -> None:
    make, join = FORMS[form]
    if (indent and form not in INDENTED) or (form, fault) == ("json run", "a raw line end"):
        return
    texts = [json.dumps(make(name), indent=indent) for name in NAMES]
    whole = taken(join(texts))
    assert [isinstance(item, RawArticle) for item in whole] == [True] * 4
    old, new = FAULTS[fault]
    gap = r"\s*" if indent else r""
    pattern = gap.join(re.escape(sign) for sign in old) if "bracket" in fault else re.escape(old)
    if "comma" in fault:
        pattern = r'",\s+"'
    bad = re.sub(pattern, new.replace("\n", "\\n"), texts[1], count=1)
    assert bad != texts[1]
    found = taken(join([texts[0], bad, *texts[2:]]))
    assert [told(item) for item in found] == [whole[0], "skipped", whole[2], whole[3]]
    assert "not valid JSON" in str(found[1])
    assert found[1].origin == whole[1].origin


def test_the_end_of_a_file_inside_its_list_is_told_once() -> None:
    for start in ('{"articles": [', '{"posts": [', '{"results": [', "["):
        *_, last = found = taken(start + json.dumps(own("A")) + ",")
        assert [isinstance(item, Skipped) for item in found] == [False, True], start
        assert last.reason == "the file ends inside the list"


@pytest.mark.parametrize("form", FORMS)
def test_a_file_cut_in_its_last_record_keeps_those_before(form: str) -> None:
    make, join = FORMS[form]
    texts = [json.dumps(make(name)) for name in NAMES]
    whole, text = taken(join(texts)), join(texts)
    for end in (text.rfind(texts[3]) + 3, text.rfind("D.")):
        found = taken(text[:end])
        assert [told(item) for item in found] == [*whole[:3], "skipped"]


@pytest.mark.parametrize("form", [name for name in FORMS if name not in LINES])
def test_a_file_cut_behind_its_last_record_keeps_all(form: str) -> None:
    make, join = FORMS[form]
    texts = [json.dumps(make(name)) for name in NAMES]
    whole, text = taken(join(texts)), join(texts)
    found = taken(text[: text.rfind(texts[3]) + len(texts[3])])
    assert [item for item in found if isinstance(item, RawArticle)] == whole
    assert isinstance(found[-1], Skipped)


@pytest.mark.parametrize("form", FORMS)
def test_the_first_record_may_be_the_bad_one(form: str) -> None:
    make, join = FORMS[form]
    texts = [json.dumps(make(name)) for name in NAMES]
    whole = taken(join(texts))
    found = taken(join([texts[0].replace('": "', '" "', 1), *texts[1:]]))
    assert isinstance(found[0], Skipped)
    assert [(item.title, item.body, item.original) for item in found[1:]] == [
        (item.title, item.body, item.original) for item in whole[1:]
    ]


def test_objects_inside_a_bad_record_are_no_records() -> None:
    related = '[{"title": "r1", "date": "2017"} {"title": "r2", "date": "2017"}]'
    bad = f'{{"title": "B", "date": "2017", "body": "x", "related": {related}}}'
    good = json.dumps({"title": "A", "date": "2017", "body": "x", "related": []})
    titles = [getattr(item, "title", None) for item in taken(f"[{good},{bad},{good}]")]
    assert titles == ["A", None, "A"]
    assert [told(item) for item in taken(bad)] == ["skipped"]


class _Counting(json.JSONDecoder):
    """How many characters were looked at."""

    looked = 0

    def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
        try:
            value, end = super().raw_decode(s, idx)
        except json.JSONDecodeError as error:
            self.looked += max(error.pos, idx) - idx
            raise
        self.looked += end - idx
        return value, end


@pytest.mark.parametrize(
    "piece", ['{"a":1},{"a":', '{"a":[{"a":1},', '{"a":"},{', "{", ',{"a":{"b":1', '{"a"\n', "\n"]
)
def test_of_a_file_of_faults_each_place_is_looked_at_few_times(piece: str) -> None:
    text = piece * 20_000
    decoder = _Counting()
    for value, _, _ in Run(text, 0, decoder):
        assert value is not None
    assert decoder.looked < 5 * len(text)


@pytest.mark.parametrize("behind", ["[]", "{}", "[], []", "1", "null"])
@pytest.mark.parametrize("head", ["", '"articles": [{"title": "A"}], '])
def test_a_value_where_a_name_belongs_is_told(behind: str, head: str) -> None:
    text = f'{{{head}"title": "A", "body": "Text of A.", {behind}, "date": "2017-11-03"}}'
    (told,) = [
        each for each in read(source_of(text.encode(), "a.json")) if isinstance(each, Skipped)
    ]
    assert "not valid JSON" in told.reason or "behind the list" in told.reason


def test_a_source_in_another_encoding_keeps_the_bytes_of_each_record() -> None:
    text = '[{"title": "Ä", "body": "x"},{"title" "B"},{"title": "Ö", "body": "y"}]'
    data = text.encode("cp1252")
    first, _, last = read(Source("a.json", lambda: io.BytesIO(data)))
    assert isinstance(first, RawArticle)
    assert isinstance(last, RawArticle)
    assert (first.title, last.title) == ("Ä", "Ö")
    assert last.original == '{"title": "Ö", "body": "y"}'.encode("cp1252")
