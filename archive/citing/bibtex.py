"""A citation for LaTeX, read by BibTeX and biblatex alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.cited import Cited
from archive.citing.names import Name

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces by name: BibTeX counts them even behind a backslash.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&",
    "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}&%$#_~^<>]")
# Signs that LaTeX joins into another: -- into a dash, '' into a quotation mark, ?` into ¿.
_JOINED = re.compile(r"(['`,-])(?=\1)|([?!])(?=`)")
_SEVERAL = re.compile(r"\band\b|\bothers\b|,", re.I)  # what BibTeX would take apart


def bibtex(cited: Cited) -> str:
    """One entry, in UTF-8. Its key ends in the id's beginning, so it is the same everywhere.

    It is an @article, which every style of both programs prints with paper and day; @online is
    unknown to BibTeX. biblatex's styles know a newspaper by `entrysubtype`. Without a paper or
    agency it is @misc, since an @article without a journal is a fault to BibTeX.
    """
    kind = "article" if cited.container else "misc"
    lines = ",\n".join(f"  {name} = {value}" for name, value in _fields(cited) if value)
    return f"@{kind}{{{cited.key},\n{lines}\n}}\n\n"


def _fields(cited: Cited) -> Iterator[tuple[str, str]]:
    year, month = (*cited.when, 0, 0)[:2]
    accessed = cited.accessed.isoformat() if cited.accessed and cited.address else ""
    yield "author", _braced(" and ".join(map(_author, cited.names)))
    yield "title", _braced(_whole(cited.title))
    yield "journal", _braced(_latex(cited.container))
    yield "entrysubtype", _braced("newspaper" if cited.container else "")
    yield "date", _braced("-".join(f"{part:02}" for part in cited.when).zfill(4 * bool(year)))
    yield "year", _braced(f"{year:04}" if year else "")
    yield "month", _MONTHS[month - 1] if month else ""  # a name that BibTeX itself knows
    yield "abstract", _braced(_latex(cited.summary))
    yield "keywords", _braced(_latex(", ".join(cited.tags)))
    yield "language", _braced(_latex(cited.language))
    yield "url", _braced(cited.address or "")
    yield "urldate", _braced(accessed)
    yield "note", _braced(_note(cited))


def _note(cited: Cited) -> str:
    """What neither program has a field for."""
    original = f"first published at \\url{{{cited.original}}}" if cited.original else ""
    parts = (
        _latex(cited.supplier),
        _latex(cited.archive),
        f"revision {cited.revision}" if cited.revision else "",
        original,
    )
    said = ", ".join(filter(None, parts))
    return said[:1].upper() + said[1:]


def _author(name: Name) -> str:
    if name.whole:
        return _whole(name.whole)
    parts = (name.family, name.suffix, name.given) if name.suffix else (name.family, name.given)
    return ", ".join(_whole(part) if _SEVERAL.search(part) else _latex(part) for part in parts)


def _whole(text: str) -> str:
    """In braces of its own: no style changes its capitals or takes it apart."""
    return _braced(_latex(text))


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _latex(text: str | None) -> str:
    escaped = _SPECIAL.sub(lambda match: _LATEX[match[0]], " ".join((text or "").split()))
    return _JOINED.sub(lambda match: f"{match[0]}{{}}", escaped)
