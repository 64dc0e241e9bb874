"""The corpora of a run, made once and kept in the cache: archive, rows, and each side's index.

A folder has a stamp: how the corpus was made, and the version of what reads and indexes it. With
another stamp, it is made anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any

from archive.normalise.version import RULES
from archive.store.sqlite.schema import STEPS
from beside import corpus
from beside.peers import Peer
from beside.processes import ARCHIVE, Command, environment, run, size
from index.engines.common.interface import fingerprint

Say = Callable[[str], None]


@dataclass
class Corpus:
    """One corpus in the cache. `notes` are the figures of making it, by name."""

    name: str
    folder: Path
    made_of: dict[str, Any]
    sources: list[Path]
    notes: dict[str, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def home(self) -> Path:
        """Its archive."""
        return self.folder / "home"

    @property
    def rows(self) -> Path:
        """Its articles, as peers index them."""
        return self.folder / "rows.jsonl"

    @property
    def articles(self) -> int:
        """How many it holds."""
        return int(self.notes["likeness"]["articles"])

    @property
    def bytes(self) -> int:
        """Of title and body, in UTF-8."""
        return int(self.notes["likeness"]["bytes"])

    def note(self, name: str, value: Any) -> None:
        """Keeps a figure with the corpus."""
        with self._lock:
            self.notes[name] = value
            stamp = {"made_of": self.made_of, "notes": self.notes}
            partial = self.folder / "stamp.part"
            partial.write_text(json.dumps(stamp, indent=1), "utf-8")
            partial.replace(self.folder / "stamp.json")


def generated(cache: Path, articles: int) -> Corpus:
    """The generated corpus of that size."""
    made_of = {"articles": articles, "seed": corpus.SEED, "version": corpus.VERSION}
    name = f"generated-{articles}"
    return Corpus(name, cache / name, made_of, [cache / name / "corpus.jsonl"])


def given(cache: Path, name: str, paths: list[Path]) -> Corpus:
    """News that lies somewhere: known by its files, their sizes and times."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else _files(path)))
    states = [[file.name, file.stat().st_size, int(file.stat().st_mtime)] for file in files]
    return Corpus(name, cache / name, {"files": states}, paths)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def prepare(made: Corpus, say: Say) -> None:
    """Takes the corpus into an archive and writes its rows, unless that was done before."""
    made.made_of |= {"fingerprint": fingerprint(), "rules": RULES, "schema": len(STEPS)}
    stamp = made.folder / "stamp.json"
    if stamp.exists():
        kept = json.loads(stamp.read_text("utf-8"))
        if kept["made_of"] == json.loads(json.dumps(made.made_of)):
            made.notes = kept["notes"]
    if "likeness" in made.notes:
        return
    rmtree(made.folder, ignore_errors=True)
    made.folder.mkdir(parents=True)
    if "articles" in made.made_of:
        say(f"{made.name}: writing the corpus")
        articles = str(made.made_of["articles"])
        run([sys.executable, "-m", "beside.corpus", articles, made.sources[0]])
    say(f"{made.name}: taking it in")
    arguments: Command = [ARCHIVE, "--home", made.home, "ingest", *made.sources]
    usage = run(arguments, look=True)
    told = run([sys.executable, "-m", "beside.likeness", made.home, made.rows])
    if "articles" in made.made_of:
        made.sources[0].unlink()
    made.notes["likeness"] = json.loads(told.output)
    made.note("ingest", asdict(usage) | {"output": usage.output[-300:]})
    made.note("whoosh", {"size": size(made.home / "index" / "whoosh")})


def build(made: Corpus, peer: Peer, say: Say) -> None:
    """The index of a peer, unless it is there."""
    folder = made.folder / peer.name
    if made.notes.get(peer.name, {}).get("version") == peer.version and folder.exists():
        return
    say(f"{made.name}: {peer.title} builds its index")
    rmtree(folder, ignore_errors=True)
    usage = run([peer.python, "-m", peer.module, "build", made.rows, folder])
    made.note(peer.name, json.loads(usage.output) | {"size": size(folder), "version": peer.version})


def build_tantivy_engine(made: Corpus, say: Say) -> None:
    """The index of the archive's second engine, unless it is there."""
    layout = fingerprint("tantivy")
    if made.notes.get("tantivy", {}).get("fingerprint") == layout:
        return
    say(f"{made.name}: the tantivy engine builds its index")
    usage = reindex(made.home, "tantivy")
    bytes_of = size(made.home / "index" / "tantivy")
    made.note("tantivy", {"size": bytes_of, "cpu": usage, "fingerprint": layout})


def reindex(home: Path, engine: str) -> float:
    """Seconds of the processor that `archive reindex` takes."""
    arguments: Command = [ARCHIVE, "--home", home, "reindex"]
    return run(arguments, environment(ARCHIVE_ENGINE=engine), look=True).cpu
