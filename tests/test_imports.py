"""Imports go one way, engines' libraries stay in their own files, and starting is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What each package may import of the others. Only `cli serve` may import webui besides.
ALLOWED = {
    "archive": {"archive"},
    "index": {"archive", "index"},
    "cli": {"archive", "index", "cli"},
    "webui": {"archive", "index", "webui"},
}
SERVE = Path("cli/serve.py")
# A library and what alone may import it: a file, or a package.
ENGINES = {"whoosh": "index/engines/whoosh.py", "tantivy": "index/engines/tantivy/"}
WORD_LISTS = "whoosh.lang.stopwords"  # no part of an engine
HEAVY = (
    "whoosh", "tantivy", "flask", "markdown", "nh3", "yaml", "py3langid", "numpy", "Stemmer",
    "waitress",
)  # fmt: skip


def modules() -> list[Path]:
    return sorted(
        path.relative_to(ROOT) for package in ALLOWED for path in (ROOT / package).rglob("*.py")
    )


def imported(path: Path) -> Iterator[str]:
    """The first name of every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != WORD_LISTS:
            assert node.level == 0, f"{path}: imports name the whole path"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_package_imports_only_those_it_stands_on(path: Path) -> None:
    allowed = ALLOWED[path.parts[0]] | ({"webui"} if path == SERVE else set())
    assert set(imported(path)) & set(ALLOWED) <= allowed


def test_serve_is_what_imports_the_web() -> None:
    assert "webui" in set(imported(SERVE))


@pytest.mark.parametrize(("library", "room"), ENGINES.items())
def test_an_engine_library_is_imported_by_its_own_room_alone(library: str, room: str) -> None:
    users = {str(path) for path in modules() if library in imported(path)}
    assert users
    assert all(user.startswith(room) for user in users)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["search", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom cli.main import invoke\n"
        f"try:\n    invoke({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout
    assert done.stderr.strip() == "[]"
