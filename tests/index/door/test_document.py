"""docs/python.md: what it shows runs, and it names every call."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from typing import Any

from index.door import Archive, Found
from tests.helpers.archives import ROOT

TEXT = (ROOT / "docs" / "python.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.S | re.M)


def test_what_it_shows_runs_on_a_folder_and_on_a_server(doors: Any) -> None:
    shown = []
    for place in (str(doors.home), doors.address):
        names: dict[str, Any] = {}
        printed = io.StringIO()
        with redirect_stdout(printed):
            for block in BLOCKS:
                exec(block.replace("~/news", place), names)
        shown.append(printed.getvalue())
        names["archive"].close()
    assert shown[0] == shown[1]
    assert len(shown[0].splitlines()) > 10


def test_every_call_is_in_its_table() -> None:
    calls = [f"archive.{name}" for name in vars(Archive) if name[0] != "_" and name != "close"]
    calls += [f"found.{name}" for name in vars(Found) if name[0] != "_"]
    for call in calls:
        assert re.search(rf"^\| `{re.escape(call)}[(`]", TEXT, re.M), call
