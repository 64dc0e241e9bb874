"""How numbers were computed, told from what computes them, and fit to be cited: what all numbers
share, and the articles of a search over time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from index.analysis.version import VERSION
from index.answers.timeline import MOST_BARS, MOST_VALUES
from index.fields import LABELS


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is to be known of the numbers: its name, and sentences."""

    name: str
    text: str


def said(every: Iterable[tuple[str, str]]) -> tuple[Said, ...]:
    """Pairs of a name and sentences, on one line each; those of which nothing is said are left
    out; and at last the version.
    """
    told = (*every, ("Version", f"{version()[0].upper()}{version()[1:]}."))
    return tuple(Said(name, " ".join(text.split())) for name, text in told if text)


def version() -> str:
    """What computed the numbers: the program and its analysis of words."""
    try:
        program = version_of("news-archive")
    except PackageNotFoundError:
        program = "unknown"
    return f"news-archive {program}, words as analysed by version {VERSION}"


def quoted(query: str) -> str:
    """What was typed, in quotation marks unless it has its own."""
    return query if '"' in query else f"“{query}”"  # which would be marked twice


def computed(what: str, where: str, today: str) -> str:
    """The line by which numbers can be cited: of what they are, by what they were computed, from
    where and when.
    """
    return f"{what}. Computed by {version()}; {where}, {today}."


# What all counts have in common -------------------------------------------------------------------

ARTICLES = """Articles, never stories: each copy of a story counts for itself. What is withdrawn,
withheld or under an embargo is left out, as from every search."""
DAYS = """An article counts on its date as its source states it, in the source's own zone; one
that is dated only to a month or year, on the first day of that."""
EXACT = "Every number is counted, none is estimated or drawn from a sample."


def timeline_method(
    split: str = "", *, versus: bool = False, share: bool = False
) -> tuple[tuple[str, str], ...]:
    """What the numbers of a timeline depend on: of one that is `split` by a facet, of two searches,
    or with shares.
    """
    return (
        ("What is counted", ARTICLES),
        ("The day of an article", DAYS),
        ("Periods", _PERIODS),
        ("No date", "Articles without a date are counted by themselves, and stand in no period."),
        ("Shares", _SHARES if share else ""),
        (f"By {LABELS.get(split, split).lower()}", _SPLIT if split and not versus else ""),
        ("Two searches", _TWO if versus else ""),
        ("Exact or estimated", EXACT),
    )


def calendar_method(*, folded: bool) -> tuple[tuple[str, str], ...]:
    """What the numbers of a calendar depend on: with copies folded it counts stories."""
    return (
        ("What is counted", _STORIES if folded else ARTICLES),
        ("The day of an article", DAYS),
        ("Which years", "All in which something is found: the search's own dates are left aside."),
        ("No date", "What bears no date is counted by itself, and stands in no year."),
        ("Exact or estimated", _ESTIMATED if folded else EXACT),
    )


_PERIODS = f"""Days where the first and the last day on which something is found are fewer than
{MOST_BARS} days apart, else months where they are fewer than {MOST_BARS} months apart, else years.
Periods between them in which nothing is found are counted as 0."""
_SHARES = """The part that is found of all articles of that time that the archive holds and shows,
whatever words, filters and dates were asked for."""
_SPLIT = f"""The {MOST_VALUES} most frequent values among what is found, and all others as one. An
article with several of these values counts with the most frequent of them alone, so that the parts
add up to the whole."""
_TWO = """Each is counted for itself, with the same filters and dates. What both find counts in
both."""
_STORIES = """Stories: articles that carry nearly the same text are one. In each year, month or
day a story counts once if any article of it that was found is of that time, so that the days of a
month may add up to more than the month. What is withdrawn, withheld or under an embargo is left
out, as from every search."""
_ESTIMATED = """Every number is counted, but where the stories of which several articles are found
are too many to be told one by one: then numbers are estimates, and the page says “about”."""
