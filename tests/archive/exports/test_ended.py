"""Exports that end before both, what was written and its manifest, have taken their places."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import OutputError
from archive.exports.formats import EXPORTS
from archive.exports.manifest import About
from archive.exports.verify import verify
from archive.exports.write import write_file, write_tree

ABOUT = About("Syria", {"tag": ["Iraq"], "from": "2017"}, "oldest", 7)


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    return [make_article(name) for name in ("one", "two", "three")]


def problems(manifest: Path) -> list[str]:
    return list(verify(manifest, io.BytesIO(b"")))


def ended(
    monkeypatch: pytest.MonkeyPatch, target: Path, write: Callable[[], object], how: str
) -> None:
    """Writes an export in a process that ends, or is refused, when it comes to put it in place."""
    replace = Path.replace

    def at_the_end(self: Path, to: Path) -> Path:
        if to == target:
            if how == "killed":
                os._exit(9)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(self, to)

    if (child := os.fork()) == 0:
        monkeypatch.setattr(Path, "rename", at_the_end)
        monkeypatch.setattr(Path, "replace", at_the_end)
        with suppress(OutputError):
            write()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code == (9 if how == "killed" else 0)


@pytest.mark.parametrize("how", ["killed", "refused"])
@pytest.mark.parametrize("style", ["jsonl", "markdown"])
def test_what_was_ended_before_it_was_in_place_is_exported_again_unforced(
    tmp_path: Path, articles: list[Article], monkeypatch: pytest.MonkeyPatch, style: str, how: str
) -> None:
    """A folder without a manifest would never be replaced, for nobody knows whose it is."""
    target = tmp_path / "out"
    write = write_tree if style == "markdown" else write_file
    ended(monkeypatch, target, lambda: write(EXPORTS[style], articles, target, ABOUT), how)
    assert not target.exists()
    left = [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")]
    assert left == (["out.manifest.json"] if how == "killed" else [])
    write(EXPORTS[style], articles[:2], target, ABOUT)
    assert problems(tmp_path / "out.manifest.json") == []
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out.manifest.json"}


@pytest.mark.parametrize("how", ["killed", "refused"])
@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("style", ["jsonl", "markdown"])
def test_what_an_ended_export_was_to_replace_comes_back_with_its_manifest(
    tmp_path: Path, articles: list[Article], monkeypatch: pytest.MonkeyPatch, style: str,
    links: bool, how: str,
) -> None:  # fmt: skip
    target = tmp_path / "out"
    write = write_tree if style == "markdown" else write_file
    write(EXPORTS[style], articles, target, ABOUT)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    again = lambda: write(EXPORTS[style], articles[:1], target, ABOUT, force=True)  # noqa: E731
    ended(monkeypatch, target, again, how)
    with pytest.raises(OutputError, match="already exists"):
        write(EXPORTS[style], articles[:1], target, ABOUT)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    again()
    assert problems(tmp_path / "out.manifest.json") == []


def no_links(*given: object, **named: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("style", ["jsonl", "markdown"])
def test_a_manifest_that_stands_alone_is_nobody_elses_to_take_away(
    tmp_path: Path, articles: list[Article], monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    """Its export was moved elsewhere, and another one into its place was killed at its beginning,
    in its middle, or when the same had been written once more.
    """
    target, manifest = tmp_path / "out", tmp_path / "out.manifest.json"
    write = write_tree if style == "markdown" else write_file
    write(EXPORTS[style], articles, target, ABOUT)
    target.rename(tmp_path / "moved")
    kept = manifest.read_bytes()
    for at, some in ((0, []), (1, articles[:1]), (3, articles)):
        killed_at(at, lambda stopped: write(EXPORTS[style], stopped, target, ABOUT, True), some)
        with pytest.raises(OutputError, match="already exists"):
            write(EXPORTS[style], articles, target, ABOUT)
        assert manifest.read_bytes() == kept


def killed_at(at: int, write: Callable[[Iterator[Article]], object], some: list[Article]) -> None:
    """Writes these articles in a process that ends when it asks for one more."""

    def until() -> Iterator[Article]:
        yield from some
        os._exit(9)

    if (child := os.fork()) == 0:
        try:
            write(until())
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, at
