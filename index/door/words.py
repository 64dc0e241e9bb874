"""The words around words as plain rows, made of the JSON that command, page and door share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.errors import RequestError
from index.company.asked import MOST_ASKED, PERIODS, Around
from index.company.together import together, with_run, with_word
from index.door.asking import Question
from index.door.columns import COMPANY, COUNTS, NEIGHBOURS, TYPICAL, VALUES, Columns, Row
from index.door.rows import Rows
from index.door.source import Json


def around_of(
    shown: Any, by: Any, measure: Any, left: int, right: int, limit: int, least: int, small: bool,
    seed: int,
) -> Around:  # fmt: skip
    """What is asked, where it can be. RequestError for what cannot."""
    numbers = {"left": left, "right": right, "limit": limit, "least": least, "seed": seed}
    for name, given in numbers.items():
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_ASKED:
            raise RequestError(f"{name} cannot be {given!r}", f"a whole number up to {MOST_ASKED}")
    return Around(
        shown=shown, by=by, measure=measure, left=left, right=right, limit=limit, least=least,
        small=bool(small), seed=seed,
    ).checked()  # fmt: skip


def word_rows(found: Json, question: Question, around: Around, base: str | None) -> Rows:
    """What stands around words (`company_json`): a row for each word, run or value, and for each
    value of the axis. `value` is None without an axis, and for what has no value.
    """
    # Articles are counted, never stories: links show every copy.
    told = {"company": _company, "neighbours": _neighbours, "counts": _counts}[around.shown]
    listed = list(told(found, replace(question, fold=False), around, base))
    columns = {"company": COMPANY, "neighbours": NEIGHBOURS, "counts": COUNTS}[around.shown]
    return _rows(columns, listed)


def compared_rows(found: Json, question: Question, around: Around, base: str | None) -> Rows:
    """Two searches beside each other (`comparison_json`): the words typical of each, or the values
    of the axis.
    """
    question = replace(question, fold=False)
    other = replace(question, text=found["against"])
    if around.by:
        return _rows(VALUES, list(_values(found, question, around, base)))
    listed: list[Row] = []
    for each in found["words"]:
        side = question if each["score"] > 0 else other
        near = replace(side, text=with_word(side.text, each["word"]))
        per = [None if share is None else share * 10_000 for share in each["shares"]]
        listed.append({
            "word": each["word"], "written": each["label"], "typical_of": side.text,
            "often": each["counts"][0], "often_against": each["counts"][1],
            "per_10000_words": per[0], "per_10000_words_against": per[1],
            "score": each["score"], "link": near.link(base),
        })  # fmt: skip
    return _rows(TYPICAL, listed)


def said_of(found: Json) -> list[str]:
    """How it was understood; and of a sample how large it is, and how far it can be trusted."""
    notices: list[str] = list(found["notices"])
    sample = found.get("sample")
    if sample:
        notices.append(
            f"A sample of {sample['occurrences']:,} of {sample['of']:,} occurrences was looked at"
            f" (seed {sample['seed']}); shares of them are right to within {sample['margin']:.2%}"
        )
    return notices


def _rows(columns: Columns, listed: list[Row]) -> Rows:
    return Rows(columns, lambda: listed)


def _company(found: Json, question: Question, around: Around, base: str | None) -> Iterator[Row]:
    for word in found["words"]:
        near = replace(question, text=together(question.text, word["word"], around))
        for at, group in enumerate(found["groups"]):
            yield {
                "word": word["word"], "written": word["written"], "value": _value(group, around),
                "near": word["near"][at], "per_1000_near": _per(word["near"][at], group["near"]),
                "total": word["total"][at], "expected": word["expected"][at],
                "score": word["score"][at], "change": word["change"],
                "looked_at": group["looked_at"], "margin": group["margin"],
                "link": _within(near, around.by, group).link(base),
            }  # fmt: skip


def _neighbours(found: Json, question: Question, around: Around, base: str | None) -> Iterator[Row]:
    for each in found["neighbours"]:
        run = " ".join(each["words"])
        beside = replace(question, text=with_run(question.text, run))
        for group, count in zip(found["groups"], each["counts"], strict=True):
            drawn = group["looked_at"]
            yield {
                "words": run, "length": len(each["words"]), "value": _value(group, around),
                "occurrences": count, "share": count / drawn if drawn else None,
                "looked_at": drawn, "margin": group["margin"],
                "link": _within(beside, around.by, group).link(base),
            }  # fmt: skip


def _counts(found: Json, question: Question, around: Around, base: str | None) -> Iterator[Row]:
    for group in found["groups"]:
        yield {
            "value": _value(group, around), "articles": group["documents"], "of": group["held"],
            "share": group["share"], "occurrences": group["occurrences"], "words": group["size"],
            "per_10000_words": group["per_10000_words"],
            "link": _within(question, around.by, group).link(base),
        }  # fmt: skip


def _values(found: Json, question: Question, around: Around, base: str | None) -> Iterator[Row]:
    for each in found["values"]:
        often = each["occurrences"] or (None, None)
        yield {
            "value": _value(each, around),
            "articles": each["counts"][0], "articles_against": each["counts"][1],
            "share": each["shares"][0], "share_against": each["shares"][1],
            "occurrences": often[0], "occurrences_against": often[1],
            "score": each["score"],
            "link": _within(question, around.by, each).link(base),
        }  # fmt: skip


def _value(group: Json, around: Around) -> str | None:
    """The value as it is shown; None for all together, and for what has none."""
    label: str = group["label"] or group["key"]
    return label if around.by and group["key"] else None


def _per(count: int, near: int) -> float | None:
    return count * 1000 / near if near else None


def _within(question: Question, by: str, group: dict[str, Any]) -> Question:
    """The search among the articles of one value of the axis."""
    key: str = group["key"]
    if not by:
        return question
    if by not in PERIODS:
        return question.narrowed(by, group["label"] if key else None)
    if by == "decade" and key:
        return question.within(key[:4], f"{key[:3]}9")
    return question.within(key, key)
