"""An article as a reference for LaTeX, read by BibTeX and biblatex alike."""

from __future__ import annotations

import re
from urllib.parse import quote

from archive.article import Article
from archive.text.plain import slug

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces by name: BibTeX counts them even behind a backslash.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&",
    "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_SEVERAL = re.compile(r"\band\b|,.*,", re.I)  # what BibTeX would take for more than one name
_IN_URL = "!#$%&'()*+,/:;=?@[]~"  # as they are; a space or a brace is none of them


def to_bibtex(article: Article) -> str:
    """One @article, in UTF-8. Its key ends in the id's beginning, so it is the same everywhere.

    Where no author is known the agency stands for one, as style guides ask.
    """
    year, month, _ = (*(article.date or "").split("-"), "", "")[:3]
    agency = ", ".join(article.agency)
    authors = " and ".join(map(_author, article.authors)) or _whole(agency)
    fields = (
        ("author", _braced(authors)),
        ("title", _braced(_whole(article.headline))),
        ("journal", _braced(_latex(article.publisher or agency))),
        ("date", _braced(article.date or "")),
        ("year", _braced(year)),
        ("month", _MONTHS[int(month) - 1] if month else ""),  # a name that BibTeX itself knows
        ("abstract", _braced(_latex(article.summary or ""))),
        ("keywords", _braced(_latex(", ".join(article.tags)))),
        ("language", _braced(article.language or "")),
        ("url", _braced(quote(article.url or "", safe=_IN_URL))),
        ("note", _braced(_latex(agency) if article.authors else "")),
    )
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@article{{{_key(article, year)},\n{lines}\n}}\n\n"


def _key(article: Article, year: str) -> str:
    name = next(iter(article.authors or article.agency), "").split()[-1:]
    who = slug("".join(name), 20).encode("ascii", "ignore").decode() or "anon"
    return f"{who}{year}-{article.id[:8]}"


def _author(name: str) -> str:
    return _whole(name) if _SEVERAL.search(name) else _latex(name)


def _whole(text: str) -> str:
    """In braces of its own: no style changes its capitals or takes it apart."""
    return _braced(_latex(text))


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _LATEX[match[0]], text)
