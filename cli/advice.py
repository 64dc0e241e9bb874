"""Printing what else to ask where little or nothing was found, with the command to type."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

import click

from cli.filters import OPTIONS
from cli.meant import looks_like_an_option
from cli.output import printable
from index.answers.asked import Asked
from index.answers.results import Offer, OfferKind

_HEADINGS: dict[OfferKind, str] = {
    "spelling": "did you mean {}?",
    "forms": "other forms and spellings of {}",
    "unquoted": "without quotation marks: {}",
    "without": "without {}",
    "fewer": "{} of the words",
    "alone": "{} alone",
}


def print_advice(offers: Iterable[Offer]) -> None:
    """Each offer with its count, and below it the command that asks for it."""
    for number, offer in enumerate(offers):
        if not number:
            click.echo()
        what = _HEADINGS[offer.kind].format(printable(offer.what))
        count = f"{'~' * offer.about}{offer.count:,}"
        click.echo(f"{count:>7}  {what}")
        if offer.count:
            click.secho(f"         {printable(command_of(offer.asked))}", dim=True)


def command_of(asked: Asked) -> str:
    """The command line that asks the same, quoted for a POSIX shell."""
    behind = looks_like_an_option(asked.text)
    words = ["archive", "search", *([asked.text] if asked.text and not behind else [])]
    words += [] if asked.match == "all" else ["--match", asked.match]
    words += ["--exact"] if asked.exact else []
    words += [] if asked.variants else ["--no-variants"]
    for name, values in asked.filters.items():
        words += [f"--{OPTIONS[name]}", ", ".join(map(_listed, values))]
    words += ["--from", asked.start] if asked.start else []
    words += ["--to", asked.end] if asked.end else []
    words += ["--sort", asked.sort] if asked.sort else []
    words += ["--fold"] if asked.fold else []
    words += ["--", asked.text] if behind else []
    return shlex.join(words)


def _listed(value: str) -> str:
    """A value in a list with commas."""
    quoted = value.replace('"', '""')
    return f'"{quoted}"' if "," in value or '"' in value else value
