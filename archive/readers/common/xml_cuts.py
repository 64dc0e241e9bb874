"""The text of a damaged XML document cut at its records, and each piece parsed by itself."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from archive.errors import UnreadableError
from archive.readers.common.xml import local, parse_text, prolog_of, salvage

_MOST_PIECES = 50_000  # in 32 MB these are of 600 characters; parsing more would take minutes
_MOST_AROUND = 1 << 16  # characters of the tags around the records, which are parsed with each
_MOST_ANCESTORS = 200  # libxml2 refuses 256, and each record is parsed within all of them
_DEEPEST = 3  # records in one another; more of them are cut at every tag
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[\w.:-]+)(?P<rest>[^<>]*)>")
_FIELD = re.compile(r"\s*<(?P<name>(?:[\w.-]+:)?(?P<local>[\w.-]+))(?P<rest>[^<>]*)>")
_CDATA = "<![CDATA["
_BLANK = re.compile(r"\s*")
_STAND_IN = "stand-in-of-a-record"


@dataclass(frozen=True, slots=True)
class Piece:
    """One record: where it stands, whether its end tag is there, and its element or its fault."""

    name: str
    start: int
    end: int
    ended: bool
    element: Any = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A child of a record as it is written, and whether that is well-formed."""

    name: str
    whole: str
    start: int  # of what is in it, and where that ends
    end: int
    sound: bool

    def as_text(self) -> str:
        """The same with the markup in it as text."""
        inner = re.sub(r"<!\[CDATA\[|\]\]>", "", self.whole[self.start : self.end])
        return self.whole[: self.start] + escape(inner) + self.whole[self.end :]


@dataclass(frozen=True, slots=True)
class _Mark:
    """The start tag (1), end tag (-1) or empty tag (0) of a record."""

    name: str
    start: int
    end: int
    step: int


