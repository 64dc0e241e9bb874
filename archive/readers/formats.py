"""The table of formats: recognising one from its content, and reading a file with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.article import RawArticle, Skipped
from archive.errors import InputError, UnreadableError
from archive.frozen import changed
from archive.normalise.addresses import joined
from archive.readers.copied_pages import page
from archive.readers.databases import europresse, factiva, factiva_xml, nexis, proquest
from archive.readers.documents import docx, epub, ole, pdf, rtf, spreadsheet
from archive.readers.feeds import feed as feeds
from archive.readers.feeds import jsonfeed
from archive.readers.feeds.listing import is_list
from archive.readers.junk import reason as junk_reason
from archive.readers.legacy import anpa1312, iptc7901, reuters21578
from archive.readers.libraries import bibtex, enex, ris
from archive.readers.mail import mbox
from archive.readers.mail import message as mail
from archive.readers.places import PLACES
from archive.readers.records import csv, json, markdown, text, xml_record
from archive.readers.saved_pages import html, mhtml
from archive.readers.scans import alto, mets
from archive.readers.sources import tar_archive, warc, zip_archive
from archive.readers.sources.allowance import MOST_NESTED
from archive.readers.sources.packed import plain_name
from archive.readers.sources.source import SAMPLE, Source, looks_binary
from archive.readers.sources.wacz import is_index
from archive.readers.table_dates import TableDates
from archive.readers.together import alone, container, placed, sees_members
from archive.readers.wikis import export as mediawiki
from archive.readers.wire import ap_json, newsml1, newsmlg2, ninjs, nitf
from archive.text.charset import decode

Read = Callable[[Source], Iterator[RawArticle | Skipped | Source]]  # a Source is a member


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: its name, the endings that hint at it, an example, and its reader."""

    name: str
    endings: tuple[str, ...]
    example: str
    read: Read


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file, or a member of one, that has no members itself: it is read apart from all others."""

    source: Source
    format: Format
    asked: bool = False  # whether a person chose the format

    def read(self) -> Iterator[RawArticle | Skipped]:
        """Its items. Whatever is wrong with it is a Skipped."""
        table = TableDates(self._items, counts_days=self.format.name == csv.NAME)
        try:
            for item in read_with(self.format, self.source, self.asked):
                assert not isinstance(item, Source)
                if isinstance(item, RawArticle) and self.format.name in _TABLES:
                    item = table.read(item)
                yield item
        except UnreadableError as error:
            yield Skipped(self.source.origin(), error.message)

    def _items(self) -> Iterator[RawArticle]:
        for item in self.format.read(self.source):
            if isinstance(item, RawArticle):
                yield item


FORMATS: tuple[Format, ...] = (
    Format(page.NAME, (".txt",), page.EXAMPLE, page.read),
    Format(text.NAME, (".txt", ".text"), text.EXAMPLE, text.read),
    Format(markdown.NAME, (".md", ".markdown"), markdown.EXAMPLE, markdown.read),
    Format(json.NAME, (".json",), json.EXAMPLE, json.read),
    Format(json.NAME_LINES, (".jsonl", ".ndjson"), json.EXAMPLE_LINES, json.read_lines),
    Format(reuters21578.NAME, (".sgm", ".sgml"), reuters21578.EXAMPLE, reuters21578.read),
    Format(html.NAME, (".html", ".htm", ".xhtml"), html.EXAMPLE, html.read),
    Format(mhtml.NAME, (".mht", ".mhtml"), mhtml.EXAMPLE, mhtml.read),
    Format(newsml1.NAME, (".xml",), newsml1.EXAMPLE, newsml1.read),
    Format(newsmlg2.NAME, (".xml",), newsmlg2.EXAMPLE, newsmlg2.read),
    Format(nitf.NAME, (".xml", ".nitf"), nitf.EXAMPLE, nitf.read),
    Format(xml_record.NAME, (".xml",), xml_record.EXAMPLE, xml_record.read),
    Format(ninjs.NAME, (".json",), ninjs.EXAMPLE, ninjs.read),
    Format(ap_json.NAME, (".json",), ap_json.EXAMPLE, ap_json.read),
    Format(iptc7901.NAME, (".txt",), iptc7901.EXAMPLE, iptc7901.read),
    Format(anpa1312.NAME, (".txt", ".anpa"), anpa1312.EXAMPLE, anpa1312.read),
    Format(feeds.NAME, (".rss", ".atom", ".xml", ".rdf"), feeds.EXAMPLE, feeds.read),
    Format(jsonfeed.NAME, (".json",), jsonfeed.EXAMPLE, jsonfeed.read),
    Format(csv.NAME, (".csv", ".tsv"), csv.EXAMPLE, csv.read),
    Format(spreadsheet.NAME, (".xlsx", ".xls", ".ods"), spreadsheet.EXAMPLE, spreadsheet.read),
    Format(mail.NAME, (".eml",), mail.EXAMPLE, mail.read),
    Format(mbox.NAME, (".mbox",), mbox.EXAMPLE, mbox.read),
    Format(nexis.NAME, (".txt", ".html"), nexis.EXAMPLE, nexis.read),
    Format(factiva.NAME, (".html", ".txt"), factiva.EXAMPLE, factiva.read),
    Format(factiva_xml.NAME, (".xml",), factiva_xml.EXAMPLE, factiva_xml.read),
    Format(europresse.NAME, (".html",), europresse.EXAMPLE, europresse.read),
    Format(proquest.NAME, (".txt", ".html"), proquest.EXAMPLE, proquest.read),
    Format(ris.NAME, (".ris",), ris.EXAMPLE, ris.read),
    Format(bibtex.NAME, (".bib",), bibtex.EXAMPLE, bibtex.read),
    Format(enex.NAME, (".enex",), enex.EXAMPLE, enex.read),
    Format(mediawiki.NAME, (".xml",), mediawiki.EXAMPLE, mediawiki.read),
    Format(docx.NAME, (".docx",), docx.EXAMPLE, docx.read),
    Format(rtf.NAME, (".rtf",), rtf.EXAMPLE, rtf.read),
    Format(pdf.NAME, (".pdf",), pdf.EXAMPLE, pdf.read),
    Format(epub.NAME, (".epub",), epub.EXAMPLE, epub.read),
    Format(alto.NAME, (".xml",), alto.EXAMPLE, alto.read),
    Format(mets.NAME, (".xml",), mets.EXAMPLE, mets.read),
    Format(zip_archive.NAME, (".zip",), zip_archive.EXAMPLE, zip_archive.read),
    Format(tar_archive.NAME, (".tar", ".tgz"), tar_archive.EXAMPLE, tar_archive.read),
    Format(warc.NAME, (".warc", ".arc", ".wacz"), warc.EXAMPLE, warc.read),
)
COLLECTIONS = (zip_archive, tar_archive, warc)  # made of files, each of them read by itself
# Whose dates are all of one hand: one that tells its day from its month tells it of the others.
_TABLES = {csv.NAME, json.NAME, json.NAME_LINES, xml_record.NAME, feeds.NAME, jsonfeed.NAME}
_WITH_MEMBERS = {one.NAME for one in (*COLLECTIONS, spreadsheet, mail, mbox)}
# Each tells its own by a sign that no other has; the first that does is right. Those come first
# that need no more than the beginning, and XML of no known standard after all that have one.
_SNIFFED = (
    rtf, alto, mets, enex, mediawiki, factiva_xml, newsml1, newsmlg2, nitf, feeds, jsonfeed,
    ap_json, ninjs, ris, bibtex, anpa1312, iptc7901, proquest, nexis, factiva, xml_record,
)  # fmt: skip
_ON_PAGES = (europresse, factiva, proquest, nexis)  # downloads as HTML
_BINARY = (docx, pdf)
_BY_NAME = {one.name: one for one in FORMATS}
# What a file is read as that has no sign of a form, so that it may be anything.
_WITHOUT_A_SIGN = {text.NAME, page.NAME, markdown.NAME, csv.NAME, html.NAME}
# Reuters' collection is Latin-1 throughout; documents say their letters in their own way.
_NEVER_GUESSED = {reuters21578.NAME, docx.NAME, epub.NAME, pdf.NAME, rtf.NAME}
UNREAD = "not a format that is read (see `archive formats`)"
_START = 2000  # bytes
HEAD = SAMPLE  # bytes a format is recognised by: tag lines and captions stand far down
# How files begin that are not read. A ticker ("<DIA> SETS PAYOUT") looks like a tag, so one that
# is not known needs an attribute or an end somewhere below.
_MARKUP = re.compile(
    r"<[!?]|%PDF|\{\\rtf|"
    r"<(?:html|head|body|div|table|article|section|rss|feed|rdf|rdf:rdf|nitf|newsml|newsitem|"
    r"newsmessage|packageitem|urlset)(?:\s[^<>]*)?/?>|"
    r"<[a-z][\w:.-]*(?:\s[^<>]*)?\s[\w:.-]+\s*=\s*[\"']|<[a-z][\w:.-]*\s*/>",
    re.I,
)
_TAG = re.compile(r"<([a-z][\w:.-]*)(?:\s[^<>]*)?>", re.I)


def format_named(name: str) -> Format:
    """The format of that name. InputError, with the names there are, for another."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise InputError(
            f"No format is called {name!r}", f"one of: {', '.join(_BY_NAME)}"
        ) from None


