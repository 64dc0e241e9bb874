"""The parameters of a search but for its filters, as a table: what each means, what it can be."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import RequestError
from index.answers.asked import ORDERS, SORTED, SPLITS
from index.query.match import MATCHES

SIZES = ("10", "20", "50", "100")  # hits on a page that a reader can choose
_MOST_DIGITS = 7  # of a number
_DAYS = "at any precision: 2017-11-03, 2017-11, 2017"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what it means; `choices` where only these will do, `number` where it is a whole
    number from 1. What has another value is an error, or does nothing where it is `lenient`.
    """

    meaning: str
    choices: tuple[str, ...] = ()
    number: bool = False
    lenient: bool = False


PARAMETERS: dict[str, Parameter] = {
    "q": Parameter("what is searched for, in the query language; everything where it is empty"),
    "from": Parameter(f"the first day, {_DAYS}"),
    "to": Parameter(f"the last day, {_DAYS}; 2017 ends on 31 December"),
    "exact": Parameter("1: words as they are written, in no other form or spelling", ("1",),
                       lenient=True),
    "variants": Parameter("off: names in no other spelling", ("off",), lenient=True),
    "match": Parameter("how many of several words must occur: all (usual), most of them or any",
                       MATCHES),
    "fold": Parameter("1: of each story one article, its copies under it; 0: every article",
                      ("1", "0"), lenient=True),
    "sort": Parameter("the order: by relevance (usual where there are words), newest or oldest"
                      " first, or as people have put the one collection that is named", SORTED),
    "size": Parameter("how many hits are on a page", SIZES, number=True),
    "page": Parameter("the number of the page, from 1", number=True),
    "per": Parameter("share: beside the counts of the timeline those of all articles of that time",
                     ("share",)),
    "split": Parameter("the facet by which the timeline is split", SPLITS),
    "versus": Parameter("a second query that the timeline is compared with"),
    "view": Parameter("kwic: every occurrence in a line of its own, with the words around it",
                      ("kwic",), lenient=True),
    "lines": Parameter("the order of such lines: by date, or by the word left or right of them",
                       ORDERS, lenient=True),
}  # fmt: skip


def year_of(text: str) -> str:
    """A year as an address has it, "" where none is given. RequestError for anything else."""
    text = text.strip()
    if text and not (len(text) == 4 and whole_number(text)):
        raise RequestError(f"{text!r} is no year", "write it as 2017")
    return text


def whole_number(text: str) -> int | None:
    """A whole number as an address has it, from 0; None for anything else, and for more digits
    than pages, hits, batches and revisions have.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return None
    return int(text)


# Those that say what a search finds, and not in which order, form and number it is shown.
FINDING: tuple[str, ...] = ("q", "from", "to", "exact", "variants", "match")
