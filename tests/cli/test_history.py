"""`archive history`, `archive diff`, `archive show --revision`."""

from __future__ import annotations

import json

import pytest

from .conftest import Archive

REVISED = "nn3mrikuyz4gadnf"  # the correction among the samples
COPIES = ("ha6wjx3tggbkjuq7", "2a5x7lxtatghc2av")  # one dispatch on two sites


def test_history_tells_revisions_and_removals_at_a_glance(sampled: Archive) -> None:
    sampled("remove", REVISED, "--note", "a legal request")
    run = sampled("history", REVISED[:6])
    assert run.code == 0
    lines = run.out.splitlines()
    assert lines[0] == "US-backed forces say Raqa is fully retaken from IS"
    assert lines[1] == f"{REVISED} · 2 revisions · removed"
    assert "changed: body (2 words removed, 18 added), status, note" in run.out
    assert "corrected: Corrects, in the third paragraph, the month" in run.out
    assert run.out.index("UTC  current") > run.out.index("raqa-1.json (application/json)")
    assert lines[-1].endswith("UTC  removed: a legal request")


def test_history_as_json_has_every_event(sampled: Archive) -> None:
    sampled("remove", REVISED)
    sampled("restore", REVISED, "--note", "by mistake")
    answer = json.loads(sampled("history", REVISED, "--format", "json").out)
    assert (answer["version"], answer["id"], answer["current"]) == (1, REVISED, 2)
    assert [event["event"] for event in answer["events"]] == [
        "revision", "revision", "removed", "restored",
    ]  # fmt: skip
    assert answer["events"][1]["changed"] == ["status", "note", "body"]
    assert answer["events"][3]["note"] == "by mistake"
    assert not answer["removed"]


@pytest.mark.parametrize("which", [[], ["1..2"], ["1"], ["1.."]])
def test_diff_marks_words_in_a_pipe_and_ends_with_one(sampled: Archive, which: list[str]) -> None:
    run = sampled("diff", REVISED, *which)
    assert run.code == 1
    assert "status: {+corrected+}" in run.out
    assert "began on [-July-]{+June+} 6 and lasted more than [-three-]{+four+} months" in run.out
    assert "its capital.\n\nA spokesman" in run.out, "in a pipe nothing is shortened"


def test_diff_backwards_exchanges_what_is_gone_and_what_is_new(sampled: Archive) -> None:
    assert "began on [-June-]{+July+} 6" in sampled("diff", REVISED, "2..1").out


def test_diff_of_equal_revisions_says_so_and_ends_with_nought(sampled: Archive) -> None:
    run = sampled("diff", REVISED, "2")
    assert run.code == 0
    assert "Changed: nothing" in run.out


def test_diff_compares_two_copies_of_one_dispatch(sampled: Archive) -> None:
    run = sampled("diff", *COPIES)
    assert run.code == 1
    assert "Different: " in run.out
    assert "publisher: [-Lakeside Tribune-]" in run.out
    assert "some 45 kilometres{+ (28 miles)+} downstream" in run.out
    answer = json.loads(sampled("diff", *COPIES, "--format", "json").out)
    assert (answer["before"]["id"], answer["after"]["id"]) == COPIES
    assert {"kind": "added", "text": " (28 miles)"} in answer["body"]["pieces"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([COPIES[0]], "the article has only one revision"),
        ([REVISED, "1..7"], "There is no revision 7: the article has 2 revisions"),
        ([REVISED, "zzzzzzzz"], "No article has the id 'zzzzzzzz'"),
        (["zzzzzzzz"], "No article has the id 'zzzzzzzz'"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(
    sampled: Archive, args: list[str], told: str
) -> None:
    run = sampled("diff", *args)
    assert run.code == 2
    assert told in run.err


def test_an_earlier_revision_can_be_shown_in_every_form(sampled: Archive) -> None:
    assert "on July 6" in sampled("show", REVISED, "--revision", "1").out
    assert "on June 6" in sampled("show", REVISED, "--revision", "2").out
    answer = json.loads(sampled("show", REVISED, "--revision", "1", "--format", "json").out)
    assert answer["article"]["revision"] == 1
    run = sampled("show", REVISED, "--revision", "9" * 30)
    assert run.code == 2
    assert "There is no revision 999" in run.err


def test_a_removed_article_can_be_compared_and_says_that_it_is_removed(sampled: Archive) -> None:
    sampled("remove", REVISED)
    run = sampled("diff", REVISED)
    assert run.code == 1
    assert f"{REVISED} has been removed from search" in run.err
