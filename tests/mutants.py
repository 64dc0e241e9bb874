"""`make mutants`: whether the tests notice when the code says something else, by mutmut 3.

What is changed and which tests are to notice stands in pyproject.toml ([tool.mutmut]); of all the
changes a seeded share is tried. A change that no test notices is listed, unless `mutants.txt`
beside this says why nobody could; more than a twentieth of those is a failure.

    python -m tests.mutants --packages FOLDER --seed 15 --tenths 2
    python -m tests.mutants --packages FOLDER index.query.days.x_number__mutmut_5 --tests tests
"""

from __future__ import annotations

import argparse
import ast
import difflib
import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import dropwhile
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

import pytest

from tests.helpers.mutating import Change, Trial, output_to

ROOT = Path(__file__).resolve().parent.parent
EXPLAINED = Path(__file__).with_name("mutants.txt")
MOST = 1 / 20  # of those drawn may be unnoticed and unexplained
_SQL = re.compile(
    r"\b(?:SELECT|FROM|WHERE|ORDER BY|GROUP BY|JOIN|INSERT|UPDATE|DELETE|UNION|ON|PRAGMA)\b"
)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Raise, ast.Assert)


def drawn(seed: int, tenths: int) -> str:
    """The changes of each function are numbered: so many last digits of these are drawn."""
    return "".join(map(str, sorted(random.Random(seed).sample(range(10), tenths))))


