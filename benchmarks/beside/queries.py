"""The queries of a run, chosen by rule from the corpus itself, never by hand.

A class is eight queries. Words are those whose shares of articles are nearest to even steps, each
the same multiple of the one before; so are pairs, threes, fives, and tags with words, by how many
articles hold them together. A query is neutral: `text` is what a reader of the archive would type,
and the other keys say the same to the peers.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from beside import rows

EACH = 8
CLASSES = {
    "one word": "a word that .5 to 20% of the articles hold",
    "two, three words": "four pairs and four threes of such words that follow each other in an"
    " article, from those that most articles hold together to those that few do",
    "five words": "the same with five",
    "phrase, near": "four phrases of two words, and four pairs with at most five words"
    " between them",
    "not": "a word, without another one that stands beside it in an article",
    "beginnings": "the first four letters of a word that .5 to 20% of the articles hold",
    "dates": "a week, a month, a quarter, half a year and a year, newest first",
    "in nearly all": "the words that most articles hold",
    "tag and word": "a tag and a word of an article, from those that most articles have together",
}
APART = 5
LEAST, MOST = 0.005, 0.2
SAMPLE = 4000  # articles that words and pairs are taken from
CANDIDATES = 300  # of which a class takes eight
_WORD = re.compile(r"[a-z]{4,}")
Query = dict[str, Any]
T = TypeVar("T")


class Seen:
    """What a corpus holds: a sample of articles as runs of words, and counts of the whole."""

    def __init__(self, path: Path, articles: int) -> None:
        self.articles = articles
        self.holding: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.days: Counter[int] = Counter()
        self.sample: list[tuple[list[str], list[str]]] = []
        step = max(1, articles // SAMPLE)
        for at, row in enumerate(rows.read(path)):
            self.tags.update(row["tags"])
            self.days[row["day"]] += 1
            if at % step == 0:
                words = _WORD.findall(f"{row['title']} {row['body']}".lower())
                self.holding.update(set(words))
                self.sample.append((words, row["tags"]))
        self.days.pop(0, None)
        size = len(self.sample)
        self.band = [
            word
            for word, count in sorted(self.holding.items(), key=lambda each: (-each[1], each[0]))
            if LEAST * size <= count <= MOST * size
        ]
        self.middle = set(self.band)
        self.held = [(set(words), set(tags)) for words, tags in self.sample]

    def together(self, words: list[str]) -> int:
        """How many articles of the sample hold all of these."""
        return sum(held.issuperset(words) for held, _ in self.held)


def chosen(path: Path, articles: int, seed: int = 1) -> dict[str, list[Query]]:
    """The queries of every class."""
    seen, chance = Seen(path, articles), random.Random(seed)
    single = _spread(seen, EACH)
    return {
        "one word": [_words([word]) for word in single],
        "two, three words": [
            *(_words(each) for each in _runs(seen, chance, 2, EACH // 2)),
            *(_words(each) for each in _runs(seen, chance, 3, EACH // 2)),
        ],
        "five words": [_words(each) for each in _runs(seen, chance, 5, EACH)],
        "phrase, near": [*_phrases(seen), *_nears(seen, chance)],
        "not": [
            {"text": f"{one} -{other}", "must": [one], "not": [other]}
            for one, other in _runs(seen, chance, 2, EACH)
        ],
        "beginnings": [{"text": f"{start}*", "prefix": start} for start in _beginnings(seen.band)],
        "dates": list(_ranges(seen)),
        "in nearly all": [_words([word]) for word in _commonest(path, articles)],
        "tag and word": list(_tagged(seen, chance)),
    }


def _words(words: list[str]) -> Query:
    return {"text": " ".join(words), "must": words}


def _spread(seen: Seen, wanted: int) -> list[str]:
    """So many words of the band, each held by the same multiple of what holds the one before."""
    found: list[str] = []
    size = len(seen.sample)
    for at in range(wanted):
        share = LEAST * (MOST / LEAST) ** ((at + 0.5) / wanted)
        left = [word for word in seen.band if word not in found]
        if left:
            found.append(min(left, key=lambda word: abs(seen.holding[word] / size / share - 1)))
    return found


def words_to_ask(path: Path, articles: int, wanted: int) -> list[str]:
    """Other words of the same kind, for pages and commands."""
    return _spread(Seen(path, articles), wanted)


def _stepped(found: list[str], wanted: int) -> list[str]:
    """So many of a list, at even steps from one end to the other."""
    last = max(len(found) - 1, 0)
    return [found[at * last // max(wanted - 1, 1)] for at in range(wanted)] if found else []


def _beginnings(band: list[str]) -> list[str]:
    firsts = list(dict.fromkeys(word[:4] for word in band))
    return _stepped(firsts, EACH)


def _runs(seen: Seen, chance: random.Random, length: int, wanted: int) -> list[list[str]]:
    """Words of the band that follow each other in an article, others between them left out."""
    found: list[list[str]] = []
    for _ in range(CANDIDATES * 3):
        words, _ = chance.choice(seen.sample)
        some = list(dict.fromkeys(word for word in words if word in seen.middle))
        if len(some) >= length:
            start = chance.randrange(len(some) - length + 1)
            found.append(some[start : start + length])
        if len(found) == CANDIDATES:
            break
    return _by_holding(found, [seen.together(each) for each in found], wanted)


def _by_holding(found: list[T], held: list[int], wanted: int) -> list[T]:
    """So many of the candidates, from the one that most articles hold to what few hold, each held
    by the same share of what the one before is held by.
    """
    order = sorted(range(len(found)), key=lambda at: (-held[at], at))
    if not order:
        return []
    most, least = held[order[0]], max(held[order[-1]], 1)
    chosen: list[int] = []
    for at in range(min(wanted, len(order))):
        target = most * (least / most) ** (at / max(wanted - 1, 1))
        left = [each for each in order if each not in chosen]
        chosen.append(min(left, key=lambda each: abs(math.log((held[each] or 0.5) / target))))
    return [found[at] for at in chosen]


def _phrases(seen: Seen) -> Iterator[Query]:
    """Pairs side by side: at even steps through the hundred most frequent."""
    pairs: Counter[tuple[str, str]] = Counter()
    for words, _ in seen.sample:
        pairs.update(
            (one, other)
            for one, other in pairwise(words)
            if one != other and one in seen.middle and other in seen.middle
        )
    frequent = [f"{one} {other}" for (one, other), _ in pairs.most_common(100)]
    for pair in _stepped(frequent, EACH // 2):
        yield {"text": f'"{pair}"', "phrase": pair.split()}


def _nears(seen: Seen, chance: random.Random) -> Iterator[Query]:
    for one, other in _runs(seen, chance, 2, EACH // 2):
        yield {"text": f'"{one} {other}"~{APART}', "near": [one, other], "apart": APART}


def _ranges(seen: Seen) -> Iterator[Query]:
    days = sorted(seen.days)
    for at, length in enumerate((7, 7, 30, 30, 91, 91, 182, 365)):
        first = min(len(days) - 1, len(days) * (at + 1) // 10)
        last = min(len(days) - 1, first + length - 1)
        yield {"text": "", "from": days[first], "to": days[last]}


def _commonest(path: Path, articles: int) -> list[str]:
    """By how many of the first articles hold them."""
    holding: Counter[str] = Counter()
    for at, row in enumerate(rows.read(path)):
        if at >= SAMPLE:
            break
        holding.update(set(re.findall(r"[a-z]{2,}", row["body"].lower())))
    return [word for word, _ in holding.most_common(EACH)]


def _tagged(seen: Seen, chance: random.Random) -> Iterator[Query]:
    found: list[tuple[str, str]] = []
    for _ in range(CANDIDATES * 3):
        words, tags = chance.choice(seen.sample)
        some = [word for word in words if word in seen.middle]
        plain = [tag for tag in tags if '"' not in tag]
        if some and plain and len(found) < CANDIDATES:
            found.append((chance.choice(plain), chance.choice(some)))
    held = [sum(word in words and tag in tags for words, tags in seen.held) for tag, word in found]
    for tag, word in _by_holding(found, held, EACH):
        yield {"text": f'tag:"{tag}" {word}', "must": [word], "tag": tag}
