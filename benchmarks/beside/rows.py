"""An archive's articles as rows, which every peer indexes: the same texts, values and dates.

Rows are taken from the store, after the archive has read, normalised and joined what came in, so
that all sides hold the same articles. What the archive searches as text beside the body (summary,
captions, authors, tags) is in the row's body too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from archive.article import Article
from archive.store.store import Store
from archive.text.markdown import to_text
from index.document import day, keys, moment, text_parts

BATCH = 500


class Row(TypedDict):
    """`bytes` is the size of title and body alone, in UTF-8: what a figure calls "the text"."""

    id: str
    title: str
    body: str
    tags: list[str]
    agency: list[str]
    day: int
    moment: int
    bytes: int


def row_of(article: Article) -> Row:
    """An article as peers index it. Without a date it is of day 0."""
    parts, values = text_parts(article), keys(article)
    text = (article.title or "") + to_text(article.body)
    return Row(
        id=article.id,
        title="\n".join(parts["title"]),
        body="\n\n".join(parts["body"]),
        tags=list(values["tag"]),
        agency=list(values["agency"]),
        day=day(article) or 0,
        moment=moment(article) or 0,
        bytes=len(text.encode()),
    )


def write(home: Path, target: Path) -> None:
    """All articles of an archive, one row a line, in the order of their ids."""
    partial = target.with_suffix(".part")
    with Store.open(home, read_only=True) as store, partial.open("w", encoding="utf-8") as out:
        ids = sorted(store.ids())
        for start in range(0, len(ids), BATCH):
            for article in store.get_many(ids[start : start + BATCH]).values():
                print(json.dumps(row_of(article), ensure_ascii=False), file=out)
    partial.replace(target)


def read(path: Path) -> Iterator[Row]:
    """The rows of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
