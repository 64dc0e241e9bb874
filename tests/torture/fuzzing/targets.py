"""What is fed with whatever bytes: each reader, the queries, addresses and forms of the pages.

A target is a function of some bytes; whatever it raises is a finding.
"""

from __future__ import annotations

import atexit
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from urllib.parse import quote

from archive.article import Skipped
from archive.errors import ArchiveError
from archive.intake.ingest import ingest
from archive.intake.prepare import parts, prepare
from archive.readers.formats import FORMATS, recognise
from archive.readers.sources.source import Source, sources
from archive.settings import load
from archive.store.store import Store
from index.query.parse import parse
from tests.helpers.archives import SAMPLES
from webui.app import create_app
from webui.collecting.guard import TOKEN

Target = Callable[[bytes], None]
CASES = SAMPLES.parents[1] / "shared" / "cases"
_LARGEST = 64 << 10  # bytes of a seed
_NAMES = tuple(f"x{ending}" for each in FORMATS for ending in each.endings)
_SECRET = "fuzzing"
_QUERIES = (
    'oil -"deir ezzor" OR (tag:Syria date:2017-01..2017-03)',
    "title:(army OR forces) Mayad* oil~2 id:abc collection:Lost",
    '="Deir Ezzor" agency:Reuters after:2017 NEAR/3 (((',
)
_ADDRESSES = (
    "/?q=oil&tag=Syria&from=2017-01&to=2017-11&sort=newest&page=2",
    "/article/o64gnp64dioob26b?q=Deir+Ezzor",
    "/article/o64gnp64dioob26b/diff/1..2.json",
    "/chart.svg?q=oil&by=month&compare=river",
    "/facet/tag.json?q=oil&begins=s&page=2",
    "/words.csv?q=oil&by=year",
    "/export?format=jsonl&id=o64gnp64dioob26b",
    '/feed.atom?q=oil&page=1\nIf-None-Match: "a"\nAccept-Language: de',
)
_FORMS = (
    "do=add&collection=Samples&id=o64gnp64dioob26b&note=a&place=1",
    "do=new&collection=Bridges+%26+Co",
    "do=delete&collection=Samples",
)


def read_file(data: bytes, name: str, format_name: str | None = None) -> None:
    """A file taken in by a format, or by that which it looks like."""
    source = Source(name, partial(io.BytesIO, data))
    with suppress(ArchiveError):
        for part in parts([source], format_name):
            for item in prepare(part):
                if isinstance(item, Skipped) and "of the program" in item.reason:
                    raise AssertionError(item.reason)


def recognised(data: bytes) -> None:
    """A file of some name, which its first byte chooses."""
    name = _NAMES[data[0] % len(_NAMES)] if data else "-"
    recognise(data[1:], name)
    read_file(data[1:], name)


def query(data: bytes) -> None:
    """What somebody types."""
    with suppress(ArchiveError):
        parse(data.decode("utf-8", "replace"))


class Pages:
    """The pages of the samples, which are asked for by bytes."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="fuzzed-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        home = Path(folder) / "home"
        with Store.create(home) as store:
            ingest(store, sources([str(SAMPLES)]), collections=("Samples",))
        settings = load(str(home), {})
        app = create_app(replace(settings, values={**settings.values, TOKEN: _SECRET}))
        app.testing = False  # errors end in answers, as they do for readers
        self._client = app.test_client()
        self._client.get("/")

    def address(self, data: bytes) -> None:
        """An address in the first line, headers in the others."""
        first, *lines = data.decode("latin-1").split("\n")
        named = (line.partition(":") for line in lines if ":" in line)
        headers = {
            name.strip(): value.strip()
            for name, _, value in named
            if name.strip().isidentifier() or "-" in name
        }
        path, _, asked = first.lstrip("/").partition("?")
        answer = self._client.get(
            "/" + quote(path, safe="/%"), environ_overrides={"QUERY_STRING": asked},
            headers={name: "".join(filter(str.isprintable, v)) for name, v in headers.items()},
            buffered=True,
        )  # fmt: skip
        _well(answer.status_code)

    def form(self, data: bytes) -> None:
        """A form of `--edit`, whose token is right."""
        answer = self._client.post(
            "/edit", data=data + f"&token={_SECRET}".encode(),
            content_type="application/x-www-form-urlencoded",
            headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        _well(answer.status_code)


@cache
def _pages() -> Pages:
    return Pages()


def _well(status: int) -> None:
    if status >= 500 and status != 503:
        raise AssertionError(f"{status}, {sys.exception()!r}")


def names() -> list[str]:
    """All targets there are."""
    return ["recognise", *(f"reader {each.name}" for each in FORMATS), "query", "address", "form"]


def target(name: str) -> Target:
    """The function of a name."""
    if name == "recognise":
        return recognised
    if name == "query":
        return query
    if name in ("address", "form"):
        pages = _pages()
        return pages.address if name == "address" else pages.form
    chosen = next(each for each in FORMATS if f"reader {each.name}" == name)
    file = f"x{chosen.endings[0]}" if chosen.endings else "x"
    return lambda data: read_file(data, file, chosen.name)


def seeds(name: str) -> Iterator[bytes]:
    """What a target is known to take."""
    texts = {"query": _QUERIES, "address": _ADDRESSES, "form": _FORMS}
    if name in texts:
        yield from (text.encode() for text in texts[name])
        return
    folders = [folder for folder in (SAMPLES, CASES) if folder.is_dir()]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.stat().st_size > _LARGEST:
            continue
        data = path.read_bytes()
        if name == "recognise":
            yield b"\0" + data
        elif (found := recognise(data, path.name)) and name == f"reader {found.name}":
            yield data
    yield from _documented(name.removeprefix("reader "))


def _documented(format_name: str) -> Iterator[bytes]:
    """The examples of a format in its documentation: not every format has a sample."""
    text = (SAMPLES.parent / "docs" / "formats.md").read_text("utf-8")
    section = text.partition(f"\n## {format_name}\n")[2].partition("\n## ")[0]
    for example in re.findall(r"^```\n(.*?)^```$", section, re.S | re.M):
        yield example.encode()
