"""What docs/operations.md has people type and write into files."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import click
import pytest

from archive.settings import load
from cli.main import main
from index.engines.opensearch.health import Health
from tests.helpers.archives import ROOT
from tests.helpers.commands import Archive
from webui.app import create_app

TEXT = (ROOT / "docs" / "operations.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.S | re.M)
UNITS = [block for language, block in BLOCKS if language == "ini"]
TYPED = [line for language, block in BLOCKS if language == "sh" for line in block.splitlines()]
CALLS = [
    line[line.index("archive ") :]
    for line in (*TYPED, *re.findall(r"^ExecStart=(.+)$", TEXT, re.M), *re.findall("`(.+?)`", TEXT))
    if re.search(r"(^|/bin/|-u news )archive (--home|serve|watch|check)", line)
    and "go-back" not in line
]


@pytest.mark.parametrize("line", CALLS)
def test_each_command_is_one_with_these_options(line: str) -> None:
    program, *arguments = shlex.split(re.sub(" --home [^ ]+", "", line))
    assert program == "archive"
    context = click.Context(main, info_name="archive", **main.context_settings)
    command = main.get_command(context, arguments[0])
    assert command is not None
    command.make_context(arguments[0], arguments[1:], parent=context)  # raises for a wrong option


def test_there_are_some() -> None:
    assert len(CALLS) > 7
    assert len(UNITS) == 2


@pytest.mark.parametrize("unit", UNITS)
def test_each_unit_is_one_that_systemd_takes(unit: str, tmp_path: Path) -> None:
    read = configparser.ConfigParser(strict=True)
    read.optionxform = str  # type: ignore[assignment]
    read.read_string(unit)
    assert read.sections() == ["Unit", "Service", "Install"]
    if (program := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd is not here to look at it: apt install systemd")
    path = tmp_path / "news.service"
    path.write_text(re.sub("^ExecStart=.*$", "ExecStart=/bin/true", unit, flags=re.M))
    command = [program, "verify", "--man=no", "--generators=no", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "news.service" not in done.stderr, done.stderr


def test_nginx_takes_what_is_shown(tmp_path: Path) -> None:
    if (program := shutil.which("nginx")) is None:
        pytest.skip("nginx is not here to read it: apt install nginx-light")
    (shown,) = (block for language, block in BLOCKS if language == "nginx")
    shown = re.sub(r"^ *(ssl|auth)_.*\n", "", shown, flags=re.M).replace("443 ssl", "8443")
    path = tmp_path / "nginx.conf"
    path.write_text(f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {shown} }}")
    command = [program, "-t", "-c", str(path), "-e", "stderr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr


def test_the_way_from_a_backup_to_an_upgrade_ends_well(
    run: Archive, samples_copy: Path, tmp_path: Path
) -> None:
    for line in TYPED:
        _, mine, command = line.partition("sudo -u news archive --home /srv/news ")
        if not mine:
            continue
        words = ["--home", str(samples_copy)]
        words += shlex.split(command.replace("$(date +%F)", "2026-11-29"))  # which it goes back to
        done = run(*(word.replace("/backup", str(tmp_path)) for word in words))
        assert done.code == 0, (line, done)


def test_what_is_to_be_looked_at_is_there(
    run: Archive, samples_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures by which docs/scale.md has people see how a cluster is."""
    section = (ROOT / "docs" / "scale.md").read_text("utf-8").split("## What to look at")[1]
    section = section.split("\n## ")[0]
    told = json.loads(run("--home", samples_copy, "status", "--format", "json").out)
    told["index"]["cluster"] = {each.name: None for each in fields(Health)}
    named = re.findall(r"`((?:index|bytes)\.[\w.]+)`", section)
    assert len(named) > 6
    for path in named:
        found = told
        for key in path.split("."):
            assert key in found, path
            found = found[key]
    monkeypatch.setenv("ARCHIVE_METRICS", "on")
    page = create_app(load(str(samples_copy))).test_client().get("/metrics").text
    figures = re.findall(r"`(archive_\w+)`", section)
    assert len(figures) == 3
    assert all(f"# HELP {figure.removesuffix('_total')}" in page for figure in figures)
