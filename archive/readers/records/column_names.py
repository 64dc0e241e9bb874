"""The line of a table that names its columns, and what stands between them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence

from archive.readers.common.columns import TELLING, fields_of

DELIMITERS = ",\t;|"
LONGEST_NAME = 40  # characters, where nothing else says that it is one
MOST_ABOVE = 20  # rows above the column names: whose list it is, what was searched for
MOST_COLUMNS = 2000
_LONGEST_NAMES = 100_000


def distinct(row: Sequence[str]) -> list[str]:
    """Column names in a line each, blank ones and second ones made distinct."""
    names: list[str] = []
    for place, name in enumerate(row[:MOST_COLUMNS], 1):
        name = " ".join(name.removeprefix("\ufeff").split()) or f"column {place}"
        names.append(f"{name} ({place})" if name in names else name)
    return names


def are_names(names: Sequence[str], given: Mapping[str, str], *, among_others: bool) -> bool:
    """Whether a row names a title or a text, or what was `given` as such (--map); of one `among
    others`, which may be an article, it takes a second known name, and none too long for one.
    """
    fields = fields_of(names, given)
    if among_others and (len(fields) < 2 or any(len(name) > LONGEST_NAME for name in names)):
        return False
    return bool(TELLING & set(fields))


def is_above_names(
    row: Sequence[str], below: Sequence[Sequence[str]], given: Mapping[str, str]
) -> bool:
    """Whether a row with gaps names groups of columns: the first row `below` it, if there is any,
    names as many that are known.
    """
    if not below or all(map(str.strip, row)):
        return False
    names = distinct(below[0])
    known = fields_of(distinct(row), given)
    return are_names(names, given, among_others=True) and len(fields_of(names, given)) >= len(known)


def delimiter_of(text: str) -> str:
    """What stands between the column names: the sign that shows the most known, then the most; in
    the first line, unless that shows none and one of those below it is the line of names.
    """
    lines = re.split(r"[\r\n]+", text.lstrip("\ufeff"), maxsplit=MOST_ABOVE + 1)[: MOST_ABOVE + 1]
    known, first = _most_known(lines[0])
    if not known:
        for line in lines[1:]:
            _, sign = _most_known(line)
            if are_names(names_in(line, sign), {}, among_others=True):
                return sign
    return first


def names_in(text: str, delimiter: str) -> list[str]:
    """The fields of a text's first line."""
    line = re.split(r"[\r\n]", text.lstrip("\ufeff"), maxsplit=1)[0][:_LONGEST_NAMES]
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _most_known(line: str) -> tuple[int, str]:
    """How many known names a line shows at most, and the sign between them."""

    def worth(sign: str) -> tuple[int, int]:
        names = names_in(line, sign)
        return len(fields_of(names)), len(names)

    best = max(DELIMITERS, key=worth)
    return worth(best)[0], best
