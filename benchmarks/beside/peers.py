"""The peers: what they are called, how they are installed, and in which Python they run.

Those on PyPI get an environment of their own in the cache, with their versions pinned; Xapian has
no wheel, so Debian's package is taken, and Debian's own Python. What cannot be installed is left
out, with the reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PINNED = ("whoosh3==3.54.0", "tantivy==0.27.0", "datasette==0.65.2")
DEBIAN = Path("/usr/bin/python3")
XAPIAN = "python3-xapian"


@dataclass(frozen=True)
class Peer:
    """A peer that is installed. `python` runs `module`."""

    name: str
    title: str
    python: Path
    module: str
    version: str


class MissingError(Exception):
    """A peer cannot be installed, and why."""


def install(
    cache: Path, wanted: set[str], say: Callable[[str], None]
) -> tuple[list[Peer], dict[str, str]]:
    """The peers that are wanted and can be had; and why others cannot, by name."""
    found: list[Peer] = []
    missing: dict[str, str] = {}
    makers: dict[str, Callable[[], Peer]] = {
        "fts5": lambda: _sqlite(),
        "xapian-bare": lambda: _xapian(say),
        "tantivy-bare": lambda: _pinned(cache, "tantivy", say),
        "whoosh-bare": lambda: _pinned(cache, "whoosh3", say),
    }
    for name, make in makers.items():
        if name not in wanted:
            continue
        try:
            found.append(make())
        except MissingError as error:
            missing[name] = str(error)
    return found, missing


def peers_python(cache: Path, say: Callable[[str], None]) -> Path:
    """The Python of the pinned peers, whose environment is made at the first call."""
    folder = cache / "peers"
    python, stamp = folder / "bin" / "python", folder / "pinned"
    if stamp.exists() and stamp.read_text("utf-8") == "\n".join(PINNED):
        return python
    say(f"installing {', '.join(PINNED)} into {folder.name}")
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(python), "-m", "pip", "--quiet", "install", *PINNED])
    stamp.write_text("\n".join(PINNED), "utf-8")
    return python


def _sqlite() -> Peer:
    import sqlite3

    options = {name for (name,) in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    if "ENABLE_FTS5" not in options:
        raise MissingError(f"SQLite {sqlite3.sqlite_version} was built without FTS5")
    version = sqlite3.sqlite_version
    return Peer("fts5", "SQLite FTS5", Path(sys.executable), "beside.sides.fts5", version)


def _pinned(cache: Path, package: str, say: Callable[[str], None]) -> Peer:
    python = peers_python(cache, say)
    version = next(pin for pin in PINNED if pin.startswith(package)).partition("==")[2]
    if package == "tantivy":
        return Peer("tantivy-bare", "bare tantivy", python, "beside.sides.tantivy_bare", version)
    return Peer("whoosh-bare", "bare whoosh3", python, "beside.sides.whoosh_bare", version)


def _xapian(say: Callable[[str], None]) -> Peer:
    if not (version := _xapian_version()):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise MissingError(
                f"Xapian is not installed; on Debian or Ubuntu, `apt-get install {XAPIAN}`"
            )
        say(f"installing {XAPIAN}")
        _run(["apt-get", "update", "-qq"])
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", XAPIAN])
        version = _xapian_version()
    if not version:
        raise MissingError(f"{DEBIAN} does not find the module of {XAPIAN}")
    return Peer("xapian-bare", "Xapian", DEBIAN, "beside.sides.xapian_bare", version)


def _xapian_version() -> str:
    if not DEBIAN.exists():
        return ""
    code = "import xapian; print(xapian.version_string())"
    done = subprocess.run([DEBIAN, "-c", code], capture_output=True, text=True)
    return done.stdout.strip()


def _run(arguments: list[str]) -> None:
    """MissingError with the last line of what went wrong."""
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise MissingError(f"{' '.join(arguments[:4])} ...: {lines[-1] if lines else 'failed'}")
