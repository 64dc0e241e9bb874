"""Who an element names: a by-line on one line, several, or people put together of their names."""

from __future__ import annotations

from typing import Any

from archive.normalise.agencies import known_agency
from archive.readers.common.fields import author_lines, bare_key
from archive.readers.common.xml import local, words
from archive.text.plain import one_line

_OF_A_HOUSE = ("organization", "organisation", "org", "agency", "affiliation", "company", "source")
_SEVERAL = {"authors", "creators", "bylines"}


def lines_in(element: Any) -> list[str]:
    """A line for each that an element lists; with commas for breaks (<br/>). Of elements that hold
    parts of a name (<given>, <family>) one line, the given name first.
    """
    parts = list(element)
    if not parts or _is_mixed(element):
        return _broken_line(element)
    if len(parts) == 1:
        return lines_in(parts[0])
    if len(set(map(local, parts))) == 1:
        inner = [line for part in parts for line in lines_in(part)]
        return [" ".join(inner)] if _is_one_name(element, inner) else inner
    people: list[dict[str, str]] = [{}]
    for part in parts:
        key = bare_key(local(part))
        if key in people[-1]:
            people.append({})
        people[-1][key] = ", ".join(lines_in(part))
    return [line for person in people if (line := _person(person))]


def _person(said: dict[str, str]) -> str:
    """One who is described by elements; all that they say where none is a name."""
    name = " ".join(author_lines({key: text for key, text in said.items() if key != "title"}))
    if name:
        return ", ".join([name, *(said[key] for key in _OF_A_HOUSE if said.get(key))])
    texts = [text for text in said.values() if text]
    return (", " if any(" " in text for text in texts) else " ").join(texts)


def _is_one_name(element: Any, names: list[str]) -> bool:
    """Whether <author><name>Jane</name><name>Roe</name></author> is one person: what names one
    holds single words, of which none is an agency. Where a script has no capitals words tell less.
    """
    return bare_key(local(element)) not in _SEVERAL and all(
        " " not in name and name[0].isupper() and not known_agency(name) for name in names
    )


def _is_mixed(element: Any) -> bool:
    """Whether an element has text of its own beside its children."""
    return any(map(one_line, (element.text, *(each.tail for each in element))))


def _broken_line(element: Any) -> list[str]:
    if any(local(child).lower() == "br" for child in element):
        text = ", ".join(line for text in element.itertext() if (line := one_line(text)))
    else:
        text = words(element) or ""
    return [text] if text else []
