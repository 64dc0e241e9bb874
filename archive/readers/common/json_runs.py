"""JSON values one after another, in a list or not: a bad one does not end the reading of the rest.

Where the next one begins is told by what the bad one and those before it look like: by the place of
their brace on its line, by their first key, and by their other keys. Objects inside a bad one are
no values of the run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

SPACE = " \t\r\n\x1e\ufeff"  # some put a record separator before each object

# What interfaces and exports call the list that they wrap items in, and objects around it.
_WRAPPERS = (
    "items", "item", "_items", "results", "newsitems", "articles", "data", "posts", "docs",
    "entries", "stories", "response", "hits", "db",
)  # fmt: skip
_MOST_TRIED = 500  # places of a file at which a value may begin again; each costs a look at it all
_DEEPEST = 4  # objects around a list
_FIRST_KEY = re.compile(r'\{\s*("(?:[^"\\]|\\.){0,100}")')


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the place of a value that cannot be read; the `last` one if nothing is read
    behind it.
    """

    reason: str
    last: bool

    @property
    def told(self) -> str:
        """The reason, and that the rest is lost."""
        return self.reason + ("; the rest is not read" if self.last else "")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A value that is not valid: a list, or an object around one, with a Fault for each item that
    cannot be read; where the members of the object begin; and what is wrong behind the list.
    """

    value: Any
    starts: Mapping[str, int]
    behind: str | None


class Run:
    """The values from `at` on, in order; inside a list up to its end, at which `at` then is."""

    def __init__(
        self, text: str, at: int, decoder: json.JSONDecoder, *, in_list: bool = False
    ) -> None:
        self._text = text
        self._decoder = decoder
        self._in_list = in_list
        self.at = skip(text, at)
        self._keys: AbstractSet[str] = frozenset()  # of the value before
        self._first_key: str | None = None
        self._tried = 0

    def __iter__(self) -> Iterator[tuple[Any, int, int]]:
        """(value, where it begins, where it ends); a Fault goes up to the next value."""
        text = self._text
        while self.at < len(text) and not (self._in_list and text[self.at] == "]"):
            start = self.at
            try:
                value, end = self._decoder.raw_decode(text, start)
            except (ValueError, RecursionError) as error:
                begin = self._next_value(start, error)
                self.at = len(text) if begin is None else begin
                yield Fault(why(error), begin is None), start, self.at
                continue
            if isinstance(value, dict) and value:
                self._keys = value.keys()
                self._first_key = json.dumps(next(iter(value)), ensure_ascii=False)
            self.at = skip(text, end)
            if self._in_list and text[self.at : self.at + 1] == ",":
                self.at = skip(text, self.at + 1)
            yield value, start, end

    def _next_value(self, bad: int, error: Exception) -> int | None:
        """Where the next value begins, behind a fault in the one at `bad`."""
        text, first = self._text, _FIRST_KEY.match(self._text, bad)
        keys = {re.escape(key) for key in (self._first_key, first[1] if first else None) if key}
        begins = re.compile(rf"\{{\s*(?:{'|'.join(sorted(keys))})\s*:" if keys else r'\{\s*"')
        indent = _indent(text, bad)
        at = max(_before(text, bad, error), bad + 1)
        while self._tried < _MOST_TRIED and (found := begins.search(text, at)):
            at = found.start() + 1
            if not _may_begin(text, found.start(), indent):
                continue
            self._tried += 1
            try:
                value, end = self._decoder.raw_decode(text, found.start())
            except (ValueError, RecursionError) as fault:
                at = max(_before(text, found.start(), fault), at)
                continue
            if 2 * len(self._keys & value.keys()) > len(self._keys) or not self._keys:
                return found.start()
            at = end
        return None


def salvaged(text: str, at: int, decoder: json.JSONDecoder, depth: int = 0) -> Salvaged | None:
    """What can be read of the value at `at`, if it is a list or an object around one of those that
    interfaces wrap items in; else None.
    """
    if text[at : at + 1] == "[":
        run = Run(text, at + 1, decoder, in_list=True)
        items = [value for value, _, _ in run]
        told = bool(items) and isinstance(items[-1], Fault) and items[-1].last
        cut = run.at >= len(text) and not told
        return Salvaged(items, {}, "the file ends inside the list" if cut else None)
    if text[at : at + 1] != "{" or depth > _DEEPEST:
        return None
    members: dict[str, Any] = {}
    starts: dict[str, int] = {}
    name, reason = "", "its end is missing"
    while text[at : at + 1] in ("{", ","):
        try:
            key, end = decoder.raw_decode(text, skip(text, at + 1))
            at = skip(text, end)
            if text[at : at + 1] != ":" or not isinstance(key, str):
                break
            name = key
            starts[name] = at = skip(text, at + 1)
            members[name], end = decoder.raw_decode(text, at)
            at = skip(text, end)
        except (ValueError, RecursionError) as error:
            reason = why(error)
            break
    if name in starts and name not in members:
        inner = salvaged(text, at, decoder, depth + 1) if name in _WRAPPERS else None
        return inner and Salvaged({**members, name: inner.value}, starts, inner.behind)
    return Salvaged(members, starts, f"behind the list: {reason}") if _has_list(members) else None


def _has_list(members: Mapping[str, Any]) -> bool:
    """Whether the list that an object wraps is among these members of it."""
    for value in map(members.get, _WRAPPERS):
        if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            return True
        if isinstance(value, Mapping) and _has_list(value):
            return True
    return False


def _before(text: str, begin: int, error: Exception) -> int:
    """Where to look for the next value behind a fault: before the text that stands at it, which
    has taken in what follows if its quotation mark is missing.
    """
    if not isinstance(error, json.JSONDecodeError):
        return begin + 1
    quote = text.rfind('"', begin, max(error.pos - 1, begin))
    return error.pos if quote < 0 else quote


def _may_begin(text: str, at: int, indent: str | None) -> bool:
    """Whether a brace stands where that of the bad value did: on its line, or behind another."""
    if indent is not None:
        return _indent(text, at) == indent
    before = at - 1
    while before >= 0 and text[before] in SPACE:
        before -= 1
    return before >= 0 and (text[before] in "}," or "\n" in text[before:at])


def _indent(text: str, at: int) -> str | None:
    """The space before a place on its line; None where more than space stands there."""
    begin = at
    while begin > 0 and text[begin - 1] in SPACE and text[begin - 1] != "\n":
        begin -= 1
    return text[begin:at] if begin == 0 or text[begin - 1] == "\n" else None


def skip(text: str, at: int) -> int:
    """The place of the first character from `at` on that is no space."""
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def why(error: Exception) -> str:
    """What is wrong with JSON, for a reader of reports."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    return "not valid JSON: a number is too long"
