"""Exports as a stream of bytes: the same as those on disk, for a web server as for a file."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article
from archive.exports.formats import EXPORTS, exports
from archive.exports.manifest import About
from archive.exports.stream import stream
from archive.exports.verify import verify
from archive.exports.write import write_file, write_tree
from archive.masthead import Masthead
from archive.readers.formats import read
from archive.readers.sources.source import sources

ABOUT = About("Syria", {}, "oldest", 7)
FILES = [export for export in EXPORTS.values() if not export.tree]


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    return [make_article(f"n{number}", body="word " * 2000) for number in range(40)]


@pytest.mark.parametrize("export", FILES, ids=lambda export: export.name)
def test_a_stream_is_the_file_and_knows_its_manifest(
    export: object, articles: list[Article], tmp_path: Path
) -> None:
    blocks = stream(export, articles)  # type: ignore[arg-type]
    data = b"".join(blocks)
    target = tmp_path / f"out{export.ending}"  # type: ignore[attr-defined]
    write_file(export, articles, target, ABOUT)  # type: ignore[arg-type]
    assert target.read_bytes() == data
    assert (blocks.articles, blocks.size) == (40, len(data))
    assert blocks.sha256 == hashlib.sha256(data).hexdigest()
    beside = tmp_path / "m.json"
    beside.write_bytes(blocks.manifest(target.name, ABOUT))
    assert list(verify(beside, None)) == []
    assert json.loads(beside.read_text())["articles"] == 40


@pytest.mark.parametrize("export", FILES, ids=lambda export: export.name)
def test_articles_are_read_as_the_bytes_are_asked_for(
    export: object, articles: list[Article]
) -> None:
    read_so_far = 0

    def endless() -> Iterator[Article]:
        nonlocal read_so_far
        while True:
            yield replace(articles[0], id=f"{read_so_far:016}")
            read_so_far += 1

    blocks = stream(export, endless())  # type: ignore[arg-type]
    assert read_so_far == 0
    largest = max(len(next(blocks)) for _ in range(3))
    assert read_so_far < 30_000
    assert largest < 1 << 18


@pytest.mark.parametrize("number", [0, 1, 3])
def test_csl_json_is_one_array_however_many_there_are(articles: list[Article], number: int) -> None:
    export = exports(Masthead("", "https://news.example.org"))["csl-json"]
    items = json.loads(b"".join(stream(export, articles[:number])))
    assert [item["id"] for item in items] == [article.id for article in articles[:number]]
    assert all(item["URL"].startswith("https://news.example.org/article/") for item in items)


def test_a_zip_holds_the_files_of_the_folder_and_comes_back(
    articles: list[Article], make_article: Callable[..., Article], tmp_path: Path
) -> None:
    articles = [*articles, make_article("é", title="Été à 東京", date=None, precision=None)]
    write_tree(EXPORTS["markdown"], articles, tmp_path / "out", ABOUT)
    data = b"".join(stream(EXPORTS["markdown-zip"], articles))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files == {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*.md")
    }
    (tmp_path / "out.zip").write_bytes(data)
    found = [item for source in sources([str(tmp_path / "out.zip")]) for item in read(source)]
    assert len(found) == len(articles)
    assert b"".join(stream(EXPORTS["markdown-zip"], articles)) == data


def test_an_empty_zip_is_a_zip() -> None:
    data = b"".join(stream(EXPORTS["markdown-zip"], []))
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == []
