"""The query tree -> text of the query language, to tell a reader which part of it is meant."""

from __future__ import annotations

from collections.abc import Iterable

from index.fields import ANY, FIELDS
from index.query.tree import (
    All,
    And,
    AtLeast,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Undated,
    Variants,
    Word,
)

_MOST_SHOWN = 3  # words of a pattern that stands for many


def written(query: Query) -> str:
    """A query as it could be typed. Words are folded; a pattern is the words it stands for."""
    match query:
        case All():
            return "*"
        case And(items) | Or(items) | AtLeast(_, items):
            return _joined(query, items)
        case Not(item):
            return f"-{_bracketed(item)}"
        case Boost(item, weight):
            return f"{_bracketed(item)}^{weight:g}"
        case Prefer(item, _):
            return written(item)
        case Key(field, key):
            return f"{field}:{_quoted(key)}"
        case KeyPrefix(field, start):
            return f"{field}:{start}*"
        case Keys(field, _, typed):
            return f"{field}:{typed}"
        case Days(first, last):
            return f"date:{_day(first)}..{_day(last)}" if first != last else f"date:{_day(first)}"
        case Undated():
            return "date:none"
        case _:
            return _field(query.streams) + _terms(query)


def _terms(leaf: Word | Phrase | Near | Prefix | Variants) -> str:
    match leaf:
        case Word(_, word, _):
            return word
        case Phrase(_, (word,)) if word.isupper():
            return word
        case Phrase(_, words):
            return f'"{" ".join(words)}"'
        case Near(_, words, apart):
            return f'"{" ".join(words)}"~{apart}'
        case Prefix(_, start):
            return f"{start}*"
        case Variants(leaves, typed):
            if typed and isinstance(leaves[0], Near):
                return f'"{typed}"~{leaves[0].apart}'
            if typed:
                return _quoted(typed)
            shown = [_terms(each).strip('"') for each in leaves[:_MOST_SHOWN]]
            rest = f" … ({len(leaves)} words)" if len(leaves) > _MOST_SHOWN else ""
            return f"({' OR '.join(shown)}{rest})"


def _joined(query: And | Or | AtLeast, items: Iterable[Query]) -> str:
    parts = [written(item) if _is_single(item) else f"({written(item)})" for item in items]
    match query:
        case And():
            return " ".join(parts) or "*"
        case Or():
            return " OR ".join(parts) or '""'
        case AtLeast(least, _):
            return f"{least} of ({', '.join(parts)})"


def _is_single(query: Query) -> bool:
    return not isinstance(query, And | Or | AtLeast)


def _bracketed(query: Query) -> str:
    return written(query) if _is_single(query) else f"({written(query)})"


def _field(streams: tuple[str, ...]) -> str:
    if streams == ANY.streams:
        return ""
    return next((f"{field.name}:" for field in FIELDS if field.streams == streams), "")


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _day(day: int | None) -> str:
    text = f"{day:08}" if day else ""  # the day after the last of all is none in a calendar
    return "-".join(filter(None, (text[:4], text[4:6], text[6:])))
