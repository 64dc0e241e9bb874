"""What a corpus is like: lengths, growth of vocabulary, commonest words, tags and days.

    python -m beside.likeness HOME FILE     writes an archive's rows, and prints what they are like

The same is measured of real news and of what is generated, and set beside each other in the report.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from beside import rows
from beside.rows import Row

# Vocabulary is counted after so many words.
SIZES = (100_000, 300_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 30_000_000, 100_000_000)
COMMONEST = 100
_WORD = re.compile(r"\w+")


@dataclass
class Likeness:
    """`growth` has, after so many words, the different ones; `commonest` the share of all words
    that the first, the first ten and the first hundred make up; `spread` is the standard deviation
    of the logarithm of lengths.
    """

    articles: int = 0
    bytes: int = 0
    words: int = 0
    mean: float = 0.0
    median: float = 0.0
    spread: float = 0.0
    growth: dict[int, int] = field(default_factory=dict)
    commonest: tuple[float, ...] = ()
    once: float = 0.0
    tags: float = 0.0
    tag_names: int = 0
    first_tag: float = 0.0
    agencies: int = 0
    days: int = 0
    a_day: float = 0.0
    weekend: float = 0.0


def likeness(articles: Iterable[Row]) -> Likeness:
    """Measures some rows, in their order."""
    found = Likeness()
    words: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    agencies: Counter[str] = Counter()
    days: Counter[int] = Counter()
    lengths: list[int] = []
    targets = list(SIZES)
    for row in articles:
        lengths.append(row["bytes"])
        text = f"{row['title']}\n{row['body']}".lower()
        for word in _WORD.findall(text):
            words[word] += 1
            found.words += 1
            if targets and found.words == targets[0]:
                found.growth[targets.pop(0)] = len(words)
        tags.update(row["tags"])
        agencies.update(row["agency"])
        days[row["day"]] += 1
    found.articles = len(lengths)
    _lengths(found, lengths)
    counts = [count for _, count in words.most_common(COMMONEST)]
    every = max(found.words, 1)
    found.commonest = tuple(sum(counts[:first]) / every for first in (1, 10, COMMONEST))
    found.once = sum(count == 1 for count in words.values()) / max(len(words), 1)
    found.tags = tags.total() / max(found.articles, 1)
    found.tag_names = len(tags)
    found.first_tag = max(tags.values(), default=0) / max(found.articles, 1)
    found.agencies = len(agencies)
    _days(found, days)
    return found


def _lengths(found: Likeness, lengths: list[int]) -> None:
    some = [length for length in lengths if length]
    found.bytes = sum(lengths)
    if some:
        found.mean = statistics.fmean(some)
        found.median = statistics.median(some)
        found.spread = statistics.pstdev([math.log(length) for length in some])


def _days(found: Likeness, days: Counter[int]) -> None:
    """Those of days that have news at all, for collections have gaps."""
    days.pop(0, None)
    found.days = len(days)
    if days:
        found.a_day = statistics.median(days.values())
        on_weekends = sum(count for day, count in days.items() if _weekday(day) >= 5)
        found.weekend = on_weekends / days.total()


def _weekday(day: int) -> int:
    return date(day // 10_000, day // 100 % 100, day % 100).weekday()


def main() -> None:
    home, target = map(Path, sys.argv[1:])
    rows.write(home, target)
    print(json.dumps(asdict(likeness(rows.read(target)))))


if __name__ == "__main__":
    main()
