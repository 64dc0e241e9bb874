"""What is offered at the press of Tab, by a process of its own as a shell starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.completing.shells import SHELLS, script
from cli.main import COMPLETING
from tests.helpers.archives import ROOT, SampleArchive

Tab = Callable[..., list[str]]


@pytest.fixture
def tab(samples: SampleArchive) -> Tab:
    """What is offered for a line, in the form that a shell gets."""

    def tab(line: str, shell: str = "bash", home: Path = samples.home) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "cli"], cwd=ROOT, capture_output=True, text=True, check=False,
            env=os.environ | {"ARCHIVE_HOME": str(home), "COMP_LINE": line,
                              COMPLETING: f"{shell}_complete"},
        )  # fmt: skip
        assert not done.stderr
        return [each for each in done.stdout.split("\n") if each]

    return tab


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("archive timel", "plain,timeline"),
        ("archive search --timel", "plain,--timeline"),
        ("archive facet plac", "plain,place"),
        ("archive timeline --by m", "plain,month"),
        ("archive search --tag Dei", r"plain,Deir\ Ezzor"),
        ("archive search --not-tag 'deir e", "plain,Deir Ezzor"),
        ('archive search --tag "Syria, Dei', "plain,Syria, Deir Ezzor"),
        (r"archive search --tag Syria,\ Dei", r"plain,Syria,\ Deir\ Ezzor"),
        ("archive search --agency=Reu", "plain,Reuters"),
        ("archive search agen", "plain,agency:"),
        ("archive search agency:Reu", "plain,Reuters"),
        ("archive search -agency:Reu", None),
        ("archive search -- -agency:Reu", "plain,Reuters"),
        ("archive search 'title:x (tag:Dei", 'plain,title:x (tag:"Deir Ezzor"'),
        ("archive search tag:=Dei", r"plain,\"Deir\ Ezzor\""),
        ("archive search is:corr", "plain,corrected"),
        ("archive search nofield:x", None),
        ("archive search --fields id,prec", "plain,id,precision"),
        ("archive search --missing tag,auth", "plain,tag,author"),
        ("archive show nn3mrik", "plain,nn3mrikuyz4gadnf"),
        ("archive show n", None),
        ("archive tag +Dei", r"plain,+Deir\ Ezzor"),
        ("archive collection show sam", "plain,Samples"),
        ("archive collection add Sam", "plain,Samples"),
        ("archive collection rename SAM", "plain,Samples"),
        ("archive collection new Sam", None),
        ("archive help quer", "plain,query"),
        ("archive ingest sam", "file,sam"),
        ("archive search --tag zzz", None),
        ("archive search \"tag:'", None),
        ("archive nosuch x", None),
        ("archive", None),
    ],
)
def test_a_line_is_completed(tab: Tab, line: str, offered: str | None) -> None:
    found = tab(line)
    assert found == ([] if offered is None else [offered])


def test_what_is_said_of_a_value_stands_behind_it_where_a_shell_shows_it(tab: Tab) -> None:
    assert tab("archive show nn3mrik", "zsh") == [
        "plain,nn3mrikuyz4gadnf\tUS-backed forces say Raqa is fully retaken from IS"
    ]
    assert tab("archive search tag:Dei", "fish") == ['plain,tag:"Deir Ezzor"']


def test_saved_searches_are_offered_by_name(
    tab: Tab, samples_copy: Path, run: Callable[..., object]
) -> None:
    run("--home", samples_copy, "save", "Bridges of the Euphrates", "bridge*")
    quoted = r"Bridges\ of\ the\ Euphrates"
    assert tab("archive new bri", home=samples_copy) == [f"plain,{quoted}"]
    assert tab("archive search query:Bri", home=samples_copy) == [
        r"plain,\"Bridges\ of\ the\ Euphrates\""
    ]


def test_without_an_archive_nothing_is_offered_and_nothing_is_made(
    tab: Tab, tmp_path: Path
) -> None:
    home = tmp_path / "none"
    assert tab("archive search --tag S", home=home) == []
    assert tab("archive sear", home=home) == ["plain,search"]
    assert not home.exists()


def test_a_half_typed_line_writes_nothing(tab: Tab, samples_copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in samples_copy.rglob("*.seg*")}
    tab("archive search --tag S", home=samples_copy)
    assert {path: path.stat().st_mtime_ns for path in samples_copy.rglob("*.seg*")} == before


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_printed(shell: str, run: Callable[..., object]) -> None:
    done = run("completion", shell)
    assert done.out == script(shell)  # type: ignore[attr-defined]
    assert f"{COMPLETING}={shell}_complete" in script(shell)
