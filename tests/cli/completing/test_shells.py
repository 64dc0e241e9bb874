"""The scripts in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.completing.shells import script
from tests.helpers.archives import ROOT, SampleArchive

# Each calls the function as the shell does, and prints what it would offer, a value a line.
ASK = {
    "bash": r"""
eval "$(archive completion bash)"
compopt() { :; }
COMP_LINE="$1" COMP_POINT=${#1}
_archive_completion archive
printf '%s\n' "${COMPREPLY[@]}"
""",
    "zsh": r"""
compdef() { :; }
compadd() { print -l -- "${values[@]}"; }
eval "$(archive completion zsh)"
words=("${(@s: :)1}") CURRENT=$#words
_archive_completion
""",
    "fish": r"""
archive completion fish | source
complete -C $argv[1] | string split -f 1 \t
""",
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with `archive` as these files have it."""
    file = tmp_path / "archive"
    file.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m cli "$@"\n')
    file.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("shell", ASK)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("archive timel", {"timeline"}),
        ("archive search --agency AF", {"AFP"}),
        ("archive facet plac", {"place"}),
        ("archive search zzz:", {""}),
    ],
)
def test_a_shell_asks_and_gets_its_answer(
    shell: str, line: str, offered: set[str], program: Path, samples: SampleArchive
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    asking = program / f"ask.{shell}"
    asking.write_text(ASK[shell])
    done = subprocess.run(
        [shell, str(asking), line], capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"PATH": f"{program}:{os.environ['PATH']}", "HOME": str(program),
                          "ARCHIVE_HOME": str(samples.home)},
    )  # fmt: skip
    assert not done.stderr
    assert set(done.stdout.split("\n")) - {""} == offered - {""}


@pytest.mark.parametrize("shell", ASK)
def test_a_shell_finds_no_fault_in_its_script(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    file = tmp_path / "script"
    file.write_text(script(shell))
    subprocess.run([shell, "-n", str(file)], check=True)
