"""Every command that tells something prints it as JSON too; and the fields of hits are picked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from archive.article import JSON_VERSION
from cli.main import COMMANDS, main
from index.answers.results_json import HIT_KEYS
from tests.helpers.commands import Archive

# What does something and says that it is done, and what has a format of its own.
ACTS = {
    "help", "init", "ingest", "watch", "renew", "reindex", "remove", "restore", "load", "backup",
    "salvage", "go-back", "copy", "work", "serve", "open", "save",
}  # fmt: skip
OWN = {
    "export": "writes articles: jsonl, ninjs",
    "cite": "its styles are formats: csl-json",
    "dump": "plain text that git can keep",
    "completion": "a script for a shell",
    "collection": "of its commands, list and show have it",
}


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - ACTS - OWN.keys()))
def test_a_command_that_tells_something_has_json(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    style = next(param for param in command.params if param.name == "style")
    assert isinstance(style.type, click.Choice)
    assert "json" in style.type.choices


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("status",), "articles"), (("check",), "problems"), (("formats",), "formats"),
        (("tags",), "tags"), (("count", "Syria"), "total"), (("variants",), "groups"),
        (("variants", "suggest"), "proposals"), (("saved",), "searches"),
        (("coverage",), "rows"), (("timeline", "Syria"), "timeline"),
    ],
)  # fmt: skip
def test_the_answer_is_one_object_with_a_version(
    sampled: Archive, arguments: tuple[str, ...], key: str
) -> None:
    found = json.loads(sampled(*arguments, "--format", "json").out)
    assert found["version"] == JSON_VERSION
    assert key in found


def test_json_says_what_text_says(sampled: Archive, tmp_path: Path) -> None:
    tags = json.loads(sampled("tags", "--format", "json").out)["tags"]
    assert sampled("tags").out == "".join(f"{t['count']:>7}  {t['value']}\n" for t in tags)
    status = json.loads(sampled("status", "--format", "json").out)
    assert f"{status['articles']:,}" in sampled("status").out
    assert status["settings"]["engine"] == {"value": "whoosh", "source": "default"}
    assert status["index"]["state"] == "current"
    target = tmp_path / "a.jsonl"
    sampled("export", "Syria", "--output", target)
    manifest = f"{target}.manifest.json"
    assert json.loads(sampled("verify", manifest, "--format", "json").out)["problems"] == []
    target.write_text("other\n")
    run = sampled("verify", manifest, "--format", "json")
    assert (run.code, len(json.loads(run.out)["problems"])) == (1, 1)


def test_a_secret_is_not_told(sampled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_SMTP_PASSWORD", "tell-nobody")
    for style in ("text", "json"):
        out = sampled("status", "--format", style).out
        assert "tell-nobody" not in out
        assert "(set)" in out or json.loads(out)["settings"]["smtp_password"]["value"] is True


def test_a_problem_is_told_as_json_and_ends_with_1(sampled: Archive, samples_copy: Path) -> None:
    (samples_copy / "variants.txt").write_text("Raqqa, Raqa\n,,\nRaqqa, Mosul\n")
    run = sampled("variants", "--format", "json")
    found = json.loads(run.out)
    assert run.code == bool(found["problems"])
    assert found["groups"][0] == {"line": 1, "names": ["Raqqa", "Raqa"]}


@pytest.fixture
def picked(sampled: Archive) -> Callable[..., str]:
    """What a search prints of some fields."""

    def picked(fields: str, style: str) -> str:
        run = sampled("search", "Syria", "--limit", 4, "--fields", fields, "--format", style)
        assert run.code == 0
        return str(run.out)

    return picked


def test_the_fields_of_hits_are_picked_alike_in_every_format(picked: Callable[..., str]) -> None:
    hits = [json.loads(line) for line in picked("date,id,tags", "jsonl").splitlines()]
    assert [list(hit) for hit in hits] == [["date", "id", "tags"]] * 4
    assert json.loads(picked("date,id,tags", "json"))["hits"] == hits
    rows = list(csv.DictReader(io.StringIO(picked("date,id,tags", "csv"))))
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    lines = [line.split("\t") for line in picked("date,id,tags", "text").splitlines()]
    assert lines == [[hit["date"], hit["id"], "; ".join(hit["tags"])] for hit in hits]


def test_every_key_of_a_hit_can_be_picked(sampled: Archive, picked: Callable[..., str]) -> None:
    (hit, *_) = json.loads(sampled("search", "Syria", "--format", "json").out)["hits"]
    assert list(hit) == list(HIT_KEYS)
    for style in ("text", "csv", "jsonl", "json"):
        assert picked(",".join(HIT_KEYS), style)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fields", "id,nothing"), "A hit has no 'nothing': choose from id, title"),
        (("--fields", " , "), "--fields names nothing"),
        (("--fields", "id", "--format", "ids"), "prints ids alone"),
        (("--fields", "id", "--kwic"), "leave out --fields"),
        (("--fields", "id", "--list", "-"), "leave out --fields"),
    ],
)
def test_fields_that_cannot_be_picked_are_told(
    sampled: Archive, options: tuple[str, ...], said: str
) -> None:
    query = () if "--list" in options else ("Syria",)
    run = sampled("search", *query, *options)
    assert run.code == 2
    assert said in run.err
