"""The documents say what the program does: generated parts are current, nothing is left out."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import manual
import pytest
import rooms
from generate import MANUAL, PARTS, PICTURE, ROOT, documents, generated

from archive import errors
from archive.article import Article, RawArticle, to_json
from archive.errors import ArchiveError, NotFoundError, SearchIndexError, UnreadableError
from archive.exports.formats import EXPORTS
from archive.readers.formats import COLLECTIONS, FORMATS, read, recognise
from archive.readers.sources.source import Source
from archive.settings import SETTINGS
from archive.store.store import Store
from cli.main import COMMANDS, main
from cli.site import SITE
from index.answers.asked import Asked
from index.answers.results_json import results_json
from index.answers.search import Search
from index.engines.open import open_engine
from index.fields import FIELDS

DOCS = [path for path in documents() if path.parent != ROOT]  # tests/test_readme.py has the README
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md")), *ROOT.glob("benchmarks/*.md")]
_LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def first_cells(text: str, heading: str) -> list[str]:
    """The code in the first cell of each row of the table whose first heading is `heading`."""
    table = re.search(rf"^\| {heading} \|.*\n\|[ -|]+\n((?:\|.*\n)+)", text, re.M)
    assert table, f"no table with the heading {heading!r}"
    return re.findall(r"^\| `([^`]+)`", table[1], re.M)


@pytest.fixture(scope="module")
def search(samples: object) -> Iterator[Search]:
    home: Path = samples.home  # type: ignore[attr-defined]
    with Store.open(home) as store:
        engine = open_engine("whoosh", home)
        yield Search(store, engine)
        engine.close()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_the_generated_parts_are_what_the_program_says_now(path: Path, samples_copy: Path) -> None:
    text = path.read_text("utf-8")
    assert text == generated(text, samples_copy), "run: make docs"


def test_every_generated_part_stands_in_some_document() -> None:
    text = "".join(path.read_text("utf-8") for path in documents())
    assert {name for name in PARTS if f"<!-- generated: {name} -->" in text} == set(PARTS)


def test_the_picture_of_the_rooms_is_drawn_from_the_imports_of_now() -> None:
    assert PICTURE.read_text("utf-8") == rooms.picture(), "run: make docs"


def test_the_manual_page_is_what_the_program_says_now() -> None:
    assert MANUAL.read_text("utf-8") == manual.manual(), "run: make docs"


def test_the_manual_page_has_every_command_option_field_and_setting() -> None:
    text = re.sub(r"\\fB|\\fR|\\(?=-)", "", MANUAL.read_text("utf-8"))
    context = click.Context(main, info_name="archive")
    for name in COMMANDS:
        section = text.split(f"\n.SS archive {name}\n")[1].split("\n.S")[0]
        command = main.get_command(context, name)
        assert command is not None
        for param in command.params:
            assert all(option in section for option in param.opts if option.startswith("-"))
    assert all(f"\n{setting.variable}\n" in text for setting in SETTINGS)
    assert all(f"\n{field.name}:\n" in text for field in FIELDS)


@pytest.mark.parametrize(
    "program",
    [["mandoc", "-T", "lint", "-W", "warning"], ["groff", "-T", "utf8", "-man", "-ww", "-z"]],
    ids=lambda program: program[0],
)
def test_no_reader_of_manual_pages_warns_of_it(program: list[str]) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not here")
    done = subprocess.run([*program, str(MANUAL)], capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).splitlines()
    # A date would make it another page every day.
    assert [line for line in said if "missing date" not in line] == []


def test_a_place_of_the_code_that_a_document_names_is_there() -> None:
    for page in PAGES:
        if page.name != "CHANGELOG.md":
            text = page.read_text("utf-8")
            for named in re.findall(r"`((?:archive|index|cli|webui|tests|docs)/[\w./]+)`", text):
                assert (ROOT / named).exists(), f"{page.name} names {named}"


def test_every_error_says_what_went_wrong_and_what_the_command_line_ends_with() -> None:
    section = doc("command-line.md").split("## Exit codes")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| (\d+) \|", section, re.M))
    kinds, left = set(), [ArchiveError]
    while left:
        kind = left.pop()
        kinds.add(kind)
        left += kind.__subclasses__()
    assert {SearchIndexError, UnreadableError, NotFoundError} < kinds
    for kind in kinds:
        assert kind.__doc__
        assert str(kind.exit_code) in documented
        if kind.__module__ == ArchiveError.__module__:
            assert f"`{kind.__name__}`" in section
            assert f" {kind.__name__}" in (errors.__doc__ or "")


def test_every_command_and_each_of_its_options_is_documented() -> None:
    text = doc("command-line.md")
    context = click.Context(main, info_name="archive", **main.context_settings)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for param in command.params:
            assert all(option in section for option in param.opts if option.startswith("-"))


def test_every_setting_is_documented_with_its_variable_and_default() -> None:
    text = doc("settings.md")
    assert first_cells(text, "setting") == [setting.name for setting in SETTINGS]
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default != "" else ""
        assert f"| `{setting.variable}` | {default} |" in text


def test_every_field_is_documented_with_its_aliases() -> None:
    text = doc("query-language.md")
    assert first_cells(text, "field") == [f"{field.name}:" for field in FIELDS]
    for alias in (alias for field in FIELDS for alias in field.aliases):
        assert f"`{alias}:`" in text


def test_every_format_is_documented_with_an_example_that_it_reads() -> None:
    text = doc("formats.md")
    for form in FORMATS:
        section = text.split(f"\n## {form.name}\n")[1]
        if form.name in {
            "docx",
            "epub",
            "pdf",
            "spreadsheet",
            *(collection.NAME for collection in COLLECTIONS),
        }:
            continue  # their bytes are nothing to print
        example = re.search(r"^```\n(.*?)^```$", section, re.S | re.M)
        assert example, form.name
        data = example[1].encode()
        assert recognise(data, "example") == form
        items = list(read(Source("example", lambda data=data: io.BytesIO(data))))  # type: ignore[misc]
        assert items
        for item in items:
            assert isinstance(item, RawArticle), item
            assert item.title or form.name == "alto"  # a page has none
            assert item.body or item.summary
            assert item.date or form.name in ("alto", "enex")  # a note's day is that of saving


def test_every_format_of_an_export_is_documented() -> None:
    assert first_cells(doc("export.md"), "`--format`") == [*EXPORTS, *SITE]


def test_every_key_of_an_article_is_documented(make_article: Callable[..., Article]) -> None:
    section = doc("formats.md").split("# An article as JSON, version 1")[1]
    assert first_cells(section, "key") == list(to_json(make_article()))


def test_every_key_of_an_answer_is_documented(search: Search) -> None:
    section = doc("query-language.md").split("## The answer as JSON, version 1")[1]
    answer = results_json(search.search(Asked("Syria", limit=1, facets=True, timeline=True)))
    assert first_cells(section, "key") == list(answer)
    hit = section.split("A hit holds")[1]
    for key in answer["hits"][0]:
        assert f"`{key}`" in hit
    for key in (*answer["hits"][0]["snippets"][0], *answer["timeline"][0]):
        assert f'"{key}"' in section


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_example_of_each_field_is_understood_without_a_notice(
    field: object, search: Search
) -> None:
    assert search.search(Asked(field.example)).notices == ()  # type: ignore[attr-defined]


def test_every_sample_is_listed() -> None:
    linked = {match[1] for match in _LINK.finditer(doc("samples.md"))}
    samples = (ROOT / "samples").rglob("*")
    assert {f"../{path.relative_to(ROOT)}" for path in samples if path.is_file()} <= linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for match in _LINK.finditer(page.read_text("utf-8")):
        target = (page.parent / match[1]).resolve() if match[1] else page
        assert target.exists(), f"{match[1]} is not there"
        if match[2]:
            assert match[2] in anchors(target), f"no heading {match[2]} in {target.name}"


def anchors(page: Path) -> set[str]:
    """The anchors that a Markdown page's headings get."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
