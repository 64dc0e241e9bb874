"""Commands that want a library of an extra, where it is not installed or does not work."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

from tests.helpers.archives import ROOT
from tests.helpers.workbooks import xlsx

# Runs each command that is read, in one process for which there are no such libraries: neither
# found nor imported, as where nobody has installed them. One is there whose own need is missing.
PROGRAM = """
import json, os, sys
from importlib.machinery import PathFinder

missing = set(json.loads(sys.argv[1]))

class Without:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in missing:
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path = [Without if each is PathFinder else each for each in sys.meta_path]
from cli.main import invoke

for words, variables in json.loads(sys.argv[2]):
    os.environ.update(variables)
    print("###", invoke(words), file=sys.stderr)
    for name in variables:
        del os.environ[name]
"""
SERVER = {"ARCHIVE_STORE": "postgresql://archive:geheim@127.0.0.1:1/news"}
LIBRARIES = {
    "psycopg": "cluster", "opensearchpy": "cluster", "tantivy": "tantivy", "pyarrow": "parquet",
    "nanoarrow": "arrow", "pypdf": "documents", "docx": "documents", "striprtf": "documents",
    "python_calamine": "documents",
    "prometheus_client": "metrics", "botocore": "aws",  # tests/cluster/test_signed.py
}  # fmt: skip


def answers(
    home: Path, missing: list[str], commands: list[tuple[list[str], dict[str, str]]]
) -> list[tuple[str, int]]:
    """What each command says, and its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(missing), json.dumps(commands)],
        capture_output=True, text=True, check=True,
        env=os.environ | {"ARCHIVE_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stderr
    parts = re.split(r"### (\d+)\n", done.stderr)
    return [(said, int(code)) for said, code in zip(parts[::2], parts[1::2], strict=False)]


def test_each_says_what_to_install(samples_copy: Path, tmp_path: Path) -> None:
    papers = [tmp_path / f"a.{ending}" for ending in ("pdf", "rtf", "docx", "xlsx")]
    papers[0].write_bytes(b"%PDF-1.4\n")
    papers[1].write_bytes(b"{\\rtf1 A text.}")
    with ZipFile(papers[2], "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<document/>")
    papers[3].write_bytes(xlsx({"A": [["title", "text"], ["Ferry", "It sails."]]}))
    copy = ["copy", "--to", SERVER["ARCHIVE_STORE"]]
    commands: list[tuple[list[str], dict[str, str], str, int]] = [
        (["search", "oil"], SERVER, "cluster", 2),
        (["init"], SERVER, "cluster", 2),
        (["work"], SERVER, "cluster", 2),
        (["serve"], SERVER, "cluster", 2),
        (copy, {}, "cluster", 2),
        (["search", "oil"], {"ARCHIVE_ENGINE": "opensearch"}, "cluster", 2),
        (["status"], {"ARCHIVE_ENGINE": "opensearch"}, "cluster", 2),
        (["reindex", "--engine", "opensearch"], {}, "cluster", 2),
        (["reindex", "--engine", "tantivy"], {}, "tantivy", 2),
        (["search", "oil"], {"ARCHIVE_ENGINE": "tantivy"}, "tantivy", 2),
        (["export", "oil", "--format", "parquet", "-o", str(tmp_path / "a.parquet")], {},
         "parquet", 2),
        (["serve"], {"ARCHIVE_METRICS": "on"}, "metrics", 2),
        *((["ingest", str(paper)], {}, "documents", 2) for paper in papers),
    ]  # fmt: skip
    given = [(words, variables) for words, variables, _, _ in commands]
    said = answers(samples_copy, list(LIBRARIES), given)
    assert len(said) == len(commands)
    for (words, _, extra, code), (told, ended) in zip(commands, said, strict=True):
        assert ended == code, (words, told)
        assert f"pip install 'news-archive[{extra}]'" in told, (words, told)


def test_one_that_does_not_work_is_told_from_one_that_is_missing(samples_copy: Path) -> None:
    """psycopg without anything that talks to a server, opensearch-py without what it needs."""
    commands = [
        (["search", "oil"], SERVER | {"PSYCOPG_IMPL": "binary"}),
        (["search", "oil"], {"ARCHIVE_ENGINE": "opensearch"}),
    ]  # fmt: skip
    gone = ["psycopg_binary", "events"]
    for (said, code), library in zip(
        answers(samples_copy, gone, commands), ("psycopg", "opensearchpy"), strict=True
    ):
        assert code == 2
        assert f"the library {library}, which is there and does not work: " in said
        assert "pip install --force-reinstall 'news-archive[cluster]'" in said


def test_these_are_all_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert {*LIBRARIES.values(), "dev"} == set(project["project"]["optional-dependencies"])
