"""Which articles are taken for copies, how many of the true ones, and what it costs.

    python benchmarks/stories.py [--sample N] [--show N] [PATH...]

Puts PATH (else the 20 files of Reuters-21578 beside the project) into a new store and prints the
stories. Then compares every pair of N articles that follow each other in date by their whole texts:
how many of the copies are in one story? `--show` prints so many pairs of each band of likeness, to
be judged by reading: J is what two texts share of all their shingles, C of the shorter's.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

from archive.article import Article
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store import sketch as sketching
from archive.store.sketch import is_copy, sketch
from archive.store.store import Store
from archive.text.markdown import to_text

REUTERS = Path(__file__).parent.parent.parent / "shared" / "data" / "reuters-21578"
BANDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Pair:
    """Two articles, and what their whole texts have in common."""

    one: Article
    other: Article
    jaccard: float
    contained: float
    copies: bool
    joined: bool


def main(paths: list[str], sample: int, shown: int) -> None:
    """Prints the figures, then the pairs."""
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "home") as store:
        began = time.process_time()
        report = ingest(store, sources(paths))
        taken = time.process_time() - began
        articles = list(store.get_many(sorted(store.ids())).values())
        story_of = store.stories(article.id for article in articles)
    print(f"{report.kept:,} articles read, normalised and kept in {taken:.1f} s of one core")
    began = time.process_time()
    for article in articles:
        sketch(article)
    print(f"of that, {time.process_time() - began:.1f} s for their sketches")
    articles.sort(key=when)
    stories: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        stories[story_of[article.id]].append(article)
    told = sorted((group for group in stories.values() if len(group) > 1), key=len, reverse=True)
    sizes = ", ".join(f"{n} of {size}" for size, n in sorted(Counter(map(len, told)).items()))
    print(f"{len(told):,} stories of several articles, {sum(map(len, told)):,} in all: {sizes}")
    for group in told[:10]:
        print(f"  {len(group)}: {group[0].headline} ({when(group[0])} to {when(group[-1])})")
    pairs = list(compared(articles[:sample], story_of))
    copies = [pair for pair in pairs if pair.copies]
    print(
        f"\nOf the {len(copies):,} pairs of copies among {min(sample, len(articles)):,} articles,"
        f" {sum(pair.joined for pair in copies):,} are in one story"
    )
    for joined in (True, False):
        for low, high in pairwise(BANDS):
            band = [pair for pair in pairs if low <= pair.jaccard < high and pair.joined == joined]
            words = "in one story" if joined else "apart"
            print(f"\nJ {low} to {min(high, 1)}, {words}: {len(band)}")
            for pair in random.Random(1).sample(band, min(shown, len(band))):
                show(pair)


def compared(articles: list[Article], story_of: dict[str, str]) -> Iterator[Pair]:
    """Every two articles that share at least a fifth, by their whole texts."""
    sketching.SAMPLE = sketching._FIGURES = sys.maxsize  # a sketch of all hashes is the whole text
    whole = [
        (article, made, set(made.shingles)) for article in articles if (made := sketch(article))
    ]
    for (one, first, left), (other, second, right) in combinations(whole, 2):
        common = len(left & right)
        if common and common >= BANDS[0] * len(left | right):
            yield Pair(
                one,
                other,
                common / len(left | right),
                common / min(len(left), len(right)),
                is_copy(first, second, days_between(one, other)),
                story_of[one.id] == story_of[other.id],
            )


def when(article: Article) -> str:
    return article.date or ""


def days_between(one: Article, other: Article) -> int | None:
    """Whole days between two dates; None where one is not known to the day."""
    if one.precision != "day" or other.precision != "day":
        return None
    return abs((date.fromisoformat(when(one)) - date.fromisoformat(when(other))).days)


def show(pair: Pair) -> None:
    """Prints a pair so that it can be judged."""
    print(f"- J {pair.jaccard:.2f}, C {pair.contained:.2f}")
    for article in (pair.one, pair.other):
        text = " ".join(to_text(article.body).split())
        print(f"    {when(article)} {article.headline} · {len(text.split())} words · {text[:150]}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sample", type=int, default=4000, help="articles of which all pairs")
    parser.add_argument("--show", type=int, default=0, help="pairs to print of each band")
    parser.add_argument("paths", nargs="*", default=[str(REUTERS)])
    chosen = parser.parse_args()
    if not all(Path(path).exists() for path in chosen.paths):
        sys.exit(f"{' '.join(chosen.paths)}: not there; name what to take in")
    main(chosen.paths, chosen.sample, chosen.show)