def recognise_collection(head: bytes, name: str = "") -> Format | None:
    """The format of a file that is made of other files, whatever it is said to hold."""
    if spreadsheet.matches(head, name):
        return _BY_NAME[spreadsheet.NAME]
    for collection in COLLECTIONS:
        if collection.matches(head):
            return _BY_NAME[collection.NAME]
    return None


def recognise(head: bytes, name: str) -> Format | None:
    """The format of a file, from its first bytes; its name decides only between likely ones.

    None where it is nothing that is read.
    """
    if epub.matches(head, name):
        return _BY_NAME[epub.NAME]
    for document in _BINARY:
        if document.matches(head):
            return _BY_NAME[document.NAME]
    if looks_binary(head):
        return None
    beginning = decode(head[:_START], cut=True)
    if is_index(beginning) or is_list(beginning):
        return None
    start = decode(head, cut=True).lstrip("\ufeff\x1e \t\r\n")
    ending = plain_name(name.lower())
    if "<REUTERS" in start and start.startswith("<"):
        return _BY_NAME[reuters21578.NAME]
    if json.looks_exported(start):
        return _BY_NAME[json.NAME_LINES]
    for reader in _SNIFFED:
        if reader.looks_like(start):
            return _BY_NAME[reader.NAME]
    if html.looks_like_html(start):
        for database in _ON_PAGES:
            if database.looks_like_html(start):
                return _BY_NAME[database.NAME]
        return _BY_NAME[html.NAME]
    if _is_markup(start):
        return None
    if start.startswith("{") and ending.endswith((".md", ".markdown")):
        return _BY_NAME[markdown.NAME]
    if _looks_like_json(start) or ending.endswith((".json", ".jsonl", ".ndjson")):
        lines = json.looks_like_lines(start) or ending.endswith((".jsonl", ".ndjson"))
        return _BY_NAME[json.NAME_LINES if lines else json.NAME]
    if markdown.has_front_matter(start) or ending.endswith((".md", ".markdown")):
        return _BY_NAME[markdown.NAME]
    for reader in (mbox, mhtml, mail):
        if reader.matches(start):
            return _BY_NAME[reader.NAME]
    if csv.matches(start, ending):
        return _BY_NAME[csv.NAME]
    return _BY_NAME[page.NAME if page.looks_like_page(start) else text.NAME]


