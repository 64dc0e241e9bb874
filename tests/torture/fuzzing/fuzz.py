"""Every target fuzzed, each in a process of its own; what is found is told, with its input."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from tests.helpers.archives import ROOT
from tests.torture.fuzzing.targets import names

_PATIENCE = 600  # seconds beside those that were given: seeds are read first


def missing() -> str:
    """Why nothing can be fuzzed; "" where it can."""
    return "" if find_spec("atheris") else "atheris is not installed, so nothing is fuzzed"


def fuzz(name: str, seconds: int, seed: int) -> tuple[int, str]:
    """Feeds a target for so long: how many inputs it took, and what went wrong ("" for nothing)."""
    folder = Path(mkdtemp(prefix="fuzzed-"))
    given = [name, str(seconds), str(seed), str(folder / "run")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.fuzzing.run", *given],
        cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
        timeout=seconds + _PATIENCE,
    )  # fmt: skip
    said = done.stdout + done.stderr
    counted = re.findall(r"number_of_executed_units:\s*(\d+)|^#(\d+)\s", said, re.M)
    inputs = max((int(one or other) for one, other in counted), default=0)
    if done.returncode == 0:
        return inputs, ""
    told = re.findall(r"^.*(?:Error|ERROR|Exception|SUMMARY).*$", said, re.M)
    where = " ".join(str(path) for path in sorted((folder / "run").glob("found-*")))
    return inputs, f"{name}: {' '.join(told[:3]) or said[-300:]} {where}"


def fuzz_all(minutes: float, seed: int, say: Callable[[str], None]) -> int:
    """Feeds all targets, so many minutes each. How many inputs they took; `say` is told of what
    went wrong.
    """
    inputs = 0
    for name in names():
        number, wrong = fuzz(name, int(minutes * 60), seed)
        inputs += number
        print(f"{'fuzzed':>8}  {name:<20} {number:>6}  broken {bool(wrong):d}", flush=True)
        if wrong:
            say(wrong)
    return inputs
