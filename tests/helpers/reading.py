"""Files of a few lines for the tests of wire formats and feeds."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from archive.article import Article, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source, sources


def source_of(data: bytes, name: str = "file", **facts: Any) -> Source:
    """A file of these bytes, with what the web or a person said of it."""
    return Source(name, lambda: io.BufferedReader(io.BytesIO(data)), **facts)


def read_items(text: str | bytes | object) -> list[Article | Skipped]:
    """What a file of this text, these bytes or this JSON value becomes."""
    if not isinstance(text, str | bytes):
        text = json.dumps(text)
    data = text.encode() if isinstance(text, str) else text
    found = read(source_of(data))
    return [normalise(item) if isinstance(item, RawArticle) else item for item in found]


def read_one(text: str | bytes | object) -> Article:
    """The only article of a file."""
    (article,) = read_items(text)
    assert isinstance(article, Article), article
    return article


def article_in(path: Path, content: str) -> Article:
    """The only article of a file that has a name and a place."""
    path.write_text(content, "utf-8")
    (raw,) = (raw for source in sources([str(path)]) for raw in read(source))
    assert isinstance(raw, RawArticle), raw
    found = normalise(raw)
    assert isinstance(found, Article), found
    return found


def reason(text: str | bytes | object) -> str:
    """Why the only item of a file is left out."""
    (skipped,) = read_items(text)
    assert isinstance(skipped, Skipped), skipped
    return skipped.reason