def leaves(source: Source, format_name: str | None = None) -> Iterator[Leaf | RawArticle | Skipped]:
    """What a file is made of, in order: itself, or all that is in it; of a mail its own text comes
    read. A member's bytes are there until the next is asked for.

    Whatever is wrong is a Skipped; only an unknown `format_name` is raised, as InputError. Where
    a file is made of files, the name is that of their format.
    """
    chosen = format_named(format_name) if format_name else None
    asked = chosen is not None
    try:
        if source.depth > MOST_NESTED:
            yield Skipped(source.origin(), f"nested more than {MOST_NESTED} deep")
            return
        head = source.head(HEAD)
        if not head.strip():
            yield Skipped(source.origin(), "the file is empty")
            return
        is_document = docx.matches(head) or epub.matches(head, source.label)
        chosen = (
            (None if is_document else recognise_collection(head, source.label))
            or chosen
            or recognise(head, source.label)
        )
        if not format_name and (reason := no_article(head, source.label, chosen)):
            yield Skipped(source.origin(), reason)
            return
        if chosen is None:
            yield Skipped(source.origin(), ole.why_unread(head, source.label) or UNREAD)
            return
        if chosen.name not in _WITH_MEMBERS:
            one = alone(replace(source, beginning=head), chosen.name, asked)
            if isinstance(one, Source) and sees_members(one):
                yield from Leaf(one, chosen, asked).read()  # they are to be had here alone
            elif one is not None:
                yield Leaf(one, chosen, asked) if isinstance(one, Source) else one
            return
        inside = None if format_name == chosen.name else format_name
        is_packed = chosen.name in (zip_archive.NAME, tar_archive.NAME)
        with container(source, chosen.read if is_packed else None) as packed:
            for item in read_with(chosen, source, asked):
                if isinstance(item, Source):
                    yield from leaves(placed(item, packed), inside)
                else:
                    yield item
    except UnreadableError as error:
        yield Skipped(source.origin(), error.message)


