"""RIS, the references of Zotero, EndNote and many databases: lines "TI  - ...", ended by "ER  -".

The tags are those of the RIS specification of Research Information Systems (2001 and 2011).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import RawArticle, Skipped
from archive.readers.common.catalogue_names import given_first
from archive.readers.sources.source import Source
from archive.text.charset import decode
from archive.text.plain import tidy

NAME = "ris"
EXAMPLE = "TY  - NEWS ... ER  -: references of Zotero, EndNote, ProQuest, Factiva"

_TAG = re.compile(r"^(?P<tag>[A-Z][A-Z0-9])  ?-(?: (?P<value>.*)|)$")
_FIRST = re.compile(r"\s*TY  ?- ?[A-Z]{2,8}\s*\n(?:[A-Z][A-Z0-9]  ?-|\s)")
_TITLE = ("TI", "T1", "CT")
_SOURCE = ("T2", "JF", "JO", "JA", "J2", "BT", "PB")
_DATE = ("DA", "Y1", "PY")
_AUTHORS = ("AU", "A1")
_USED = {"TY", "ER", "AB", "N2", "KW", "UR", "LA", "SE", *_TITLE, *_SOURCE[:-1], *_DATE, *_AUTHORS}
_TAKEN_WHOLE = {"AB", "N2", "KW", *_AUTHORS}  # of any other the first line, the rest aside
_NAMES = {
    "SP": "page", "EP": "last_page", "VL": "volume", "IS": "issue", "SN": "issn", "N1": "notes",
    "PB": "published_by", "CY": "place", "Y2": "accessed", "DB": "database", "DP": "provider",
    "AN": "accession", "ID": "key", "DO": "doi", "L1": "file", "M3": "type",
}  # fmt: skip


def looks_like(start: str) -> bool:
    """Whether a text is RIS: it begins with the type of a reference, another tag below it."""
    return _FIRST.match(start) is not None


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every reference; the last of a file that is cut off too, and told."""
    data = source.bytes()
    text = tidy(decode(data, source.fallback()))
    records = list(_records(text))
    for number, (values, lines, complete) in enumerate(records, 1):
        where = f"reference {number}" if len(records) > 1 else None
        original = data if len(records) == 1 else "\n".join(lines).encode("utf-8", "replace")
        yield _article(values, source, where, original)
        if not complete:
            yield Skipped(
                source.origin(f"the end of reference {number}"),
                "the file ends inside this reference, or it has no ER line",
            )


def _records(text: str) -> Iterator[tuple[dict[str, list[str]], list[str], bool]]:
    values: dict[str, list[str]] = {}
    lines: list[str] = []
    last: str | None = None
    for line in text.split("\n"):
        match = _TAG.match(line.rstrip() if line.rstrip().endswith("-") else line)
        if match and match["tag"] == "TY" and values:
            yield values, lines, False
            values, lines = {}, []
        if match or values:
            lines.append(line)
        if match and match["tag"] == "ER":
            if values:
                yield values, lines, True
            values, lines, last = {}, [], None
        elif match:
            last = match["tag"]
            values.setdefault(last, []).append((match["value"] or "").strip())
        elif last and line.strip():  # a value goes on
            values[last][-1] += f"\n{line.strip()}"
    if values:
        yield values, lines, False


def _article(
    values: dict[str, list[str]], source: Source, where: str | None, original: bytes
) -> RawArticle:
    def first(*tags: str) -> str | None:
        return next((value for tag in tags for value in values.get(tag, ()) if value), None)

    def whole(tag: str) -> str:
        return "\n\n".join(filter(None, values.get(tag, ())))

    date = first(*_DATE)
    if date:  # "2021/04/05/", "2021//"
        date = re.sub(r"/+$", "", date.split("/other")[0]).replace("/", "-")
    extra: dict[str, object] = {"type": first("TY")}
    for tag, listed in values.items():
        if tag not in _USED or (tag == "PB" and first(*_SOURCE[:-1])):
            extra[_NAMES.get(tag, tag)] = listed[0] if len(listed) == 1 else listed
        elif tag not in _TAKEN_WHOLE and (more := [each for each in listed[1:] if each]):
            extra[f"{_NAMES.get(tag, tag)}_more"] = more
    abstract, notes = whole("AB"), whole("N2")
    return RawArticle(
        origin=source.origin(where),
        original=original,
        media_type="application/x-research-info-systems",
        title=first(*_TITLE),
        body=notes if abstract and abstract != notes else "",
        date=date,
        authors=tuple(
            given_first(name) for tag in _AUTHORS for name in values.get(tag, ()) if name
        ),
        publisher=first(*_SOURCE),
        section=first("SE"),
        tags=tuple(word for word in values.get("KW", ()) if word),
        language=first("LA"),
        summary=abstract or notes or None,
        url=first("UR"),
        extra={key: value for key, value in extra.items() if value},
        found={"date": "DA, else Y1, else PY", "publisher": "T2, else JF, JO, PB"},
    )
