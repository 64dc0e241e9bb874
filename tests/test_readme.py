"""The README's own lines are run: what it shows is what the program prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from generate import ROOT, archive, generated

from cli.main import main

TEXT = (ROOT / "README.md").read_text("utf-8")
SHOWN = re.findall(r"^\$ (.+)$", TEXT, re.M)
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.S | re.M)
LINES = [line for block in BLOCKS for line in block.strip().split("\n")]


def test_the_commands_print_what_is_shown_below_them(samples_copy: Path) -> None:
    assert generated(TEXT, samples_copy) == TEXT, "run: make docs"


@pytest.mark.parametrize("line", SHOWN)
def test_each_command_shown_with_its_output_finds_something(line: str, samples_copy: Path) -> None:
    program, _, arguments = line.partition(" ")
    assert program == "archive"
    done = archive(arguments, samples_copy)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if not line.startswith("Also searched: ")]
    assert not told


@pytest.mark.parametrize("line", LINES)
def test_each_line_to_type_names_a_target_or_a_command_that_exists(line: str) -> None:
    program, name, *arguments = shlex.split(line, comments=True)
    if program == "make":
        makefile = (ROOT / "Makefile").read_text("utf-8")
        assert re.search(rf"^{name}:", makefile, re.M)
        return
    assert program == "archive"
    context = click.Context(main, info_name="archive", **main.context_settings)
    command = main.get_command(context, name)
    assert command is not None
    command.make_context(name, arguments, parent=context)  # raises for an option it does not have


def test_it_is_short() -> None:
    assert len(TEXT.split("\n")) <= 150
