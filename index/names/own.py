"""variants.txt in an archive's home: the archive's own groups, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.frozen import frozen
from archive.text.patterns import lazy_pattern
from index.names.keys import name_key, spelling

FILE = "variants.txt"
LONGEST = 8  # words of a name that is looked up
_SEPARATORS = lazy_pattern(r"[;|=\t]")


@frozen
class Group:
    """The spellings of one name, and the line that they stand in."""

    line: int
    names: tuple[str, ...]


@frozen
class Problem:
    """What is wrong in a line; 0 is the whole file."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


@frozen
class Own:
    """The groups that can be used, and what is wrong with the others."""

    groups: tuple[Group, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_own(path: Path) -> Own:
    """The groups of a file. One that is missing has none; what cannot be read is a problem."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Own()
    except OSError as error:
        return Own(problems=(Problem(0, f"the file cannot be read: {error.strerror}"),))
    return own_groups(data)


def own_groups(data: bytes) -> Own:
    """The groups of a file that has been read."""
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    groups: list[Group] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        try:
            names = split_line(raw.decode("utf-8").split("#")[0])
        except UnicodeDecodeError:
            problems.append(Problem(number, "is no UTF-8 text, so it was left out"))
            continue
        wrong = list(_problems(names, seen))
        problems += (Problem(number, text) for text in wrong)
        usable = tuple(name for name in names if _is_name(name))
        alone = len(usable) == 1
        if not usable or (alone and wrong):  # alone by mistake: its other spellings stay
            continue
        groups.append(Group(number, usable))
        seen |= {_key(name): number for name in usable if _key(name) not in seen}
    return Own(tuple(groups), tuple(problems))


def read_groups(text: str) -> Iterator[tuple[str, ...]]:
    """The groups of a text: one a line, names between commas, # for remarks."""
    for line in text.splitlines():
        if names := split_line(line.split("#")[0]):
            yield names


def split_line(line: str) -> tuple[str, ...]:
    """The names of a line, each once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, line.split(",")))))


def _problems(names: tuple[str, ...], seen: dict[str, int]) -> Iterator[str]:
    """What is wrong with a line; `seen` says in which line each name stood before."""
    if len(names) == 1 and _SEPARATORS.search(names[0]):
        yield "holds one name only; commas stand between names. It was left out"
    for name in names:
        if not spelling(name).terms:
            yield f'"{name}" has no letters, so it was left out'
        elif not _is_name(name):
            yield f'"{name}" has more than {LONGEST} words, so it was left out'
        elif before := seen.get(_key(name)):
            yield f'"{name}" stands in line {before} too: the two are one group'


def _is_name(name: str) -> bool:
    return 0 < len(spelling(name).terms) <= LONGEST


def _key(name: str) -> str:
    return name_key(spelling(name).terms)
