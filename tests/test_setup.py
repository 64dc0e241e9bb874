"""What every installation rests on: the lock, the metadata, the wheel, the Makefile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from generate import archive

from tests.helpers.archives import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]
TOP = sorted(name for name in PACKAGES if "." not in name)


def name_of(requirement: str) -> str:
    """The normalised name in a requirement."""
    match = re.match(r"[\w.-]+", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def locked() -> dict[str, str]:
    """Each locked package with all that stands for it: its version and hashes."""
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.strip())
    return {name_of(entry): entry for entry in entries}


def test_every_locked_package_has_one_version_and_a_hash() -> None:
    assert len(locked()) > 20
    for name, entry in locked().items():
        assert re.match(r"[\w.-]+==[\w.]+ ", entry), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), name


def test_the_lock_names_no_place_to_download_from() -> None:
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|\bfile:", LOCK)


def test_every_dependency_is_locked() -> None:
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["dev"],
        *PROJECT["project"]["optional-dependencies"]["tantivy"],
        *PROJECT["dependency-groups"]["build"],
        *PROJECT["build-system"]["requires"],
    ]
    assert {name_of(requirement) for requirement in wanted} <= set(locked())


def test_whoosh3_alone_is_pinned_and_the_others_have_ranges() -> None:
    for requirement in PROJECT["project"]["dependencies"]:
        if name_of(requirement) == "whoosh3":
            assert re.fullmatch(r"whoosh3==[\d.]+", requirement)
        else:
            assert re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+", requirement)


def test_only_the_python_that_was_run_is_claimed() -> None:
    claims = [line for line in PROJECT["project"]["classifiers"] if "Python :: 3" in line]
    assert claims == ["Programming Language :: Python :: 3.11"]
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_the_package_list_is_the_folders_that_are_packages() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in TOP
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert sorted(PACKAGES) == sorted(found)


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in TOP:
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    (source / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "archive.1", source / "docs")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    command += ["--disable-pip-version-check", "--wheel-dir", str(tmp_path), str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("share/man/man1/archive.1")]
    held = {name for name in names if ".dist-info/" not in name and ".data/" not in name}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for top in TOP
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == wanted


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """An interpreter that says it is too old: it fails every version check."""
    program = tmp_path / "old-python"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    return program


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs make on a copy of what it looks at first, in an otherwise empty folder."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    for name in ("samples", "archive", "index"):  # where it looks for what has changed
        (folder / name).mkdir()
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHON", "MAKEFLAGS")}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


def test_make_alone_lists_what_it_can_do(tmp_path: Path) -> None:
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[0]
    listed = set(re.findall(r"^make ([\w-]+)", make(tmp_path).stdout, re.M))
    assert listed == set(targets.split()) - {"help", "static"}


def test_an_interpreter_that_is_too_old_is_refused_in_one_sentence(
    tmp_path: Path, old_python: Path
) -> None:
    (tmp_path / "project").mkdir()
    done = make(tmp_path / "project", "demo", f"PYTHON={old_python}")
    assert done.returncode != 0
    assert "Python 3.11 or later is needed" in done.stderr
    assert not (tmp_path / "project" / ".venv").exists()


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_every_search_of_the_demonstration_finds_something(samples_copy: Path) -> None:
    tour = (ROOT / "Makefile").read_text("utf-8").split("define TOUR\n")[1].split("endef")[0]
    commands = [line for line in tour.splitlines() if not line.startswith("#")]
    assert 'search "Deir Ezzor" --facets --limit 3' in commands
    for command in commands:
        assert archive(command, samples_copy).returncode == 0, command


def test_ci_runs_what_the_makefile_calls_its_checks() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    for target in re.findall(r"^make (\w+)", script, re.M):
        assert re.search(rf"^{target}:", makefile, re.M)
    assert set(re.findall(r"^make (\w+)", script, re.M)) == {"test", "check"}
