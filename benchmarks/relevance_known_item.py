"""Known-item search: is an article found first by its own title, and by five words of its body?
Beside plain Whoosh: BM25F over the words of title and body as they are, all of them required.

    python benchmarks/relevance_known_item.py [--home FOLDER] [--items 1000] [--engine whoosh]

FOLDER is an archive; without one, ../shared/data/reuters-21578 is ingested into a temporary one.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from relevance import Rank, whoosh_search

from archive.article import Article
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from archive.text.markdown import to_text
from archive.text.plain import fold_line
from index.analysis.tokens import words
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import ON_DISK
from index.engines.open import open_engine
from index.names.groups import load_names
from index.upkeep.sync import sync

DATA = Path(__file__).parents[2] / "shared" / "data" / "reuters-21578"
SEED = 21578


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--home", type=Path)
    options.add_argument("--items", type=int, default=1000)
    options.add_argument("--engine", choices=ON_DISK, default="whoosh")
    chosen = options.parse_args()
    if chosen.home:
        measure(chosen.home, chosen.items, chosen.engine)
        return
    with TemporaryDirectory() as folder:
        with Store.create(Path(folder)) as store:
            ingest(store, sources([str(DATA)]))
        measure(Path(folder), chosen.items, chosen.engine)


def measure(home: Path, items: int, name: str) -> None:
    """Prints the fractions that each finds."""
    with Store.open(home) as store:
        engine = open_engine(name, home)
        sync(store, engine)
        search = Search(store, engine, load_names(home))
        articles = list(store.get_many(sorted(store.ids())).values())
        ranks = (lambda text: ten(search, text)), whoosh_search(articles, every_word=True)
        chance = random.Random(SEED)
        titles = Counter(fold_line(article.title or "") for article in articles)
        unique = [one for one in articles if one.title and titles[fold_line(one.title)] == 1]
        chosen = chance.sample(unique, min(items, len(unique)))
        by_title = [(one.id, one.title or "") for one in chosen]
        long = [one for one in articles if len(body_words(one)) >= 5]
        chosen = chance.sample(long, min(items, len(long)))
        by_words = [(one.id, " ".join(chance.sample(body_words(one), 5))) for one in chosen]
        print(f"{'of ' + str(items):34}{'archive':>8}{'plain':>8}")
        for what, asked in (("title", by_title), ("5 words of the body", by_words)):
            places = [[place(rank, *each) for each in asked] for rank in ranks]
            report(f"{what}, first place", places, 1)
            report(f"{what}, first ten", places, 10)
        engine.close()


def ten(search: Search, text: str) -> list[str]:
    """The ids of the first ten that are found."""
    return [hit.article.id for hit in search.search(Asked(text, snippets=False)).hits]


def place(rank: Rank, wanted: str, text: str) -> int:
    """Where an article comes among the first ten, from 1; 11 if it does not."""
    ids = rank(text)[:10]
    return ids.index(wanted) + 1 if wanted in ids else 11


def body_words(article: Article) -> list[str]:
    """The distinct words of a body, in order, that are not operators or numbers."""
    found = dict.fromkeys(words(to_text(article.body)))
    return [word for word in found if word.isalpha()]


def report(name: str, places: list[list[int]], upto: int) -> None:
    """Prints what fraction of the articles each finds so far in front."""
    found = [sum(at <= upto for at in each) / len(each) for each in places]
    print(f"{name:34}" + "".join(f"{fraction:8.3f}" for fraction in found))


if __name__ == "__main__":
    main()
