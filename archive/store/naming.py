"""Names that people give to what they keep: what such a name may be."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import RequestError
from archive.text.plain import one_line


@dataclass(frozen=True, slots=True)
class Naming:
    """What a name of some `thing` may be: of at most `longest` characters, without those that are
    `refused`; `use` says which remain.
    """

    thing: str
    longest: int
    refused: str
    use: str

    def checked(self, text: str) -> str:
        """A name as it is kept, on one line. RequestError for what cannot be a name."""
        name = one_line(text) or ""
        if not any(map(str.isalnum, name)) or len(name) > self.longest or name.startswith("-"):
            raise RequestError(
                f"{text[: self.longest]!r} cannot be the name of {self.thing}",
                f"at most {self.longest} characters, with at least one letter",
            )
        if sign := next((char for char in name if char in self.refused), None):
            raise RequestError(
                f"The name of {self.thing} cannot contain {sign}",
                f"use letters, digits, spaces and {self.use}",
            )
        return name
