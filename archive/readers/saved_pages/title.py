"""Which of a page's headlines is the article's: they differ for readers and for search engines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.readers.saved_pages.blocks import letters
from archive.readers.saved_pages.meta import NOWHERE, Placed
from archive.text.plain import fold, one_line

_CUT = re.compile(r"\s+[|–—·•:»›-]\s+|\s*[|ㅣ｜：]\s*|-(?=[^-\s]+$)")
_LEAST_WORDS = 4  # of a headline that another one may be an enlarged version of
LONGEST = 1_000  # characters of a headline


def choose_title(
    stated: Placed,
    alternative: str | None,
    shared: Placed,
    page: str | None,
    headings: Iterable[str],
    names: Iterable[str],
) -> Placed:
    """(place, headline) out of schema.org's (`stated`, and its `alternative`), OpenGraph's
    (`shared`), the <title> (`page`) and the <h1> elements, without names of site and section.
    """
    known = {letters(name) for name in names if letters(name)}
    shown = [
        heading
        for heading in (_without_names(text, known) for text in headings)
        if heading and letters(heading) not in known
    ]
    stated, shared, titled = (
        (place, _without_names(text, known)) for place, text in (stated, shared, ("<title>", page))
    )
    title = _choose(stated[1], shared[1], titled[1], alternative, shown)
    heading = ("<h1>", title if title in shown else None)
    return next(
        (each for each in (stated, shared, heading, titled) if title and each[1] == title), NOWHERE
    )


def _choose(
    stated: str | None,
    shared: str | None,
    page: str | None,
    alternative: str | None,
    shown: list[str],
) -> str | None:
    """Of two versions of one headline the shorter is meant, for words are added for search engines.

    Of two different ones, the longer is the editor's if <title>, kept short for these, repeats the
    other.
    """
    heading = _shown(shown, page)
    if not stated:
        return _shorter(shared, heading, page)
    if not shared or letters(stated) == letters(shared):
        return shared or stated
    for first, second in ((stated, shared), (shared, stated)):
        if _within(first, second) and letters(alternative or "") != letters(second):
            return first
    if letters(page or "") == letters(stated):
        return shared if len(shared) > len(stated) else stated
    agree = {letters(shared), letters(page or ""), letters(shown[0] if shown else "")}
    return shared if len(agree) == 1 and not alternative else stated


def _shorter(*headlines: str | None) -> str | None:
    """The first headline there is, or a later one that is all within it."""
    given = [headline for headline in headlines if headline]
    for headline in given[1:]:
        if _within(headline, given[0]):
            return headline
    return given[0] if given else None


def _shown(headings: list[str], page: str | None) -> str | None:
    """The heading that <title> repeats; else the only one there is."""
    for heading in headings:
        if page and letters(heading) in letters(page):
            return heading
    return headings[0] if len(headings) == 1 else None


def _without_names(text: str | None, known: set[str]) -> str | None:
    """A headline on one line without the names of site and section behind (or before) it."""
    line = one_line((text or "")[:LONGEST])
    while line:
        cuts = list(_CUT.finditer(line))
        if cuts and letters(line[cuts[-1].end() :]) in known:
            line = line[: cuts[-1].start()].rstrip()
        elif cuts and letters(line[: cuts[0].start()]) in known:
            line = line[cuts[0].end() :].lstrip()
        else:
            return line
    return line


def _within(short: str, long: str) -> bool:
    """Whether a headline's words stand in the other one, in their order."""
    if len(short.split()) < _LEAST_WORDS:
        return False
    words = iter(re.findall(r"\w+", fold(long)))
    return all(word in words for word in re.findall(r"\w+", fold(short)))
