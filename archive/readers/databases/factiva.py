"""Factiva: HTML and RTF or text, with or without its field codes (HD, BY, WC, PD, SN, LP, TD ...).

As the R package tm.plugin.factiva and Factiva's own list of indexing fields describe them. In HTML
each article is a <div class="article enArticle">, whose table has a code and a value a row ("Full
article/report plus indexing"), or whose lines stand in an order of their own. In RTF and text the
code stands before its value, and each article ends "Document ABCD000020171103...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.dates.found_date import LIKELIEST
from archive.dates.parse import find_date
from archive.errors import UnreadableError
from archive.readers.databases.entry import MOST_TEXT, Entry, articles, terms
from archive.readers.databases.lines import of_html, paragraphs, stripped, unix
from archive.readers.sources.source import Source
from archive.text.charset import decode, decode_html
from archive.text.markup import parse_html
from archive.text.plain import one_line

NAME = "factiva"
EXAMPLE = "a download of Factiva: HTML, RTF or text, of one article or many"

# What each code holds; the others are kept in `extra` under these names.
_FIELDS = {
    "HD": "title", "BY": "byline", "CR": "credit", "WC": "length", "PD": "date", "ET": "time",
    "SN": "source", "SC": "source_code", "ED": "edition", "PG": "page", "LA": "language",
    "CY": "copyright", "LP": "lead", "TD": "text", "AN": "identifier", "SE": "section",
    "CLM": "column", "VOL": "volume", "CT": "contact", "RF": "reference", "CO": "company",
    "IN": "industry", "NS": "subject", "RE": "region", "IPC": "information_codes",
    "IPD": "descriptors", "PUB": "published_by", "ART": "graphic", "DLN": "dateline",
    "RIC": "ticker", "PS": "person", "GC": "group",
}  # fmt: skip
_OWN = {"title", "byline", "length", "date", "source", "section", "language", "dateline"}
_CODE = re.compile(rf"^(?P<code>{'|'.join(_FIELDS)})(?:[ \t|]+(?P<value>\S.*)|[ \t|]*)$")
_ALWAYS = ("HD", "PD", "SN")
_ANY_CODE = re.compile(r"^(?P<code>[A-Z]{2,3})(?:[\t|]+| {2,})(?P<value>\S.*)?$")
# Those that may stand behind a text, and what makes a line of a text one: "IN the early hours" and
# "CO operators" begin sentences, "IN  iferry : Ferries" does not. Where copying has narrowed the
# space behind all codes, those are taken that begin no sentence, or have terms.
_BEHIND_TEXT = {
    "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "RIC", "PS", "GC",
    "CLM", "VOL", "DLN",
}  # fmt: skip
_MAY_BE_WORDS = {"CO", "IN", "NS", "RE", "AN", "TD"}
_APART = re.compile(r"^[A-Z]{2,3}(?: ?[\t|]| {2}|$)")
_TERMS = re.compile(r"^(?:[A-Z]{2} \S{1,12} : \S|AN (?:\S+ )?[A-Z]\w*\d{8}\w+$)")
_NARROW = re.compile(r"^(?:HD|PD|SN) \w", re.M)
_NO_WORDS = {"TD", "IPC", "IPD", "PUB"}
_DOCUMENT = ("Document ", "Documento ", "Dokument ", "Документ ", "文書 ", "文件 ", "文档 ")
_AN = re.compile(rf"^[ \t]*(?:AN[ \t|]+)?(?:{'|'.join(_DOCUMENT)})"
                 r"(?P<an>[A-Z][A-Z0-9]{0,12}?\d{8}[a-z0-9]{4,14})[ \t|]*$", re.M)  # fmt: skip
_AFTER = re.compile(r"^[ \t]*(?:Search Summary|Suchzusammenfassung|Résumé de la recherche)[ \t]*$|"
                    r"^.*©.{0,20}Factiva, Inc\b.*$", re.M)  # fmt: skip
_DIV = re.compile(r"<div[^>]{0,300}class=[\"']?article\b[^>]{0,60}[a-z]{2}Article", re.I)
_WORDS = re.compile(
    r"^[\d., \t]+(?:words|mots|W[öo]rter|palabras|parole|palavras|woorden|слов[ао]?|字|文字)$"
)
_LANGUAGE = re.compile(
    r"^(?:English|French|German|Spanish|Italian|Portuguese|Dutch|Français|Deutsch|Español|"
    r"Italiano|Português|Nederlands|Anglais|Englisch|Allemand|Russian|Chinese|Japanese|Arabic|Русский|日本語|中文.*)$"
)
_COPYRIGHT = re.compile(r"^(?:\(c\)|©|Copyright\b)", re.I)
_NAME = (
    r"[^\W\d_][\w.'’-]*(?: (?:(?:de|la|van|von|der|den|al|el|bin|da|di)\b ?)*"
    r"[A-ZÀ-ÞА-Я][\w.'’-]*){1,3}"
)
_SENTENCE = re.compile(r"(?=(?:\S+ ){2})(?:.* [a-zà-ÿа-я]{4,}\b|(?:\S+ ){4})")
_NAMES = re.compile(rf"{_NAME}(?:(?:,| and| et| und| y|;) {_NAME}){{0,4}}")
_OTHER_LINE = re.compile(r"^[A-Z0-9]{1,12}$")  # a source's code, a page


def looks_like(start: str) -> bool:
    """Whether a text is a download of Factiva: an article's number, or its codes at line starts."""
    start = unix(start)
    if all(f"\n{code}" in f"\n{start}" for code in _ALWAYS):
        lines = start[:200_000].split("\n")
        codes = {match["code"] for line in lines if (match := _CODE.match(line))}
        if codes.issuperset(_ALWAYS) and codes & {"LP", "TD", "AN"}:
            return True
    end = _AN.search(start) if any(word in start for word in _DOCUMENT) else None
    return bool(end and re.search(_WORDS.pattern, start[: end.start()], re.M))


