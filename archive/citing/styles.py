"""The table of styles: each writes a citation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.citing.bibtex import bibtex
from archive.citing.cited import Cited
from archive.citing.csl_json import csl_json, csl_line
from archive.citing.prose import Runs, apa, chicago, mla, plain
from archive.citing.ris import ris
from archive.citing.wiki import wiki


@dataclass(frozen=True, slots=True)
class Style:
    """A style. `runs` gives a citation to be read, some of whose runs are `Italic`; a style for
    programs has a file's `ending` and `media_type`.
    """

    name: str
    label: str
    runs: Callable[[Cited], Runs]
    ending: str = ""
    media_type: str = "text/plain"

    def text(self, cited: Cited) -> str:
        """A citation as plain text."""
        return plain(self.runs(cited))

    @property
    def is_file(self) -> bool:
        """Whether it is for programs, and can be saved as a file."""
        return bool(self.ending)


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("apa", "APA, 7th edition", apa),
        Style("mla", "MLA, 9th edition", mla),
        Style("chicago", "Chicago, 17th edition", chicago),
        Style("wiki", "Wikipedia", lambda cited: (wiki(cited),)),
        Style(
            "ris", "RIS", lambda cited: (ris(cited),), ".ris", "application/x-research-info-systems"
        ),
        Style("bibtex", "BibTeX", lambda cited: (bibtex(cited),), ".bib", "application/x-bibtex"),
        Style(
            "csl-json", "CSL-JSON", lambda cited: (csl_json(cited),), ".json",
            "application/vnd.citationstyles.csl+json",
        ),
    )
}  # fmt: skip


def in_file(style: Style, cited: Iterable[Cited]) -> str:
    """Several citations as one text of a style for programs."""
    if style.name == "csl-json":
        return "[\n" + ",\n".join(map(csl_line, cited)) + "\n]\n"
    return "".join(map(style.text, cited))
