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
        (
            ["Mosul", "-n", "3"],
            "-n was read as: without the word n, with the word 3; the number of hits is --limit 3",
        ),
        (["-n3", "Mosul"], "-n3 was read as: without the word n3; the number of hits is --limit"),
        (["Mosul", "-5"], "-5 was read as: without the word 5; the number of hits is --limit"),
        (
            ["Mosul", "-f", "json"],
            "-f was read as: without the word f, with the word json; "
            "the form of the answer is --format json",
        ),
        (["Mosul", "-x"], "-x was read as: without the word x; options have long names"),
    ],
)
def test_what_looks_like_an_option_of_another_tool_is_told(
    sampled: Archive, words: list[str], note: str
) -> None:
    assert note in sampled("search", *words).err


@pytest.mark.parametrize(
    ("command", "word", "clause"),
    [
        ("count", "-20", "options have long names"),
        ("export", "-o", "the file to write is --output"),
        ("export", "-n", "options have long names"),
        ("search", "-o", "the first hits are left out by --offset"),
        ("search", "-j", "the form of the answer is --format json"),
        ("search", "-v", "the version is archive --version"),
    ],
)
def test_only_an_option_that_the_command_has_is_named(
    sampled: Archive, command: str, word: str, clause: str
) -> None:
    note = f"{word} was read as: without the word {word[1:]}; {clause}"
    assert note in sampled(command, "Mosul", word).err


@pytest.mark.parametrize(
    "words",
    [
        ["Mosul", "-oil"], ["--", "Mosul", "-n"], ["Mosul -n"], ["Mosul", "--tag", "-n"],
        ["Mosul", "--limit", "-5"],
    ],
)  # fmt: skip
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


REQUIRED = [
    name
    for name in COMMANDS
    if any(
        isinstance(param, click.Argument) and param.required
        for param in getattr(main.get_command(GROUP, name), "params", ())
    )
]
VALUED = [
    (name, param.opts[0])
    for name in COMMANDS
    for param in getattr(main.get_command(GROUP, name), "params", ())
    if isinstance(param, click.Option) and not param.is_flag
    if param.flag_value != "on"  # what stands for a value that is left out
]


def assert_our_style(asked: Run, help_of: str) -> None:
    assert asked.code == 2
    assert asked.out == ""
    message, hint = asked.err.splitlines()
    assert message.startswith("archive: ")
    assert message.endswith((".", "?"))
    assert hint == f"  Try: {help_of} --help"


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_argument_is_told_in_that_style(run: Callable[..., Run], name: str) -> None:
    assert {"show", "ingest", "facet", "save"} <= set(REQUIRED)
    assert_our_style(run(name), f"archive {name}")


@pytest.mark.parametrize(("name", "option"), VALUED)
def test_an_option_without_its_value_is_told_in_that_style(
    run: Callable[..., Run], name: str, option: str
) -> None:
    asked = run(name, option)
    assert_our_style(asked, f"archive {name}")
    assert option in asked.err


@pytest.mark.parametrize(
    ("args", "help_of"),
    [
        (["search", "--limit", "many"], "archive search"), (["--home"], "archive"),
        (["search", "--limit", "-5"], "archive search"), (["-v"], "archive"),
        (["save", "-n", "Mosul"], "archive save"), (["zzz"], "archive"), ([], "archive"),
    ],
)  # fmt: skip
def test_so_is_whatever_else_cannot_be_understood(
    run: Callable[..., Run], args: list[str], help_of: str
) -> None:
    assert_our_style(run(*args), help_of)


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (["search", "--tga=Syria"], "Did you mean --tag"), (["tags", "-n", "3"], "--limit"),
        (["-v"], "archive --version"), (["status", "--hepl"], "Did you mean --help?"),
    ],
)  # fmt: skip
def test_an_option_that_is_not_there_leads_to_the_one_that_is(
    run: Callable[..., Run], args: list[str], near: str
) -> None:
    assert near in run(*args).err


def test_behind_two_dashes_nothing_is_an_option(sampled: Archive) -> None:
    assert sampled("count", "--", "-n", "--limit").code == 0


@pytest.mark.parametrize("name", SEARCHING)
def test_the_options_of_a_query_stand_in_a_group_of_their_own(
    run: Callable[..., Run], name: str
) -> None:
    own, shared = run(name, "--help").out.split("Words and filters:\n")
    assert "--tag, --any-tag" in shared
    assert "--match" in shared
    assert "--help" in own
    assert "--tag," not in own


ON_A_TERMINAL = """
import sys
for stream in (sys.stdout, sys.stderr):
    stream.isatty = lambda: True
from cli.main import invoke
invoke(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("args", "marked"),
    [
        ("search Mosul -n", "*Mosul*"), ("search Mosul --kwic", "Mosul"), ("search Raqa", "Also"),
        ("search --facets --limit 1", "█"), ("search Euphartes", "did you mean"),
        ("diff h4ey56kp 5rqs4km2", "[-"), ("history h4ey56kp", "revision"),
        ("explain h4ey56kp Mosul", "✓"), ("show h4ey56kp", "Mosul"),
    ],
)  # fmt: skip
def test_no_color_is_obeyed_and_what_colour_told_is_told_in_signs(
    samples_copy: Path, args: str, marked: str
) -> None:
    def printed(**environ: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", ON_A_TERMINAL, "--home", str(samples_copy), *args.split()],
            cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PATH": "", "PYTHONPATH": str(ROOT), **environ},
        )  # fmt: skip
        return done.stdout + done.stderr

    assert "\x1b[" in printed(NO_COLOR="")
    for plain in (printed(NO_COLOR="1"), printed(TERM="dumb")):
        assert "\x1b[" not in plain
        assert marked in plain
