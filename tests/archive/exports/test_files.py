"""Exports on disk: whole or not at all, with a manifest that tells every later change."""

from __future__ import annotations

import io
import json
import os
import re
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article, Image
from archive.errors import InputError, OutputError
from archive.exports.formats import EXPORTS
from archive.exports.manifest import About
from archive.exports.verify import verify
from archive.exports.write import write_file, write_stream, write_tree

ABOUT = About("Syria", {"tag": ["Iraq"], "from": "2017"}, "oldest", 7)
JSONL = EXPORTS["jsonl"]
MARKDOWN = EXPORTS["markdown"]


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    return [make_article(name) for name in ("one", "two", "three")]


@pytest.fixture
def tree(tmp_path: Path, articles: list[Article]) -> Path:
    """The manifest of a folder that has just been exported."""
    write_tree(MARKDOWN, articles, tmp_path / "out", ABOUT)
    return tmp_path / "out.manifest.json"


def problems(manifest: Path, standard_input: bytes = b"") -> list[str]:
    return list(verify(manifest, io.BytesIO(standard_input)))


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def stopped(articles: list[Article], error: BaseException) -> Iterator[Article]:
    yield articles[0]
    raise error


def test_a_manifest_says_what_was_asked_and_names_every_file(tree: Path) -> None:
    data = json.loads(tree.read_text())
    assert (data["query"], data["filters"], data["sort"]) == (ABOUT.query, ABOUT.filters, "oldest")
    assert (data["change"], data["articles"], data["format"]) == (7, 3, "markdown")
    assert data["program"].startswith("news-archive ")
    assert data["created"].endswith("Z")
    names = [entry["name"] for entry in data["files"]]
    assert sorted([*names, "out.manifest.json"]) == files(tree.parent)
    assert names[0].startswith("out/2017/11/title-one-")
    assert problems(tree) == []


def test_names_in_a_tree_are_short_distinct_and_never_lead_elsewhere(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    made = [
        make_article("a", title="../../etc/passwd", date="2017", precision="year"),
        make_article("b", title="𐌀" * 300, date=None, precision=None),
        make_article("c", title="字" * 49 + " " + "字" * 49),
        make_article("d", title=None),
        make_article("e", title="CON"),
    ]
    write_tree(MARKDOWN, made, tmp_path / "out", ABOUT)
    found = files(tmp_path / "out")
    assert len(found) == 5
    assert [name.split("/")[0] for name in found] == ["2017"] * 4 + ["undated"]
    assert any(name.startswith("2017/etc-passwd-") for name in found)
    assert all(len(name.rpartition("/")[2].encode()) <= 255 for name in found)


def test_what_became_of_the_files_is_told_one_by_one(tree: Path) -> None:
    names = [entry["name"] for entry in json.loads(tree.read_text())["files"]]
    first, second, third = (tree.parent / name for name in names)
    first.unlink()
    second.write_bytes(second.read_bytes().replace(b"Text", b"TEXT"))
    with third.open("a") as stream:
        stream.write("more")
    (tree.parent / "out" / ".hidden").write_text("")
    (tree.parent / "out" / "link").symlink_to(tree.parent)
    told = dict(line.rsplit(": ", 1) for line in problems(tree) if "altered" not in line)
    assert told == {
        names[0]: "missing",
        "out/.hidden": "not in the manifest",
        "out/link": "not in the manifest",
    }
    altered = [line for line in problems(tree) if "altered" in line]
    assert [line.split(": ", 1)[0] for line in altered] == names[1:]
    assert "other bytes" in altered[0]


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../secret", "out/../../secret", "link", "links/secret", "a\0b", "", "."],
)
def test_a_hostile_name_is_told_and_never_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("s")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "link").symlink_to(tmp_path / "secret")
    (inner / "links").symlink_to(tmp_path)
    entry = {"name": name, "bytes": 1, "sha256": "0" * 64}
    manifest = inner / "m.json"
    manifest.write_text(json.dumps({"version": 1, "folder": None, "files": [entry]}))
    (line,) = problems(manifest)
    assert "altered" not in line
    assert "outside" in line or "missing" in line


