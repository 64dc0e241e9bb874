"""BibTeX and BibLaTeX: @article{key, title = {...}, ...}, as Zotero and others write references."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace

from archive.article import RawArticle, Skipped
from archive.readers.common.catalogue_names import given_first
from archive.readers.sources.source import Source
from archive.text.charset import decode
from archive.text.plain import one_line, tidy

NAME = "bibtex"
EXAMPLE = "@article{key, title = {...}, date = {2017-11-03}, ...}"

_KEY = r"(?:\{\s*+(?P<key>[^\s,{}\"]*+)|\(\s*+(?P<key2>[^\s,(){}\"]*+))\s*+,"
_ENTRY = re.compile(rf"@(?P<type>[A-Za-z]++)\s*+{_KEY}")
_OTHERS = r"@(?:comment|preamble|string)\s*+[{(]"  # what is no entry
_WORD = r"[A-Za-z][\w:.+/-]*+"  # the name of a field
_FIRST = re.compile(
    rf"(?:\s|%[^\n]*\n|{_OTHERS}[^\n]*\n)*+"
    rf"@[A-Za-z]{{3,20}}\s*+[{{(]\s*+[^\s,(){{}}\"]*+\s*+,\s*+{_WORD}\s*+=",
    re.I,
)
# A line that begins an entry: no value goes on behind it, whatever braces say.
_BEGINS = re.compile(
    rf"^[ \t]*+(?:{_OTHERS}|@[A-Za-z]++\s*+[{{(]\s*+[^\s,(){{}}\"]*+\s*+,\s*+{_WORD}\s*+=)",
    re.M | re.I,
)
_NAME = re.compile(rf"\s*+,?\s*+({_WORD})\s*+=\s*+")
_END = {"{": re.compile(r"\s*+,?\s*+\}"), "(": re.compile(r"\s*+,?\s*+\)")}
_BARE = {"{": re.compile(r"[^\s,{}#\"]*+"), "(": re.compile(r"[^\s,{}()#\"]*+")}
_MORE = re.compile(r"\s*+#\s*+")
# What stands behind a quote that ends a value, be it the next line's field for want of a comma;
# another stands inside the value, where it should not.
_BEHIND_QUOTE = re.compile(rf"\s*+(?:[,#}})]|\Z)|[^\S\n]*+\n\s*+{_WORD}\s*+=")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_DAY_OR_MONTH = re.compile(r"[0-9]{1,2}")
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
_STRING = re.compile(r"@string\s*+(?P<open>[{(])\s*+([^\s={}(),\"#]++)\s*+=\s*+", re.I)
_LONGEST_STRING = 1000  # characters of what @string calls by a name, as that of a journal
_MOST_NAMED = 5000  # characters of them in one value
_SHOWN = 60  # characters of what was not understood


def looks_like(start: str) -> bool:
    """Whether a text begins with an entry of BibTeX."""
    return "@" in start[:20_000] and _FIRST.match(start) is not None


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every entry; one that the file ends inside, or is not understood to its end, is told."""
    data = source.bytes()
    text = _Text(tidy(decode(data, source.fallback())))
    at, number = 0, 0
    while entry := _ENTRY.search(text.all, at):
        at = entry.end()
        if entry["type"].lower() in ("comment", "string", "preamble"):
            continue
        number += 1
        unnamed: set[str] = set()
        opened = "(" if entry["key"] is None else "{"
        values, end, closed = text.values(at, opened, unnamed)
        where = f"entry {entry['key'] or entry['key2'] or number}"
        if values:
            original = text.all[entry.start() : end].encode("utf-8", "replace")
            article = _article(values, entry["type"].lower(), source, where, original)
            yield replace(article, around=tuple(sorted(_fields_of(unnamed))))
        if not closed:
            yield Skipped(source.origin(where), text.why_open(end))
        at = max(at, end)


def _fields_of(unnamed: set[str]) -> set[str]:
    """The fields of an article that some of BibTeX are or are a part of."""
    return {_FIELDS.get(name, f"extra.{name}") for name in unnamed}


