"""`archive export` and `verify` on the samples."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.store.store import Store

from .conftest import Archive, Run


def hashes(home: Path) -> dict[str, str]:
    with Store.open(home) as store:
        return {
            article.id: article.content_hash() for article in store.get_many(store.ids()).values()
        }


def test_everything_is_exported_oldest_first_and_comes_back_elsewhere(
    sampled: Archive, samples_copy: Path, run: Callable[..., Run], tmp_path: Path,
) -> None:  # fmt: skip
    out = sampled("export")
    lines = [json.loads(line) for line in out.out.splitlines()]
    assert [line["id"] for line in lines] == sampled(
        "search", "--sort", "oldest", "--limit", "1000", "--format", "ids"
    ).out.split()
    assert sampled("export", "--format", "markdown", "--output", tmp_path / "tree").code == 0
    again = run("--home", tmp_path / "other", "ingest", tmp_path / "tree")
    assert again.code == 0, again.err
    kept = hashes(samples_copy)
    withdrawn = sampled("search", "is:withdrawn", "--format", "ids").out.split()
    assert hashes(tmp_path / "other") == {one: kept[one] for one in kept if one not in withdrawn}


def test_query_filters_and_order_are_those_of_search(sampled: Archive) -> None:
    args = ["Deir Ezzor", "-oilfield", "--tag", "Syria", "--to", "2017-11", "--sort", "relevance"]
    found = sampled("search", *args, "--format", "ids", "--limit", "100").out.split()
    lines = sampled("export", *args).out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == found != []
    assert "quotation mark" in sampled("export", '"Deir').err


def test_an_export_says_where_it_is_and_verifies(sampled: Archive, tmp_path: Path) -> None:
    run = sampled("export", "tag:Syria", "--format", "csv", "--output", tmp_path / "syria.csv")
    assert run.code == 0
    assert f"written to {tmp_path / 'syria.csv'}" in run.out
    manifest = tmp_path / "syria.csv.manifest.json"
    asked = json.loads(manifest.read_text())
    assert (asked["query"], asked["format"]) == ("tag:Syria", "csv")
    assert asked["articles"] == int(sampled("count", "tag:Syria").out)
    assert sampled("verify", manifest).out == "All is whole.\n"
    with (tmp_path / "syria.csv").open("a") as stream:
        stream.write("x")
    altered = sampled("verify", manifest)
    assert altered.code == 1
    assert altered.out.startswith("syria.csv: altered")
    assert sampled("verify", tmp_path / "syria.csv").code == 2
    refused = sampled("export", "--output", tmp_path / "syria.csv")
    assert refused.code == 2
    assert "already exists" in refused.err


def test_a_table_opens_in_a_spreadsheet_and_runs_nothing(archive: Archive, tmp_path: Path) -> None:
    item = {"title": "=HYPERLINK(1)", "tags": ["-1", "Paris; Texas"], "body": "@SUM(1)\n\ntwo"}
    (tmp_path / "a.json").write_text(json.dumps(item))
    archive("ingest", tmp_path / "a.json")
    text = archive("export", "--format", "csv").out
    assert text.startswith("\ufeffid,identifier,title")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["title"], row["body"]) == ("'=HYPERLINK(1)", "'@SUM(1)\n\ntwo")
    assert row["tags"] == '["-1", "Paris; Texas"]'


def test_nothing_found_is_an_empty_export_and_said(sampled: Archive, tmp_path: Path) -> None:
    run = sampled("export", "xylophonist", "--output", tmp_path / "none.jsonl")
    assert run.code == 1
    assert "Nothing was found" in run.err
    assert (tmp_path / "none.jsonl").read_bytes() == b""
    assert sampled("verify", tmp_path / "none.jsonl.manifest.json").code == 0


def test_removed_articles_are_not_exported(sampled: Archive) -> None:
    first = json.loads(sampled("export").out.splitlines()[0])["id"]
    sampled("remove", first)
    assert first not in sampled("export").out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "markdown"], "--output FOLDER"),
        (["--format", "xml"], "jsonl"),
        (["--output", "/"], "name a new file"),
        (["--output", "./-"], "name a new file"),
        (["--output", "out", "--manifest", "m.json"], "standard output"),
        (["--from", "yesteryear"], "no date"),
        (["--outptu", "x"], "There is no option"),
    ],
)
def test_a_bad_option_is_a_sentence(sampled: Archive, args: list[str], message: str) -> None:
    run = sampled("export", *args)
    assert run.code == 2
    assert message in run.err


def test_no_file_of_the_archive_itself_is_ever_replaced(
    sampled: Archive, samples_copy: Path
) -> None:
    (samples_copy / "index" / "loop").symlink_to("loop")
    for name in ("archive.db", "archive.db-wal", "archive.toml", "index/x", "index/loop"):
        for options in (["--output"], ["--manifest"]):
            run = sampled("export", *options, samples_copy / name, "--force")
            assert (run.code, run.out) == (2, "")
            assert "belongs to the archive itself" in run.err
    assert sampled("check").code == 0


def test_a_site_is_a_folder_with_a_manifest_beside_it(sampled: Archive, tmp_path: Path) -> None:
    assert "name it with --output FOLDER" in sampled("export", "--format", "site").err
    target = tmp_path / "box"
    run = sampled("export", "tag:Syria", "--format", "site", "--output", target)
    count = int(sampled("count", "tag:Syria").out)
    assert run.code == 0
    assert f"{count} articles" in run.out
    assert len(list((target / "articles").iterdir())) == count
    asked = json.loads((tmp_path / "box.manifest.json").read_text())
    assert (asked["query"], asked["format"], asked["articles"]) == ("tag:Syria", "site", count)
    assert sampled("verify", tmp_path / "box.manifest.json").out == "All is whole.\n"
    again = sampled("export", "tag:Iraq", "--format", "site", "--output", target)
    assert "already exists" in again.err
    assert sampled("export", "x*", "--format", "site", "--output", target, "--force").code == 0
    nothing = sampled("export", "zyzzyva", "--format", "site", "--output", tmp_path / "empty")
    assert nothing.code == 1


def test_a_site_is_told_what_sources_edited(sampled: Archive, tmp_path: Path) -> None:
    target = tmp_path / "box"
    wrote = sampled("export", "is:edited", "--format", "site", "--output", target)
    assert wrote.code == 0, wrote.err
    assert '"edited":{"keys":["body","marked"]' in (target / "data" / "articles.js").read_text()


def test_parquet_is_written_with_its_manifest_or_says_what_is_missing(
    sampled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet

    target = tmp_path / "syria.parquet"
    wrote = sampled("export", "tag:Syria", "--format", "parquet", "--output", target)
    assert wrote.code == 0, wrote.err
    ids = sampled("search", "tag:Syria", "--sort", "oldest", "--limit", "99", "--format", "ids")
    assert pyarrow.parquet.read_table(target)["id"].to_pylist() == ids.out.split()
    assert sampled("verify", f"{target}.manifest.json").code == 0
    monkeypatch.setattr("archive.exports.parquet.find_spec", lambda name: None)
    lacking = sampled("export", "--format", "parquet", "--output", tmp_path / "other")
    assert lacking.code == 2
    assert "pip install 'news-archive[parquet]'" in lacking.err
    assert not list(tmp_path.glob("other*"))


def test_parquet_is_written_of_what_people_tagged(sampled: Archive, tmp_path: Path) -> None:
    import pyarrow.parquet

    assert sampled("tag", "+Zed", "--", "Raqa").code == 0
    wrote = sampled("export", "tag:Zed", "--format", "parquet", "--output", tmp_path / "x.parquet")
    assert wrote.code == 0, wrote.err
    rows = pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist()
    kept = map(json.loads, sampled("export", "tag:Zed").out.splitlines())
    assert [json.loads(row["supplied"]) for row in rows] == [each["supplied"] for each in kept]
    assert rows


@pytest.mark.parametrize("style", ["markdown-zip", "parquet"])
def test_bytes_are_not_written_to_a_terminal(samples_copy: Path, style: str) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "cli",
        "--home",
        str(samples_copy),
        "export",
        "--format",
        style,
    ]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert f"{style} is no text to look at: name a file with --output FILE" in done.stderr.decode()
