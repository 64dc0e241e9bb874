"""The options of `archive serve`; what it serves is tested in tests/webui/."""

from __future__ import annotations

import socket

import click
import pytest

from cli.main import main
from tests.helpers.commands import Archive


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


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 is open to others"),
        (["--host", "::"], "--public if whoever reaches it may read all, or --behind-proxy"),
        (["--host", "no such host"], "no such host is no address"),
        (["--behind-proxy", "nginx"], "address of a server in figures"),
        (["--behind-proxy", ""], "address of a server in figures"),
        (["--behind-proxy", "10.0.0.1/8"], "10.0.0.1/8 has host bits set"),
        (["--behind-proxy", "10.0.0.1", "--behind-proxy", "::/0"], "are believed, not everybody"),
        (["--behind-proxy", "10.0.0.1", "--public"], "leave one of them out"),
        (["--edit", "--public"], "--edit is for this machine alone"),
        (["--edit", "--behind-proxy", "127.0.0.1"], "--edit is for this machine alone"),
        (["--edit", "--host", "0.0.0.0"], "--edit is for this machine alone"),
        (["--edit", "--host", "0.0.0.0", "--public"], "--edit is for this machine alone"),
    ],
)
def test_nobody_else_reaches_it_unless_that_is_said(
    sampled: Archive, args: list[str], says: str
) -> None:
    run = sampled("serve", *args)
    assert run.code == 2
    assert says in run.err


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("BASE_ADDRESS", "https://News.example.org/archive", "news.example.org"),
        ("BASE_ADDRESS", "http://10.0.0.1:8000", "10.0.0.1"),
        ("HOSTS", "localhost news.example, Archive", "archive, news.example"),
        ("HOSTS", "localhost, 127.0.0.2 [::1]", None),
        ("BASE_ADDRESS", "http://[::1]:8000/", None),
        ("BASE_ADDRESS", "", None),
    ],
)
def test_nothing_is_changed_where_another_server_gives_it_to_others(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, named: str | None
) -> None:
    """That server need not say for whom it asks."""
    monkeypatch.setenv(f"ARCHIVE_{setting}", value)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = sampled("serve", "--edit", "--port", port)
        assert run.code == 2
        if named is None:
            assert f"Port {port} on 127.0.0.1 cannot be used" in run.err
        else:
            assert f"others ask for it as {named}: so say the settings" in " ".join(run.err.split())
        assert "cannot be used" in sampled("serve", "--port", port).err


def test_a_setting_opens_it_to_nobody_either(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_HOST", "0.0.0.0")
    run = sampled("serve")
    assert run.code == 2
    assert "0.0.0.0 is open to others" in run.err