def looks_like_html(start: str) -> bool:
    """Whether a page is one: by the class of its articles."""
    return _DIV.search(start) is not None


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article of a download."""
    data = source.bytes()
    if len(data) > MOST_TEXT:
        raise UnreadableError(f"a download larger than {MOST_TEXT >> 20} MiB")
    if re.match(rb"\s*<|\xef\xbb\xbf\s*<", data):
        yield from _page(decode_html(data, source.charset, source.options.encoding), source, data)
    else:
        yield from read_text(decode(data, source.fallback()), source, "text/plain", data)


def read_text(
    text: str, source: Source, media_type: str, data: bytes
) -> Iterator[RawArticle | Skipped]:
    """Every article of a download's text; `data` are the bytes that it came as."""
    yield from articles(_text_entries(unix(text)), source, media_type, data)


def _page(page: str, source: Source, data: bytes) -> Iterator[RawArticle | Skipped]:
    root = parse_html(page)
    divs = [] if root is None else root.xpath("//div[starts-with(@class, 'article')]")
    entries = [_of_div(div) for div in divs if re.search("Article", div.get("class") or "")]
    if entries and not re.search(r"</html>\s*\Z", page, re.I):
        entries[-1].complete = bool(entries[-1].identifier)
    yield from articles(entries, source, "text/html", data)
    if not entries:
        yield Skipped(source.origin(), "a page of Factiva without an article that is known")


def _of_div(div: Any) -> Entry:
    from lxml import etree

    rows = [row for row in div.iter("tr") if len(row) >= 2]
    values: list[tuple[str, str]] = []
    for row in rows:
        code = "".join(row[0].itertext()).strip()
        if re.fullmatch("[A-Z]{2,3}", code):
            values.append((code, "\n\n".join(of_html(cell) for cell in row[1:])))
    entry = _of_codes(values) if values else _of_lines(stripped(of_html(div)))
    if not values:
        _named(div, entry)
    entry.complete = True if entry.identifier else None
    entry.original = etree.tostring(div, encoding="utf-8", method="html", with_tail=False)
    return entry


def _named(div: Any, entry: Entry) -> None:
    """What the classes of an article without codes say is its headline and its byline."""
    head = div.xpath(".//*[@id='hd'] | .//*[contains(@class, 'Headline')]")
    who = div.xpath(".//*[@class='author']")
    title = one_line(of_html(head[0])) if head else None
    byline = one_line(of_html(who[0])) if who else None
    if title and title != entry.title:
        entry.section = None if entry.section == title else entry.section
        entry.title = title
    entry.byline = byline or entry.byline


def _text_entries(text: str) -> Iterator[Entry]:
    """The articles of a text: each ends with its number, or the next begins with its headline."""
    at = 0
    for end in _AN.finditer(text):
        yield _of_piece(text[at : end.end()], complete=True)
        at = end.end()
    behind = _AFTER.search(text, at)
    rest = text[at : behind.start() if behind else None]
    coded = any(_CODE.match(line) for line in rest.split("\n"))
    if coded or (at and _words_line(rest)):
        yield _of_piece(rest, complete=False)


def _words_line(text: str) -> bool:
    return any(_WORDS.match(line) for line in stripped(text))


def _of_piece(text: str, *, complete: bool) -> Entry:
    lines = stripped(text)
    values: list[tuple[str, list[str]]] = []
    narrow = _NARROW.search(text) is not None
    for line in lines:
        match = _code_of(line, values[-1][0] if values else None, narrow=narrow)
        if match:
            values.append((match["code"], [match["value"] or ""]))
        elif values:
            values[-1][1].append(line)
    if {"HD", "PD"} <= {code for code, _ in values}:
        entry = _of_codes([(code, "\n".join(value)) for code, value in values])
    else:
        entry = _of_lines(lines)
    entry.complete = complete
    entry.original = text.strip().encode("utf-8", "replace")
    return entry


