"""Answers about words as JSON and as tables: plain rows, the same on the command line, in the page
and for programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.article import JSON_VERSION
from index.answers.method import version
from index.answers.results_json import expansions_json
from index.company.asked import Around
from index.company.results import Company, Comparison, Group, Pair, Word

Row = Sequence[object]
_SAMPLE = ("occurrences in all", "occurrences looked at", "seed of the sample", "margin of error")


def company_json(found: Company) -> dict[str, Any]:
    """What stands around words as a JSON object, version 1 (docs/words.md)."""
    return {
        "version": JSON_VERSION,
        "query": found.query,
        **_around_json(found.around),
        "documents": found.documents,
        "occurrences": found.occurrences,
        "sample": _sample_json(found),
        "groups": [_group_json(group) for group in found.groups],
        "others": found.others,
        "words": [_word_json(word) for word in found.words],
        "neighbours": [
            {"words": list(each.words), "counts": list(each.counts)} for each in found.neighbours
        ],
        "computed": version(),
        "notices": list(found.notices),
        "expansions": expansions_json(found.expansions),
    }


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Two searches beside each other as a JSON object, version 1 (docs/words.md)."""
    return {
        "version": JSON_VERSION,
        "query": found.queries[0],
        "against": found.queries[1],
        "by": found.around.by,
        "documents": list(found.documents),
        "sizes": list(found.sizes),
        "both": found.both,
        "words": [_pair_json(pair, "word") for pair in found.words],
        "values": [_pair_json(pair, "key") for pair in found.values],
        "others": found.others,
        "computed": version(),
        "notices": list(found.notices),
        "expansions": expansions_json(found.expansions),
    }


def tables(found: Company | Comparison) -> Iterator[Row]:
    """The table that was asked for, heading first: a row for each word (or run, or value) and each
    value of the axis, so that programs can turn it as they like.
    """
    if isinstance(found, Comparison):
        yield from _of_two(found)
    elif found.around.shown == "counts":
        yield (
            "value", "articles", "all articles", "share of articles", "occurrences", "words",
            "occurrences per 10000 words",
        )  # fmt: skip
        for group in found.groups:
            yield (
                group.label, group.documents, group.held, group.share, group.occurrences,
                group.size, group.per_words,
            )  # fmt: skip
    elif found.around.shown == "neighbours":
        yield "words", "length", "value", "occurrences", "share of occurrences looked at", *_SAMPLE
        for each in found.neighbours:
            for group, count in zip(found.groups, each.counts, strict=True):
                share = count / group.drawn if group.drawn else None
                run = " ".join(each.words)
                yield run, len(each.words), group.label, count, share, *_sampled(found, group)
    else:
        yield (
            "word", "written", "value", "near", "per 1000 words near", "total", "expected",
            found.around.measure, "change", *_SAMPLE,
        )  # fmt: skip
        for word in found.words:
            for at, group in enumerate(found.groups):
                yield (
                    word.word, word.written, group.label, word.near[at], per_near(word, at, group),
                    word.total[at], word.expected[at], word.score[at], word.change,
                    *_sampled(found, group),
                )  # fmt: skip


def _sampled(found: Company, group: Group) -> Row:
    """How many occurrences a group has and how many were looked at; of a sample seed and margin."""
    seed = found.around.seed if found.sampled else None
    return group.occurrences, group.drawn, seed, group.margin


def _of_two(found: Comparison) -> Iterator[Row]:
    one, other = found.queries
    if found.around.by:
        yield (
            "value", f"articles: {one}", f"articles: {other}", f"share: {one}", f"share: {other}",
            f"occurrences: {one}", f"occurrences: {other}", "log-likelihood",
        )  # fmt: skip
        for pair in found.values:
            often = pair.occurrences or (None, None)
            yield pair.label, *pair.counts, *pair.shares, *often, pair.score
        return
    yield (
        "word", "written", "typical of", f"often: {one}", f"often: {other}",
        f"per 10000 words: {one}", f"per 10000 words: {other}", "log-likelihood",
    )  # fmt: skip
    for pair in found.words:
        per = [None if each is None else each * 10_000 for each in pair.shares]
        yield (
            pair.key,
            pair.label,
            one if pair.score > 0 else other,
            *pair.counts,
            *per,
            pair.score,
        )


def per_near(word: Word, at: int, group: Group) -> float | None:
    """How often a word stands among 1,000 words near what was asked for, in a group."""
    return word.near[at] * 1000 / group.near if group.near else None


def _around_json(around: Around) -> dict[str, Any]:
    return {
        "shown": around.shown, "by": around.by, "measure": around.measure, "left": around.left,
        "right": around.right, "least": around.least, "small": around.small,
    }  # fmt: skip


def _sample_json(found: Company) -> dict[str, Any] | None:
    if not found.sampled:
        return None
    return {
        "occurrences": found.drawn, "of": found.occurrences, "seed": found.around.seed,
        "margin": found.margin,
    }  # fmt: skip


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "key": group.key, "label": group.label, "documents": group.documents, "held": group.held,
        "share": group.share, "occurrences": group.occurrences, "size": group.size,
        "per_10000_words": group.per_words, "looked_at": group.drawn, "near": group.near,
        "margin": group.margin,
    }  # fmt: skip


def _word_json(word: Word) -> dict[str, Any]:
    return {
        "word": word.word, "written": word.written, "near": list(word.near),
        "total": list(word.total), "expected": list(word.expected), "score": list(word.score),
        "change": word.change,
    }  # fmt: skip


def _pair_json(pair: Pair, key: str) -> dict[str, Any]:
    return {
        key: pair.key, "label": pair.label, "counts": list(pair.counts),
        "shares": list(pair.shares), "score": pair.score,
        "occurrences": None if pair.occurrences is None else list(pair.occurrences),
    }  # fmt: skip
