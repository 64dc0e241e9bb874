"""How fast saved pages go in, with one process and with all cores, and how much memory that takes.

    python benchmarks/pages.py [--pages 10000] [--data FOLDER] [--workers 2] [--warc]

The pages of FOLDER are repeated until there are as many as are wanted, each with an address of
its own, so that each is an article of its own. They are written gzipped to a temporary folder, or
with --warc into one WARC, and go into an archive without an index: a tenth of them with one
process, then all with as many as there are cores. Memory is the largest resident set so far, of
the process that keeps the articles and of the largest worker (on Linux): it must not grow with
the number of pages. Processor time, of all processes, tells more than seconds where other work
uses the machine too.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from archive.article import Origin
from archive.intake.ingest import IngestReport, ingest
from archive.intake.workers import Workers, usable_cores
from archive.readers.sources.source import sources
from archive.store.store import Store

PAGES = Path(__file__).parents[2] / "shared" / "data" / "pages"
# What gives a page its address: each is cut, and one of our own stands for them all.
ADDRESS = re.compile(
    rb"""<link[^>]*\brel=["']?canonical\b[^>]*>|<meta[^>]*\bog:url\b[^>]*>|"(?:@id|url|"""
    rb"""mainEntityOfPage)"\s*:\s*"[^"]*"\s*,""",
    re.I,
)
HEAD = re.compile(rb"<head[^>]*>", re.I)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--data", type=Path, default=PAGES)
    options.add_argument("--workers", type=int, default=usable_cores())
    options.add_argument("--warc", action="store_true", help="one WARC, not a file each")
    options.add_argument("--take-in", nargs=2, metavar=("PILE", "HOME"), help="internal")
    chosen = options.parse_args()
    if chosen.take_in:
        pile, home = map(Path, chosen.take_in)
        take_in(pile, home, chosen.workers, chosen.pages)
        return
    compare(chosen.data, chosen.pages, chosen.workers, chosen.warc)


def compare(data: Path, most: int, workers: int, as_warc: bool) -> None:
    """Prints the table."""
    print("| processes | pages | seconds | pages/s | processor | memory | largest worker |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for count, processes in ((max(most // 10, 1), 1), (most, workers)):
        with TemporaryDirectory() as folder:
            pile = Path(folder) / "pile"
            pile.mkdir()
            write = write_warc if as_warc else write_files
            write(pile, repeated(data, count))
            subprocess.run(
                [
                    sys.executable, __file__, "--workers", str(processes), "--pages", str(most),
                    "--take-in", str(pile), str(Path(folder) / "home"),
                ],
                check=True,
            )  # fmt: skip


def take_in(pile: Path, home: Path, workers: int, most: int) -> None:
    """Prints a line of the table at a tenth, at half, and at all of the pages."""
    marks = [max(most // 10, 1), most // 2, most]
    began = perf_counter()

    def progress(report: IngestReport, at: Origin) -> None:
        if not marks or report.kept < marks[0]:
            return
        marks[:] = [mark for mark in marks if mark > report.kept]
        seconds = perf_counter() - began
        beside = [peak(pid) for pid in children()]
        largest = f"{max(beside, default=0) / 2**20:,.0f} MiB" if workers > 1 else ""
        print(
            f"| {workers} | {report.kept:,} | {seconds:,.1f} s | {report.kept / seconds:,.1f}"
            f" | {processor_time():,.1f} s | {peak(os.getpid()) / 2**20:,.0f} MiB | {largest} |",
            flush=True,
        )

    with Store.create(home) as store, Workers(workers) as processes:
        ingest(store, sources([str(pile)]), workers=processes, on_progress=progress)


def children() -> list[int]:
    """The processes that this one has started."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def peak(pid: int) -> int:
    """The largest resident set of a process so far, in bytes (proc(5))."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def processor_time() -> float:
    """Seconds that this process and those it has started have used (proc(5))."""
    used = 0
    for pid in (os.getpid(), *children()):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def repeated(data: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """So many pages, each with its address."""
    pages = [ADDRESS.sub(b"", gzip.decompress(p.read_bytes())) for p in sorted(data.glob("*.gz"))]
    if not pages:
        sys.exit(f"{data}: there is no page in it; name the folder of the pages")
    for number in range(count):
        address = f"https://news.example/{number}"
        link = f'<link rel="canonical" href="{address}">'.encode()
        page = pages[number % len(pages)]
        head = HEAD.search(page)
        at = head.end() if head else 0
        yield address, page[:at] + link + page[at:]


def write_files(pile: Path, pages: Iterator[tuple[str, bytes]]) -> None:
    """A gzipped file each."""
    for number, (_, page) in enumerate(pages):
        (pile / f"{number:06}.html.gz").write_bytes(gzip.compress(page, 1))


def write_warc(pile: Path, pages: Iterator[tuple[str, bytes]]) -> None:
    """One gzipped WARC of them all."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (pile / "pages.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for address, page in pages:
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=io.BytesIO(page), http_headers=headers
                )
            )


if __name__ == "__main__":
    main()
