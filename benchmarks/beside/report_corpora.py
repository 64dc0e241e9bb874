"""The part of the report on what was searched: what is generated beside real news."""

from __future__ import annotations

from typing import Any

from beside.table import table

_ROWS = (
    ("articles", "articles", "{:,}"),
    ("words", "words", "{:,}"),
    ("bytes of title and body, mean", "mean", "{:,.0f}"),
    ("bytes, median", "median", "{:,.0f}"),
    ("spread of lengths (deviation of the logarithm)", "spread", "{:.2f}"),
    ("words that occur once", "once", "{:.0%}"),
    ("tags of an article", "tags", "{:.2f}"),
    ("different tags", "tag_names", "{:,}"),
    ("articles with the commonest tag", "first_tag", "{:.0%}"),
    ("agencies", "agencies", "{:,}"),
    ("days that have news", "days", "{:,}"),
    ("articles on such a day, median", "a_day", "{:,.0f}"),
    ("articles at weekends", "weekend", "{:.0%}"),
)


def corpora_part(results: dict[str, Any]) -> str:
    """What each corpus is like, in one table."""
    corpora = {name: each["notes"]["likeness"] for name, each in results["corpora"].items()}
    corpora |= results.get("real", {})
    rows = [
        [title, *(form.format(each[key]) for each in corpora.values())]
        for title, key, form in _ROWS
    ]
    for at, share in enumerate(
        ("the commonest word", "the ten commonest", "the hundred commonest")
    ):
        shares = [f"{each['commonest'][at]:.1%}" for each in corpora.values()]
        rows.append([f"share of all words: {share}", *shares])
    sizes = sorted({int(size) for each in corpora.values() for size in each["growth"]})
    for size in sizes:
        grown = [{int(at): n for at, n in each["growth"].items()} for each in corpora.values()]
        cells = [f"{each[size]:,}" if size in each else "" for each in grown]
        rows.append([f"different words among the first {size:,}", *cells])
    text = """## The corpora

What is generated has lengths, growth of vocabulary, tags and days fitted to real news:
Reuters-21578, telegrams of 1987 which are short, and Wikinews, whose articles are as long as those
of today. Vocabulary is counted over the articles in an order that is by chance.

"""
    return text + table(["", *corpora], rows)
