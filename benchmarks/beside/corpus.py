"""A corpus of news that nobody wrote, as large as asked, the same each time: JSON Lines.

    python -m beside.corpus ARTICLES FILE [--seed N]

What it is like was fitted to Reuters-21578 and Wikinews (`likeness.py` measures all three, and the
report sets them beside each other): lengths are log-normal with a mean of 2.8 KB, words follow two
power laws, so that vocabulary grows as in real news. An article is about two or three topics, which
are its tags and give it words of their own; it repeats its words; some words stand beside a
favourite neighbour, so that phrases are found. Articles are spread over five years, fewer at
weekends. One in 33 takes most of its text from an earlier one, as updates of a wire do.
"""

from __future__ import annotations

import argparse
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from beside.words import FORM_SHARES, FORMS, Floats, Ints, Ranks, common_words, numbers, word

VERSION = 1  # raise it whenever another text comes out
SEED = 21578
MEAN, SPREAD = 2800, 0.84  # bytes of title and body; standard deviation of the logarithm
FIRST_DAY, DAYS = datetime(2015, 1, 1, tzinfo=UTC), 5 * 365 + 1
WEEKEND = 0.5  # of what a weekday has
NUMBERS = 0.035  # of all words
REPEATED, TOPICAL, PAIRED = 0.36, 0.20, 0.15  # of the words that are not common ones
WORD_BYTES = 6.1  # of a word, with what stands around it
PIECES = ((40.0, 1.02), (800.0, 1.6), (2200.0, 2.02))  # offset 40: the common words come before
TOPIC_PIECES = ((3.0, 2.6),)
TOPICS, TOPIC_OFFSET, NAMES_FROM = 600, 120, 400_000
TAG_COUNTS = (0.17, 0.58, 0.87, 1.0)  # the share of articles with one tag, up to two, three, four
AGENCIES = ("Norwire", "Presline", "Agence Oreste", "Telepost", "Interkurir", "Delta News", "ABN")
AGENCY_SHARES = (0.38, 0.61, 0.76, 0.86, 0.92, 0.96, 0.98)  # the rest has none
SECTIONS = ("World", "Business", "Politics", "Markets", "Science", "Culture", "Sport")
COPIES, REMEMBERED = 0.03, 50


@dataclass
class Draws:
    """Everything that is drawn from: the generator of chance, and the laws."""

    seed: int = SEED
    chance: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.chance = np.random.Generator(np.random.PCG64(self.seed))
        self.common, shares = common_words()
        self.common_share = float(shares.sum())
        self.common_steps = np.cumsum(shares) / self.common_share
        self.ranks = Ranks(PIECES)
        self.topical = Ranks(TOPIC_PIECES)
        weights = 1.0 / (np.arange(TOPICS) + 1.5)
        self.topic_steps = np.cumsum(weights) / weights.sum()
        self.form_steps = np.cumsum(FORM_SHARES)
        self.day_steps = _day_steps()


def _day_steps() -> Floats:
    weekdays = (np.arange(DAYS) + FIRST_DAY.weekday()) % 7
    weights = np.where(weekdays >= 5, WEEKEND, 1.0)
    steps: Floats = np.cumsum(weights) / weights.sum()
    return steps


