"""The options of `archive serve`; what it serves is tested in tests/webui/."""

from __future__ import annotations

import click
import pytest

from cli.main import main


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        ([], None),
        (["--access-log"], "on"),
        (["--access-log", "--port", "81"], "on"),
        (["--access-log", "full"], "full"),
        (["--port", "81", "--access-log=off"], "off"),
    ],
)
def test_the_log_is_wanted_with_one_word(args: list[str], wanted: str | None) -> None:
    context = click.Context(main, info_name="archive")
    serve = main.get_command(context, "serve")
    assert serve is not None
    assert serve.make_context("serve", list(args), parent=context).params["access_log"] == wanted
