"""BibTeX and BibLaTeX: @article{key, title = {...}, ...}, as Zotero and others write references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.article import RawArticle, Skipped
from archive.readers.common.catalogue_names import given_first
from archive.readers.sources.source import Source
from archive.text.charset import decode
from archive.text.plain import one_line, tidy

NAME = "bibtex"
EXAMPLE = "@article{key, title = {...}, date = {2017-11-03}, ...}"

_ENTRY = re.compile(r"@(?P<type>[A-Za-z]+)\s*\{\s*(?P<key>[^\s,{}\"]*)\s*,")
_FIRST = re.compile(
    r"(?:\s|%[^\n]*\n|@(?:comment|preamble|string)\s*\{[^\n]*\n)*"
    r"@[A-Za-z]{3,20}\s*\{[^\s,{}\"]*\s*,\s*[A-Za-z-]+\s*=",
    re.I,
)
_NAME = re.compile(r"\s*,?\s*([A-Za-z][\w:-]*)\s*=\s*")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327",
    "v": "\u030c", "=": "\u0304", ".": "\u0307", "u": "\u0306", "H": "\u030b", "r": "\u030a",
    "k": "\u0328",
}  # fmt: skip
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
            "AA": "Å", "l": "ł", "L": "Ł", "i": "i", "j": "j"}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(['`\"^~=.])\s*\{?\\?([A-Za-z])\}?|([cvuHrk])(?:\s+|\{)\\?([A-Za-z])\}?)"
)
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|o|O|aa|AA|l|L|i|j)(?![A-Za-z])\s?")
# The fields of an article that those of BibTeX become; any other goes into `extra`.
_FIELDS = {
    "title": "title", "author": "authors", "journal": "publisher", "journaltitle": "publisher",
    "date": "date", "year": "date", "month": "date", "day": "date", "abstract": "summary",
    "keywords": "tags", "url": "url", "language": "language", "langid": "language",
}  # fmt: skip
_STRING = re.compile(r"@string\s*[{(]\s*([^\s={}(),\"#]+)\s*=\s*", re.I)


def looks_like(start: str) -> bool:
    """Whether a text begins with an entry of BibTeX."""
    return "@" in start[:20_000] and _FIRST.match(start) is not None


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every entry; one that the file ends inside is told."""
    data = source.bytes()
    text = tidy(decode(data, source.fallback()))
    at, number = 0, 0
    names = {  # what @string calls a text
        each[1].lower(): _value(text, each.end(), {}, [])[0] for each in _STRING.finditer(text)
    }
    while entry := _ENTRY.search(text, at):
        at = entry.end()
        if entry["type"].lower() in ("comment", "string", "preamble"):
            continue
        number += 1
        unnamed: set[str] = set()
        values, end = _values(text, at, names, unnamed)
        where = f"entry {entry['key'] or number}"
        if values:
            original = text[entry.start() : end].encode("utf-8", "replace")
            article = _article(values, entry["type"].lower(), source, where, original)
            yield replace(article, around=tuple(sorted(_fields_of(unnamed))))
        if end >= len(text) and not text.rstrip().endswith("}"):
            yield Skipped(source.origin(where), "the file ends inside this entry")
        at = max(at, end)


def _fields_of(unnamed: set[str]) -> set[str]:
    """The fields of an article that some of BibTeX are or are a part of."""
    return {_FIELDS.get(name, f"extra.{name}") for name in unnamed}


def _values(
    text: str, at: int, names: dict[str, str], unnamed: set[str]
) -> tuple[dict[str, str], int]:
    """The fields of the entry whose first one begins at `at`, and where the entry ends. Those for
    which a name stands that no @string explains are added to `unnamed`.
    """
    values: dict[str, str] = {}
    while match := _NAME.match(text, at):
        bare: list[str] = []
        value, at = _value(text, match.end(), names, bare)
        values[match[1].lower()] = value
        if not all(each.isdigit() or each[:3].lower() in _MONTHS for each in bare):
            unnamed.add(match[1].lower())
    close = re.compile(r"\s*,?\s*\}").match(text, at)
    return values, close.end() if close else at


