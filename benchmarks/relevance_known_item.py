"""Known-item search: is an article found first by its own title, and by five words of its body?

    python benchmarks/relevance_known_item.py [--home FOLDER] [--items 1000] [--engine whoosh]

FOLDER is an archive; without one, ../shared/data/reuters-21578 is ingested into a temporary one.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.article import Article
from archive.ingest import ingest
from archive.markdown import to_text
from archive.readers import sources
from archive.store import Store
from archive.text import fold_line
from index.analysis import words
from index.engine import ON_DISK, open_engine
from index.search import Asked, Search
from index.sync import sync

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
    """Prints both fractions."""
    with Store.open(home) as store:
        engine = open_engine(name, home)
        sync(store, engine)
        search = Search(store, engine)
        articles = list(store.get_many(sorted(store.ids())).values())
        chance = random.Random(SEED)
        titles = Counter(fold_line(article.title or "") for article in articles)
        unique = [one for one in articles if one.title and titles[fold_line(one.title)] == 1]
        chosen = chance.sample(unique, min(items, len(unique)))
        places = [place(search, one, one.title or "") for one in chosen]
        report("title, first place", places, 1)
        report("title, first ten", places, 10)
        long = [one for one in articles if len(body_words(one)) >= 5]
        chosen = chance.sample(long, min(items, len(long)))
        places = [place(search, one, " ".join(chance.sample(body_words(one), 5))) for one in chosen]
        report("5 words of the body, first ten", places, 10)
        report("5 words of the body, first place", places, 1)
        engine.close()


def place(search: Search, wanted: Article, text: str) -> int:
    """Where an article comes among the first ten, from 1; 11 if it does not."""
    found = search.search(Asked(text)).hits
    ids = [hit.article.id for hit in found]
    return ids.index(wanted.id) + 1 if wanted.id in ids else 11


def body_words(article: Article) -> list[str]:
    """The distinct words of a body, in order, that are not operators or numbers."""
    found = dict.fromkeys(words(to_text(article.body)))
    return [word for word in found if word.isalpha()]


def report(name: str, places: list[int], upto: int) -> None:
    """Prints a fraction."""
    good = sum(place <= upto for place in places)
    print(f"{name:34} {good / len(places):.3f}  of {len(places)}")


if __name__ == "__main__":
    main()
