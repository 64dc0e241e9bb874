"""How the numbers about words were computed, told from what computes them, and fit to be cited."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from index.answers.method import Said, computed, quoted, said
from index.company.asked import MOST_PERIODS, MOST_VALUES, Around
from index.company.results import EVERY, Company, Comparison
from index.company.small_words import small_words
from index.company.written import ARTICLES
from index.engines.common.counting import COUNTED, MOST, MOST_REACH

_TABLE = """O11, the word near; O12, other words near; O21, the word elsewhere; O22, other words
elsewhere. R1 = O11 + O12 are all words near, C1 = O11 + O21 the word in all, N all words;
expected is Eij, the sum of row i times the sum of column j, divided by N."""
_FORMULAS = {
    "log-likelihood": "G2 = 2 · (O11 · ln(O11/E11) + O12 · ln(O12/E12) + O21 · ln(O21/E21)"
    " + O22 · ln(O22/E22)), where 0 · ln 0 is 0 (Dunning 1993). 3.84 is exceeded by chance"
    " once in 20"
    " times, 10.83 once in 1,000; of many words some exceed it by chance.",
    "dice": "Dice = 2 · O11 / (R1 + C1), from 0 to 1 (Evert 2005).",
}


def cited(
    query: str, around: Around, where: str, today: str, *, versus: str | None = None,
    narrowed: Mapping[str, Any] = MappingProxyType({}), sample: str = "",
) -> str:  # fmt: skip
    """A line by which the numbers can be cited: what of, beside what, how, by what, from where and
    when, and of which `sample`. `narrowed` are filters and the like by name, where the place does
    not tell them.
    """
    what = {"company": "Words near", "neighbours": "Words beside", "counts": "Occurrences of"}
    if versus is not None:
        one, other = (quoted(each) if each else EVERY for each in (query, versus))
        of_what = f"Words typical of {one} beside {other}"
        how = ", log-likelihood"  # the one measure of two searches
    else:
        of_what, how = f"{what[around.shown]} {quoted(query)}", ""
        if around.shown == "company":
            how = f", {around.measure}, {around.left} words left and {around.right} right"
    by = f", by {around.by}" if around.by else ""
    narrow = "; ".join(_narrowing(*each) for each in narrowed.items())
    within = f" ({narrow})" if narrow else ""
    of = f", {sample}" if sample else ""
    return computed(f"{of_what}{within}{how}{by}{of}", where, today)


def _narrowing(name: str, value: object) -> str:
    """exact; from 2017; agency AFP, Reuters."""
    if value is True:
        return name
    return f"{name} {', '.join(map(str, value)) if isinstance(value, list) else value}"


def sample_of(found: Company | Comparison) -> str:
    """Which sample was looked at; "" where it was all."""
    if isinstance(found, Comparison) or not found.sampled:
        return ""
    seed = found.around.seed
    return f"a sample of {found.drawn:,} of {found.occurrences:,} occurrences (seed {seed})"


def method(around: Around, *, of_two: bool = False) -> tuple[Said, ...]:
    """Everything that the numbers depend on, with the window, measure and limits asked for; of two
    searches beside each other without what belongs to one alone.
    """
    every = (
        ("What is a word", _words()),
        ("What is an occurrence", _OCCURRENCE),
        ("The window", _window(around)),
        ("What it is compared with", _HELD),
        ("The table", _TABLE),
        ("The measure", _FORMULAS[around.measure]),
        ("What is listed", _listed(around, of_two=of_two)),
        ("Small words", _small(around)),
        ("How words are shown", _shown(around)),
        ("Words side by side", _RUNS),
        ("Shares", _SHARES),
        ("The axis", _axis()),
        ("Change", _CHANGE),
        ("Two searches", _TWO),
        ("Exact or sampled", _sampled(around)),
    )
    left_out = _OF_ONE if of_two else _NOT_OF[around.shown]
    return said(each for each in every if each[0] not in left_out)


_OF_COMPANY = {
    "The window", "What it is compared with", "The table", "The measure", "Change",
}  # fmt: skip
_NOT_OF = {
    "company": set[str](),
    "neighbours": _OF_COMPANY,
    "counts": _OF_COMPANY
    | {"What is listed", "Small words", "How words are shown", "Words side by side"},
}
_OF_ONE = {
    "The window", "What it is compared with", "The table", "The measure", "Words side by side",
    "Change", "Exact or sampled",
}  # fmt: skip
_OCCURRENCE = """Wherever a word or phrase stands that can be why an article is found: in an OR
any of them, in an AND each of them, in any form that the search finds; not what comes after a
minus. A phrase is one occurrence. Of words near each other ("a b"~5) each is one. Two that begin
at one word are one. Withdrawn, withheld and embargoed articles are left out, as from every
search."""
_HELD = """All words of all articles that the filters and dates let pass, those typed among the
words too (date:1987, agency:AFP, -tag:x), found or not; of each value of the axis for itself."""
_SHOWN = """A word is counted as it is indexed: without case and accents, each form for itself
(price and prices are two). It is shown as it is written most often in the {articles} newest of
the articles found that have it, read for one word and counted for all; where it was not seen
there, as it is indexed."""
_RUNS = """Of two and three words in a row one is the occurrence, of whatever width; each is
counted once for each occurrence. No run reaches over the end of a text, a caption or a title."""
_SHARES = """By articles: of all articles that filters and dates let pass, the part that is found.
By words: occurrences in 10,000 of all their words. Near: of 1,000 words in the windows."""
_CHANGE = """For periods, log-likelihood of the word among all words near in the last beside the
first period, as for two searches; above 0 where it stands near more often in the last, below
where less."""
_TWO = """G2 = 2 · (a · ln(a/E1) + b · ln(b/E2)), with E1 = N1 · (a + b)/(N1 + N2), and E2 so
(Rayson and Garside 2000); a and b are how often a word stands in all that each search finds, N1
and N2 all words there. For values of the axis they are articles. What both find counts in
both."""


def _words() -> str:
    return (
        f"What the search finds as a word: the streams {' and '.join(COUNTED)} (text, captions,"
        " dateline, authors and tags), as one analysis cuts them for every engine. Chinese,"
        " Japanese"
        " and Korean are counted in pairs of letters. What is found in two ways counts in"
        " each: F-16"
        " as f, 16 and f16; US in capitals as us and as US."
    )


def _window(around: Around) -> str:
    return (
        f"Up to {around.left} words left and {around.right} right of an occurrence (at most"
        f" {MOST_REACH}), within one text, title or caption. A place that is near several"
        " occurrences"
        " counts once; what is asked for itself is not counted."
    )


def _shown(around: Around) -> str:
    if around.shown == "neighbours":
        return "As words are indexed: without case and accents, each form for itself."
    return _SHOWN.format(articles=ARTICLES)


def _listed(around: Around, *, of_two: bool) -> str:
    if of_two:
        return (
            f"Words that stand at least {around.least} times in all that one of the searches finds;"
            f" of each search the most typical, at most {around.limit}."
        )
    if around.shown == "neighbours":
        return (
            "Runs of two words and runs of three, the most frequent in all values of the axis"
            f" together; at most {around.limit} of each length, however rare."
        )
    return (
        f"Words that stand near at least {around.least} times, and more often than expected, by"
        " their"
        f" highest score in any value of the axis; at most {around.limit}."
    )


def _small(around: Around) -> str:
    if around.shown == "neighbours":
        return "Articles, pronouns, prepositions and the like are words of a run as any other."
    languages = ", ".join(sorted(small_words()))
    kept = " They are listed here, as was asked." if around.small else " They are not listed."
    return (
        f"Articles, pronouns, prepositions and the like of the archive's languages (there are"
        " lists for"
        f" {languages}; English where it has none of them), single letters and digits.{kept}"
        " They count"
        " in windows and totals all the same."
    )


def _axis() -> str:
    return (
        f"At most {MOST_PERIODS} periods, or the {MOST_VALUES} most frequent values of a facet."
        " An"
        " article with several values counts in each of them."
    )


def _sampled(around: Around) -> str:
    usual = "" if around.most == MOST else f" (here {around.most:,})"
    return (
        f"Up to {MOST:,}{usual} occurrences every number is exact. Of more, articles are drawn"
        " by the"
        f" CRC-32 of seed ({around.seed}) and id until about so many occurrences are left, and"
        " what"
        " stands around these is looked at; numbers of articles and occurrences stay exact."
        " For Dice a word counts by as much of its total as was looked at of the occurrences."
        " The margin"
        " of error is 1.96 · √(0.25/n) for any share of n occurrences, as if each were drawn"
        " by itself; n are those of one value of the axis."
    )
