"""What is kept of a collection that a person makes, and of an article in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from archive.errors import RequestError
from archive.text.plain import fold_line, tidy

LONGEST_NAME = 100  # characters
LONGEST_NOTE = 10_000
LONGEST_PASSAGE = 5_000
MOST_PASSAGES = 200  # of one article
BY_DATE = 1e300  # in place of a place: behind all that have one, by date
_NOT_IN_NAMES = '/\\:"“”„‟«»＂()*?#~^=<>|'  # signs of an address, a query or a shell
_ENDINGS = (".json", ".atom", ".md")  # other forms of its page have them


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article as they stood in that revision, with a note on them, which may be ""."""

    quote: str
    note: str = ""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection itself: its name, a note on the whole, and when it was made."""

    name: str
    note: str
    made_at: str

    @property
    def key(self) -> str:
        """What its name is compared by."""
        return fold_line(self.name)

    def written(self) -> str:
        """As JSON, for the journal."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Collection:
        """What `written` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a collection. `place` orders it; BY_DATE says that it has no place of its own,
    None that it was taken out. `given` says that it is a member by hand alone, and not by a
    delivery too.
    """

    place: float | None
    given: bool
    added_at: str
    note: str = ""
    passages: tuple[Passage, ...] = ()

    @property
    def has_place(self) -> bool:
        """Whether a person has given it a place of its own."""
        return self.place is not None and self.place < BY_DATE

    @property
    def passages_json(self) -> str:
        """The passages as they are kept."""
        return json.dumps([asdict(each) for each in self.passages], ensure_ascii=False)

    def written(self) -> str:
        """As JSON, for the journal."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Listed:
        """What `written` wrote."""
        data = json.loads(text)
        return cls(**{**data, "passages": tuple(Passage(**each) for each in data["passages"])})

    @classmethod
    def of_row(
        cls, place: float | None, given: int, added_at: str, note: str, passages: str
    ) -> Listed:
        """What a row of the table `listed` says, in the order of `COLUMNS`."""
        found = tuple(Passage(**each) for each in json.loads(passages))
        return cls(place, bool(given), added_at, note, found)


COLUMNS = "place, given, added_at, note, passages"


def checked_name(text: str) -> str:
    """A name as it is kept, on one line. RequestError for what cannot be a name."""
    from archive.store.naming import Naming  # a search has no use for it

    naming = Naming("a collection", LONGEST_NAME, _NOT_IN_NAMES, ". , - _ ' &")
    name = naming.checked(text)
    if ending := next((each for each in _ENDINGS if name.lower().endswith(each)), None):
        raise RequestError(
            f"The name of a collection cannot end in {ending}", "which has a meaning in addresses"
        )
    return name


def checked_note(text: str, longest: int = LONGEST_NOTE) -> str:
    """A note as it is kept: tidy lines, nothing before and behind. RequestError for a long one."""
    lines = (line.rstrip() for line in tidy(text).strip().split("\n"))
    note = "\n".join(lines)
    if len(note) > longest:
        raise RequestError(
            f"A note of {len(note):,} characters is too long", f"at most {longest:,}"
        )
    return note
