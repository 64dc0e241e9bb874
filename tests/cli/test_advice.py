"""What the command line says where nothing is found: each way out with the command to type."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from cli.advice import command_of
from index.answers.asked import Asked

from .conftest import Archive


def test_every_command_that_is_offered_finds_as_much_as_it_says(sampled: Archive) -> None:
    run = sampled("search", "Euphrates", "-Euphrates", "--tag", "Syria, Iraq", "--from", "1999")
    assert run.code == 1
    assert "Nothing was found." in run.out
    offers = re.findall(r"^ *([\d,]+)  (.+)\n +archive (.+)$", run.out, re.M)
    assert "without -Euphrates" in [what for _, what, _ in offers]
    assert "tag: Iraq alone" in [what for _, what, _ in offers]
    for count, what, command in offers:
        _, *words = shlex.split(command)
        assert sampled("count", *words).out == f"{count}\n", what


def test_a_misspelling_is_asked_about_and_never_mended_in_silence(sampled: Archive) -> None:
    run = sampled("search", "Euphratse")
    assert run.code == 1
    assert "did you mean Euphrates?\n         archive search Euphrates\n" in run.out
    offer = json.loads(sampled("search", "Euphratse", "--format", "json").out)["advice"][0]
    assert (offer["kind"], offer["what"], offer["query"]) == ("spelling", "Euphrates", "Euphrates")
    assert str(offer["count"]) == sampled("count", "Euphrates").out.strip()
    assert sampled("search", "Euphratse", "--format", "ids").out == ""


QUESTION = "What role did the retaken towns play toward a recapture of Deir Ezzor, and why?"


def test_a_question_in_a_sentence_is_offered_with_most_of_its_words(sampled: Archive) -> None:
    run = sampled("search", QUESTION)
    assert run.code == 1
    offers = re.findall(r"^ *([\d,]+)  (most|any) of the words\n +archive (.+)$", run.out, re.M)
    assert [which for _, which, _ in offers] == ["most", "any"]
    found, _, command = offers[0]
    most = sampled(*shlex.split(command))
    assert most.code == 0
    assert "These words only ask, so they need not occur: role, toward" in most.err
    assert 0 < int(found) < int(offers[1][0])


def test_an_empty_archive_is_named_as_the_reason(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    archive("ingest", tmp_path / "none")
    run = archive("search", "anything")
    assert run.code == 1
    assert "The archive is empty" in run.err


def test_a_command_asks_the_same_whatever_stands_in_it() -> None:
    filters = {"tag": ("Paris, Texas", 'the "Line"'), "agency": ("AFP",)}
    asked = Asked("it's $HOME", True, False, "any", filters, "2017", "2018-02", "oldest", fold=True)
    assert shlex.split(command_of(asked)) == [
        "archive", "search", "it's $HOME", "--match", "any", "--exact", "--no-variants",
        "--tag", '"Paris, Texas", "the ""Line"""', "--agency", "AFP", "--from", "2017",
        "--to", "2018-02", "--sort", "oldest", "--fold",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["--oil", "-n", "-20", "-n3"])
def test_a_query_that_would_be_taken_for_an_option_stands_behind_two_dashes(text: str) -> None:
    command = command_of(Asked(text, filters={"tag": ("Syria",)}))
    assert shlex.split(command) == ["archive", "search", "--tag", "Syria", "--", text]


OFFER = re.compile(r"^ *([\d,]+)  (.+)\n +archive search (.+)$", re.M)
KEPT = [
    ["--tag", "Syria"], ["--any-tag", "Syria, Iraq"], ["--not-tag", "Sport"],
    ["--agency", "Reuters"], ["--all-agency", "Reuters"], ["--not-agency", "AFP"],
    ["--missing", "section"], ["--not-missing", "agency"], ["--language", "en"],
    ["--from", "2017", "--to", "2018"], ["--sort", "oldest"], ["--fold"], ["--exact"],
    ["--no-variants"], ["--match", "any"],
    ["--tag", "Syria", "--not-agency", "AFP", "--from", "2017", "--sort", "newest", "--fold"],
]  # fmt: skip


@pytest.mark.parametrize("options", KEPT, ids=" ".join)
def test_a_spelling_that_is_offered_keeps_every_filter_and_finds_what_it_says(
    sampled: Archive, options: list[str]
) -> None:
    offered = 0
    for text in ("Euphartes", "Euphartes zebra", "army Euphartes", '"the Euphartes"'):
        for count, what, command in OFFER.findall(sampled("search", text, *options).out):
            words = shlex.split(command)
            assert found(sampled, words) == count, (text, what)
            if what.startswith("did you mean") and not re.search(
                r", without .*(: |the filters|dates from)", what
            ):
                offered += 1
                assert set(options) <= set(words), (text, what)
    assert offered


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (["--tag", "Syira"], ["--tag", "Syria"]),
        (["--any-tag", "Syira, Iraqq"], ["--any-tag", "Syria, Iraq"]),
        (["--not-tag", "Syira"], ["--not-tag", "Syria"]),
        (["--agency", "Reutres"], ["--agency", "Reuters"]),
        (["--all-agency", "Reutres"], ["--all-agency", "Reuters"]),
        (["--not-agency", "Reutres"], ["--not-agency", "Reuters"]),
    ],
)
def test_a_misspelt_value_is_mended_beside_all_else(
    sampled: Archive, wrong: list[str], right: list[str]
) -> None:
    rest = ["--missing", "publisher", "--from", "2017", "--sort", "oldest"]
    for text in ("Euphrates", "Euphartes"):
        offers = OFFER.findall(sampled("search", text, *wrong, *rest).out)
        assert all(found(sampled, shlex.split(command)) == count for count, _, command in offers)
        [words] = [shlex.split(command) for _, what, command in offers if "did you mean" in what]
        assert words[0] == "Euphrates"
        assert set(rest) <= set(words)
        # A value that leaves nothing out hides nothing: then the word alone is enough.
        assert set(right) <= set(words) or (text == "Euphartes" and set(wrong) <= set(words))


def found(archive: Archive, words: list[str]) -> str:
    """The number that a search begins its answer with."""
    number = re.match(r"([\d,]+) ", archive("search", *words).out)
    assert number
    return number[1]
