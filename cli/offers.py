"""What a shell is offered where click knows nothing: values of facets, saved searches, ids, fields.

A completion never fails and never writes: where the archive cannot be read, nothing is offered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType, UnprocessedParamType

from cli.filters import OPTIONS
from index.fields import FACETS, FIELDS, Field, find_field, label_field
from index.query.filters import MISSING, PRESENT, facet_of

_MOST = 200  # values that are offered
_LEAST_OF_ID = 2  # characters, before ids are offered
_SPECIAL = re.compile(r'[\s"():*?~^]')  # what stands in quotation marks in a query

_LAST_PART = re.compile(r'(?:[^\s"]|"[^"]*"?)*$')  # of a query; a value may stand in quotes
_BEFORE_A_FIELD = re.compile(r"[-(+]*")

Offer = tuple[str, str]  # a value, and what is said of it
Offers = Callable[[click.Context, str], Iterable[Offer]]


@contextmanager
def _archive(ctx: click.Context) -> Iterator[Any]:
    """The archive that the line names, as it is: nothing is brought up to date for this."""
    from cli.home import opened

    with opened(ctx.find_root().params.get("home"), wait=False) as archive:
        yield archive


def _values(ctx: click.Context, facet: str, start: str) -> list[str]:
    """The values of a facet that begin so, in any case, as they are shown."""
    from archive.text.plain import fold_line

    begun = fold_line(start)
    with _archive(ctx) as archive:
        keys = [key for key in archive.engine.values(facet) if key.startswith(begun)][:_MOST]
        labels = archive.store.labels(label_field(facet), keys)
    return [labels.get(key, key) for key in keys]


def _of_facet(facet: str) -> Offers:
    """Values between commas, the last of which is half typed."""

    def offers(ctx: click.Context, typed: str) -> Iterator[Offer]:
        before, comma, last = typed.rpartition(",")
        blank = last[: len(last) - len(last.lstrip())]
        for value in _values(ctx, facet, last.lstrip().lstrip('"')):
            quoted = f'"{value}"' if "," in value else value
            yield f"{before}{comma}{blank}{quoted}", ""

    return offers


def _words(ctx: click.Context, typed: str) -> Iterator[Offer]:
    """The end of a query: a field by its name, or a value behind one."""
    last = _LAST_PART.search(typed)
    at = last.start() if last else 0
    before, part = typed[:at], typed[at:]
    signs = _BEFORE_A_FIELD.match(part)
    start = signs.end() if signs else 0
    name, colon, value = part[start:].partition(":")
    if not colon:
        for field in FIELDS if name else ():
            if field.name.startswith(name.lower()):
                yield f"{before}{part[:start]}{field.name}:", field.help
        return
    exactly = "=" if value.startswith("=") else ""
    for each in _behind(ctx, find_field(name), value.removeprefix("=").removeprefix('"')):
        quoted = f'"{each}"' if _SPECIAL.search(each) else each
        yield f"{before}{part[:start]}{name}:{exactly}{quoted}", ""


def _behind(ctx: click.Context, field: Field | None, start: str) -> Iterable[str]:
    """The values of a field that begin so."""
    if field is None:
        return ()
    if field.facet:
        return _values(ctx, field.name, start)
    if field.kind == "saved":
        return [name for name, _ in _saved(ctx, start)]
    if field.name == "id":
        return [each for each, _ in _ids(ctx, start)]
    return [value for value in field.values if value.startswith(start.lower())]


def _tagged(ctx: click.Context, typed: str) -> Iterator[Offer]:
    """+TAG, of `archive tag`."""
    if typed.startswith("+"):
        for value in _values(ctx, "tag", typed[1:].lstrip('"')):
            yield f"+{value}", ""


def _saved(ctx: click.Context, typed: str) -> Iterator[Offer]:
    with _archive(ctx) as archive:
        for each in archive.store.saved.all():
            if each.name.lower().startswith(typed.lower()):
                yield each.name, each.text


def _collections(ctx: click.Context, typed: str) -> Iterator[Offer]:
    """The collections of people whose names begin so, in any case."""
    from archive.collecting.reading import Collections
    from archive.text.plain import fold_line

    begun = fold_line(typed)
    with _archive(ctx) as archive:
        names = Collections(archive.store.database).names()
    yield from ((name, "") for name in names if fold_line(name).startswith(begun))


def _ids(ctx: click.Context, typed: str) -> Iterator[Offer]:
    """The articles whose ids begin so, with their titles."""
    if len(typed) < _LEAST_OF_ID:
        return
    with _archive(ctx) as archive:
        ids = sorted(each for each in archive.store.ids() if each.startswith(typed.lower()))[:_MOST]
        articles = archive.store.get_many(ids)
        for each in ids:
            yield each, articles[each].headline if each in articles else ""


def _listed(names: Iterable[str]) -> Offers:
    """Names between commas."""

    def offers(ctx: click.Context, typed: str) -> Iterator[Offer]:
        before, comma, last = typed.rpartition(",")
        yield from ((f"{before}{comma}{name}", "") for name in names if name.startswith(last))

    return offers


def _fields(ctx: click.Context, typed: str) -> Iterable[Offer]:
    from index.answers.results_json import HIT_KEYS

    return _listed(HIT_KEYS)(ctx, typed)


def _topics(ctx: click.Context, typed: str) -> Iterator[Offer]:
    root = ctx.find_root().command
    commands = root.list_commands(ctx) if isinstance(root, click.Group) else []
    yield from ((name, "") for name in ("query", *commands) if name.startswith(typed))


# By the name of the parameter, in every command: those are used alike.
_BY_NAME: dict[str, Offers] = {
    **{OPTIONS[name].replace("-", "_"): _of_facet(facet_of(name)) for name in OPTIONS
       if name not in (MISSING, PRESENT)},
    **{OPTIONS[name].replace("-", "_"): _listed(f.name for f in FACETS)
       for name in (MISSING, PRESENT)},
    "query": _words, "versus": _words, "against": _words, "fields": _fields, "topic": _topics,
    "ids": _ids, "article_id": _ids, "other": _ids, "instead": _ids,
    "rename": _of_facet("tag"), "collections": _of_facet("collection"),
}  # fmt: skip
_BY_COMMAND: dict[tuple[str, str], Offers] = {
    ("tag", "query"): _tagged, ("new", "names"): _saved, ("save", "name"): _saved,
    **{(command, "name"): _collections
       for command in ("show", "add", "remove", "move", "note", "rename", "delete")},
}  # fmt: skip
_FILES = {"paths", "output", "manifest", "report_file"}


@dataclass
class _Offered(click.ParamType[Any]):
    """The type of a parameter, and what is offered for it."""

    inner: click.ParamType[Any]
    offers: Offers | None
    name: str = "offered"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return self.inner.convert(value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        if self.offers is None:
            return [CompletionItem(incomplete, type="file")]
        try:
            offers = list(islice(self.offers(ctx, incomplete), _MOST))
        except Exception:  # whatever it is, this is not the moment to tell
            if os.environ.get("ARCHIVE_DEBUG"):
                raise
            return []
        return [CompletionItem(value, help=_one_line(said) or None) for value, said in offers]


def offer_values(command: click.Command) -> None:
    """Lets a command's parameters, and those of the commands in it, offer the archive's values."""
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        offer_values(inner)
    for param in command.params:
        name = str(param.name)
        offers = _BY_COMMAND.get((str(command.name), name)) or _BY_NAME.get(name)
        is_text = isinstance(param.type, StringParamType | UnprocessedParamType)
        if is_text and (offers or name in _FILES):
            param.type = _Offered(param.type, offers)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:80]
