"""Which files of a folder are its own: links out of it, links in a circle, the archive itself."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from archive.readers.sources.folders import LEADS_OUT, OWN, PassedOver, Walk
from archive.readers.sources.source import sources


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with news, and beside it one with somebody else's files."""
    for path in ("pile/a.txt", "pile/deep/b.txt", "pile/.hidden/c.txt", "outside/d.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    return tmp_path / "pile"


def walked(pile: Path, **how: object) -> list[str]:
    """What is read, and in brackets why not."""
    found = []
    for each in partial(Walk, **how)(pile).files():
        if isinstance(each, PassedOver):
            found.append(f"{each.path.relative_to(pile)} ({each.reason})")
        else:
            found.append(str(each.relative_to(pile)))
    return found


def test_a_folder_is_walked_in_order_of_name_without_hidden_ones(pile: Path) -> None:
    assert walked(pile) == ["a.txt", "deep/b.txt"]


def test_the_files_of_a_folder_stand_where_its_name_does(pile: Path) -> None:
    for name in ("b", "b/c", "b/c.txt", "b.txt", "b/c/d.txt", "z.txt", "e"):
        path = pile / name
        path.write_text(name) if path.suffix else path.mkdir()
    (pile / "e" / "away").symlink_to(pile.parent / "outside")
    assert walked(pile) == [
        "a.txt", "b/c/d.txt", "b/c.txt", "b.txt", "deep/b.txt", f"e/away ({LEADS_OUT})", "z.txt",
    ]  # fmt: skip


@pytest.fixture
def few_calls() -> Iterator[int]:
    """How many calls may be nested from here: fewer than usual, for the folders of a test."""
    usual, few = sys.getrecursionlimit(), 100
    sys.setrecursionlimit(len(inspect.stack(0)) + few)
    yield few
    sys.setrecursionlimit(usual)


def test_folders_may_be_nested_deeper_than_calls(pile: Path, few_calls: int) -> None:
    folder = pile
    for _ in range(2 * few_calls):
        folder /= "n"
        folder.mkdir()
    (folder / "c.txt").write_text("deep")
    assert walked(pile)[-1] == str((folder / "c.txt").relative_to(pile))


@pytest.mark.parametrize("target", ["../outside", "../outside/d.txt", "../outside/missing"])
@pytest.mark.parametrize("whole", [True, False])
def test_what_a_link_leads_to_outside_is_passed_over_and_told(
    pile: Path, target: str, whole: bool
) -> None:
    to = Path(os.path.normpath(pile / target)) if whole else Path(target)
    (pile / "link").symlink_to(to)
    assert walked(pile) == ["a.txt", "deep/b.txt", f"link ({LEADS_OUT})"]
    inside = pile / "deep" / "again"
    inside.symlink_to(pile.parent / "outside")
    assert f"deep/again ({LEADS_OUT})" in walked(pile)


def test_a_link_by_way_of_another_leads_where_it_ends(pile: Path) -> None:
    (pile / "one").symlink_to(pile / "two")
    (pile / "two").symlink_to(pile.parent / "outside" / "d.txt")
    assert walked(pile)[2:] == [f"one ({LEADS_OUT})", f"two ({LEADS_OUT})"]


def test_links_inside_are_read_once_where_they_are(pile: Path) -> None:
    (pile / "again.txt").symlink_to(pile / "a.txt")
    (pile / "deeper").symlink_to(pile / "deep")
    (pile / "round").symlink_to(pile)
    assert walked(pile) == ["a.txt", "again.txt", "deep/b.txt"]
    assert walked(pile, follow_links=True) == ["a.txt", "again.txt", "deep/b.txt"]


def test_links_are_followed_where_that_is_asked_and_circles_end(pile: Path) -> None:
    outside = pile.parent / "outside"
    (pile / "link").symlink_to(outside)
    (pile / "once more").symlink_to(outside)
    (outside / "back").symlink_to(pile)
    (outside / "self").symlink_to(outside)
    (pile / "file").symlink_to(outside / "d.txt")
    found = walked(pile, follow_links=True)
    assert found == ["a.txt", "deep/b.txt", "file", "link/d.txt"]


def test_a_link_to_itself_is_told_when_it_is_read(pile: Path) -> None:
    (pile / "loop").symlink_to(pile / "loop")
    (found,) = [each for each in sources([str(pile)]) if each.name.endswith("loop")]
    with pytest.raises(UnreadableError, match="symbolic links"):
        found.open()


def test_a_pile_that_is_a_link_itself_is_read(pile: Path) -> None:
    link = pile.parent / "wire"
    link.symlink_to(pile)
    assert [each.name for each in sources([str(link)])] == [
        f"{link}/a.txt", f"{link}/deep/b.txt",
    ]  # fmt: skip


def test_the_archive_in_a_pile_is_no_news(pile: Path) -> None:
    (pile / "news").mkdir()
    (pile / "news" / "archive.db").write_text("")
    (pile / "shortcut").symlink_to(pile / "news")
    found = walked(pile, home=pile / "news")
    assert found[2] == f"news ({OWN})"
    assert not any("archive.db" in each for each in found)


def test_a_folder_that_cannot_be_listed_is_told(
    pile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refused(path: str | Path) -> object:
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert walked(pile) == ["a.txt", "deep (Permission denied)"]
