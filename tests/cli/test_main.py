"""The command line as a whole: help, mistakes, errors, start-up."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import click
import pytest

from archive.store.salvage.salvage import LIST
from archive.store.sqlite.database import FILE
from cli.main import COMMANDS, main
from tests.helpers.archives import ROOT

from .conftest import Archive

ARCHIVE = [sys.executable, "-m", "cli"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_plain_sentence_an_example_and_help(
    name: str, archive: Archive
) -> None:
    run = archive(name, "--help")
    assert run.code == 0
    assert "Example: archive" in run.out
    command = main.get_command(click.Context(main, **main.context_settings), name)
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
        ["search", "x"], ["count"], ["tags"], ["show", "abcdefgh"],
        ["history", "abcdefgh"], ["diff", "abcdefgh"], ["status"], ["check"],
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


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("ARCHIVE_ENGINE", "foo", "unset ARCHIVE_ENGINE; the default is whoosh"),
        ("ARCHIVE_PORT", "many", "unset ARCHIVE_PORT; the default is 8000"),
    ],
)
def test_a_wrong_variable_is_named_with_what_to_do(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, remedy: str
) -> None:
    monkeypatch.setenv(variable, value)
    run = sampled("count", "Syria")
    assert run.code == 2
    assert run.err.startswith(f"archive: {variable}: ")
    assert run.err.endswith(f"\n  Try: {remedy}\n")


def test_a_wrong_line_of_the_settings_is_to_be_taken_out(archive: Archive, tmp_path: Path) -> None:
    archive("init")
    (tmp_path / "own" / "archive.toml").write_text("port = 0")
    assert "\n  Try: take the line out; the default is 8000\n" in archive("status").err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("search oil --limit x", "--limit: 'x' is no whole number."),
        ("search oil --limit -3", "--limit: -3 is less than 0."),
        (
            "search oil --sort up",
            "--sort: 'up' is not one of 'relevance', 'newest', 'oldest', 'collection'.",
        ),
        ("serve --port 0", "--port: 0 is not between 1 and 65535."),
        ("show zzyzx", "No article has the id 'zzyzx'."),
        ("count oil --from 2018 --to 2017", "The range ends (2017) before it begins (2018)."),
        ("count oil --from 20177", "'20177' is no date for 'from'."),
        ("search --list nope.txt", "There is no file nope.txt."),
        (
            "backup no/such/folder",
            "no/such/folder cannot be written: there is no folder no/such.",
        ),
        ("export oil --output /no/such/file", "There is no folder /no/such."),
        ("ingest samples --report no/such/file", "No such file or directory (no/such/file)."),
        ("verify samples", "MANIFEST: File 'samples' is a directory."),
        ("history zzyzx", "No article has the id 'zzyzx'."),
        ("new zzyzx", "No search is saved as 'zzyzx'."),
    ],
)
def test_every_mistake_is_said_in_one_line_with_what_to_try_on_the_next(
    sampled: Archive, args: str, said: str
) -> None:
    run = sampled(*args.split())
    assert run.code == 2
    line, remedy = run.err.splitlines()
    assert line == f"archive: {said}"
    assert re.match("  Try: .", remedy)


@pytest.mark.parametrize(
    "command",
    ["search", "count", "facet agency", "facet date", "export", "search --list -", "search --kwic"],
)
def test_what_finds_nothing_ends_with_1(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for word, code in [("Syria", 0), ("zzyzxq", 1)]:
        query = [] if "--list" in command else [word]
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BufferedReader(BytesIO(word.encode()))))
        assert sampled(*command.split(), *query).code == code


def test_an_archive_without_tags_ends_with_1(archive: Archive) -> None:
    archive("init")
    assert (archive("tags").code, archive("tags").err) == (1, "No tag was found.\n")


@pytest.mark.parametrize("name", ["search", "count", "facet", "export", "explain", "save"])
def test_what_every_query_takes_stands_in_one_group_of_the_help(run: Archive, name: str) -> None:
    own, shared = run(name, "--help").out.split("\nWords and filters:\n")
    for option in ("--tag,", "--missing,", "--from", "--to", "--exact", "--no-variants", "--match"):
        assert f"\n  {option}" in f"\n{shared}"
        assert f"\n  {option}" not in own


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


def test_who_has_more_to_do_than_to_tell_says_that_it_was_stopped(
    tmp_path: Path, samples_copy: Path
) -> None:
    """As `archive check | true`, whose 0 would mean that all is sound."""
    for words in (["check"], ["ingest", tmp_path]):
        (tmp_path / "a.md").write_text(
            "---\ntitle: A glacier calves\n---\nThe ice went.\n", "utf-8"
        )
        reading, writing = os.pipe()
        os.close(reading)
        run = subprocess.run(
            [*ARCHIVE, "--home", samples_copy, *words], stdout=writing, stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": "1"}, text=True, check=False,
        )  # fmt: skip
        os.close(writing)
        assert run.returncode == 2
        assert run.stderr.endswith("Stopped: nobody reads what is printed any more.\n")


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
        | {"_ARCHIVE_COMPLETE": "bash_complete", "COMP_LINE": "archive sea"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout.strip() == "plain,search"


def test_the_version_is_printed(archive: Archive) -> None:
    assert archive("--version").out.startswith("archive, version 0.")


def test_a_fault_of_the_program_is_told_without_a_traceback(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.status.state", lambda store, engine: 1 / 0)
    run = sampled("status")
    assert run.code == 2
    assert "something went wrong in the program itself: ZeroDivisionError" in run.err


def test_every_command_that_a_message_names_is_there() -> None:
    code = "\n".join(
        path.read_text()
        for room in ("archive", "index", "cli", "webui")
        for path in (ROOT / room).rglob("*.py")
    )
    named = set(
        re.findall(
            r"(?:`|: |by: |with: )archive (?:--\S+ (?:\{.*?\} )?)*([a-z]+(?:-[a-z]+)*)", code
        )
    )
    assert {"search", "reindex", "restore", "check"} <= named
    assert named <= set(COMMANDS)


def run_archive(*args: str | bytes, home: Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    command = [Path(sys.executable).with_name("archive"), "--home", home, *args]
    return subprocess.run(command, capture_output=True, check=False, **more)


def test_a_query_in_no_known_encoding_finds_nothing(samples_copy: Path) -> None:
    run = run_archive("count", b"\xff", home=samples_copy)
    assert run.stdout == b"0\n"
    assert b"Nothing in the query" in run.stderr


PLAIN = {  # an environment of which Python takes it that it knows ASCII alone
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


def test_a_locale_without_unicode_still_finds_and_prints(samples_copy: Path) -> None:
    run = run_archive("search", "神舟", "--facets", home=samples_copy, env=os.environ | PLAIN)
    assert run.returncode == 0
    assert b"Xinhua" in run.stdout
    assert run.stderr == b""


@pytest.mark.leaves_damage("it has to be told")
def test_a_locale_without_unicode_has_a_list_of_what_salvage_lost(
    samples_copy: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(samples_copy / FILE)) as db, db:
        db.execute(
            "UPDATE articles SET identity = '神舟' WHERE id = (SELECT min(id) FROM articles)"
        )
    new = tmp_path / "new"
    run = run_archive("salvage", str(new), home=samples_copy, env=os.environ | PLAIN)
    assert b"Traceback" not in run.stderr
    assert "is not the id of 神舟\n" in (new / LIST).read_text("utf-8")


def test_closed_outputs_are_no_fault(samples_copy: Path) -> None:
    archive = Path(sys.executable).with_name("archive")
    for args in ("search oil", "search oil --format csv", "status", "show --help"):
        command = f"{archive} --home '{samples_copy}' {args} >&- 2>&-"
        assert subprocess.run(["sh", "-c", command], check=False).returncode == 0


def test_an_empty_home_is_not_the_default_one(run: Archive) -> None:
    answer = run("--home", "", "status")
    assert answer.code == 2
    assert "--home is empty" in answer.err


def test_a_host_that_is_none_is_a_sentence(sampled: Archive) -> None:
    run = sampled("serve", "--host", "999.1.1.1")
    assert run.code == 2
    assert "no address to listen on" in run.err


def test_a_filter_that_names_nothing_is_refused(sampled: Archive) -> None:
    assert sampled("search", "--tag", ",").code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(("asked", "told"), [("search", "stderr"), ("--help", "stdout")])
def test_what_cannot_be_printed_ends_with_a_code_of_ours(
    tmp_path: Path, stream: str, asked: str, told: str
) -> None:
    run = "from cli.main import run; run()"
    # Else Python writes at once, and has nothing left to complain of in the end.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", run, "--home", str(tmp_path), asked, "x"],
            stdout=full if stream == "stdout" else subprocess.PIPE,
            stderr=full if stream == "stderr" else subprocess.PIPE,
            cwd=ROOT, env=buffered, check=False,
        )  # fmt: skip
    is_wrong = told == "stderr" or stream == "stdout"
    assert done.returncode == (2 if is_wrong else 0)
    assert b"ignored" not in (done.stderr or b"")
