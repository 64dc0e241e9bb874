"""The table of export formats: each turns an article into text, after a common head."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from archive.article import Article, to_json
from archive.exports.bibtex import to_bibtex
from archive.exports.csv_row import HEADER, to_csv_row
from archive.exports.markdown_file import to_markdown_file
from archive.exports.ninjs import to_ninjs
from archive.exports.ris import to_ris


@dataclass(frozen=True, slots=True)
class Export:
    """A format that is written. `record` is the text of one article and ends its last line, `head`
    stands before the first. A `tree` is a folder with a file for each article.
    """

    name: str
    meaning: str
    record: Callable[[Article], str]
    head: str = ""
    tree: bool = False


def to_json_line(article: Article) -> str:
    """The bare article object (docs/formats.md) on one line."""
    return json.dumps(to_json(article), ensure_ascii=False) + "\n"


EXPORTS: dict[str, Export] = {
    export.name: export
    for export in (
        Export("jsonl", "one article object a line", to_json_line),
        # Without the mark, spreadsheets take UTF-8 for the characters of an old code page.
        Export(
            "csv", "a table, one article a row, for spreadsheets", to_csv_row, "\ufeff" + HEADER
        ),
        Export("markdown", "a folder of Markdown files", to_markdown_file, tree=True),
        Export("ninjs", "one item of ninjs 3.0 (IPTC) a line", to_ninjs),
        Export("bibtex", "references for LaTeX", to_bibtex),
        Export("ris", "references for Zotero, EndNote and others", to_ris),
    )
}