def records(articles: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """The articles, oldest first, as the archive's own JSON. A larger corpus begins with the texts
    of a smaller one; only the days are spread anew.
    """
    draws = Draws(seed)
    recent: deque[list[str]] = deque(maxlen=REMEMBERED)
    for number in range(articles):
        topics = _topics(draws)
        title, paragraphs = _text(draws, topics)
        copied, which = draws.chance.random(2)
        if copied < COPIES and recent:
            earlier = recent[int(which * len(recent))]
            paragraphs = [paragraphs[0], *earlier]
        recent.append(paragraphs)
        yield _record(draws, number, articles, topics, title, paragraphs)


def _topics(draws: Draws) -> list[int]:
    chances = draws.chance.random(9)
    wanted = 1 + int(np.searchsorted(TAG_COUNTS, chances[0], side="right"))
    found = np.searchsorted(draws.topic_steps, chances[1:], side="right").tolist()
    return list(dict.fromkeys(found))[:wanted]


def _text(draws: Draws, topics: list[int]) -> tuple[str, list[str]]:
    """A title, and paragraphs of sentences."""
    size = MEAN * np.exp(SPREAD * draws.chance.standard_normal() - SPREAD**2 / 2)
    length = max(8, int(size / WORD_BYTES))
    ranks = _content(draws, topics, length)
    texts = _words(draws, ranks)
    title = " ".join(_title(texts, ranks))
    return title, _paragraphs(draws, texts)


def _content(draws: Draws, topics: list[int], length: int) -> Ints:
    """The ranks of a text's words; -1 stands for a common word, -2 for a number."""
    kind, source, rank, place = draws.chance.random((4, length))
    ranks = draws.ranks.draw(rank)
    topic = np.array(topics)[(place * len(topics)).astype(np.int64)]
    own = TOPIC_OFFSET + draws.topical.draw(rank) * TOPICS + topic
    ranks = np.where(source < TOPICAL, np.minimum(own, 80_000_000), ranks)
    again = ranks[(place * np.arange(length)).astype(np.int64)]
    ranks = np.where(source > 1 - REPEATED, again, ranks)
    # A favourite neighbour, of about the same frequency, behind some words.
    paired = (source[:-1] > TOPICAL) & (source[:-1] < TOPICAL + PAIRED) & (ranks[:-1] < 5000)
    ranks[1:] = np.where(paired, (ranks[:-1] * 7 + 13) % (ranks[:-1] * 2 + 50), ranks[1:])
    common = kind < draws.common_share
    common[1:] &= ~(paired & ~common[:-1])
    ranks[common] = -1
    ranks[(kind > 1 - NUMBERS) & ~common] = -2
    return ranks


def _words(draws: Draws, ranks: Ints) -> list[str]:
    """The words of ranks, in one of their forms; one in five is a name, and has but one."""
    form, which, size = draws.chance.random((3, len(ranks)))
    forms = np.searchsorted(draws.form_steps, form, side="right").tolist()
    common = np.searchsorted(draws.common_steps, which, side="right").tolist()
    figures = iter(numbers(form[ranks == -2], size[ranks == -2]))
    found = []
    for at, rank in enumerate(ranks.tolist()):
        if rank == -1:
            found.append(draws.common[min(common[at], len(draws.common) - 1)])
        elif rank == -2:
            found.append(next(figures))
        elif rank % 5 == 0:
            found.append(word(rank).capitalize())
        else:
            found.append(word(rank) + FORMS[min(forms[at], 3)])
    return found


def _title(texts: list[str], ranks: Ints) -> list[str]:
    """Six words out of the text, so that it says what the text is about."""
    own = np.flatnonzero(ranks >= 0)[:60:4][:6].tolist()
    title = [texts[at] for at in own] or texts[:3]
    return [title[0].capitalize(), *title[1:]]


def _paragraphs(draws: Draws, texts: list[str]) -> list[str]:
    found, sentences, start = [], [], 0
    lengths = np.clip(np.exp(draws.chance.standard_normal(len(texts) // 4 + 2) * 0.5 + 2.95), 4, 60)
    for length in lengths.astype(np.int64).tolist():
        words = texts[start : start + length]
        if not words:
            break
        start += length
        if length > 16:
            words[length // 2 - 1 : length // 2] = [f"{words[min(length // 2, len(words)) - 1]},"]
        words[0] = words[0][0].upper() + words[0][1:]
        sentences.append(f"{' '.join(words)}.")
        if len(sentences) > 1 + length % 2:
            found.append(" ".join(sentences))
            sentences = []
    return [*found, " ".join(sentences)] if sentences else found


def _record(
    draws: Draws, number: int, articles: int, topics: list[int], title: str, paragraphs: list[str]
) -> dict[str, Any]:
    chances = draws.chance.random(6)
    agency = int(np.searchsorted(AGENCY_SHARES, chances[0], side="right"))
    author = int(400 * chances[1] ** 3)
    return {
        "identifier": f"bench:{number}",
        "title": title,
        "published": _moment(draws, (number + 0.5) / articles),
        "language": "en",
        "agency": list(AGENCIES[agency : agency + 1]),
        "authors": [name(author)] if chances[2] < 0.6 else [],
        "section": SECTIONS[int(len(SECTIONS) * chances[3] ** 1.5)],
        "tags": [tag(topic) for topic in topics],
        "body": "\n\n".join(paragraphs),
    }


def tag(topic: int) -> str:
    """What a topic is called: every third by two words."""
    first = word(TOPIC_OFFSET + topic).capitalize()
    return f"{first} {word(NAMES_FROM + topic).capitalize()}" if topic % 3 == 2 else first


def name(author: int) -> str:
    """Who signs."""
    return (
        f"{word(2000 + author % 40).capitalize()} {word(NAMES_FROM + 1000 + author).capitalize()}"
    )


def _moment(draws: Draws, share: float) -> str:
    """When the article at this share of all came out."""
    day = int(np.searchsorted(draws.day_steps, share, side="right"))
    before = draws.day_steps[day - 1] if day else 0.0
    within = (share - before) / (draws.day_steps[day] - before)
    moment = FIRST_DAY + timedelta(days=day, seconds=int(within * 86_399))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def write(articles: int, target: Path, seed: int = SEED) -> None:
    """The corpus as a file, which is never in memory as a whole."""
    partial = target.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        for record in records(articles, seed):
            print(json.dumps(record), file=out)
    partial.replace(target)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", type=int)
    options.add_argument("file", type=Path)
    options.add_argument("--seed", type=int, default=SEED)
    chosen = options.parse_args()
    write(chosen.articles, chosen.file, chosen.seed)


if __name__ == "__main__":
    main()
