"""The command line as a whole: help, mistakes, errors, start-up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, main

from .conftest import Archive

ARCHIVE = [sys.executable, "-m", "cli"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_plain_sentence_an_example_and_help(
    name: str, archive: Archive
) -> None:
    run = archive(name, "--help")
    assert run.code == 0
    assert "Example: archive" in run.out
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    sentence = command.help.split("\n\n")[0].replace("\n", " ")
    assert sentence.endswith((".", ":")) or ":" in sentence
    assert sentence[0].isupper()


def test_help_lists_every_command(archive: Archive) -> None:
    out = archive("--help").out
    assert all(f"  {name} " in out for name in COMMANDS)


def test_a_mistyped_command_is_answered_with_the_nearest(archive: Archive) -> None:
    run = archive("serach", "x")
    assert run.code == 2
    assert "Did you mean 'search'?" in run.err


@pytest.mark.parametrize(
    "args",
    [
        ["search", "x"], ["count"], ["tags"], ["show", "abcdefgh"], ["status"], ["check"],
        ["reindex"], ["remove", "abcdefgh"], ["restore", "abcdefgh"], ["backup", "x.db"],
        ["serve"],
    ],
)  # fmt: skip
def test_without_an_archive_every_command_says_how_to_make_one(
    args: list[str], archive: Archive, tmp_path: Path
) -> None:
    run = archive(*args)
    assert run.code == 2
    assert "There is no archive in" in run.err
    assert "init" in run.err
    assert not (tmp_path / "own").exists()


def test_a_wrong_setting_is_a_sentence(archive: Archive, tmp_path: Path) -> None:
    archive("init")
    (tmp_path / "own" / "archive.toml").write_text("prot = 1")
    run = archive("status")
    assert run.code == 2
    assert "no setting 'prot'" in run.err


def test_a_home_that_cannot_be_made_is_a_sentence(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file")
    for args in (["init"], ["ingest", str(tmp_path)], ["status"]):
        run = archive(*args)
        assert run.code == 2
        assert str(tmp_path / "own") in run.err


def test_a_broken_pipe_is_no_error(samples_copy: Path) -> None:
    command = [*ARCHIVE, "--home", str(samples_copy), "search", "--limit", "50", "--facets"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(30) == 0


def test_completion_is_given_for_each_shell() -> None:
    for shell in ("bash", "zsh", "fish"):
        run = subprocess.run(
            [Path(sys.executable).with_name("archive")],
            env=os.environ | {"_ARCHIVE_COMPLETE": f"{shell}_source"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "_ARCHIVE_COMPLETE" in run.stdout


def test_completion_knows_the_commands() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("archive")],
        env=os.environ
        | {"_ARCHIVE_COMPLETE": "bash_complete", "COMP_WORDS": "archive sea", "COMP_CWORD": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout.strip() == "plain,search"


def test_the_version_is_printed(archive: Archive) -> None:
    assert archive("--version").out.startswith("archive, version 0.")
