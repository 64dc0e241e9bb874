"""The queries that find where a text's passages may stand: its rare words, window by window.

Nothing is kept for it: the words of an index are enough, in any engine. A window of words asks for
the articles that hold most of its rarest words; whether they hold the passage is then read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from index.analysis.stems import stems_of
from index.engines.common.interface import Engine
from index.passages.shared import Words
from index.query.tree import AtLeast, Word

WINDOW = 24  # words
STEP = 12
MOST_WINDOWS = 120  # of a text; of a longer one they are spread over it
MOST_RARE = 8  # words of a window that are asked for
LEAST_RARE = 3  # fewer could be anybody's
_SHARE = 0.6  # of them that an article has to hold
# All documents of all words of a window that are looked at: what bounds the time that it takes.
# What has no words so rare is said by too many to have been taken over.
_MOST_POSTINGS = 4_000
_STREAM = "body"


def probes(engine: Engine, words: Words) -> Iterator[AtLeast]:
    """A query for each window of a text that has words rare enough."""
    stems = [
        stems_of(token.text, words.text[token.start : token.end], words.language)[0]
        for token in words.tokens
    ]
    holding = engine.holding(_STREAM, set(stems))
    for start in _starts(len(stems)):
        rare = _rare(stems[start : start + WINDOW], holding)
        if len(rare) >= LEAST_RARE:
            least = max(LEAST_RARE, round(_SHARE * len(rare)))
            yield AtLeast(least, tuple(Word((_STREAM,), stem, (stem,)) for stem in rare))


def candidates(found: Collection[Collection[str]], most: int) -> list[str]:
    """The ids that most windows have found, at most so many; of those found as often, by id."""
    counts = Counter(article_id for ids in found for article_id in ids)
    return sorted(counts, key=lambda one: (-counts[one], one))[:most]


def _starts(length: int) -> list[int]:
    last = max(length - WINDOW, 0)
    starts = [*range(0, last, STEP), last]
    if len(starts) <= MOST_WINDOWS:
        return starts
    return [starts[n * len(starts) // MOST_WINDOWS] for n in range(MOST_WINDOWS)]


def _rare(stems: Collection[str], holding: Mapping[str, int]) -> list[str]:
    """The rarest stems of a window that others hold too, as many as may be looked at."""
    shared = sorted({s for s in stems if holding[s] > 1}, key=lambda s: (holding[s], s))
    left, rare = _MOST_POSTINGS, []
    for stem in shared[:MOST_RARE]:
        left -= holding[stem]
        if left < 0:
            break
        rare.append(stem)
    return rare
