"""Citations as they stand in a list of references: APA, MLA and Chicago.

A style gives runs of text; those that are `Italic` are set in italics.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.citing.cited import Cited
from archive.citing.names import Name
from archive.citing.titles import capitalised, closed, quoted, stopped

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_APA_NAMES = 20  # of whom all are named; of more, the first 19 and the last
_CHICAGO_NAMES = 10  # of whom all are named; of more, the first 7


class Italic(str):
    """A run in italics."""

    __slots__ = ()


Runs = tuple[str, ...]


def apa(cited: Cited) -> Runs:
    """The American Psychological Association's style, 7th edition, for articles of newspapers.

    A title keeps its capitals, as the names in a headline cannot be told from its words.
    """
    revision = f" (Revision {cited.revision})." if cited.revision else ""
    words = cited.title if revision else closed(cited.title)
    title = (words if cited.container else Italic(words), revision)
    date = (f"({_american(cited.when, 'n.d.', year_first=True)}).",)
    begins = ((stopped(_apa_names(cited.names)),), date, title) if cited.names else (title, date)
    source = _closed((Italic(cited.container),)) if cited.container else ()
    if cited.address and cited.accessed:
        where = f"Retrieved {_american(_day(cited))}, from {cited.address}"
    else:
        where = cited.address or stopped(cited.archive or "")
    return _sentences(*begins, source, (where,))


def mla(cited: Cited) -> Runs:
    """The Modern Language Association's style, 9th edition: the archive is the second container."""
    revision = f"revision {cited.revision}" if cited.revision else ""
    date = _british(cited.when, _SHORT)
    paper = Italic(cited.container or "")
    address = cited.address or ""
    if cited.archive:
        holders = [(paper, date), (Italic(cited.archive), revision, address)]
    else:
        first = revision if paper else revision.capitalize()  # it begins a sentence then
        holders = [(paper, first, date, address)]
    visited = cited.address and cited.accessed
    accessed = f"Accessed {_british(_day(cited), _SHORT)}." if visited else ""
    return _sentences(
        (stopped(_mla_names(cited.names)),),
        _title(cited),
        *(_closed(_listed(holder)) for holder in holders),
        (accessed,),
    )


def chicago(cited: Cited) -> Runs:
    """The Chicago Manual of Style, 17th edition: an entry of the bibliography in the system of
    notes. An unsigned article stands under its paper (14.199).
    """
    paper = Italic(cited.container or "")
    date = _american(cited.when, "n.d.")
    unsigned = bool(paper) and not cited.names
    begin = (paper, ".") if unsigned else (stopped(_chicago_names(cited.names)),)
    source = (date,) if unsigned else (paper, date)
    revision = f"revision {cited.revision}" if cited.revision else ""
    holder = ", ".join(filter(None, (cited.archive, revision)))
    visited = cited.address and cited.accessed
    accessed = f"Accessed {_american(_day(cited))}." if visited else ""
    return _sentences(
        begin if unsigned or cited.names else (),
        _title(cited),
        _closed(_listed(source)),
        (stopped(holder[:1].upper() + holder[1:]),),
        (accessed,),
        (stopped(cited.address or ""),),
    )


def plain(runs: Iterable[str]) -> str:
    """A citation without its italics."""
    return "".join(runs)


def british(when: tuple[int, ...]) -> str:
    """ "3 November 2017", as far as it is known."""
    return _british(when, MONTHS)


def _title(cited: Cited) -> Runs:
    """In quotation marks where the article stands in something, else in italics."""
    title = capitalised(cited.title, cited.language)
    return (quoted(title),) if cited.container else (Italic(closed(title)),)


def _apa_names(names: tuple[Name, ...]) -> str:
    written = [name.initialled for name in names]
    if len(written) > _APA_NAMES:
        return f"{', '.join(written[: _APA_NAMES - 1])}, . . . {written[-1]}"
    return ", & ".join(filter(None, (", ".join(written[:-1]), written[-1])))


def _mla_names(names: tuple[Name, ...]) -> str:
    if len(names) > 2:
        return f"{names[0].inverted}, et al."
    return ", and ".join([name.inverted for name in names[:1]] + [n.direct for n in names[1:]])


def _chicago_names(names: tuple[Name, ...]) -> str:
    written = [name.inverted if at == 0 else name.direct for at, name in enumerate(names)]
    if len(written) > _CHICAGO_NAMES:
        return f"{', '.join(written[:7])}, et al."
    if len(written) > 1:
        written[-1] = f"and {written[-1]}"
    return ", ".join(written)


def _day(cited: Cited) -> tuple[int, ...]:
    day = cited.accessed
    return (day.year, day.month, day.day) if day else ()


def _american(when: tuple[int, ...], without: str = "", year_first: bool = False) -> str:
    """ "November 3, 2017", or as APA dates an article, "2017, November 3"."""
    if not when:
        return without
    day = " ".join([MONTHS[when[1] - 1], *map(str, when[2:])]) if len(when) > 1 else ""
    if year_first:
        return f"{when[0]}, {day}" if day else str(when[0])
    return f"{day}{',' if len(when) > 2 else ''} {when[0]}".strip()


def _british(when: tuple[int, ...], months: tuple[str, ...]) -> str:
    names = [str(when[2])] if len(when) > 2 else []
    names += [months[when[1] - 1]] if len(when) > 1 else []
    return " ".join([*names, *map(str, when[:1])])


def _listed(parts: Iterable[str]) -> Runs:
    """What there is of the parts, with commas between them."""
    found = [part for part in parts if part]
    return tuple(run for part in found for run in (", ", part))[1:]


def _closed(runs: Runs) -> Runs:
    """With a full stop behind the last run, unless it ends in a mark; nothing stays nothing."""
    if not runs:
        return runs
    return runs if stopped(runs[-1]) == runs[-1] else (*runs, ".")


def _sentences(*sentences: Runs) -> Runs:
    """Those that say anything, a space between them."""
    found = [sentence for sentence in sentences if any(sentence)]
    return tuple(run for sentence in found for run in (" ", *sentence))[1:]
