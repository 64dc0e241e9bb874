"""How fast a pile goes in and is found again, through the real command line.

    python benchmarks/ingest.py [PATH...]

Takes in PATH (else the 20 files of Reuters-21578 beside the project) into a new archive, which is
deleted afterwards, and then times searches, each in a new process.
"""

from __future__ import annotations

import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REUTERS = Path(__file__).parent.parent.parent / "shared" / "data" / "reuters-21578"
SEARCHES = ("crude oil", '"crude oil"', "bank -loan", "tag:usa wheat", "econom*")
TIMES = 5  # of each search, of which the median is shown


def archive(home: Path, *arguments: str) -> tuple[float, str]:
    """Runs one command; its seconds and what it printed. Leaves the benchmark where it fails."""
    program = Path(sys.executable).with_name("archive")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ARCHIVE_")}
    began = time.perf_counter()
    done = subprocess.run(
        [program, "--home", home, *arguments], capture_output=True, text=True, env=environment
    )
    if done.returncode not in (0, 1, 3):  # nothing found and something skipped are answers too
        sys.exit(f"archive {shlex.join(arguments)}: {done.stderr.strip()}")
    return time.perf_counter() - began, done.stdout


def main(paths: list[str]) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        seconds, report = archive(home, "ingest", *paths)
        # Of the largest process so far, which is the only one: KiB, but bytes on a Mac.
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
        items = int(re.sub(r"\D", "", report.split(" item", 1)[0]))
        print(report.strip())
        print(f"{'ingest and index':<24} {seconds:8.1f} s   {items / seconds:,.0f} items/s")
        print(f"{'peak memory':<24} {memory:8.0f} MiB")
        for name, path in (("store", home / "archive.db"), ("index", home / "index")):
            print(f"{name:<24} {size(path) / (1 << 20):8.1f} MiB")
        print()
        for query in SEARCHES:
            runs = sorted(
                archive(home, "search", query, "--facets", "--format", "json") for _ in range(TIMES)
            )
            median, answer = runs[TIMES // 2]
            total = re.search(r'"total": (\d+)', answer)
            took = re.search(r'"took_ms": ([\d.]+)', answer)
            assert total
            assert took
            print(
                f"{query:<24} {median:8.2f} s   {int(total[1]):>6,} found"
                f"   ({float(took[1]):.0f} ms of it searching)"
            )


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    chosen = sys.argv[1:] or [str(REUTERS)]
    if not all(Path(path).exists() for path in chosen):
        sys.exit(f"{' '.join(chosen)}: not there; name what to take in")
    main(chosen)