def test_a_folder_outside_is_not_listed(tmp_path: Path) -> None:
    for number, folder in enumerate(("..", "/", ".", "a/../..")):
        manifest = tmp_path / f"{number}.json"
        manifest.write_text(json.dumps({"version": 1, "folder": folder, "files": []}))
        (line,) = problems(manifest)
        assert "outside" in line


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"version": 1, "folder": null, "files": [1]}', "\xff",
        '{"version": 1, "folder": null, "files": [{"name": 1, "bytes": 1, "sha256": ""}]}',
        '{"version": 1, "folder": 3, "files": []}', "[" * 100_000,
        '{"version": "1", "folder": null, "files": []}',
        '{"version": 1, "folder": null, "files": [{"name": "a", "bytes": 1e999, "sha256": ""}]}',
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text, "latin-1")
    with pytest.raises(InputError, match="not a manifest"):
        problems(tmp_path / "m.json")


def test_a_manifest_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"version": 2, "folder": null, "files": []}')
    with pytest.raises(InputError, match="newer version"):
        problems(tmp_path / "m.json")


def test_a_target_that_is_there_is_left_alone_unless_forced(
    tmp_path: Path, articles: list[Article]
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("precious")
    with pytest.raises(OutputError, match="already exists") as error:
        write_file(JSONL, articles, target, ABOUT)
    assert "--force" in error.value.hint
    assert files(tmp_path) == ["out.jsonl"]
    write_file(JSONL, articles, target, ABOUT, force=True)
    assert target.read_text().count("\n") == 3
    assert problems(tmp_path / "out.jsonl.manifest.json") == []
    target.unlink()
    with pytest.raises(OutputError, match="already exists"):  # its manifest
        write_file(JSONL, articles, target, ABOUT)


def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path, articles: list[Article]) -> None:
    (tmp_path / "target").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "pipe", "folder"):
        with pytest.raises(OutputError, match="not a plain file"):
            write_file(JSONL, articles, tmp_path / name, ABOUT, force=True)
    with pytest.raises(OutputError, match="not a folder"):
        write_tree(MARKDOWN, articles, tmp_path / "link", ABOUT, force=True)
    with pytest.raises(OutputError, match="There is no folder"):
        write_file(JSONL, articles, tmp_path / "missing" / "out.jsonl", ABOUT)
    assert (tmp_path / "target").read_text() == "precious"


def test_force_replaces_an_earlier_export_and_no_other_folder(
    tree: Path, articles: list[Article]
) -> None:
    folder = tree.parent / "out"
    with pytest.raises(OutputError, match="already exists"):
        write_tree(MARKDOWN, articles, folder, ABOUT)
    write_tree(MARKDOWN, articles[:1], folder, ABOUT, force=True)
    assert len(files(folder)) == 1
    assert problems(tree) == []
    (folder / "thesis.odt").write_text("precious")
    with pytest.raises(OutputError, match=r"files that no export wrote, such as out/thesis\.odt"):
        write_tree(MARKDOWN, articles, folder, ABOUT, force=True)
    assert (folder / "thesis.odt").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_export_that_is_stopped_leaves_all_as_it_was(
    tree: Path, articles: list[Article], error: BaseException
) -> None:
    write_file(JSONL, articles, tree.parent / "old.jsonl", ABOUT)
    before = {path: path.read_bytes() for path in tree.parent.rglob("*") if path.is_file()}
    expected = OutputError if isinstance(error, OSError) else type(error)
    for target in ("new.jsonl", "old.jsonl"):
        with pytest.raises(expected):
            write_file(JSONL, stopped(articles, error), tree.parent / target, ABOUT, force=True)
    for target in ("new", "out"):
        with pytest.raises(expected):
            write_tree(MARKDOWN, stopped(articles, error), tree.parent / target, ABOUT, force=True)
    after = {path: path.read_bytes() for path in tree.parent.rglob("*") if path.is_file()}
    assert after == before
    assert sorted(path.name for path in tree.parent.iterdir()) == [
        "old.jsonl", "old.jsonl.manifest.json", "out", "out.manifest.json",
    ]  # fmt: skip


