"""The options that filter by facets: --tag, --any-tag, --not-tag and so on, and --missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import click

from archive.text.plain import one_line
from index.fields import ALL_OF, FACETS, Field, find_field
from index.query.filters import FILTERS, MISSING, PRESENT, Filters, all_of, any_of, none_of

# The option of each filter, without its dashes: any-tag is the filter any.tag, not-tag is -tag.
OPTIONS = {name: re.sub(r"^-", "not-", name).replace(".", "-") for name in FILTERS}
_EXAMPLES = {"tag": '"Syria, Iraq"', "agency": '"AFP, Reuters"', "language": '"en, fr"'}


class FilterOption(click.Option):
    """One of a family of options that stand in one row of the help, at the first of them."""

    def __init__(self, *args: Any, family: tuple[str, ...], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.family = family

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The names of the whole family, and what they mean."""
        if self.opts[0] != self.family[0]:
            return None
        return f"{', '.join(self.family)} {self.metavar}", self.help or ""


def facet_options() -> list[Callable[..., Any]]:
    """The options of every facet, then those for articles that have no value of one."""
    options = [option for facet in FACETS for option in _of_facet(facet)]
    options += _family(
        ("--missing", "--not-missing"),
        "FACETS",
        "With no value at all, or with one: agency, tag ...",
    )
    return options


def filters_of(chosen: Mapping[str, Any]) -> Filters:
    """What a command's filter options chose. UsageError for one that names nothing."""
    filters: dict[str, tuple[str, ...]] = {}
    for filter_name, option in OPTIONS.items():
        values: list[str] = []
        for text in chosen[option.replace("-", "_")]:
            values += _values(text)
            if not _values(text):
                raise click.UsageError(f"--{option} {text!r} names nothing.")
        if values:
            filters[filter_name] = tuple(values)
    for value in (*filters.get(MISSING, ()), *filters.get(PRESENT, ())):
        field = find_field(value)
        if field is None or not field.facet:
            names = ", ".join(facet.name for facet in FACETS)
            raise click.UsageError(f"{value!r} is no facet: use one of {names}.")
    return filters


def _of_facet(facet: Field) -> list[Callable[..., Any]]:
    names = tuple(f"--{OPTIONS[filter_name]}" for filter_name in _filters_on(facet))
    metavar = f"{facet.name}s".replace("ys", "ies").upper()
    meaning = "All, any" if facet.name in ALL_OF else "Any, all"
    example = f": {_EXAMPLES[facet.name]}" if facet.name in _EXAMPLES else ""
    return _family(names, metavar, f"{meaning} or none of these{example}.")


def _filters_on(facet: Field) -> tuple[str, str, str]:
    """The filters on a facet, that under its own name first."""
    other = any_of if facet.name in ALL_OF else all_of
    return facet.name, other(facet.name), none_of(facet.name)


def _family(names: tuple[str, ...], metavar: str, meaning: str) -> list[Callable[..., Any]]:
    return [
        click.option(
            name, cls=FilterOption, family=names, multiple=True, metavar=metavar, help=meaning
        )
        for name in names
    ]


def _values(value: str) -> tuple[str, ...]:
    """Values separated by commas; one with a comma in it stands in quotes: '"Paris, Texas"'."""
    import csv  # most searches have no filters

    try:
        row = next(csv.reader([one_line(value) or ""], skipinitialspace=True), [])
    except csv.Error as error:
        raise click.UsageError(f"{value[:40]!r} is no list of values: {error}.") from error
    return tuple(part.strip() for part in row if part.strip())
