"""`archive search --fold` and `count --fold`: one article of each story, and what is counted."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.helpers.archives import make_one_story

from .conftest import Archive


@pytest.fixture
def told(sampled: Archive, samples_copy: Path) -> Archive:
    """The samples, with the three best articles on Mosul made one story."""
    ids = sampled("search", "Mosul", "--limit", "3", "--format", "ids").out.split()
    make_one_story(samples_copy, ids)
    return sampled


def test_a_folded_hit_says_how_many_are_like_it_and_how_to_list_them(told: Archive) -> None:
    articles = int(told("count", "Mosul").out)
    run = told("search", "Mosul", "--fold")
    assert run.out.startswith(f"{articles - 2} stories ({articles} articles) (")
    (command,) = re.findall(r"\+ 2 more like this: archive search '(story:\w+)'", run.out)
    listed = told("search", command)
    assert listed.out.startswith("3 articles (")
    assert told("search", command, "--fold").out.startswith("1 story (3 articles) (")
    assert "more like this" not in told("search", "Mosul").out


def test_headings_of_folded_counts_say_what_they_count(told: Archive) -> None:
    folded = told("search", "Mosul", "--fold", "--facets").out.splitlines()
    assert "Agency (stories)" in folded
    assert "Date (articles)" in folded
    assert "Agency" in told("search", "Mosul", "--facets").out.splitlines()


def test_count_counts_stories_and_still_prints_one_number(told: Archive) -> None:
    assert int(told("count", "Mosul", "--fold").out) == int(told("count", "Mosul").out) - 2


def test_structured_formats_tell_story_and_copies(told: Archive) -> None:
    answer = json.loads(told("search", "Mosul", "--fold", "--format", "json").out)
    assert (answer["counted"], answer["articles"]) == ("stories", answer["total"] + 2)
    lead = answer["hits"][0]
    assert lead["more"] == len(lead["others"]) == 2
    rows = csv.DictReader(io.StringIO(told("search", "Mosul", "--fold", "--format", "csv").out))
    assert next((row["story"], row["more"]) for row in rows) == (lead["story"], "2")
