"""A soak: an archive served and watched while news comes in, is searched and is removed, for long.

Memory, handles and threads of both programs and the number of files in the archive's folder are
noted all the while. They are flat if the median of the last quarter of the time is at most a tenth
(and two) above that of the second: the first is the time in which caches fill.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import quote
from urllib.request import urlopen

from tests.helpers.serving import started
from tests.torture.running import run
from tests.torture.world import QUESTIONS, World

MORE, SLACK = 1.1, 2
PATIENCE = 60.0  # seconds in which the watch takes in what came last
NAMES = 40  # articles that come in again and again, so that what is searched stays as large

Samples = dict[str, list[int]]


def soak(folder: Path, minutes: float) -> tuple[Samples, list[str]]:
    """What was noted, and what is not flat or went wrong, in words."""
    world, noted = World.made(folder / "world"), defaultdict[str, list[int]](list)
    wrong: list[str] = []
    watched = folder / "watched"
    watched.mkdir()
    end = time.monotonic() + minutes * 60
    with _running(world.home, watched) as (programs, address):
        for number in count():
            if time.monotonic() > end:
                break
            wrong += _round(world, watched, address, number)
            for name, process in programs.items():
                if process.poll() is not None:
                    return noted, [*wrong, f"{name} has ended with {process.returncode}"]
                for what, value in _of_process(process.pid).items():
                    noted[f"{name}: {what}"].append(value)
            noted["files"].append(sum(each.is_file() for each in world.home.rglob("*")))
        wrong += _not_taken_in(watched, address)
    checked = run(["--home", str(world.home), "check"])
    wrong += [checked.out + checked.err] if checked.code else []
    return noted, [*wrong, *_not_flat(noted)]


def quarters(values: list[int]) -> tuple[float, float]:
    """The medians of the second and of the last quarter."""
    size = len(values) // 4
    return median(values[size : 2 * size]), median(values[3 * size :])


def _not_flat(noted: Samples) -> Iterator[str]:
    for what, values in noted.items():
        if len(values) < 8:
            yield f"{what}: too few rounds to tell: {len(values)}"
            continue
        before, after = quarters(values)
        if after > MORE * before + SLACK:
            yield f"{what} grew from {before:.0f} to {after:.0f}"


def _round(world: World, watched: Path, address: str, number: int) -> Iterator[str]:
    """A pile ingested and one left for the watch, some searches, a removal and its undoing."""
    home = ["--home", str(world.home)]
    pile = world.folder / "pile-of-soak"
    pile.mkdir(exist_ok=True)
    for place in (pile, watched):
        (place / f"{place.name}-{number % NAMES}.md").write_text(
            f"---\ntitle: Oil of {place.name} {number % NAMES}\ndate: 2017-11-03\n---\n\n"
            f"The oil of the river was told of again, state {number}.\n"
        )
    for words in (["ingest", str(pile)], ["remove", world.some_id], ["restore", world.some_id]):
        ended = run([*home, *words])
        if ended.code:
            yield f"archive {words[0]}: {ended}"
    for question in QUESTIONS:
        with urlopen(f"{address}/.json?q={quote(question)}", timeout=60) as answer:
            if answer.status != 200:
                yield f"{question}: {answer.status}"


def _not_taken_in(watched: Path, address: str) -> Iterator[str]:
    """What lies in the folder that is watched, and is not found in its last state."""
    end = time.monotonic() + PATIENCE
    for file in sorted(watched.iterdir()):
        title, *_, told = (line for line in file.read_text().splitlines() if "of" in line)
        question = quote(f'title:"{title.partition(": ")[2]}" "{told.partition(", ")[2]}"')
        while _total(f"{address}/.json?q={question}") != 1:
            if time.monotonic() > end:
                yield f"watch has not taken in {file.name}: {told}"
                break
            time.sleep(1)


def _total(address: str) -> int:
    with urlopen(address, timeout=60) as answer:
        return int(json.load(answer)["total"])


@contextmanager
def _running(home: Path, watched: Path) -> Iterator[tuple[dict[str, subprocess.Popen[str]], str]]:
    server, address = started(home, stderr=subprocess.DEVNULL)  # type: ignore[arg-type]
    watch = subprocess.Popen(
        [sys.executable, "-m", "cli", "--home", str(home), "watch", str(watched), "--every", "2s"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    programs = {"serve": server, "watch": watch}
    try:
        yield programs, address
    finally:
        for process in programs.values():
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


def _of_process(pid: int) -> dict[str, int]:
    """Memory (KiB that it alone has), handles and threads of a process and its children."""
    found = {"memory": 0, "handles": 0, "threads": 0}
    for each in (pid, *_children(pid)):
        folder = Path(f"/proc/{each}")
        lines = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        found["memory"] += int(lines["RssAnon"].split()[0])
        found["threads"] += int(lines["Threads"])
        found["handles"] += sum(1 for _ in (folder / "fd").iterdir())
    return found


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, listed) for each in (child, *_children(child))]
