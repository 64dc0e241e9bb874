"""An article as a Markdown file with YAML front matter: what `readers.markdown` reads back."""

from __future__ import annotations

from archive.article import Article, to_json

_KEYS = (
    "title", "date", "published", "agency", "credit", "authors", "publisher", "section", "tags",
    "dateline", "language", "summary", "url", "identifier", "images", "status", "note", "extra",
)  # fmt: skip


def to_markdown_file(article: Article) -> str:
    """Front matter with every field that is not empty, then the body."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:  # the reader refuses them
            return True

    data = to_json(article)
    front = {key: data[key] for key in _KEYS if data[key]}
    text = yaml.dump(front, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"---\n{text}---\n\n{article.body}\n"