def no_article(head: bytes, name: str, chosen: Format | None) -> str | None:
    """Why a file that has no form of its own is no article, where it is none."""
    if looks_binary(head) or (chosen and chosen.name not in _WITHOUT_A_SIGN | {json.NAME}):
        return None
    start = decode(head[:_START], cut=True)
    if is_index(start):
        return "the index of a crawl (CDX), which has no pages in it"
    if is_list(start):
        return "a list of addresses: name the list itself to fetch what it names"
    return junk_reason(
        decode(head, cut=True).lstrip("\ufeff \t\r\n"), name, chosen.name if chosen else None
    )


def read_with(
    chosen: Format, source: Source, asked: bool = False
) -> Iterator[RawArticle | Skipped | Source]:
    """What a format makes of a source, its members too, and with it what is known of the source;
    `asked` says that a person chose the format. UnreadableError as its reader raises it.
    """
    guess = None if chosen.name in _NEVER_GUESSED | _WITH_MEMBERS else source.guessed()
    for item in chosen.read(source):
        if isinstance(item, Source):
            yield item
        else:
            yield _with_facts(item, source, guess, chosen.name, asked)


def read(source: Source, format_name: str | None = None) -> Iterator[RawArticle | Skipped]:
    """The items of one file, those of its members too; as `leaves` gives them, each leaf read."""
    for part in leaves(source, format_name):
        if isinstance(part, Leaf):
            yield from part.read()
        else:
            yield part


def _with_facts(
    item: RawArticle | Skipped, source: Source, guess: str | None, name: str, asked: bool
) -> RawArticle | Skipped:
    """The item with what is known of its source: what the web said of it (when it came, and, if it
    is whole, its URL), where its format keeps each field, unless the reader said so itself, and how
    to read it again. `guess` is the charset that nobody said.
    """
    if isinstance(item, Skipped):
        return item
    # A piece of a file by itself may be too short for the guess; a whole file is guessed again.
    encoding = source.options.encoding or (guess if item.origin.record else None)
    stated = {
        "charset": source.charset,
        "encoding": encoding,
        "url": source.url,
        "columns": source.options.columns,
        "asked": asked,
    }
    read_as = {key: value for key, value in stated.items() if value} | {"format": name}
    found = {"format": name, **PLACES.get(name, {}), **item.found}
    if guess:
        found["charset"] = guess
    extra = {**item.extra, "fetched": source.fetched} if source.fetched else item.extra
    url = item.url
    if source.url and url:
        url = joined(url, source.url)
    elif source.url and not item.origin.record:
        url, found["url"] = source.url, "the address that it came from"
    return changed(item, read_as=read_as, found=found, extra=extra, url=url)


def _is_markup(start: str) -> bool:
    tag = _TAG.match(start)
    return bool(_MARKUP.match(start) or (tag and f"</{tag[1]}".lower() in start.lower()))


def _looks_like_json(start: str) -> bool:
    """An object, or a list of objects: "[Editor's note: ...]" and "{Note} ..." begin a text."""
    return bool(re.match(r"\[\s*\]|(?:\[\s*)?\{\s*(?:[\"}]|\Z)", start))
