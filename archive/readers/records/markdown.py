"""Markdown with YAML front matter between lines of three dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.fields import raw_from_mapping
from archive.readers.sources.source import Source

NAME = "markdown"
EXAMPLE = "--- / title: ... / date: ... / --- / the body"
_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.S | re.M
)
_HEADING = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article. Without front matter, a first heading of level one is the title."""
    data = source.bytes()
    text = source.text().replace("\r\n", "\n")
    if not text.strip():
        yield Skipped(source.origin(), "the file is empty")
        return
    match = _FRONT.match(text)
    front: Any = {}
    body = text
    if match:
        body = text[match.end() :]
        try:
            front = _load(match["yaml"])
        except ValueError as error:
            yield Skipped(source.origin(), str(error))
            return
    if not isinstance(front, dict):
        yield Skipped(source.origin(), "the front matter is not a list of `key: value` lines")
        return
    body = body.strip("\n")
    raw = raw_from_mapping(
        front, source.origin(), data, "text/markdown", body, "the front matter's"
    )
    if isinstance(raw, RawArticle):
        raw = replace(raw, found={**raw.found, "body": "the text"})
        if not match and (heading := _HEADING.match(raw.body)):
            raw = replace(
                raw,
                title=heading["title"],
                body=raw.body[heading.end() :].strip("\n"),
                found={**raw.found, "title": "the first heading"},
            )
    yield raw


def has_front_matter(head: str) -> bool:
    """Whether a text begins with front matter (its end need not be in sight)."""
    return bool(re.match(r"\ufeff?---[ \t]*\r?\n\s*[\w\"'-]+[ \t]*:", head))


def _load(text: str) -> Any:
    """YAML of plain values; aliases are refused, for a few lines of them can fill any memory."""
    import yaml

    try:
        for token in yaml.scan(text):
            if isinstance(token, yaml.AliasToken):
                raise _AliasesError("the front matter uses YAML aliases, which are not read")
        return yaml.load(text, _loader())
    except _AliasesError:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""
        raise ValueError(f"the front matter is not valid YAML{line}") from error


class _AliasesError(ValueError):
    pass


@lru_cache(maxsize=1)
def _loader() -> Any:
    """PyYAML's safe loader, but dates stay as they are written, in their own zone."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012 - it overrides the library's
            first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader
