"""JSON and JSON Lines: the project's own schema (docs/formats.md), and what others write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.fields import raw_from_mapping
from archive.readers.common.json_runs import SPACE, Fault, Run, salvaged, skip, why
from archive.readers.records.answers import error_told, flattened, is_wrapped, list_inside, refusal
from archive.readers.records.csl import article as csl_article
from archive.readers.records.csl import is_csl
from archive.readers.records.shapes import from_other_program
from archive.readers.sources.bytes_text import BytesText
from archive.readers.sources.source import Source, is_wide, reading
from archive.text.charset import decode

NAME = "json"
EXAMPLE = '{"title": "...", "date": "2017-11-03", "agency": ["AFP"], "body": "..."}'
NAME_LINES = "jsonl"
EXAMPLE_LINES = "one such object a line"
MEDIA_TYPE = "application/json"
LONGEST_LINE = 64 * 1024 * 1024  # bytes

_SPACE_BYTES = b" \t\r\n\x1e"
_EXPORTED = re.compile(r'\{"id": "[a-z2-7]{16}", "identifier": "')
# NaN and the infinities are no JSON, though many programs write them; nobody can store them.
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """An object, objects one after another, an array of them, or {"articles": [...]}.

    Each record's bytes are its own, as they stand in the file. One that cannot be read does not end
    the file where it shows at which place the next one begins.
    """
    file = BytesText(source.bytes(), source.fallback())
    at = skip(file.text, 0)
    if at == len(file.text):
        yield Skipped(source.origin(), "the file is empty")
    elif file.text[at] == "[":
        yield from _array(file, at + 1, source, "the list is empty")
    else:
        yield from _values(file, at, source)


def read_lines(source: Source) -> Iterator[RawArticle | Skipped]:
    """One object a line; blank lines are passed over. A bad line does not stop the next."""
    if is_wide(source.head()):
        yield from _wide_lines(source)
        return
    number = 0
    fallback = source.fallback()
    with reading(), source.open() as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            where = f"line {number}"
            if len(line) > LONGEST_LINE:
                yield Skipped(source.origin(where), f"longer than {LONGEST_LINE >> 20} MiB")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LONGEST_LINE)
                continue
            record = line.strip(_SPACE_BYTES)
            if record:
                yield _record(decode(record, fallback), source, where, record)
    if not number:
        yield Skipped(source.origin(), "the file is empty")


def looks_exported(head: str) -> bool:
    """Whether a text begins as `archive export` writes it, whatever other keys its items have."""
    return _EXPORTED.match(head) is not None


def looks_like_lines(head: str) -> bool:
    """Whether the first line is a JSON object by itself, and another follows."""
    first, newline, rest = head.strip(SPACE).partition("\n")
    if not (newline and rest.lstrip(SPACE).startswith("{")):
        return False
    try:
        return isinstance(_DECODER.decode(first), dict)
    except (ValueError, RecursionError):
        return False


def _wide_lines(source: Source) -> Iterator[RawArticle | Skipped]:
    """The lines of UTF-16 or UTF-32, in which no single byte ends one."""
    file = BytesText(source.bytes(), source.fallback())
    at = 0
    for number, line in enumerate(file.text.split("\n"), 1):
        record = line.strip(SPACE)
        start = at + line.find(record)
        if record:
            original = file.cut(start, start + len(record))
            yield _record(record, source, f"line {number}", original)
        at += len(line) + 1


def _values(file: BytesText, at: int, source: Source) -> Iterator[RawArticle | Skipped]:
    run = Run(file.text, at, _DECODER)
    for number, (value, start, end) in enumerate(run, 1):
        alone = number == 1 and run.at == len(file.text)
        where = None if alone else f"item {number}"
        if isinstance(value, Fault):
            whole = salvaged(file.text, start, _DECODER) if number == 1 else None
            inside = _inside(file, whole.value, whole.starts, source) if whole else None
            if whole and inside:
                last = None
                for last in inside:
                    yield last
                if whole.behind and not (isinstance(last, Skipped) and last.reason == whole.behind):
                    yield Skipped(source.origin(), whole.behind)
                return
            yield Skipped(source.origin(where), value.reason if alone else value.told)
        elif not alone:
            yield _article(value, source, where, file.cut(start, end))
        else:
            wrapper = _wrapper(value)
            starts = {wrapper: _value_of(wrapper, file.text, start)} if wrapper else {}
            inside = _inside(file, value, starts, source)
            yield from inside or [_article(value, source, None, file.data)]


def _inside(
    file: BytesText, value: Any, starts: Mapping[str, int], source: Source
) -> Iterator[RawArticle | Skipped] | None:
    """The articles that an object is wrapped around, whose members begin at `starts`."""
    if wrapper := _wrapper(value):
        start = starts[wrapper] + 1
        return _array(file, start, source, "the list of articles is empty", True)
    if isinstance(value, dict) and (found := list_inside(value)):
        return _items(found, source)
    return None


def _items(inside: tuple[str, list[Any]], source: Source) -> Iterator[RawArticle | Skipped]:
    """The items of a list that stands inside an object, at a path."""
    path, listed = inside
    for number, item in enumerate(listed, 1):
        where = f"{path} {number}"
        reason = item.told if isinstance(item, Fault) else refusal(item)
        if reason:
            yield Skipped(source.origin(where), reason)
        else:
            original = json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
            yield _article(item, source, where, original)


def _wrapper(data: Any) -> str | None:
    """The key under which an object holds a list of articles, or of posts."""
    if not isinstance(data, dict):
        return None
    posts = (
        [each for each in data.get("posts") or () if isinstance(each, dict)]
        if isinstance(data.get("posts"), list)
        else []
    )
    if isinstance(data.get("articles"), list):
        return "articles"
    return "posts" if posts and "title" in posts[0] and "title" not in data else None


def _value_of(wanted: str, text: str, at: int) -> int:
    """Where the value of a key begins in the valid object at `at`; of two equal keys the last."""
    found = at
    at = skip(text, at + 1)
    while text[at] != "}":
        key, end = _DECODER.raw_decode(text, at)
        start = skip(text, skip(text, end) + 1)  # behind the colon
        if key == wanted:
            found = start
        _, end = _DECODER.raw_decode(text, start)
        at = skip(text, end)
        if text[at] == ",":
            at = skip(text, at + 1)
    return found


def _array(
    file: BytesText, at: int, source: Source, if_empty: str, inner: bool = False
) -> Iterator[RawArticle | Skipped]:
    """The items of the list whose first one begins at `at`; an inner list ends before the file."""
    run = Run(file.text, at, _DECODER, in_list=True)
    number, value = 0, None
    for number, (value, start, end) in enumerate(run, 1):
        where = f"item {number}"
        if isinstance(value, Fault):
            yield Skipped(source.origin(where), value.told)
        else:
            yield _article(value, source, where, file.cut(start, end))
    if isinstance(value, Fault) and value.last:
        return
    if run.at >= len(file.text):
        yield Skipped(source.origin(f"item {number + 1}"), "the file ends inside the list")
    elif not inner and skip(file.text, run.at + 1) < len(file.text):
        yield Skipped(source.origin(), "there is more text after the end of the list")
    elif not number:
        yield Skipped(source.origin(), if_empty)


def _record(text: str, source: Source, where: str, original: bytes) -> RawArticle | Skipped:
    try:
        data = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return Skipped(source.origin(where), why(error))
    return _article(data, source, where, original)


def _article(
    data: Any, source: Source, record: str | None, original: bytes
) -> RawArticle | Skipped:
    origin = source.origin(record)
    if isinstance(data, Mapping) and isinstance(data.get("article"), Mapping):
        data = data["article"]  # as `archive show --format json` writes it
    if not isinstance(data, Mapping):
        return Skipped(origin, "not a JSON object")
    if reason := refusal(data) or error_told(data):
        return Skipped(origin, reason)
    if is_csl(data):
        return csl_article(data, origin, original)
    data = flattened(data) if is_wrapped(data) else data
    foreign = from_other_program(data, origin, original)
    return foreign or raw_from_mapping(data, origin, original, MEDIA_TYPE)
