"""`make mutants`: whether the tests notice when the code says something else, by mutmut 3.

What is changed and which tests are to notice stands in pyproject.toml ([tool.mutmut]); of all the
changes a seeded share is tried. A change that no test notices is listed, unless `mutants.txt`
beside this says why nobody could; more than a twentieth of those is a failure.

    python -m tests.mutants --packages FOLDER --seed 15 --tenths 2
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
EXPLAINED = Path(__file__).with_name("mutants.txt")
PARTS = (
    "archive", "cli", "docs", "index", "samples", "tests", "webui",
    ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "pyproject.toml",
)  # fmt: skip
MOST = 1 / 20  # of those tried may be unnoticed and unexplained
_UNNOTICED = {0: "survived", 33: "no test runs it"}  # by mutmut's exit codes
_SQL = re.compile(r"\b(?:SELECT|FROM|WHERE|ORDER BY|GROUP BY|JOIN|INSERT|UPDATE|DELETE|UNION|ON)\b")
_RUN = "import sys; sys.path.append(sys.argv.pop(1)); from mutmut.__main__ import cli; cli()"


def mutmut(packages: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs mutmut on the copy of the project in a folder."""
    command = [sys.executable, "-c", _RUN, str(packages), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")


def chosen(seed: int, tenths: int) -> list[str]:
    """Patterns of names: the changes of each function are numbered, and so many last digits are
    drawn.
    """
    digits = sorted(random.Random(seed).sample(range(10), tenths))
    return [
        pattern for digit in digits for pattern in (f"*__mutmut_{digit}", f"*__mutmut_*{digit}")
    ]


def results(folder: Path) -> Iterator[tuple[str, str, int]]:
    """(file, name of the change, exit code) of all that was tried."""
    mutants = folder / "mutants"
    for path in sorted(mutants.rglob("*.py.meta")):
        told = json.loads(path.read_text())["exit_code_by_key"]
        for name, code in told.items():
            if code is not None:
                yield str(path.relative_to(mutants)).removesuffix(".meta"), name, code


def change(packages: Path, folder: Path, name: str) -> tuple[str, str, str]:
    """What a change is: the function that it is in, and the code before and after."""
    shown = mutmut(packages, folder, "show", name).stdout.splitlines()
    lines = [line for line in shown if line[:3] not in ("---", "+++")]
    before, after = (
        " ".join(line[1:].strip() for line in lines if line[:1] == sign) for sign in "-+"
    )
    return (
        name.rpartition("__mutmut_")[0].replace("xǁ", "").replace("ǁ", ".").replace(".x_", "."),
        before,
        after,
    )


def is_same_sql(before: str, after: str) -> bool:
    """Whether only the case of a statement changed, outside of what stands in quotes: to SQLite
    that is the same statement.
    """
    quoted = [re.findall("'[^']*'", each) for each in (before, after)]
    return before.lower() == after.lower() and quoted[0] == quoted[1] and bool(_SQL.search(before))


def explained() -> set[str]:
    """The changes that make no difference that anyone could see."""
    lines = EXPLAINED.read_text("utf-8").splitlines() if EXPLAINED.exists() else []
    return {line for line in lines if line and not line.startswith(("#", " "))}


def report(packages: Path, folder: Path) -> int:
    """Prints what was found; 1 where too much goes unnoticed."""
    known = explained()
    tried: Counter[str] = Counter()
    unnoticed: list[str] = []
    excused = 0
    for file, name, code in results(folder):
        tried[file] += 1
        if code in _UNNOTICED:
            function, before, after = change(packages, folder, name)
            said = f"{function}: {before} -> {after}".rstrip()
            if said in known or is_same_sql(before, after):
                excused += 1
            else:
                unnoticed.append(f"{said}  ({_UNNOTICED[code]})")
    for file, count in tried.items():
        print(f"{count:>6}  {file}")
    print("\n".join(unnoticed))
    total = tried.total()
    print(f"{total} changes tried, {excused} unnoticed and explained, {len(unnoticed)} unnoticed.")
    return 0 if total and len(unnoticed) <= total * MOST else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries a share of the changes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--packages", type=Path, required=True, help="where mutmut is installed")
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--tenths", type=int, default=2, help="how many tenths of the changes")
    parser.add_argument("--children", type=int, default=2, help="processes at once")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as name:
        folder = Path(name) / "source"
        folder.mkdir()
        for part in PARTS:
            if (ROOT / part).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / part, folder / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, folder)
        patterns = chosen(asked.seed, asked.tenths)
        done = mutmut(
            asked.packages.resolve(), folder,
            "run", "--max-children", str(asked.children), *patterns,
        )  # fmt: skip
        if done.returncode:
            print(done.stdout[-4000:], done.stderr[-2000:], file=sys.stderr)
            return 2
        return report(asked.packages.resolve(), folder)


if __name__ == "__main__":
    sys.exit(main())
