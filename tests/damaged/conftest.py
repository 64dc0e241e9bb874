"""What the tests of damaged archives share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cli.main import invoke
from tests.helpers.commands import Run

FAULTS = ("Traceback", "in the program itself", "panicked", "Error(")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs `archive ARGS...` with all that is said, by other than Python too."""

    def run(*args: object) -> Run:
        capfd.readouterr()
        code = invoke([str(arg) for arg in args])
        said = capfd.readouterr()
        for fault in FAULTS:
            assert fault not in said.err + said.out, (args, said.err)
        return Run(code, said.out, said.err)

    return run
