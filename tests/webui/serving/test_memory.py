"""Memory that is free is given back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.helpers.archives import ROOT

# Large buffers that come and go among small ones that stay, twice: glibc maps the first ones.
HELD = """
import re, sys
from pathlib import Path
from webui.serving.memory import give_back
if sys.argv[1] == "given back":
    give_back()
stays = []
for _ in range(2):
    large = []
    for _ in range(40):
        large.append(b"." * (4 << 20))
        stays.append(bytearray(100_000))
    del large
print(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc's memory")
def test_what_is_free_does_not_stay_with_the_process() -> None:
    left, given_back = (
        int(subprocess.check_output([sys.executable, "-c", HELD, how], cwd=ROOT))
        for how in ("left", "given back")
    )
    assert given_back < left / 2
