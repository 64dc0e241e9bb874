"""Which of a page's headlines is the article's: they differ for readers and for search engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from archive.readers.common.bylines import is_section
from archive.readers.saved_pages.blocks import letters
from archive.readers.saved_pages.meta import NOWHERE, Placed
from archive.text.markup import short_text
from archive.text.plain import fold, one_line

# What stands between a headline and a name: a sign with a space on one side at least, or one of
# those that join nothing else.
_CUT = re.compile(
    r"\s+[^\w\s]{1,3}\s+|\s*[|ㅣ｜：¦│]\s*|\s+[([<«‹@]\s*|\s*[:;,»›]\s+|-(?=[^-]+$)|_"
)
_APART = re.compile(r"\s+[|–—·•»›/~-]+\s+|\s*[|ㅣ｜¦│]\s*")  # before a name that is not known
_JOINING = (":", ";", ",")  # behind a kicker, a word which belongs to the headline
_LEAST_WORDS = 4  # of a headline that another one may be an enlarged version of
LONGEST = 1_000  # characters of a headline
_MOST_HEADINGS = 100  # of a page that are looked at


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
    others = [stated[1]] if stated[1] else shown
    shared, titled = ((place, _as_repeated(text, others)) for place, text in (shared, titled))
    title = _choose(stated[1], shared[1], titled[1], alternative, shown)
    heading = ("<h1>", title if title in shown else None)
    return next(
        (each for each in (stated, shared, heading, titled) if title and each[1] == title), NOWHERE
    )


def heading_of(root: Any, title: str | None, in_furniture: Callable[[Any], bool]) -> Any | None:
    """The heading that is the page's title, else its only <h1>."""
    wanted = letters(title or "")
    first: list[Any] = []
    for count, heading in enumerate(root.iter("h1", "h2", "h3")):
        if count == _MOST_HEADINGS:
            break
        text = letters(short_text(heading, LONGEST) or "")
        if not text or in_furniture(heading):
            continue
        if wanted and text == wanted:
            return heading
        if heading.tag == "h1":
            first.append(heading)
    return first[0] if len(first) == 1 else None


def _as_repeated(text: str | None, others: list[str]) -> str | None:
    """A headline without a name behind it that the page states nowhere else: the rest is one of the
    other headlines.
    """
    same = set(map(letters, others))
    for cut in _APART.finditer(text or ""):
        part = str(text)[: cut.start()]
        if letters(part) in same:
            return part.strip()
    return text


def _choose(
    stated: str | None,
    shared: str | None,
    page: str | None,
    alternative: str | None,
    shown: list[str],
) -> str | None:
    """Of two versions of one headline the shorter is meant, for words are added for search engines.

    Of two different ones that counts which <title> and <h1> agree on, or else the longer one, which
    is the editor's, if <title>, kept short for search engines, repeats the other.
    """
    heading = _shown(shown, page)
    if not stated:
        agreed = heading and shared and letters(heading) == letters(page or "")
        return (
            heading if agreed and not _alike(heading, shared) else (_shorter(shared, heading, page))
        )
    if not shared or letters(stated) == letters(shared):
        return shared or stated
    for first, second in ((stated, shared), (shared, stated)):
        if _within(first, second) and letters(alternative or "") != letters(second):
            return first
    seen = {letters(page or ""), letters(heading or "")}
    if letters(alternative or "") != letters(shared) and seen == {letters(stated)}:
        return stated
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
    named = False  # whether the site's name was cut: the section's may stand before it
    while line:
        cuts = list(_CUT.finditer(line))
        behind = next((cut for cut in cuts if letters(line[cut.end() :]) in known), None)
        if named and cuts and not behind and is_section(line[cuts[-1].end() :]):
            behind = cuts[-1]
        before = next(
            (
                cut
                for cut in cuts
                if letters(line[: cut.start()]) in known
                and (cut[0].strip() not in _JOINING or " " in line[: cut.start()].strip())
            ),
            None,
        )
        if behind and behind.start():
            line, named = line[: behind.start()].rstrip(), True
        elif before and before.end() < len(line):
            line = line[before.end() :].lstrip()
        else:
            return line
    return line


def _alike(one: str | None, other: str | None) -> bool:
    """Whether one headline is a version of the other."""
    return _within(one or "", other or "") or _within(other or "", one or "")


def _within(short: str, long: str) -> bool:
    """Whether a headline's words stand in the other one, in their order."""
    if len(short.split()) < _LEAST_WORDS:
        return False
    words = iter(re.findall(r"\w+", fold(long)))
    return all(word in words for word in re.findall(r"\w+", fold(short)))
