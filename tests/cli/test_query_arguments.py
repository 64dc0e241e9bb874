"""A command line that does not guess in silence, and one style of errors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, main
from cli.query import QueryCommand
from tests.helpers.archives import ROOT
from tests.helpers.commands import Archive, Run

GROUP = click.Context(main, info_name="archive")
SEARCHING = [name for name in COMMANDS if isinstance(main.get_command(GROUP, name), QueryCommand)]


@pytest.mark.parametrize("command", SEARCHING)
def test_a_dash_and_h_alone_shows_the_help(run: Callable[..., Run], command: str) -> None:
    asked = run(command, "-h")
    assert (asked.code, asked.out) == (0, run(command, "--help").out)


def test_beside_other_words_or_behind_two_dashes_it_is_a_word_left_out(sampled: Archive) -> None:
    every = int(sampled("count").out)
    assert int(sampled("count", "--", "-h").out) == every
    beside = sampled("count", "Mosul", "-h")
    assert beside.out == sampled("count", "Mosul").out
    assert "-h was read as: without the word h; help is --help" in beside.err


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (["Mosul", "-n", "3"], "-n was read as: without the word n; the number of hits is --limit"),
        (["-n3", "Mosul"], "-n3 was read as: without the word n3; the number of hits is --limit"),
        (["Mosul", "-5"], "-5 was read as: without the word 5; the number of hits is --limit"),
        (["Mosul", "-f", "json"], "-f was read as: without the word f; the form of the answer is"),
        (["Mosul", "-x"], "-x was read as: without the word x; options have long names"),
    ],
)
def test_what_looks_like_an_option_of_another_tool_is_told(
    sampled: Archive, words: list[str], note: str
) -> None:
    assert note in sampled("search", *words).err


@pytest.mark.parametrize("words", [["Mosul", "-oil"], ["--", "Mosul", "-n"], ["Mosul -n"]])
def test_a_plain_query_is_not_commented_on(sampled: Archive, words: list[str]) -> None:
    assert "read as" not in sampled("search", *words).err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_refuses_an_unknown_option_in_one_style(
    run: Callable[..., Run], name: str
) -> None:
    asked = run(name, "--no-such-option")
    assert asked.code == 2
    first, second = asked.err.splitlines()
    assert first.startswith("archive: ")
    assert "--no-such-option" in first
    assert second == f"  Try: archive {name} --help"


def test_a_missing_argument_and_a_wrong_value_are_told_in_that_style(
    run: Callable[..., Run],
) -> None:
    for asked in (run("show"), run("search", "--limit", "many")):
        assert asked.code == 2
        assert asked.err.startswith("archive: ")
        assert "  Try: archive " in asked.err
        assert "Usage:" not in asked.err


@pytest.mark.parametrize("name", SEARCHING)
def test_the_options_of_a_query_stand_in_a_group_of_their_own(
    run: Callable[..., Run], name: str
) -> None:
    own, shared = run(name, "--help").out.split("Words and filters:\n")
    assert "--tag, --any-tag" in shared
    assert "--match" in shared
    assert "--help" in own
    assert "--tag," not in own


def test_no_color_is_obeyed(samples_copy: Path) -> None:
    script = (
        "import sys\nfor stream in (sys.stdout, sys.stderr): stream.isatty = lambda: True\n"
        "from cli.main import invoke\n"
        f"invoke(['--home', {str(samples_copy)!r}, 'search', 'Mosul', '-n'])"
    )

    def printed(**environ: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PATH": "", "PYTHONPATH": str(ROOT), **environ},
        )  # fmt: skip
        return done.stdout + done.stderr

    assert "\x1b[" in printed()
    assert "\x1b[" not in printed(NO_COLOR="1")
    assert "\x1b[" in printed(NO_COLOR="")
