"""How fast articles are taken in and indexed, and what that takes of memory."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from beside.corpora import Corpus, Say, reindex
from beside.peers import Peer
from beside.processes import ARCHIVE, run

PART = 5_000  # articles that whoosh3 indexes
ASKED = ("fts5", "tantivy-bare", "whoosh-bare")  # Xapian takes minutes, and no figure is of it


def rates(made: Corpus, engines: list[str], peers: list[Peer], say: Say) -> dict[str, Any]:
    """Articles indexed in a second of the processor: `archive reindex` on a whole archive, the
    peers from its rows, which they need not make ready; whoosh3 from the first of them alone.
    """
    found: dict[str, Any] = {}
    for engine in engines:
        say(f"{made.name}: archive reindex, {engine}")
        cpu = reindex(made.home, engine)
        found[engine] = {"articles": made.articles, "cpu": cpu, "rate": made.articles / cpu}
    with TemporaryDirectory(dir=made.folder) as folder:
        part = Path(folder) / "rows.jsonl"
        with made.rows.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
            out.writelines(islice(lines, PART))
        for peer in (each for each in peers if each.name in ASKED):
            say(f"{made.name}: {peer.title} builds its index")
            source = part if peer.name == "whoosh-bare" else made.rows
            used = run([peer.python, "-m", peer.module, "build", source, Path(folder) / peer.name])
            told = json.loads(used.output)
            found[peer.name] = told | {"rate": told["articles"] / told["cpu"]}
    return found


def ingest(sources: list[Path], cache: Path, say: Say) -> dict[str, Any]:
    """Real news taken in, end to end, by the command line."""
    say("archive ingest, real news")
    with TemporaryDirectory(dir=cache) as folder:
        used = run([ARCHIVE, "--home", Path(folder) / "home", "ingest", *sources], look=True)
    items = int(re.findall(r"([\d,]+) items? in", used.output)[-1].replace(",", ""))
    return asdict(used) | {"items": items, "output": used.output[-300:]}
