"""`make installs`: every way to install, with every Python that is there, and the main job by each.

A wheel and the folder, by pip, pipx and uv: installed apart from all else, then samples are taken
in, searched, and a page is served. Dependencies come from where pip gets them; nothing is left.

    python -m tests.install                     # each python3.N that is found, 3.11 and later
    python -m tests.install /opt/python3.14/bin/python3 --only uv
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("archive", "index", "webui", "cli", "pyproject.toml", "README.md", "LICENSE")
VERSION = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
OLDEST = (3, 11)
_PATIENCE = 60  # seconds until the server listens


class FailedError(Exception):
    """A step did not go as it should; with what was said."""


@dataclass(frozen=True)
class Python:
    """An interpreter and its version."""

    path: Path
    version: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join(map(str, self.version))


def pythons() -> Iterator[Python]:
    """One interpreter of each version from 3.11 on: of those on the path, and of pyenv's."""
    places = [Path(place) for place in os.environ.get("PATH", "").split(os.pathsep)]
    root = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    places += sorted(root.glob("versions/*/bin"))
    seen: set[tuple[int, ...]] = set()
    for place in places:
        for minor in range(OLDEST[1], 20):
            path = place / f"python3.{minor}"
            if path.exists() and (found := python(path)) and found.version[:2] not in seen:
                seen.add(found.version[:2])
                yield found


def python(path: Path) -> Python | None:
    """An interpreter; None where it does not run, as a shim of a version that is not there."""
    with suppress(OSError):
        done = subprocess.run([path, "-c", VERSION], capture_output=True, text=True)
        if done.returncode == 0:
            return Python(path, tuple(map(int, done.stdout.strip().split("."))))
    return None


def run(*command: object, **environ: str) -> str:
    """What a command printed. FailedError where it ends with anything but 0."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | environ,
        cwd="/",
    )
    if done.returncode:
        raise FailedError(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


# Ways to install: each gives the program ---------------------------------------------------------


def by_pip(tools: Path, python: Python, what: Path, to: Path) -> Path:
    """Into a virtual environment."""
    run(python.path, "-m", "venv", to)
    run(to / "bin" / "python", "-m", "pip", "install", "--quiet", what)
    return to / "bin" / "archive"


def by_pipx(tools: Path, python: Python, what: Path, to: Path) -> Path:
    """As a program of its own, by pipx."""
    folders = {"PIPX_HOME": str(to / "home"), "PIPX_BIN_DIR": str(to / "bin")}
    run(tools / "bin" / "pipx", "install", "--python", python.path, what, **folders)
    return to / "bin" / "archive"


def by_uv(tools: Path, python: Python, what: Path, to: Path) -> Path:
    """As a program of its own, by uv."""
    folders = {"UV_TOOL_DIR": str(to / "home"), "UV_TOOL_BIN_DIR": str(to / "bin")}
    run(tools / "bin" / "uv", "tool", "install", "--python", python.path, what, **folders)
    return to / "bin" / "archive"


WAYS: dict[str, Callable[[Path, Python, Path, Path], Path]] = {
    "pip": by_pip, "pipx": by_pipx, "uv": by_uv,
}  # fmt: skip


# The main job ------------------------------------------------------------------------------------


def main_job(program: Path, home: Path) -> str:
    """Takes in the samples, searches them and serves a page; says how much was found."""
    taken = run(program, "--home", home, "ingest", ROOT / "samples")
    found = run(program, "--home", home, "search", '"Deir Ezzor"', "--facets")
    if "2 articles" not in found or "Deir Ezzor" not in found:
        raise FailedError(f"searching gave: {found}")
    page = served(program, home, "/?q=%22Deir+Ezzor%22")
    if "2 articles" not in page or "</html>" not in page:
        raise FailedError(f"the page was: {page[:2000]}")
    return taken.splitlines()[0]


def served(program: Path, home: Path, path: str) -> str:
    """A page, by a server that runs only for it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "--home", home, "serve", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and server.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                    page: bytes = answer.read()
                return page.decode()
            time.sleep(0.1)
        raise FailedError(f"the server did not answer in {_PATIENCE} seconds, or ended")
    finally:
        server.terminate()
        server.wait(timeout=30)


# All of them -------------------------------------------------------------------------------------


def source(folder: Path) -> Path:
    """A copy of what the program is made of, so that building it leaves nothing in the project."""
    to = folder / "source"
    (to / "docs").mkdir(parents=True)
    for part in PARTS:
        if (ROOT / part).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / part, to / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, to)
    shutil.copy(ROOT / "docs" / "archive.1", to / "docs")
    return to


def wheel(tools: Path, of: Path, folder: Path) -> Path:
    """The wheel of a source."""
    run(tools / "bin" / "python", "-m", "pip", "wheel", "--quiet", "--no-deps",
        "--wheel-dir", folder / "wheels", of)  # fmt: skip
    (made,) = (folder / "wheels").glob("*.whl")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries all; 0 where every one worked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "python", nargs="*", type=Path, help="interpreters; else all that are found"
    )
    parser.add_argument("--only", choices=WAYS, action="append", help="this way alone")
    asked = parser.parse_args(arguments)
    found = [one for path in asked.python if (one := python(path))] or list(pythons())
    passed = failed = 0
    with TemporaryDirectory() as name:
        folder, tools = Path(name), Path(name) / "tools"
        run(sys.executable, "-m", "venv", tools)
        run(tools / "bin" / "python", "-m", "pip", "install", "--quiet", "uv", "pipx")
        of = source(folder)
        things = {"wheel": wheel(tools, of, folder), "folder": of}
        for one in found:
            for way in asked.only or WAYS:
                for what, path in things.items():
                    to = folder / f"{way}-{what}-{one}"
                    began = time.monotonic()
                    try:
                        said = main_job(WAYS[way](tools, one, path, to), to / "archive")
                        passed += 1
                    except FailedError as error:
                        said = f"FAILED: {error}"
                        failed += 1
                    took = time.monotonic() - began
                    print(f"Python {one!s:<8} {way:<5} {what:<7} {took:4.0f} s  {said}", flush=True)
                    shutil.rmtree(to, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
