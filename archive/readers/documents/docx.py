"""Word documents (.docx, ECMA-376), read by python-docx: a press release, or a Nexis download."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.common.xml import salvage
from archive.readers.documents.text_of import MOST_TEXT, need, read_paragraphs
from archive.readers.sources.directory_of_zip import READ_METHODS, first_name, opened
from archive.readers.sources.source import Source
from archive.text.notation import raised

NAME = "docx"
EXAMPLE = "a Word document: a press release, or a download of Nexis"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES = 128 * 1024 * 1024  # that the parts of a document unpack to
_MOST_MEMBERS = 20_000
_FIRST = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/", b"word/")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def matches(head: bytes) -> bool:
    """Whether bytes begin as a Word document: a zip, with its list of types or its text."""
    return first_name(head).startswith(_FIRST) and (
        b"word/document.xml" in head or (b"[Content_Types].xml" in head and b"word/" in head)
    )


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, or those of a download; tables cell by cell, in the order of the text, and
    notes below it.
    """
    need("docx", "a Word document")
    data = source.bytes()
    paragraphs, title, author = _text(data)
    yield from read_paragraphs(paragraphs, source, MEDIA_TYPE, data, title, author)


def _text(data: bytes) -> tuple[list[str], str | None, str | None]:
    _within_limits(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = list(_paragraphs(document))
        properties = document.core_properties
        return paragraphs, properties.title or None, None
    except Exception as error:  # the library raises whatever its parts do
        raise UnreadableError(
            f"a damaged Word document ({type(error).__name__}): open it in a word processor and "
            "save it anew"
        ) from None


def _within_limits(data: bytes) -> None:
    """UnreadableError where a document unpacks to too much, counted before anything is parsed."""
    try:
        too_many = f"a Word document of more than {_MOST_MEMBERS:,} parts"
        with opened(io.BytesIO(data), _MOST_MEMBERS, too_many) as packed:
            total = 0
            for member in packed.infolist():  # what the directory states may be wrong
                if member.compress_type not in READ_METHODS:
                    method = f"packed by method {member.compress_type}"
                    raise UnreadableError(f"a Word document {method}, which is not read")
                with packed.open(member) as stream:
                    while part := stream.read(1 << 18):
                        total += len(part)
                        if total > MOST_BYTES:
                            raise UnreadableError(
                                f"a Word document that unpacks to more than {MOST_BYTES >> 20} MiB"
                            )
    except UnreadableError:
        raise
    except Exception:  # zipfile raises whatever its decoders do
        raise UnreadableError("a damaged or cut-off Word document: download it again") from None


def _paragraphs(document: Any) -> Iterator[str]:
    """The paragraphs of the text, those in tables and boxes too, then those of its notes; a break
    inside one is a line end.
    """
    size = 0
    for element, _ in chain.from_iterable(map(_walk, (document.element.body, *_notes(document)))):
        if _name(element) != "p":
            continue
        text = "".join(_runs(element)).strip()
        size += len(text)
        if size > MOST_TEXT:
            raise UnreadableError(f"more than {MOST_TEXT:,} letters")
        yield text


def _notes(document: Any) -> Iterator[Any]:
    """Footnotes and endnotes, without the rules between them and the text."""
    relations = list(document.part.rels.values())
    for kind in ("/footnotes", "/endnotes"):
        for relation in relations:
            if relation.reltype.endswith(kind) and not relation.is_external:
                notes, _ = salvage(relation.target_part.blob)
                yield from (note for note in notes if _kind(note) in (None, "normal"))


def _kind(note: Any) -> str | None:
    """The type of a note (ECMA-376 part 1, 17.11.10): that of Word's own rules is "separator"."""
    return next((value for key, value in note.attrib.items() if key.endswith("}type")), None)


def _runs(paragraph: Any) -> Iterator[str]:
    """The texts of a paragraph, also those inside links and inserted words; not those deleted, nor
    those of a box, whose paragraphs come by themselves.
    """
    for element, walk in _walk(paragraph):
        name = _name(element)
        if name == "p" and element is not paragraph:
            walk.skip_subtree()
        elif name == "t":
            text = element.text or ""
            yield raised(text) if _is_raised(element.getparent()) else text
        elif name in _SIGNS:
            yield _SIGNS[name]


def _walk(element: Any) -> Iterator[tuple[Any, Any]]:
    """The elements inside one, each with the walk, without what comes again elsewhere: text where
    it was before it was moved, and boxes once more for programs of before 2010.
    """
    from lxml import etree

    walk = etree.iterwalk(element, events=("start",))
    for _, found in walk:
        if _name(found) in ("Fallback", "moveFrom"):
            walk.skip_subtree()
        else:
            yield found, walk


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_raised(run: Any) -> bool:
    """Whether a run is said to stand raised (ECMA-376 part 1, 17.3.2.42)."""
    said = run.find("{*}rPr/{*}vertAlign")
    return said is not None and "superscript" in said.attrib.values()