def changes(path: Path, is_wanted: Callable[[str], bool]) -> Iterator[Change]:
    """Those changes of a file, given from the root, whose names are wanted."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    source = (ROOT / path).read_text("utf-8")
    mutated = mutate_file_contents(str(path), source)
    lines = mutated.code.splitlines()
    tree = ast.parse(source)
    begins = dict(_functions(tree))

    def text(name: str, function: str) -> list[str]:
        span = mutated.line_span_by_function_name[name]
        own = dropwhile(lambda line: f"def {name}(" not in line, lines[span.start - 1 : span.end])
        return [line.replace(f"def {name}(", f"def {function}(", 1) for line in own]

    module = _module(path)
    for name in mutated.mutant_names:
        if not is_wanted(f"{module}.{name}"):
            continue
        mangled = name.rpartition("__mutmut_")[0]
        whole = mangled.removeprefix("xǁ").replace("ǁ", ".").removeprefix("x_")
        room, _, function = whole.rpartition(".")
        was, now = text(f"{mangled}__mutmut_orig", function), text(name, function)
        before, after = _difference(was, now)
        yield Change(
            f"{module}.{name}", ROOT / path, whole,
            f"{module}.{whole}: {before} -> {after}".rstrip(), before, after,
            frozenset(_run_lines(tree, begins[whole], was, now)),
            _compiled(room, function, now, ROOT / path),
        )  # fmt: skip


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def _functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The functions and methods of a file, and the line on which each begins."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for each in inside:
            if isinstance(each, ast.FunctionDef):
                yield prefix + each.name, each.lineno


def _difference(was: list[str], now: list[str]) -> tuple[str, str]:
    """What stood in the lines that are changed, and what stands there now."""
    told = [line for line in difflib.ndiff(was, now) if line[:1] in "-+"]
    before, after = (
        " ".join(line[1:].strip() for line in told if line[:1] == sign) for sign in "-+"
    )
    return before, after


def _run_lines(tree: ast.Module, begin: int, was: list[str], now: list[str]) -> Iterator[int]:
    """The lines of a file that are run where a change makes a difference: those that are changed,
    and all of the statement in which they stand.
    """
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    changed = {
        begin + line
        for kind, first, last, *_ in matcher.get_opcodes()
        if kind != "equal"
        for line in range(first, max(last, first + 1))
    }
    yield from changed
    for node in ast.walk(tree):
        if isinstance(node, _SIMPLE):
            span = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        elif isinstance(node, ast.If | ast.While | ast.For | ast.With):
            span = range(node.lineno, node.body[0].lineno)
        else:
            continue
        if not changed.isdisjoint(span):
            yield from span


def _compiled(room: str, function: str, lines: list[str], path: Path) -> CodeType:
    """The code of a function as it is with a change; `room` is its class, or ""."""
    head = ["from __future__ import annotations", *([f"class {room}:"] if room else [])]
    inside = compile("\n".join([*head, *lines]), path, "exec", dont_inherit=True)
    for name in (*([room] if room else []), function):
        inside = next(
            each for each in inside.co_consts
            if isinstance(each, CodeType) and each.co_name == name
        )  # fmt: skip
    return inside


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


def report(trial: Trial, excused: int) -> int:
    """Prints what was found; 1 where too much goes unnoticed."""
    counts = Counter(outcome.change.path for outcome in trial.outcomes)
    for path, count in sorted(counts.items()):
        print(f"{count:>6}  {path.relative_to(ROOT)}")
    unnoticed = [outcome for outcome in trial.outcomes if outcome.noticed_by is None]
    for outcome in unnoticed:
        why = "survived" if outcome.tests else "no test runs it"
        print(f"{outcome.change.said}  ({why})")
    total = counts.total()
    print(
        f"{total + excused} changes drawn: {total - len(unnoticed)} noticed, {excused} that nobody"
        f" could see, {len(unnoticed)} not noticed."
    )
    return 0 if total and len(unnoticed) <= (total + excused) * MOST else 1


def wanted(
    sources: Iterable[str], digits: str, names: Sequence[str]
) -> Iterator[tuple[Change, bool]]:
    """The changes with these names, or, where none is given, with these last digits; and whether
    there is any use in trying each.
    """
    excuses = explained()
    for source in sources:
        path = Path(source)
        if names and not any(name.startswith(f"{_module(path)}.") for name in names):
            continue  # mutmut takes seconds for a file
        for each in changes(path, lambda name: name in names if names else name[-1] in digits):
            yield each, each.said not in excuses and not is_same_sql(each.before, each.after)


def tried(
    attempts: Sequence[Change], tests: Sequence[str], children: int, folder: Path
) -> Trial | None:
    """Tries changes; None, with what is wrong, where it did not come to that."""
    log = folder / "log"
    with output_to(log) as tell:
        tell(f"{len(attempts)} changes to be tried")
        trial = Trial(attempts, children, folder, tell)
        # The folders of all these tests would fill a disk; the usual place of them is one that
        # other runs of pytest tidy up.
        options = (
            "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none",
            "--basetemp", str(folder / "tests"),
        )  # fmt: skip
        pytest.main([*options, *tests], [trial])
    if trial.doubtful:
        print(f"{trial.doubtful} fails in a fork without a change too.", file=sys.stderr)
    elif len(trial.outcomes) < len(attempts):
        print(log.read_text("utf-8", "replace")[-4000:], file=sys.stderr)
    else:
        return trial
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries a share of the changes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--packages", type=Path, required=True, help="where mutmut is installed")
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--tenths", type=int, default=2, help="how many tenths of the changes")
    parser.add_argument("--children", type=int, default=2, help="processes at once")
    parser.add_argument("--tests", nargs="*", help="instead of those in pyproject.toml")
    parser.add_argument("names", nargs="*", help="of all changes those of these names")
    asked = parser.parse_args(arguments)
    sys.path.append(str(asked.packages.resolve()))  # last: what is installed comes before it
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    digits = drawn(asked.seed, asked.tenths)
    found = list(wanted(settings["source_paths"], digits, asked.names))
    attempts = [each for each, is_of_use in found if is_of_use]
    tests = asked.tests or settings["pytest_add_cli_args_test_selection"]
    with TemporaryDirectory() as folder:
        trial = tried(attempts, tests, asked.children, Path(folder))
    return 2 if trial is None else report(trial, len(found) - len(attempts))


if __name__ == "__main__":
    sys.exit(main())
