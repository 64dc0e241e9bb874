"""Makes shipped.txt of by_hand.txt and places.txt: groups with their keys, quick to load.

    python -m index.names.make_shipped

A group of places.txt that shares a name with one of by_hand.txt joins it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.names.groups import SHIPPED
from index.names.keys import keys_of
from index.names.own import read_groups

HERE = Path(__file__).parent
HEAD = """\
# Made by make_shipped.py of by_hand.txt and places.txt. Each line: the keys, a tab, the spellings.
# Of what comes from places.txt: GeoNames (https://www.geonames.org), CC BY 4.0.
"""


def main() -> None:
    """Writes shipped.txt."""
    (HERE / SHIPPED).write_text(shipped(), "utf-8")


def shipped() -> str:
    """The text of shipped.txt."""
    groups: list[list[str]] = []
    owner: dict[str, int] = {}  # key -> the number of its group
    for names in _groups_of("by_hand.txt"):
        owner |= {key: len(groups) for name in names for key in keys_of(name)}
        groups.append(list(names))
    for names in _groups_of("places.txt"):
        known = {owner[key] for key in map(whole_key, names) if key in owner}
        if len(known) > 1:  # between two names made by hand nobody can tell which is meant
            continue
        number = known.pop() if known else len(groups)
        groups += [[]] if number == len(groups) else []
        free = [name for name in names if whole_key(name) not in owner]
        owner |= {whole_key(name): number for name in free}
        groups[number] += free
    keys: list[list[str]] = [[] for _ in groups]
    for key, number in owner.items():
        keys[number].append(key)
    lines = zip(map(" ".join, keys), map(", ".join, groups), strict=True)
    return HEAD + "".join(f"{left}\t{right}\n" for left, right in lines)


def whole_key(name: str) -> str:
    """The key of a name with its article: of places, "El Monte" is not the word "monte"."""
    return next(keys_of(name))


def _groups_of(name: str) -> Iterator[tuple[str, ...]]:
    return read_groups((HERE / name).read_text("utf-8"))


if __name__ == "__main__":
    main()
