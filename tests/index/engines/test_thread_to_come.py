"""Memory for one thread: tantivy, which starts one after we have tried, has to be given it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.archives import ROOT

# Room for the stack of one thread, and for little else. Each try is what tantivy's thread is to the
# try before it.
ONE_AFTER_ANOTHER = """
import resource, threading
from index.engines.tantivy.threads import need_thread

stack = 32 << 20
threading.stack_size(stack)
with open("/proc/self/statm") as told:
    used = int(told.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + stack + stack // 2,) * 2)
for _ in range(200):
    need_thread()
"""


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="there is no /proc to tell how much is used"
)
def test_where_a_thread_could_be_started_the_next_one_can() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
