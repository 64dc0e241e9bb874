"""`archive help`: every example and every field are told in a terminal, and every command."""

from __future__ import annotations

import shlex

from index.fields import FIELDS
from index.query.language import SECTIONS
from tests.helpers.commands import Archive


def test_help_on_queries_tells_every_example_and_field(run: Archive) -> None:
    told = run("help", "query")
    text = " ".join(told.out.split())
    assert told.code == 0
    for section in SECTIONS:
        assert section.text in text
        for entry in section.entries:
            assert f"{entry.example} {entry.meaning}" in text
    for field in FIELDS:
        names = ", ".join(f"{name}:" for name in (field.name, *field.aliases))
        assert f"{names} {field.help}" in text
    assert max(map(len, told.out.splitlines())) <= 80


def test_the_example_of_quoting_in_a_shell_finds_something(sampled: Archive) -> None:
    text = sampled("help", "query").out
    line = next(line.strip() for line in text.splitlines() if "archive search" in line)
    _, command, query = shlex.split(line)
    assert sampled(command, query).code == 0


def test_help_on_a_command_is_what_the_command_says_itself(run: Archive) -> None:
    assert run("help", "search").out == run("search", "--help").out
    assert run("help").out == run("--help").out


def test_help_on_what_is_no_command_offers_the_nearest(run: Archive) -> None:
    told = run("help", "serch")
    assert told.code == 2
    assert "Did you mean 'search'?" in told.err