@dataclass(frozen=True)
class Cut:
    """A document and the tags of its records."""

    markup: str
    marks: Sequence[_Mark]

    @cached_property
    def tail(self) -> str:
        """What stands behind the last tag of a record."""
        return self.markup[self.marks[-1].end :]

    @cached_property
    def prolog(self) -> str:
        """What stands before the root: a DOCTYPE changes what a reference means."""
        return self.markup[: prolog_of(self.markup)]

    @cached_property
    def _open(self) -> list[tuple[str, str]]:
        """(name, tag) of every element that is open where the first record begins."""
        found: list[tuple[str, str]] = []
        names: Counter[str] = Counter()
        for name, tag, step in _tags(self.markup[len(self.prolog) : self.marks[0].start]):
            if step > 0:
                found.append((name, tag))
                names[name] += 1
            elif step < 0 and names[name]:
                ended = ""
                while ended != name:
                    ended, _ = found.pop()
                    names[ended] -= 1
        return found

    @cached_property
    def ancestors(self) -> list[tuple[str, str]]:
        """Those of them that end behind the records. Another one lacks its end and holds none."""
        ends = set(re.findall(r"</([\w.:-]+)", self.tail))
        closed = [name in ends for name, _ in self._open]
        last = max((at for at, is_closed in enumerate(closed) if is_closed), default=len(closed))
        return self._open[: last + 1]

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every record in order; what is in another one is a piece where that is not sound."""
        found: list[Piece] = []
        at = 0
        while at < len(self.marks):
            mark, following = self.marks[at], self.marks[at + 1 : at + 2]
            if mark.step < 0:  # an end without a start
                at += 1
                continue
            if mark.step == 0:
                found.append(self._piece(mark, mark.end, ended=True))
                at += 1
                continue
            close = self._close(at)
            if close > at + 1:
                whole = self._piece(mark, self.marks[close].end, ended=True)
                if whole.element is not None:
                    found.append(whole)
                    at = close + 1
                    continue
            ended = bool(following) and following[0].step < 0
            end = len(self.markup)
            if following:
                end = following[0].end if ended else following[0].start
            found.append(self._piece(mark, end, ended=ended))
            at += 2 if ended else 1
        return found

    def _close(self, at: int) -> int:
        """Which mark ends the record that another begins; 0 where none does within bounds."""
        depth = 0
        for number in range(at, len(self.marks)):
            depth += self.marks[number].step
            if depth == 0:
                return number
            if depth > _DEEPEST:
                break
        return 0

    def _piece(self, mark: _Mark, end: int, *, ended: bool) -> Piece:
        name = mark.name.rpartition(":")[2]
        if not ended:
            return Piece(name, mark.start, end, ended, None, "cut off")
        try:
            element = self._parsed(self.markup[mark.start : end])
        except UnreadableError as error:
            return Piece(name, mark.start, end, ended, None, error.message)
        return Piece(name, mark.start, end, ended, element)

    def alone(self, piece: str) -> Any:
        """The element that is written in a piece of markup, or None where that is not sound."""
        try:
            return self._parsed(piece)
        except UnreadableError:
            return None

    def _parsed(self, piece: str) -> Any:
        element = parse_text(self._within(piece))
        for _ in self.ancestors:
            if len(element) != 1:
                raise UnreadableError("an element ends that does not begin in it")
            element = element[0]
        return element

    def _within(self, inner: str, before: str = "") -> str:
        starts = "".join(tag for _, tag in self.ancestors)
        return f"{before or self.prolog + starts}{inner}{self._ends(self.ancestors)}"

    @staticmethod
    def _ends(elements: Sequence[tuple[str, str]]) -> str:
        return "".join(f"</{name}>" for name, _ in reversed(elements))

    def fields(self, piece: Piece) -> list[Field] | None:
        """The children of a record, each up to its own end tag; None where one has no end, or there
        is text between them.
        """
        text = self.markup[piece.start : piece.end]
        at, last = text.index(">") + 1, text.rindex("</")
        found: list[Field] = []
        while match := _FIELD.match(text, at, last):
            inside = match.end()
            end = (inside, inside)
            if not match["rest"].endswith("/"):
                ending = _end_of(text, match["name"], inside, last)
                if ending is None:
                    return None
                end = ending
            whole, start = text[at : end[1]], inside - at
            sound = self.alone(whole) is not None
            found.append(Field(match["local"], whole, start, end[0] - at, sound))
            at = end[1]
        return found if _BLANK.fullmatch(text, at, last) else None

    def tags(self, piece: Piece) -> tuple[str, str]:
        """The start and the end tag of a record."""
        text = self.markup[piece.start : piece.end]
        return text[: text.index(">") + 1], text[text.rindex("</") :]

    def around(self, records: Sequence[Any]) -> tuple[Any, list[Any]]:
        """The root with these elements in place of its records, and those of them behind which text
        is lost since it is not sound.
        """
        from lxml import etree

        if not self.ancestors:
            if len(records) == 1:
                return records[0], []
            root = etree.Element("records")
            root.extend(records)
            return root, []
        lost, inner = [], []
        for record, gap in zip(records, self._gaps(), strict=True):
            inner.append(f"<{_STAND_IN}/>")
            if self._is_sound(gap):
                inner.append(gap)
            elif _TAG.sub("", gap).strip():
                lost.append(record)
        head = self.markup[: self.pieces[0].start] + self._ends(self._open[len(self.ancestors) :])
        root = _lenient(self._within("".join(inner), head))
        stand_ins = [each for each in root.iter() if local(each) == _STAND_IN]
        for stand_in, record in zip(stand_ins, records, strict=False):
            record.tail = stand_in.tail
            stand_in.getparent().replace(stand_in, record)
        return root, lost

    def _gaps(self) -> Iterator[str]:
        """What stands behind each record: up to the next, or to the ends of what is around them."""
        for piece, following in itertools.pairwise(self.pieces):
            yield self.markup[piece.end : following.start]
        ends = [rf"</{re.escape(name)}\s*>\s*" for name, _ in reversed(self.ancestors)]
        yield re.sub(rf"{''.join(ends)}\Z", "", self.markup[self.pieces[-1].end :])

    def _is_sound(self, gap: str) -> bool:
        if not gap.strip():
            return True
        try:
            parse_text(self._within(gap))
        except UnreadableError:
            return False
        return True


def cut(markup: str, names: Collection[str]) -> Cut | None:
    """A document cut at its records; None where it has none, or none that could be parsed so deep.
    UnreadableError where there are too many of them, or too much around.
    """
    first = itertools.dropwhile(lambda mark: mark.step < 0, _marks(markup, names))
    marks = list(itertools.islice(first, 2 * _MOST_PIECES + 1))
    if not marks:
        return None
    found = Cut(markup, marks)
    if len(found.ancestors) > _MOST_ANCESTORS:
        return None
    around = sum(len(tag) for _, tag in found.ancestors) + len(found.prolog)
    if len(marks) > 2 * _MOST_PIECES or around > _MOST_AROUND:
        raise UnreadableError("damaged XML of too many records, or with too much around them")
    return found


def cut_of_run_on(root: Any, markup: str, names: Collection[str]) -> Cut | None:
    """A well-formed document cut at its records where text that is marked as such (CDATA) has no
    end, and so takes in records that follow, up to the end of another one. None for any other:
    what only speaks of CDATA and of such elements gives fewer whole records when cut.
    """
    try:
        found = cut(markup, names) if names and _runs_on(markup, names) else None
    except UnreadableError:
        return None
    if found is None:
        return None
    known = {name.lower() for name in names}
    records = sum(local(each).lower() in known for each in root.iter())
    whole = sum(each.element is not None for each in found.pieces)
    return found if whole >= records and len(found.pieces) > records else None


def _runs_on(markup: str, names: Collection[str]) -> bool:
    """Whether such text begins again within itself, and a record begins last before that."""
    at = markup.find(_CDATA)
    tag = re.compile(rf"<(/?)(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})(?=[\s/>])", re.I)
    while at >= 0:
        at += len(_CDATA)
        behind, another = _behind(markup, _CDATA, at), markup.find(_CDATA, at)
        if behind == at:
            tags = tag.findall(markup, at, another if another >= 0 else len(markup))
            if tags and not tags[-1]:
                return True
        at = markup.find(_CDATA, behind)
    return False


def _marks(markup: str, names: Collection[str]) -> Iterator[_Mark]:
    """The tags of records, but for those in comments and in text that is marked as such (CDATA)."""
    token = re.compile(
        r"<!\[CDATA\[|<!--|<(?P<end>/?)(?P<name>(?:[\w.-]+:)?(?:"
        + "|".join(map(re.escape, names))
        + r"))(?=[\s/>])(?P<rest>[^<>]*)>?",
        re.I,
    )
    at = 0
    while match := token.search(markup, at):
        at = match.end()
        if match["name"]:
            step = -1 if match["end"] else 0 if match["rest"].endswith("/") else 1
            yield _Mark(match["name"], match.start(), match.end(), step)
        else:
            at = _behind(markup, match[0], at)


def _behind(markup: str, opening: str, at: int) -> int:
    """Where a comment or CDATA that begins before `at` is over. One in which another begins lacks
    its end, and then what follows is markup again.
    """
    ending = "-->" if opening == "<!--" else "]]>"
    another = markup.find(opening, at)
    end = markup.find(ending, at, another if another >= 0 else len(markup))
    return end + len(ending) if end >= 0 else at


def _tags(markup: str) -> Iterator[tuple[str, str, int]]:
    """(name, tag, 1 for a start, -1 for an end, 0 for an empty one) of every tag."""
    markup = re.sub(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>", "", markup, flags=re.S)
    for match in _TAG.finditer(markup):
        step = -1 if match["end"] else 0 if match["rest"].endswith("/") else 1
        yield match["name"], match[0], step


def _end_of(text: str, name: str, at: int, last: int) -> tuple[int, int] | None:
    """Where the end tag of an element of that name begins and ends, or None."""
    depth = 1
    tag = re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])([^<>]*)>")
    for match in tag.finditer(text, at, last):
        depth += -1 if match[1] else 0 if match[2].endswith("/") else 1
        if depth == 0:
            return match.start(), match.end()
    return None


def _lenient(markup: str) -> Any:
    try:
        return parse_text(markup)
    except UnreadableError:
        return salvage(markup.encode("utf-8", "replace"), "utf-8")[0]
