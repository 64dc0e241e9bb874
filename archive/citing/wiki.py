"""A citation as Wikipedia and other wikis write one: the template {{cite news}}.

Its parameters are those of Citation Style 1 (en.wikipedia.org, Template:Cite news).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from archive.citing.cited import Cited
from archive.citing.prose import british

# What a wiki would take for markup, as references to characters; "|" has a template of its own.
_MARKUP = {
    "|": "{{!}}", "{": "&#123;", "}": "&#125;", "[": "&#91;", "]": "&#93;", "<": "&lt;",
    ">": "&gt;", "''": "&#39;&#39;", "~~~": "&#126;&#126;&#126;", "__": "&#95;&#95;",
}  # fmt: skip
_TAKEN = re.compile(r"''|~~~|__|[|{}\[\]<>]|&(?=#?\w+;)")
_IN_ADDRESS = {"|": "%7C", "'": "%27", "[": "%5B", "]": "%5D", "~": "%7E"}


def wiki(cited: Cited) -> str:
    """The template with what is known. The archive's copy stands beside the original where the day
    on which it was made is known, as the template asks for that day.
    """
    values = ((name, value) for name, value in _values(cited) if value)
    return "{{cite news " + " ".join(f"|{name}={value}" for name, value in values) + "}}"


def _values(cited: Cited) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(cited.names, 1):
        if name.whole:
            yield f"author{number}", _escaped(name.whole)
        else:
            yield f"last{number}", _escaped(name.family)
            yield f"first{number}", _escaped(", ".join(filter(None, (name.given, name.suffix))))
    yield "title", _escaped(cited.title)
    yield "work", _escaped(cited.publisher)
    yield "agency", _escaped(cited.agency)
    yield "date", british(cited.when)
    if cited.original and cited.seen:
        yield "url", _address(cited.original)
        yield "archive-url", _address(cited.address)
        yield "archive-date", _day(cited.seen)
    else:
        yield "url", _address(cited.address)
    yield "access-date", _day(cited.accessed) if cited.address else ""
    yield "via", _escaped(cited.archive)
    yield "type", f"Revision {cited.revision}" if cited.revision else ""
    yield "language", cited.language or ""


def _day(day: date | None) -> str:
    return british((day.year, day.month, day.day)) if day else ""


def _escaped(text: str | None) -> str:
    line = " ".join((text or "").split())
    return _TAKEN.sub(lambda match: _MARKUP.get(match[0], "&amp;"), line)


def _address(url: str | None) -> str:
    return "".join(_IN_ADDRESS.get(sign, sign) for sign in url or "")
