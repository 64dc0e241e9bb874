"""`archive status`: what the archive holds, how its index stands, where settings came from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from archive.errors import IndexDamagedError
from archive.settings import SETTINGS, Settings, without_password
from archive.text.wording import byte_size, counted
from cli.home import Archive, opened
from cli.output import format_option, print_json, printable
from index.answers.visibility import kept_back
from index.upkeep.sync import IndexState, state


@click.command(epilog="Example: archive status")
@format_option()
@click.pass_obj
def status(home: str | None, /, style: str) -> int:
    """Tell what the archive holds, how its index stands, and where each setting came from."""
    with opened(home, wait=False) as archive:
        found = _found(archive)
    if style == "json":
        print_json(**found)
    else:
        _print(found)
    return 0


def _found(archive: Archive) -> dict[str, Any]:
    """All that is told, as JSON has it. A secret that is set shows as true."""
    settings, summary = archive.settings, archive.store.summary()
    standing, hidden = _standing(archive)
    return {
        "home": str(settings.home),
        "home_source": settings.home_source,
        "articles": summary.articles,
        "removed": summary.removed,
        "replaced": summary.replaced,
        "kept_back": dict(hidden),
        "revisions": summary.revisions,
        "originals": summary.originals,
        "saved": len(archive.store.saved.all()),
        "first": summary.first,
        "last": summary.last,
        "undated": summary.undated,
        "index": {
            "engine": archive.engine.name, "state": standing.verdict, "behind": standing.behind,
            "why": standing.why or None,
        },
        "bytes": {"store": summary.size, "index": archive.engine.size()},
        "settings": {setting.name: _setting(settings, setting.name) for setting in SETTINGS},
    }  # fmt: skip


def _setting(settings: Settings, name: str) -> dict[str, Any]:
    setting = next(each for each in SETTINGS if each.name == name)
    value = settings.values[name]
    if setting.address:
        value = without_password(str(value))
    return {"value": bool(value) if setting.secret else value, "source": settings.sources[name]}


def _print(found: dict[str, Any]) -> None:
    index, size, undated = found["index"], found["bytes"], found["undated"]
    stands = {
        "current": "up to date",
        "behind": f"{index['behind']:,} changes behind; the next search takes them in",
        "rebuild": f"to be rebuilt: {index['why']}",
    }[index["state"]]
    span = f"{found['first']} to {found['last']}" if found["first"] else "none dated"
    kept = ", ".join(f"{count:,} {name}" for name, count in found["kept_back"].items())
    rows = [
        ("home", f"{found['home']} ({found['home_source']})"),
        ("articles", f"{found['articles']:,}"),
        ("removed", f"{found['removed']:,}"),
        ("replaced", f"{found['replaced']:,}" if found["replaced"] else ""),
        ("kept back", kept),
        ("revisions", f"{found['revisions']:,}"),
        ("originals", f"{found['originals']:,}"),
        ("saved", counted(found["saved"], "query") if found["saved"] else ""),
        ("dates", span + (f", {undated:,} undated" if undated else "")),
        ("index", f"{index['engine']}, {stands}"),
        ("size", f"store {byte_size(size['store'])}, index {byte_size(size['index'])}"),
    ]
    for name, value in rows:
        if value:
            click.echo(printable(f"{name:>10}  {value}"))
    click.echo()
    for setting in SETTINGS:
        told = found["settings"][setting.name]
        shown = "(set)" if setting.secret and told["value"] else str(told["value"])
        shown = "" if setting.secret and not told["value"] else shown
        click.echo(printable(f"{setting.name:>16} = {shown:<12} {told['source']}"))


def _standing(archive: Archive) -> tuple[IndexState, list[tuple[str, int]]]:
    """How the index stands, and what search does not show, as far as the index knows."""
    standing = state(archive.store, archive.engine)
    if standing.verdict == "rebuild":
        return standing, []
    try:
        return standing, kept_back(archive.engine, datetime.now(UTC))
    except IndexDamagedError as error:
        return IndexState("rebuild", standing.behind, error.message), []
