"""MediaWiki's XML (Special:Export and Wikimedia's dumps; versions 0.3 to 0.11), page by page.

Articles are the pages of the first namespace; of each its newest revision is read. All else of a
wiki is counted, and told once.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any, BinaryIO

from archive.article import Origin, RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.common.xml import find, find_all, parse, root_of, salvage, words_at
from archive.readers.sources.source import Source, is_wide, reading
from archive.readers.wikis.dump import Dump, Page, document, number_in
from archive.readers.wikis.page import article
from archive.readers.wikis.site import MAIN, Site, read_site
from archive.text.charset import decode_xml
from archive.text.wording import counted

NAME = "mediawiki"
EXAMPLE = '<mediawiki version="0.11"><siteinfo>...</siteinfo><page>...: dumps of Wikinews'

_GENERATOR = re.compile(rb"\s*<generator>[^<]{0,200}</generator>")  # another one every week
_NAMESPACE = re.compile(rb"<ns>\s*(-?\d{1,5})\s*</ns>")
_TITLE = re.compile(rb"<title>([^<]{1,1000})</title>")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
# The words for it in old exports, which do not mark a redirect otherwise.
_REDIRECT = re.compile(
    r"\s*#(?:redirect|weiterleitung|redirection|redirecci[oó]n|redirecionamento|rinvia|"
    r"перенаправление|перенапр|перенаправлення|patrz|przekieruj|tam|doorverwijzing|omdirigering|"
    r"ohjaus|uudelleenohjaus|átirányítás|yönlendirme|преусмери|preusmjeri|přesměruj|"
    r"تحويل|重定向|転送|リダイレクト|넘겨주기|הפניה|ανακατευθυνση)\s*:?\s*\[\[",
    re.I,
)
# Where the parser saw the fault, counted from the beginning of the page.
_PLACE = re.compile(r"^not well-formed XML: |,? \(?(?:<string>, )?line \d+(?:, column \d+)?\)?")
_MOST_NAMED = 8  # namespaces in a reason


def looks_like(start: str) -> bool:
    """Whether the root is that of an export, or a page as a part of a dump begins with one."""
    root = root_of(start)
    if root is None:
        return False
    if root.name == "page":
        return "<title>" in start and "<revision>" in start
    return root.name == "mediawiki"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article, in order; then what was left out, and where the file was cut off."""
    with reading(), _opened(source) as stream:
        dump = Dump(stream)
        charset = source.stated() or _declared(dump.head)
        head = _GENERATOR.sub(b"", dump.head)
        site = _site(head, charset)
        left: Counter[str] = Counter()
        others: Counter[str] = Counter()
        number = 0
        for page in dump.pages():
            number += 1
            origin = source.origin(_record(page, number))
            if place := _elsewhere(page, site, charset):
                others[place] += 1
            elif page.fault:
                yield Skipped(origin, page.fault)
            elif not page.revisions:
                left["page without a revision"] += 1
            else:
                yield from _read(page, head, charset, site, origin, left)
        if told := _told(others, left):
            yield Skipped(source.origin(), told)
        if dump.ended:
            yield Skipped(source.origin(f"after page {number}" if number else None), dump.ended)
        elif not number:
            yield Skipped(source.origin(), "the export has no pages")


def _read(
    page: Page, head: bytes, charset: str | None, site: Site, origin: Origin, left: Counter[str]
) -> Iterator[RawArticle | Skipped]:
    """The article that a page of the first namespace is; what it is else is counted."""
    try:
        element = parse(page.xml(), charset)
    except UnreadableError as error:
        yield Skipped(origin, f"damaged XML: {_PLACE.sub('', error.message)}")
        return
    if kind := _no_article(element, site):
        left[kind] += 1
    else:
        yield article(element, site, origin, document(head, page))


def _no_article(page: Any, site: Site) -> str | None:
    """What a page of the first namespace is, where it is no article."""
    newest = find_all(page, "revision")[-1]
    text = find(newest, "text")
    said = "" if text is None else "".join(text.itertext())
    if find(page, "redirect") is not None or _REDIRECT.match(said):
        return "redirect"
    if (words_at(newest, "model") or "wikitext") != "wikitext":
        return "page of another kind than text"
    if not said.strip():
        return "page without a text"
    title = words_at(page, "title")
    return "main page" if title and site.base and site.url(title) == site.base else None


def _opened(source: Source) -> BinaryIO:
    """The bytes of an export, with marks that can be found in them."""
    if is_wide(source.head()):
        return io.BytesIO(decode_xml(source.bytes()).encode("utf-8", "replace"))
    return source.open()


def _site(head: bytes, charset: str | None) -> Site:
    known = b"<mediawiki" in head
    return read_site(salvage(head + b"</mediawiki>", charset)[0] if known else None)


def _declared(head: bytes) -> str | None:
    """The charset that the declaration names: pages are decoded one by one, without it."""
    found = _DECLARED.search(head[:400])
    return found[1].decode("ascii") if found else None


def _record(page: Page, number: int) -> str:
    return f"page {number_in(page.head) or number}"


def _elsewhere(page: Page, site: Site, charset: str | None) -> str | None:
    """The namespace that a page is in, where it is not that of articles: by its number, or in
    exports before version 0.6 by its title.
    """
    if found := _NAMESPACE.search(page.head):
        number = int(found[1])
    else:
        title = _TITLE.search(page.head)
        number = site.split(unescape(decode_xml(title[1], charset)))[0] if title else MAIN
    return None if number == MAIN else site.labels.get(number) or f"namespace {number}"


def _told(others: Counter[str], left: Counter[str]) -> str | None:
    """What of a wiki is no article, in a sentence."""
    said = [counted(number, kind) for kind, number in left.most_common()]
    if others:
        named = [f"{name} {number:,}" for name, number in others.most_common(_MOST_NAMED)]
        more = ["..."] if len(others) > _MOST_NAMED else []
        pages = counted(others.total(), "page")
        said.insert(0, f"{pages} of other namespaces ({', '.join([*named, *more])})")
    return f"no articles, and left out: {'; '.join(said)}" if said else None
