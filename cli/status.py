"""`archive status`: what the archive holds, how its index stands, where settings came from."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from archive.article import instant
from archive.errors import IndexDamagedError, SearchIndexError
from archive.settings import SETTINGS, Settings, without_password
from archive.text.wording import byte_size, counted
from cli.home import Archive, opened
from cli.output import format_option, print_json, printable
from index.answers.visibility import kept_back
from index.engines.common.interface import BY_WORKERS, Engine
from index.upkeep.sync import IndexState, state

if TYPE_CHECKING:
    from archive.store.postgres.leases import Worker


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
    standing, hidden, unreachable = _standing(archive)
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
            "engine": archive.engine.name,
            "state": "unreachable" if unreachable else standing.verdict,
            "behind": None if unreachable else standing.behind,
            "why": unreachable or standing.why or None,
            "cluster": None if unreachable else _cluster(archive.engine),
            "workers": _workers(archive),
        },
        "bytes": {"store": summary.size, "index": None if unreachable else archive.engine.size()},
        "settings": {setting.name: _setting(settings, setting.name) for setting in SETTINGS},
    }  # fmt: skip


def _cluster(engine: Engine) -> dict[str, Any] | None:
    """How the cluster is that the index is in."""
    if engine.name not in BY_WORKERS:
        return None
    from index.engines.opensearch.engine import OpenSearchEngine

    assert isinstance(engine, OpenSearchEngine)
    health = engine.health()
    return {**asdict(health), "words": health.words()}


def _workers(archive: Archive) -> list[dict[str, Any]]:
    """Those that index what is new, and what each is at."""
    if archive.store.path is not None:
        return []
    from index.upkeep.followed import working

    return [_worker_json(each) for each in working(archive.store, archive.engine)]


def _worker_json(worker: Worker) -> dict[str, Any]:
    """A worker; `first` and `last` are of the changes that it has had for `seconds`."""
    at, since = worker.range, worker.since
    return {
        "name": worker.name, "host": worker.host, "process": worker.process,
        "began": _second(worker.began), "seen": _second(worker.seen), "changes": worker.changes,
        "rate": worker.rate and round(worker.rate, 1),
        "first": at and at.first, "last": at and at.last,
        "seconds": round((worker.now - since).total_seconds(), 1) if since else None,
    }  # fmt: skip


def _second(moment: datetime) -> str | None:
    return instant(moment.replace(microsecond=0))


def _setting(settings: Settings, name: str) -> dict[str, Any]:
    setting = next(each for each in SETTINGS if each.name == name)
    value = settings.values[name]
    if setting.address:
        value = without_password(str(value))
    return {"value": bool(value) if setting.secret else value, "source": settings.sources[name]}


def _print(found: dict[str, Any]) -> None:
    index, size, undated = found["index"], found["bytes"], found["undated"]
    stands = _stands(index)
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
        ("cluster", index["cluster"]["words"] if index["cluster"] else ""),
        *(("worker", _worker_words(worker)) for worker in index["workers"]),
        ("size", f"store {byte_size(size['store'])}" + (
            "" if size["index"] is None else f", index {byte_size(size['index'])}"
        )),
    ]  # fmt: skip
    for name, value in rows:
        if value:
            click.echo(printable(f"{name:>10}  {value}"))
    click.echo()
    width = max(len(setting.name) for setting in SETTINGS)
    for setting in SETTINGS:
        told = found["settings"][setting.name]
        shown = "(set)" if setting.secret and told["value"] else str(told["value"])
        shown = "" if setting.secret and not told["value"] else shown
        click.echo(printable(f"{setting.name:>{width}} = {shown:<12} {told['source']}"))


def _stands(index: dict[str, Any]) -> str:
    """How an index stands, in words."""
    if index["state"] == "current":
        return "up to date"
    if index["state"] == "behind":
        whose = f"{counted(len(index['workers']), 'worker')} at it" if index["workers"] else (
            "the next search takes them in"
        )  # fmt: skip
        return f"{counted(index['behind'], 'change')} behind; {whose}"
    if index["state"] == "unreachable":
        return f"cannot be asked now: {index['why']}"
    return f"to be rebuilt: {index['why']}"


def _worker_words(worker: dict[str, Any]) -> str:
    """A worker, in words."""
    at = "waits for changes"
    if worker["first"]:
        at = f"changes {worker['first']:,} to {worker['last']:,} for {worker['seconds']:,.0f} s"
    rate = f", the last at {worker['rate']:,.0f} a second" if worker["rate"] else ""
    since = f"{counted(worker['changes'], 'change')} since {worker['began'][:16]}Z"
    return f"{worker['name']} ({worker['host']}, process {worker['process']}): {at}; {since}{rate}"


def _standing(archive: Archive) -> tuple[IndexState, list[tuple[str, int]], str]:
    """How the index stands, what search does not show, as far as the index knows, and why the index
    cannot be asked.
    """
    try:
        standing = state(archive.store, archive.engine)
        if standing.verdict == "rebuild":
            return standing, [], ""
        return standing, kept_back(archive.engine, datetime.now(UTC)), ""
    except IndexDamagedError as error:
        last, _ = archive.store.last_change()
        return IndexState("rebuild", last, error.message), [], ""
    except SearchIndexError as error:
        return IndexState("rebuild"), [], error.message