def test_a_disk_that_fills_up_is_told_and_nothing_is_left(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    large = [make_article(str(number), body="word " * 10_000) for number in range(3)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # what no file may grow beyond
    try:
        with pytest.raises(OutputError, match="cannot be written") as error:
            write_file(JSONL, large, tmp_path / "out.jsonl", ABOUT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "space" in error.value.hint
    assert files(tmp_path) == []


def test_standard_output_is_compared_with_what_is_piped_in(
    tmp_path: Path, articles: list[Article]
) -> None:
    stream = io.BytesIO()
    manifest = tmp_path / "m.json"
    write_stream(JSONL, articles, stream, ABOUT, manifest)
    assert problems(manifest, stream.getvalue()) == []
    assert len(problems(manifest, stream.getvalue()[:-1])) == 1
    assert list(verify(manifest, None)) == [
        "-: was written to standard output, and standard input is closed"
    ]


def test_a_reference_for_latex_survives_every_sign_and_name(
    make_article: Callable[..., Article],
) -> None:
    made = make_article(
        title="50% of {a} & b_c #1 ~ ^ $ \\ }",
        authors=("Roe, Jane", "Marks and Spencer", "王小明"),
        agency=("AFP",),
        publisher="News & Co",
        url="https://x.example/a b?c={d}&e=f#g%20",
        date="2017-11",
        precision="month",
    )
    text = EXPORTS["bibtex"].record(made)
    assert r"50\% of \textbraceleft{}a\textbraceright{} \& b\_c \#1" in text
    assert "author = {Roe, Jane and {Marks and Spencer} and {王小明}}" in text
    assert "year = {2017},\n  month = nov," in text
    assert "url = {https://x.example/a%20b?c=%7Bd%7D&e=f#g%20}" in text
    assert text.startswith(f"@article{{roe2017-{made.id[:8]},")
    assert text.count("{") == text.count("}")
    unsigned = EXPORTS["bibtex"].record(make_article(agency=("AFP",)))
    assert "author" not in unsigned
    assert "journal = {AFP}" in unsigned


@pytest.mark.parametrize(
    ("publisher", "begins"),
    [("Kanal 5", "n5"), ("24heures", "n24heures"), ("20 Minutes", "minutes"), ("新华网", "anon"),
     ("The _x", "n_x"), ("½", "n1-2")],
)  # fmt: skip
def test_a_bibtex_key_begins_with_a_letter(
    make_article: Callable[..., Article], publisher: str, begins: str
) -> None:
    made = make_article(publisher=publisher, agency=())
    entry = EXPORTS["bibtex"].record(made)
    assert re.match(r"@article\{[a-z]", entry), entry
    assert entry.startswith(f"@article{{{begins}2017-{made.id[:8]},")


def test_a_ris_reference_has_one_line_a_value_and_dates_in_its_own_form(
    make_article: Callable[..., Article],
) -> None:
    made = make_article(
        tags=("Syria", "Iraq"), agency=("AFP", "Reuters"), summary="One.\nER  - \nTwo."
    )
    lines = EXPORTS["ris"].record(made).split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert "DA  - 2017/11/03/" in lines
    assert "AB  - One. ER - Two." in lines
    assert [line for line in lines if line.startswith("KW")] == ["KW  - Syria", "KW  - Iraq"]
    assert not [line for line in lines if line.startswith("AU")]
    assert "T2  - AFP, Reuters" in lines
    assert lines[-3:] == ["ER  - ", "", ""]
    month = EXPORTS["ris"].record(make_article(date="2017-11", precision="month"))
    assert "DA  - 2017/11//" in month
    assert "PY" not in EXPORTS["ris"].record(make_article(date=None, precision=None))


def test_an_item_of_ninjs_has_the_keys_and_kinds_of_its_schema(
    make_article: Callable[..., Article],
) -> None:
    made = make_article(
        authors=("Jane Roe",), agency=("AFP",), tags=("Syria",), status="withdrawn", note="Wrong.",
        images=(Image("https://x.example/1.jpg", "A bridge"), Image("not an address", None)),
        extra={"version": 3, "slugline": "BRIDGE"},
    )  # fmt: skip
    item = json.loads(EXPORTS["ninjs"].record(made))
    assert item["uri"] == "test:one"
    assert (item["pubStatus"], item["version"], item["slugline"]) == ("canceled", "3", "BRIDGE")
    assert item["contentCreated"] == "2017-11-03T00:00:00Z"
    assert item["headlines"] == [{"role": "main", "value": "Title one"}]
    assert [body["contentType"] for body in item["bodies"]] == ["text/plain", "text/html"]
    assert item["infoSources"] == [{"name": "AFP"}]
    first, second = item["associations"]
    assert first["renditions"] == [{"name": "main", "href": "https://x.example/1.jpg"}]
    assert first["descriptions"] == [{"role": "caption", "value": "A bridge"}]
    assert second["uri"].startswith(f"urn:x-archive:{made.id}:")
    assert "renditions" not in second


def test_a_loop_of_links_is_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    entry = {"name": "loop/x", "bytes": 0, "sha256": ""}
    manifest = tmp_path / "m.json"
    manifest.write_text(json.dumps({"version": 1, "folder": "loop", "files": [entry]}))
    assert [line.split(": ")[0] for line in verify(manifest, None)] == ["loop/x", "loop"]
