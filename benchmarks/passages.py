"""Which passages that were taken over are found, how many found ones were not, and what it costs.

    python benchmarks/passages.py [--donors N] [--aside] [--engine NAME] [--show N] [PATH...]

Puts PATH (else the 20 files of Reuters-21578 beside the project) into a new archive and looks for
the passages of N articles that stand in others: those that Reuters itself repeats. Then plants a
passage of each in another article, as it is, with a word in ten changed, or cut short, and looks
again. What is found besides those two is false. Thresholds are set on one half of the articles;
`--aside` takes the other. `--show` prints so many of the pairs that were found before.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from archive.article import Article
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from archive.text.markdown import to_text
from index.answers.search import Search
from index.engines.open import open_engine
from index.passages.found import Passages, passages
from index.upkeep.sync import sync

REUTERS = Path(__file__).parent.parent.parent / "shared" / "data" / "reuters-21578"
LENGTHS = ((15, 20), (20, 30), (30, 50), (50, 100), (100, 200))  # words
KINDS = ("verbatim", "edited", "cut short")
_CHANGED = 10  # of an edited passage one word in so many


@dataclass(frozen=True)
class Planted:
    """A passage of a donor that stands in a host now; `band` is its length."""

    donor: str
    host: str
    kind: str
    band: tuple[int, int]
    words: int


def main(paths: list[str], donors: int, aside: bool, engine_name: str, shown: int) -> None:
    """Prints the figures."""
    chance = random.Random(14 + aside)
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "home") as store:
        ingest(store, sources(paths))
        articles = list(store.get_many(sorted(store.ids())).values())
        engine = open_engine(engine_name, Path(folder) / "home")
        sync(store, engine)
        search = Search(store, engine)
        half = [one for n, one in enumerate(articles) if n % 2 == aside]
        chosen, hosts = _chosen(half, donors, chance)
        natural, spent = _look(search, chosen)
        planted = [
            _plant(store, donor, host, LENGTHS[n % len(LENGTHS)], KINDS[n % len(KINDS)], chance)
            for n, (donor, host) in enumerate(zip(chosen, hosts, strict=True))
        ]
        sync(store, engine)
        found, _ = _look(search, chosen)
        engine.close()
    _tell(planted, natural, found, spent)
    _show(natural, shown, chance)


def _chosen(
    articles: list[Article], donors: int, chance: random.Random
) -> tuple[list[Article], list[Article]]:
    """Articles long enough to give every length, and as many others."""
    order = chance.sample(articles, len(articles))
    long = [one for one in order if len(to_text(one.body).split()) >= LENGTHS[-1][1]][:donors]
    taken = {one.id for one in long}
    others = [one for one in order if one.id not in taken and len(one.body.split()) > 40]
    return long, others[: len(long)]


def _look(search: Search, chosen: list[Article]) -> tuple[dict[str, Passages], list[float]]:
    """The passages of each, and the processor time of each in seconds."""
    found, spent = {}, []
    for article in chosen:
        began = time.process_time()
        found[article.id] = passages(search, article)
        spent.append(time.process_time() - began)
    return found, spent


def _plant(
    store: Store, donor: Article, host: Article, band: tuple[int, int], kind: str,
    chance: random.Random,
) -> Planted:  # fmt: skip
    """Puts a passage between two paragraphs of a host."""
    words = to_text(donor.body).split()
    length = chance.randrange(*band)
    start = chance.randrange(len(words) - length)
    passage = words[start : start + length]
    if kind == "edited":
        others = to_text(host.body).split()
        changed = chance.sample(range(length), max(length // _CHANGED, 1))
        for at in changed:
            passage[at] = chance.choice(others)
    if kind == "cut short":  # in the midst of it
        cut = chance.randrange(length // 4, length // 2)
        passage = passage[:cut] + passage[cut + length // 8 :]
    paragraphs = host.body.split("\n\n")
    paragraphs.insert(chance.randrange(len(paragraphs) + 1), " ".join(passage))
    with store.transaction():
        body = "\n\n".join(paragraphs)
        store.put(replace(host, body=body, collections=()), body.encode(), "text/plain")
    return Planted(donor.id, host.id, kind, band, len(passage))


def _tell(
    planted: list[Planted],
    natural: dict[str, Passages],
    found: dict[str, Passages],
    spent: list[float],
) -> None:
    was = {one: {h.article.id for h in each.holders} for one, each in natural.items()}
    now = {one: {h.article.id: h for h in each.holders} for one, each in found.items()}
    recall: dict[tuple[object, str], list[float]] = defaultdict(list)
    for each in planted:
        holder = now[each.donor].get(each.host)
        recall[each.band, each.kind].append(min(holder.words / each.words, 1) if holder else 0)
    print("found of the passages planted (of their words):")
    for band in LENGTHS:
        row = [f"{_rate(recall[band, kind])}" for kind in KINDS]
        print(f"  {band[0]:>3} to {band[1] - 1:>3} words  " + "  ".join(
            f"{kind} {each}" for kind, each in zip(KINDS, row, strict=True)))  # fmt: skip
    hosts = {each.donor: each.host for each in planted}
    false = sum(len(set(now[one]) - was[one] - {hosts[one]}) for one in now)
    true = sum(hosts[one] in now[one] for one in now)
    print(f"found and neither planted nor there before: {false}, beside {true} that were planted")
    pairs, some = sum(map(len, was.values())), sum(map(bool, was.values()))
    formulas = sum(each.formulas for each in natural.values())
    print(f"found before anything was planted: {pairs} pairs, of {some} of {len(was)} articles")
    print(f"passages left out as formulas: {formulas}")
    spent.sort()
    middle, most = spent[len(spent) // 2], spent[-1]
    print(f"processor time of an article: median {1000 * middle:.0f} ms, most {1000 * most:.0f} ms")


def _rate(shares: list[float]) -> str:
    found = sum(share > 0 for share in shares)
    covered = sum(shares) / max(found, 1)
    return f"{found}/{len(shares)} ({covered:.2f})"


def _show(natural: dict[str, Passages], shown: int, chance: random.Random) -> None:
    pairs = [(each, holder) for each in natural.values() for holder in each.holders]
    for each, holder in chance.sample(pairs, min(shown, len(pairs))):
        passage = holder.passages[0]
        text = " ".join(each.text[passage.start : passage.end].split())
        print(f"\n{each.article.date} {each.article.headline} | {holder.article.date}"
              f" {holder.article.headline}\n    {holder.words} words: {text[:400]}")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--donors", type=int, default=300, help="articles whose passages are taken")
    parser.add_argument("--aside", action="store_true", help="the half that nothing was set on")
    parser.add_argument("--engine", default="whoosh", help="whoosh or tantivy")
    parser.add_argument("--show", type=int, default=0, help="pairs of Reuters' own to print")
    parser.add_argument("paths", nargs="*", default=[str(REUTERS)])
    given = parser.parse_args()
    if not all(Path(path).exists() for path in given.paths):
        sys.exit(f"{' '.join(given.paths)}: not there; name what to take in")
    main(given.paths, given.donors, given.aside, given.engine, given.show)
