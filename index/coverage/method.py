"""How the numbers of coverage were computed, told from what computes them."""

from __future__ import annotations

from index.answers.method import ARTICLES, DAYS, EXACT
from index.coverage.coverage import MOST_GAPS, MOST_ROWS, RULE, check_rows
from index.fields import LABELS


def coverage_method(by: str, most_columns: int) -> tuple[tuple[str, str], ...]:
    """What the numbers of coverage by a facet depend on, of at most so many columns: names, and
    sentences. RequestError as of `check_rows`.
    """
    check_rows(by)
    label = LABELS[by].lower()
    return (
        ("What is counted", f"{ARTICLES} How many these are is told of the whole archive alone."),
        ("The day of an article", DAYS),
        (f"By {label}", _ROWS.format(label=label)),
        ("Times", _TIMES.format(most=most_columns)),
        ("Gaps", f"{_GAPS} At most {MOST_GAPS} are listed, the longest."),
        ("Batches", _BATCHES),
        ("Exact or estimated", EXACT),
    )


_ROWS = f"""A row is one of the {MOST_ROWS} values of {{label}} that most articles of what is found
have, or “none given”. An article with several values counts in the row of each, and once in
“all”."""
_TIMES = """A column is a day, month, year, decade or century: the finest of which there are at most
{most}, from the first to the last day on which something is found, or over the dates that were
asked for and cut at their ends."""
_GAPS = f"""A gap is {RULE}. A gap of a row is told only if something else was found in that time;
where nothing at all was found it is one gap, of everything. What is before the first or after the
last day of a row is no gap."""
_BATCHES = "What came in together, as it was recorded then, whatever the search asks for."
