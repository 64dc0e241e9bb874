"""The table of export formats: each turns an article into text, after a common head."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from archive.article import Article, to_json
from archive.citing.cited import Cited, cite
from archive.citing.csl_json import csl_line
from archive.citing.styles import STYLES
from archive.exports.csv_row import HEADER, to_csv_row
from archive.exports.markdown_file import to_markdown_file
from archive.exports.ninjs import to_ninjs
from archive.exports.parquet import MEDIA_TYPE, is_installed, parquet
from archive.masthead import Masthead


@dataclass(frozen=True, slots=True)
class Export:
    """A format that is written. `record` is the text of one article; `head` stands before the
    first, `between` each two and `tail` behind the last. A `tree` is a folder with a file for each
    article, and `zipped` the same in a zip. `whole` makes the bytes of all articles, where they are
    no texts one after another. A file's name ends in `ending`. `ready` says whether what it needs
    is installed.
    """

    name: str
    meaning: str
    record: Callable[[Article], str]
    ending: str
    media_type: str
    head: str = ""
    between: str = ""
    tail: str = ""
    tree: bool = False
    zipped: bool = False
    whole: Callable[[Iterable[Article]], Iterator[bytes]] | None = None
    ready: Callable[[], bool] = lambda: True


def to_json_line(article: Article) -> str:
    """The bare article object (docs/formats.md) on one line."""
    return json.dumps(to_json(article), ensure_ascii=False) + "\n"


def exports(masthead: Masthead | None = None, accessed: date | None = None) -> dict[str, Export]:
    """The formats by name. What cites articles cites them in that archive, on that day."""

    def citing(write: Callable[[Cited], str]) -> Callable[[Article], str]:
        return lambda article: write(cite(article, masthead, accessed))

    return {
        export.name: export
        for export in (
            Export(
                "jsonl", "one article object a line", to_json_line,
                ".jsonl", "application/jsonl",
            ),
            # Without the mark, spreadsheets take UTF-8 for the characters of an old code page.
            Export(
                "csv", "a table, one article a row, for spreadsheets", to_csv_row,
                ".csv", "text/csv", "\ufeff" + HEADER,
            ),
            Export(
                "parquet", "typed columns, for pandas, polars, DuckDB (extra: parquet)",
                to_json_line, ".parquet", MEDIA_TYPE, whole=parquet, ready=is_installed,
            ),
            Export(
                "markdown", "a folder of Markdown files", to_markdown_file,
                "", "text/markdown", tree=True,
            ),
            Export(
                "markdown-zip", "Markdown files in folders, in a zip file", to_markdown_file,
                ".zip", "application/zip", zipped=True,
            ),
            Export(
                "ninjs", "one item of ninjs 3.0 (IPTC) a line", to_ninjs,
                ".ninjs.jsonl", "application/jsonl",
            ),
            _citations("bibtex", "references for LaTeX", citing),
            _citations("ris", "references for Zotero, EndNote and others", citing),
            Export(
                "csl-json", "references for citeproc, Zotero and others", citing(csl_line),
                STYLES["csl-json"].ending, STYLES["csl-json"].media_type, "[\n", ",\n", "\n]\n",
            ),
        )
    }  # fmt: skip


def _citations(
    name: str, meaning: str, citing: Callable[[Callable[[Cited], str]], Callable[[Article], str]]
) -> Export:
    style = STYLES[name]
    return Export(name, meaning, citing(style.text), style.ending, style.media_type)


EXPORTS = exports()  # their names, and what each is
