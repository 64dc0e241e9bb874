"""What items of wires and feeds share: signals of status, who supplied one, what `extra` holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.article import TagKind, instant
from archive.codes.iptc import iptc_name
from archive.dates.parse import parse_date
from archive.normalise.agencies import known_agency
from archive.normalise.persons import read_declared
from archive.status import gravest, status_word
from archive.text.markdown import to_text
from archive.text.plain import distinct, fold_line, one_line

# IPTC's natures of concepts (cpnat), and words that systems write in their place.
_NATURES: dict[str, TagKind] = {
    "person": "person", "people": "person",
    "organisation": "organisation", "organization": "organisation", "organis": "organisation",
    "company": "organisation", "org": "organisation",
    "geoarea": "place", "place": "place", "location": "place", "country": "place", "city": "place",
    "geo": "place",
    "abstract": "topic", "topic": "topic", "subject": "topic", "category": "topic",
}  # fmt: skip
# IPTC's media topics, and the subject codes before them.
_TOPIC_CODE = re.compile(
    r"(?:medtop|subj|subjectcode):\d|\d{8}$|https?://cv\.iptc\.org/newscodes/(?:mediatopic|subjectcode)/",
    re.I,
)
# A mark at the end of a slugline: ", 1st Ld-Writethru", "(UPDATE 1)", ",CORRECTIVE".
_SLUG_MARKS = (
    ("withdrawn", r"kill(?:ed)?|withdrawn|withdrawal"),
    ("corrected", r"correct(?:ion|ed|ive)?|corr"),
    ("updated", r"update\s*\d*|\d+(?:st|nd|rd|th)[ -](?:ld|lead)(?:[ -]writethr\w+)?|writethr\w+"),
    ("repeated", r"repeat|rpt"),
)
_DOMAIN = re.compile(r"(?:^|[/:@.,])([a-z0-9-]+)\.(?:com|org|net|info|[a-z]{2})(?=[:,/]|$)", re.I)

# A number between commas or behind two of them: "Court, 16 River Street, 80335 Landing".
_ADDRESS = re.compile(r",[^,]*\d[^,]*,|,[^,]*,[^,]*\d")
_TYPISTS = re.compile(r"\n\s*\(?[a-z]{1,4}(?:[/-][a-z]{1,4}){1,3}\)?\s*\Z")
LONGEST_ALERT = 200  # characters

_KINDS = {
    "picture": "a picture", "photo": "a picture", "image": "a picture", "graphic": "a graphic",
    "graphics": "a graphic", "video": "a video", "audio": "an audio clip",
    "animation": "an animation", "event": "an event", "planning": "a planning item",
    "package": "a package", "concept": "a concept", "knowledge": "a list of concepts",
    "catalog": "a catalogue of codes", "complexdata": "data", "data": "data",
}  # fmt: skip


def without_text(kind: str) -> str | None:
    """Why an item of that kind is left out when it holds no text; None for kinds that are text."""
    named = _KINDS.get(fold_line(kind))
    return f"{named} without a text" if named else None


@dataclass(frozen=True, slots=True)
class Terms:
    """What an item says that it is about: (code, name) of its subjects, and its keywords. `kinds`
    has the kind of those of the subjects, by name, of which the format tells it.
    """

    subjects: Sequence[tuple[str | None, str | None]]
    keywords: Sequence[str]
    kinds: Sequence[tuple[TagKind, str | None]] = field(default_factory=list)

    @property
    def tag_kinds(self) -> dict[str, tuple[str, ...]]:
        """The names of the subjects by their kind; what has IPTC's name alone is a topic."""
        codes = [code for code, name in self.subjects if code and not name]
        return by_kind([*self.kinds, *(("topic", iptc_name(code)) for code in codes)])

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of the subjects, then the keywords. A code without a name is no tag, unless it
        is one of IPTC's, whose name is known; and neither is an address.
        """
        named = [*(name or iptc_name(code or "") for code, name in self.subjects), *self.keywords]
        return tuple(distinct(name for name in named if name and not _ADDRESS.search(name)))

    @property
    def extra(self) -> dict[str, Any]:
        """Both, the subjects with their codes, for `extra`."""
        subjects = [extra_of(code=code, name=name) for code, name in self.subjects]
        return extra_of(subjects=subjects, keywords=self.keywords)


def by_kind(named: Iterable[tuple[TagKind | None, str | None]]) -> dict[str, tuple[str, ...]]:
    """(kind, name) pairs as the names of each kind; without those that lack either."""
    found: dict[str, list[str]] = {}
    for kind, name in named:
        if kind and name:
            found.setdefault(kind, []).append(name)
    return {kind: tuple(names) for kind, names in found.items()}


def kind_of(nature: str | None, code: str | None = None) -> TagKind | None:
    """The kind of concept that a type names ("cpnat:person", "cpnat:geoArea"; IPTC NewsCodes,
    "concept nature"); else a topic, where its code is of IPTC's topics ("medtop:20000065").
    """
    bare = re.split(r"[:/#]", nature or "")[-1].lower()
    return _NATURES.get(bare) or ("topic" if _TOPIC_CODE.match(code or "") else None)


def status_of(signals: Iterable[str | None], embargo: str | None = None) -> str | None:
    """The gravest status that any of these words or codes ("stat:canceled") signals. What an item
    with an embargo is withheld for is the embargo, so then it is none.
    """
    said = set(map(status_word, signals))
    return gravest(said - {"withheld"} if embargo else said)


def is_kill(identifier: str | None, status: str | None) -> bool:
    """Whether an item without a headline and a text still says something: that what came before
    under its identifier is withdrawn.
    """
    return bool(identifier) and status == "withdrawn"


def slug_signal(slugline: str | None) -> str | None:
    """What a mark behind the name of a slugline signals: "..., 1st Ld-Writethru" is "updated"."""
    for status, marks in _SLUG_MARKS:
        if re.search(rf"[,(]\s*(?:{marks})\s*\)?(?=$|,|\s)", slugline or "", re.I):
            return status
    return None


def without_typists(text: str) -> str:
    """A text without a last paragraph of the initials of those who typed it ("jr/xy")."""
    return _TYPISTS.sub("", text)


def alert(title: str | None, body: str) -> tuple[str | None, str]:
    """(title, body): an alert without a headline is one, so its only line is the title."""
    line = body.strip()
    if title or "\n" in line or len(line) > LONGEST_ALERT:
        return title, body
    return one_line(to_text(line)), ""


def supplier(named: Iterable[str | None], identifier: str | None = None) -> tuple[str, ...]:
    """Who supplied the text: of the names that an item gives, the first that the archive knows.

    Else the known agency whose domain stands in the identifier (`tag:reuters.com,2011:...`), else
    the first name.
    """
    names = [line for name in named if (line := one_line(name))]
    known = next((name for name in names if known_agency(name)), None)
    domains = [label for name in (*names, identifier) for label in _DOMAIN.findall(name or "")]
    host = next((label for label in domains if known_agency(label)), None)
    chosen = known or host or next(iter(names), None)
    return (chosen,) if chosen else ()


def people(lines: Iterable[str | None]) -> tuple[str, ...]:
    """The lines among these that name a person or an agency, as they came."""
    return tuple(line for text in lines if (line := one_line(text)) and _names_somebody(line))


def _names_somebody(line: str) -> bool:
    """On a wire a word in small letters is the account of who sent the item: "jroe"."""
    return any(read_declared(line)) and (
        " " in line or not line.islower() or bool(known_agency(line))
    )


def moment(text: str | None) -> str | None:
    """A time as an ISO instant in UTC ("2018-10-23T12:00:00Z"); as a date where it has no zone."""
    line = one_line(text)
    found = parse_date(line) if line else None
    return (instant(found.published) or found.date) if found else None


def extra_of(**values: Any) -> dict[str, Any]:
    """The entries of `extra` that say something."""
    return {key: value for key, value in values.items() if value not in (None, "", (), [], {})}
