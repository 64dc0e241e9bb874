"""The rooms of the code, read from its imports: what each is, what it gives, on which floor it is.

A room is a folder of Python files. Its `__init__` says in one docstring what it is and, behind
"Other rooms use:", a module a line with the names that may be taken; a module without names is
used as a whole. The tests hold the code to this; docs/architecture.md shows it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "index", "cli", "webui")
_USES = "Other rooms use:"


@dataclass(frozen=True, slots=True)
class Import:
    """`name` of `module`, taken by the module `by` at a line; no name where all of it is taken."""

    by: str
    line: int
    module: str
    name: str | None

    def __str__(self) -> str:
        what = f"{self.module}.{self.name}" if self.name else self.module
        return f"{self.by}, line {self.line}, takes {what}"


@cache
def modules(root: Path = ROOT) -> dict[str, Path]:
    """Every Python file of our packages by its dotted name; a room's is that of its folder."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(root: Path = ROOT) -> tuple[Import, ...]:
    """Every import of our own modules, wherever it stands: at the top of a file, in a function, or
    for types alone.
    """
    known = modules(root)
    return tuple(one for name, path in known.items() for one in _imports_of(name, path, known))


def _imports_of(by: str, path: Path, known: Mapping[str, Path]) -> Iterator[Import]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in known:
                    yield Import(by, node.lineno, alias.name, None)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{by}: imports name the whole path"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in known:
                    yield Import(by, node.lineno, whole, None)
                elif node.module in known:
                    yield Import(by, node.lineno, str(node.module), alias.name)


def rooms(root: Path = ROOT) -> dict[str, int]:
    """Every room with how many Python files it holds, its `__init__` left out."""
    counts: dict[str, int] = {}
    for name, path in modules(root).items():
        room = room_of(name, root)
        counts[room] = counts.get(room, 0) + (path.name != "__init__.py")
    return counts


def room_of(module: str, root: Path = ROOT) -> str:
    """The room that a module lies in; a room is its own."""
    path = modules(root)[module]
    return module if path.name == "__init__.py" else module.rpartition(".")[0]


def between(root: Path = ROOT) -> dict[str, set[str]]:
    """For each room those that it imports from."""
    graph: dict[str, set[str]] = {room: set() for room in rooms(root)}
    for one in imports(root):
        user, used = room_of(one.by, root), room_of(one.module, root)
        if user != used:
            graph[user].add(used)
    return graph


def floors(root: Path = ROOT) -> list[list[str]]:
    """The rooms, lowest floor first: each stands on those below it alone.

    Raises graphlib.CycleError, which names a circle, where rooms import each other.
    """
    graph = between(root)
    floor: dict[str, int] = {}
    for room in TopologicalSorter(graph).static_order():
        floor[room] = max((floor[used] + 1 for used in graph[room]), default=0)
    highest = max(floor.values())
    return [[room for room in graph if floor[room] == at] for at in range(highest + 1)]


def sentence(room: str, root: Path = ROOT) -> str:
    """What a room is: the first paragraph of its docstring."""
    return " ".join(_docstring(room, root).split("\n\n")[0].split())


def offered(room: str, root: Path = ROOT) -> dict[str, set[str]]:
    """What other rooms may take of a room: its modules, each with names, or none for all of it."""
    _, _, listed = _docstring(room, root).partition(f"{_USES}\n")
    given: dict[str, set[str]] = {}
    module = ""
    for line in listed.splitlines():
        if not line.strip():
            continue
        head = re.match(r"    (\w+)(.*)", line)
        module = head[1] if head else module
        names = (head[2] if head else line).replace(",", " ").split()
        given.setdefault(module, set()).update(names)
    return given


def _docstring(room: str, root: Path) -> str:
    return ast.get_docstring(ast.parse(modules(root)[room].read_text("utf-8"))) or ""


def overview() -> str:
    """A line for each room, the highest floor first, as a table in Markdown."""
    rows = [
        f"| {floor} | [`{_path(room)}/`](rooms.md#{_anchor(room)}) | {sentence(room)} |"
        for floor, on_it in reversed(list(enumerate(floors())))
        for room in on_it
    ]
    return "\n".join(("| floor | room | what it is |", "|---|---|---|", *rows))


def directory() -> str:
    """Every room with its files, as sections in Markdown; a file by the first line of its
    docstring.
    """
    graph = between()
    sections = []
    for room in rooms():
        used = ", ".join(f"[`{_path(one)}`](#{_anchor(one)})" for one in sorted(graph[room]))
        below = f"Stands on {used}." if used else "Stands on nothing of ours."
        files = "\n".join(
            f"- [`{path.name}`](../{path.relative_to(ROOT)}): {_first_line(path)}"
            for name, path in modules().items()
            if name != room and room_of(name) == room
        )
        sections.append(f"## {_path(room)}\n\n{sentence(room)}\n\n{below}\n\n{files}")
    return "\n\n".join(sections)


_WIDTH, _TALL, _GAP, _EDGE = 148, 44, 8, 12
_ROW = _TALL + 16
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328; text-anchor: middle }
.of { font-size: 10px; fill: #59636e }
.floor { text-anchor: start; font-size: 10px; fill: #59636e }
rect { stroke-width: 1 }
.archive { fill: #ddf4ff; stroke: #54aeff } .index { fill: #dafbe1; stroke: #4ac26b }
.cli { fill: #fff8c5; stroke: #d4a72c } .webui { fill: #fbefff; stroke: #c297ff }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .of, .floor { fill: #9198a1 }
  .archive { fill: #0c2d6b; stroke: #388bfd } .index { fill: #033a16; stroke: #2ea043 }
  .cli { fill: #4b2900; stroke: #9e6a03 } .webui { fill: #3c1e70; stroke: #8957e5 }
}"""


def picture() -> str:
    """The floors as an SVG, light or dark as the reader's screen is; each room with its files."""
    storeys, counts, graph = floors(), rooms(), between()
    widest = max(map(len, storeys))
    width = 2 * _EDGE + 20 + widest * (_WIDTH + _GAP) - _GAP
    height = 2 * _EDGE + len(storeys) * _ROW - 16
    parts = []
    for floor, on_it in enumerate(storeys):
        top = height - _EDGE - _TALL - floor * _ROW
        parts.append(f'<text class="floor" x="{_EDGE}" y="{top + 27}">{floor}</text>')
        left = _EDGE + 20 + (widest - len(on_it)) * (_WIDTH + _GAP) / 2
        for place, room in enumerate(on_it):
            x = left + place * (_WIDTH + _GAP)
            below = ", ".join(_path(one) for one in sorted(graph[room])) or "nothing of ours"
            above, _, name = _path(room).rpartition("/")
            files = f"{counts[room]} file{'s' if counts[room] != 1 else ''}"
            of = f"{above}/ · {files}" if above else files
            middle = x + _WIDTH / 2
            parts.append(
                f"<g><title>{escape(sentence(room))} Stands on {escape(below)}.</title>"
                f'<rect class="{room.partition(".")[0]}" x="{x:g}" y="{top}" width="{_WIDTH}"'
                f' height="{_TALL}" rx="6"/>'
                f'<text x="{middle:g}" y="{top + 19}">{name}</text>'
                f'<text class="of" x="{middle:g}" y="{top + 34}">{of}</text></g>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' aria-label="The rooms of the code: each stands on rooms of lower floors alone">'
        f"<style>{_STYLE}\n</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _path(room: str) -> str:
    return room.replace(".", "/")


def _anchor(room: str) -> str:
    return room.replace(".", "")


def _first_line(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())
