"""The parts of the report on indexing, pages and commands."""

from __future__ import annotations

from typing import Any

from beside.table import table

Results = dict[str, Any]
SIDES = {
    "whoosh": "archive",
    "tantivy": "archive, tantivy engine",
    "fts5": "SQLite FTS5",
    "xapian-bare": "Xapian",
    "tantivy-bare": "bare tantivy",
    "whoosh-bare": "bare whoosh3",
}


def indexing_part(results: Results) -> str:
    """Rates, sizes and memory."""
    parts = []
    if rates := results.get("rates"):
        rows = [
            [
                SIDES[side], f"{each['articles']:,}", f"{each['cpu']:.1f}", f"{each['rate']:,.0f}",
                f"{each['peak'] / 2**20:,.0f} MiB" if "peak" in each else "",
            ]
            for side, each in rates.items()
        ]  # fmt: skip
        parts.append(
            f"""## Indexing: {results["rates_of"]}

`archive reindex` reads the articles from the store; the peers get rows that are ready, and what
reading those takes is left out.

"""
            + table(
                ["side", "articles", "seconds of processor", "articles a second", "most memory"],
                rows,
            )
        )
    parts.append(_sizes(results))
    if taken := results.get("ingest"):
        speed = taken["items"] / taken["wall"]
        rows = [["items", f"{taken['items']:,}"], ["seconds by the clock", f"{taken['wall']:.1f}"],
                ["seconds of processor", f"{taken['cpu']:.1f}"],
                ["items a second by the clock", f"{speed:,.0f}"],
                ["items a second of processor", f"{taken['items'] / taken['cpu']:,.0f}"],
                ["most memory, largest process", f"{taken['peak'] / 2**20:,.0f} MiB"],
                ["most memory, all together", f"{taken['together'] / 2**20:,.0f} MiB"]]  # fmt: skip
        parts.append("## Ingest of real news, end to end\n\n" + table(["", "Reuters-21578"], rows))
    return "\n".join(parts)


def _sizes(results: Results) -> str:
    """What the indexes take beside the text, and what ingest took when the corpus was made."""
    rows = []
    for name, each in results["corpora"].items():
        notes, text = each["notes"], each["bytes"]
        for side, title in SIDES.items():
            if side in notes:
                times = notes[side]["size"] / text
                rows.append([name, title, f"{notes[side]['size'] / 2**20:,.1f}", f"{times:.2f}"])
    text = "## Size of the indexes\n\nNone holds the text itself.\n\n"
    text += table(["corpus", "side", "MiB", "times the text"], rows)
    rows = []
    for name, each in results["corpora"].items():
        took = each["notes"]["ingest"]
        rows.append([
            name, f"{each['articles']:,}", f"{took['wall']:.0f}", f"{took['cpu']:.0f}",
            f"{each['articles'] / took['cpu']:,.0f}", f"{took['peak'] / 2**20:,.0f}",
            f"{took['together'] / 2**20:,.0f}",
        ])  # fmt: skip
    head = ["corpus", "articles", "seconds by the clock", "of processor", "articles a second of it",
            "MiB, largest process", "MiB, all processes"]  # fmt: skip
    return f"{text}\n## Ingest of each corpus, when it was made\n\n{table(head, rows)}"


def pages_part(results: Results) -> str:
    """Pages of the archive in each corpus, and Datasette's."""
    pages = results.get("pages", {})
    if not pages:
        return ""
    kinds = [name for name in next(iter(pages.values())) if name not in ("first", "memory")]
    rows = []
    for kind in kinds:
        cells = [_cost(each.get(kind)) for each in pages.values()]
        rows.append([kind, *cells])
    for kind in next(iter(pages.values()))["first"]:
        rows.append(
            [f"{kind} of a process", *(_cost(each["first"][kind]) for each in pages.values())]
        )
    theirs = results.get("datasette", {})
    if theirs:
        rows.append(["Datasette's page", *(_cost(theirs.get(name)) for name in pages)])
    for key, title in (("peak", "most memory"), ("own", "memory of its own, at the end")):
        cells = [f"{each['memory'][key] / 2**20:,.0f} MiB" for each in pages.values()]
        rows.append([f"server, {title}", *cells])
    return """## Pages

Milliseconds of the server's processor, median; in brackets by the clock, and the worst of the
processor. Every search page is of another word and asked once, with all facets and the timeline; a
page that is kept is asked again. Datasette shows such words with facets of tags, agencies and days.

""" + table(["", *pages], rows)


def _cost(cost: dict[str, float] | None) -> str:
    if not cost:
        return ""
    return f"{cost['cpu']:.2f} ({cost['wall']:.2f}; {cost['worst']:.2f})"


def commands_part(results: Results) -> str:
    """Whole commands."""
    commands = results.get("commands", {})
    if not commands:
        return ""
    base = commands["imports alone"]["cpu"]
    rows = [
        [name, f"{each['cpu']:.0f}", f"{each['cpu'] / base:.2f}", f"{each['wall']:.0f}",
         f"{each['peak'] / 2**20:,.0f}"]
        for name, each in commands.items()
    ]  # fmt: skip
    text = "## Commands\n\nEach in a new process; imports alone are click, sqlite3, NumPy and"
    text += " Whoosh.\n\n"
    head = ["command", "ms of processor", "times the imports", "ms by the clock", "MiB"]
    return text + table(head, rows)
