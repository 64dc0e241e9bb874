"""`archive cite`: in every style, for one article and for many, and what it refuses."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import bibtexparser
import pytest
import rispy

from .conftest import Archive

REVISED = "nn3mrikuyz4gadnf"
OTHER = "iq3igbilfkv456n3"
BASE = "https://news.example.org"


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_NAME", "River Archive")
    monkeypatch.setenv("ARCHIVE_BASE_ADDRESS", BASE)


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)))  # type: ignore[type-var]
    monkeypatch.setattr("sys.stdin", stdin)


def test_all_styles_for_people_are_given_if_none_is_asked_for(sampled: Archive) -> None:
    out = sampled("cite", REVISED[:6]).out
    today = datetime.now().astimezone().date()
    lines = out.splitlines()
    assert lines[::2] == [
        "APA, 7th edition",
        "MLA, 9th edition",
        "Chicago, 17th edition",
        "Wikipedia",
    ]
    assert all(f"{BASE}/article/{REVISED}?revision=2" in line for line in lines[1::2])
    assert all(str(today.year) in line for line in lines[1::2])
    assert out.count("River Archive") == 3  # APA names no archive
    assert "(Revision 2)" in lines[1]
    assert "(Revision 1)" in sampled("cite", REVISED, "--revision", "1", "--style", "apa").out


def test_ids_on_standard_input_are_those_of_a_search(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sampled("search", "tag:Syria", "--format", "ids", "--limit", "100").out
    assert len(ids.split()) > 5
    piped(monkeypatch, ids.encode())
    read = rispy.loads(sampled("cite", "-", "--style", "ris").out)
    assert [each["id"] for each in read] == ids.split()
    assert all(each["urls"][0].startswith(f"{BASE}/article/") for each in read)
    items = json.loads(sampled("cite", OTHER, REVISED, "--style", "csl-json").out)
    assert [item["id"] for item in items] == [OTHER, REVISED]
    assert len(sampled("cite", OTHER, REVISED, "--style", "mla").out.splitlines()) == 2


@pytest.mark.parametrize("style", ["ris", "bibtex", "csl-json"])
def test_citations_and_an_export_are_the_same(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    order = ("--sort", "oldest", "--limit", "100")
    ids = sampled("search", "tag:Syria", *order, "--format", "ids").out
    piped(monkeypatch, ids.encode())
    exported = sampled("export", "tag:Syria", "--format", style).out
    assert sampled("cite", "-", "--style", style).out == exported != ""


def test_every_sample_can_be_exported_as_references(sampled: Archive) -> None:
    everything = int(sampled("count").out)
    assert len(rispy.loads(sampled("export", "--format", "ris").out)) == everything
    assert len(json.loads(sampled("export", "--format", "csl-json").out)) == everything
    library = bibtexparser.parse_string(sampled("export", "--format", "bibtex").out)
    assert not library.failed_blocks
    assert len(library.entries) == everything


def test_a_zip_of_markdown_is_exported_and_comes_back(
    sampled: Archive, archive: Archive, tmp_path: Path
) -> None:
    target = tmp_path / "out.zip"
    assert sampled("export", "tag:Syria", "--format", "markdown-zip", "--output", target).code == 0
    assert sampled("verify", f"{target}.manifest.json").code == 0
    assert archive("ingest", target).code == 0
    found = [
        each("search", "--format", "ids", "--limit", "99", "tag:Syria")
        for each in (sampled, archive)
    ]
    assert set(found[0].out.split()) == set(found[1].out.split()) != set()


def test_what_a_reader_should_know_is_said_beside(sampled: Archive) -> None:
    sampled("remove", OTHER)
    run = sampled("cite", OTHER, "--style", "mla")
    assert (run.code, len(run.out.splitlines())) == (0, 1)
    assert f"{OTHER}: This article has been removed from search." in run.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nosuchid"], "nosuchid"),
        ([REVISED, "--style", "turabian"], "turabian"),
        ([REVISED, "--revision", "9"], "revision"),
        ([REVISED, OTHER, "--revision", "1"], "name one id"),
        ([], "Missing argument"),
        (["-"], "no ids on standard input"),
    ],
)
def test_what_cannot_be_cited_is_told(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, args: list[str], message: str
) -> None:
    piped(monkeypatch, b" \n")
    run = sampled("cite", *args)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
