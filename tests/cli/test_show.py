"""`archive show`: one article in each form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.helpers.archives import SAMPLES

from .conftest import Archive


def first(sampled: Archive, *query: str) -> str:
    return sampled("search", *query, "--limit", "1", "--format", "ids").out.strip()


def test_text_shows_the_fields_and_the_body(sampled: Archive) -> None:
    out = sampled("show", first(sampled, "Albu", "Kamal", "--agency", "AFP")).out
    assert "AFP, Reuters" in out
    assert "2017-11-19" in out
    assert "[picture] " in out


def test_json_is_version_one_with_every_field(sampled: Archive) -> None:
    answer = json.loads(sampled("show", first(sampled, "Mosul"), "--format", "json").out)
    assert answer["version"] == 1
    article = answer["article"]
    expected = [
        "id", "title", "date", "precision", "time", "published", "agency", "credit", "authors",
        "publisher",
        "section", "tags", "dateline", "language", "summary", "body", "images", "url", "status",
        "revision", "origin",
    ]  # fmt: skip
    assert set(expected) <= set(article)
    assert set(article["origin"]) == {"file", "member", "record"}


def test_the_original_is_the_bytes_as_they_arrived(sampled: Archive, samples_copy: Path) -> None:
    article_id = first(sampled, "chile", "mineros")
    command = [sys.executable, "-m", "cli", "--home", str(samples_copy), "show", article_id]
    run = subprocess.run([*command, "--format", "original"], capture_output=True, check=True)
    assert run.stdout == (SAMPLES / "pages" / "2010-10-14-mineros-chile.txt").read_bytes()


def test_markdown_taken_in_elsewhere_is_the_same_article(
    sampled: Archive, archive: Archive, tmp_path: Path
) -> None:
    article_id = first(sampled, "--agency", "Kyodo")
    path = tmp_path / "article.md"
    path.write_text(sampled("show", article_id, "--format", "markdown").out)
    archive("ingest", path)
    here = json.loads(sampled("show", article_id, "--format", "json").out)["article"]
    there = json.loads(archive("show", article_id, "--format", "json").out)["article"]
    del here["origin"], there["origin"], here["revision"], there["revision"]
    assert here == there


def test_the_beginning_of_an_id_is_enough(sampled: Archive) -> None:
    article_id = first(sampled, "Mosul")
    assert sampled("show", article_id[:9]).out == sampled("show", article_id).out


def test_an_unknown_id_is_a_sentence(sampled: Archive) -> None:
    run = sampled("show", "zzzzzzzzzzzzzzzz")
    assert run.code == 2
    assert "No article has the id" in run.err


def test_a_removed_article_can_be_shown_and_says_so(sampled: Archive) -> None:
    article_id = first(sampled, "Mosul")
    sampled("remove", article_id)
    assert "removed" in sampled("show", article_id).err