def _code_of(line: str, before: str | None, *, narrow: bool) -> re.Match[str] | None:
    """The code that a line begins with, behind the value of another one."""
    match = _CODE.match(line)
    if before not in ("LP", "TD"):
        return match or (_ANY_CODE.match(line) if before else None)
    if not match or match["code"] not in (
        _BEHIND_TEXT | {"TD"} if before == "LP" else _BEHIND_TEXT
    ):
        return None
    told = _APART.match(line) or _TERMS.match(line) or (narrow and match["code"] in _NO_WORDS)
    no_word = match["code"] not in _MAY_BE_WORDS and not (match["value"] or "")[:1].islower()
    return match if told or no_word else None


def _of_codes(values: list[tuple[str, str]]) -> Entry:
    """The entry that pairs of a code and its value are."""
    entry, texts = Entry(), []
    for code, raw in values:
        value = raw.strip(" |\n\t")
        field = _FIELDS.get(code)
        if not value:
            continue
        if field is None:
            entry.unknown[code] = value
        elif field in ("lead", "text"):
            texts.extend(paragraphs(stripped(value)))
        elif field == "identifier":
            entry.identifier = _identifier(value)
        elif field in _OWN:
            setattr(entry, field, " ".join(value.split()))
        else:
            entry.extra[field] = " ".join(value.split())
    entry.body = "\n\n".join(texts)
    entry.tags = _subjects(entry.extra.get("subject"))
    if not entry.byline and entry.extra.get("credit"):
        entry.byline = entry.extra.pop("credit")
    return entry


def _identifier(value: str) -> str:
    return "factiva:" + value.split()[-1]


def _subjects(text: str | None) -> tuple[str, ...]:
    """Names of subjects: "gtrans : Transport | npag : Page-One Stories"."""
    return tuple(term.partition(" : ")[2].strip() or term for term in terms(text))


def _of_lines(lines: list[str]) -> Entry:
    """The entry of an article without codes: headline, byline, length, date, source, its code,
    page, language, copyright; then the text, and the article's number.
    """
    entry = Entry()
    texts = [line for line in lines if line]
    at = next((i for i, line in enumerate(texts) if _WORDS.match(line)), None)
    number = next((i for i, line in enumerate(texts) if _AN.match(line)), len(texts))
    if number < len(texts):
        found = _AN.match(texts[number])
        entry.identifier = f"factiva:{found['an']}" if found else None
    if at is None:
        entry.body = "\n\n".join(texts[:number])
        return entry
    _above(texts[:at], entry)
    entry.length = texts[at]
    end = _facts(texts, at + 1, number, entry)
    entry.body = "\n\n".join(paragraphs(_from(lines, texts, end, number)))
    return entry


def _above(texts: list[str], entry: Entry) -> None:
    """Section, headline and byline, of which only the last says that it is one."""
    said = len(texts) > 1 and re.match(r"(?:By|Par|Von|Por|Di|Da|Door)\s", texts[-1])
    # "Harbour opens again", "Jane Roe": a headline has words in small letters, most sections none.
    told = len(texts) == 2 and _SENTENCE.match(texts[0]) and _NAMES.fullmatch(texts[1])
    if said or told or len(texts) > 2:
        entry.byline = texts[-1]
        texts = texts[:-1]
    if len(texts) > 1:
        entry.section = texts[0]
        texts = texts[1:]
    entry.title = " ".join(texts) or None


def _facts(texts: list[str], at: int, number: int, entry: Entry) -> int:
    """Takes the short lines behind the length; where the text begins comes back."""
    while at < number and at < len(texts):
        line = texts[at]
        found = find_date(line, LIKELIEST) if len(line) < 40 else None
        if not entry.date and found:
            entry.date = line
        elif _COPYRIGHT.match(line):
            entry.extra["copyright"] = line
            return at + 1
        elif _LANGUAGE.match(line):
            entry.language = line
        elif re.fullmatch(r"\d\d:\d\d(?: [AP]M)?", line):
            entry.extra["time"] = line
        elif not entry.source and entry.date:
            entry.source = line
        elif _OTHER_LINE.match(line):
            entry.extra["page" if entry.extra.get("source_code") else "source_code"] = line
        elif len(line) > 60 or (entry.source and entry.language):
            return at
        else:
            entry.extra["edition"] = line
        at += 1
    return at


def _from(lines: list[str], texts: list[str], start: int, end: int) -> list[str]:
    """The lines, blank ones among them, of the texts from `start` to `end`."""
    count, kept = 0, []
    for line in lines:
        if line:
            count += 1
        if start < count <= end:
            kept.append(line)
    return kept
