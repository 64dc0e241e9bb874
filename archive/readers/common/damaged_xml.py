"""XML of many records: a bad one is read or told by itself, and takes no other with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.article import Origin, RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.common.xml import local, markup_of, original, parse, parse_text, salvage
from archive.readers.common.xml_cuts import Cut, Piece, cut, cut_of_run_on
from archive.readers.sources.source import Source

Outcomes = Iterable[RawArticle | Skipped]

# A picture or a film as text; libxml2 refuses one text of 10 MB, and with it the whole document.
_PACKED = re.compile(
    rb"(<(?:[\w.-]+:)?(?:inlineData|DataContent|data|media-object)(?=[\s>])[^<>]*>)"
    rb"([A-Za-z0-9+/=\s]{100000,})(?=</)"
)
# Where libxml2 saw the fault: in the piece that was parsed, so the number would mislead.
_LINE = re.compile(r",? \(?(?:<string>, )?line \d+(?:, column \d+)?\)?")


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and what is wrong with it if anything.

    Of a damaged one, `records` are all that it seems to have, in order; those of them in `faults`
    are bad, and empty where nothing of them can be trusted. `fault` is what is wrong around them.
    `packed` is what was too long to be parsed, by the element that it is the text of.
    """

    root: Any
    records: tuple[Any, ...] = ()
    faults: Mapping[Any, str] = field(default_factory=dict)
    fault: str | None = None
    packed: Mapping[Any, str] = field(default_factory=dict)

    def original(self, element: Any) -> bytes:
        """One record as a document of its own, with all that it came with."""
        held = [each for each in element.iter() if each in self.packed] if self.packed else []
        for each in held:
            each.text = self.packed[each]
        try:
            return original(element)
        finally:
            for each in held:
                each.text = None

    def outcomes(
        self,
        items: Collection[Any],
        source: Source,
        read: Callable[[Any, Origin, bytes], Outcomes],
        noun: str = "item",
        data: bytes | None = None,
    ) -> Iterator[RawArticle | Skipped]:
        """What `read` makes of every item by its place and its bytes, and what is wrong with those
        that are bad. An item that is alone has no number, and all `data` where that is given.
        """
        alone = data if len(items) == 1 else None
        for number, item in enumerate(items, 1):
            origin = source.origin(f"{noun} {number}" if alone is None else None)
            fault = self.faults.get(item)
            if len(item) or not fault:
                yield from read(item, origin, self.original(item) if alone is None else alone)
            if fault:
                yield Skipped(origin, fault)
        if items and self.fault:
            yield Skipped(source.origin(f"after {noun} {len(items)}"), self.fault)


def read_document(
    data: bytes,
    charset: str | None,
    names: Collection[str] | Callable[[Any], Collection[str]],
    mendable: Collection[str] = (),
) -> Document:
    """A document with records of these names, or of those that a function finds in what can be read
    of it. A bad record in which only the markup in `mendable` elements is bad is read with that
    markup as text, as HTML often is sent.

    UnreadableError where nothing can be read. A document without a record is salvaged as a whole.
    """
    try:
        markup = markup_of(data, charset)
        root = parse_text(markup)
    except UnreadableError as error:
        whole = error
    else:
        found = cut_of_run_on(root, markup, names(root) if callable(names) else names)
        no_end = "text that is marked as such (CDATA) has no end"
        return _put_together(found, mendable, no_end, {}) if found else Document(root)
    data, runs = _without_packed(data)
    if runs:
        try:
            root = parse(data, charset)
            return Document(root, packed=_places(root, runs))
        except UnreadableError as error:
            whole = error
    markup = markup_of(data, charset)
    if "<!ENTITY" in markup:
        raise whole
    if callable(names):
        names = names(salvage(data, charset)[0])
    found = cut(markup, names) if names else None
    if found is None:
        root, fault = salvage(data, charset)
        return Document(root, fault=fault, packed=_places(root, runs))
    return _put_together(found, mendable, whole.message, runs)


def _put_together(
    found: Cut, mendable: Collection[str], whole: str, runs: Mapping[str, str]
) -> Document:
    from lxml import etree

    records: list[Any] = []
    faults: dict[Any, str] = {}
    for piece in found.pieces:
        element, fault = piece.element, _told(piece)
        if fault and piece.ended and mendable:
            element = _with_text(piece, found, mendable)
        if element is None:
            element = etree.Element(piece.name)
        records.append(element)
        if fault:
            faults[element] = fault
    root, lost = found.around(records)
    for element in lost:
        text = f"damaged XML: what follows it is outside of any <{local(element)}>"
        faults.setdefault(element, text)
    fault = None if faults else _damage(whole)
    return Document(root, tuple(records), faults, fault, _places(root, runs))


def _told(piece: Piece) -> str | None:
    if piece.fault and not piece.ended:
        return f"damaged XML: no </{piece.name}> ends it"
    return _damage(piece.fault) if piece.fault else None


def _damage(message: str) -> str:
    return f"damaged XML: {_LINE.sub('', message.removeprefix('not well-formed XML: '))}"


def _with_text(piece: Piece, found: Cut, mendable: Collection[str]) -> Any:
    """The record with what is bad in it as text, where that may be; other bad fields are left out.
    None where a field has no end, for then nobody knows what belongs to which.
    """
    fields = found.fields(piece)
    if fields is None:
        return None
    start, end = found.tags(piece)
    kept = [each.whole if each.sound else each.as_text() for each in fields
            if each.sound or each.name in mendable]  # fmt: skip
    return found.alone(start + "".join(kept) + end)


def _without_packed(data: bytes) -> tuple[bytes, dict[str, str]]:
    """The document with a key in place of every long run of base64, and the runs by their keys."""
    runs: dict[str, str] = {}
    mark = hashlib.sha1(data, usedforsecurity=False).hexdigest()

    def key(match: re.Match[bytes]) -> bytes:
        name = f"{mark}-{len(runs)}"
        runs[name] = match[2].decode("ascii")
        return match[1] + name.encode()

    return _PACKED.sub(key, data), runs


def _places(root: Any, runs: Mapping[str, str]) -> dict[Any, str]:
    """The elements that have a key as their text, which is taken out, with what it stands for."""
    found = {each: runs[each.text] for each in root.iter() if runs and each.text in runs}
    for each in found:
        each.text = None
    return found
