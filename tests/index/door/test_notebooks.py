"""The notebooks in docs/: every cell runs, on a folder and on a served archive, with equal results.

The cells are run one after another in one namespace, as a kernel does; a kernel of Jupyter itself
would bring thirty packages that nothing else here needs.
"""

from __future__ import annotations

import ast
import io
import shutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.helpers.archives import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
PLACE = 'PLACE = "../../.demo"'


def run(path: Path, place: str) -> list[str]:
    """What a notebook shows, cell by cell: what it prints, and the value of its last line."""
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = []
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert sum(PLACE in cell.source for cell in cells) == 1
    for number, cell in enumerate(cells):
        tree = ast.parse(cell.source.replace(PLACE, f"PLACE = {place!r}"))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(tree, f"{path.name}, cell {number}", "exec"), names)
            if last:
                value = eval(compile(ast.Expression(last.value), path.name, "eval"), names)
                printed.write(repr(value) if value is not None else "")
        shown.append(printed.getvalue())
    return shown


def test_there_are_two() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["first-walk", "who-wrote-on-it"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_alike_on_a_folder_and_on_what_is_served(
    doors: Any, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(doors.home, tmp_path / ".demo")
    inside = tmp_path / "docs" / "notebooks"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    here = run(path, "../../.demo")
    assert here == run(path, doors.address)
    assert sum(map(bool, here)) >= 6


def test_the_walk_shows_what_the_samples_hold(doors: Any) -> None:
    shown = "\n".join(run(NOTEBOOKS[0], doors.address))
    for part in (
        "2 articles for 'Deir Ezzor'", "Deir ez-Zor", "[army]", "There is no keyword 'agnecy'",
        "did you mean agency", "Datetime(time_unit='us', time_zone='UTC')", "('1987', ",
    ):  # fmt: skip
        assert part in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_a_notebook_that_holds_no_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert path.stat().st_size < 10_000
