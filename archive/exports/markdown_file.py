"""An article as a Markdown file with YAML front matter; `readers.records.markdown` reads it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from archive.article import Article, to_json

_KEYS = (
    "title", "date", "time", "published", "agency", "credit", "authors", "publisher", "section",
    "tags", "dateline", "language", "summary", "url", "id", "identifier", "images", "status",
    "note", "extra", "tag_kinds", "collections", "supplied",
)  # fmt: skip
_ENDLESS = 1 << 30  # columns: no line is wrapped


class _Moment(str):
    """A date that every reader of YAML takes for one, so that it needs no quotation marks."""

    __slots__ = ()


def to_markdown_file(article: Article) -> str:
    """Front matter with every field that is not empty, then the body. Read back, the same article:
    with the id beside its identifier a reader knows that an archive wrote it.
    """
    import yaml

    data = to_json(article)
    for key, is_whole in (("date", article.precision == "day"), ("published", True)):
        if data[key] and is_whole:
            data[key] = _Moment(data[key])
    front = {key: data[key] for key in _KEYS if data[key]}
    text = yaml.dump(front, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=_ENDLESS)
    return f"---\n{text}---\n\n{article.body}\n"


@lru_cache(maxsize=1)
def _dumper() -> Any:
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:  # the reader refuses them
            return True

    def moment(dumper: Any, value: _Moment) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(value))

    Dumper.add_representer(_Moment, moment)
    return Dumper