class _Text:
    """A file's text, and what its @string call by a name."""

    def __init__(self, text: str) -> None:
        self.all = text
        self.begins = [each.start() for each in _BEGINS.finditer(text)]
        self.names: dict[str, str] = {}
        at = 0
        while each := _STRING.search(text, at):
            value, at = self._value(each.end(), each["open"], [], {})
            self.names[each[2].lower()] = value[:_LONGEST_STRING]

    def values(self, at: int, opened: str, unnamed: set[str]) -> tuple[dict[str, str], int, bool]:
        """The fields of the entry whose first one begins at `at`, where the entry ends, and whether
        what closes it stands there. Those for which a name stands that no @string explains are
        added to `unnamed`.
        """
        values: dict[str, str] = {}
        limit = self._limit(at)
        while match := _NAME.match(self.all, at, limit):
            bare: list[str] = []
            value, at = self._value(match.end(), opened, bare, self.names)
            values[match[1].lower()] = value
            if not all(each.isdigit() or each[:3].lower() in _MONTHS for each in bare):
                unnamed.add(match[1].lower())
        close = _END[opened].match(self.all, at)
        return values, close.end() if close else at, bool(close)

    def why_open(self, end: int) -> str:
        """What is wrong with an entry of which nothing is understood from there on."""
        next_one = _ENTRY.search(self.all, end)
        limit = min(self._limit(end), next_one.start() if next_one else len(self.all))
        rest = " ".join(self.all[end : min(limit, end + 10 * _SHOWN)].split()).lstrip(", ")
        if not rest:
            at_end = limit == len(self.all)
            return "the file ends inside this entry" if at_end else "this entry is not closed"
        shown = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN]}..."
        return f"not understood in this entry, and left out: {shown}"

    def _limit(self, at: int) -> int:
        """Where the next line stands that begins an entry."""
        place = bisect_left(self.begins, at)
        return self.begins[place] if place < len(self.begins) else len(self.all)

    def _value(
        self, at: int, opened: str, unnamed: list[str], names: Mapping[str, str]
    ) -> tuple[str, int]:
        """A value in braces, in quotes or bare, joined with those behind "#"; and where it ends.
        Bare words that are no names of texts are added to `unnamed`.
        """
        parts: list[str] = []
        named, limit = 0, self._limit(at)
        while at < limit:
            if self.all[at] in '{"':
                find = _closing if self.all[at] == "{" else _quote_end
                end = find(self.all, at, limit)
                parts.append(self.all[at + 1 : end])
                at = min(end + 1, limit)
            elif bare := _BARE[opened].match(self.all, at, limit):
                word = bare[0].lower()
                if named < _MOST_NAMED:
                    parts.append(names.get(word, bare[0]))
                named += len(names.get(word, ""))
                if word and word not in names:
                    unnamed.append(bare[0])
                at = bare.end()
            joined = _MORE.match(self.all, at, limit)
            if not joined:
                break
            at = joined.end()
        return "".join(parts), at


def _closing(text: str, at: int, limit: int) -> int:
    depth = 0
    for place in re.compile(r"\\.|[{}]", re.S).finditer(text, at, limit):
        depth += {"{": 1, "}": -1}.get(place[0], 0)
        if not depth:
            return place.start()
    return limit


def _quote_end(text: str, at: int, limit: int) -> int:
    """Where the quote stands that closes the one at `at`."""
    depth = 0
    for place in re.compile(r"\\.|[{}\"]", re.S).finditer(text, at + 1, limit):
        depth += {"{": 1, "}": -1}.get(place[0], 0)
        if place[0] == '"' and depth <= 0 and _BEHIND_QUOTE.match(text, place.end(), limit):
            return place.start()
    return limit


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
    number = _MONTHS.get(month[:3]) or (int(month) if _DAY_OR_MONTH.fullmatch(month) else None)
    if number:
        parts.append(f"{number:02}")
        if _DAY_OR_MONTH.fullmatch(said.get("day", "")):
            parts.append(said["day"].zfill(2))
    return "-".join(parts)
