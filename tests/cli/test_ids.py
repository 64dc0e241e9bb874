"""Ids on standard input, wherever a command takes ids, and in place of a query."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from tests.helpers.commands import Archive

Pipe = Callable[[str], None]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """Puts a text on standard input."""

    def put(text: str) -> None:
        data = io.BufferedReader(io.BytesIO(text.encode()))  # type: ignore[type-var]
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data))

    return put


@pytest.fixture
def ids(sampled: Archive) -> list[str]:
    """Three articles of the samples."""
    return str(sampled("search", "Syria", "--format", "ids", "--limit", 3).out).split()


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_articles_are_shown_one_after_the_other(
    sampled: Archive, pipe: Pipe, ids: list[str]
) -> None:
    pipe("\n".join(ids))
    shown = lines(sampled("show", "-", "--format", "json").out)
    assert [each["article"]["id"] for each in shown] == ids  # type: ignore[index]
    pipe(" ".join(ids))
    assert [sampled("show", "-").out.count(f"{each}, revision") for each in ids] == [1, 0, 0]
    one = json.loads(sampled("show", ids[0], "--format", "json").out)
    assert one == shown[0]
    assert sampled("show", *ids).out.count("\n       id  ") == 3


@pytest.mark.parametrize("command", ["history", "similar", "explain"])
def test_json_of_several_is_an_object_a_line(
    sampled: Archive, pipe: Pipe, ids: list[str], command: str
) -> None:
    pipe("\n".join(ids))
    more = ["Syria"] if command == "explain" else []
    run = sampled(command, "-", *more, "--format", "json")
    assert run.code == 0
    assert len(lines(run.out)) == 3
    assert json.loads(sampled(command, ids[0], *more, "--format", "json").out) == lines(run.out)[0]


def test_two_articles_are_compared_from_standard_input(
    sampled: Archive, pipe: Pipe, ids: list[str]
) -> None:
    pipe("\n".join(ids[:2]))
    assert sampled("diff", "-").out == sampled("diff", *ids[:2]).out
    pipe("\n".join(ids))
    assert "Two articles are compared" in sampled("diff", "-").err


def test_all_are_removed_and_restored_or_none(sampled: Archive, pipe: Pipe, ids: list[str]) -> None:
    pipe("\n".join([*ids, "aaaaaaaaaaaaaaaa"]))
    assert sampled("remove", "-").code == 2
    assert sampled("count", f"id:({' OR '.join(ids)})").out == "3\n"
    pipe("\n".join(ids))
    assert sampled("remove", "-", "--reason", "A court order").out.count("Removed") == 3
    assert sampled("count", f"id:({' OR '.join(ids)})").out == "0\n"
    assert "already removed" in sampled("remove", ids[0]).err
    pipe("\n".join(ids))
    assert sampled("restore", "-").code == 0
    assert sampled("count", f"id:({' OR '.join(ids)})").out == "3\n"


def test_a_query_of_ids_is_searched_counted_and_exported(
    sampled: Archive, pipe: Pipe, ids: list[str], tmp_path: object
) -> None:
    for command in (["search", "--format", "ids"], ["facet", "agency"], ["timeline"], ["count"]):
        pipe("\n".join(ids))
        assert sampled(command[0], *command[1:], "-").code == 0
    pipe("\n".join(ids))
    assert set(sampled("search", "-", "--format", "ids").out.split()) == set(ids)
    pipe("\n".join(ids))
    exported = sampled("export", "-", "--format", "csv").out.lstrip("\ufeff")
    assert {row["id"] for row in csv.DictReader(io.StringIO(exported))} == set(ids)
    target = f"{tmp_path}/three.jsonl"
    pipe("\n".join(ids))
    assert sampled("export", "-", "--output", target).code == 0
    with open(f"{target}.manifest.json") as file:  # noqa: PTH123
        assert set(ids) == set(json.load(file)["filters"]["ids"])


def test_what_the_ids_do_not_find_is_told(sampled: Archive, pipe: Pipe, ids: list[str]) -> None:
    pipe("\n".join([ids[0], "aaaaaaaaaaaaaaaa"]))
    run = sampled("count", "-")
    assert (run.out, "1 of 2 ids found an article" in run.err) == ("1\n", True)
    pipe("glrb")
    assert "glrb on standard input is no whole id" in sampled("count", "-").err
    pipe("")
    assert "There are no ids on standard input" in sampled("export", "-").err


def test_tags_are_given_to_ids_on_either_side_of_the_dashes(
    sampled: Archive, pipe: Pipe, ids: list[str]
) -> None:
    for arguments in (["+Checked", "-"], ["+Twice", "--", "-"]):
        pipe("\n".join(ids))
        assert "3 articles changed" in sampled("tag", *arguments).out


def test_a_search_of_ids_is_not_saved(sampled: Archive, pipe: Pipe, ids: list[str]) -> None:
    pipe("\n".join(ids))
    assert "has a query" in sampled("save", "three", "-").err


def test_what_a_shell_of_windows_pipes_is_read(
    sampled: Archive, pipe: Pipe, ids: list[str]
) -> None:
    pipe("\ufeff" + "\r\n".join([*ids, ids[0], ""]))
    assert "3 articles changed by +Mine." in sampled("tag", "+Mine", "-").out
    pipe("\ufeff" + "\r\n".join(ids))
    assert sampled("search", "-", "--format", "ids").out.split() != []
