"""`archive copy`: to a server and back, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.commands import Archive, Run
from tests.helpers.servers import schema


def test_an_archive_moves_to_a_server_with_its_index_and_back(
    run: Callable[..., Run], samples_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (samples_copy / "variants.txt").write_text("Raqa = Raqqa\n", "utf-8")
    asked = ("search", "Deir Ezzor", "--format", "ids")
    expected = run("--home", samples_copy, *asked).out
    assert expected
    with schema() as address:
        moved = run("--home", samples_copy, "copy", "--to", address.replace("@", ":geheim@"))
        assert moved.code == 0
        assert "81 articles, 82 revisions, 82 originals and 83 changes copied to" in moved.out
        assert "tables are the same in both: SHA-256 " in moved.out
        assert 'Next: store = "postgresql://archive@' in moved.out
        assert "geheim" not in moved.out + moved.err

        monkeypatch.setenv("ARCHIVE_STORE", address)
        assert "whoosh, up to date" in run("--home", samples_copy, "status").out
        assert run("--home", samples_copy, *asked).out == expected
        assert run("--home", samples_copy, "check").code == 0
        back = run("--home", samples_copy, "copy", "--to", tmp_path / "back")
        assert back.code == 0
        assert back.out.splitlines()[1] == moved.out.splitlines()[1]
    monkeypatch.delenv("ARCHIVE_STORE")
    assert run("--home", tmp_path / "back", *asked).out == expected
    assert run("--home", tmp_path / "back", "check").code == 0
    assert (tmp_path / "back" / "variants.txt").read_text("utf-8") == "Raqa = Raqqa\n"


def test_what_is_there_is_left_alone(sampled: Archive, samples_copy: Path, tmp_path: Path) -> None:
    to = tmp_path / "there"
    assert sampled("copy", "--to", to).code == 0
    again = sampled("copy", "--to", to)
    assert again.code == 2
    assert "There is an archive in" in again.err
    itself = sampled("copy", "--to", samples_copy)
    assert itself.code == 2
    assert "belongs to the archive itself" in itself.err


def test_there_has_to_be_an_archive_and_a_server(archive: Archive, tmp_path: Path) -> None:
    assert "There is no archive in" in archive("copy", "--to", tmp_path / "there").err
    archive("init")
    pytest.importorskip("psycopg")
    refused = archive("copy", "--to", "postgresql://news:geheim@127.0.0.1:1/news")
    assert refused.code == 2
    assert "cannot be reached" in refused.err
    assert "geheim" not in refused.err
