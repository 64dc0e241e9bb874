"""Who wrote a page's article: what metadata say, else the byline that the page shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from archive.normalise.agencies import known_agency
from archive.normalise.persons import read_credit, read_declared
from archive.readers.saved_pages.blocks import letters, plain
from archive.readers.saved_pages.meta import PageMeta, place_of
from archive.readers.saved_pages.noise import name_words
from archive.readers.saved_pages.schema_org import Named
from archive.text.markup import name_of, short_text

LONGEST = 160  # characters of a byline
MOST_LINES = 20_000  # elements of a page that are looked at for one
_STATED = (
    "citation_author", "dc.creator", "dcterms.creator", "sailthru.author", "parsely-author",
    "cxenseparse:author", "article:author", "og:article:author", "author", "byl",
)  # fmt: skip
_NAMED = {
    "author", "authors", "byline", "autor", "autores", "autoren", "autore", "auteur", "auteurs",
    "writer", "reporter", "creator", "verfasser", "yazar", "skribent",
}  # fmt: skip
_PROFILE = re.compile(
    r"/(?:author|authors|autor|autoren|autores|autore|auteur|writer|reporter|byline|profile|"
    r"redaktion|redakteur|people|staff|journalist|journaliste|team)s?/",
    re.I,
)
_LEAD = re.compile(r"^(?:by|von|par|por|di|da|door|av|af|od|text)\b[\s:]+(?=\S)", re.I)
_ADDRESS = re.compile(r"https?:|www\.|@|^[a-z0-9]+(?:[-._][a-z0-9]+)+$")
# Around who is quoted, pictured or commenting, and has not written the article.
_NOT_THE_WRITER = {"blockquote", "q", "cite", "figure", "figcaption", "picture"}
_QUOTED = {"quote", "pullquote", "blockquote", "quotation", "zitat", "cita", "citation", "comment",
           "comments", "caption", "testimonial", "related", "recommended"}  # fmt: skip
_ATTRIBUTED = re.compile(r"^\s*(?:[-–—―~]|[\"“„«])")  # "— Ann Poe", below a quotation
_LONGEST_WORD = 12  # letters of a name beyond ASCII that is one word
_LEAST_NAME = 6  # letters with which a longer name of the publisher begins
_MOST_NOTES, _LONGEST_NOTE = 6, 500  # paragraphs about the authors, and characters of one
_BEFORE_NAME = 40  # characters: "Our correspondent Ann Poe is ..."
_IS = re.compile(
    r"(?:,[^,.]{1,80},)? (?:is|are|works?|writes?|covers|teaches|reports|ist|sind|arbeitet|"
    r"schreibt|berichtet|lehrt|est|travaille|enseigne|es|trabaja|escribe|è|lavora|scrive|é|trabalha|escreve|"
    r"werkt|schrijft|er|är|skriver|jest|pracuje|je|este|является|работает|пишет)(?!\w)"
)
_WRITTEN_BY = {"written by", "verfasst von", "écrit par", "escrito por", "scritto da"}


def choose_authors(
    stated: tuple[str, list[Named]],
    meta: PageMeta,
    signed: Iterable[str],
    shown: Iterable[str],
    names: Iterable[str],
) -> tuple[str, tuple[str, ...]]:
    """(place, lines of names) of the authors: the first place that names more than the publisher.

    `stated` is where schema.org states them, and whom; `shown` is the page's byline, `signed`
    stands below the text, `names` are the publisher's own.
    """
    own = {letters(name) for name in names if letters(name)}
    where, listed = stated
    if any(author.person for author in listed):
        listed = [author for author in listed if author.person or known_agency(author.name)]
    first = _lines(html.unescape(author.name) for author in listed)
    others = [line for line in first if not _is_site(line, own)]
    if others:
        return where, tuple(others)
    sources = {place_of(name): _lines(meta.all(name)) for name in _STATED}
    sources["twitter:data1"] = _lines(_written_by(meta))
    persons = (line for line in shown if not first or read_credit(line)[0])
    sources["the byline that the page shows"] = _lines(persons)
    sources["a name by itself above or below the text"] = _lines(signed)
    for place, lines in sources.items():
        others = [line for line in lines if not _is_site(line, own) and any(read_credit(line))]
        if others:
            return place, tuple(others)
    every = {where: first, **sources}.items()
    return next(((place, tuple(lines)) for place, lines in every if lines), ("", ()))


def _is_site(line: str, own: set[str]) -> bool:
    """Whether a line names the publisher: by an own name, longer or shorter, or an address."""
    same = letters(_LEAD.sub("", line))
    if same in own or _ADDRESS.search(line.lower()):
        return True
    return any(
        min(len(same), len(name)) >= _LEAST_NAME
        and (same.startswith(name) or name.startswith(same))
        for name in own
    )


def byline(near: Any) -> list[str]:
    """The names that a page shows as authors: told by markup, or by a word like "by" or "von"."""
    for count, element in enumerate(near.iter()):
        if count == MOST_LINES:
            break
        line = short_text(element, LONGEST)
        if not line or not (_is_marked(element) or _LEAD.match(line)):
            continue
        authors, agencies = read_credit(line)
        if (
            (authors or agencies)
            and all(map(_is_likely, authors))
            and not _is_quoted(element, near)
        ):
            return [line]
    return []


def signature(lines: Iterable[str], body: str) -> list[str]:
    """The name among the short lines above or below a text that does not speak of its bearer."""
    for line in lines:
        if _ATTRIBUTED.match(plain(line)):
            continue
        authors, _ = read_credit(plain(line))
        if len(authors) == 1 and authors[0].istitle() and 2 <= len(authors[0].split()) <= 4:
            return [] if authors[0] in body else [authors[0]]
    return []


def without_notes(body: str, lines: Iterable[str]) -> str:
    """A Markdown text without the paragraphs below it that say who its authors are."""
    blocks = body.split("\n\n")
    first = max(1, len(blocks) - _MOST_NOTES)
    words = {line.split()[-1] for line in lines if line.strip()}
    last = [plain(block).strip() for block in blocks[first:]]
    if not any(_IS.search(text) for text in last if any(word in text for word in words)):
        return body
    names = [name for line in lines for name in read_credit(line)[0] if len(name.split()) > 1]
    for at, text in enumerate(last):
        if any(_is_note(text, name) for name in names) and all(
            len(other) <= (_LONGEST_NOTE if any(name in other for name in names) else LONGEST)
            for other in last[at:]
        ):
            return "\n\n".join(blocks[: first + at])
    return body


def _is_note(text: str, name: str) -> bool:
    """Whether a paragraph begins with a name and what its bearer is."""
    at = text.find(name, 0, _BEFORE_NAME + len(name))
    return at >= 0 and _IS.match(text, at + len(name)) is not None


def _is_quoted(element: Any, near: Any) -> bool:
    """Whether an element stands in a quotation, a caption or a comment within what was searched."""
    while element is not None and element is not near:
        if name_of(element) in _NOT_THE_WRITER or name_words(element) & _QUOTED:
            return True
        element = element.getparent()
    return False


def _is_likely(author: str) -> bool:
    """Whether a name is none of an agency and a word more, and no sentence without spaces."""
    words = author.split()
    if len(words) == 1:
        return author.isascii() or len(author) <= _LONGEST_WORD
    return not any(known_agency(word) for word in words)


def _is_marked(element: Any) -> bool:
    if "author" in (element.get("rel") or "").split() or name_words(element) & _NAMED:
        return True
    return name_of(element) == "a" and _PROFILE.search(element.get("href") or "") is not None


def _lines(names: Iterable[str]) -> list[str]:
    lines = (" ".join(name[: 4 * LONGEST].split()) for name in names)
    return list(dict.fromkeys(line for line in lines if line and _is_worth_it(line)))


def _is_worth_it(line: str) -> bool:
    """Whether a line is more than an address or the name of an account."""
    return not _ADDRESS.search(line) or any(read_declared(line))


def _written_by(meta: PageMeta) -> list[str]:
    """Twitter's labelled data: twitter:label1 "Written by", twitter:data1 the name."""
    if (meta.first("twitter:label1") or "").lower() in _WRITTEN_BY:
        return meta.all("twitter:data1")[:1]
    return []
