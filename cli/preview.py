"""Printing what a pile would become: `archive ingest --dry-run` and `--explain`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import click

from archive.article import Article, RawArticle, Skipped, to_json
from archive.intake.ingest import IngestReport, ingest
from archive.intake.preview import Rehearsal
from archive.normalise.explain import explain
from archive.store.store import Outcome
from archive.text.markdown import to_text
from archive.text.plain import one_line
from cli.bars import columns
from cli.home import existing
from cli.output import printable, width
from cli.report_file import SkippedReport
from cli.taking import Pile, nothing_there, summary, told

_INDENT = " " * 11
_COLOURS = {"added": "green", "revised": "yellow", "removed": "magenta", "skipped": "red"}
_VALUE = 40  # columns that a value gets beside its rule


class PreviewPrinter:
    """Prints each item as it comes: a few lines of text, or an object a line (`jsonl`).

    With `rules`, each field with the rule that gave it.
    """

    def __init__(self, style: str, rules: bool) -> None:
        self._jsonl = style == "jsonl"
        self._rules = rules

    def item(self, raw: RawArticle, article: Article, outcome: Outcome) -> None:
        """An item that an article can be made of."""
        rules = explain(raw) if self._rules else {}
        if self._jsonl:
            shown: dict[str, Any] = {"outcome": outcome, "article": to_json(article)}
            _print_json(shown | ({"rules": rules} if self._rules else {}))
            return
        _print_head(outcome, article.headline)
        for line in _explained(article, rules) if rules else _shown(article):
            click.echo(_INDENT + printable(line))

    def skipped(self, skipped: Skipped) -> None:
        """An item that none can be made of."""
        if self._jsonl:
            origin = asdict(skipped.origin)
            _print_json({"outcome": "skipped", "origin": origin, "reason": skipped.reason})
            return
        _print_head("skipped", skipped.reason)
        click.echo(_INDENT + printable(str(skipped.origin)))

    def end(self, summary: Iterable[str]) -> None:
        """What came of it all; among objects there is no place for it, so it goes beside them."""
        click.echo("A dry run: nothing was kept. It would be:", err=self._jsonl)
        for line in summary:
            click.echo(line, err=self._jsonl)


def rehearse(
    home: str | None,
    pile: Pile,
    report: IngestReport,
    listed: SkippedReport | None,
    printer: PreviewPrinter,
    should_stop: Callable[[], bool],
) -> None:
    """Prints what would become of what is asked for. The archive is looked at, if there is one."""
    with existing(home) as store:
        rehearsal = Rehearsal(store)
        try:
            ingest(
                rehearsal,
                pile.sources(pile.fetcher(rehearsal)),
                format_name=pile.input_format,
                batch=1,  # each item is told when it comes
                report=report,
                collections=pile.collections,
                on_item=printer.item,
                on_skipped=told(printer.skipped, listed),
                should_stop=should_stop,
            )
        finally:
            printer.end((*summary(report, listed, True), *nothing_there(pile, report)))


def _print_json(shown: dict[str, Any]) -> None:
    click.echo(json.dumps(shown, ensure_ascii=False))


def _print_head(outcome: str, headline: str) -> None:
    label = "stays out" if outcome == "removed" else outcome
    styled = click.style(f"{label:<{len(_INDENT)}}", fg=_COLOURS.get(outcome))
    click.echo(styled + click.style(printable(headline), bold=True))


def _shown(article: Article) -> Iterator[str]:
    """An article in a few lines: its facts, whom and what it names, how it begins, its origin."""
    text = one_line(to_text(article.body)) or ""
    facts = [
        article.date or "no date",
        ", ".join(article.agency) or "no agency",
        article.language,
        f"{len(text):,} characters" if text else "no text",
        article.status,
        article.id,
    ]
    yield " · ".join(fact for fact in facts if fact)
    names = [f"by {', '.join(article.authors)}" if article.authors else "", "; ".join(article.tags)]
    if any(names):
        yield " · ".join(name for name in names if name)
    if text:
        yield _cut(text, width() - len(_INDENT))
    yield str(article.origin)


def _explained(article: Article, rules: dict[str, str]) -> Iterator[str]:
    """The origin, then a line for each field: its name, its value, the rule."""
    yield str(article.origin)
    values = to_json(article) | {"identity": article.identity}
    for field, rule in rules.items():
        if field == "format":
            yield f"{field:<10} {rule}"
            continue
        value = _cut(_value(values[field]), _VALUE)
        yield f"{field:<10} {value}{' ' * (_VALUE - columns(value))} {rule}"


def _value(value: Any) -> str:
    """A value of the article's JSON on one line."""
    if isinstance(value, list):
        return "; ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items() if inner)
    return one_line(str(value)) or "" if value is not None else ""


def _cut(text: str, most: int) -> str:
    """The beginning of a text that fits into a number of columns of a terminal."""
    text = printable(text[: most + 1])
    if columns(text) <= most:
        return text
    while columns(text) >= most:
        text = text[:-1]
    return text.rstrip() + "…"
