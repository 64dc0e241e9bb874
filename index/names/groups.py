"""Groups of spellings: those that ship with the program, joined with the archive's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from index.analysis.scripts import has_han
from index.names.keys import Spelling, keys_of, name_key, spelling, without_article
from index.names.own import FILE, Own, read_own, split_line

SHIPPED = "shipped.txt"


class Names:
    """Groups of spellings, found by any of them.

    `own` says what of the archive's own groups could not be read; `chinese`, whether Chinese words
    are searched in their other characters too.
    """

    def __init__(
        self, groups: Mapping[str, str], own: Own | None = None, *, chinese: bool = True
    ) -> None:
        self.own = own or Own()
        self.chinese = chinese
        self._groups = groups  # key -> the line of its group
        self._joined: dict[str, tuple[str, ...]] = {}  # key -> a group that the own ones changed
        for group in self.own.groups:
            self._join(group.names)

    def spellings(self, terms: Sequence[str]) -> tuple[Spelling, ...]:
        """All spellings of the name that these terms are; none where they are no name."""
        names = self._group(key := name_key(terms))
        if not names and (rest := without_article(terms)) != tuple(terms):
            names = self._group(name_key(rest))
        if not names and self.chinese and has_han(key):
            from index.names.han import simplified

            names = self._group(self._in_chinese.get(simplified(key), ""))
        return tuple(map(spelling, names))

    def groups(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every key with the spellings of its group; the same group stands under several keys."""
        for key in dict.fromkeys((*self._groups, *self._joined)):
            if names := self._group(key):
                yield key, names

    @cached_property
    def _in_chinese(self) -> dict[str, str]:
        """The keys that have Chinese characters, by these as they are simplified."""
        from index.names.han import simplified

        return {simplified(key): key for key in (*self._joined, *self._groups) if has_han(key)}

    def _group(self, key: str) -> tuple[str, ...]:
        joined = self._joined.get(key)
        return split_line(self._groups.get(key, "")) if joined is None else joined

    def _join(self, names: tuple[str, ...]) -> None:
        """Joins an own group with those that ship and share a name with it. A name that stands
        alone is taken out of the group that ships.
        """
        shipped = [name for mine in names for key in keys_of(mine) for name in self._group(key)]
        keys = {key for mine in names for key in keys_of(mine)}
        if len(names) == 1:
            rest = [name for name in dict.fromkeys(shipped) if keys.isdisjoint(keys_of(name))]
            self._set(tuple(rest))
            self._joined |= dict.fromkeys(keys, ())
        else:
            self._set(tuple(dict.fromkeys((*names, *shipped))))

    def _set(self, names: tuple[str, ...]) -> None:
        self._joined |= {key: names for name in names for key in keys_of(name)}


NO_NAMES = Names({}, chinese=False)


def load_names(home: Path) -> Names:
    """The groups that ship with the program, joined with those of the archive in `home`."""
    return names_with(read_own(home / FILE))


def names_with(own: Own) -> Names:
    """The groups that ship with the program, joined with an archive's own."""
    text = Path(__file__).with_name(SHIPPED).read_text("utf-8")
    lines = (line.partition("\t") for line in text.split("\n"))
    return Names({key: names for keys, _, names in lines for key in keys.split()}, own)
