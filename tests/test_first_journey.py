"""The main job, end to end: a copied page goes in, and is found on both front-ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.settings import load
from cli.main import invoke
from webui.app import create_app


def test_the_seed_page_is_ingested_and_found_by_its_facets(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "home")]
    assert invoke([*home, "ingest", str(data / "seed" / "is-loses-towns.txt")]) == 0
    capsys.readouterr()
    filters = ["--tag", "Syria, Iraq, Conflict", "--agency", "AFP"]
    filters += ["--from", "2017-11-01", "--to", "2017-11-30"]
    code = invoke([*home, "search", "Deir Ezzor", *filters, "--facets", "--format", "json"])
    assert code == 0
    answer = json.loads(capsys.readouterr().out)
    assert [hit["title"] for hit in answer["hits"]] == [
        "IS loses towns in face of twin Syria, Iraq assaults"
    ]
    assert answer["facets"]["tag"] == [
        {"value": name, "count": 1} for name in ("Conflict", "Iraq", "Syria")
    ]
    page = create_app(load(str(tmp_path / "home"), {})).test_client().get("/?q=Deir+Ezzor")
    assert "IS loses towns" in page.text