def _value(text: str, at: int, names: dict[str, str], unnamed: list[str]) -> tuple[str, int]:
    """A value in braces, in quotes or bare, joined with those behind "#"; and where it ends. Bare
    words that are no names of texts are added to `unnamed`.
    """
    parts: list[str] = []
    while at < len(text):
        if text[at] == "{":
            end = _closing(text, at)
            parts.append(text[at + 1 : end])
            at = end + 1
        elif text[at] == '"':
            end = _quote_end(text, at + 1)
            parts.append(text[at + 1 : end])
            at = end + 1
        else:
            bare = re.compile(r"[^\s,{}#\"]*").match(text, at)
            parts.append(names.get(bare[0].lower(), bare[0]) if bare else "")
            if bare and bare[0] and bare[0].lower() not in names:
                unnamed.append(bare[0])
            at = bare.end() if bare else at + 1
        joined = re.compile(r"\s*#\s*").match(text, at)
        if not joined:
            break
        at = joined.end()
    return "".join(parts), at


def _closing(text: str, at: int) -> int:
    depth = 0
    for place in re.compile(r"\\.|[{}]", re.S).finditer(text, at):
        depth += {"{": 1, "}": -1}.get(place[0], 0)
        if not depth:
            return place.start()
    return len(text)


def _quote_end(text: str, at: int) -> int:
    depth = 0
    for place in re.compile(r"\\.|[{}\"]", re.S).finditer(text, at):
        depth += {"{": 1, "}": -1}.get(place[0], 0)
        if place[0] == '"' and depth <= 0:
            return place.start()
    return len(text)


def _plain(value: str | None) -> str | None:
    """A value without TeX: accents composed, braces and escapes off."""
    if not value:
        return None
    value = _ACCENT.sub(
        lambda m: f"{m[2] or m[4]}{_ACCENTS[m[1] or m[3]]}",
        _LETTER.sub(lambda m: _LETTERS[m[1]], value),
    )
    value = re.sub(r"\\(?:emph|textit|textbf|enquote|href|url)\b", "", value)
    value = re.sub(r"\\([&%$#_{}])", r"\1", value).replace("``", "“").replace("''", "”")
    value = value.replace("---", "—").replace("--", "–")
    return one_line(tidy(re.sub(r"(?<!\\)[{}]", "", value).replace("~", " ")))


def _article(
    values: dict[str, str], kind: str, source: Source, where: str, original: bytes
) -> RawArticle:
    said = {name: text for name, value in values.items() if (text := _plain(value))}
    authors = re.split(r"\s+and\s+", re.sub(r"\s+", " ", values.get("author", "")))
    words = said.get("keywords", "")
    address = values.get("url")
    return RawArticle(
        origin=source.origin(where),
        original=original,
        media_type="application/x-bibtex",
        title=said.get("title"),
        date=_date(said),
        authors=tuple(
            given_first(name, suffix_last=False)
            for author in authors
            if (name := _plain(author)) and name != "others"
        ),
        publisher=said.get("journaltitle") or said.get("journal"),
        tags=tuple(word.strip() for word in re.split("[;,]", words) if word.strip()),
        language=said.get("language") or said.get("langid"),
        summary=said.get("abstract"),
        url=re.sub(r"\\([&%$#_{}~])", r"\1", address) if address else None,
        extra={"type": kind, **{name: text for name, text in said.items() if name not in _FIELDS}},
        found={"date": "date, else year, month and day", "publisher": "journaltitle, else journal"},
    )


def _date(said: dict[str, str]) -> str | None:
    if "date" in said or "year" not in said:
        return said.get("date")
    parts = [said["year"]]
    month = said.get("month", "").lower()
    number = _MONTHS.get(month[:3]) or (int(month) if month.isdigit() else None)
    if number:
        parts.append(f"{number:02}")
        if said.get("day", "").isdigit():
            parts.append(said["day"].zfill(2))
    return "-".join(parts)
